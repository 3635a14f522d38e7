"""Rows of a foreign table -> rows of a table of the contract."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from netinv.ingest.layout import Layout, layout_of
from netinv.ingest.mapping.model import Entry, Target
from netinv.ingest.reading import Chunk, Row
from netinv.model.errors import UsageError
from netinv.model.tables import ColumnSpec, TableSpec, normal_header
from netinv.model.values import fold


def headers_of(entry: Entry, beside: Sequence[str] = ()) -> TableSpec:
    """The columns that an entry names, as a table by which the file's header is found and read."""
    named = dict.fromkeys([*entry.columns, *entry.where, *beside])
    return header_table({normal_header(name): name for name in named}, f"{entry.spec.zh}（对照）")


def header_table(headers: Mapping[str, str], zh: str) -> TableSpec:
    """A table that knows nothing but headers: normal form -> name."""
    columns = {name: ColumnSpec(name, name) for name in headers.values()}
    return TableSpec(
        zh, zh, "", MappingProxyType(columns), MappingProxyType({}), MappingProxyType(dict(headers))
    )


class Translator:
    """Chunks of one file under its own header -> chunks of a table of the contract.

    Columns that no entry names are kept under their own header. `sealed` maps columns that another entry
    hands to the reporter's fields to those fields: they are sealed here too, and cut out of this row's text.
    `hidden` columns are named by other entries and do not come again. UsageError: a column is not there.
    """

    def __init__(
        self, name: str, entry: Entry, sealed: Mapping[str, str], hidden: frozenset[str], keep: bool
    ) -> None:
        self._name = name
        self._entry = entry
        self._sealed = sealed
        self._hidden = hidden
        self._keep = keep
        self._layouts: dict[tuple[str, ...], tuple[Layout, _Plan]] = {}

    def __call__(self, chunk: Chunk) -> Chunk:
        """Translate one chunk."""
        columns = chunk.layout.columns
        if columns not in self._layouts:
            self._layouts[columns] = self._planned(columns)
        layout, plan = self._layouts[columns]
        rows = [Row(row.number, plan.cells(row.cells)) for row in chunk.rows if plan.wanted(row.cells)]
        return Chunk(layout, rows, chunk.broken)

    def _planned(self, columns: tuple[str, ...]) -> tuple[Layout, "_Plan"]:
        entry, table = self._entry, self._entry.spec
        missing = [name for name in (*entry.columns, *entry.where) if name not in columns]
        if missing:
            raise UsageError(
                f"{self._name} 没有对照文件所写的列：{'、'.join(missing)}；它的列是：{'、'.join(columns)} / "
                f"{self._name} lacks columns that the mapping names: {', '.join(missing)}; "
                f"it has {', '.join(columns)}"
            )
        fed: dict[str, list[tuple[int, Target]]] = {}
        for source, target in entry.columns.items():
            field = table.column_of(target.field) or target.field
            fed.setdefault(field, []).append((columns.index(source), target))
        own = {name: columns.index(name) for name in columns if self._is_own(name)}
        sealed = {field: columns.index(name) for name, field in self._sealed.items() if name in columns}
        constants = {table.column_of(f) or f: cell for f, cell in entry.constants.items()}
        header = [*dict.fromkeys([*fed, *constants]), *(f for f in sealed if f not in fed), *own]
        plan = _Plan(table, header, fed, constants, {**own, **sealed}, self._where(columns))
        return layout_of(table, header), plan

    def _is_own(self, name: str) -> bool:
        taken = name in self._entry.columns or name in self._hidden or name in self._sealed
        return self._keep and not taken

    def _where(self, columns: tuple[str, ...]) -> dict[int, frozenset[str]]:
        return {
            columns.index(name): frozenset(fold(cell) for cell in cells)
            for name, cells in self._entry.where.items()
        }


class _Plan:
    """How the cells of a row are made under one header."""

    def __init__(
        self,
        table: TableSpec,
        header: Sequence[str],
        fed: Mapping[str, Sequence[tuple[int, Target]]],
        constants: Mapping[str, str],
        plain: Mapping[str, int],
        where: Mapping[int, frozenset[str]],
    ) -> None:
        self._where = where
        self._makers = [_maker(table, name, fed.get(name, ()), constants, plain) for name in header]

    def wanted(self, cells: Sequence[str]) -> bool:
        """Whether a row is one of those that the entry speaks of."""
        return all(fold(cells[at]) in allowed for at, allowed in self._where.items())

    def cells(self, cells: Sequence[str]) -> list[str]:
        """The cells under the new header."""
        return [make(cells) for make in self._makers]


def _maker(
    table: TableSpec,
    name: str,
    fed: Sequence[tuple[int, Target]],
    constants: Mapping[str, str],
    plain: Mapping[str, int],
) -> Callable[[Sequence[str]], str]:
    if not fed and name in plain:
        at = plain[name]
        return lambda cells: cells[at]
    if len(fed) == 1 and not fed[0][1].values and not fed[0][1].format:
        only = fed[0][0]
        return lambda cells: cells[only] or constants.get(name, "")
    several = name in table.columns and table.columns[name].type == "multi"
    constant = constants.get(name, "")

    def make(cells: Sequence[str]) -> str:
        found = [cell for at, target in fed if (cell := changed(cells[at].strip(), target))]
        return _joined(list(dict.fromkeys(found)), several) or constant

    return make


def changed(cell: str, target: Target) -> str:
    """A cell after the mapping's values and format; one that they do not fit stays as written."""
    cell = target.values.get(cell, target.values.get(fold(cell), cell)) if target.values else cell
    if target.format and cell:
        try:
            moment = datetime.strptime(unicodedata.normalize("NFKC", cell).strip(), target.format)
        except ValueError:
            return cell
        timed = any(part in target.format for part in ("%H", "%I", "%X", "%c"))
        return moment.isoformat(" ", "minutes") if timed else moment.date().isoformat()
    return cell


def _joined(parts: Sequence[str], several: bool) -> str:
    """Several cells as one: a list where the field holds several values, else run together."""
    if several:
        return ";".join(parts)
    text = ""
    for part in parts:
        gap = " " if text and text[-1].isascii() and part[0].isascii() else ""
        text += gap + part
    return text

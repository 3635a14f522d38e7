"""What an import would read, before it reads anything into the ledger."""

from dataclasses import dataclass, field

from netinv.ingest.drop import Delivery, Item
from netinv.ingest.layout import Layout
from netinv.ingest.probe import probe
from netinv.ingest.reading import Unreadable, chunks_of
from netinv.model.alerts import Text
from netinv.model.tables import TableSpec

SHOWN, WIDE = 3, 60
"""Rows that are shown, and characters of a cell."""
FREE_TEXT = frozenset({"text", "note", "memo", "reason"})
"""Columns in which a reporter may be named anywhere: they are read, and not shown before they are masked."""


@dataclass(frozen=True)
class Column:
    """A column: its name in the contract or in its file. `hidden`: its cells are not shown beforehand."""

    name: str
    known: bool
    hidden: bool


@dataclass
class Preview:
    """One file. `table` is None for one that is not read; `note` then says why."""

    file: str
    table: str | None = None
    encoding: str = ""
    rows: int = 0
    broken: int = 0
    columns: list[Column] = field(default_factory=list)
    sample: list[list[str]] = field(default_factory=list)
    note: Text | None = None


def preview(delivery: Delivery) -> list[Preview]:
    """File by file. NetinvError for an archive or a workbook that cannot be opened."""
    return [_preview(item) for item in delivery.items]


def _preview(item: Item) -> Preview:
    if item.part is None or item.table is None:
        return Preview(item.name, note=Text(zh=item.note_zh, en=item.note_en))
    facts = probe(item.part)
    found = Preview(item.name, item.table.name, facts.label)
    for chunk in chunks_of(item.part, item.table, facts):
        if isinstance(chunk, Unreadable):
            found.note = Text(zh=chunk.zh, en=chunk.en)
            continue
        found.rows += len(chunk.rows)
        found.broken += len(chunk.broken)
        if not found.columns:
            found.columns = [_column(name, item.table, chunk.layout) for name in chunk.layout.columns]
            for row in chunk.rows[:SHOWN]:
                pairs = zip(found.columns, row.cells, strict=False)
                found.sample.append(["" if column.hidden else cell[:WIDE] for column, cell in pairs])
    return found


def _column(name: str, table: TableSpec, layout: Layout) -> Column:
    known = name in table.columns
    # in leads, a column that the contract does not know may speak of nobody but the reporter
    hidden = name in layout.sealed or name in FREE_TEXT or (table.name == "leads" and not known)
    return Column(name, known, hidden)

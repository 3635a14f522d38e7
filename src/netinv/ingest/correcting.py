"""What a person writes in the place of something quarantined -> what it would be read as."""

from collections.abc import Mapping
from dataclasses import dataclass

from netinv.ingest.delimited import CELL_CAP
from netinv.ingest.layout import layout_of
from netinv.ingest.reporters.sealing import RowSealer, Sealer
from netinv.ingest.staging import derived_id, readers_of, useless, why_unread
from netinv.ledger.types import StagedRow
from netinv.model.alerts import Text
from netinv.model.errors import UsageError
from netinv.model.mentions import MentionRow, mentions_of
from netinv.model.tables import TableSpec


@dataclass(frozen=True)
class ReadCell:
    """A corrected cell: as it was, as it is written now and as it is read. `why`: it still cannot be read."""

    column: str
    before: str
    written: str
    read: object | None
    why: Text | None


@dataclass(frozen=True)
class Reading:
    """What a row with corrections would be read as. `useless`: why the row as a whole cannot be taken in."""

    row: StagedRow
    cells: list[ReadCell]
    mentions: list[MentionRow]
    useless: Text | None

    @property
    def usable(self) -> bool:
        """Whether it can be taken in: something is changed, and all that is changed can be read."""
        return bool(self.cells) and self.useless is None and not any(cell.why for cell in self.cells)


class Rehearsal:
    """A vault that keeps nothing: to see what would be read before anything is sealed."""

    def seal(self, kind: str, value: str) -> str:
        """A mark in place of the value."""
        return f"〔{kind}〕"


def closed_columns(table: TableSpec, before: Mapping[str, str]) -> frozenset[str]:
    """Columns that cannot be rewritten: a reporter may be named in what they hold.

    Where the row has one, that is sealed already, and would not be recognised in any new words either.
    """
    layout = layout_of(table, [*before, *(column for column in table.columns if column not in before)])
    sealer = RowSealer(table, layout, Rehearsal())
    if not sealer.needed:
        return frozenset()
    return sealer.free_texts if layout.sealed.keys() & before.keys() else sealer.free_texts & before.keys()


def read_corrected(
    table: TableSpec,
    before: Mapping[str, str],
    written: Mapping[str, str],
    vault: Sealer,
    number: int,
    record_id: str = "",
) -> Reading:
    """Read a row whose cells `before`, as the ledger keeps them, are overwritten by those in `written`.

    `number` is its line in the file. Where `record_id` is given the record keeps it; else the row's own
    counts, or one derived from its content. What names a reporter in `written` is sealed. UsageError for a
    column that cannot be rewritten, or a cell that is too long.
    """
    changed = {c: cell.strip() for c, cell in written.items() if cell.strip() != before.get(c, "").strip()}
    closed = closed_columns(table, before)
    for column, cell in changed.items():
        if column in closed:
            raise UsageError(
                f"“{column}”一栏可能提到举报人，不能在此改写；请改正文件后重新导入 / "
                f"the column {column} may name a reporter: correct the file and import it again"
            )
        if len(cell) > CELL_CAP or "\0" in cell:
            raise UsageError(f"“{column}”一栏过长或含有空字符 / {column} is too long or holds NUL")
    kept = {c: cell for c, cell in before.items() if c not in changed}
    filled = {c: cell for c, cell in changed.items() if cell}
    sealer = RowSealer(table, layout_of(table, list(filled)), vault)
    stored, neutral = sealer(filled) if sealer.needed else (filled, filled)
    payload = {**kept, **stored}
    mentions = mentions_of(table, payload)
    own = payload.get(table.id_column, "").strip()
    row = StagedRow(record_id or own or derived_id({**kept, **neutral}), number, payload, mentions)
    readers = readers_of(table)
    cells = []
    for column, cell in changed.items():
        reader = readers.get(column)
        read = reader(cell) if reader is not None and cell else cell
        why = Text(zh=(said := why_unread(table, column))[0], en=said[1]) if read is None else None
        cells.append(ReadCell(column, before.get(column, ""), payload.get(column, ""), read, why))
    why_not = useless(table, payload, mentions)
    return Reading(row, cells, mentions, Text(zh=why_not[0], en=why_not[1]) if why_not else None)

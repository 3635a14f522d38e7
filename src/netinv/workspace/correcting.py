"""Correcting in place what was quarantined: `Workspace.correcting`."""

from collections.abc import Mapping
from dataclasses import dataclass

from netinv.access.audit import Audit
from netinv.access.vault import Vault
from netinv.access.viewer import Viewer
from netinv.ingest.correcting import Reading, Rehearsal, closed_columns, read_corrected
from netinv.ingest.reporters.sealing import Sealer
from netinv.ingest.staging import SHOWN
from netinv.ledger.ledger import Ledger
from netinv.ledger.types import Quarantined
from netinv.model.alerts import Text
from netinv.model.errors import NotFoundError, UsageError
from netinv.model.tables import TABLES


@dataclass(frozen=True)
class Correctable:
    """Something quarantined, and the row that it stands in.

    `cells` is the row as the ledger holds it now, `open_columns` what may be rewritten. `why_not` says why
    nothing may be.
    """

    item: Quarantined
    cells: Mapping[str, str]
    open_columns: tuple[str, ...]
    why_not: Text | None = None


class Correcting:
    """A cell or a row that could not be read is written anew by a person: a fact of the ledger, with author
    and reason, which can be taken back. The file that was delivered, and what is kept of it, never change."""

    def __init__(self, ledger: Ledger, vault: Vault, audit: Audit) -> None:
        self._ledger = ledger
        self._vault = vault
        self._audit = audit

    def item(self, viewer: Viewer, number: int) -> Correctable:
        """Something quarantined by its number. NotFoundError: there is none."""
        self._audit.record(viewer, "quarantined", str(number))
        return self._item(number)

    def look(self, viewer: Viewer, number: int, cells: Mapping[str, str]) -> Reading:
        """What would be read if these cells (column: text) stood in its row. Nothing is written."""
        self._audit.record(viewer, "correct preview", str(number))
        return self._read(self._item(number), cells, Rehearsal())

    def exists(self, viewer: Viewer, number: int, record_id: str) -> bool:
        """Whether the origin of a quarantined row has a current record of this number already."""
        self._audit.record(viewer, "record", record_id)
        item = self._item(number).item
        versions = [v for v in self._ledger.versions(item.table, record_id) if v.origin == item.origin]
        return bool(versions) and not versions[0].retracted

    def correct(self, viewer: Viewer, number: int, cells: Mapping[str, str], reason: str) -> int:
        """Take the row in with these cells. Returns the transaction.

        UsageError: what is written cannot be read, changes nothing, or nothing can be corrected here.
        """
        item = self._item(number)
        named = f"{item.item.table}:{item.item.record_id} {','.join(cells)}"
        self._audit.record(viewer, "correct", f"quarantine {number} {named}", reason)
        if not reason.strip():
            raise UsageError("改正须说明理由 / a correction needs a reason")
        checked = self._read(item, cells, Rehearsal())
        for cell in checked.cells:
            if cell.why:
                raise UsageError(f"{cell.column}：{cell.why.zh} / {cell.column}: {cell.why.en}")
        if checked.useless:
            raise UsageError(f"{checked.useless.zh} / {checked.useless.en}")
        if not checked.usable:
            raise UsageError("没有改动任何一格 / no cell is changed")
        reading = self._read(item, cells, self._vault)
        return self._ledger.correct(item.item, reading.row, reason.strip(), viewer.id)

    def undo(self, viewer: Viewer, seq: int) -> int:
        """Take the correction of a transaction back. Returns the transaction that did it."""
        self._audit.record(viewer, "uncorrect", str(seq))
        return self._ledger.uncorrect(seq, f"撤销第 {seq} 号改正 / correction {seq} is taken back", viewer.id)

    def _read(self, item: Correctable, cells: Mapping[str, str], vault: Sealer) -> Reading:
        if item.why_not:
            raise UsageError(f"{item.why_not.zh} / {item.why_not.en}")
        if closed := sorted(cells.keys() - set(item.open_columns)):
            names = "、".join(closed)
            raise UsageError(f"这里不能改写：{names} / not to be rewritten here: {', '.join(closed)}")
        found = item.item
        kept = found.record_id if found.level == "cell" else ""
        return read_corrected(TABLES[found.table], item.cells, cells, vault, found.row, kept)

    def _item(self, number: int) -> Correctable:
        found = next((each for each in self._ledger.quarantined() if each.number == number), None)
        if found is None:
            raise NotFoundError(f"隔离中没有第 {number} 项 / there is no item {number} in quarantine")
        return self._cell(found) if found.level == "cell" else self._row(found)

    def _cell(self, item: Quarantined) -> Correctable:
        versions = self._ledger.versions(item.table, item.record_id) if item.record_id else []
        newest = next((each for each in versions if each.origin == item.origin), None)
        cells = newest.payload if newest else {}
        why = _CORRECTED if item.correction else None
        if newest is None or newest.retracted or newest.expunged:
            why = why or _GONE
        elif cells.get(item.column, "")[:SHOWN] != item.value:
            why = why or _OVERTAKEN
        elif item.column in closed_columns(TABLES[item.table], cells):
            why = why or _REPORTER
        return Correctable(item, cells, () if why else (item.column,), why)

    def _row(self, item: Quarantined) -> Correctable:
        table, cells = TABLES[item.table], item.cells or {}
        if item.correction or item.level == "file":
            return Correctable(item, cells, (), _CORRECTED if item.correction else _FILE)
        closed = closed_columns(table, cells)
        names = [*cells, *(name for name in table.columns if name not in cells)]
        return Correctable(item, cells, tuple(name for name in names if name not in closed))


_CORRECTED = Text(zh="已经改正", en="it is corrected already")
_GONE = Text(
    zh="它的记录已被撤回、清除，或由旧版本导入；请改正文件后重新导入",
    en="its record was withdrawn, expunged, or read by an older version; import a corrected file",
)
_OVERTAKEN = Text(
    zh="这条记录后来有了新的版本，这一格已不是这样写的",
    en="the record has a newer version, in which this cell reads otherwise",
)
_REPORTER = Text(
    zh="这一栏可能提到举报人，不能在此改写；请改正文件后重新导入",
    en="this column may name a reporter; correct the file and import it again",
)
_FILE = Text(
    zh="整个文件读不出，请改正文件后重新导入",
    en="the whole file cannot be read; import a corrected one",
)

"""Rows of one file -> rows for the ledger, and what could not be read.

Cells are checked column by column, each distinct value once; a row costs little more than its dictionary.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from netinv.ingest.layout import Layout
from netinv.ingest.reading import BrokenRow, Chunk, Row
from netinv.ingest.reporters.sealing import RowSealer, Sealer
from netinv.ledger.types import QuarantineRow, StagedRow
from netinv.model.canonical import canonical
from netinv.model.keys import digest
from netinv.model.mentions import NUMBERS, MentionRow, mentions_of
from netinv.model.tables import TableSpec
from netinv.model.values import is_rounded, reader_of

SHOWN = 200
"""Characters of a value that the quarantine keeps."""

_REASONS = {
    "date": (
        "日期读不出：不存在的日期或不认识的写法",
        "no date: it does not exist or is written in an unknown way",
    ),
    "datetime": (
        "时间读不出：不存在的时间或不认识的写法",
        "no time: it does not exist or is written in an unknown way",
    ),
    "number": ("数字读不出或超出范围", "no number, or out of range"),
    "integer": ("整数读不出或超出范围", "no whole number, or out of range"),
    "bool": ("应为“是”或“否”", "neither yes nor no"),
    "enum": ("不在约定的取值之内", "none of the agreed values"),
    "rounded": (
        "被电子表格写成科学计数法，号码的末几位已丢失，不作身份依据；请改成文本格式重新导出",
        "a spreadsheet rounded this number: its last digits are lost, so it tells nobody apart; format the "
        "column as text and export it again",
    ),
}
_DAMAGED = "含有按文件编码读不出的字符", "holds characters that do not fit the encoding of the file"
_NUL = "含有空字符（NUL），已去除", "held NUL characters, which were taken out"
_NOBODY = "这一行没有写明任何人或单位", "the row names neither a person nor an organisation"


class Place(NamedTuple):
    """Where the row that counts stands, of several with one number: file, line, and a hash of its cells."""

    file: int
    number: int
    content: int


@dataclass(frozen=True)
class Staged:
    """What became of one chunk. `found` counts records and broken lines."""

    rows: list[StagedRow]
    quarantine: list[QuarantineRow]
    found: int


class Stager:
    """Turns the chunks of one file into staged rows. `last` holds the numbers that come more than once."""

    def __init__(
        self, table: TableSpec, vault: Sealer, damaged: bool, file: int, last: Mapping[str, Place]
    ) -> None:
        self._table = table
        self._vault = vault
        self._damaged = damaged
        self._file = file
        self._last = last
        self._layout: Layout | None = None
        self._sealer: RowSealer | None = None
        self.unused: list[str] = []
        """Numbers of records whose rows could not be used: named, but nothing to be known of them."""
        self._readers = readers_of(table)

    def stage(self, chunk: Chunk) -> Staged:
        """Check, seal and name the rows of a chunk."""
        if chunk.layout is not self._layout:
            self._layout = chunk.layout
            sealer = RowSealer(self._table, chunk.layout, self._vault)
            self._sealer = sealer if sealer.needed else None
        notes = [self._broken(item) for item in chunk.broken]
        rows = [row for row in chunk.rows if "".join(row.cells).strip()]
        found = len(rows) + len(chunk.broken)
        unreadable = self._unreadable(chunk.layout, rows)
        staged: list[StagedRow] = []
        for row in rows:
            notes += self._row(row, chunk.layout.columns, unreadable, staged)
        return Staged(staged, notes, found)

    def _row(
        self, row: Row, columns: tuple[str, ...], unreadable: Mapping[str, set[str]], staged: list[StagedRow]
    ) -> Iterable[QuarantineRow]:
        """Stage one row, or say why not. Returns what to list of it."""
        table = self._table
        payload = {c: cell for c, cell in zip(columns, row.cells, strict=True) if cell and not cell.isspace()}
        flawed = [(c, *why_unread(table, c)) for c, bad in unreadable.items() if payload.get(c) in bad]
        if self._damaged:
            flawed += _mend(payload)
        stored = payload
        neutral: Mapping[str, str] = payload
        if self._sealer is not None:
            stored, neutral = self._sealer(payload)
        record_id = stored.get(table.id_column, "").strip()
        if record_id:
            place = self._last.get(record_id)
            if place is not None and (place.file, place.number) != (self._file, row.number):
                if place.content == hash(tuple(row.cells)):
                    return ()
                zh = f"编号 {record_id} 重复，以第 {place.number} 行为准"
                en = f"the number {record_id} comes again in line {place.number}, which counts"
                return (_whole(row.number, table.id_column, stored, zh, en),)
        mentions = mentions_of(table, stored)
        if why := useless(table, stored, mentions):
            if record_id:
                self.unused.append(record_id)
            return (_whole(row.number, "", stored, *why, record_id),)
        record_id = record_id or derived_id(neutral)
        staged.append(StagedRow(record_id, row.number, stored, mentions))
        return [
            QuarantineRow(row.number, c, stored.get(c, "")[:SHOWN], zh, en, "cell", record_id)
            for c, zh, en in flawed
        ]

    def _unreadable(self, layout: Layout, rows: list[Row]) -> dict[str, set[str]]:
        """The distinct values of each typed column that cannot be read."""
        found: dict[str, set[str]] = {}
        for index, name in enumerate(layout.columns):
            reader = self._readers.get(name)
            if reader is None:
                continue
            distinct = {row.cells[index] for row in rows}
            bad = {cell for cell in distinct if cell and not cell.isspace() and reader(cell) is None}
            if bad:
                found[name] = bad
        return found

    def _broken(self, item: BrokenRow) -> QuarantineRow:
        # nobody can tell which part of a broken line is the reporter's, so nothing of it is kept
        text = "" if self._sealer is not None else item.reason.text[:SHOWN].replace("\0", "")
        return QuarantineRow(item.number, item.column, text, item.reason.zh, item.reason.en)


def readers_of(table: TableSpec) -> dict[str, Callable[[str], object | None] | None]:
    """What reads the cells of each column; None for a column in which every text will do."""
    readers = {name: reader_of(column) for name, column in table.columns.items()}
    for ref in table.refs.values():
        for column, feeds in ref.feeds.items():
            if any(field in NUMBERS for _, field in feeds):
                readers[column] = lambda text: None if is_rounded(text) else text
    return readers


def why_unread(table: TableSpec, column: str) -> tuple[str, str]:
    """Why a cell of this column that its reader refused cannot be read, in Chinese and English."""
    return _REASONS.get(table.columns[column].type, _REASONS["rounded"])


def useless(
    table: TableSpec, stored: Mapping[str, str], mentions: Sequence[MentionRow]
) -> tuple[str, str] | None:
    """Why a row as a whole cannot be used, in Chinese and English; None where it can."""
    if table.needs and not any(column in stored for column in table.needs):
        words = "、".join(table.columns[column].zh or column for column in table.needs)
        en = f"nothing to tell the record by: {', '.join(table.needs)} empty"
        return f"无法识别这条记录：{words}为空", en
    return _NOBODY if table.must_name and not mentions else None


def derived_id(payload: Mapping[str, str]) -> str:
    """Identity of a row without a number of its own: equal content, equal record."""
    return "auto-" + digest(canonical(dict(payload)), 16)


def _mend(payload: dict[str, str]) -> list[tuple[str, str, str]]:
    """Take NUL out of cells, and list the cells with it or with broken characters."""
    flawed = []
    for column, cell in payload.items():
        if "\0" in cell:
            payload[column] = cell.replace("\0", "")
            flawed.append((column, *_NUL))
        if "\ufffd" in cell:
            flawed.append((column, *_DAMAGED))
    return flawed


def _whole(
    number: int, column: str, stored: Mapping[str, str], zh: str, en: str, record_id: str = ""
) -> QuarantineRow:
    shown = "；".join(f"{name}={cell}" for name, cell in stored.items())
    return QuarantineRow(number, column, shown[:SHOWN], zh, en, "row", record_id, dict(stored))

"""A file of the drop folder -> batches of (line number, cells), whatever its format."""

import io
import itertools
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TextIO

from netinv.ingest.delimited import CELL_CAP, SEPARATORS, Broken, Line, Records, lines_of
from netinv.ingest.layout import Layout, layout_of
from netinv.ingest.parts import MappedPart, Part, SheetPart, TextPart
from netinv.ingest.probe import MIXED, Probe
from netinv.model.tables import TableSpec

CHUNK = 5000
TITLES = 20
"""Among so many lines the header is looked for: offices write a title, the date, the unit above it."""
COLUMNS = 16_384
"""As many as a spreadsheet has. More is no table but an accident."""
_KEYS = 1000
"""Keys of one chunk of JSON lines: where every line has keys of its own, a chunk would grow without bound."""
_BLANK = " \t\r\n,;\ufeff"


class Row(NamedTuple):
    """One record: its line in the file, and its cells in the order of the layout."""

    number: int
    cells: list[str]


class BrokenRow(NamedTuple):
    """A line that is no record. `column` is "" where no column can be told."""

    number: int
    column: str
    reason: Broken


@dataclass(frozen=True)
class Chunk:
    """Up to CHUNK rows under one layout, and the broken lines met on the way."""

    layout: Layout
    rows: list[Row]
    broken: list[BrokenRow]


@dataclass(frozen=True)
class Unreadable:
    """Why a file as a whole cannot be read."""

    zh: str
    en: str


def chunks_of(part: Part, table: TableSpec, probe: Probe) -> Iterator[Chunk | Unreadable]:
    """Read a part: an `Unreadable` alone, or chunks (one without rows where there is only a header)."""
    if isinstance(part, MappedPart):
        for chunk in chunks_of(part.part, part.headers, probe):
            yield chunk if isinstance(chunk, Unreadable) else part.translate(chunk)
    elif probe.size == 0:
        yield _EMPTY
    elif isinstance(part, SheetPart):
        yield from _sheet_chunks(part, table)
    elif probe.label == MIXED:
        yield Unreadable(
            "一部分是 UTF-8，另一部分是 GB18030：请统一编码后再交",
            "part of it is UTF-8, part GB18030: save it in one encoding",
        )
    elif probe.codec is None:
        yield Unreadable(
            "编码无法辨认（不是 UTF-8、UTF-16、GB18030）", "the encoding is none of UTF-8, UTF-16, GB18030"
        )
    else:
        with _text(part, probe) as stream:
            if part.is_json:
                yield from _json_chunks(lines_of(stream), table)
            else:
                yield from _delimited_chunks(stream, table)


def separator_name(part: Part, table: TableSpec, probe: Probe) -> str:
    """`comma`, `tab` or `semicolon`; "" for a part that has none."""
    if isinstance(part, MappedPart):
        return separator_name(part.part, part.headers, probe)
    if isinstance(part, SheetPart) or part.is_json or probe.codec is None:
        return ""
    with _text(part, probe) as stream:
        found = _header(lines_of(stream), table)
    return SEPARATORS[found[1]] if found else ""


def _text(part: TextPart, probe: Probe) -> TextIO:
    return io.TextIOWrapper(part.open(), encoding=probe.codec, errors="replace", newline="")


_EMPTY = Unreadable("空文件", "the file is empty")


def _delimited_chunks(stream: TextIO, table: TableSpec) -> Iterator[Chunk | Unreadable]:
    found = _header(lines_of(stream), table)
    if found is None:
        yield _EMPTY
        return
    lines, separator = found
    records = Records(lines, separator)
    header = next(iter(records))[1]
    if isinstance(header, Broken):
        yield Unreadable(f"表头读不出：{header.zh}", f"the header cannot be read: {header.en}")
        return
    if len(header) > COLUMNS:
        yield Unreadable(f"表头有 {len(header)} 列，过多", f"a header of {len(header)} columns is too much")
        return
    layout = layout_of(table, header)
    records.width = len(layout.columns)
    yield from _table_chunks(layout, records, table)


def _sheet_chunks(part: SheetPart, table: TableSpec) -> Iterator[Chunk | Unreadable]:
    rows = part.rows()
    first = list(itertools.islice(rows, TITLES))
    start = _start([[] if isinstance(cells, Broken) else cells for _, cells in first], table)
    if start is None:
        yield _EMPTY
        return
    header = first[start][1]
    below = itertools.chain(first[start + 1 :], rows)
    body = ((n, cells) for n, cells in below if isinstance(cells, Broken) or any(cells))
    yield from _table_chunks(layout_of(table, [] if isinstance(header, Broken) else header), body, table)


def _table_chunks(
    layout: Layout, records: Iterable[tuple[int, list[str] | Broken]], table: TableSpec
) -> Iterator[Chunk | Unreadable]:
    """Rows under a header, by the chunk."""
    if not layout.known:
        yield Unreadable(
            f"表头没有一列是“{table.zh}”表的列", f"no column of the header belongs to the table {table.name}"
        )
        return
    rows: list[Row] = []
    broken: list[BrokenRow] = []
    for number, cells in records:
        if isinstance(cells, Broken):
            broken.append(BrokenRow(number, "", cells))
        elif max(map(len, cells)) > CELL_CAP:
            broken.append(_too_long(number, layout.columns, cells))
        else:
            rows.append(Row(number, cells))
        if len(rows) + len(broken) >= CHUNK:
            yield Chunk(layout, rows, broken)
            rows, broken = [], []
    yield Chunk(layout, rows, broken)


def _header(lines: Iterator[Line], table: TableSpec) -> tuple[Iterator[Line], str] | None:
    """The lines from the header on, and the separator; None for a file without content."""
    first = next((line for line in lines if line.cut or line.text.strip(_BLANK)), None)
    if first is None:
        return None
    near = [first, *itertools.islice(lines, TITLES - 1)]

    def cells(line: Line) -> list[str]:
        return _split(line.text, _separator(line.text, table))

    start = _start(map(cells, near), table) or 0
    return itertools.chain(near[start:], lines), _separator(near[start].text, table)


def _start(lines: Iterable[list[str]], table: TableSpec) -> int | None:
    """Which line is the header: the first with two known columns, else the first that is not blank."""
    filled: int | None = None
    for place, cells in enumerate(lines):
        if _known(cells, table) > 1:
            return place
        if filled is None and any(cell.strip() for cell in cells):
            filled = place
    return filled


def _known(cells: Sequence[str], table: TableSpec) -> int:
    return sum(1 for cell in cells[:COLUMNS] if table.column_of(cell) is not None)


def _separator(header: str, table: TableSpec) -> str:
    """The separator under which most headers are known."""
    return max(SEPARATORS, key=lambda sign: _known(_split(header, sign), table))


def _split(header: str, separator: str) -> list[str]:
    return [text.strip().strip('"') for text in header.strip("\r\n").split(separator)]


def _too_long(number: int, columns: Sequence[str], cells: list[str]) -> BrokenRow:
    worst = max(range(len(cells)), key=lambda index: len(cells[index]))
    reason = Broken(
        f"一格超过 {CELL_CAP} 个字符", f"a cell of more than {CELL_CAP} characters", cells[worst][:200]
    )
    return BrokenRow(number, columns[worst], reason)


def _json_chunks(lines: Iterator[Line], table: TableSpec) -> Iterator[Chunk]:
    """One JSON object a line, with the same keys as a header has columns."""
    group: list[tuple[int, dict[str, str]]] = []
    broken: list[BrokenRow] = []
    keys: set[str] = set()
    for line in lines:
        if not line.text.strip(_BLANK):
            continue
        item = None if line.cut else _object(line.text)
        if item is None or len(item) > COLUMNS:
            reason = Broken(
                "这一行不是 JSON 对象", "this line is no JSON object", line.text[:200].rstrip("\r\n")
            )
            broken.append(BrokenRow(line.number, "", reason))
        elif any(len(cell) > CELL_CAP for cell in item.values()):
            broken.append(_too_long(line.number, list(item), list(item.values())))
        else:
            group.append((line.number, _by_column(item, table)))
            keys |= group[-1][1].keys()
        if len(group) + len(broken) >= CHUNK or len(keys) > _KEYS:
            yield _json_chunk(table, group, broken)
            group, broken, keys = [], [], set()
    yield _json_chunk(table, group, broken)


def _by_column(item: dict[str, str], table: TableSpec) -> dict[str, str]:
    """Keys as columns, so that lines which name one column differently are read alike."""
    found: dict[str, str] = {}
    for key, cell in item.items():
        column = table.column_of(key)
        found[key if column is None or column in found else column] = cell
    return found


def _json_chunk(table: TableSpec, group: list[tuple[int, dict[str, str]]], broken: list[BrokenRow]) -> Chunk:
    keys = list(dict.fromkeys(key for _, item in group for key in item))
    rows = [Row(number, [item.get(key, "") for key in keys]) for number, item in group]
    return Chunk(layout_of(table, keys), rows, broken)


def _object(text: str) -> dict[str, str] | None:
    try:
        item = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(item, dict):
        return None
    return {str(key): _cell(value) for key, value in item.items()}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return ";".join(_cell(part) for part in value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    # half a surrogate pair cannot be stored
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

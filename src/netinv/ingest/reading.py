"""A file of the drop folder -> batches of (line number, cells), whatever its format."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from netinv.ingest.delimited import CELL_CAP, SEPARATORS, Broken, Line, Records, lines_of
from netinv.ingest.layout import Layout, layout_of
from netinv.ingest.probe import Probe
from netinv.model.tables import TableSpec

CHUNK = 5000


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


def chunks_of(path: Path, table: TableSpec, probe: Probe) -> Iterator[Chunk | Unreadable]:
    """Read a file: an `Unreadable` alone, or chunks (one without rows where there is only a header)."""
    if probe.size == 0:
        yield Unreadable("空文件", "the file is empty")
        return
    if probe.codec is None:
        yield Unreadable(
            "编码无法辨认（不是 UTF-8、UTF-16、GB18030）", "the encoding is none of UTF-8, UTF-16, GB18030"
        )
        return
    with path.open(encoding=probe.codec, errors="replace", newline="") as stream:
        if path.suffix.lower() == ".jsonl":
            yield from _json_chunks(lines_of(stream), table)
        else:
            yield from _delimited_chunks(stream, table)


def _delimited_chunks(stream: TextIO, table: TableSpec) -> Iterator[Chunk | Unreadable]:
    lines = lines_of(stream)
    first = next((line for line in lines if line.cut or line.text.strip(" \t\r\n,;\ufeff")), None)
    if first is None:
        yield Unreadable("空文件", "the file is empty")
        return
    separator = _separator(first.text, table)
    records = Records(_again(first, lines), separator)
    header = next(iter(records))[1]
    layout = Layout((), 0) if isinstance(header, Broken) else layout_of(table, header)
    if not layout.known:
        yield Unreadable(
            f"表头没有一列是“{table.zh}”表的列", f"no column of the header belongs to the table {table.name}"
        )
        return
    records.width = len(layout.columns)
    rows: list[Row] = []
    broken: list[BrokenRow] = []
    for number, cells in records:
        if isinstance(cells, Broken):
            broken.append(BrokenRow(number, "", cells))
        elif max(map(len, cells)) > CELL_CAP:
            broken.append(_too_long(number, layout, cells))
        else:
            rows.append(Row(number, cells))
        if len(rows) + len(broken) >= CHUNK:
            yield Chunk(layout, rows, broken)
            rows, broken = [], []
    yield Chunk(layout, rows, broken)


def separator_name(path: Path, table: TableSpec, probe: Probe) -> str:
    """`comma`, `tab` or `semicolon`; "" for a file that has none."""
    if probe.codec is None or path.suffix.lower() == ".jsonl":
        return ""
    with path.open(encoding=probe.codec, errors="replace", newline="") as stream:
        first = next((line.text for line in lines_of(stream) if line.text.strip()), "")
    return SEPARATORS[_separator(first, table)]


def _separator(header: str, table: TableSpec) -> str:
    """The separator under which most headers are known."""

    def known(separator: str) -> int:
        texts = (text.strip().strip('"') for text in header.strip("\r\n").split(separator))
        return sum(1 for text in texts if table.column_of(text) is not None)

    return max(SEPARATORS, key=known)


def _again(first: Line, rest: Iterator[Line]) -> Iterator[Line]:
    yield first
    yield from rest


def _too_long(number: int, layout: Layout, cells: list[str]) -> BrokenRow:
    worst = max(range(len(cells)), key=lambda index: len(cells[index]))
    reason = Broken(
        f"一格超过 {CELL_CAP} 个字符", f"a cell of more than {CELL_CAP} characters", cells[worst][:200]
    )
    return BrokenRow(number, layout.columns[worst], reason)


def _json_chunks(lines: Iterator[Line], table: TableSpec) -> Iterator[Chunk]:
    """One JSON object a line, with the same keys as a header has columns."""
    group: list[tuple[int, dict[str, str]]] = []
    broken: list[BrokenRow] = []
    for line in lines:
        if not line.text.strip():
            continue
        item = None if line.cut else _object(line.text)
        if item is None:
            reason = Broken(
                "这一行不是 JSON 对象", "this line is no JSON object", line.text[:200].rstrip("\r\n")
            )
            broken.append(BrokenRow(line.number, "", reason))
        else:
            group.append((line.number, item))
        if len(group) + len(broken) >= CHUNK:
            yield _json_chunk(table, group, broken)
            group, broken = [], []
    yield _json_chunk(table, group, broken)


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
    return text.encode("utf-8", "replace").decode()  # half a surrogate pair cannot be stored

"""A first draft of a mapping, from the headers of a file and a sample of its rows."""

import itertools
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import yaml

from netinv.ingest.delimited import Broken
from netinv.ingest.drop import table_of
from netinv.ingest.mapping.delivery import parts_of
from netinv.ingest.mapping.rows import header_table
from netinv.ingest.parts import SheetPart, TextPart
from netinv.ingest.probe import probe
from netinv.ingest.reading import Chunk, chunks_of
from netinv.model.errors import UsageError
from netinv.model.mentions import is_mobile
from netinv.model.tables import TABLES, TableSpec, header_forms, normal_header
from netinv.model.values import fold, parse_date

SAMPLE = 500
REGISTERS = ("people", "organizations")
MOST = 0.8
"""Share of the filled cells of a column that must look alike."""
FORMATS = ("%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%d %b %Y", "%b %d, %Y", "%Y.%m.%d")
"""Orders of a date that are read by a mapping only, the likelier first."""
_SHAPES: dict[str, Callable[[str], object]] = {
    "id_number": re.compile(r"\d{17}[\dXx]|\d{15}").fullmatch,
    "uscc": re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}").fullmatch,
    "phone": is_mobile,
    "plate": re.compile(r"[\u4e00-\u9fa5][A-Z][·\s]?[A-Z0-9]{5,6}").fullmatch,
    "date": parse_date,
    "email": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+").fullmatch,
}
"""What cells look like, the surest first: an ID number is never taken for a credit code."""
_FIELDS = {
    "id_number": ("id_number",),
    "uscc": ("uscc", "org_uscc"),
    "phone": ("phones", "phone"),
    "plate": ("identifier",),
    "date": ("birth_date", "at", "start"),
    "email": ("emails",),
}
_GENDERS = {"1": "男", "2": "女", "M": "男", "F": "女", "m": "男", "f": "女", "male": "男", "female": "女"}


class Column(NamedTuple):
    """A column of the file: its header, its filled cells of the sample, and what they look like."""

    header: str
    cells: list[str]
    shape: str


def suggest(path: Path) -> str:
    """A mapping as YAML text. UsageError where nothing at the path can be read as a table."""
    if not path.exists():
        raise UsageError(f"没有这个文件或文件夹：{path} / no such file or folder: {path}")
    drafts = [draft for part in parts_of(path) if (draft := _draft(part))]
    if not drafts:
        raise UsageError(
            f"{path.name} 中没有可读的表（CSV、.jsonl 或 .xlsx）/ "
            f"{path.name} holds no table that can be read (CSV, .jsonl or .xlsx)"
        )
    head = (
        "# 对照文件草稿，请逐列核对 / a draft of a mapping: check every column\n"
        "# netinv ingest FILE --mapping THIS.yml\n"
    )
    return head + "files:\n" + "".join(drafts)


def _draft(part: TextPart | SheetPart) -> str:
    columns = _columns(part)
    if not columns:
        return ""
    named = table_of(part.sheet if isinstance(part, SheetPart) else part.name)
    table = named or max(TABLES.values(), key=lambda t: (_fit(t, columns), -list(TABLES).index(t.name)))
    fields = _fields(table, columns)
    lines = [f"  - file: {_quoted(part.name)}", f"    table: {table.name}    # {table.zh}", "    columns:"]
    for column in columns:
        target = fields.get(column.header)
        shown = "；".join(dict.fromkeys(column.cells[:3]))[:60].replace("\n", " ")
        # cells of a reporter's column are nobody's business here
        note = "" if target is None or target.startswith("reporter_") else f"    # {shown}"
        if target is None:
            lines.append(f"      # {_quoted(column.header)}:    # 无对应，原样保留 / kept as it is")
        else:
            lines.append(f"      {_quoted(column.header)}: {_target(table, target, column)}{note}")
    if not fields:
        lines[-1:] = [*lines[-1:], f"      # 可用字段 / fields: {', '.join(table.columns)}"]
    return "\n".join(lines) + "\n"


def _columns(part: TextPart | SheetPart) -> list[Column]:
    """Headers with a sample of the filled cells below."""
    raw = header_table(_all_headers(), "任意 / any")
    found = probe(part)
    chunks = (c for c in chunks_of(part, raw, found) if isinstance(c, Chunk))
    first = next(chunks, None)
    if first is None:
        first = _unknown_headers(part)
    if first is None:
        return []
    rows = list(itertools.islice(first.rows, SAMPLE))
    result = []
    for at, header in enumerate(first.layout.columns):
        cells = [cell.strip() for row in rows if (cell := row.cells[at]) and not cell.isspace()]
        result.append(Column(header, cells, _shape(cells)))
    return result


def _unknown_headers(part: TextPart | SheetPart) -> Chunk | None:
    """A file of whose headers none is known: its first line, as it stands."""
    if isinstance(part, SheetPart):
        top = next(part.rows(), (0, []))[1]
        first = [] if isinstance(top, Broken) else top
    else:
        codec = probe(part).codec
        if codec is None or part.is_json:
            return None
        with part.open() as file:
            line = file.readline(1 << 16).decode(codec, "replace").strip("\ufeff\r\n")
        first = max((line.split(sign) for sign in ",\t;"), key=len)
    names = [text.strip().strip('"') for text in first if text.strip()]
    if not names:
        return None
    raw = header_table({normal_header(name): name for name in names}, "任意 / any")
    return next((c for c in chunks_of(part, raw, probe(part)) if isinstance(c, Chunk)), None)


@cache
def _words() -> tuple[Mapping[str, Sequence[str]], Mapping[str, Mapping[str, Sequence[str]]]]:
    text = files("netinv.ingest.mapping").joinpath("words.yaml").read_text(encoding="utf-8")
    content = yaml.safe_load(text)
    return content["any"], content["tables"]


@cache
def _all_headers() -> dict[str, str]:
    """Every header that any table or synonym knows."""
    anywhere, by_table = _words()
    groups = [*anywhere.values(), *(words for table in by_table.values() for words in table.values())]
    known = [header for table in TABLES.values() for header in table.headers]
    return {form: form for form in (*known, *(normal_header(w) for words in groups for w in words))}


def _by_name(table: TableSpec, header: str) -> str | None:
    """The column that a header means, in the words of the contract or others."""
    if column := table.column_of(header):
        return column
    anywhere, by_table = _words()
    forms = set(header_forms(header))
    for words in (by_table.get(table.name, {}), anywhere):
        for column, others in words.items():
            if column in table.columns and forms & {normal_header(each) for each in others}:
                return column
    return None


def _fit(table: TableSpec, columns: Sequence[Column]) -> float:
    """How well a table takes the columns: by name, half as much by what the cells look like."""
    if table.name == "sources":
        return 0.0
    named = {target for column in columns if (target := _by_name(table, column.header))}
    shaped = {f for column in columns for f in _FIELDS.get(column.shape, ()) if f in table.columns}
    needed = 0.5 * sum(column in named for column in table.needs)
    # a list of persons is the register of people, unless it says something that only another table holds
    fed = {column for ref in table.refs.values() for column in ref.columns}
    plain = table.name not in REGISTERS and not named - fed - {table.id_column}
    return len(named) + 0.5 * len(shaped - named) + needed - 0.01 * len(table.columns) - 3 * plain


def _fields(table: TableSpec, columns: Sequence[Column]) -> dict[str, str]:
    """Header -> column of the table: by name first, then by what the cells look like."""
    fields = {c.header: target for c in columns if (target := _by_name(table, c.header))}
    for column in columns:
        if column.header not in fields:
            free = [f for f in _FIELDS.get(column.shape, ()) if f in table.columns]
            target = next((f for f in free if f not in fields.values()), None)
            if target is not None:
                fields[column.header] = target
    once: dict[str, str] = {}
    for header, target in fields.items():  # several columns feed one field only where it holds several values
        if target not in once.values() or table.columns[target].type == "multi":
            once[header] = target
    return once


def _shape(cells: Sequence[str]) -> str:
    if not cells:
        return ""
    for shape, fits in _SHAPES.items():
        if sum(bool(fits(fold(cell))) for cell in cells) >= MOST * len(cells):
            return shape
    return "date" if _format(cells) else ""


def _format(cells: Sequence[str]) -> str:
    """The order in which dates are written, where the contract does not read it."""
    if not cells or sum(parse_date(cell) is not None for cell in cells) >= MOST * len(cells):
        return ""
    for order in FORMATS:
        if sum(_reads(cell, order) for cell in cells) >= MOST * len(cells):
            return order
    return ""


def _reads(cell: str, order: str) -> bool:
    try:
        datetime.strptime(fold(cell), order)
    except ValueError:
        return False
    return True


def _target(table: TableSpec, target: str, column: Column) -> str:
    """A field, with a format or values where the cells need them."""
    if table.columns[target].type in ("date", "datetime") and (order := _format(column.cells)):
        return f"{{field: {target}, format: {_quoted(order, always=True)}}}"
    if target.endswith("gender"):
        codes = sorted({cell for cell in column.cells if cell in _GENDERS})
        if codes:
            pairs = ", ".join(f"{_quoted(code, always=True)}: {_GENDERS[code]}" for code in codes)
            return f"{{field: {target}, values: {{{pairs}}}}}"
    return target


def _quoted(text: str, always: bool = False) -> str:
    """A YAML scalar: plain where it reads back as the same word."""
    plain = not always and re.fullmatch(r"[^\W\d][\w.*]*", text) and yaml.safe_load(text) == text
    return text if plain else json.dumps(text, ensure_ascii=False)

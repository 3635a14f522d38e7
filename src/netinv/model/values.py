"""Cells as written -> values. Pure; each function returns None for what cannot be read.

The ledger keeps cells as they were written. Ingest calls these to list what cannot be read, the views of
graph and detect to get values. Compatibility forms (full-width digits and blanks) are folded first.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

from netinv.model.tables import ColumnSpec

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Times without a zone. The summer time of 1986-1991 is left out: no record that old states its zone."""

_DATE = re.compile(
    r"(?P<y>(?:1[6-9]|20|21)\d\d)"
    r"(?:\s*年\s*|(?P<sep>[-/.])(?=\d)|$|(?=\d{2}(?:\d{2})?(?:\D|$)))"
    r"(?:(?P<m>\d{1,2})(?:\s*月\s*|[-/.](?=\d)|$|(?=\d{2}(?:\D|$))|(?=[T\s]))"
    r"(?:(?P<d>\d{1,2})(?:\s*[日号])?)?)?"
)
_TIME = re.compile(
    r"(?:T|\s)*(?P<half>上午|下午|晚上|凌晨|中午|早上)?\s*"
    r"(?P<h>\d{1,2})(?:[:时点](?:(?P<mi>\d{1,2})(?:[:分](?:(?P<s>\d{1,2})(?:[.,]\d+)?秒?)?)?)?)"
    r"\s*(?P<zone>Z|[+-]\d\d:?(?:\d\d)?)?",
    re.I,
)
_USUAL_DATE = re.compile(r"(?:1[6-9]|20|21)[0-9]{2}([-/]?)[0-9]{2}\1[0-9]{2}")
_USUAL_MOMENT = re.compile(
    r"(?:1[6-9]|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}[ T](?!24)[0-9]{2}:[0-9]{2}(?::[0-9]{2})?"
)
"""How nearly every system writes a date and a moment: ISO forms, which the standard library reads at once."""
_WRITTEN = {"year": 4, "month": 7}
"""Characters of an ISO date that are known, by its precision; of every other one ten."""
_PACKED = re.compile(r"(\d{8})T?(\d{2})(\d{2})(\d{2})?(Z|[+-]\d\d:?\d\d)?", re.I)
_NUMBER = re.compile(
    r"(?:人民币|rmb|cny|¥)?\s*(?P<sign>[-+]?)(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d*)?|\.\d+)(?P<exp>e[-+]?\d{1,2})?"
    r"\s*(?P<scale>[十百千]?[万亿]|千|百)?\s*(?:元整?|人民币|rmb|cny|秒|家|级|%|个|次|人)?",
    re.I,
)
_ROUNDED = re.compile(r"\d(?:\.\d+)?e\+\d{1,2}", re.I)
_ESCAPED = re.compile("[\udc80-\udcff]")
_SCALES = {
    "": 1.0, "百": 1e2, "千": 1e3, "万": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7, "亿": 1e8, "十亿": 1e9,
    "百亿": 1e10, "千亿": 1e11, "百千": 1e5,
}  # fmt: skip
_TRUE = frozenset(["是", "有", "真", "对", "yes", "y", "true", "t", "1", "√", "✓", "✔", "on"])
_FALSE = frozenset(["否", "无", "非", "不是", "假", "no", "n", "false", "f", "0", "×", "✗", "x", "off"])
_SEPARATORS = re.compile(r"[;；、|｜]")


def readable(text: str) -> str:
    """A name from the file system or the command line that can be stored and shown.

    Bytes that do not fit this machine's encoding come as half surrogate pairs; on other machines they were
    mostly GBK.
    """
    if text.isascii():
        return text
    if _ESCAPED.search(text):
        raw = text.encode("utf-8", "surrogateescape")
        for codec in ("utf-8", "gb18030"):
            try:
                return raw.decode(codec)
            except UnicodeDecodeError:
                continue
        return raw.decode("utf-8", "replace")
    return text


def fold(text: str) -> str:
    """Compatibility forms folded, outer blanks taken off."""
    return text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()


@lru_cache(maxsize=1 << 16)
def parse_date(text: str) -> tuple[str, str] | None:
    """First day of the period named, as ISO date, and its precision: `year`, `month` or `day`.

    `2023-05` is `("2023-05-01", "month")`: a full date that every tool can compare; the precision says
    how much of it is known. A time of day behind a full date (as spreadsheets write it) is read and left
    out.
    """
    if _USUAL_DATE.fullmatch(text):
        return _iso(date.fromisoformat, text.replace("/", "-"), "day")
    cell = fold(text)
    found = _DATE.match(cell)
    if found is None:
        packed = parse_datetime(text)  # 20230501082059
        return (packed[0][:10], "day") if packed else None
    rest = cell[found.end() :]
    if rest and (found["d"] is None or _TIME.fullmatch(rest) is None):
        return None
    return _day(found)


@lru_cache(maxsize=1 << 16)
def parse_datetime(text: str) -> tuple[str, str] | None:
    """Moment in China's time as `2023-05-01T08:20:00`, and its precision (year down to second).

    A zone that is written is converted. What is not known is the start of the period, as in `parse_date`.
    """
    if _USUAL_MOMENT.fullmatch(text):
        return _iso(
            datetime.fromisoformat, text, "second" if len(text) == len("2023-05-01 08:20:00") else "minute"
        )
    cell = fold(text)
    packed = _PACKED.fullmatch(cell)
    if packed:
        day, hour, minute, second, zone = packed.groups()
        cell = (
            f"{day[:4]}-{day[4:6]}-{day[6:]} {hour}:{minute}"
            + (f":{second}" if second else "")
            + (zone or "")
        )
    found = _DATE.match(cell)
    if found is None:
        return None
    dated, rest = _day(found), cell[found.end() :]
    if dated is None:
        return None
    if not rest:
        return dated[0] + "T00:00:00", dated[1]
    timed = _TIME.fullmatch(rest)
    if timed is None or dated[1] != "day":
        return None
    return _moment(dated[0], timed)


@lru_cache(maxsize=1 << 16)
def day(cell: str) -> str:
    """A date or moment as written to an ISO date as precise as known (`2016-04`); "" if it cannot be read."""
    read = parse_datetime(cell) or parse_date(cell) if cell else None
    return read[0][: _WRITTEN.get(read[1], 10)] if read else ""


def _iso(read: Callable[[str], date], text: str, precision: str) -> tuple[str, str] | None:
    try:
        return read(text).isoformat(), precision
    except ValueError:
        return None


def _day(found: re.Match[str]) -> tuple[str, str] | None:
    year, month, day = found["y"], found["m"], found["d"]
    try:
        value = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return value.isoformat(), "day" if day else "month" if month else "year"


def _moment(day: str, timed: re.Match[str]) -> tuple[str, str] | None:
    hour = int(timed["h"])
    if (timed["half"] in ("下午", "晚上") and hour < 12) or (timed["half"] == "中午" and hour < 3):
        hour += 12
    at_midnight = hour == 24 and not int(timed["mi"] or 0) and not int(timed["s"] or 0)
    precision = "second" if timed["s"] else "minute" if timed["mi"] else "hour"
    try:
        moment = datetime.fromisoformat(day).replace(
            hour=0 if at_midnight else hour, minute=int(timed["mi"] or 0), second=int(timed["s"] or 0)
        ) + timedelta(days=at_midnight)
        if timed["zone"]:
            moment = moment.replace(tzinfo=_zone(timed["zone"])).astimezone(CHINA).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
    return moment.isoformat(timespec="seconds"), precision


def _zone(text: str) -> timezone:
    if text.upper() == "Z":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)


@lru_cache(maxsize=1 << 16)
def parse_number(text: str) -> float | None:
    """A number; thousands commas, 元, 万, 亿 and % are understood (`1.2万元` is 12000, `30%` is 30)."""
    found = _NUMBER.fullmatch(fold(text).replace("￥", "¥"))
    if found is None:
        return None
    value = float(found["n"].replace(",", "") + (found["exp"] or "")) * _SCALES[found["scale"] or ""]
    return -value if found["sign"] == "-" else value


def parse_integer(text: str) -> int | None:
    """A whole number (`3`, `3.0`, `3家`)."""
    value = parse_number(text)
    return int(value) if value is not None and value == int(value) else None


def parse_bool(text: str) -> bool | None:
    """`是` / `否` and their usual spellings."""
    word = fold(text).lower()
    return True if word in _TRUE else False if word in _FALSE else None


def is_rounded(text: str) -> bool:
    """Whether a long number was written by a spreadsheet (`5.11399E+17`): its last digits are lost.

    It says nothing of whose it is any more, and would make one person of all who share its beginning.
    """
    return "+" in text and _ROUNDED.fullmatch(fold(text)) is not None


def split_multi(text: str) -> list[str]:
    """Several values of one cell, separated by `;` `；` `、` or `|`: as written, outer blanks off."""
    return [part for part in (raw.strip() for raw in _SEPARATORS.split(text)) if part]


def canonical_enum(column: ColumnSpec, text: str) -> str | None:
    """Code of an enum cell written as code, as Chinese label or as one of its other spellings."""
    return column.codes.get(fold(text).lower())


def reader_of(column: ColumnSpec) -> Callable[[str], object | None] | None:
    """The function that reads a cell of this column (None = unreadable), or None where every text will do."""

    def bounded(text: str) -> float | None:
        value = parse_integer(text) if column.type == "integer" else parse_number(text)
        if value is None or (column.minimum is not None and value < column.minimum):
            return None
        return None if column.maximum is not None and value > column.maximum else value

    if column.type == "enum":
        return lambda text: canonical_enum(column, text)
    if column.type in ("number", "integer"):
        return bounded
    plain: dict[str, Callable[[str], object | None]] = {
        "date": parse_date,
        "datetime": parse_datetime,
        "bool": parse_bool,
    }
    return plain.get(column.type)

"""Excel workbooks (.xlsx): sheets as rows of text, written as a clerk would write them by hand."""

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import IO, BinaryIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from netinv.ingest.archive import archive_errors, guard
from netinv.ingest.parts import SheetPart, SheetRow
from netinv.model.errors import NetinvError

UNPACKED_CAP = 1 << 29
"""Bytes of a workbook unpacked. Workbooks are held in memory; larger tables come as CSV."""
EMPTY_CELLS_CAP = 20_000_000
"""Cells of the rectangle that a sheet spans. One cell in the last corner makes 17 thousand million."""
EXACT = 10**15
"""Excel keeps fifteen digits of a number; of a longer one (an ID number typed as number) the rest is lost."""
_CELL = re.compile(rb"""[\s<]r=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_OVERLAP = 64

Open = Callable[[], BinaryIO]


def sheets_of(name: str, open_book: Open) -> list[SheetPart]:
    """The sheets of a workbook, hidden ones included. NetinvError where it cannot or must not be read."""
    with open_book() as file:
        content = file.read(UNPACKED_CAP + 1)
    if len(content) > UNPACKED_CAP:
        raise _too_large(name)
    _check(name, content)
    with _errors(name):
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    digest = hashlib.sha256(content).hexdigest()

    def part(title: str) -> SheetPart:
        with _errors(name):
            sheet = book.get_sheet_by_name(title)
        return SheetPart(name, title, digest, sheet.start is None, lambda: _rows(sheet))

    return [part(meta.name) for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]


def _check(name: str, content: bytes) -> None:
    """Look before it is taken into memory: what is unpacked here must be small, and filled."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):  # an encrypted workbook lies in an OLE file; so does .xls
        raise NetinvError(
            f"{name}：有密码或是旧格式，请在 Excel 中去掉密码、另存为 .xlsx / "
            f"{name}: locked by a password or of an old format; save it as .xlsx without one"
        )
    with archive_errors(name), zipfile.ZipFile(io.BytesIO(content)) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        guard(name, infos)
        if sum(info.file_size for info in infos) > UNPACKED_CAP:
            raise _too_large(name)
        for info in infos:
            with archive.open(info) as member:  # read to its end: sizes that were told wrongly show here
                if _extent(member) > EMPTY_CELLS_CAP and "worksheets/" in info.filename:
                    raise _too_large(name)


def _extent(member: IO[bytes]) -> int:
    """Cells of the rectangle from A1 to the farthest cell named in a sheet's XML."""
    columns = rows = 0
    rest = b""
    while block := member.read(1 << 20):
        for letters, digits in set(_CELL.findall(rest + block)):
            rows = max(rows, int(digits))
            columns = max(columns, _column(letters))
        rest = block[-_OVERLAP:]
    return columns * rows


@cache
def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _rows(sheet: CalamineSheet) -> Iterator[SheetRow]:
    if sheet.start is None:
        return
    for number, cells in enumerate(sheet.iter_rows(), start=sheet.start[0] + 1):
        yield number, [text_of(cell) for cell in cells]


def text_of(value: object) -> str:
    """A cell as text: whole numbers without a point, days without a time, yes and no in words."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and abs(value) < EXACT:
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    return f"{value:.14E}" if isinstance(value, float) else str(value)


def _too_large(name: str) -> NetinvError:
    return NetinvError(
        f"{name}：工作簿过大，或有单元格远在表格之外，请另存为 CSV 再导入 / "
        f"{name}: the workbook is too large, or a cell lies far outside of its table; save it as CSV first"
    )


@contextmanager
def _errors(name: str) -> Iterator[None]:
    """Turn what is wrong with a workbook into one clear sentence."""
    try:
        yield
    except CalamineError as error:
        raise NetinvError(
            f"{name}：工作簿已损坏，请在 Excel 中打开并另存 / "
            f"{name}: the workbook is damaged; open it in Excel and save it anew"
        ) from error

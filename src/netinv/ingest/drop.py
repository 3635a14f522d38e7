"""A delivery -> its parts, and which of them feeds which table.

A delivery is a folder, one file, a ZIP archive of either, or a workbook whose sheets are named like files.
"""

import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from netinv.ingest.archive import members_of
from netinv.ingest.parts import Part, TextPart
from netinv.model.errors import UsageError
from netinv.model.tables import TABLES, TableSpec
from netinv.model.values import readable

READ = frozenset({".csv", ".tsv", ".txt", ".jsonl"})
BOOKS = frozenset({".xlsx", ".xlsm"})
ARCHIVE = ".zip"
FTM = ".ftm.json"
_NAMES = {name: table for table in TABLES.values() for name in (table.name, table.zh)}
_NUMBERED = re.compile(r"^(?P<name>.+?)(?:[\s_.-]*\(?[\d_.-]+\)?)?$")
_HIDDEN = (".", "~", "__MACOSX")

_LATER = "尚不支持这种格式，未读取", "reading this format is not built yet: not read"
_FOLDER = "子文件夹，未读取", "a folder inside the folder: not read"
_NO_TABLE = "不是数据约定中的表，未读取", "no table of the data contract: not read"
_NO_FILE = "不是普通文件，未读取", "not a regular file: not read"
_NESTED = "压缩包，请单独导入，未读取", "an archive: ingest it on its own; not read"


@dataclass(frozen=True)
class Item:
    """One thing in a delivery. `part` and `table` are None where it is not read; the notes then say why."""

    name: str
    part: Part | None = None
    table: TableSpec | None = None
    note_zh: str = ""
    note_en: str = ""


@dataclass(frozen=True)
class Delivery:
    """What was given. `origin` is the folder's name, which stands for the unit where nothing else does.

    `beside` are `sources` tables that lie next to a single file: they speak of it, but are not read in.
    """

    items: list[Item]
    origin: str
    beside: tuple[Part, ...] = ()


def table_of(name: str) -> TableSpec | None:
    """The table that the name of a file or sheet stands for: `people.csv`, `人员`, `人员(2).csv`."""
    path = PurePosixPath(name)
    stem = path.stem if path.suffix.lower() in READ | BOOKS else name
    stem = unicodedata.normalize("NFKC", stem).strip().lower()
    if stem in _NAMES:
        return _NAMES[stem]
    numbered = _NUMBERED.match(stem)
    return _NAMES.get(numbered["name"]) if numbered else None


def delivery_of(path: Path) -> Delivery:
    """What lies at a path, in a fixed order. UsageError where there is nothing to read."""
    if not path.exists():
        raise UsageError(f"没有这个文件或文件夹：{path} / no such file or folder: {path}")
    folder = path.resolve() if path.is_dir() else path.resolve().parent
    origin = readable(folder.name) or "unknown"
    if path.is_dir():
        return Delivery(_sorted(_in_folder(path)), origin)
    if path.suffix.lower() == ARCHIVE and path.is_file():
        return _archived(path)
    items = _file(path)
    if not any(item.part for item in items):
        raise _unreadable(path, items)
    near = [item for item in _in_folder(folder) if item.part and item.table is TABLES["sources"]]
    return Delivery(_sorted(items), origin, tuple(item.part for item in near if item.part))


def delivery_of_files(files: Mapping[str, bytes], origin: str) -> Delivery:
    """Files by name that were handed over in memory; nothing of them is written anywhere."""
    found = (_items(readable(name), partial(io.BytesIO, data)) for name, data in files.items())
    return Delivery(_sorted(item for items in found for item in items), origin)


def _in_folder(folder: Path) -> Iterator[Item]:
    for entry in folder.iterdir():
        if entry.name.startswith(_HIDDEN):
            continue
        if entry.is_dir():
            yield Item(readable(entry.name), None, None, *_FOLDER)
        else:
            yield from _file(entry)


def _file(path: Path) -> list[Item]:
    name = readable(path.name)
    # a pipe or a device would never end
    if path.exists() and not path.is_file():
        return [Item(name, None, None, *_NO_FILE)]
    return _items(name, lambda: path.open("rb"))


def _items(name: str, opened: Callable[[], BinaryIO]) -> list[Item]:
    """A file as what is in it: itself, or the sheets of a workbook."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in BOOKS:
        return _sheets(name, opened)
    if suffix == ARCHIVE:
        return [Item(name, None, None, *_NESTED)]
    if name.lower().endswith(FTM):
        return _followed(name, opened)
    if suffix == ".xls":
        return [Item(name, None, None, *_LATER)]
    table = table_of(name) if suffix in READ else None
    if table is None:
        return [Item(name, None, None, *_NO_TABLE)]
    return [Item(name, TextPart(name, opened), table)]


def _sheets(name: str, opened: Callable[[], BinaryIO]) -> list[Item]:
    from netinv.ingest.workbook import sheets_of

    sheets = sheets_of(name, opened)
    tables = [table_of(sheet.sheet) for sheet in sheets]
    filled = [sheet for sheet in sheets if not sheet.is_empty]
    if not any(tables) and len(filled) == 1 and (table := table_of(name)):
        return [Item(filled[0].name, filled[0], table)]  # 人员.xlsx with Sheet1
    return [
        Item(sheet.name, sheet, table) if table else Item(sheet.name, None, None, *_NO_TABLE)
        for sheet, table in zip(sheets, tables, strict=True)
    ]


def _followed(name: str, opened: Callable[[], BinaryIO]) -> list[Item]:
    """A FollowTheMoney file: a part a table; schemas that there is no table for are listed."""
    from netinv.ingest.ftm import read_ftm

    found = read_ftm(name, opened)
    items = [Item(part.name, part, TABLES[table]) for table, part in found.parts]
    unread = ", ".join(f"{schema} ({count})" for schema, count in found.unread.items())
    if unread or not items:
        zh, en = f"没有对应表的实体，未读取：{unread}", f"entities without a table, not read: {unread}"
        items.append(Item(name, None, None, zh, en))
    return items


def _archived(path: Path) -> Delivery:
    """An archive: its files, or those of the one folder in it. What lies deeper is not read."""
    members = [m for m in members_of(path) if not any(p.startswith(_HIDDEN) for p in m.path.parts)]
    tops = {member.path.parts[0] if len(member.path.parts) > 1 else "" for member in members}
    top = next(iter(tops)) if len(tops) == 1 and not tops & {"/", "..", "."} else ""
    items: list[Item] = []
    for member in members:
        inner = member.path.parts[1:] if top else member.path.parts
        if len(inner) == 1:
            items += _items(inner[0], _whole(member.open) if _is_book(inner[0]) else member.open)
        else:
            items.append(Item(str(member.path), None, None, *_FOLDER))
    return Delivery(_sorted(items), top or readable(path.stem))


def _is_book(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in BOOKS


def _whole(opened: Callable[[], BinaryIO]) -> Callable[[], BinaryIO]:
    def read() -> BinaryIO:
        with opened() as stream:
            return io.BytesIO(stream.read())

    return read


def _sorted(items: Iterable[Item]) -> list[Item]:
    order = {name: place for place, name in enumerate(TABLES)}
    return sorted(items, key=lambda each: (order.get(each.table.name, 99) if each.table else 99, each.name))


def _unreadable(path: Path, items: list[Item]) -> UsageError:
    if any(item.note_en == _LATER[1] for item in items):
        return UsageError(
            f"{path.name}：尚不支持读取这种格式，请先另存为 CSV 或 .xlsx"
            f" / {path.name}: reading this format is not built yet; save it as CSV or .xlsx first"
        )
    if any(item.note_en == _NO_FILE[1] for item in items):
        return UsageError(f"{path.name}：不是普通文件 / {path.name}: not a regular file")
    return UsageError(
        f"{path.name}：文件名（或工作表名）不是数据约定中的表（如 people.csv、人员.csv）"
        f" / {path.name}: neither the name nor a sheet's is a table of the data contract (such as people.csv)"
    )

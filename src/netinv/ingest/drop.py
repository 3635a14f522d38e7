"""A drop folder -> which of its files feeds which table."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from netinv.model.errors import UsageError
from netinv.model.tables import TABLES, TableSpec

READ = frozenset({".csv", ".tsv", ".txt", ".jsonl"})
LATER = frozenset({".zip", ".xlsx", ".xls"})
_NAMES = {name: table for table in TABLES.values() for name in (table.name, table.zh)}
_NUMBERED = re.compile(r"^(?P<name>.+?)(?:[\s_.-]*\(?[\d_.-]+\)?)?$")


@dataclass(frozen=True)
class DropFile:
    """One file. `table` is None where it is not of the contract; then `note_zh` and `note_en` say why."""

    path: Path
    table: TableSpec | None
    note_zh: str = ""
    note_en: str = ""


def table_of(path: Path) -> TableSpec | None:
    """The table that a file's name stands for: `people.csv`, `人员.csv`, `people_2023.csv`, `人员(2).csv`."""
    stem = unicodedata.normalize("NFKC", path.stem).strip().lower()
    if stem in _NAMES:
        return _NAMES[stem]
    numbered = _NUMBERED.match(stem)
    return _NAMES.get(numbered["name"]) if numbered else None


def files_of(path: Path) -> list[DropFile]:
    """The files of a folder, or the one file, in a fixed order. UsageError where there is nothing to read."""
    if not path.exists():
        raise UsageError(f"没有这个文件或文件夹：{path} / no such file or folder: {path}")
    if path.is_dir():
        files = [_file(item) for item in sorted(path.iterdir()) if not item.name.startswith((".", "~"))]
        order = {name: place for place, name in enumerate(TABLES)}
        return sorted(files, key=lambda f: (order.get(f.table.name, 99) if f.table else 99, f.path.name))
    _refuse_later(path)
    file = _file(path)
    if file.table is None:
        raise UsageError(
            f"{path.name}：文件名不是数据约定中的表（如 people.csv、人员.csv）"
            f" / {path.name}: the name is no table of the data contract (such as people.csv)"
        )
    return [file]


def _refuse_later(path: Path) -> None:
    if path.suffix.lower() in LATER or path.name.lower().endswith(".ftm.json"):
        raise UsageError(
            f"{path.name}：尚不支持读取这种格式，请先另存为 CSV"
            f" / {path.name}: reading this format is not built yet; save it as CSV first"
        )


def _file(path: Path) -> DropFile:
    suffix = path.suffix.lower()
    if path.is_dir():
        return DropFile(path, None, "子文件夹，未读取", "a folder inside the folder: not read")
    if suffix in LATER or path.name.lower().endswith(".ftm.json"):
        return DropFile(
            path, None, "尚不支持这种格式，未读取", "reading this format is not built yet: not read"
        )
    table = table_of(path) if suffix in READ else None
    if table is None:
        return DropFile(path, None, "不是数据约定中的表，未读取", "no table of the data contract: not read")
    return DropFile(path, table)

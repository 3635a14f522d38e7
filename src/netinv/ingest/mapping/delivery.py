"""A delivery as a mapping reads it: each file once for every table that it feeds."""

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from netinv.ingest.archive import members_of
from netinv.ingest.drop import ARCHIVE, BOOKS, Delivery, Item, table_of
from netinv.ingest.mapping.model import Entry, Mapping
from netinv.ingest.mapping.rows import Translator, headers_of
from netinv.ingest.parts import MappedPart, SheetPart, TextPart
from netinv.model.errors import UsageError
from netinv.model.tables import TABLES
from netinv.model.values import fold

TEXT = frozenset({".csv", ".tsv", ".txt", ".jsonl", ".dat", ""})
_UNNAMED = "对照文件没有提到，未读取", "the mapping does not name it: not read"
_MISSING = "没有文件与对照文件中的这个名称相符", "no file fits this name of the mapping"


def mapped_delivery(path: Path, mapping: Mapping) -> Delivery:
    """What lies at a path, as a mapping reads it. UsageError where no file fits."""
    if not path.exists():
        raise UsageError(f"没有这个文件或文件夹：{path} / no such file or folder: {path}")
    origin = (path if path.is_dir() else path.resolve().parent).resolve().name or "unknown"
    parts = list(parts_of(path))
    items: list[Item] = []
    fitting: set[str] = set()
    for part in parts:
        entries = [entry for entry in mapping.files if fits(part, entry.file)]
        fitting |= {entry.file for entry in entries}
        items += _items(part, entries) or [Item(part.name, None, None, *_UNNAMED)]
    if not fitting:
        named = ", ".join(entry.file for entry in mapping.files)
        there = ", ".join(part.name for part in parts) or "—"
        raise UsageError(
            f"没有文件与对照文件相符：对照文件写的是 {named}，{path.name} 中是 {there} / "
            f"no file fits the mapping: it names {named}; {path.name} holds {there}"
        )
    items += [Item(entry.file, None, None, *_MISSING) for entry in mapping.files if entry.file not in fitting]
    order = {name: place for place, name in enumerate(TABLES)}
    items.sort(key=lambda each: (order[each.table.name] if each.table else 99, each.name))
    return Delivery(items, origin, _beside(path))


def _beside(path: Path) -> tuple[TextPart | SheetPart, ...]:
    """The `sources` tables that lie with the files: they speak of origin, grade and legal basis."""
    folder = path if path.is_dir() else path.resolve().parent
    near = (each for each in sorted(folder.iterdir()) if each.is_file())
    named = [each for each in near if table_of(each.name) is TABLES["sources"]]
    return tuple(part for each in named for part in parts_of(each))


def parts_of(path: Path) -> Iterator[TextPart | SheetPart]:
    """Everything at a path that could hold a table, in a fixed order."""
    if path.is_dir():
        for each in sorted(path.iterdir()):
            if each.is_file() and not each.name.startswith((".", "~")):
                yield from parts_of(each)
    elif path.suffix.lower() == ARCHIVE:
        for member in members_of(path):
            if member.path.suffix.lower() in TEXT:
                yield TextPart(member.path.name, member.open)
    elif path.suffix.lower() in BOOKS:
        from netinv.ingest.workbook import sheets_of

        yield from sheets_of(path.name, lambda: path.open("rb"))
    elif path.suffix.lower() in TEXT and path.is_file():
        yield TextPart(path.name, lambda: path.open("rb"))


def fits(part: TextPart | SheetPart, pattern: str) -> bool:
    """Whether a part is meant by `name`, `pattern*`, `book.xlsx#sheet` or, of one sheet, `book.xlsx`."""
    file, mark, sheet = fold(pattern).partition("#")
    if isinstance(part, SheetPart):
        book = fnmatchcase(fold(part.book), file)
        return book and (fnmatchcase(fold(part.sheet), sheet) if mark else not part.is_empty)
    return not mark and fnmatchcase(fold(part.name), file)


def _items(part: TextPart | SheetPart, entries: Sequence[Entry]) -> list[Item]:
    """A part once for every table it feeds.

    A column that one entry hands to the reporter's fields is the reporter's in all of them. Columns that no
    entry names are kept on each record; of leads on the lead alone, where all of them are searched.
    """
    named = dict.fromkeys(name for entry in entries for name in (*entry.columns, *entry.where))
    reporters = {
        name: field
        for entry in entries
        for name, target in entry.columns.items()
        if (field := entry.spec.column_of(target.field) or "").startswith("reporter_")
    }
    leads = any(entry.spec.name == "leads" for entry in entries)
    items = []
    for entry in entries:
        others = frozenset(named) - entry.columns.keys() - reporters.keys()
        sealed = {name: field for name, field in reporters.items() if name not in entry.columns}
        keep = entry.spec.name == "leads" or not leads
        mapped = MappedPart(
            part,
            headers_of(entry, tuple(named)),
            Translator(part.name, entry, sealed, others, keep),
            entry.origin,
        )
        items.append(Item(part.name, mapped, entry.spec))
    return items

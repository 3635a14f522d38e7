"""What feeds a table: a file, a member of an archive, a sheet of a workbook. Read where it lies."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from netinv.ingest.delimited import Broken
from netinv.model.tables import TableSpec

if TYPE_CHECKING:
    from netinv.ingest.reading import Chunk

SheetRow = tuple[int, list[str] | Broken]
"""A row of a sheet: its number as the spreadsheet program shows it, and its cells as text."""


@dataclass(frozen=True)
class TextPart:
    """Text of the name's format: `.jsonl`, else delimited. `open` may be called again and again."""

    name: str
    open: Callable[[], BinaryIO]

    @property
    def is_json(self) -> bool:
        """One JSON object a line."""
        return self.name.lower().endswith(".jsonl")

    @property
    def names(self) -> tuple[str, ...]:
        """The names under which a `sources` table may speak of it."""
        return self.name, PurePosixPath(self.name).stem


@dataclass(frozen=True)
class SheetPart:
    """A sheet. `digest` is SHA-256 over the bytes of its workbook, `rows` may be called again and again."""

    book: str
    sheet: str
    digest: str
    is_empty: bool
    rows: Callable[[], Iterator[SheetRow]]

    @property
    def name(self) -> str:
        """`book.xlsx#people`."""
        return f"{self.book}#{self.sheet}"

    @property
    def names(self) -> tuple[str, ...]:
        """The names under which a `sources` table may speak of it."""
        return self.name, self.sheet, self.book, PurePosixPath(self.book).stem


@dataclass(frozen=True)
class MappedPart:
    """A part that a mapping reads: under the headers that it names, translated chunk by chunk."""

    part: TextPart | SheetPart
    headers: TableSpec
    translate: "Callable[[Chunk], Chunk]"
    origin: str = ""

    @property
    def name(self) -> str:
        """The name of what is read."""
        return self.part.name

    @property
    def names(self) -> tuple[str, ...]:
        """The names under which a `sources` table may speak of it."""
        return self.part.names


Part = TextPart | SheetPart | MappedPart

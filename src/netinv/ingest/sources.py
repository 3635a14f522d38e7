"""The `sources` table: which unit gave which file, how far it can be relied on, and on what legal ground."""

from collections.abc import Iterator
from dataclasses import dataclass

from netinv.ingest.parts import Part
from netinv.ingest.probe import Probe
from netinv.ingest.reading import Chunk, chunks_of
from netinv.model.tables import TABLES
from netinv.model.values import canonical_enum, fold

DEFAULT_GRADE = "C"


@dataclass(frozen=True)
class SourceInfo:
    """What the table says of one file. Empty strings where it says nothing."""

    origin: str = ""
    grade: str = DEFAULT_GRADE
    legal_basis: str = ""
    approval_no: str = ""
    valid_until: str = ""


class Sources:
    """What is known of the files of a drop folder."""

    def __init__(self) -> None:
        self._known: dict[str, SourceInfo] = {}

    def read(self, part: Part, probe: Probe) -> None:
        """Take in one `sources` file."""
        for row in _rows(part, probe):
            name = fold(row.get("file", "")).lower()
            if name:
                self._known[name] = SourceInfo(
                    origin=row.get("origin", "").strip(),
                    grade=canonical_enum(TABLES["sources"].columns["grade"], row.get("grade", ""))
                    or DEFAULT_GRADE,
                    legal_basis=row.get("legal_basis", "").strip(),
                    approval_no=row.get("approval_no", "").strip(),
                    valid_until=row.get("valid_until", "").strip(),
                )

    def of(self, part: Part) -> SourceInfo:
        """What is known of a file, by its name with or without the ending."""
        for name in part.names:
            if info := self._known.get(fold(name).lower()):
                return info
        return SourceInfo()


def _rows(part: Part, probe: Probe) -> Iterator[dict[str, str]]:
    for chunk in chunks_of(part, TABLES["sources"], probe):
        if isinstance(chunk, Chunk):
            for row in chunk.rows:
                yield dict(zip(chunk.layout.columns, row.cells, strict=True))

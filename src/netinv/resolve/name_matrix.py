"""Names as rows of a matrix of characters, and what each character sounds like."""

from collections.abc import Hashable, Iterable, Sequence

import numpy as np

from netinv.resolve.columns import Codes
from netinv.resolve.normalise.names import Reading, split_name

WIDTH = 4
"""Characters of the longest name that stands in the matrix."""

_SILENT = frozenset("·* ")
"""Characters that have no reading."""


class NameMatrix:
    """Cleaned names of up to `WIDTH` characters; the rows of longer ones are empty."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self.short = np.array([len(r.clean) <= WIDTH and "\0" not in r.clean for r in readings], np.bool_)
        """Which names stand in the matrix."""
        self.plain = self.short & np.array([_plain(r) for r in readings], np.bool_)
        """Which are whole names with a surname of one character, or none that is known."""
        self.named = np.array([r.kind == "full" for r in readings], np.bool_)
        """Which begin with a known surname."""
        self.surname = codes_of((r.surname for r in readings), "")
        """The surname as a code, 0 if none."""
        rows = (r.clean if short else "" for r, short in zip(readings, self.short.tolist(), strict=True))
        text = "".join(name.ljust(WIDTH, "\0") for name in rows)
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        distinct, codes = np.unique(np.append(np.uint32(0), points), return_inverse=True)
        self.characters = [chr(point) for point in distinct.tolist()]
        """The distinct characters; the first fills rows up."""
        self.places: Codes = np.ascontiguousarray(codes[1:].reshape(-1, WIDTH).T.astype(np.int32))
        """Characters of each name as codes, shape (WIDTH, names), filled up with 0."""
        self.length = (self.places != 0).sum(axis=0)


def _plain(reading: Reading) -> bool:
    if not reading.clean or not _SILENT.isdisjoint(reading.clean):
        return False
    if reading.kind == "full":
        return len(reading.surname) == 1
    return reading.kind == "other" and not split_name(reading.clean)[0]


def codes_of(values: Iterable[Hashable], *first: Hashable) -> Codes:
    """Each value as a code; those of `first` come first."""
    code: dict[Hashable, int] = {value: n for n, value in enumerate(first)}
    return np.array([code.setdefault(value, len(code)) for value in values], np.int32)

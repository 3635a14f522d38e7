"""Keys of mentions that are kept: of a million the few that are asked for are read from the file."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Keys(Sequence[str]):
    """The first keys one after another as UTF-8, with the place where each ends; and later ones."""

    text: NDArray[np.uint8]
    ends: NDArray[np.int64]
    later: Sequence[str] = ()

    @classmethod
    def of(cls, keys: Iterable[str]) -> "Keys":
        """These as first ones."""
        written = [key.encode("utf-8", "surrogatepass") for key in keys]
        size = np.fromiter(map(len, written), np.int64, len(written))
        return cls(np.frombuffer(b"".join(written), np.uint8), np.cumsum(size))

    @property
    def first(self) -> int:
        """How many of them are first ones."""
        return len(self.ends)

    def and_(self, keys: Sequence[str]) -> "Keys":
        """And more later ones."""
        return Keys(self.text, self.ends, [*self.later, *keys])

    def place(self, key: str) -> int:
        """Where a key stands among the first ones, if these are sorted, or would stand."""
        return bisect_left(self, key, 0, self.first)

    def __len__(self) -> int:
        return self.first + len(self.later)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        at = range(len(self))[at]
        if at >= self.first:
            return self.later[at - self.first]
        start = int(self.ends[at - 1]) if at else 0
        return self.text[start : int(self.ends[at])].tobytes().decode("utf-8", "surrogatepass")

"""Values as 64-bit hashes: the same in every run and beside any other values, unlike the codes of a column.

Two values of one kind get one hash by accident about once in thirty million sets of a million.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
"""0 where nothing is said."""

_ODD = np.uint64(0x9E3779B97F4A7C15)
_AT_ONCE = 1 << 16
"""Texts looked at together: bounds the memory."""


def mixed(bits: NDArray[np.uint64]) -> Hashes:
    """Bits spread over all 64: the end of splitmix64 (G. L. Steele, D. Lea, C. H. Flood, OOPSLA 2014)."""
    bits = bits ^ (bits >> np.uint64(30))
    bits *= np.uint64(0xBF58476D1CE4E5B9)
    bits ^= bits >> np.uint64(27)
    bits *= np.uint64(0x94D049BB133111EB)
    bits ^= bits >> np.uint64(31)
    return bits


def combined(*parts: NDArray[np.uint64]) -> Hashes:
    """One hash for each row of several columns, in their order. A part that is 0 is as if it were not there,
    and even nothing has a hash."""
    total = np.full(len(parts[0]), _ODD)
    for place, part in enumerate(parts, 1):
        total += np.where(part != 0, mixed(part + _place(place)), np.uint64(0))
    return mixed(total)


def _place(place: int) -> np.uint64:
    return np.uint64(place * int(_ODD) & 0xFFFFFFFFFFFFFFFF)


def of_texts(texts: Sequence[str]) -> Hashes:
    """The hash of each text; 0 of the empty one."""
    found = [_some(texts[start : start + _AT_ONCE]) for start in range(0, len(texts), _AT_ONCE)]
    return np.concatenate(found) if found else np.zeros(0, np.uint64)


def _some(texts: Sequence[str]) -> Hashes:
    size = np.fromiter(map(len, texts), np.int64, len(texts))
    points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    ends = np.cumsum(size)
    place = np.arange(1, len(points) + 1) - np.repeat(ends - size, size)
    total = np.append(
        np.uint64(0), np.cumsum(mixed(points + place.astype(np.uint64) * _ODD), dtype=np.uint64)
    )
    return np.where(size > 0, mixed(total[ends] - total[ends - size]), np.uint64(0))

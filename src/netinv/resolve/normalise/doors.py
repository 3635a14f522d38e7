"""Addresses as most are written: places in Chinese characters, then a door. Many are split at once."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_BEHIND = "#号栋幢座楼层单元室户组队附-"
"""What may stand among the numbers of a door, beside Latin letters."""
DOOR = re.compile(f"([\u4e00-\u9fff]*)([0-9][0-9A-Za-z{_BEHIND}]*)")
"""How most addresses are written: places, then numbers behind which no place ends."""

LONGEST = 17
"""Digits of a number that `split` gives."""

_HAN, _DIGIT, _OF_DOOR = 1, 2, 4
_AT_ONCE = 1 << 15
"""Texts looked at together: bounds the memory."""


class Split(NamedTuple):
    """Texts split; all arrays but the last two have one entry for each of them."""

    usual: NDArray[np.bool_]
    """Which `DOOR` matches, with numbers of up to `LONGEST` digits."""
    head: NDArray[np.int64]
    """How many characters stand before the door; 0 of any other."""
    row: NDArray[np.int64]
    """The text of each number, in order."""
    number: NDArray[np.int64]
    """Its digits behind a 1, so that 07 is not 7."""


def split(texts: Sequence[str]) -> Split:
    """Split texts."""
    empty = np.zeros(0, np.int64)
    parts = [Split(empty.astype(np.bool_), empty, empty, empty)]
    for start in range(0, len(texts), _AT_ONCE):
        part = _split(texts[start : start + _AT_ONCE])
        parts.append(part._replace(row=part.row + start))
    return Split(*(np.concatenate(each) for each in zip(*parts, strict=True)))


def _classes() -> NDArray[np.uint8]:
    table = np.zeros(1 << 16, np.uint8)
    table[0x4E00:0xA000] = _HAN
    letters = [*range(ord("A"), ord("Z") + 1), *range(ord("a"), ord("z") + 1), *map(ord, _BEHIND)]
    table[letters] |= _OF_DOOR
    table[ord("0") : ord("9") + 1] = _OF_DOOR | _DIGIT
    return table


_CLASSES = _classes()


def _split(texts: Sequence[str]) -> Split:
    size = np.fromiter(map(len, texts), np.int64, len(texts))
    points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    kind = _CLASSES[np.minimum(points, len(_CLASSES) - 1)]
    end = np.cumsum(size)
    begin, digit = end - size, (kind & _DIGIT) != 0
    places = np.append(np.flatnonzero(digit), len(points))
    door = np.minimum(places[np.searchsorted(places, begin)], end)
    other = [np.append(0, np.cumsum((kind & wanted) == 0)) for wanted in (_HAN, _OF_DOOR)]
    usual = (door < end) & (other[0][door] == other[0][begin]) & (other[1][end] == other[1][door])
    first = digit.copy()
    first[1:] &= ~digit[:-1]
    first[begin[size > 0]] = digit[begin[size > 0]]
    last = digit.copy()
    last[:-1] &= ~digit[1:]
    last[end[size > 0] - 1] = digit[end[size > 0] - 1]
    at = np.flatnonzero(first)
    width = np.flatnonzero(last) + 1 - at
    row = np.searchsorted(end, at, "right")
    usual[row[width > LONGEST]] = False
    chosen = usual[row]
    at, width, row = at[chosen], width[chosen], row[chosen]
    number = np.ones(len(at), np.int64)
    for place in range(int(width.max(initial=0))):
        longer = np.flatnonzero(width > place)
        number[longer] = number[longer] * 10 + (points[at[longer] + place] - ord("0"))
    return Split(usual, np.where(usual, door - begin, 0), row, number)

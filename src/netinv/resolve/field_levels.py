"""How single fields agree: birth dates, titles, places, lists of values. Addresses: `addresses.py`."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from netinv.resolve.columns import Coded, Codes, among, levels_of_pairs
from netinv.resolve.normalise.titles import agree_title
from netinv.resolve.slips import Texts

ALIKE = 85
"""Likeness of two names of places, in percent, from which on a slip may explain the difference."""

Side = NDArray[np.int64] | Codes
"""Mention indices, or codes, of one side of the pairs."""
Levels = NDArray[np.int8]


class Births:
    """Birth dates. The first of January is what a form says that knows the year only."""

    def __init__(self, column: Coded[str]) -> None:
        self._texts = Texts([day.replace("-", "") for day in column.values], 8)
        digits = self._texts.places.astype(np.int32) - ord("0")
        self._year, self._month, self._day = (
            digits[:, part] @ 10 ** np.arange(len(digits[0, part]), dtype=np.int32)[::-1]
            for part in (slice(4), slice(4, 6), slice(6, 8))
        )

    def levels(self, left: Side, right: Side) -> Levels:
        """Level of each pair of codes."""
        levels = np.where((left != 0) & (right != 0), np.where(left == right, 4, 1), 0).astype(np.int8)
        rows = np.flatnonzero(levels == 1)
        levels[rows[self._texts.one_slip(left[rows], right[rows])]] = 3
        rows = rows[self._year[left[rows]] == self._year[right[rows]]]
        (month, day), (other_month, other_day) = (
            (self._month[side[rows]], self._day[side[rows]]) for side in (left, right)
        )
        bare = ((month == 1) & (day == 1)) | ((other_month == 1) & (other_day == 1))
        turned = (month == other_day) & (day == other_month)
        levels[rows] = np.where(turned, 3, np.maximum(levels[rows], np.where(bare, 2, 1)))
        return levels


class PairByPair:
    """Values of which each distinct pair is looked at once, by a rule for two of them."""

    def __init__(self, column: Coded[str], level: Callable[[str, str], int]) -> None:
        self._values = column.values
        self._level = level

    def levels(self, left: Side, right: Side) -> Levels:
        """Level of each pair of codes, 0 where a side says nothing."""
        levels = np.zeros(len(left), np.int8)
        rows = np.flatnonzero((left != 0) & (right != 0))
        levels[rows] = levels_of_pairs(left[rows], right[rows], self._values, self._level)
        return levels


def place_level(a: str, b: str) -> int:
    """Level of two names of places: the same, one within the other or a slip apart, or another."""
    return 3 if a == b else 2 if a in b or b in a or fuzz.ratio(a, b) >= ALIKE else 1


def title_level(a: str, b: str) -> int:
    """Level of two titles; a personal grade goes with any post and says nothing."""
    if not a or not b:
        return 0
    return {"same": 3, "class": 2, "other": 1}.get(agree_title(a, b), 0)


def shared(codes: Codes, left: Side, right: Side) -> Levels:
    """Level of two lists of values, padded with -1."""
    first = codes[:, 0] >= 0
    rows = np.flatnonzero(first[left] & first[right])
    a, b = ([column[side[rows]] for column in codes.T] for side in (left, right))
    levels = np.zeros(len(left), np.int8)
    levels[rows] = 1
    for column in a:
        levels[rows[among(column, b) & (column >= 0)]] = 2
    return levels


def equal(column: Coded[str], left: Side, right: Side) -> Levels:
    """Level of two values that are equal or not."""
    a, b = column.codes[left], column.codes[right]
    return np.where((a != 0) & (b != 0), 1 + (a == b), 0).astype(np.int8)

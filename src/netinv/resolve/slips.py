"""Texts of digits as matrices of characters, and which of them one slip of the pen separates."""

from collections.abc import Sequence
from itertools import compress, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Characters = NDArray[np.uint8]
"""Shape (texts, width)."""


def characters(texts: Sequence[str], width: int) -> tuple[Characters, NDArray[np.bool_]]:
    """The texts of that width as characters, and which they are; the others are zeros."""
    regular = np.fromiter(map(len, texts), np.int64, len(texts)) == width
    if not "".join(texts).isascii():
        regular &= np.fromiter(map(str.isascii, texts), np.bool_, len(texts))
    result = np.full((len(texts), width), ord("0"), np.uint8)
    fitting = "".join(compress(texts, regular.tolist()))
    result[regular] = np.frombuffer(fitting.encode("ascii"), np.uint8).reshape(-1, width)
    return result, regular


class Texts:
    """Distinct texts of digits, of whose pairs it is asked which one slip separates."""

    def __init__(self, texts: Sequence[str], width: int) -> None:
        self.places, self.regular = characters(texts, width)
        """The texts of that width, and which they are."""
        ends = [-(-width * n // 3) for n in range(4)]
        self._thirds = [_words(self.places[:, a:b]) for a, b in pairwise(ends)]

    def one_slip(self, left: NDArray[Any], right: NDArray[Any]) -> NDArray[np.bool_]:
        """Which pairs of texts, by position, differ in one character, or by two neighbours that changed
        places."""
        result = np.zeros(len(left), np.bool_)
        # a slip leaves one third at least as it was; that tells most pairs at once
        like = [third[left] == third[right] for third in self._thirds]
        rows = np.flatnonzero(like[0] | like[1] | like[2])
        result[rows] = one_slip(self.places[left[rows]], self.places[right[rows]])
        return result


def _words(places: Characters) -> NDArray[np.int64]:
    """Up to eight characters as one number."""
    word = np.zeros((len(places), 8), np.uint8)
    word[:, : places.shape[1]] = places
    return word.view(np.int64).ravel()


def one_slip(a: Characters, b: Characters) -> NDArray[np.bool_]:
    """Which rows differ in one character, or by two neighbours that changed places."""
    differ = a != b
    count = differ.sum(axis=1)
    first = differ.argmax(axis=1)
    second = np.minimum(first + 1, a.shape[1] - 1)
    row = np.arange(len(a))
    swapped = (count == 2) & differ[row, second]
    swapped &= (a[row, first] == b[row, second]) & (a[row, second] == b[row, first])
    return np.asarray((count == 1) | swapped, np.bool_)


def one_day(a: str, b: str) -> bool:
    """Whether two different ISO dates can be one: a slip apart, day and month turned, or one says the year
    only, which forms write as the first of January."""
    x, y = a.replace("-", ""), b.replace("-", "")
    differ = [i for i, (c, d) in enumerate(zip(x, y, strict=True)) if c != d]
    if len(differ) == 1 or (x[:4] == y[:4] and (x[6:] + x[4:6] == y[4:] or "0101" in (x[4:], y[4:]))):
        return True
    i = differ[0]
    return len(differ) == 2 and differ[1] == i + 1 and x[i] == y[i + 1] and x[i + 1] == y[i]

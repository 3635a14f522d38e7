"""Columns as codes into a dictionary of distinct values: each value is cleaned, read and compared once."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

V = TypeVar("V", bound=Hashable)
W = TypeVar("W", bound=Hashable)

Codes = NDArray[np.int32]


@dataclass(frozen=True)
class Coded(Generic[V]):
    """One column: `values[codes[i]]` is the value of mention i. Code 0 is the value that says nothing."""

    codes: Codes
    values: list[V]

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, i: int) -> V:
        return self.values[int(self.codes[i])]

    def __iter__(self) -> Iterator[V]:
        return (self.values[code] for code in self.codes.tolist())

    @property
    def said(self) -> NDArray[np.bool_]:
        """Which mentions say something."""
        return np.not_equal(self.codes, 0)

    def map(self, function: Callable[[V], W]) -> "Coded[W]":
        """The column of `function` of each value; what it makes of the empty value is its empty value."""
        distinct: dict[W, int] = {}
        table = [distinct.setdefault(function(value), len(distinct)) for value in self.values]
        return Coded(np.array(table, np.int32)[self.codes], list(distinct))

    def of(self, column: "Coded[Any]") -> "Coded[V]":
        """The column of what this one, of the distinct values of another, makes of each of its mentions."""
        return Coded(self.codes[column.codes], self.values)

    def lookup(self, function: Callable[[V], Any], dtype: Any = np.int64) -> NDArray[Any]:
        """`function` of each distinct value, by code."""
        return np.fromiter(map(function, self.values), dtype, len(self.values))


def written(texts: Iterable[str]) -> Coded[str]:
    """A column of cells as they are."""
    code: defaultdict[str, int] = defaultdict(count().__next__)  # a text met first gets the next code
    code[""]
    codes = np.fromiter(map(code.__getitem__, texts), np.int32)
    return Coded(codes, list(code))


def coded(texts: Iterable[str], function: Callable[[str], V]) -> Coded[V]:
    """A column of raw cells through `function`, called once for each distinct cell."""
    cells = written(texts)
    return of(list(map(function, cells.values))).of(cells)


def of(values: Sequence[V]) -> Coded[V]:
    """A column of values as they are, of which the first says nothing."""
    distinct: dict[V, int] = {}
    codes = np.array([distinct.setdefault(value, len(distinct)) for value in values], np.int32)
    return Coded(codes, list(distinct))


def first_said(*columns: Coded[str]) -> Coded[str]:
    """Of each mention the first of the columns that says something."""
    distinct: dict[str, int] = {"": 0}
    result = np.zeros(len(columns[0]), np.int32)
    for column in columns:
        table = np.array([distinct.setdefault(v, len(distinct)) for v in column.values], np.int32)
        result = np.where(result == 0, table[column.codes], result)
    return Coded(result, list(distinct))


def padded(column: Coded[tuple[V, ...]], code: Callable[[V], int]) -> Codes:
    """Codes of the parts of each distinct tuple, shape (values, longest tuple), filled up with -1."""
    size = np.fromiter(map(len, column.values), np.int64, len(column.values))
    table = np.full((len(size), max(1, int(size.max(initial=0)))), -1, np.int32)
    place = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
    table[np.repeat(np.arange(len(size)), size), place] = [code(p) for value in column.values for p in value]
    return table


def parts(size: int, at_once: int) -> Iterator[slice]:
    """The parts of an array of that size that are looked at together: bounds the memory, and what is looked
    at stays near the processor."""
    return (slice(start, start + at_once) for start in range(0, size, at_once))


def among(value: NDArray[Any], columns: Iterable[NDArray[Any]]) -> NDArray[np.bool_]:
    """In which rows one of the columns holds the value of that row."""
    found = np.zeros(len(value), np.bool_)
    for column in columns:
        found |= column == value
    return found


def joined(*codes: NDArray[Any]) -> NDArray[np.int64]:
    """One integer for each row of several columns of codes: equal where all of them are."""
    result = np.zeros(len(codes[0]), np.int64)
    for column in codes:
        size = int(column.max(initial=0)) + 1
        if (int(result.max(initial=0)) + 1) * size >= 1 << 62:
            _, result = np.unique(result, return_inverse=True)
        result = result * size + column
    return result


def distinct_pairs(
    left: NDArray[Any], right: NDArray[Any]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The distinct unordered pairs of codes (smaller, larger), and of each row the number of its pair."""
    low, high = np.minimum(left, right).astype(np.int64), np.maximum(left, right).astype(np.int64)
    size = int(high.max(initial=0)) + 1
    keys, inverse = np.unique(low * size + high, return_inverse=True)
    return keys // size, keys % size, inverse


def levels_of_pairs(
    left: NDArray[Any], right: NDArray[Any], values: Sequence[V], level: Callable[[V, V], int]
) -> NDArray[np.int8]:
    """`level` of the values of each row, called once for each distinct pair."""
    low, high, inverse = distinct_pairs(left, right)
    found = [level(values[a], values[b]) for a, b in zip(low.tolist(), high.tolist(), strict=True)]
    return np.array(found, np.int8)[inverse] if found else np.zeros(len(left), np.int8)


def equal_pairs(left: NDArray[Any], right: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Positions (of left, of right) of all pairs of equal codes, by left, then by right."""
    order = np.argsort(right, kind="stable")
    start, end = (np.searchsorted(right[order], left, side) for side in ("left", "right"))
    width = end - start
    row = np.repeat(np.arange(len(left)), width)
    within = np.arange(len(row)) - np.repeat(np.cumsum(width) - width, width)
    return row, order[start[row] + within]


def distinct_rows(*columns: NDArray[Any]) -> tuple[NDArray[np.int64], ...]:
    """The distinct rows of several columns, sorted, column by column."""
    table = np.unique(np.stack([column.astype(np.int64) for column in columns], axis=1), axis=0)
    return tuple(table.T)

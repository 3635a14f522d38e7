"""Whom and what each mention is recorded with: others in one record, group or call, and named things."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from netinv.ledger.types import Rows
from netinv.resolve.people import People

CROWD = 40
"""People at one event, or in one case, above which being there together says nothing."""

GROUPS = {
    "event_people": "event_id",
    "events": "event_id",
    "case_people": "case_id",
    "gang_members": "gang_id",
    "lead_subjects": "lead_id",
    "operation_people": "op_id",
    "lead_steps": "lead_id",
}
"""Tables whose rows share something by a column, and the column."""

IN_RECORD, CALLED = 1.0, 0.7
"""How close two stand whom one record names, or of whom one calls the other."""

HOLDERS = 3
"""Mentions that stand for all that state a number: they are one cluster or they disagree anyway."""

Index = NDArray[np.int64]
Row = tuple[str, str, str]
"""Origin, table and record id."""


@dataclass(frozen=True)
class Links:
    """Person mentions and what stands beside each: other mentions (by index) and named things (by code)."""

    mention: NDArray[np.int32]
    beside: NDArray[np.int32]
    weight: NDArray[np.float64]
    thing_mention: NDArray[np.int32]
    thing: NDArray[np.int32]
    things: int


def links(
    people: People,
    rows: Callable[[str], Rows],
    organizations: Sequence[tuple[str, str, str, str]],
    calls: Index,
) -> Links:
    """Who stands beside whom.

    `organizations` holds (origin, table, record id, organisation's cluster) of each organisation mention;
    `calls` the distinct pairs of numbers that called each other, as codes of `People.phone_values`, shape
    (pairs, 2).
    """
    row_of: dict[Row, int] = {}
    places = zip(people.origin, people.table, people.record_id, strict=True)
    code = np.fromiter((row_of.setdefault(each, len(row_of)) for each in places), np.int64, len(people))
    by_row = _Sets.of(code, np.arange(len(people)), len(row_of))
    things = _Things()
    named: dict[Row, list[str]] = defaultdict(list)
    for origin, table, record, cluster in organizations:
        named[origin, table, record].append(cluster)
        if (row := row_of.get((origin, table, record))) is not None:
            things.add(by_row[row], "organization", cluster)
    group_of: dict[tuple[str, str], int] = {}
    companies: dict[int, list[str]] = defaultdict(list)
    pairs: list[tuple[int, int]] = []
    for group, place in _grouped(rows, group_of):
        companies[group] += named.get(place, ())
        if (row := row_of.get(place)) is not None:
            pairs.append((row, group))
    row_at, group_at = np.array(pairs, np.int64).reshape(-1, 2).T
    at, member = by_row.each(row_at)
    groups = _Sets.of(group_at[at], member, len(group_of))
    for (column, value), group in group_of.items():
        members = groups[group]
        if len(members) <= CROWD:
            for company in companies[group]:
                things.add(members, "organization", company)
        if column == "gang_id":
            things.add(members, "gang", value)
    _homes(people, things)
    size = groups.size
    close = 1.0 / np.sqrt(np.maximum(size - 1, 1))
    beside = [
        _together(by_row, np.full(len(row_of), IN_RECORD), by_row.size > 0),
        _together(groups, close, size <= CROWD),
        _calling(people, calls),
    ]
    left, right, weight = (np.concatenate(column) for column in zip(*beside, strict=True))
    mention, other, weight = _closest(left, right, weight, len(people))
    return Links(mention, other, weight, *things.columns(), things.count)


@dataclass(frozen=True)
class _Sets:
    """Sets of mentions, one after the other: set n is `member[start[n]:start[n + 1]]`."""

    start: Index
    member: Index

    @classmethod
    def of(cls, code: Index, member: Index, count: int) -> Self:
        """The members of each code."""
        size = np.bincount(code, minlength=count)
        return cls(np.append(0, np.cumsum(size)), member[np.argsort(code, kind="stable")])

    def __getitem__(self, n: int) -> list[int]:
        members: list[int] = self.member[self.start[n] : self.start[n + 1]].tolist()
        return members

    @property
    def size(self) -> Index:
        """How many there are in each set."""
        return np.diff(self.start)

    def each(self, chosen: Index, most: int | None = None) -> tuple[Index, Index]:
        """(position among the chosen sets, member) of their members, at most so many of each."""
        size = self.size[chosen] if most is None else np.minimum(self.size[chosen], most)
        at = np.repeat(np.arange(len(chosen)), size)
        within = np.arange(len(at)) - np.repeat(np.cumsum(size) - size, size)
        return at, self.member[self.start[chosen][at] + within]


class _Things:
    """Named things and who is recorded with each; numbered in the order in which they come."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, ...], int] = {}
        self._held: set[tuple[int, int]] = set()

    @property
    def count(self) -> int:
        """How many things there are."""
        return len(self._code)

    def add(self, members: Iterable[int], *thing: str) -> None:
        """These mentions are recorded with it."""
        for i in members:
            self._held.add((i, self._code.setdefault(thing, len(self._code))))

    def columns(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """(mention, thing) sorted."""
        mention, thing = np.array(sorted(self._held), np.int32).reshape(-1, 2).T
        return mention, thing


def _grouped(rows: Callable[[str], Rows], group_of: dict[tuple[str, str], int]) -> Iterator[tuple[int, Row]]:
    """(group, row) of every row that is in one; groups are numbered in `group_of` as they come."""
    for table, column in GROUPS.items():
        found = rows(table)
        if column in found.columns:
            for origin, record, value in zip(
                found.origin, found.record_id, found.columns[column], strict=True
            ):
                if value:
                    yield group_of.setdefault((column, value), len(group_of)), (origin, table, record)


def _homes(people: People, things: _Things) -> None:
    """Whoever states a door lives there."""
    codes = people.addresses.codes
    mentions = np.flatnonzero(people.addresses.numbers.codes[codes])
    read: dict[int, tuple[str, ...]] = {}
    for i, code in zip(mentions.tolist(), codes[mentions].tolist(), strict=True):
        if (home := read.get(code)) is None:
            address = people.addresses[i]
            home = read[code] = ("home", address.town, address.place, *address.numbers)
        things.add((i,), *home)


Beside = tuple[Index, Index, NDArray[np.float64]]
"""Two mentions and how close they stand, pair by pair."""


def _together(sets: _Sets, weight: NDArray[np.float64], chosen: NDArray[np.bool_]) -> Beside:
    """All pairs of members of one of the chosen sets."""
    size = sets.size
    last = np.repeat(sets.start[1:], size)
    later = np.where(np.repeat(chosen, size), last - np.arange(len(last)) - 1, 0)
    left = np.repeat(np.arange(len(last)), later)
    right = left + 1 + np.arange(len(left)) - np.repeat(np.cumsum(later) - later, later)
    of = np.repeat(np.arange(len(size)), size)
    return sets.member[left], sets.member[right], weight[of[left]]


def _calling(people: People, calls: Index) -> Beside:
    """Who stands for the ends of each call with who stands for the other."""
    codes = people.phone_codes
    mention, place = np.nonzero(codes >= 0)
    holders = _Sets.of(codes[mention, place].astype(np.int64), mention, len(people.phone_values))
    call, left = holders.each(calls[:, 0], HOLDERS)
    at, right = holders.each(calls[call, 1], HOLDERS)
    return left[at], right, np.full(len(at), CALLED)


def _closest(
    left: Index, right: Index, weight: NDArray[np.float64], mentions: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]:
    """Each two mentions once each way, sorted, as close as they stand anywhere."""
    apart = left != right
    low, high = np.minimum(left, right)[apart], np.maximum(left, right)[apart]
    key, weight = low * mentions + high, weight[apart]
    order = np.lexsort((-weight, key))
    key, weight = key[order], weight[order]
    first = np.append(True, key[1:] != key[:-1])[: len(key)]
    low, high = key[first] // mentions, key[first] % mentions
    mention, beside = np.concatenate([low, high]), np.concatenate([high, low])
    order = np.argsort(mention * mentions + beside)
    both = np.concatenate([weight[first], weight[first]])[order]
    return mention[order].astype(np.int32), beside[order].astype(np.int32), both

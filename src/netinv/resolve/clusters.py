"""Clusters that grow merge by merge and refuse what cannot be.

Two different whole identity numbers, two birth dates that no slip explains (unless both state one number or a
slip of it), or a person's *different* never end up in one cluster, by whatever chain: each merge is checked
against everything both sides already hold.
"""

from array import array
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from netinv.resolve.normalise.idnumber import id_mask_admits, one_typo
from netinv.resolve.people import People
from netinv.resolve.slips import one_day

Reason = tuple[str, str, str, str, float]
"""(field, left value, right value, level, weight in bits) of one comparison that says something."""


class Merge(NamedTuple):
    """An accepted pair of mention indices with its posterior log odds in bits."""

    left: int
    right: int
    odds: float
    why: tuple[Reason, ...] | None = None
    """None for a pair that the model of pairs joined: its comparisons are told when somebody asks."""


class Held(NamedTuple):
    """What the mentions of a cluster state, as codes."""

    numbers: frozenset[int]
    masked: frozenset[int]
    days: frozenset[int]
    stated: frozenset[int]
    """Whole numbers, those included that no check digit confirms."""

    def __or__(self, other: "Held") -> "Held":
        return Held(
            _both(self.numbers, other.numbers),
            _both(self.masked, other.masked),
            _both(self.days, other.days),
            _both(self.stated, other.stated),
        )


def _both(a: frozenset[int], b: frozenset[int]) -> frozenset[int]:
    return a if b <= a else a | b


_NOTHING: frozenset[int] = frozenset()


class Clusters:
    """Union-find over mention indices with what each cluster holds. A cluster is its smallest member."""

    def __init__(self, people: People, different: Iterable[tuple[int, int]] = ()) -> None:
        self._people = people
        self._parent = list(range(len(people)))
        self._members: dict[int, list[int]] = {}
        self._held: dict[int, Held] = {}
        self.merges: list[Merge] = []
        self._barred: dict[int, set[int]] = {}
        self._excused: set[tuple[int, int]] = set()
        number = people.number.codes
        hidden = people.number.lookup(lambda n: bool(n.masked), np.bool_)[number]
        self._of = [
            array("i", np.ascontiguousarray(codes, np.int32).tobytes())
            for codes in (
                np.where(people.valid, number, 0),
                np.where(hidden, number, 0),
                people.birth.codes,
                np.where(people.whole, number, 0),
            )
        ]
        for i, j in different:
            self._barred.setdefault(i, set()).add(j)
            self._barred.setdefault(j, set()).add(i)

    def find(self, i: int) -> int:
        """The cluster of a mention."""
        parent = self._parent
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def labels(self) -> NDArray[np.int64]:
        """The cluster of every mention."""
        label = np.array(self._parent, np.int64)
        while (label != label[label]).any():
            label = label[label]
        return label

    def members(self, root: int) -> list[int]:
        """The mentions of a cluster."""
        return self._members.get(root) or [root]

    def _holds(self, root: int) -> Held:
        held = self._held.get(root)
        if held is None:
            members = self._members.get(root)
            if members is None:
                codes = [column[root] for column in self._of]
                return Held(*(frozenset((code,)) if code else _NOTHING for code in codes))
            held = Held(*(frozenset(c for m in members if (c := column[m])) for column in self._of))
            self._held[root] = held
        return held

    def restricted(self, roots: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of these clusters hold a masked number, or a mention that a person holds to be different."""
        masked = np.asarray(self._of[1]) != 0
        masked[list(self._barred)] = True
        flag = np.zeros(len(self._parent), np.bool_)
        flag[self.labels()[masked]] = True
        return flag[roots]

    def possible(self, a: int, b: int) -> bool:
        """Whether clusters `a` and `b` may be one."""
        return self._stated(self._holds(a), self._holds(b)) and not self._kept_apart(a, b)

    def _stated(self, mine: Held, theirs: Held) -> bool:
        """Whether what the mentions of two clusters state can be true of one person."""
        values = self._people.number.values
        if mine.days and theirs.days and mine.days.isdisjoint(theirs.days):
            days = self._people.birth.values
            if not any(one_day(days[x], days[y]) for x in mine.days for y in theirs.days) and not any(
                x == y or one_typo(values[x].full, values[y].full) for x in mine.stated for y in theirs.stated
            ):
                return False
        # most clusters hold nothing of a kind: seen before anything is gone through
        if (
            mine.numbers
            and theirs.numbers
            and mine.numbers != theirs.numbers
            and any(
                x != y and not one_typo(values[x].full, values[y].full) and (x, y) not in self._excused
                for x in mine.numbers
                for y in theirs.numbers
            )
        ):
            return False
        if not (mine.masked or theirs.masked):
            return True
        return not any(
            not id_mask_admits(values[m].masked, values[n].full) and (m, n) not in self._excused
            for masked, numbers in ((mine.masked, theirs.numbers), (theirs.masked, mine.numbers))
            for m in masked
            for n in numbers
        )

    def _kept_apart(self, a: int, b: int) -> bool:
        """Whether a person held a mention of one cluster to be different from one of the other."""
        return bool(self._barred) and any(
            j in self._barred[i] for i in self.members(a) if i in self._barred for j in self.members(b)
        )

    def _excuse(self, mine: Held, theirs: Held) -> None:
        """Take what two clusters state for one person's, however it differs."""
        x, y = (held.numbers | held.masked for held in (mine, theirs))
        self._excused |= {pair for m in x for n in y for pair in ((m, n), (n, m))}

    def judged(self) -> list[int]:
        """The mentions that a person has held to be one with others, or different from others."""
        joined = (i for root in self._members for i in self._members[root])
        return sorted({*joined, *self._barred})

    def adopt(self, members: list[int]) -> None:
        """Make one cluster of single mentions, sorted, that are known to state nothing that cannot be."""
        self._members[members[0]] = members
        for i in members:
            self._parent[i] = members[0]

    def merge(self, found: Merge, forced: bool = False) -> bool:
        """Join the clusters of a pair if they may be one; whether they are one now.

        `forced`: even where what they state speaks against it, and from now on that is no hindrance.
        """
        a, b = self.find(found.left), self.find(found.right)
        if a == b:
            return True
        if self._kept_apart(a, b):
            return False
        mine, theirs = self._holds(a), self._holds(b)
        if forced:
            self._excuse(mine, theirs)
        elif not self._stated(mine, theirs):
            return False
        a, b = min(a, b), max(a, b)
        self._parent[b] = a
        self._members.setdefault(a, [a]).extend(self._members.pop(b, [b]))
        self._held.pop(b, None)
        self._held[a] = mine | theirs
        self.merges.append(found)
        return True

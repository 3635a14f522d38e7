"""Clusters that grow merge by merge and refuse what cannot be.

Two different whole identity numbers, two birth dates, two genders, or a person's *different* never end up in
one cluster, by whatever chain: each merge is checked against everything both sides already hold.
"""

from collections.abc import Iterable
from typing import NamedTuple

from netinv.resolve.normalise.idnumber import id_mask_admits, one_typo, valid_18
from netinv.resolve.people import People


class Merge(NamedTuple):
    """An accepted pair: mention indices, posterior log odds in bits, and the field that each weight comes
    from."""

    left: int
    right: int
    odds: float
    why: tuple[tuple[str, str, str, str, float], ...]
    """(field, left value, right value, level, weight in bits) of each comparison that says something."""


class Clusters:
    """Union-find over mention indices with what each cluster holds."""

    def __init__(self, people: People, different: Iterable[tuple[int, int]] = ()) -> None:
        self._people = people
        self._parent = list(range(len(people)))
        self.members: dict[int, list[int]] = {i: [i] for i in range(len(people))}
        self.numbers: dict[int, set[str]] = {}
        self.births: dict[int, set[str]] = {}
        self.genders: dict[int, set[str]] = {}
        self.merges: list[Merge] = []
        self._barred: dict[int, set[int]] = {}
        self._excused: set[tuple[str, str]] = set()
        for i, number in enumerate(people.number):
            if number.full and valid_18(number.full):
                self.numbers[i] = {number.full}
            elif people.birth[i]:
                self.births[i] = {people.birth[i]}
            if people.gender[i]:
                self.genders[i] = {people.gender[i]}
        for i, j in different:
            self._barred.setdefault(i, set()).add(j)
            self._barred.setdefault(j, set()).add(i)

    def find(self, i: int) -> int:
        """The cluster of a mention: its smallest member."""
        parent = self._parent
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def possible(self, a: int, b: int) -> bool:
        """Whether clusters `a` and `b` may be one."""
        return self._stated(a, b) and not self._kept_apart(a, b)

    def _stated(self, a: int, b: int) -> bool:
        """Whether what the mentions of two clusters state can be true of one person."""
        numbers = self.numbers.get(a, set()), self.numbers.get(b, set())
        if any(
            x != y and not one_typo(x, y) and (x, y) not in self._excused
            for x in numbers[0]
            for y in numbers[1]
        ):
            return False
        days = [
            self.births.get(x, set()) | {n[6:10] + "-" + n[10:12] + "-" + n[12:14] for n in held}
            for x, held in zip((a, b), numbers, strict=True)
        ]
        if days[0] and days[1] and not days[0] & days[1]:
            return False
        genders = self.genders.get(a, set()), self.genders.get(b, set())
        if genders[0] and genders[1] and not genders[0] & genders[1]:
            return False
        for x, y in ((a, b), (b, a)):
            for number in self.numbers.get(y, ()):
                masked = (self._people.number[i].masked for i in self.members[x])
                if any(
                    m and not id_mask_admits(m, number) and (m, number) not in self._excused for m in masked
                ):
                    return False
        return True

    def _kept_apart(self, a: int, b: int) -> bool:
        """Whether a person held a mention of one cluster to be different from one of the other."""
        return any(
            j in self._barred.get(i, ())
            for i in self.members[a]
            if i in self._barred
            for j in self.members[b]
        )

    def merge(self, found: Merge, forced: bool = False) -> bool:
        """Join the clusters of a pair if they may be one; whether they are one now.

        `forced`: even where what they state speaks against it, and from now on that is no hindrance.
        """
        a, b = sorted((self.find(found.left), self.find(found.right)))
        if a == b:
            return True
        if forced and not self._kept_apart(a, b):
            self._excuse(a, b)
        elif not self.possible(a, b):
            return False
        self._parent[b] = a
        self.members[a] += self.members.pop(b)
        for held in (self.numbers, self.births, self.genders):
            if b in held:
                held.setdefault(a, set()).update(held.pop(b))
        self.merges.append(found)
        return True

    def _excuse(self, a: int, b: int) -> None:
        """Take what two clusters state for one person's, however it differs."""
        stated = [
            self.numbers.get(root, set()) | {self._people.number[i].masked for i in self.members[root]}
            for root in (a, b)
        ]
        self._excused |= {pair for x in stated[0] for y in stated[1] for pair in ((x, y), (y, x))}

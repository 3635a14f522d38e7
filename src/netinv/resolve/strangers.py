"""The claim of those whom no register holds: how many they are, and how often they bear a name."""

from collections import Counter
from collections.abc import Sequence

from netinv.resolve.candidates import FULL, REGISTERS, WRITTEN, Candidates
from netinv.resolve.comparisons import NameLevel
from netinv.resolve.people import People

BY_NICKNAME = 1.0
"""How many people outside all registers go by any one nickname in a county: a judgement."""


class Strangers:
    """What speaks for somebody who stands in no register, for each way of being written."""

    def __init__(
        self, people: People, groups: Sequence[Sequence[int]], candidates: Candidates, targets: int
    ) -> None:
        self._people = people
        self._frequency = NameFrequency(people)
        self.count = unregistered(people, groups, candidates, targets)

    def claim(self, members: Sequence[int]) -> float:
        """Weight of the stranger among the candidates for a group of mentions."""
        kinds = {self._people.reading[i].kind for i in members}
        if kinds & FULL:
            return WRITTEN[NameLevel.SAME] * self.count * self._frequency.of(members)
        if "titled" in kinds:
            # Offices register their staff: one in three posts of that surname may be unknown
            return WRITTEN[NameLevel.SURNAME] / 3
        return WRITTEN[NameLevel.RECORDED] * BY_NICKNAME


def unregistered(
    people: People, groups: Sequence[Sequence[int]], candidates: Candidates, targets: int
) -> float:
    """How many people beside the targets the groups speak of, in units of one target's share of groups.

    A stranger shows where no target bears the name. Strangers hide under names that targets bear, too, and as
    often as two registered people share a name; so those seen are a known part of all.
    """
    named = [members for members in groups if people.reading[members[0]].kind == "full"]
    seen = sum(not candidates.of(members) for members in named)
    strangers = min(seen / max(0.05, 1.0 - candidates.shared_names()), 0.9 * len(named))
    each = max(0.1, (len(named) - strangers) / max(1, targets))
    return max(0.02 * targets, strangers / each)


class NameFrequency:
    """How frequent a name is among people: as counted, shrunk towards what its characters suggest."""

    WEIGHT = 0.3

    def __init__(self, people: People) -> None:
        names = [
            people.reading[i]
            for i in range(len(people))
            if people.table[i] in REGISTERS and people.reading[i].kind == "full"
        ]
        self._people = people
        self._total = max(1, len(names))
        self._names = Counter(r.clean for r in names)
        self._surnames = Counter(r.surname for r in names)
        self._given = Counter(c for r in names for c in r.given)
        self._given_total = max(1, sum(self._given.values()))
        self._lengths = Counter(len(r.given) for r in names)

    def of(self, members: Sequence[int]) -> float:
        """Share of people who bear the name of a group."""
        people = self._people
        reading = next((people.reading[i] for i in members if people.reading[i].kind == "full"), None)
        if reading is None:
            return 1e-4
        expected = (
            (self._surnames[reading.surname] + 0.5)
            / self._total
            * (self._lengths[len(reading.given)] + 0.5)
            / self._total
        )
        for character in reading.given:
            expected *= (self._given[character] + 0.5) / self._given_total
        counted = self._names[reading.clean] / self._total
        return self.WEIGHT * counted + (1 - self.WEIGHT) * expected

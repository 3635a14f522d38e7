"""Whom a mention without a number could mean: clusters by every name under which they could be written."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from netinv.resolve.clusters import Clusters
from netinv.resolve.comparisons import NameLevel, names_level
from netinv.resolve.normalise.names import read_name
from netinv.resolve.normalise.pinyin import homophone_key
from netinv.resolve.people import People

REGISTERS = frozenset({"people", "posts", "gang_members"})
"""Tables that list people: a row there is somebody, even without a number."""

FULL = frozenset({"full", "foreign", "other"})
"""Kinds of reading that hold a whole name."""

WRITTEN = {
    NameLevel.SAME: 0.9,
    NameLevel.RECORDED: 0.3,
    NameLevel.VARIANT: 0.06 / 12,
    NameLevel.SURNAME: 0.02,
}
"""How often a person is written so: a variant is one of about a dozen that could have been written."""


def is_target(people: People, clusters: Clusters, root: int, members: Sequence[int]) -> bool:
    """Whether a cluster is somebody that a weaker mention can be placed with."""
    return root in clusters.numbers or any(people.table[i] in REGISTERS for i in members)


class Candidates:
    """Targets by every name under which they could be written."""

    def __init__(self, people: People, clusters: Clusters, targets: set[int]) -> None:
        self._people = people
        self._clusters = clusters
        self._names: dict[int, set[str]] = {}
        self._recorded: dict[int, set[str]] = {}
        self._by: dict[str, set[int]] = defaultdict(set)
        for root in targets:
            names = {people.name[i] for i in clusters.members[root] if people.reading[i].kind in FULL}
            recorded = {n for i in clusters.members[root] for n in people.former[i] + people.aliases[i]}
            self._names[root], self._recorded[root] = names, recorded
            for name in names | recorded:
                for key in _keys(name):
                    self._by[key].add(root)
            units = {people.unit[i] for i in clusters.members[root] if people.unit[i]}
            for surname in {read_name(name).surname for name in names}:
                for unit in units:
                    self._by["@" + surname + unit].add(root)
        self._cache: dict[str, list[tuple[int, NameLevel]]] = {}

    def of(self, members: Sequence[int]) -> list[tuple[int, NameLevel]]:
        """Targets that could be written like the group's best name, with the level."""
        people = self._people
        full = [people.name[i] for i in members if people.reading[i].kind in FULL]
        if not full:
            return self._without_name(members)
        name = Counter(sorted(full)).most_common(1)[0][0]
        if name not in self._cache:
            self._cache[name] = self._find(name)
        return self._cache[name]

    def shared_names(self) -> float:
        """Share of targets whose name, or a variant of it, another target bears."""
        bearers = Counter(name for names in self._names.values() for name in names)
        return sum(any(bearers[n] > 1 for n in names) for names in self._names.values()) / max(
            1, len(self._names)
        )

    def _without_name(self, members: Sequence[int]) -> list[tuple[int, NameLevel]]:
        """Targets for a title with a surname (王所长, of a known unit) or a nickname that a record states."""
        found: dict[int, NameLevel] = {}
        for i in members:
            reading = self._people.reading[i]
            if reading.kind == "titled" and reading.given:
                return self._find(reading.surname + reading.given)
            if reading.kind == "titled" and self._people.unit[i]:
                found |= dict.fromkeys(
                    self._by.get("@" + reading.surname + self._people.unit[i], ()), NameLevel.SURNAME
                )
            elif reading.kind == "nickname":
                holders = self._by.get(reading.clean, set())
                found |= {
                    root: NameLevel.RECORDED for root in holders if reading.clean in self._recorded[root]
                }
        return sorted(found.items())

    def _find(self, name: str) -> list[tuple[int, NameLevel]]:
        found: list[tuple[int, NameLevel]] = []
        for root in sorted(set().union(*(self._by.get(key, set()) for key in _keys(name)))):
            if name in self._names[root]:
                level = NameLevel.SAME
            elif name in self._recorded[root]:
                level = NameLevel.RECORDED
            else:
                level = max(
                    (names_level(name, other) for other in self._names[root]), default=NameLevel.OTHER
                )
            if level in WRITTEN:
                found.append((root, level))
        return found

    def anchor(self, root: int) -> int:
        """The mention that stands for a target in the explanation of a merge: a register's, if there is
        one."""
        members = self._clusters.members[root]
        return min(
            members,
            key=lambda i: (self._people.table[i] not in REGISTERS, not self._people.number[i].full, i),
        )


def _keys(name: str) -> set[str]:
    """Blocks in which a name and its variants meet: as written, by sound, without one character."""
    keys = {name, "~" + homophone_key(name), "=" + "".join(sorted(name))}
    if len(name) > 2:
        keys |= {"-" + str(len(name)) + name[:k] + "?" + name[k + 1 :] for k in range(len(name))}
    return keys

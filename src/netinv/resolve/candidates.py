"""Whom a mention without a number could mean: clusters by every name under which they could be written."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from netinv.resolve.columns import Coded, distinct_rows, equal_pairs, joined
from netinv.resolve.context import Context
from netinv.resolve.name_levels import VARIANTS, NameLevel
from netinv.resolve.name_matrix import NameMatrix
from netinv.resolve.name_pairs import NamePairs
from netinv.resolve.normalise.names import Reading, read_name
from netinv.resolve.normalise.pinyin import homophone_key
from netinv.resolve.odds import rounded
from netinv.resolve.people import People
from netinv.resolve.sounds import FULL
from netinv.resolve.standing import Standing

WRITTEN = {
    NameLevel.SAME: 0.9,
    NameLevel.RECORDED: 0.3,
    NameLevel.HOMOPHONE: 0.06 / 12,
    NameLevel.LOOKALIKE: 0.06 / 12,
    NameLevel.SURNAME: 0.02,
    NameLevel.NICKNAME: 0.3 / 2 / 12,
    NameLevel.UNKNOWN: 0.3 / 2 / 100,
}
"""How often a person is written so: a variant is one of about a dozen that could have been written. Of those
who go by a nickname every second one does so unrecorded; it is one of a dozen made of a character of the
name, or of a hundred made of anything.
"""

USUAL = ((1.0, 2.0), (1.0, 30.0))
"""(by a nickname, all) added to members of gangs, and to others, when it is counted how many go by one."""

Index = NDArray[np.int64]


@dataclass(frozen=True)
class Claims:
    """Groups (by position in `Standing.groups`), the clusters they could belong to and how their names agree.

    One claim for each group and cluster, sorted by both.
    """

    group: Index
    cluster: Index
    name: Index

    def __len__(self) -> int:
        return len(self.group)

    def where(self, chosen: NDArray[np.bool_]) -> "Claims":
        """Some of the claims."""
        return Claims(self.group[chosen], self.cluster[chosen], self.name[chosen])


class Names:
    """The names that people are called by: which stand for which, whatever the state of the clusters."""

    def __init__(self, people: People) -> None:
        self._people = people
        self.kind = people.reading
        self.whole = people.reading.lookup(lambda r: r.kind in FULL, np.bool_)[people.name.codes]
        self.spoken: Coded[str] = people.reading.map(_spoken)
        """The whole name that a mention states, be it behind a title; "" if it states none."""
        code = {name: c for c, name in enumerate(self.spoken.values)}
        of_name = np.array([code.get(name, -1) for name in people.name.values], np.int64)
        recorded = people.recorded
        mention, place = np.nonzero(recorded >= 0)
        names = recorded[mention, place]
        self.recorded = mention, names.astype(np.int64), of_name[names]
        """(mention, name it records, the same as a spoken name or -1)."""
        self.surname = people.reading.map(lambda r: r.surname)

    @cached_property
    def hinted(self) -> tuple[Index, Index]:
        """(nickname, as a code of `People.name`; spoken name) of which it may be made of a character."""
        family, given = defaultdict(list), defaultdict(list)
        for code, text in enumerate(self.spoken.values):
            if code and (reading := read_name(text)).kind == "full":
                family[reading.surname].append(code)
                for character in set(reading.given):
                    given[character].append(code)
        pairs = [
            (nickname, code)
            for nickname, reading in enumerate(self.kind.values)
            for found, kind in ((family, "surname"), (given, "given"))
            if reading.hint and reading.hint_kind in (kind, "either")
            for code in found[reading.hint]
        ]
        nicknames, names = np.array(sorted(set(pairs)), np.int64).reshape(-1, 2).T
        return nicknames, names

    @cached_property
    def variants(self) -> tuple[Index, Index]:
        """Pairs of spoken names of which each can be a slip for the other, in both directions."""
        values = self.spoken.values
        keys: dict[str, int] = {}
        name, key = [], []
        for code, text in enumerate(values):
            for k in _keys(text) if code else ():
                name.append(code)
                key.append(keys.setdefault(k, len(keys)))
        names, codes = np.array(name, np.int64), np.array(key, np.int64)
        left, right = equal_pairs(codes, codes)
        low, high = distinct_rows(names[left], names[right]) if len(left) else (names, names)
        low, high = low[low < high], high[low < high]
        readings = [read_name(name) for name in values]
        alike = np.isin(NamePairs(readings, NameMatrix(readings)).levels(low, high), VARIANTS)
        low, high = low[alike], high[alike]
        return np.concatenate([low, high]), np.concatenate([high, low])


class Candidates:
    """Targets of one state by every name under which they could be written."""

    def __init__(self, people: People, names: Names, standing: Standing, context: Context) -> None:
        self._people = people
        self._context = context
        self._names = names
        self._standing = standing
        root = standing.label
        target = standing.target[root]
        chosen = target & names.whole
        self.named = distinct_rows(root[chosen], names.spoken.codes[chosen])
        """(target, whole name) of everything that a target is called."""
        mention, name, spoken = names.recorded
        held = target[mention]
        self._recorded = root[mention[held]], name[held], spoken[held]
        # Whoever is written by a nickname beside a number, or was placed by one, goes by it
        by_kind = names.kind.lookup(lambda r: r.kind == "nickname", np.bool_)[names.kind.codes]
        called = target & by_kind
        self._nicknamed = distinct_rows(
            np.concatenate([root[called], self._recorded[0]]),
            np.concatenate([people.name.codes[called], self._recorded[1]]),
        )
        self._calls = np.zeros(len(root), np.bool_)
        self._calls[root[called | (target & people.aliases.lookup(bool, np.bool_)[people.aliases.codes])]] = (
            True
        )
        """Which targets are known to go by a nickname, be nobody ever written by it."""

    def same_name(self, mentions: Index) -> tuple[Index, Index]:
        """(position among `mentions`, target) for every target of that very name."""
        left, right = equal_pairs(self._names.spoken.codes[mentions].astype(np.int64), self.named[1])
        said = self._names.spoken.codes[mentions[left]] != 0
        return left[said], self.named[0][right[said]]

    def shared_names(self) -> float:
        """Share of targets whose name another target bears."""
        root, name = self.named
        bearers = np.bincount(name)
        return len(np.unique(root[bearers[name] > 1])) / max(1, len(np.unique(root)))

    def claims(self) -> Claims:
        """Every group with every target that could be written like it, itself included."""
        found = [*self._by_name(), self._by_office(), *self._by_nickname()]
        group, cluster, level = (np.concatenate([f[k] for f in found]) for k in range(3))
        # One line for each group and cluster, with the best level
        order = np.lexsort((-level, cluster, group))
        group, cluster, level = group[order], cluster[order], level[order]
        first = np.append(True, (group[1:] != group[:-1]) | (cluster[1:] != cluster[:-1]))
        return Claims(group[first], cluster[first], level[first]) if len(group) else Claims(*found[0])

    def best_names(self) -> Index:
        """The whole name that the mentions of each group state most often, as a code; 0 if none.

        Of names equally frequent the one that is first by spelling.
        """
        names, standing = self._names, self._standing
        chosen = (names.spoken.codes != 0) & ~standing.numbered[standing.label]
        root, name = standing.label[chosen], names.spoken.codes[chosen]
        spelling = np.argsort(np.argsort(np.array(names.spoken.values)))[name]
        # What stands behind a title counts only where nobody states the name by itself
        weight = np.where(names.whole[chosen], 1 << 20, 1)
        keys, inverse = np.unique(joined(root, name), return_inverse=True)
        count = np.bincount(inverse, weights=weight, minlength=len(keys))[inverse]
        order = np.lexsort((-spelling, count, root))
        best = np.zeros(len(standing.label), np.int64)
        best[root[order]] = name[order]
        return best[standing.groups]

    def _by_name(self) -> list[tuple[Index, Index, Index]]:
        best = self.best_names()
        groups = np.flatnonzero(best)
        name = best[groups]
        target, target_name = self.named
        group, row = equal_pairs(name, target_name)
        same = groups[group], target[row], np.full(len(row), int(NameLevel.SAME))
        of, variant = self._names.variants
        group, via = equal_pairs(name, of)
        hop, row = equal_pairs(variant[via], target_name)
        alike = groups[group[hop]], target[row], np.full(len(row), int(NameLevel.HOMOPHONE))
        holder, _, spoken = self._recorded
        group, row = equal_pairs(name, spoken)
        recorded = groups[group], holder[row], np.full(len(row), int(NameLevel.RECORDED))
        return [same, alike, recorded]

    def _nameless(self, kind: str) -> tuple[Index, Index]:
        """(position of the group, mention) of mentions of a kind in groups that state no whole name."""
        standing = self._standing
        position = np.full(len(standing.label), -1, np.int64)
        position[standing.groups] = np.where(self.best_names() == 0, np.arange(len(standing.groups)), -1)
        group = position[standing.label]
        of_kind = self._names.kind.lookup(lambda r: r.kind == kind, np.bool_)[self._names.kind.codes]
        mention = np.flatnonzero((group >= 0) & of_kind)
        return group[mention], mention

    def _by_office(self) -> tuple[Index, Index, Index]:
        """A title with a surname (王所长), of a known unit."""
        people, standing, surname = self._people, self._standing, self._names.surname.codes
        unit = people.unit.codes
        target = standing.target[standing.label]
        called = target & self._names.whole & (surname != 0)
        posted = target & (unit != 0)
        of, surnames = distinct_rows(standing.label[called], surname[called])
        at, units = distinct_rows(standing.label[posted], unit[posted])
        left, right = equal_pairs(of, at)
        group, mention = self._nameless("titled")
        said = unit[mention] != 0
        group, mention = group[said], mention[said]
        size = len(people.unit.values)
        a, b = equal_pairs(
            surname[mention].astype(np.int64) * size + unit[mention], surnames[left] * size + units[right]
        )
        return group[a], of[left[b]], np.full(len(a), int(NameLevel.SURNAME))

    def _by_nickname(self) -> list[tuple[Index, Index, Index]]:
        """A nickname: whoever goes by it, whose name it may be made of, who is of the gang, or of the surname
        that the record tells."""
        standing = self._standing
        group, mention = self._nameless("nickname")
        said = self._people.name.codes[mention].astype(np.int64)
        holder, name = self._nicknamed
        a, b = equal_pairs(said, name)
        known = group[a], holder[b], np.full(len(a), int(NameLevel.RECORDED))
        nickname, spoken = self._names.hinted
        a, b = equal_pairs(said, nickname)
        hop, row = equal_pairs(spoken[b], self.named[1])
        made = self.named[0][row]
        # Few go by two nicknames
        level = np.where(self._calls[made], int(NameLevel.UNKNOWN), int(NameLevel.NICKNAME))
        found = [known, (group[a[hop]], made, level)]
        context = self._context
        for ours, theirs in ((context.gang, context.gang), (context.told, context.surname)):
            chosen = np.flatnonzero((theirs != 0) & standing.target[standing.label])
            of, value = distinct_rows(standing.label[chosen], theirs[chosen])
            of, value = (column[~self._calls[of]] for column in (of, value))
            told = np.flatnonzero(ours[mention])
            a, b = equal_pairs(ours[mention[told]], value)
            found.append((group[told[a]], of[b], np.full(len(a), int(NameLevel.UNKNOWN))))
        return found

    def written(self, claims: Claims) -> NDArray[np.float64]:
        """Bits of how often the cluster of each claim would be written as the group is."""
        bits = np.log2([WRITTEN.get(level, 1.0) for level in NameLevel])[claims.name]
        unrecorded = np.isin(claims.name, (NameLevel.NICKNAME, NameLevel.UNKNOWN))
        bits[unrecorded] += rounded(np.log2(self._nicknamed_share()))[claims.cluster[unrecorded]]
        return np.asarray(bits)

    def _nicknamed_share(self) -> NDArray[np.float64]:
        """How likely each cluster is to be somebody who goes by a nickname: as often as records say so of the
        members of gangs, or of others."""
        label, target = self._standing.label, self._standing.target
        member = np.zeros(len(label), np.bool_)
        member[label[self._context.gang != 0]] = True
        share = np.zeros(len(label))
        for side, (some, every) in zip((member, ~member), USUAL, strict=True):
            share[side] = ((self._calls & side).sum() + some) / ((target & side).sum() + every)
        return share


def _spoken(reading: Reading) -> str:
    if reading.kind in FULL:
        return reading.clean
    return reading.surname + reading.given if reading.kind == "titled" and reading.given else ""


def _keys(name: str) -> set[str]:
    """Blocks in which a name and its variants meet: as it sounds, in any order, without one character."""
    keys = {"~" + homophone_key(name), "=" + "".join(sorted(name))}
    if len(name) > 2:
        keys |= {"-" + name[:k] + "?" + name[k + 1 :] for k in range(len(name))}
    return keys

"""Which pairs of mentions are compared at all: those that share something nearly its bearer's own.

A rule gives each mention a key; mentions of one key make a block. A name alone is no key: ten 刘勇 without a
number give no pair here; they are placed later, among all who could be meant (see `placing`).
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from netinv.resolve.columns import joined
from netinv.resolve.hashes import Hashes, combined
from netinv.resolve.people import People
from netinv.resolve.sketch import Sketch

WIDEST = 400
"""Distinct bearers of one value above which it says nothing: a switchboard, an office's address."""

REPEATED = 0.02
"""Share of the register's numbers that stand in it twice, from which on it counts as listing people twice."""

NAMES_EACH = 6
"""Pairs, a mention, that a rule of which many may share a value can give to compare: the rarest first."""


class Rule(NamedTuple):
    """Mentions that have a key, and their keys; `rare`: only the smallest blocks are made."""

    mention: NDArray[np.int64]
    key: Hashes
    rare: bool = False


class Blocking(NamedTuple):
    """What decides which blocks are made, beside who stands in them: frozen in a model version."""

    repeated: bool
    """Whether the register lists people twice."""
    widest: list[int]
    """Of each rule the most mentions that a block may have; 0 where any number may stand in it."""


def pairs(people: People, sketch: Sketch | None = None) -> NDArray[np.int64]:
    """Candidate pairs as an (n, 2) array of mention indices, left < right, sorted, without repetition."""
    return blocked(people, sketch or Sketch.of(people))[0]


def blocked(
    people: People, sketch: Sketch, frozen: Blocking | None = None
) -> tuple[NDArray[np.int64], Blocking]:
    """`pairs`, and what decided which blocks are made, if it is not given.

    Within a block every mention is paired with the first of each distinct (name, number) there, so a block
    of n equal mentions costs n pairs and not n squared.
    """
    n = len(people)
    blocking = frozen or Blocking(repeats(people), [])
    found = [np.zeros(0, np.int64)]
    profile = np.unique(sketch.profile, return_inverse=True)[1]
    for number, rule in enumerate(rules(people, sketch, blocking.repeated)):
        mention, start, size = _grouped(rule)
        if not frozen:
            blocking.widest.append(_widest(size, NAMES_EACH * n) if rule.rare else 0)
        found.append(_star(mention, start, size, profile, blocking.widest[number], n))
    keys = np.concatenate(found)
    del found  # of a large register as much again as all else
    keys.sort()
    keys = keys[np.append(True, keys[1:] != keys[:-1])[: len(keys)]]
    return np.stack([keys // max(1, n), keys % max(1, n)], axis=1), blocking


def starred(rule: Rule, profile: NDArray[np.int64], widest: int, n: int) -> NDArray[np.int64]:
    """The pairs of one rule's blocks, as left * n + right. `profile` has a code for each mention."""
    mention, start, size = _grouped(rule)
    return _star(mention, start, size, profile, widest, n)


def rules(people: People, sketch: Sketch, repeated: bool) -> Iterator[Rule]:
    """Every rule, most of them a value together with what a slip of the pen leaves of a name."""

    def rule(*parts: Hashes, among: NDArray[np.bool_] | None = None) -> Rule:
        """Mentions that say all of these; `among` those of a register that lists people twice."""
        said = np.ones(len(people), np.bool_) if among is None else among.copy()
        for part in parts:
            said &= part != 0
        mention = np.flatnonzero(said)
        key = parts[0][mention] if len(parts) == 1 else combined(*(part[mention] for part in parts))
        return Rule(mention, key, among is not None)

    yield rule(sketch.number)
    mention, place = np.nonzero(sketch.phones)
    yield Rule(mention, sketch.phones[mention, place])
    yield rule(sketch.account)
    for part in (sketch.number_head, sketch.number_tail, sketch.number_ends):
        yield rule(part)
    for part in sketch.short_numbers:
        yield rule(part)._replace(rare=True)
    yield rule(sketch.sound, sketch.number_shown)
    for name in sketch.names:
        yield rule(name, sketch.birth)
        yield rule(name, sketch.door)
        yield rule(name, sketch.unit)
    yield rule(sketch.surname, sketch.birth)
    yield rule(sketch.surname, sketch.door)
    if repeated:
        listed = np.array([table == "people" for table in people.table], np.bool_)
        yield rule(sketch.sound, among=listed)
        yield rule(sketch.birth, sketch.door, among=listed)._replace(rare=False)
        for name in sketch.names:
            yield rule(name, sketch.place, among=listed)
        # Words of Latin names vary more than a sound can bridge: a day or an address is enough to look
        latin = people.reading.lookup(lambda r: r.kind == "foreign", np.bool_)[people.name.codes] & listed
        for part in (sketch.birth, sketch.place):
            yield rule(part, among=latin)
        for name in sketch.names:
            yield rule(name, sketch.birth_place, among=latin)


def repeats(people: People) -> bool:
    """Whether the register of people is seen to list some of them more than once, by their numbers, or by
    name and day of birth.

    In one that does, a rare name may well be the same person again; in one that does not, it never is.
    """
    listed = np.array([table == "people" for table in people.table], np.bool_)
    numbered = listed & people.whole
    born = listed & (people.name.codes > 0) & (people.birth.codes > 0)
    marks = people.number.codes[numbered], joined(people.name.codes[born], people.birth.codes[born])
    for count in (np.unique(mark, return_counts=True)[1] for mark in marks):
        if (count > 1).sum() > REPEATED * max(1, len(count)):
            return True
    return False


def _grouped(rule: Rule) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int64]]:
    """The mentions of a rule by key, and where each block begins and how many stand in it."""
    order = np.argsort(rule.key)
    mention, key = rule.mention.astype(np.int32)[order], rule.key[order]
    edge = np.flatnonzero(np.append(np.append(True, key[1:] != key[:-1]), True)[: len(key) + 1])
    return mention, edge[:-1], np.diff(edge)


def _star(
    mention: NDArray[np.int32],
    start: NDArray[np.int64],
    size: NDArray[np.int64],
    profile: NDArray[np.int64],
    widest: int,
    n: int,
) -> NDArray[np.int64]:
    """Pairs of each block, as left * n + right: every mention with the first of each profile of its block."""
    kept = size > 1
    if widest:
        kept &= size <= widest
    start, size = start[kept], size[kept]
    if not len(start):
        return np.zeros(0, np.int64)
    block = np.repeat(np.arange(len(start)), size)
    mention = mention[np.arange(len(block)) + np.repeat(start - np.cumsum(size) + size, size)]
    profile = block * (int(profile.max()) + 1) + profile[mention]
    order = np.argsort(profile)
    mention, profile = mention[order], profile[order]
    new_profile = np.append(True, profile[1:] != profile[:-1])
    first = np.flatnonzero(new_profile)
    centre = np.minimum.reduceat(mention, first)
    leads = mention == centre[np.cumsum(new_profile) - 1]
    centres = np.bincount(block[first])
    width = np.where(centres <= WIDEST, centres, 0)[block]
    # each mention beside the centres of its block, one after the other
    shift = (np.cumsum(centres) - centres)[block] - (np.cumsum(width) - width)
    left = np.repeat(mention, width)
    right = centre[np.arange(len(left)) + np.repeat(shift, width)]
    # two that lead meet twice
    chosen = (left < right) | ((left > right) & ~np.repeat(leads, width))
    left, right = left[chosen], right[chosen]
    return np.asarray(np.minimum(left, right) * np.int64(n) + np.maximum(left, right))


def _widest(size: NDArray[np.int64], budget: int) -> int:
    """The size up to which all blocks together give `budget` pairs at most."""
    wide = np.sort(size)
    allowed = np.cumsum(wide * (wide - 1) // 2) <= budget
    widest = int(wide[allowed].max(initial=1))
    return widest if allowed.all() else max(1, min(widest, int(wide[~allowed].min()) - 1))

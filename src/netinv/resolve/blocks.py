"""Which pairs of mentions are compared at all: those that share something nearly its bearer's own.

A rule gives each mention a key; mentions of one key make a block. A name alone is no key: ten 刘勇 without a
number give no pair here; they are placed later, among all who could be meant (see `placing`).
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from netinv.resolve.columns import joined
from netinv.resolve.people import People
from netinv.resolve.sketch import Sketch
from netinv.resolve.sounds import NONE

WIDEST = 400
"""Distinct bearers of one value above which it says nothing: a switchboard, an office's address."""

REPEATED = 0.02
"""Share of the register's numbers that stand in it twice, from which on it counts as listing people twice."""

NAMES_EACH = 6
"""Pairs of names that sound alike, a mention, which such a register may give to compare: the rarest first."""

Keys = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Mentions of a rule and their keys."""


def pairs(people: People, sketch: Sketch | None = None) -> NDArray[np.int64]:
    """Candidate pairs as an (n, 2) array of mention indices, left < right, sorted, without repetition.

    Within a block every mention is paired with the first of each distinct (name, number) there, so a block
    of n equal mentions costs n pairs and not n squared.
    """
    n = len(people)
    profile = joined(people.name.codes, people.number.codes) if n else np.zeros(0, np.int64)
    found = [np.zeros(0, np.int64)]
    for mention, key in _rules(people, sketch or Sketch.of(people)):
        found.append(_star(mention, key, profile[mention], n))
    keys = np.sort(np.concatenate(found))
    keys = keys[np.append(True, keys[1:] != keys[:-1])[: len(keys)]]
    return np.stack([keys // max(1, n), keys % max(1, n)], axis=1)


def _rules(people: People, sketch: Sketch) -> Iterator[Keys]:
    """Every rule, most of them a value together with what a slip of the pen leaves of a name."""

    def rule(*codes: NDArray[np.int64] | NDArray[np.int32]) -> Keys:
        """Mentions that say all of these (0 or -1 where one does not)."""
        said = np.all([code > NONE for code in codes], axis=0)
        return np.flatnonzero(said), joined(*(code[said] for code in codes))

    def zero_is_none(codes: NDArray[np.int32]) -> NDArray[np.int64]:
        return codes.astype(np.int64) - 1

    number, account, unit, birth, birth_place = (
        zero_is_none(column.codes)
        for column in (people.number, people.account, people.unit, people.birth, people.birth_place)
    )
    yield rule(np.where(people.whole, number, NONE))
    phones = people.phone_codes
    mention, place = np.nonzero(phones > NONE)
    yield mention, phones[mention, place].astype(np.int64)
    yield rule(account)
    for part in (sketch.number_head, sketch.number_tail, sketch.number_ends):
        yield rule(part)
    yield rule(sketch.sound, sketch.number_shown)
    for name in sketch.names:
        yield rule(name, birth)
        yield rule(name, sketch.door)
        yield rule(name, unit)
    yield rule(sketch.surname, birth)
    yield rule(sketch.surname, sketch.door)
    if repeats(people):
        listed = np.array([table == "people" for table in people.table], np.bool_)
        yield _rarest(*rule(np.where(listed, sketch.sound, NONE)), NAMES_EACH * len(people))
        yield rule(np.where(listed, birth, NONE), sketch.door)
        for name in sketch.names:
            yield _rarest(*rule(np.where(listed, name, NONE), sketch.place), NAMES_EACH * len(people))
        # Words of Latin names vary more than a sound can bridge: a day or an address is enough to look
        latin = people.reading.lookup(lambda r: r.kind == "foreign", np.bool_)[people.name.codes] & listed
        for code in (birth, sketch.place):
            yield _rarest(*rule(np.where(latin, code, NONE)), NAMES_EACH * len(people))
        for name in sketch.names:
            yield _rarest(*rule(np.where(latin, name, NONE), birth_place), NAMES_EACH * len(people))


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


def _rarest(mention: NDArray[np.int64], key: NDArray[np.int64], budget: int) -> Keys:
    """The smallest blocks of a rule, as many as give `budget` pairs at most."""
    _, key, size = np.unique(key, return_inverse=True, return_counts=True)
    order = np.argsort(size, kind="stable")
    allowed = np.cumsum((size * (size - 1) // 2)[order]) <= budget
    widest = int(size[order][allowed].max(initial=0))
    if not allowed.all():
        widest = min(widest, int(size[order][~allowed].min()) - 1)
    kept = size[key] <= widest
    return mention[kept], key[kept]


def _star(
    mention: NDArray[np.int64], key: NDArray[np.int64], profile: NDArray[np.int64], n: int
) -> NDArray[np.int64]:
    """Pairs of each block, as left * n + right: every mention with the first of each profile of its block."""
    if not len(mention):
        return np.zeros(0, np.int64)
    order = np.argsort(joined(key, profile))
    mention, key, profile = mention[order], key[order], profile[order]
    new_block = np.append(True, key[1:] != key[:-1])
    new_profile = new_block | np.append(True, profile[1:] != profile[:-1])
    start = np.flatnonzero(new_profile)
    centre = np.minimum.reduceat(mention, start)
    leads = mention == centre[np.cumsum(new_profile) - 1]
    block = np.cumsum(new_block) - 1
    centres = np.bincount(block[start])
    first = np.concatenate([[0], np.cumsum(centres)[:-1]])
    width = np.where(centres <= WIDEST, centres, 0)[block]
    row = np.repeat(np.arange(len(mention)), width)
    within = np.arange(len(row)) - np.repeat(np.cumsum(width) - width, width)
    left, right = mention[row], centre[first[block[row]] + within]
    # two that lead meet twice
    kept = (left < right) | ((left > right) & ~leads[row])
    left, right = left[kept], right[kept]
    return np.asarray(np.minimum(left, right) * n + np.maximum(left, right), np.int64)

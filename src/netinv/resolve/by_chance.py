"""How often two different people agree by chance."""

import numpy as np
from numpy.typing import NDArray

from netinv.resolve.comparisons import BIRTH, LEVELS, NUMBER, Comparisons
from netinv.resolve.hashes import Hashes
from netinv.resolve.name_levels import NameLevel
from netinv.resolve.numbers import OTHER
from netinv.resolve.people import People

PRIOR_U: dict[str, tuple[float, ...]] = {
    "name": (1, 0.88, 0.06, 0.04, 0.01, 0.002, 0.002, 0.001, 0.0002, 0.0008),
    "alias": (1, 0.98, 0.02),
    "number": (1, 0.9998, 0.0001, 0.0001, 0.00001),
    "phone": (1, 0.9998, 0.0001, 0.0001),
    "account": (1, 0.9999, 0.0001),
    "birth": (1, 0.9995, 0.0002, 0.0002, 0.0001),
    "birth_place": (1, 0.9, 0.05, 0.05),
    "gender": (1, 0.5, 0.5),
    "address": (1, 0.8, 0.15, 0.0493, 0.0005, 0.0002),
    "unit": (1, 0.96, 0.04),
    "title": (1, 0.6, 0.3, 0.1),
}
"""What is held of pairs of different people before the data speak: as `PRIOR_M`."""
PRIOR_PAIRS = 50.0
RANDOM_PAIRS = 60_000
NAMESAKES = 300
"""Pairs of one name and two numbers that tell how often namesakes agree."""
WITH_NAMES = ("gender", "address", "birth_place", "unit", "title")
"""Fields that go with a name."""

Shares = dict[str, NDArray[np.float64]]
"""Share of each level among the pairs that say something, by field."""


def of_two(comparisons: Comparisons) -> Shares:
    """How often each level is seen with two different people: counted over random pairs of mentions that
    state the field.

    Matches hide among random pairs too; where names differ there are next to none, so the other fields'
    shares come from there.
    """
    people = comparisons.people
    u = {}
    for field, stated in comparisons.stated().items():
        who = np.flatnonzero(stated)
        pairs = drawn(who, np.zeros(len(who), np.int64), people.key_hash)
        levels = comparisons.levels(pairs, {"name", field})
        if field != "name":
            levels = levels[levels[:, 0] <= NameLevel.FAMILY]
        u[field] = shares(levels, None, PRIOR_U)[field]
    return u


def namesakes(comparisons: Comparisons) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
    """Random pairs of one name whose numbers and birth dates make them two people, and their levels."""
    pairs = _of_one_name(comparisons.people)
    levels = comparisons.levels(pairs)
    two = (levels[:, 0] == NameLevel.SAME) & (levels[:, NUMBER] == OTHER) & (levels[:, BIRTH] == OTHER)
    return pairs[two], levels[two]


def of_namesakes(levels: NDArray[np.int8], two: NDArray[np.float64]) -> Shares:
    """How often namesakes agree on what goes with a name: who bear one name are mostly of one sex, and often
    of one clan and place. `two` is how likely each pair is two people: some bear a wrong number."""
    seen = shares(levels, two, PRIOR_U)
    return {field: seen[field] for field in WITH_NAMES}


def _of_one_name(people: People) -> NDArray[np.int64]:
    """Random pairs of one name that state valid numbers, whatever else they have in common."""
    stated = np.flatnonzero(people.valid & people.name.said)
    return drawn(stated, people.name.codes[stated].astype(np.int64), people.key_hash)


def drawn(who: NDArray[np.int64], group: NDArray[np.int64], order: Hashes) -> NDArray[np.int64]:
    """`RANDOM_PAIRS` pairs of `who`, each of one group, or as many as there are.

    Neighbours in the order of their hashes, then those next but one, and so on: as good as at random, and one
    mention more or less leaves nearly all pairs as they were. Drawn by position, the weight of what is
    seldom seen would jump with every new record.
    """
    place = np.lexsort((order[who], group))
    who, group, found = who[place], group[place], [np.zeros((0, 2), np.int64)]
    missing = RANDOM_PAIRS
    for apart in range(1, len(who)):
        same = np.flatnonzero(group[apart:] == group[:-apart])
        if not missing or not len(same):
            break
        if len(same) > missing:
            same = same[np.argsort(order[who[same]], kind="stable")[:missing]]
        found.append(np.stack([who[same], who[same + apart]], axis=1))
        missing -= len(same)
    return np.concatenate(found)


def shares(
    levels: NDArray[np.int8],
    match: NDArray[np.float64] | None,
    prior: dict[str, tuple[float, ...]],
) -> Shares:
    """Share of each level among the pairs that say something, each pair weighing its match probability."""
    result = {}
    for column, field in enumerate(LEVELS):
        size = len(LEVELS[field])
        counts = np.bincount(levels[:, column], weights=match, minlength=size).astype(float)
        counts[1:] += PRIOR_PAIRS * np.array(prior[field][1:])
        counts[0] = 0
        shares = counts / counts.sum()
        shares[0] = 1.0
        result[field] = shares
    return result

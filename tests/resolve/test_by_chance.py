"""What chance shows is drawn so that a new record leaves nearly all as it was."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from netinv.ledger.ledger import Ledger
from netinv.ledger.types import Mentions
from netinv.resolve import by_chance
from netinv.resolve.by_chance import drawn
from netinv.resolve.hashes import of_texts
from netinv.resolve.odds import GRAIN, rounded
from netinv.resolve.resolve import resolve
from netinv.resolve.result import Resolution

Pairs = set[frozenset[int]]


def pairs_of(groups: Sequence[int], without: frozenset[int] = frozenset()) -> Pairs:
    who = np.array([i for i in range(len(groups)) if i not in without], np.int64)
    order = of_texts([f"记录{i}" for i in range(len(groups))])
    found = drawn(who, np.array(groups, np.int64)[who], order)
    pairs = {frozenset(pair) for pair in found.tolist()}
    assert len(pairs) == len(found), "none of them twice"
    return pairs


@given(st.lists(st.integers(0, 3), max_size=30))
def test_of_few_all_pairs_of_one_group_are_drawn(groups: list[int]) -> None:
    every = {frozenset(p) for p in combinations(range(len(groups)), 2) if groups[p[0]] == groups[p[1]]}
    assert pairs_of(groups) == every


def test_of_many_one_more_or_less_leaves_nearly_all_pairs() -> None:
    """Of a thousand mentions 60,000 pairs are drawn; each mention stands in about 120."""
    groups = [0] * 1000
    all_of_them = pairs_of(groups)
    assert len(all_of_them) == by_chance.RANDOM_PAIRS
    for gone in (0, 17, 999):
        others = {pair for pair in all_of_them if gone not in pair}
        left = pairs_of(groups, frozenset([gone]))
        assert len(others - left) + len(left - others) < 0.07 * len(all_of_them)


@given(st.lists(st.floats(-40, 40), max_size=20))
def test_bits_are_stated_to_a_grain_so_that_sums_are_exact(bits: list[float]) -> None:
    said = rounded(np.array(bits))
    assert np.abs(said - bits).max(initial=0.0) <= GRAIN / 2
    assert sum(said.tolist()) == sum(sorted(said.tolist()))


def test_a_new_record_leaves_who_others_are(
    county: Ledger, mentions: Mentions, resolution: Resolution
) -> None:
    """One person more in a county of a thousand: weights stay to a grain, and nearly every join to the last
    digit."""
    last = max(i for i, table in enumerate(mentions.table) if table == "people")
    chosen = [i for i in range(len(mentions)) if i != last]
    less = resolve(mentions.some(chosen), county.rows)
    for field, weights in resolution.weights.items():
        assert np.abs(np.subtract(weights, less.weights[field])).max() <= GRAIN
    moved = [key for key, entity in less.entity_of.items() if resolution.entity_of[key] != entity]
    assert len(moved) <= 10
    same = set(less.joins) & set(resolution.joins)
    assert len(same) > 0.9 * len(less.joins)

"""Error rates: what chance reaches, and what an alert says of it. Properties over invented strengths."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netinv.detect.chance import BINS, COUNTIES, MOST, by_bin, larger, measure, q_values
from netinv.detect.coincidence import Marginal, expected
from netinv.model.alerts import Family

STRENGTHS = st.lists(st.floats(0.7, 10), max_size=30)


def of_pairs(strengths: list[float]) -> dict[tuple[str, str], float]:
    return {(f"P{n // 2}", f"TH{n % 3}"): s for n, s in enumerate(strengths)}


@settings(max_examples=40)
@given(STRENGTHS, STRENGTHS)
def test_a_stronger_alert_has_no_larger_q_value_and_no_smaller_probability(
    real: list[float], chance: list[float]
) -> None:
    measured = measure(real, by_bin(chance, [1.0] * len(chance), COUNTIES))
    pairs = of_pairs(real)
    q = q_values(pairs, measured)
    order = sorted(pairs, key=lambda pair: pairs[pair])
    doubts = {pair: [1 - measured.probability(s) for s in real if s >= pairs[pair]] for pair in order}
    assert all(q[pair] >= sum(doubts[pair]) / len(doubts[pair]) - 1e-9 for pair in order)
    assert all(0 < q[pair] <= 1 for pair in order)
    for weak, strong in pairwise(order):
        assert q[weak] >= q[strong] or pairs[weak] == pairs[strong]
        assert measured.probability(pairs[weak]) <= measured.probability(pairs[strong])


@settings(max_examples=40)
@given(st.lists(st.floats(0.7, 10), min_size=1, max_size=8))
def test_one_county_of_chance_has_no_alert_at_five_per_cent(strengths: list[float]) -> None:
    """Where look-alikes show as much as the real gangs, nothing stands out."""
    measured = measure(strengths, by_bin(strengths * COUNTIES, [1.0] * len(strengths) * COUNTIES, COUNTIES))
    assert min(q_values(of_pairs(strengths), measured).values()) > 0.05


def test_strong_pairs_that_chance_never_shows_are_probably_real() -> None:
    real = [6.0, 5.5, 5.2, 5.0, 4.8, 1.2, 1.1, 1.0]
    measured = measure(real, by_bin([1.0, 1.1, 1.2] * COUNTIES, [1.0] * 3 * COUNTIES, COUNTIES))
    q = q_values(of_pairs(real), measured)
    assert max(q[pair] for pair, s in of_pairs(real).items() if s > 4) <= 0.05
    assert measured.probability(6.0) > 0.9
    assert measured.probability(60.0) <= MOST < 1  # a flag is a question
    assert measured.probability(1.0) < 0.2


def test_the_larger_of_two_measurements_counts_at_every_strength() -> None:
    one, other = by_bin([1.0, 5.0], [1.0, 1.0], 1), by_bin([3.0, 3.0, 3.0], [1.0] * 3, 1)
    tail = np.cumsum(larger(one, other)[::-1])[::-1]
    assert tail[0] == 3
    assert tail[int(4.0 / 0.05)] == 1


def test_coincidence_is_what_independent_families_would_give() -> None:
    """100 officials, 10 with a tie and 10 with a benefit beside one gang: one coincidence is expected."""
    tie = {Family.TIE: Marginal(1.0, 0.0, frozenset({"calls"}))}
    benefit = {Family.BENEFIT: Marginal(2.0, 0.0, frozenset({"transfers"}))}
    shown = {(f"P{n:03d}", "TH1"): tie if n < 10 else benefit if n < 20 else {} for n in range(100)}
    office = {f"P{n:03d}": "law" for n in range(100)}
    found = expected(shown, {}, office, ["TH1"])
    assert found.sum() == pytest.approx(1.0)
    assert found[60] == pytest.approx(1.0)


def test_one_record_of_two_families_is_no_coincidence() -> None:
    same = frozenset({"events"})
    shown = {("P0", "TH1"): {Family.TIE: Marginal(1.0, 0.0, same), Family.BENEFIT: Marginal(1.0, 0.0, same)}}
    assert expected(shown, {}, {"P0": "law", "P1": "law"}, ["TH1"]).sum() == 0


def test_bins_hold_the_strongest() -> None:
    assert by_bin([1000.0], [1.0], 1)[BINS - 1] == 1

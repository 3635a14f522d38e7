"""What people answer recalibrates the model: the map, and what of a ledger's judgements it is learnt from."""

import csv
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netinv.ledger.ledger import Ledger
from netinv.ledger.types import Judgement, Mentions
from netinv.model.keys import SEPARATOR
from netinv.resolve.calibration import SURE, UNTAUGHT, Calibration, Lesson, fitted
from netinv.resolve.odds import log_odds, probability
from netinv.resolve.resolve import resolve
from netinv.resolve.result import Doubt, Joined, Resolution


def bits(share: float) -> float:
    return float(log_odds(np.array(share)))


def now(found: Calibration, share: float) -> float:
    """What the model calls `share`, as the answers have it."""
    return float(probability(found.odds(log_odds(np.array(share)))))


def said(share: float, same: int, different: int) -> list[Lesson]:
    return [Lesson(bits(share), True)] * same + [Lesson(bits(share), False)] * different


CASES: list[tuple[str, list[Lesson], float, tuple[float, float]]] = [
    # answers, what the model calls a pair, between what it counts as then
    ("nobody answered", [], 0.85, (0.85, 0.85)),
    ("one answer changes little", said(0.85, 0, 1), 0.85, (0.80, 0.85)),
    ("even one that surprises", said(0.95, 0, 1), 0.95, (0.90, 0.95)),
    ("ten the model foresaw change nothing", said(0.8, 8, 2), 0.8, (0.79, 0.81)),
    ("many *different* at .85: more careful", said(0.85, 40, 60), 0.85, (0.4, 0.55)),
    ("and more careful beside it", said(0.85, 40, 60), 0.9, (0.45, 0.75)),
    ("many *same* at .7: those join", said(0.7, 95, 5), 0.7, (0.85, 0.95)),
    ("what nobody was asked about keeps its word", said(0.85, 40, 60), 1 - 2.0**-30, (1 - 1e-8, 1)),
    ("at the other end too", said(0.7, 95, 5), 2.0**-30, (0, 1e-8)),
    ("all wrong, likelier stays likelier", said(0.9, 0, 99) + said(0.2, 99, 0), 0.9, (0.5, 0.65)),
]


@pytest.mark.parametrize(("lessons", "share", "between"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_what_answers_make_of_a_probability(
    lessons: list[Lesson], share: float, between: tuple[float, float]
) -> None:
    low, high = between
    assert low - 1e-12 <= now(fitted(lessons), share) <= high + 1e-12


ANSWERS = st.lists(st.builds(Lesson, st.floats(-12, 12), st.booleans()), max_size=60)


@given(ANSWERS, st.randoms(use_true_random=False))
def test_the_map_keeps_the_order_of_probabilities_and_knows_none_of_answers(
    lessons: list[Lesson], shuffle: Random
) -> None:
    found = fitted(lessons)
    assert (np.diff(found.odds(np.linspace(-49, 49, 981))) >= 0).all()
    shuffle.shuffle(lessons)
    assert fitted(lessons) == found


@given(ANSWERS, st.lists(st.floats(0.01, 1), min_size=1, max_size=5))
def test_who_competes_never_holds_more_than_all(lessons: list[Lesson], claims: list[float]) -> None:
    share = np.array(claims) / (sum(claims) + 0.01)
    moved = fitted(lessons).shares(share, np.zeros(len(share), np.int64))
    assert moved.sum() <= 1 + 1e-9
    best = share.argmax()
    assert (moved <= moved[best]).all()


def test_a_model_that_says_too_much_is_found_out() -> None:
    draw = np.random.default_rng(1)
    asked, others = draw.uniform(1 - SURE, SURE, (2, 200))

    def true(share: np.ndarray) -> np.ndarray:
        return probability(0.6 * log_odds(share) - 1)

    answers = draw.random(200) < true(asked)
    found = fitted([Lesson(b, s) for b, s in zip(log_odds(asked).tolist(), answers.tolist(), strict=True)])
    off = [np.abs(each.odds(log_odds(others)) - log_odds(true(others))).mean() for each in (UNTAUGHT, found)]
    assert off[1] < off[0] / 2


# --- on a county

Pair = Joined | Doubt


def weighed(found: Resolution) -> list[Pair]:
    """Pairs of persons that the queue would ask about."""
    every = [*found.joins, *(d for d in found.doubts if d.outcome == "below")]
    return [p for p in every if 1 - SURE <= p.probability < SURE and p.left.endswith("person")]


def answered(pairs: Sequence[Pair], verdict: Callable[[Pair], str], asked: bool = True) -> list[Judgement]:
    return [
        Judgement(n, n, "", "x", *sorted(p[:2]), verdict(p), "因为", asked=asked)
        for n, p in enumerate(pairs, 1)
    ]


def unlike(pairs: Sequence[Pair]) -> list[Pair]:
    """Every other pair, each mention once."""
    seen: set[str] = set()
    chosen = []
    for pair in sorted(pairs, key=lambda p: p[:2])[::2]:
        if not seen & {*pair[:2]}:
            seen |= {*pair[:2]}
            chosen.append(pair)
    return chosen


@pytest.fixture(scope="module")
def asked(resolution: Resolution) -> list[Pair]:
    return unlike(weighed(resolution))


def test_what_nobody_asked_what_is_unsure_and_what_is_forced_teaches_nothing(
    county: Ledger, mentions: Mentions, asked: list[Pair]
) -> None:
    made = answered(asked, lambda _: "different")
    made[::3] = [replace(each, asked=False) for each in made[::3]]
    made[1::3] = [replace(each, verdict="unsure") for each in made[1::3]]
    made[2::3] = [replace(each, verdict="same", forced=True) for each in made[2::3]]
    assert resolve(mentions, county.rows, made).taught == {}


@pytest.mark.parametrize("verdict", ["same", "different"])
def test_all_alike_answers_move_what_nobody_was_asked_about(
    county: Ledger, mentions: Mentions, resolution: Resolution, asked: list[Pair], verdict: str
) -> None:
    """What is shown moves, and with it what is joined; the bars add up."""
    answers = answered(asked, lambda _: verdict)
    found = resolve(mentions, county.rows, answers[::-1])
    assert sum(each.answers for each in found.taught.values()) > 0.9 * len(asked), "each counts once"

    def others(of: Resolution) -> dict[frozenset[str], float]:
        return {frozenset(p[:2]): p.probability for p in (*of.joins, *of.doubts)}

    before, after = others(resolution), others(found)
    mine = {frozenset(p[:2]) for p in asked}
    both = [p for p in before if p in after and p not in mine and 1 - SURE <= before[p] < SURE]
    moved = [after[pair] - before[pair] for pair in both]
    assert np.mean(moved) > 0.02 if verdict == "same" else np.mean(moved) < -0.05

    def placed(of: Resolution) -> int:
        keys = {key for pair in mine for key in pair}
        return sum(not keys & {*j[:2]} for j in of.joins if j.left.endswith("person"))

    assert placed(found) > placed(resolution) if verdict == "same" else placed(found) < placed(resolution)
    for pair in [p for p in (*found.joins, *found.doubts) if p.left.endswith("person")]:
        learnt = sum(c.weight for c in pair.comparisons if c.field == "answers")
        if learnt and pair.probability < 0.999:
            alone = np.array(bits(pair.probability) - learnt)
            maps = [each.odds(alone) for each in found.taught.values()]
            # rivals who would hold more than all together are held down
            assert min(abs(m - bits(pair.probability)) for m in maps) < 1e-4 or verdict == "same"


def test_answers_by_the_truth_make_nothing_worse(
    county: Ledger, mentions: Mentions, resolution: Resolution, asked: list[Pair], truth: Path
) -> None:
    with (truth / "truth_mentions.csv").open(encoding="utf-8-sig", newline="") as file:
        who = {(r["table"], r["record_id"], r["ref"]): r["true_entity_id"] for r in csv.DictReader(file)}

    def right(pair: Pair) -> bool:
        one, other = (who.get(tuple(key.split(SEPARATOR)[1:4])) for key in pair[:2])  # type: ignore[arg-type]
        return one == other

    answers = answered(asked, lambda pair: "same" if right(pair) else "different")
    obeyed = resolve(mentions, county.rows, [replace(each, asked=False) for each in answers])
    learnt = resolve(mentions, county.rows, answers)
    mine = {frozenset(p[:2]) for p in asked}

    def losses(of: Resolution) -> dict[frozenset[str], float]:
        return {
            frozenset(p[:2]): -math.log2(p.probability if right(p) else 1 - p.probability)
            for p in weighed(of)
            if frozenset(p[:2]) not in mine
        }

    without, with_ = losses(obeyed), losses(learnt)
    both = without.keys() & with_.keys()
    assert len(both) > 500
    assert np.mean([with_[p] for p in both]) < np.mean([without[p] for p in both]) + 0.005

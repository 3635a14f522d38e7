"""How good the answers are on counties smaller than the default, against their truth. Floors, not records.

One county has a handful of umbrellas, so its score scatters; the benchmarks pool many.

The floors are those that the first version has to show. What is reached, and what simpler identities reach
on the same county, prints `make bench-run`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pytest
from desk import Desk

from netinv.demo import CountySummary, write_county

PAIR_F1_FLOOR = 0.85
AVERAGE_PRECISION_FLOOR = 0.40
SEEDS = (0,)

pytestmark = pytest.mark.filterwarnings("error")


@dataclass(frozen=True)
class Done:
    """A county that was run and exported."""

    county: CountySummary
    exports: Path


@pytest.fixture(scope="module")
def work(make_desk: Callable[[str], Desk], tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Done]:
    def run(seed: int, people: int = 2_000, null: bool = False) -> Done:
        county = write_county(tmp_path_factory.mktemp("county"), people=people, seed=seed, null=null)
        desk = make_desk("desk")
        desk.run(county.data)
        desk.exported(["entities", "alerts"])
        return Done(county, desk.exports)

    return run


@pytest.fixture(scope="module")
def done(work: Callable[..., Done]) -> list[Done]:
    """The counties with umbrellas."""
    return [work(seed) for seed in SEEDS]


def test_persons_are_told_apart_and_found_again(done: list[Done]) -> None:
    from scoring import by_exact_match, by_name, exported_persons, pair_score, read_mentions, true_persons

    for each in done:
        true, exported = true_persons(each.county.truth), exported_persons(each.exports / "entities.csv")
        mentions = read_mentions(each.county.data)
        assert set(mentions) == set(true) == set(exported), "every mention is exported, and no other"
        reached = pair_score(true, exported)
        assert reached.f1 >= PAIR_F1_FLOOR
        for baseline in (by_name, by_exact_match):
            assert reached.f1 > pair_score(true, baseline(mentions)).f1


def test_planted_umbrellas_stand_at_the_top(done: list[Done]) -> None:
    from scoring import average_precision, findable, ranked

    wanted = {(n, *pair) for n, each in enumerate(done) for pair in findable(each.county.truth)}
    pooled = sorted(
        (-probability, (n, *pair))
        for n, each in enumerate(done)
        for pair, probability in ranked(each.county.truth, each.exports)
    )
    assert average_precision([place for _, place in pooled], wanted) >= AVERAGE_PRECISION_FLOOR


def test_a_county_without_umbrellas_is_quiet(done: list[Done], work: Callable[..., Done]) -> None:
    """Nothing there reaches the median alert that is right in the counties with umbrellas."""
    from scoring import findable, ranked

    right = [
        probability
        for each in done
        for pair, probability in ranked(each.county.truth, each.exports)
        if pair in findable(each.county.truth)
    ]
    assert right
    null = work(SEEDS[0], people=1_000, null=True)
    highest = max((p for _, p in ranked(null.county.truth, null.exports)), default=0.0)
    assert highest < median(right)


@pytest.mark.soak
@pytest.mark.parametrize(("people", "gigabytes"), [(20_000, 2), (60_000, 4)])
def test_a_larger_county_fits_one_office_computer(
    people: int, gigabytes: int, make_desk: Callable[[str], Desk], tmp_path_factory: pytest.TempPathFactory
) -> None:
    from scoring import calls_attached, exported_persons, pair_score, true_persons

    county = write_county(tmp_path_factory.mktemp("large"), people=people)
    desk = make_desk("large-desk")
    _, peak = desk.measured_run(county.data)
    assert peak < gigabytes << 30
    desk.exported()
    assert calls_attached(county.truth, desk.exports) > 0.9
    assert (
        pair_score(true_persons(county.truth), exported_persons(desk.exports / "entities.csv")).f1
        >= PAIR_F1_FLOOR
    )

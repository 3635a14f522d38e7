"""How good the answers are on a county of the default size, against its truth. Floors, not records.

The floors are those that the first version has to show. What is reached, and what simpler identities reach
on the same county, prints `make bench-run`.
"""

from collections.abc import Callable

import pytest
from desk import Desk

from netinv.demo import CountySummary, write_county

PAIR_F1_FLOOR = 0.85
AVERAGE_PRECISION_FLOOR = 0.40
SEED = 0

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(scope="module")
def default_county(tmp_path_factory: pytest.TempPathFactory) -> CountySummary:
    return write_county(tmp_path_factory.mktemp("default"), seed=SEED)


@pytest.fixture(scope="module")
def done(default_county: CountySummary, make_desk: Callable[[str], Desk]) -> Desk:
    """The default county, run and exported."""
    desk = make_desk("default-desk")
    desk.run(default_county.data)
    desk.exported()
    return desk


def test_persons_are_told_apart_and_found_again(done: Desk, default_county: CountySummary) -> None:
    from scoring import by_exact_match, by_name, exported_persons, pair_score, read_mentions, true_persons

    true = true_persons(default_county.truth)
    reached = pair_score(true, exported_persons(done.exports / "entities.csv"))
    mentions = read_mentions(default_county.data)
    assert set(mentions) == set(true)
    assert reached.f1 >= PAIR_F1_FLOOR
    for baseline in (by_name, by_exact_match):
        assert reached.f1 > pair_score(true, baseline(mentions)).f1


def test_every_mention_is_exported(done: Desk, default_county: CountySummary) -> None:
    from scoring import exported_persons, true_persons

    assert set(true_persons(default_county.truth)) == set(exported_persons(done.exports / "entities.csv"))


def test_planted_umbrellas_stand_at_the_top(done: Desk, default_county: CountySummary) -> None:
    from scoring import average_precision, findable, ranked

    ranking = [pair for pair, _ in ranked(default_county.truth, done.exports)]
    assert average_precision(ranking, findable(default_county.truth)) >= AVERAGE_PRECISION_FLOOR


def test_a_county_without_umbrellas_is_quiet(
    done: Desk,
    default_county: CountySummary,
    make_desk: Callable[[str], Desk],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Nothing there reaches the median alert that is right in the county with umbrellas."""
    from scoring import findable, ranked

    wanted = findable(default_county.truth)
    right = sorted(p for pair, p in ranked(default_county.truth, done.exports) if pair in wanted)
    assert right
    null = write_county(tmp_path_factory.mktemp("null"), seed=SEED, null=True)
    desk = make_desk("null-desk")
    desk.run(null.data)
    desk.exported()
    highest = max((p for _, p in ranked(null.truth, desk.exports)), default=0.0)
    assert highest < right[len(right) // 2]


@pytest.mark.soak
@pytest.mark.parametrize("people", [20_000, 60_000])
def test_a_larger_county_fits_one_office_computer(
    people: int, make_desk: Callable[[str], Desk], tmp_path_factory: pytest.TempPathFactory
) -> None:
    from scoring import exported_persons, pair_score, true_persons

    county = write_county(tmp_path_factory.mktemp("large"), people=people)
    desk = make_desk("large-desk")
    _, peak = desk.measured_run(county.data)
    assert peak < 2 << 30
    desk.exported()
    assert (
        pair_score(true_persons(county.truth), exported_persons(desk.exports / "entities.csv")).f1
        >= PAIR_F1_FLOOR
    )

"""kill -9 at any moment: the next run completes, the result equals an undisturbed one, the chains verify."""

import random

import pytest
from desk import Desk, Ran

from netinv.demo import CountySummary

SHORT, LONG = 1, 10


@pytest.mark.parametrize(
    "number", [pytest.param(n, marks=[pytest.mark.soak] if n >= SHORT else []) for n in range(LONG)]
)
def test_a_killed_run_is_as_if_it_had_never_been(
    new_desk: Desk, county: CountySummary, ran: Ran, exports: dict[str, bytes], number: int
) -> None:
    """Each number kills two runs of one workspace, the second in what the first left behind."""
    chance = random.Random(number)
    ended = [
        new_desk.killed_run(county.data, after=ran.seconds * chance.uniform(0.05, 0.95)) for _ in range(2)
    ]
    assert set(ended) <= {-9, 0}
    new_desk.run(county.data)
    assert new_desk.exported() == exports
    new_desk.do("audit", "verify")

"""Fixtures: one small county, written once and run once, for every test that only looks.

`desk` and `county` are shared and read only. A test that changes something asks for `new_desk`.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from desk import EXPORTS, Desk, Ran
from once import made_once

from netinv.demo import CountySummary, write_county

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

SMALL = 1_000
"""People of the small county: two gangs, a few seconds a run."""


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> CountySummary:
    """The small county, with umbrellas."""
    return write_county(tmp_path_factory.mktemp("small"), people=SMALL, seed=3)


@pytest.fixture(scope="session")
def ran(county: CountySummary, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The small county, run undisturbed and exported."""

    def run(folder: Path) -> tuple[float, int]:
        desk = Desk(folder)
        measured = desk.measured_run(county.data)
        desk.exported()
        return measured

    folder, measured = made_once(tmp_path_factory, "desk", run)
    return Ran(Desk(folder), *measured)


@pytest.fixture(scope="session")
def desk(ran: Ran) -> Desk:
    """The desk on which the small county has been run."""
    return ran.desk


@pytest.fixture(scope="session")
def exports(desk: Desk) -> dict[str, bytes]:
    """The exports of the small county, run undisturbed."""
    return {what: (desk.exports / file).read_bytes() for what, file in EXPORTS.items()}


@pytest.fixture
def new_desk(tmp_path: Path) -> Desk:
    """An empty desk."""
    return Desk(tmp_path / "desk")


@pytest.fixture(scope="session")
def make_desk(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Desk]:
    """Empty desks that live as long as the session."""
    return lambda name: Desk(tmp_path_factory.mktemp(name))

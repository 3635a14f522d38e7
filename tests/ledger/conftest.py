"""A ledger in a new folder, with its key beside it, and a clock to set."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from netinv.ledger import Keyring, Ledger

from .office import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return Keyring(tmp_path / "keys")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "ws"


@pytest.fixture
def open_ledger(folder: Path, keyring: Keyring, clock: Clock) -> Iterator[Callable[[], Ledger]]:
    """Opens the same workspace, as often as wanted."""
    opened: list[Ledger] = []

    def again() -> Ledger:
        opened.append(Ledger.open(folder, keyring, create=True, clock=clock))
        return opened[-1]

    yield again
    for each in opened:
        each.close()


@pytest.fixture
def ledger(open_ledger: Callable[[], Ledger]) -> Ledger:
    return open_ledger()

"""An audit and a vault in a new folder, with their key beside it, and a clock to set."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from netinv.access import Audit, Vault
from netinv.ledger import Keyring

WORKSPACE = "workspace-1"


class Clock:
    """A clock that a test sets; it stands still between."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 8, 0, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    keyring = Keyring(tmp_path / "keys")
    keyring.create(WORKSPACE)
    return keyring


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "ws"
    folder.mkdir()
    return folder


@pytest.fixture
def open_audit(folder: Path, keyring: Keyring, clock: Clock) -> Iterator[Callable[[], Audit]]:
    """Opens the same audit, as often as wanted."""
    opened: list[Audit] = []

    def again() -> Audit:
        opened.append(Audit.open(folder, keyring, WORKSPACE, clock))
        return opened[-1]

    yield again
    for each in opened:
        each.close()


@pytest.fixture
def audit(open_audit: Callable[[], Audit]) -> Audit:
    return open_audit()


@pytest.fixture
def vault(folder: Path, keyring: Keyring, clock: Clock) -> Iterator[Vault]:
    opened = Vault.open(folder, keyring, WORKSPACE, clock)
    yield opened
    opened.close()

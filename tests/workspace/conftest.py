"""A workspace in a new folder, its key beside it, a clock to set, and the small office in a drop folder."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from netinv.access.viewer import Viewer
from netinv.ledger import Keyring
from netinv.workspace import Workspace

from .desk import drop

EXPORTS = {
    "entities": "entities.csv",
    "alerts": "alerts.jsonl",
    "candidates-screened": "candidates-screened.csv",
}


class Clock:
    """A clock that a test sets; it stands still between."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 20, 0, 0, tzinfo=UTC)  # already the next morning in China

    def __call__(self) -> datetime:
        return self.now

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)


def write_exports(workspace: Workspace, viewer: Viewer, folder: Path) -> dict[str, bytes]:
    """Write every export to a folder; byte for byte what it wrote."""
    for what, name in EXPORTS.items():
        workspace.export(viewer, what, folder / name)
    return {what: (folder / name).read_bytes() for what, name in EXPORTS.items()}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def viewer() -> Viewer:
    return Viewer("operator:test", "operator")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "ws"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """The drop folder."""
    return drop(tmp_path / "青岚县")


@pytest.fixture
def open_workspace(folder: Path, tmp_path: Path, clock: Clock) -> Iterator[Callable[[], Workspace]]:
    """Opens the same workspace, as often as wanted."""
    opened: list[Workspace] = []

    def again() -> Workspace:
        keyring = Keyring(tmp_path / "keys")
        opened.append(Workspace.open(folder, create=True, keyring=keyring, clock=clock))
        return opened[-1]

    yield again
    for each in opened:
        each.close()


@pytest.fixture
def ws(open_workspace: Callable[[], Workspace]) -> Workspace:
    return open_workspace()


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small office run once: `ws`, and its key in `keys`."""
    place = tmp_path_factory.mktemp("finished")
    keyring = Keyring(place / "keys")
    with Workspace.open(place / "ws", create=True, keyring=keyring, clock=Clock()) as workspace:
        workspace.run(Viewer("operator:test", "operator"), drop(place / "青岚县"))
    return place


@pytest.fixture
def done(finished: Path, tmp_path: Path, open_workspace: Callable[[], Workspace]) -> Workspace:
    """The small office, run: a copy to do with as one likes."""
    for name in ("ws", "keys"):
        shutil.copytree(finished / name, tmp_path / name)
    return open_workspace()


@pytest.fixture
def exported(viewer: Viewer, tmp_path: Path) -> Callable[[Workspace], dict[str, bytes]]:
    """Every export of a workspace, byte for byte."""
    return lambda workspace: write_exports(workspace, viewer, tmp_path)

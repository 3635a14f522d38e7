"""One real workspace for all tests of the browser's face that only look."""

from collections.abc import Callable, Iterator
from pathlib import Path

import faces_office
import pytest
from faces_office import Office, Places
from fastapi.testclient import TestClient

from netinv.web import create_app


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The county, run once. Tests only look at it."""
    return faces_office.make(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="session")
def places(office: Office) -> Places:
    return faces_office.places(office)


@pytest.fixture(scope="session")
def visit() -> Callable[[Office], Iterator[TestClient]]:
    """A browser's requests to an office, over the whole application."""

    def visiting(office: Office) -> Iterator[TestClient]:
        with office.open() as workspace:
            yield TestClient(
                create_app(workspace), base_url="http://127.0.0.1:8000", raise_server_exceptions=False
            )

    return visiting


@pytest.fixture
def client(office: Office, visit: Callable[[Office], Iterator[TestClient]]) -> Iterator[TestClient]:
    yield from visit(office)


@pytest.fixture
def broken(office: Office, tmp_path: Path) -> Office:
    """A copy of the office, to break."""
    return office.copy(tmp_path / "copy")


@pytest.fixture
def broken_client(broken: Office, visit: Callable[[Office], Iterator[TestClient]]) -> Iterator[TestClient]:
    yield from visit(broken)

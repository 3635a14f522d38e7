"""One real workspace for all tests of the browser's face that only look."""

import os
import shutil
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import faces_office
import pytest
from faces_office import Office, Places
from fastapi import FastAPI
from fastapi.testclient import TestClient
from once import made_once
from playwright.sync_api import Browser, Page, sync_playwright
from web_server import served

from netinv.web import create_app

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The county, run once. Tests only look at it."""
    return Office(made_once(tmp_path_factory, "office", faces_office.make)[0])


@pytest.fixture(scope="session")
def places(office: Office) -> Places:
    return faces_office.places(office)


@pytest.fixture(scope="session")
def visit() -> Callable[[Office], Iterator[TestClient]]:
    """A browser's requests to an office, over the whole application."""

    def visiting(office: Office) -> Iterator[TestClient]:
        # entered, so that what the pages began in the background ends before the workspace closes
        with office.open() as workspace, _visitor(create_app(workspace)) as client:
            yield client

    return visiting


def _visitor(app: FastAPI) -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False)


@pytest.fixture(scope="session")
def app(office: Office) -> Iterator[FastAPI]:
    """The application over the office that tests only look at."""
    with office.open() as workspace:
        yield create_app(workspace)


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    """A new visitor of it."""
    return _visitor(app)


@pytest.fixture
def broken(office: Office, tmp_path: Path) -> Office:
    """A copy of the office, to break."""
    return office.copy(tmp_path / "copy")


@pytest.fixture
def broken_client(broken: Office, visit: Callable[[Office], Iterator[TestClient]]) -> Iterator[TestClient]:
    yield from visit(broken)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium. Missing Chromium is a loud skip, and a failure where CI=true.

    Of one file, not of the run: while it is open, nothing else in the process can drive a browser of its own.
    """
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is not installed: the faces are not tested in a real browser")
        warnings.warn("Chromium is not installed: the faces are NOT tested in a real browser", stacklevel=1)
        pytest.skip("no Chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def address(office: Office) -> Iterator[str]:
    with served(office) as listening:
        yield listening


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page whose every complaint (blocked style, missing file, script error) fails the test."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type != "log" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []

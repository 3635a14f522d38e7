"""The notebook that newcomers open first: it runs as it stands, in both languages, and needs no internet."""

import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from desk import Desk
from nbclient import NotebookClient

FIRST_LOOK = Path(__file__).parents[2] / "notebooks" / "first-look.ipynb"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def executed(desk: Desk) -> nbformat.NotebookNode:
    """The notebook, run beside the small county's workspace."""
    notebook = nbformat.read(FIRST_LOOK, as_version=4)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NETINV_KEY_DIR", desk.environment["NETINV_KEY_DIR"])
        patch.setenv("PYTHONUTF8", "1")
        NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(desk.folder)}}).execute()
    return notebook


def shown(notebook: nbformat.NotebookNode) -> str:
    """Everything that its cells put out, as text."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    return "\n".join(str(o.get("text", "")) + str(o.get("data", {}).get("text/html", "")) for o in outputs)


def test_it_runs_and_shows_every_alert(executed: nbformat.NotebookNode, exports: dict[str, bytes]) -> None:
    text, alerts = shown(executed), [json.loads(line) for line in exports["alerts"].splitlines()]
    assert alerts
    for alert in alerts:
        assert alert["official"]["name"] in text
    assert alerts[0]["innocent_explanations"]
    assert "去掉后 without" in text


def test_it_is_committed_without_output() -> None:
    for cell in nbformat.read(FIRST_LOOK, as_version=4).cells:
        assert not cell.get("outputs")
        assert not cell.get("execution_count")


def test_chinese_first_and_english_beneath() -> None:
    for cell in nbformat.read(FIRST_LOOK, as_version=4).cells:
        if cell.cell_type == "markdown":
            chinese, english = re.search(r"[一-鿿]{2}", cell.source), re.search(r"\*[A-Z]", cell.source)
            assert chinese
            assert english
            assert chinese.start() < english.start()


@pytest.mark.usefixtures("executed")
def test_its_picture_opens_without_a_network(desk: Desk) -> None:
    """A browser asks for nothing but the file, reports no error, and draws."""
    picture = desk.folder / "network.html"
    assert "default-src 'none'" in picture.read_text("utf-8")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        asked, errors = list[str](), list[str]()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text))
        page.goto(picture.as_uri())
        page.wait_for_selector("canvas")
        drawn = "c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v)"
        page.wait_for_function(f"({drawn})(document.querySelector('canvas'))")
        browser.close()
    assert asked == [picture.as_uri()]
    assert not errors

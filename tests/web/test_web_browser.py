"""A real Chromium on the golden path. Missing Chromium is a loud skip, and a failure where CI=true."""

import os
import shutil
import socket
import threading
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import faces_sample as sample
import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from netinv.report import render_report
from netinv.web import create_app

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
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
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    html = render_report(
        sample.alerts(), sample.figures(), sample.CANDIDATES, sample.QUARANTINE, sample.record
    )
    path.write_text(html, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def address(report: Path) -> Iterator[str]:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(sample.SampleWorkspace(report)), log_level="warning", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page whose every complaint (blocked style, missing file, script error) fails the test."""
    context = browser.new_context(viewport={"width": 1180, "height": 900})
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type != "log" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []


def test_from_the_list_to_the_row_it_came_from(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="柏清源").click()
    assert (
        page.locator("section.innocent").bounding_box()["y"]
        < page.locator("table.evidence").bounding_box()["y"]
    )  # type: ignore[index]
    page.locator("dl.keys").get_by_role("link", name="柏清源").click()
    page.get_by_role("heading", name="柏清源").wait_for()
    page.get_by_role("link", name="transfers:TR00412").first.click()
    page.get_by_text("9.3万元").wait_for()
    page.get_by_role("link", name="English").click()
    page.get_by_text("As written").first.wait_for()
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="Alerts", exact=True).click()
    page.get_by_role("heading", name="Alerts: officials").wait_for()


def test_filters_by_keyboard(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.get_by_label("人员类别").select_option("village_cadre")
    page.get_by_role("button", name="应用").press("Enter")
    page.get_by_text("显示 1 条，共 3 条").wait_for()
    assert page.get_by_label("人员类别").input_value() == "village_cadre"


def test_the_report_inside_its_page(page: Page, address: str) -> None:
    page.goto(address + "/report?lang=en")
    inside = page.frame_locator("iframe")
    inside.get_by_role("heading", name="Link-alert report").wait_for()
    assert inside.locator("main").evaluate("e => getComputedStyle(e).maxWidth") == "1080px"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_from_disk_without_network(browser: Browser, report: Path, scheme: str) -> None:
    context = browser.new_context(offline=True, color_scheme=scheme)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.goto(report.as_uri())
    opened.get_by_role("heading", name="关系网络预警报告").wait_for()
    assert not opened.get_by_role("heading", name="Link-alert report").is_visible()
    opened.get_by_label("English").check()
    opened.get_by_role("heading", name="Link-alert report").wait_for()
    assert not opened.get_by_role("heading", name="关系网络预警报告").is_visible()
    opened.locator("a.cite", has_text="transfers:TR00412").first.click()
    assert opened.locator("li:target").inner_text().startswith("transfers:TR00412")
    assert complaints == []
    context.close()


@pytest.mark.parametrize("width", [1180, 800, 420])
def test_no_page_is_wider_than_the_window(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for path in (
        "/",
        "/alerts/AQ7K2M4N8P3R",
        "/entities/POFFICIAL",
        "/records/transfers/TR00412",
        "/imports",
    ):
        for lang in ("zh", "en"):
            page.goto(f"{address}{path}?lang={lang}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_no_labels_of_the_picture_lie_on_one_another(page: Page, address: str) -> None:
    for lang in ("zh", "en"):
        page.goto(f"{address}/alerts/AQ7K2M4N8P3R?lang={lang}")
        boxes = page.locator("svg.picture .tag rect, svg.picture .caption").evaluate_all(
            "all => all.map(e => e.getBoundingClientRect()).map(b => [b.left, b.top, b.right, b.bottom])"
        )
        assert len(boxes) > 20
        for n, one in enumerate(boxes):
            for other in boxes[n + 1 :]:
                wide = min(one[2], other[2]) - max(one[0], other[0])
                high = min(one[3], other[3]) - max(one[1], other[1])
                assert wide <= 2 or high <= 2, (lang, one, other)


def test_text_contrast_is_enough(page: Page, address: str) -> None:
    """WCAG AA: 4.5 to 1 between the colours of text and its ground, light and dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(f"{address}/alerts/AQ7K2M4N8P3R")
        poor = page.evaluate(CONTRAST)
        assert poor == [], scheme


CONTRAST = """() => {
  const rgb = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(
    v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4).reduce((s, v, i) => s + v * [.2126, .7152, .0722][i], 0);
  const ground = e => { for (; e; e = e.parentElement) {
    const c = rgb(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
  const poor = new Set();
  for (const e of document.querySelectorAll('main *, header *, .operator *')) {
    if (!e.offsetParent || e.closest('svg') || ![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    const [a, b] = [light(rgb(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
    if ((a + .05) / (b + .05) < 4.5) poor.add(e.tagName + '.' + e.className);
  }
  return [...poor];
}"""  # noqa: E501

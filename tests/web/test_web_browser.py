"""A real Chromium on the golden path. Missing Chromium is a loud skip, and a failure where CI=true."""

from pathlib import Path
from typing import Literal

import faces_sample as sample
import pytest
from faces_office import Office, Places
from playwright.sync_api import Browser, Page

from netinv.model.alerts import Alert
from netinv.model.rules import rules
from netinv.report.html import render_report


@pytest.fixture(scope="module")
def report(office: Office) -> Path:
    (path,) = office.path.rglob("report-*.html")
    return path


def cited(alert: Alert) -> str:
    """A row that is named in the open: where a signal stands on more than a dozen, the rest is folded."""
    return next(signal for signal in alert.signals if len(signal.records) <= 12).records[0][1]


def test_from_the_list_to_the_row_it_came_from(page: Page, address: str, places: Places) -> None:
    best = places.best
    record_id = cited(best)
    page.goto(address)
    page.get_by_role("link", name=best.official.name).first.click()
    assert top(page, "section.innocent") < top(page, "table.evidence")
    page.locator("#ways").get_by_text("不计入可能性").wait_for()  # brought when the page is there
    page.locator("dl.keys").get_by_role("link", name=best.official.name).click()
    page.get_by_role("heading", name=best.official.name).wait_for()
    page.go_back()
    page.locator("table.evidence").get_by_role("link", name=record_id, exact=True).click()
    page.get_by_role("heading", name=record_id).wait_for()
    page.get_by_text("照原文").first.wait_for()
    page.get_by_role("link", name="English").click()
    page.get_by_text("As written").first.wait_for()
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="Alerts", exact=True).click()
    page.get_by_role("heading", name="Alerts: officials").wait_for()
    assert page.url.startswith(address)


def top(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["y"]


def test_from_a_search_to_the_row(page: Page, address: str, places: Places) -> None:
    gang = places.best.gang
    page.goto(address)
    page.locator("#quick").fill(gang.name)
    page.locator("#quick").press("Enter")
    page.get_by_role("link", name=gang.name).click()
    page.get_by_role("heading", name=gang.name).wait_for()
    page.get_by_text("其余").first.click()
    page.locator("table a").first.click()
    page.get_by_role("heading", name="版本", exact=True).wait_for()


def test_filters_by_keyboard(page: Page, address: str, places: Places) -> None:
    cadres = sum(alert.official.kind == "village_cadre" for alert in places.alerts)
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.get_by_label("人员类别").select_option("village_cadre")
    page.get_by_role("button", name="应用").press("Enter")
    page.get_by_text(f"显示 {cadres} 条，共 {len(places.alerts)} 条").wait_for()
    assert page.get_by_label("人员类别").input_value() == "village_cadre"


def test_the_reason_of_a_weight_unfolds_by_keyboard(page: Page, address: str, places: Places) -> None:
    page.goto(address + places.pages["alert"])
    reason = rules()[places.best.signals[0].rule].reason.zh
    assert not page.get_by_text(reason).is_visible()
    for fold in page.locator("details.why summary").all():
        fold.press("Enter")
    page.get_by_text(reason).wait_for()


def test_the_report_inside_its_page(page: Page, address: str) -> None:
    page.goto(address + "/report?lang=en")
    inside = page.frame_locator("iframe")
    inside.get_by_role("heading", name="Link-alert report").wait_for()
    assert inside.locator("main").evaluate("e => getComputedStyle(e).maxWidth") == "1080px"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_from_disk_without_network(
    browser: Browser, report: Path, places: Places, scheme: Literal["light", "dark"]
) -> None:
    record_id = cited(places.best)
    context = browser.new_context(offline=True, color_scheme=scheme)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(report.as_uri())
    opened.get_by_role("heading", name="关系网络预警报告").wait_for()
    assert not opened.get_by_role("heading", name="Link-alert report").is_visible()
    opened.get_by_label("English").check()
    opened.get_by_role("heading", name="Link-alert report").wait_for()
    assert not opened.get_by_role("heading", name="关系网络预警报告").is_visible()
    opened.locator("table.evidence a.cite", has_text=record_id).first.click()
    assert record_id in opened.locator("li:target").inner_text()
    assert asked == [report.as_uri()]
    assert complaints == []
    context.close()


def test_the_printed_report_says_on_every_page_that_it_asks(
    browser: Browser, report: Path, tmp_path: Path
) -> None:
    page = browser.new_page()
    page.goto(report.as_uri())
    page.emulate_media(media="print")
    assert not page.locator("label.switch-label").first.is_visible()
    rules = page.evaluate("[...document.styleSheets[0].cssRules].map(r => r.cssText).join(' ')")
    assert "预警是问题，不是结论" in rules.split("@page")[1][:300]
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    page.close()


@pytest.mark.parametrize("width", [1366, 800, 420])
def test_no_page_is_wider_than_the_window(page: Page, address: str, places: Places, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    for path in ("alerts", "alert", "official", "gang", "corrected", "found", "imports"):
        for lang in ("zh", "en"):
            address_of = places.pages[path]
            page.goto(f"{address}{address_of}{'&' if '?' in address_of else '?'}lang={lang}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_labels_of_the_pictures_lie_on_one_another(
    page: Page, address: str, places: Places, lang: str
) -> None:
    for alert in places.alerts:
        page.goto(f"{address}/alerts/{alert.alert_id}?lang={lang}")
        check_labels(page)


def check_labels(page: Page) -> None:
    boxes = page.locator("svg.picture .tag rect, svg.picture .caption").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).map(b => [b.left, b.top, b.right, b.bottom])"
    )
    assert len(boxes) > 3
    for n, one in enumerate(boxes):
        for other in boxes[n + 1 :]:
            wide = min(one[2], other[2]) - max(one[0], other[0])
            high = min(one[3], other[3]) - max(one[1], other[1])
            assert wide <= 2 or high <= 2, (one, other)


@pytest.mark.parametrize("alert", [sample.full_alert(), sample.crowded_alert()], ids=["full", "crowded"])
def test_a_full_picture_can_be_read_too(browser: Browser, tmp_path: Path, alert: Alert) -> None:
    (tmp_path / "report.html").write_text(render_report([alert], sample.figures()), encoding="utf-8")
    page = browser.new_page()
    page.goto((tmp_path / "report.html").as_uri())
    check_labels(page)
    page.close()


@pytest.mark.parametrize("name", ["alerts", "alert", "official", "imports"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_contrast_is_enough(
    page: Page, address: str, places: Places, name: str, scheme: Literal["light", "dark"]
) -> None:
    """WCAG AA: 4.5 to 1 between the colours of text and its ground."""
    page.emulate_media(color_scheme=scheme)
    page.goto(address + places.pages[name])
    assert page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("name", ["alerts", "alert", "official", "record", "found", "imports", "report"])
def test_everything_has_a_name_for_those_who_cannot_see_it(
    page: Page, address: str, places: Places, name: str
) -> None:
    page.goto(address + places.pages[name])
    assert page.evaluate(NAMELESS) == []


NAMELESS = """() => {
  const bad = [], ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  if (new Set(ids).size !== ids.length) bad.push('an id twice');
  if (document.querySelectorAll('main').length !== 1 || !document.title.trim()) bad.push('main or title');
  const levels = [...document.querySelectorAll('h1,h2,h3,h4')].map(e => +e.tagName[1]);
  levels.forEach((l, i) => { if (l > (i ? levels[i - 1] : 0) + 1) bad.push('heading ' + i + ' skips a level'); });
  for (const e of document.querySelectorAll('a, button, summary'))
    if (!e.textContent.trim() && !e.getAttribute('aria-label')) bad.push(e.outerHTML.slice(0, 80));
  for (const e of document.querySelectorAll('input:not([type=hidden]), select'))
    if (!e.labels.length && !e.getAttribute('aria-label')) bad.push(e.outerHTML.slice(0, 80));
  for (const e of document.querySelectorAll('svg')) {
    const by = e.getAttribute('aria-labelledby');
    if (e.getAttribute('aria-hidden') !== 'true' && !(by && document.getElementById(by))) bad.push('svg ' + e.className.baseVal);
  }
  for (const e of document.querySelectorAll('iframe')) if (!e.title) bad.push('iframe');
  return bad;
}"""  # noqa: E501


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

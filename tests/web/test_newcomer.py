"""What somebody new to the office is asked to do, through the pages alone: no step that has to be taught."""

import os
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from faces_office import Office, drop
from playwright.sync_api import Page, expect
from web_server import served

from netinv.access.viewer import operator
from netinv.web.workbench import assets

TABLES = {
    "people": [
        {"record_id": "P1", "name": "柏清源", "id_number": "511399197001010018", "birth_date": "1970-01-01",
         "address": "青岚县柳溪镇东街3号", "unit": "青岚县公安局柳溪派出所", "title": "所长", "is_official": "是"},
        {"record_id": "P2", "name": "柏清源", "id_number": "511399199104040059", "birth_date": "1991-04-04", "unit": "青岚县柳溪村委会"},
        {"record_id": "P3", "name": "柏清源", "birth_date": "1958-09-02", "address": "青岚县石桥镇北街1号", "phones": "13900000031"},
        {"record_id": "P4", "name": "柏清源", "birth_date": "1983-11-20", "unit": "青岚县第二中学", "phones": "13900000041"},
        {"record_id": "P5", "name": "柏清源", "birth_date": "2001-06-15", "address": "青岚县城关镇南街8号", "phones": "13900000051"},
        {"record_id": "P6", "name": "尚屹川", "phones": "13900000002", "address": "青岚县柳溪镇西街9号"},
        {"record_id": "P7", "name": "尤曼青", "phones": "13900000003"},
        {"record_id": "P8", "name": "廉守拙", "phones": "13900000008"},
    ],
    "lead_subjects": [{"record_id": "L1", "lead_id": "X1", "name": "柏清源", "role": "知情人"}],
    "leads": [{"lead_id": "X1", "received_at": "2024-01-05", "channel": "信箱", "text": "反映问题"}],
    "gangs": [{"gang_id": "G1", "name": "柳溪尚某团伙", "kind": "恶势力团伙", "status": "涉嫌"}],
    "gang_members": [{"record_id": "M1", "gang_id": "G1", "name": "尚屹川", "phone": "13900000002", "role": "骨干"}],
    "posts": [
        {"record_id": "Z1", "name": "尤曼青", "phone": "13900000003", "org_name": "青岚县住房和城乡建设局", "title": "科员", "kind": "公职", "start": "2015-03"},
        {"record_id": "Z2", "name": "廉守拙", "phone": "13900000008", "org_name": "青岚县住房和城乡建设局", "title": "科长", "kind": "公职", "start": "2011-07"},
    ],
    "transfers": [
        {"record_id": "T1", "at": "2022-05-06 10:00", "payer_name": "尚屹川", "payer_phone": "13900000002", "payee_name": "尤曼青", "payee_phone": "13900000003", "amount_yuan": "80000"},
        {"record_id": "T2", "at": "2019-03-02 10:00", "payer_name": "尚屹川", "payer_phone": "13900000002", "payee_name": "廉守拙", "payee_phone": "13900000008", "amount_yuan": "90000"},
    ],
}  # fmt: skip

CLEAR = """() => {
  const cy = document.getElementById('canvas')._cyreg.cy;
  const far = (node, { x: ax, y: ay }, { x: bx, y: by }) => {
    const { x, y } = node.position();
    const t = Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)));
    return Math.hypot(ax + t * (bx - ax) - x, ay + t * (by - ay) - y);
  };
  return Math.min(...cy.edges().map((edge) => Math.min(...cy.nodes().difference(edge.connectedNodes())
    .map((node) => far(node, edge.source().position(), edge.target().position())))));
}"""
"""The nearest that a line comes to a node that is neither of its ends."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A few people, resolved."""
    office = Office(tmp_path_factory.mktemp("desk"))
    with office.open() as workspace:
        workspace.ingest(operator(), drop(office.folder / "青岚县", TABLES), origin="青岚县")
        workspace.report(operator())
    return office


@pytest.fixture(scope="module")
def at(desk: Office) -> Iterator[str]:
    with served(desk) as listening:
        yield listening


def test_find_a_person_among_five_namesakes(page: Page, at: str) -> None:
    page.goto(at)
    page.get_by_role("searchbox").first.fill("柏清源")
    page.keyboard.press("Enter")
    rows = page.locator("main").get_by_role("link", name="柏清源", exact=True)
    expect(rows).to_have_count(6)  # the five, and last of all a name that a letter mentions and nothing more
    expect(page.locator("main li").last).to_contain_text("X1")
    page.locator("main li, main tr").filter(has_text="柳溪派出所").get_by_role("link").first.click()
    page.get_by_role("heading", name="柏清源").wait_for()
    page.get_by_role("cell", name="青岚县公安局柳溪派出所").first.wait_for()


def test_see_why_two_records_were_merged_and_split_them(page: Page, at: str, desk: Office) -> None:
    page.goto(f"{at}/search?q=尚屹川")
    page.locator("main").get_by_role("link", name="尚屹川", exact=True).click()
    page.locator("summary").filter(has_text="为同一的可能").first.wait_for()
    why = page.get_by_role("row", name=re.compile("13900000002 13900000002"))
    why.first.wait_for()
    page.get_by_role("button", name="并非同一？分出").first.click()
    page.get_by_label("理由").fill("已核对，不是同一人")
    page.get_by_role("button", name="写入拆分").click()
    page.get_by_role("button", name="立即更新").click()
    page.get_by_text("更新完成").wait_for()
    page.goto(f"{at}/search?q=尚屹川")
    expect(page.locator("main").get_by_role("link", name="尚屹川", exact=True)).to_have_count(2)
    page.go_back()
    page.get_by_role("link", name="已作的判定").click()
    expect(page.get_by_role("row").filter(has_text="尚屹川").first).to_contain_text("不同")
    page.get_by_role("button", name="撤销").first.click()
    page.get_by_role("button", name="立即更新").click()
    page.get_by_text("更新完成").wait_for()


def test_find_who_connects_a_gang_to_a_unit_in_2022_save_and_print_it(
    page: Page, at: str, desk: Office, tmp_path: Path
) -> None:
    if assets.missing():
        if os.environ.get("CI") == "true":
            pytest.fail("the libraries of the workbench are missing: make browser")
        warnings.warn("make browser has not been run: the workbench is NOT tested", stacklevel=1)
        pytest.skip("no browser libraries")
    page.goto(at)
    page.get_by_role("link", name="工作台").click()
    page.get_by_label("用途", exact=True).fill("线索核查")
    page.keyboard.press("Enter")
    for asked in ("柳溪尚某团伙", "青岚县住房和城乡建设局"):
        expect(page.locator("#find")).to_be_focused()
        page.keyboard.type(asked)
        page.locator("#found").get_by_role("option").first.wait_for()
        page.keyboard.press("Enter")
        expect(page.locator("#live")).to_contain_text(f"已选中 {asked}")
    page.locator("#to-paths").click()
    page.locator("#path-since").fill("2022")
    page.locator("#path-until").fill("2022")
    page.keyboard.press("Enter")
    paths = page.locator("#path-result ol.paths > li")
    expect(paths.first).to_contain_text("尤曼青", timeout=40_000)  # the first question loads the compiler
    expect(page.locator("#path-result")).not_to_contain_text("廉守拙")  # that was in 2019
    paths.first.locator("summary").first.click()
    paths.first.get_by_role("button", name="放到画布").click()
    expect(page.locator("#live")).to_contain_text("已选中 4 个对象")
    assert page.evaluate(CLEAR) > 50  # no step of the path runs over somebody who is no end of it
    page.locator("#tab-views").click()
    page.locator("#view-name").fill("住建局与尚某团伙 2022")
    page.get_by_role("button", name="保存视图").click()
    expect(page.locator("#live")).to_contain_text("已保存视图")
    with page.expect_download() as waiting:
        page.locator("#save-svg").click()
    waiting.value.save_as(tmp_path / "picture.svg")
    drawn = (tmp_path / "picture.svg").read_text("utf-8")
    assert all(name in drawn for name in ("尤曼青", "尚屹川", "线索，非证据"))
    assert page.pdf(landscape=True).startswith(b"%PDF")
    expect(page.locator("#print-head")).to_contain_text("线索，非证据")
    assert "print" in {entry.detail for entry in desk.audit() if entry.action == "picture"}
    page.emulate_media(media="print")
    assert page.locator("#canvas").is_visible()
    assert not page.locator(".side").is_visible()
    page.wait_for_timeout(500)  # a picture that is drawn anew when its box changes would have been by now
    width = page.locator("#canvas").evaluate("box => box.lastElementChild.getBoundingClientRect().width")
    assert 600 < width <= 1010  # of the sheet: nothing of the picture is cut at its edge
    page.set_viewport_size({"width": 1017, "height": 673})  # an A4 sheet, lying, less its margins
    under = page.locator("#canvas").evaluate("box => box.getBoundingClientRect().bottom")
    legend = page.locator("#print-foot").evaluate("foot => foot.getBoundingClientRect().toJSON()")
    assert under <= legend["top"]  # nor does it lie on the legend
    assert legend["top"] + 3 * legend["height"] <= 673  # of which there may be three rows

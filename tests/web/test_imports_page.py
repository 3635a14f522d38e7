"""Handing files over in the browser, what was imported and what could not be read; candidates."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import pytest
from accessibility import serious
from faces_office import NASTY, Office, Places
from fastapi.testclient import TestClient
from playwright.sync_api import Locator, Page, expect
from web_server import served

from netinv.web import uploads

PEOPLE = "record_id,name,phones,备用列\nH1,尚屹川,13900000002,x\n,,,\nH2,,,\n"
LEADS = "lead_id,received_at,reporter_name,text\nL77,2023-05-41,冀不留名,我是冀不留名，反映所长收钱\n"

DROPPED = """text => {
  const data = new DataTransfer();
  data.items.add(new File([text], 'people.csv'));
  return data;
}"""


@pytest.fixture
def empty(tmp_path: Path) -> Office:
    """An office in which nothing was read yet."""
    return Office(tmp_path / "office")


@pytest.fixture
def at(empty: Office) -> Iterator[str]:
    empty.folder.mkdir()
    with served(empty) as listening:
        yield listening


@pytest.fixture
def handing(empty: Office, visit: Callable[[Office], Iterator[TestClient]]) -> Iterator[TestClient]:
    empty.folder.mkdir()
    yield from visit(empty)


def test_files_are_looked_at_before_they_are_imported(
    at: str, page: Page, empty: Office, tmp_path: Path
) -> None:
    for name, text in (("people.csv", PEOPLE), ("线索.csv", LEADS)):
        (tmp_path / name).write_text(text, "utf-8")
    page.goto(at + "/imports")
    page.locator("#files").set_input_files([tmp_path / "people.csv", tmp_path / "线索.csv"])
    page.get_by_role("heading", name="等待导入").wait_for()
    shown = page.locator("main").inner_text()
    assert "尚屹川" in shown
    assert "约定中没有，照存" in shown
    assert "冀不留名" not in shown, "a reporter is not shown before he is sealed"
    page.get_by_label("来源单位").fill("青岚县信访局")
    page.get_by_role("button", name="导入并更新").click()
    page.get_by_text(re.compile("导入 3 行：新增 2")).wait_for()
    page.goto(at + "/imports")
    page.get_by_role("row", name=re.compile("people.csv 人员 青岚县信访局 C")).get_by_role("link").click()
    page.get_by_role("heading", name="未能读取的数据：people.csv").wait_for()
    page.get_by_role("cell", name="整行").wait_for()
    plain = [f.name for f in empty.folder.rglob("*") if f.is_file() and "冀不留名".encode() in f.read_bytes()]
    assert plain == [], "nothing plain is written"


def written(field: Locator, text: str) -> None:
    """Write into the field in which the page lets people begin to write."""
    expect(field).to_be_focused()
    field.fill(text)


def test_what_could_not_be_read_is_corrected_in_place(broken: Office, page: Page) -> None:
    with served(broken) as at:
        page.goto(at + "/imports#quarantine")
        page.get_by_role("link", name=re.compile("改正 people.csv 2 birth_date")).click()
        field = page.get_by_label("出生日期")
        assert field.input_value() == "1987-02-31"
        written(field, "1987-02-30")
        page.keyboard.press("Enter")
        page.get_by_text("仍读不出").wait_for()
        assert not page.get_by_role("button", name="采纳").is_visible()
        written(page.get_by_label("出生日期"), "1987年2月28日")
        page.get_by_role("button", name="看会读成什么").click()
        page.get_by_role("row", name="出生日期 1987-02-31 1987年2月28日 1987-02-28").wait_for()
        assert serious(page) == []
        written(page.get_by_label("理由"), "已核对原始材料")
        page.get_by_role("button", name="采纳").click()
        page.get_by_text(re.compile("号改正已写入")).wait_for()
        page.get_by_role("button", name="立即更新").wait_for()
        page.goto(at + "/records/people/N1")
        page.get_by_text("已核对原始材料（operator").wait_for()
        page.go_back()
        page.get_by_role("button", name="撤销").click()
        page.get_by_text(re.compile("号改正已撤销")).wait_for()
        page.get_by_role("link", name=re.compile("改正 people.csv 4$")).click()
        page.get_by_label("姓名", exact=True).fill("苗长庚")
        page.get_by_role("button", name="看会读成什么").click()
        page.get_by_text("登记对象 · 人员: 苗长庚").or_(
            page.get_by_text("苗长庚", exact=False)
        ).first.wait_for()
        written(page.get_by_label("理由"), "已向来源单位核实")
        page.get_by_role("button", name="采纳").click()
        page.get_by_text("已改正 1 处").wait_for()
        page.wait_for_load_state("networkidle")  # the server leaves after the page, not before


def test_files_are_dropped(at: str, page: Page) -> None:
    page.goto(at + "/imports?lang=en")
    dropped = page.evaluate_handle(DROPPED, PEOPLE)
    page.dispatch_event("#drop", "drop", {"dataTransfer": dropped})
    page.get_by_role("heading", name="Waiting to be imported").wait_for()
    page.get_by_role("button", name="Discard").click()
    page.get_by_text("Nothing has been imported yet").wait_for()
    assert not page.get_by_role("heading", name="Waiting to be imported").is_visible()


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("..%2Fpeople.csv", ""),
        ("..%5Cpeople.csv", "文件名不正确"),
        (".people.csv", "文件名不正确"),
        ("C%3Apeople.csv", "文件名不正确"),
        ("people%0A.csv", "文件名不正确"),
        ("a" * 200 + ".csv", "文件名不正确"),
        ("people.exe", "请用 CSV"),
        ("all.zip", "请先解压"),
    ],
)
def test_a_name_leads_nowhere(handing: TestClient, name: str, says: str) -> None:
    answer = handing.put(f"/api/imports/{name}", content=PEOPLE)
    assert answer.status_code in (400, 404)
    assert says in answer.json()["error"]
    assert "等待导入" not in handing.get("/imports").text


def test_too_much_is_refused_while_it_comes(handing: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST", 100)
    assert handing.put("/api/imports/people.csv", content=b"x" * 60).status_code == 200
    assert handing.put("/api/imports/people.csv", content=b"y" * 60).status_code == 200, "sent anew"
    answer = handing.put("/api/imports/leads.csv", content=b"x" * 60)
    assert answer.status_code == 400
    assert "netinv ingest" in answer.json()["error"]


@pytest.mark.parametrize(("origin", "says"), [("", "来源单位"), ("县局", "没有等待导入的文件")])
def test_an_import_needs_files_and_whose_they_are(handing: TestClient, origin: str, says: str) -> None:
    answer = handing.post("/imports/start", content=f"origin={quote(origin)}")
    assert answer.status_code == 400
    assert says in answer.text


def test_markup_in_a_file_stays_text(handing: TestClient) -> None:
    handing.put("/api/imports/people.csv", content=f'record_id,name,"{NASTY[:20]}"\nH1,"{NASTY[:20]}",x\n')
    html = handing.get("/imports").text
    assert "&lt;script&gt;" in html
    assert "<script>" not in html


def test_candidates_by_what_was_found(client: TestClient) -> None:
    every = client.get("/candidates").text
    assert "须核查" in every
    flagged = client.get("/candidates?state=candidate_flagged").text
    rows = re.findall(r'<td class="nowrap">(.+?)</td>', flagged)
    assert rows
    assert set(rows) == {"须核查"}
    assert re.search(r'href="/records/candidates/', flagged)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(
    page: Page, address: str, places: Places, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    for path in ("/imports", "/candidates"):
        for lang in ("zh", "en"):
            page.goto(f"{address}{path}?lang={lang}")
            assert serious(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= 1366, path

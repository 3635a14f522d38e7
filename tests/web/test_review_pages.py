"""Who is who, in the browser: what is asked, what an answer would do, how it is written and undone."""

import re
from collections.abc import Callable, Iterator
from typing import Literal
from urllib.parse import urlencode

import pytest
from accessibility import serious
from faces_office import Office, drop
from fastapi.testclient import TestClient
from playwright.sync_api import Page, expect
from web_server import served

from netinv.access.viewer import operator
from netinv.workspace.review.answering import named

PEOPLE = [
    {"record_id": "P1", "name": "柏清源", "id_number": "511399197001010018", "phones": "13900000001",
     "unit": "青岚县公安局柳溪派出所", "title": "所长", "is_official": "是"},
    {"record_id": "P2", "name": "柏清源", "id_number": "511399199104040059", "unit": "柳溪村"},
    {"record_id": "P3", "name": "尚屹川", "phones": "13900000002", "address": "青岚县柳溪镇东街3号"},
    {"record_id": "P4", "name": "尤曼青", "phones": "13900000003"},
    {"record_id": "P5", "name": "尤漫青", "address": "青岚县柳溪镇西街9号"},
]  # fmt: skip
CANDIDATES = [{"record_id": "N2", "name": "柏清源", "position": "柳溪村委员", "region": "柳溪镇"}]
KIN = [
    {"record_id": "K1", "a_name": "柏清源", "a_id_number": "511399197001010018", "b_name": "尤曼青",
     "b_phone": "13900000003", "relation": "配偶"},
]  # fmt: skip
EVENTS = [{"event_id": "E1", "kind": "会面", "title": "茶室", "at": "2022-04-02 20:00"}]
PRESENT = [
    {"record_id": "EP1", "event_id": "E1", "name": "柏清源", "phone": "13900000001"},
    {"record_id": "EP2", "event_id": "E1", "name": "尚屹川", "phone": "13900000002"},
    {"record_id": "EP3", "event_id": "E1", "name": "柏清源"},
    {"record_id": "EP4", "event_id": "E1", "name": "尚屹川", "phone": "13900000002"},
]
TWO_NUMBERS = {"a": "people:P1", "b": "people:P2"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A few people, resolved."""
    office = Office(tmp_path_factory.mktemp("desk"))
    tables = {
        "people": PEOPLE,
        "kin": KIN,
        "events": EVENTS,
        "event_people": PRESENT,
        "candidates": CANDIDATES,
    }
    with office.open() as workspace:
        workspace.ingest(operator(), drop(office.folder / "青岚县", tables), origin="青岚县")
        workspace.report(operator())
    return office


@pytest.fixture
def at(desk: Office) -> Iterator[str]:
    """Its address. Whatever a test decides is taken back behind it."""
    with served(desk) as listening:
        yield listening
    take_back(desk)


@pytest.fixture
def asking(desk: Office, visit: Callable[[Office], Iterator[TestClient]]) -> Iterator[TestClient]:
    yield from visit(desk)
    take_back(desk)


def take_back(desk: Office) -> None:
    with desk.open() as workspace:
        made = workspace.review.judgements(operator(), history=True)
        numbers = {j.decision for j in made if not j.revoked}
        for number in sorted(numbers):
            workspace.review.undo(operator(), number)
        if not workspace.current(operator()):
            workspace.report(operator())


def entity_of(desk: Office, mention: str) -> str:
    with desk.open() as workspace:
        return workspace.review.explain(operator(), mention, mention).left.entity_id


def decided(client: TestClient, form: dict[str, str]) -> str:
    """The number of a decision, as the page says it."""
    answer = client.post("/review/judge", content=urlencode({"reason": "核对证件", **form}))
    found = re.search(r"第 (\d+) 号判定已写入", answer.text)
    assert found, answer.text[:2000]
    return found[1]


def test_a_pair_is_answered_by_keys_and_the_next_is_asked(at: str, page: Page) -> None:
    page.goto(at + "/review")
    first = page.locator("table.queue tbody tr").first.inner_text()
    page.get_by_role("link", name="从第一对开始").click()
    page.get_by_role("heading", name="并排对照").wait_for()
    page.wait_for_load_state()  # the keys are listened to from then on
    page.keyboard.press("u")
    assert page.get_by_label("存疑").is_checked()
    page.keyboard.type("须问来源单位")
    page.keyboard.press("Enter")
    page.get_by_text(re.compile(r"第 \d+ 号判定已写入")).wait_for()
    page.goto(at + "/review")
    rows = page.locator("table.queue tbody tr").all_inner_texts()
    assert first not in rows
    page.goto(at + "/review/decisions")
    page.get_by_text("须问来源单位").wait_for()
    page.get_by_role("button", name="撤销").first.click()
    page.get_by_text("已撤销").first.wait_for()
    page.goto(at + "/review")
    expect(page.locator("table.queue tbody tr").first).to_have_text(re.compile(".+"))
    assert page.locator("table.queue tbody tr").first.inner_text() == first


def test_what_speaks_against_an_answer_is_said_before_it_is_written(at: str, page: Page) -> None:
    page.goto(f"{at}/review/pair?{urlencode(TWO_NUMBERS)}&lang=en")
    same = page.locator(".answer", has=page.get_by_label("Same", exact=True))
    same.get_by_text("It contradicts what is known").wait_for()
    assert "511399197001010018" in same.inner_text()
    page.keyboard.press("s")
    page.keyboard.press("Enter")
    assert page.locator("input[name=force]:invalid").count() == 1, "nothing is sent until it is owned"
    same.get_by_label("all the same").check()
    page.get_by_role("button", name="Write the decision").click()
    page.get_by_text(re.compile(r"Decision \d+ is written")).wait_for()
    page.get_by_text("written although it contradicts").wait_for()
    page.get_by_role("button", name="Update now").click()
    page.get_by_text("Updated:").wait_for()


def test_an_answer_that_a_judgement_bars_cannot_be_chosen(asking: TestClient) -> None:
    decided(asking, {"a": "people:P4", "b": "people:P5", "verdict": "same"})
    decided(asking, {"a": "people:P4", "b": "people:P3", "verdict": "different"})
    html = asking.get("/review/pair", params={"a": "people:P5", "b": "people:P3"}).text
    assert re.search(r'value="same" required disabled', html)
    assert "须先撤销上述判定" in html


def test_a_split_shows_both_sides_and_the_update_parts_them(at: str, page: Page, desk: Office) -> None:
    whole = entity_of(desk, "people:P3")
    page.goto(f"{at}/entities/{whole}")
    page.get_by_label("分出 青岚县|event_people:EP4").check()
    page.get_by_role("button", name="分出所选").click()
    page.get_by_role("heading", name="分出 1 处提及").wait_for()
    page.get_by_label("理由").fill("证件不是同一人")
    page.get_by_role("button", name="写入拆分").click()
    page.get_by_text("更新后生效").wait_for()
    page.get_by_role("button", name="立即更新").click()
    page.get_by_text("更新完成").wait_for()
    assert entity_of(desk, "event_people:EP4") != entity_of(desk, "people:P3")


def test_two_entities_are_merged_from_the_page_of_one(at: str, page: Page, desk: Office) -> None:
    page.goto(f"{at}/entities/{entity_of(desk, 'people:P4')}")
    page.get_by_label("与另一对象比较、合并").fill("尤漫青")
    page.get_by_role("button", name="比较").click()
    page.get_by_role("heading", name="请选择要比较的对象").wait_for()
    page.locator("main").get_by_role("link", name="尤漫青").click()
    page.get_by_label("同一", exact=True).check()
    page.get_by_role("button", name="写入判定").click()
    page.get_by_role("button", name="立即更新").click()
    page.get_by_text("更新完成").wait_for()
    assert entity_of(desk, "people:P4") == entity_of(desk, "people:P5")


def test_pairs_alike_are_answered_in_one_decision(asking: TestClient, desk: Office) -> None:
    with desk.open() as workspace:
        pairs = workspace.review.queue(operator())
    names = ["\t".join((named(p.left.speaker), named(p.right.speaker))) for p in pairs]
    preview = asking.get("/review/several", params={"pair": names, "verdict": "unsure"}).text
    together = re.findall(r'type="hidden" name="pair" value="([^"]+)"', preview)
    assert together
    form = urlencode({"pair": together, "verdict": "unsure", "reason": "逐项比对"}, doseq=True)
    asking.post("/review/several", content=form)
    with desk.open() as workspace:
        made = workspace.review.judgements(operator())
        assert len({j.decision for j in made}) == 1
        assert len(made) == len(together)


@pytest.mark.parametrize(
    ("method", "path", "form", "says"),
    [
        ("POST", "/review/judge", {"a": "people:P1", "b": "people:P2", "verdict": "maybe"}, "请选择"),
        ("POST", "/review/judge", {"a": "people:P4", "b": "people:P5", "verdict": "same"}, "理由"),
        ("POST", "/review/judge", {**TWO_NUMBERS, "verdict": "same", "reason": "x"}, "与已知情况矛盾"),
        ("POST", "/review/several", {"verdict": "same", "reason": "x"}, "请重新选择"),
        ("POST", "/review/undo", {"decision": "last"}, "没有指明"),
        ("GET", "/review/split", {"entity": "P"}, "请先勾选"),
        ("GET", "/review/pair", {"a": "people:P1", "b": "people:P1"}, "同一"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    asking: TestClient, method: str, path: str, form: dict[str, str], says: str
) -> None:
    asked = {"content": urlencode(form)} if method == "POST" else {"params": form}
    answer = asking.request(method, path, **asked)  # type: ignore[arg-type]
    assert answer.status_code in (400, 409)
    assert says in answer.text


@pytest.mark.parametrize(
    ("path", "action"),
    [("/review", "review queue"), ("/review/decisions", "judgements"), ("/update", "state")],
)
def test_every_look_is_in_the_audit(asking: TestClient, desk: Office, path: str, action: str) -> None:
    before = len(desk.audit())
    assert asking.get(path).status_code == 200
    assert action in {entry.action for entry in desk.audit()[before:]}


def test_another_sites_page_can_decide_nothing(asking: TestClient) -> None:
    answer = asking.post("/review/judge", content="", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(
    at: str, page: Page, desk: Office, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    whole = entity_of(desk, "people:P3")
    split = urlencode({"entity": whole, "mention": "event_people:EP4"})
    for path in ("/review", "/review/next", f"/review/split?{split}", "/review/decisions", "/update"):
        page.goto(at + path)
        assert serious(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= 1366, path

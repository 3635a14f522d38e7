"""The workbench over HTTP: what it loads, what it asks, what goes to the audit, what is refused."""

import html
import json
import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from faces_office import ESCAPED, NASTY, Office, Places
from fastapi.testclient import TestClient

from netinv.model.ontology import ontology
from netinv.web.workbench import assets, words
from netinv.web.workbench.asking import API
from netinv.web.workbench.routes import SHORTCUTS

FOR = {"x-purpose": quote("线索核查"), "x-case-no": quote("案〔2024〕7号")}
MODULES = sorted(
    (each for each in Path(str(files("netinv.web") / "static")).glob("*.mjs")), key=lambda p: p.name
)
CHINESE = re.compile(r"[\u3400-\u9fff]")

needs_libraries = pytest.mark.skipif(bool(assets.missing()), reason="make browser has not been run")


def ask(client: TestClient, what: str, **body: Any) -> Any:
    answer = client.post(f"{API}/{what}", json=body, headers=FOR)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
def official(places: Places) -> str:
    return places.best.official.entity_id


# --- the page and what it loads


@needs_libraries
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_is_sealed(client: TestClient, lang: str) -> None:
    answer = client.get(f"/workbench?lang={lang}")
    assert answer.status_code == 200
    assert not re.search(r"https?://|url\(|<style|\sstyle=|\son\w+=|<script>", answer.text)
    assert "unsafe" not in answer.headers["content-security-policy"]
    for address in re.findall(r'(?:src|href)="(/static/[^"]+)"', answer.text):
        assert client.get(address).status_code == 200, address
    text = html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).replace("中文", "")
    assert bool(CHINESE.search(text)) is (lang == "zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_the_libraries_the_page_says_what_is_missing_and_what_to_do(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setattr(assets, "LIBRARIES", "nowhere")
    answer = client.get(f"/workbench?lang={lang}")
    assert answer.status_code == 200
    assert "make browser" in answer.text
    assert all(name in answer.text for name in assets.NEEDED)
    assert ("其余页面" if lang == "zh" else "All other pages") in answer.text
    assert client.get("/").status_code == 200
    assert client.get(f"/static/vendor/{assets.NEEDED[0]}").status_code == 404


@pytest.mark.parametrize("name", ["..%2f..%2fapp.py", "..%2fguard.py", "none.mjs", "%2e%2e%2fapp.py"])
@pytest.mark.parametrize("folder", ["workbench", "vendor"])
def test_nothing_else_is_served(client: TestClient, folder: str, name: str) -> None:
    assert client.get(f"/static/{folder}/{name}").status_code == 404


@pytest.mark.parametrize("kind", [*ontology().entities])
@pytest.mark.parametrize("what", ["kinds", "marks"])
def test_every_kind_has_its_icon(client: TestClient, what: str, kind: str) -> None:
    answer = client.get(f"/static/{what}/{kind}.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "style" not in answer.text
    assert client.get(f"/static/{what}/nope.svg").status_code == 404


@pytest.mark.parametrize("module", MODULES, ids=lambda p: p.name)
def test_modules_are_small_and_only_one_knows_the_drawing_library(module: Path) -> None:
    text = module.read_text("utf-8")
    assert len(text.splitlines()) <= 240
    assert ('from "/static/vendor/' in text) is (module.name == "canvas.mjs")
    assert not re.search(
        r"innerHTML|insertAdjacentHTML|document\.write|\beval\b|https?://(?!www\.w3\.org/)", text
    )
    if "/api/" in text or "fetch(" in re.sub(r"(content\.|this\.|async )fetch\(", "", text):
        # pages of forms ask on their own
        assert module.name in ("alert.mjs", "api.mjs", "pages.mjs", "uploads.mjs")


# --- words


@pytest.mark.parametrize("key", sorted(words.catalogue()))
def test_every_word_speaks_both_languages(key: str) -> None:
    text = words.catalogue()[key]
    fields = [set(re.findall(r"\{(\w+)", said)) for said in (text.zh, text.en)]
    assert fields[0] == fields[1]
    assert not CHINESE.search(text.en)


def test_page_and_modules_say_what_the_catalogue_has_and_all_of_it() -> None:
    templates = files("netinv.web") / "templates"
    said = set(re.findall(r'w\("(\w+)"\)', (templates / "workbench.html").read_text("utf-8")))
    said |= set(re.findall(r'bench\("(\w+)"', (templates / "view_report.html").read_text("utf-8")))
    said |= {f"tab_{name}" for name in ("list", "detail", "paths", "filters", "views")}
    said |= {f"by_{by}" for by in ("gang", "unit", "community", "kind")}
    said |= {f"purpose_{n}" for n in range(1, 6)} | {f"key_{does}" for _, does in SHORTCUTS}
    said |= {f"excluded_{name}" for name in ("kinds", "confidence", "dates", "hubs", "through", "in_time")}
    said |= {"without_some", "without_none", "age"}
    said |= {f"identity_{verdict}" for verdict in ("same", "different", "unsure")}
    for module in MODULES:
        text = module.read_text("utf-8")
        said |= set(re.findall(r'say\("(\w+)"', text)) | set(re.findall(r'"(step_\w+)"', text))
        said |= {word for pair in re.findall(r'say\([\w.]+ \? "(\w+)" : "(\w+)"', text) for word in pair}
    assert said == set(words.catalogue())


# --- questions


@needs_libraries
def test_the_page_names_every_kind_in_the_visitors_language(client: TestClient) -> None:
    page = client.get("/workbench?lang=en").text
    setup = json.loads(re.findall(r'id="setup">(.*?)</script>', page, flags=re.S)[0])
    assert [each["kind"] for each in setup["entities"]] == list(ontology().entities)
    assert [each["kind"] for each in setup["relations"]] == list(ontology().relations)
    assert all(each["innocent"] and not CHINESE.search(each["innocent"]) for each in setup["relations"])


def keep(client: TestClient, parts: Any = None, whole: Any = None) -> Any:
    """Say what changed of a canvas that was never kept before."""
    change = {"parts": parts or {}, "steps": {}, "whole": whole or {}}
    return client.patch(f"{API}/draft", json={"revision": 0, "changes": [change]})


@needs_libraries
def test_the_page_brings_what_is_on_the_canvas(broken_client: TestClient, official: str) -> None:
    notes = {official: "</script><script>alert(1)</script>"}
    parts = {"nodes": {official: {"x": 1, "y": 2}}, "notes": notes}
    keep(broken_client, parts=parts)
    page = broken_client.get("/workbench").text
    assert "alert(1)" in page
    brought = json.loads(re.findall(r'id="opening">(.*?)</script>', page, flags=re.S)[0])
    assert brought == broken_client.get(f"{API}/opening").json()
    assert [card["id"] for card in brought["content"]["cards"]] == [official]
    nodes = brought["body"].pop("nodes")
    assert (brought["content"]["nodes"], nodes) == ([official], {"x": [1], "y": [2], "more": {}})
    assert brought["body"] == {"notes": notes, "groups": {}}


def test_from_a_search_to_the_rows(client: TestClient, places: Places, official: str) -> None:
    found = ask(client, "search", text=places.best.official.name)["found"]
    card = next(each for each in found if each["id"] == official)
    assert card["status"] == "公职人员"
    assert card["hint"]
    counts = ask(client, "counts", id=official)["counts"]
    assert sum(each["neighbours"] for each in counts) >= card["neighbours"]
    ids = ask(client, "expand", id=official, limit=5)["ids"]
    content = ask(client, "content", ids=ids, known=[official])
    assert [each["id"] for each in content["cards"]] == ids
    nodes, links = content["nodes"], content["links"]
    source = next(id for id, leaving in zip(nodes, links["leaving"], strict=True) if leaving)
    target = nodes[links["target"][0]]
    assert official in (source, target)
    between = ask(client, "links", a=source, b=target)["links"]
    link = next(each for each in between if each["id"] == links["id"][0])
    assert link["title"] or links["label"]["values"]
    assert client.get(link["records"][0]["href"]).status_code == 200


def test_an_alert_brings_its_picture_and_its_gang_with_status(client: TestClient, places: Places) -> None:
    ids = ask(client, "alert", id=places.best.alert_id)["ids"]
    cards = ask(client, "content", ids=ids)["cards"]
    assert {card["id"] for card in cards} == set(ids)
    assert all(card["status"] for card in cards if card["kind"] == "gang")
    assert [card["kind"] for card in cards].count("gang") == 1


def test_every_step_of_a_path_has_records_and_an_innocent_reading(client: TestClient, places: Places) -> None:
    ids = ask(client, "alert", id=places.best.alert_id)["ids"]
    (between,) = ask(client, "paths", ends=[ids[0], ids[-1]])["between"]
    assert between["paths"]
    for path in between["paths"]:
        assert path["strength"].endswith("%")
        for step in path["steps"]:
            assert all(link["records"] for link in step["links"])
            assert step["innocent"]


def test_where_there_is_no_path_it_is_said_what_was_shut_out(client: TestClient, places: Places) -> None:
    ids = ask(client, "alert", id=places.best.alert_id)["ids"]
    (between,) = ask(client, "paths", ends=[ids[0], ids[-1]], kinds=["classmate"], max_hops=2)["between"]
    assert between["paths"] == []
    assert re.search(r"关系种类的限制排除了 \d+ 条关系；", between["excluded"][0])


def test_names_with_markup_come_as_text(client: TestClient) -> None:
    found = ask(client, "search", text="13900000001")["found"]
    (person,) = [each["id"] for each in found if each["kind"] == "person"]
    answer = client.post(f"{API}/node", json={"id": person}, headers=FOR)
    assert answer.headers["content-type"] == "application/json"
    assert NASTY in {fact["value"] for fact in answer.json()["facts"]}
    assert ESCAPED not in answer.text


def test_every_question_is_in_the_audit_with_purpose_and_case(
    client: TestClient, office: Office, places: Places, official: str
) -> None:
    before = len(office.audit())
    ask(client, "search", text="刘")
    ask(client, "node", id=official)
    ask(client, "counts", id=official)
    ask(client, "expand", id=official)
    ask(client, "content", ids=[official])
    ask(client, "paths", ends=[official, ask(client, "alert", id=places.best.alert_id)["ids"][-1]])
    ask(client, "picture", ids=[official], format="svg")
    written = office.audit()[before:]
    assert [entry.action for entry in written] == [
        "search", "entity", "counts", "expand", "canvas", "alert", "paths", "picture",
    ]  # fmt: skip
    assert {(entry.purpose, entry.case_no) for entry in written} == {("线索核查", "案〔2024〕7号")}
    assert "不计入可能性" in client.get(places.pages["ways"]).text
    last = office.audit()[-1]  # an alert's page asks for the alert's sake
    assert (last.action, last.purpose) == ("paths", f"预警 {places.best.alert_id}")


# --- refusals


@pytest.mark.parametrize(
    ("what", "body", "status"),
    [
        ("search", {"text": "x" * 401}, 400),
        ("node", {"id": "absent"}, 404),
        ("counts", {"id": "absent"}, 404),
        ("expand", {"id": "absent"}, 404),
        ("alert", {"id": "absent"}, 404),
        ("paths", {"ends": ["a"]}, 400),
        ("paths", {"ends": ["absent", "gone"]}, 404),
        ("paths", {"ends": ["absent", "gone"], "max_hops": 60}, 400),
        ("picture", {"ids": [], "format": "exe"}, 400),
        ("nope", {}, 404),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_refused_is_said_in_the_visitors_language(
    client: TestClient, what: str, body: dict[str, Any], status: int, lang: str
) -> None:
    answer = client.post(f"{API}/{what}?lang={lang}", json=body, headers=FOR)
    assert answer.status_code == status
    said = answer.json()["error"]
    assert said
    assert bool(CHINESE.search(said)) is (lang == "zh")


def test_hidden_and_absent_are_one_answer(client: TestClient) -> None:
    answers = {client.post(f"{API}/node", json={"id": id}).text for id in ("absent", "P" + "Z" * 12, "")}
    assert len(answers) == 1


@pytest.mark.parametrize("what", ["search", "paths"])
def test_without_a_purpose_neither_search_nor_path(client: TestClient, official: str, what: str) -> None:
    body = {"text": "刘", "ends": [official, "x"]}
    answer = client.post(f"{API}/{what}", json=body)
    assert answer.status_code == 400
    assert "用途" in answer.json()["error"]


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "search"), ("PUT", "draft"), ("PATCH", "draft"), ("DELETE", "views/V1")]
)
def test_other_sites_can_change_nothing(client: TestClient, site: str, method: str, path: str) -> None:
    answer = client.request(method, f"{API}/{path}", headers={"sec-fetch-site": site}, json={"text": "刘"})
    assert answer.status_code == 403


def test_drafts_of_two_windows_meet(broken_client: TestClient) -> None:
    first = keep(broken_client, whole={"saved": "one"})
    assert first.json() == {"revision": 1}
    second = keep(broken_client, whole={"saved": "other"})
    assert second.status_code == 409
    assert "另一个窗口" in second.json()["error"]
    assert broken_client.get(f"{API}/draft").json()["revision"] == 1


SEEN = {"links": [], "sub": "2026-11-27 17:39", "notes": {}, "svg": "<svg xmlns='x'><script>1</script></svg>"}


def test_a_report_names_a_gang_with_its_status_and_cites_the_records(
    client: TestClient, places: Places
) -> None:
    ids = ask(client, "alert", id=places.best.alert_id)["ids"]
    content = ask(client, "content", ids=ids)
    gang = next(card for card in content["cards"] if card["id"] == ids[-1])
    page = client.post(f"{API}/report", json={**SEEN, "ids": ids, "links": content["links"]["id"]}).text
    named, row = page.count(gang["label"]), f'{gang["label"]}</b> <span class="status">{gang["status"]}'
    assert named == page.count(row) + page.count(f"{gang['label']}（{gang['status']}）") > 1
    links = [link for id in ids[:-1] for link in ask(client, "links", a=id, b=ids[-1])["links"]]
    assert all(record["id"] in page for link in links for record in link["records"][:12])
    assert links
    assert page.index("可能的无辜解释") < page.index("关系与出处"), "the innocent reading first"
    assert "<script" not in page, "a picture is a picture"
    assert "default-src 'none'" in page


def test_a_report_tells_of_no_more_than_anybody_reads(client: TestClient) -> None:
    answer = client.post(f"{API}/report", json={**SEEN, "ids": [f"P{n}" for n in range(501)]})
    assert answer.status_code == 400
    assert "500" in answer.json()["error"]


def test_views_are_kept(broken_client: TestClient, official: str) -> None:
    client: Callable[..., Any] = broken_client.post
    body = {"nodes": {official: {"x": 1, "y": 2}, "gone": {"x": 0, "y": 0}}}
    saved = client(f"{API}/views", json={"name": "一", "body": body}).json()
    opened = broken_client.get(f"{API}/views/{saved['id']}").json()
    assert (opened["name"], opened["removed"]) == ("一", 1)
    assert opened["content"]["nodes"][: len(opened["body"]["nodes"]["x"])] == [official]
    assert broken_client.delete(f"{API}/views/{saved['id']}").status_code == 200
    assert broken_client.get(f"{API}/views").json() == {"views": []}

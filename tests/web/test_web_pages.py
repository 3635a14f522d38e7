"""The browser's face over HTTP, on a real workspace: pages, errors, headers, language, audit."""

import html as entities
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import faces_office
import pytest
from faces_office import ESCAPED, NASTY, SLASHED, Office, Places
from fastapi.testclient import TestClient
from markupsafe import Markup

from netinv.access.viewer import operator
from netinv.graph.ids import node_id
from netinv.model.rules import explanations, rules
from netinv.model.tables import TABLES
from netinv.web import create_app
from netinv.web.faces import entity_href, linked, own_href, record_href

PAGES = (
    "alerts", "alert", "ways", "official", "company", "gang", "markup", "record", "corrected", "slashed",
    "search", "found", "found gang", "found markup", "not found", "report", "review", "decisions",
    "candidates", "imports", "absent",
)  # fmt: skip
QUESTION = {"zh": "预警是问题，不是结论。", "en": "An alert is a question, not a verdict."}
CHINESE = re.compile(r"[\u3400-\u9fff]+")


def seen(page: str) -> str:
    """The text of a page without its markup."""
    return entities.unescape(re.sub(r"<[^>]+>", " ", page))


def scriptless(page: str) -> str:
    """A page without our own modules, and without markup that is shown as text."""
    own = r'<script type="module" src="/static/workbench/\w+\.mjs"></script>'
    return re.sub(own, "", page).replace(ESCAPED, "")


def in_language(path: str, lang: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={lang}"


def test_every_kind_of_page_is_visited(places: Places) -> None:
    assert tuple(places.pages) == PAGES


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_sealed_and_says_who_is_reading_and_what_it_is(
    client: TestClient, places: Places, page: str, lang: str
) -> None:
    answer = client.get(in_language(places.pages[page], lang))
    html = answer.text
    assert answer.status_code == (404 if page == "absent" else 200)
    assert answer.headers["content-type"].startswith("text/html")
    assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}">' in html
    assert ("本机单人使用" if lang == "zh" else "One local operator") in html
    assert QUESTION[lang] in html or page == "report"  # the report inside says it
    assert not re.search(r"https?://|url\(|<script|<style|\sstyle=|\son\w+=", scriptless(html))
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("page", PAGES)
def test_the_english_pages_have_no_chinese_but_data(
    client: TestClient, places: Places, office: Office, page: str
) -> None:
    """Chinese that stands in no file and in no sentence of an alert is a word left untranslated."""
    data = "".join(path.read_text("utf-8") for path in office.folder.glob("*/**/*.csv"))
    data += "".join(alert.model_dump_json() for alert in places.alerts) + faces_office.ORIGIN
    for table in ("events", "awards", "assets"):  # a node without a name of its own is called by its kind
        data += "".join(TABLES[table].columns["kind"].enum.values())
    text = seen(client.get(in_language(places.pages[page], "en")).text).replace("中文", "")
    assert {run for run in CHINESE.findall(text) if run not in data} == set()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_no_code_is_shown_where_a_word_exists(
    client: TestClient, places: Places, page: str, lang: str
) -> None:
    text = seen(client.get(in_language(places.pages[page], lang)).text)
    files = re.compile(r"[\w.]+\.csv")
    codes = {code for code in (*rules(), *explanations()) if "_" in code}
    codes |= {"org_name", "id_number", "at_large", "case_people", "lead_steps", "gang_members"}
    shown = set(re.findall(r"\b[a-z]+(?:_[a-z]+)+\b", files.sub("", text)))
    assert shown & codes == set()
    assert re.findall(r"\b(?:people|calls|transfers|posts):\w+", text) == []


@pytest.mark.parametrize(
    ("page", "action", "subject"),
    [
        ("alerts", "alerts", ""),
        ("alert", "alert", "{alert}"),
        ("official", "entity", "{official}"),
        ("slashed", "record", f"people:{SLASHED}"),
        ("found", "search", "{name}"),
        ("report", "report", ""),
        ("imports", "sources", ""),
        ("imports", "quarantined", ""),
        ("/report/latest.html", "report", ""),
        ("/alerts/absent", "alert", "absent"),
        ("/entities/absent", "entity", "absent"),
        ("/records/people/absent", "record", "people:absent"),
    ],
)
def test_every_read_is_in_the_audit_when_the_answer_comes(
    client: TestClient, office: Office, places: Places, page: str, action: str, subject: str
) -> None:
    best = places.best
    subject = subject.format(alert=best.alert_id, official=best.official.entity_id, name=best.official.name)
    before = len(office.audit())
    client.get(places.pages.get(page, page))
    written = office.audit()[before:]
    assert (operator().id, action, subject) in {(e.viewer, e.action, e.subject) for e in written}


@pytest.mark.parametrize(
    "page", [*(p for p in PAGES if p not in ("absent", "search")), "/report/latest.html", "/alerts/absent"]
)
def test_no_audit_no_answer(unwritable: TestClient, places: Places, page: str) -> None:
    answer = unwritable.get(places.pages.get(page, page))
    assert answer.status_code == 503
    assert "审计无法写入" in answer.text
    assert places.best.official.name not in answer.text
    assert "audit.db" not in answer.text


@pytest.fixture(scope="module")
def unwritable(
    office: Office,
    tmp_path_factory: pytest.TempPathFactory,
    visit: Callable[[Office], Iterator[TestClient]],
) -> Iterator[TestClient]:
    """The office with an audit that nothing can be written to."""
    broken = office.copy(tmp_path_factory.mktemp("unwritable") / "copy")
    with sqlite3.connect(broken.path / "audit.db") as audit:
        audit.execute("DROP TABLE entry")
    yield from visit(broken)


def test_hidden_and_absent_are_one_and_the_same_page(client: TestClient) -> None:
    paths = (
        "/alerts/absent",
        "/alerts/A2",
        "/entities/hidden",
        "/records/people/none",
        "/records/x/y",
        "/nope",
    )
    answers = [client.get(path) for path in paths]
    assert {answer.status_code for answer in answers} == {404}
    bodies = {re.sub(r'href="[^"]*lang=en"', "", answer.text) for answer in answers}
    assert len(bodies) == 1


def test_an_unexpected_error_tells_nothing_but_that_it_happened(
    broken: Office, broken_client: TestClient
) -> None:
    for report in broken.path.rglob("report-*.html"):
        report.write_bytes(b"\xff\xfe\x00secret")
    answer = broken_client.get("/report/latest.html")
    assert answer.status_code == 500
    assert "内部错误" in answer.text
    assert "secret" not in answer.text
    assert str(broken.folder) not in answer.text


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("localhost", 200),
        ("LOCALHOST:80", 200),
        ("[::1]:8000", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("localhost@evil.example", 421),
        ("localhost:80:80", 421),
        ("", 421),
    ],
)
def test_only_this_machine_by_its_own_names(
    client: TestClient, office: Office, host: str, status: int
) -> None:
    before = len(office.audit())
    assert client.get("/", headers={"host": host}).status_code == status
    assert (len(office.audit()) > before) == (status == 200)


@pytest.mark.parametrize(("mode", "status"), [("no-cors", 403), ("cors", 403), ("navigate", 200)])
def test_pages_of_other_sites_cannot_read_through_the_browser(
    client: TestClient, mode: str, status: int
) -> None:
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": mode}
    assert client.get("/", headers=headers).status_code == status


def test_the_language_is_kept(client: TestClient) -> None:
    assert "预警一览" in client.get("/").text
    assert "Alerts: officials" in client.get("/?lang=en").text
    assert "Alerts: officials" in client.get("/").text
    assert "预警一览" in client.get("/?lang=zh").text
    assert "预警一览" in client.get("/?lang=xx").text


def test_the_switch_keeps_the_question(client: TestClient) -> None:
    html = client.get("/search", params={"q": "柏 & 尤"}).text
    link = re.search(r'<a href="([^"]+)" lang="en">', html)
    assert link
    assert "Results for &#34;柏 &amp; 尤&#34;" in client.get(link.group(1).replace("&amp;", "&")).text


@pytest.mark.parametrize("query", ["", "kind=village_cadre", "kind=official&sort=name", "family=act", "gang={gang}", "gang=none", "sort=nonsense&family=nonsense&kind=nonsense"])  # fmt: skip # noqa: E501
def test_filters_and_sorts(client: TestClient, places: Places, query: str) -> None:
    query = query.format(gang=places.best.gang.gang_id)
    asked = dict(part.split("=") for part in query.split("&") if part)
    shown = [
        alert
        for alert in places.alerts
        if asked.get("kind") in (None, "nonsense", alert.official.kind)
        and asked.get("family") in (None, "nonsense", *alert.families)
        and asked.get("gang") in (None, alert.gang.gang_id)
    ]
    html = client.get(f"/?{query}").text
    assert sorted(re.findall(r'href="/alerts/(\w+)"', html)) == sorted(a.alert_id for a in shown)
    assert f"显示 {len(shown)} 条，共 {len(places.alerts)} 条" in html
    assert html.count("q 值 ") == len(shown), "each says how many at least as strong are expected to be false"


def test_cadres_are_listed_apart_from_officials(
    broken: Office, visit: Callable[[Office], Iterator[TestClient]]
) -> None:
    with broken.open() as workspace:
        first, *others = workspace._ledger.alerts()
        cadre = first.official.model_copy(update={"kind": "village_cadre"})
        workspace._ledger.put_alerts([first.model_copy(update={"official": cadre}), *others], "test")
    for client in visit(broken):
        listed, cadres = client.get("/").text.split("<h2>预警一览：村干部")
        assert re.findall(r'href="/alerts/(\w+)"', cadres) == [first.alert_id]
        assert set(re.findall(r'href="/alerts/(\w+)"', listed)) == {alert.alert_id for alert in others}


def test_what_has_expired_is_listed_apart_and_says_so(
    broken: Office, visit: Callable[[Office], Iterator[TestClient]]
) -> None:
    with broken.open() as workspace:
        first, *others = workspace._ledger.alerts()
        over = {"raised_on": "2020-01-01", "expires_on": "2020-06-29", "probability": 0.5}
        workspace._ledger.put_alerts([first.model_copy(update=over), *others], "test")
    for client in visit(broken):
        page = client.get("/").text
        assert set(re.findall(r'href="/alerts/(\w+)"', page)) == {alert.alert_id for alert in others}
        assert "另有 1 条已到期" in page
        apart = client.get("/?expired=1&sort=name").text
        assert re.findall(r'href="/alerts/(\w+)"', apart) == [first.alert_id]
        assert "请勿再使用" in apart
        assert "已于 2020-06-29 到期" in client.get(f"/alerts/{first.alert_id}").text
        assert "到期，其后" not in client.get(f"/alerts/{others[0].alert_id}").text


def test_without_an_expired_alert_nothing_is_said_of_any(client: TestClient) -> None:
    assert "已到期" not in client.get("/").text
    assert "没有已到期的预警" in client.get("/?expired=1").text


@pytest.mark.parametrize("page", ["markup", "corrected", "imports", f"/search?q={quote(NASTY)}"])
def test_markup_in_data_stays_text(client: TestClient, places: Places, page: str) -> None:
    html = client.get(places.pages.get(page, page)).text
    assert ESCAPED in html
    assert "<script" not in scriptless(html)


def test_an_id_in_a_sentence_leads_to_its_page_and_the_rest_stays_text() -> None:
    said = linked(Markup("{} (PWZ4SZLBN6WKL)").format("<b>"))
    assert said == '&lt;b&gt; <a class="cite" href="/entities/PWZ4SZLBN6WKL">PWZ4SZLBN6WKL</a>'


@pytest.mark.parametrize(
    ("table", "record_id", "kind"),
    [("gangs", "TH0001", "gang"), ("cases", "AJ0001", "case"), ("people", "RY0001", None)],
)
def test_a_row_that_is_a_thing_itself_leads_to_it(table: str, record_id: str, kind: str | None) -> None:
    assert own_href(table, record_id) == (kind and entity_href(node_id(kind, record_id)))


def test_the_record_of_a_gang_leads_to_its_page(client: TestClient, places: Places) -> None:
    gang = places.best.gang
    own = own_href("gangs", gang.gang_id)
    assert own is not None
    assert own in client.get(record_href("gangs", gang.gang_id)).text
    assert gang.name in client.get(own).text


def test_versions_show_what_was_said_before_and_where(client: TestClient, places: Places) -> None:
    html = client.get(places.pages["corrected"]).text
    assert html.index("93000") < html.index("41500")
    for said in (
        "9.3 万元",
        faces_office.ORIGIN,
        "transfers.csv",
        "等级 C",
        "收款方",
        "备用列",
        "当前版本",
        "旧版本",
    ):
        assert said in html


def test_what_could_not_be_read_is_listed_with_its_reason(client: TestClient, places: Places) -> None:
    text = seen(client.get(places.pages["imports"]).text)
    assert "1987-02-31" in text
    assert "整行" in text
    assert "单元格" in text


def test_the_innocent_reading_stands_before_the_suspicious_one(client: TestClient, places: Places) -> None:
    for alert in places.alerts:
        html = client.get(f"/alerts/{alert.alert_id}").text
        order = [
            "预警是问题，不是结论",
            "先看无辜的解释",
            "须先询问的问题",
            "需要核实的情况",
            "什么情况会推翻它",
        ]
        found = [html.index(words) for words in order]
        assert found == sorted(found)
        for explanation in alert.innocent_explanations:
            before = html[: html.index("需要核实的情况")]
            if explanation.finding != "none":
                assert entities.escape(explanation.text.zh, quote=False).replace('"', "&#34;") in before
    header = client.get("/").text.split("<thead>")[1]
    assert header.index("无辜解释") < header.index("可能性")


def test_each_piece_of_evidence_says_why_it_weighs_so(client: TestClient, places: Places) -> None:
    for alert in places.alerts:
        zh = client.get(f"/alerts/{alert.alert_id}").text
        for signal in alert.signals:
            assert rules()[signal.rule].label.zh in zh
            assert rules()[signal.rule].reason.zh in zh
        assert ("仅提示关注" in zh) == any(signal.rule == "tips" for signal in alert.signals)
    assert any(signal.rule == "tips" for alert in places.alerts for signal in alert.signals)


def test_a_gang_is_never_named_without_its_legal_status(client: TestClient, places: Places) -> None:
    statuses = "涉嫌，未经判决|已起诉，未经判决|已判决|已排除|未经判决"
    for page in ("alerts", "alert", "gang", "found gang"):
        html = client.get(places.pages[page]).text
        for link in re.finditer(rf'href="{places.pages["gang"]}"[^>]*>(.*?)</a>(.{{0,90}})', html, re.DOTALL):
            assert re.search(statuses, link[2]), page
        assert page == "gang" or places.pages["gang"] in html
    heading = client.get(places.pages["gang"]).text.split("<h1>")[1][:300]
    assert re.search(statuses, heading)


def test_members_pages_name_their_gang_with_its_status(client: TestClient, places: Places) -> None:
    member = next(node for node in places.best.nodes if node.role == "member")
    html = client.get(f"/entities/{member.id}").text
    row = html[html.index(places.pages["gang"]) :][:250]
    assert re.search("未经判决|已判决|已排除", row)


NAMED_AS = {
    "official": "作为公职人员",
    "gang": "作为团伙",
    "member": "作为团伙成员",
    "company": "作为相关单位",
    "between": "处在两者之间",
}


@pytest.mark.parametrize("role", NAMED_AS)
def test_a_page_leads_to_the_alerts_that_name_whom_it_is_about(
    client: TestClient, places: Places, role: str
) -> None:
    """And to no other: whoever stands in none has no such heading."""
    alert, node = next((a, node) for a in places.alerts for node in a.nodes if node.role == role)
    page = places.pages["gang"] if role == "gang" else f"/entities/{node.id}"
    html = client.get(f"{page}?lang=zh").text
    listed = html[html.index("所在的预警") : html.index("记录中的信息")]
    assert f'href="/alerts/{alert.alert_id}"' in listed
    assert NAMED_AS[role] in listed


def test_whoever_stands_in_no_alert_has_no_list_of_them(
    client: TestClient, places: Places, office: Office
) -> None:
    with office.open() as workspace:
        standing = workspace.alerts(operator())
        found = workspace.entity(operator(), places.best.official.entity_id)
    named = {node.id for alert in standing for node in alert.nodes}
    other = next(r.other_id for r in found.relations if r.other_id not in named)
    assert "所在的预警" not in client.get(f"/entities/{other}?lang=zh").text


def test_a_long_list_is_folded_and_nothing_of_it_is_lost(
    client: TestClient, places: Places, office: Office
) -> None:
    with office.open() as workspace:
        found = workspace.entity(operator(), places.best.official.entity_id)
    html = client.get(places.pages["official"]).text
    assert len(found.mentions) > 15
    assert 'class="rest"' in html
    for mention in found.mentions:
        assert f">{mention.record_id}</a>" in html


def test_the_report_runs_under_its_own_policy_inside_our_page_only(client: TestClient) -> None:
    answer = client.get("/report/latest.html")
    policy = answer.headers["content-security-policy"]
    assert "style-src 'sha256-" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'self'" in policy
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"


def test_before_the_first_import_every_page_says_that_there_is_nothing(tmp_path: Path) -> None:
    with Office(tmp_path).open() as workspace:
        client = TestClient(create_app(workspace), base_url="http://localhost")
        assert "还没有报告" in client.get("/report").text
        assert client.get("/report/latest.html").status_code == 404
        assert "本次没有预警" in client.get("/").text
        assert "还没有导入任何文件" in client.get("/imports").text
        assert "没有找到" in client.get("/search?q=柏").text


def test_nothing_of_the_frameworks_own_pages_is_served(client: TestClient) -> None:
    assert {client.get(path).status_code for path in ("/docs", "/redoc", "/openapi.json")} == {404}
    assert client.get("/health").json() == {"status": "ok"}
    assert client.post("/").status_code == 405

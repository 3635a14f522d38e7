"""The browser's face over HTTP: pages, errors, headers, language, audit."""

import re
from pathlib import Path

import faces_sample as sample
import pytest
from fastapi.testclient import TestClient

from netinv.access.viewer import operator
from netinv.report import render_report
from netinv.web import create_app

ALERT = "AQ7K2M4N8P3R"
PAGES = [
    "/",
    f"/alerts/{ALERT}",
    "/entities/POFFICIAL",
    "/records/transfers/TR00412",
    "/search",
    "/search?q=柏",
    "/search?q=nobody",
    "/report",
    "/imports",
    "/nope",
]


@pytest.fixture
def workspace(tmp_path: Path) -> sample.SampleWorkspace:
    report = tmp_path / "report.html"
    report.write_text(
        render_report(sample.alerts(), sample.figures(), source_of=sample.record), encoding="utf-8"
    )
    return sample.SampleWorkspace(report)


@pytest.fixture
def client(workspace: sample.SampleWorkspace) -> TestClient:
    return TestClient(create_app(workspace), base_url="http://127.0.0.1:8000", raise_server_exceptions=False)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_is_sealed_and_says_who_is_reading(client: TestClient, path: str, lang: str) -> None:
    answer = client.get(path, params={**_query(path), "lang": lang})
    html = answer.text
    assert answer.headers["content-type"].startswith("text/html")
    assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}">' in html
    assert ("本机单人使用" if lang == "zh" else "One local operator") in html
    assert not re.search(r"https?://|url\(|<script|<style|\sstyle=|\son\w+=", html.replace(ESCAPED, ""))
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"


ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"


def _query(path: str) -> dict[str, str]:
    return dict([path.split("?")[1].split("=")]) if "?" in path else {}


@pytest.mark.parametrize("path", PAGES)
def test_the_english_pages_have_no_chinese_but_data(client: TestClient, path: str) -> None:
    data = "".join(a.model_dump_json() for a in sample.alerts()) + str(sample.QUARANTINE)
    data += str(sample.record("transfers", "T")) + sample.entity("P").model_dump_json()
    data += str(sample.SampleWorkspace().sources(operator())) + str(
        sample.SampleWorkspace().search(operator(), "柏")
    )
    html = client.get(path, params={**_query(path), "lang": "en"}).text.replace("中文", "")
    assert {run for run in re.findall(r"[\u3400-\u9fff]+", html) if run not in data} == set()


@pytest.mark.parametrize(
    ("path", "action", "subject"),
    [
        ("/", "alerts", ""),
        (f"/alerts/{ALERT}", "alert", ALERT),
        ("/alerts/absent", "alert", "absent"),
        ("/entities/PX", "entity", "PX"),
        ("/records/cases/%E4%BA%91%2F104", "record", "cases:云/104"),
        ("/search?q=柏", "search", "柏"),
        ("/report", "report", ""),
        ("/report/latest.html", "report", ""),
        ("/imports", "quarantined", ""),
    ],
)
def test_every_read_goes_through_the_audit(
    client: TestClient, workspace: sample.SampleWorkspace, path: str, action: str, subject: str
) -> None:
    client.get(path)
    assert (operator().id, action, subject) in workspace.audit


@pytest.mark.parametrize("path", [p for p in PAGES if p not in ("/nope", "/search")])
def test_no_audit_no_answer(client: TestClient, workspace: sample.SampleWorkspace, path: str) -> None:
    workspace.audit_works = False
    answer = client.get(path)
    assert answer.status_code == 503
    assert "审计无法写入" in answer.text
    assert "柏清源" not in answer.text
    assert "/secret/place" not in answer.text


def test_hidden_and_absent_are_one_and_the_same_page(client: TestClient) -> None:
    paths = ("/alerts/absent", "/alerts/A2", "/entities/hidden", "/records/people/none", "/nope")
    answers = [client.get(path) for path in paths]
    assert {answer.status_code for answer in answers} == {404}
    bodies = {re.sub(r'href="[^"]*lang=en"', "", answer.text) for answer in answers}
    assert len(bodies) == 1


def test_other_errors_are_told_clearly(client: TestClient) -> None:
    answer = client.get("/search?q=busy")
    assert answer.status_code == 503
    assert "process 4711 is writing" in answer.text


def test_an_unexpected_error_tells_nothing_but_that_it_happened(
    client: TestClient, workspace: sample.SampleWorkspace
) -> None:
    workspace.report = Path("/no/such/file")
    answer = client.get("/report/latest.html")
    assert answer.status_code == 500
    assert "内部错误" in answer.text
    assert "/no/such" not in answer.text


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
    client: TestClient, workspace: sample.SampleWorkspace, host: str, status: int
) -> None:
    assert client.get("/", headers={"host": host}).status_code == status
    assert bool(workspace.audit) == (status == 200)


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
    assert "Results for “柏 &amp; 尤”" in client.get(link.group(1).replace("&amp;", "&")).text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["柏清源", "连城璧", "廉守拙"]),
        ("gang=G7", ["柏清源"]),
        ("family=act", ["柏清源"]),
        ("kind=village_cadre", ["廉守拙"]),
        ("kind=official&sort=gang", ["柏清源", "连城璧"]),
        ("gang=none", []),
        ("sort=nonsense&family=nonsense&kind=nonsense", ["柏清源", "连城璧", "廉守拙"]),
    ],
)
def test_filters_and_sorts(client: TestClient, query: str, shown: list[str]) -> None:
    html = client.get(f"/?{query}").text
    assert sorted(re.findall(r'href="/alerts/\w+"><b>(.+?)</b>', html)) == sorted(shown)
    assert f"显示 {len(shown)} 条，共 3 条" in html


def test_markup_in_names_stays_text(client: TestClient) -> None:
    for path in ("/entities/PX", "/search?q=柏", "/records/people/P1", "/imports", "/entities/POFFICIAL"):
        html = client.get(path).text
        assert "<script" not in html
        assert ESCAPED in html


def test_versions_show_what_was_said_before_and_where(client: TestClient) -> None:
    html = client.get("/records/transfers/TR00412").text
    assert html.index("93000") < html.index("39000")
    assert "9.3万元" in html
    for said in ("青岚县公安局", "transfers.csv", "青公调〔2024〕18号", "等级 B", "收款方"):
        assert said in html


def test_the_report_runs_under_its_own_policy_inside_our_page_only(client: TestClient) -> None:
    answer = client.get("/report/latest.html")
    policy = answer.headers["content-security-policy"]
    assert "style-src 'sha256-" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'self'" in policy
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"


def test_before_the_first_report_there_is_none_and_the_page_says_so() -> None:
    client = TestClient(create_app(sample.SampleWorkspace()), base_url="http://localhost")
    assert "还没有报告" in client.get("/report").text
    assert client.get("/report/latest.html").status_code == 404


def test_nothing_of_the_frameworks_own_pages_is_served(client: TestClient) -> None:
    assert {client.get(path).status_code for path in ("/docs", "/redoc", "/openapi.json")} == {404}
    assert client.get("/health").json() == {"status": "ok"}
    assert client.post("/").status_code == 405

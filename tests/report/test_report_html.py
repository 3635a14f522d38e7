"""The report: complete in both languages, calm, sealed against the outside, every fact traceable."""

import re
from html.parser import HTMLParser
from pathlib import Path

import faces_sample as sample
import pytest

from netinv.model.alerts import Alert, Family
from netinv.model.rules import rules
from netinv.report.html import render_report
from netinv.report.page import opened_in, policy_of
from netinv.report.story import tell
from netinv.report.strands import MOST_LINES, MOST_NODES, choose
from netinv.report.words import Voice

CHINESE = re.compile(r"[\u3400-\u9fff]+")
VOID = {"meta", "input", "br", "link"}


@pytest.fixture(scope="module")
def html() -> str:
    return render_report(
        sample.alerts(), sample.figures(), sample.CANDIDATES, sample.QUARANTINE, sample.versions_of
    )


class Seen(HTMLParser):
    """The text a reader of one language sees, and every tag and attribute on the way."""

    def __init__(self, hidden: str) -> None:
        super().__init__()
        self.hidden, self.open, self.skipping = hidden, list[str](), 0
        self.text, self.tags, self.attributes = list[str](), set[str](), list[tuple[str, str, str]]()
        self.ids, self.unclosed = list[str](), list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.append((tag, name, value or ""))
            if name == "id":
                self.ids.append(value or "")
        if tag in VOID:
            return
        css = (dict(attrs).get("class") or "").split()
        self.skipping += bool(self.skipping or self.hidden in css or tag in ("style", "title"))
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.unclosed.append(tag)
        self.skipping -= bool(self.skipping)

    def handle_data(self, data: str) -> None:
        if not self.skipping and data.strip():
            self.text.append(data)


@pytest.mark.parametrize("post", [{"unit": None}, {"title": None}, {"unit": None, "title": None}])
def test_what_is_not_known_of_a_post_is_left_out(post: dict[str, None]) -> None:
    first, *others = sample.alerts()
    first = first.model_copy(update={"official": first.official.model_copy(update=post)})
    html = render_report([first, *others], sample.figures(), (), (), sample.versions_of)
    assert "None" not in html.partition("</style>")[2].partition("<script")[0]


def seen(html: str, hidden: str) -> Seen:
    reader = Seen(hidden)
    reader.feed(html)
    assert not reader.unclosed
    assert not reader.open
    return reader


def data_of_sample() -> str:
    """Everything that is data, and so stays Chinese in the English view."""
    parts = [a.model_dump_json() for a in sample.alerts()] + [str(sample.CANDIDATES), str(sample.QUARANTINE)]
    return "".join(parts) + str(sample.record("transfers", "T")) + "中文"


def test_nothing_comes_from_outside_and_nothing_runs(html: str) -> None:
    page = seen(html, "")
    assert not re.search(r"""(src|href)\s*=\s*["']?\s*(https?:)?//|url\(|@import|https?://""", html)
    assert not page.tags & {"script", "iframe", "object", "embed", "form", "img", "link", "base"}
    assert not [name for _, name, _ in page.attributes if name.startswith("on") or name == "style"]
    policy = next(v for tag, name, v in page.attributes if tag == "meta" and v.startswith("default-src"))
    assert policy == policy_of(html)
    assert "unsafe" not in policy


def test_markup_in_a_name_stays_text(html: str) -> None:
    assert sample.NASTY not in html
    assert any("<script>alert(1)</script>" in text for text in seen(html, "en").text)


def test_the_english_view_has_no_chinese_but_data(html: str) -> None:
    data = data_of_sample()
    left = {run for text in seen(html, "zh").text for run in CHINESE.findall(text)}
    # a wrapped label is the same data in pieces; a code's label is never data
    assert {run for run in left if run not in data} == set()


def test_the_chinese_view_says_what_it_is_first(html: str) -> None:
    text = "".join(seen(html, "en").text)
    order = (
        "本报告是什么 线索，非证据；不得单独作为处分或强制措施依据 尚未测算误报率 概要 来源文件 "
        "预警一览：公职人员 预警一览：村干部（单列） 先看无辜的解释 因上述解释而不计入 需要核实的情况 "
        "关系图 时间线 最薄弱之处 什么情况会推翻它 拟任人选筛查 未能读取的数据 附录："
    )
    place = 0
    for words in order.split():
        place = text.index(words, place)  # each after the one before
    assert "2024-12-31" in text


def test_every_alert_says_that_it_asks_before_it_says_anything_else(html: str) -> None:
    articles = html.split('<article class="alert"')[1:]
    assert len(articles) == len(sample.alerts())
    for article in articles:
        order = ["预警是问题，不是结论", "先看无辜的解释", "须先询问的问题", "需要核实的情况"]
        found = [article.index(words) for words in order]
        assert found == sorted(found)


def test_explanations_that_were_found_stand_with_their_records_the_others_in_one_line(html: str) -> None:
    article = html.split('<article class="alert"')[1].split('class="evidence"')[0]
    found, rest = article.split("须先询问的问题")
    assert found.index("同场培训为全县统一组织") < found.index("自 2023-12 起为该辖区包片民警")
    assert "EV077" in found
    assert "D004" in found
    assert rest.index("转账是否为亲友借款？") < rest.index("已查 1 项，未见")
    assert "同名者：未见" not in article


def test_tips_are_for_attention_only() -> None:
    tips = sample.signal("tips", Family.LINK, 0.3, [("lead_subjects", "XD1")], "一件线索。", "One lead.")
    alert = sample.plain_alert().model_copy(update={"signals": [*sample.plain_alert().signals, tips]})
    html = render_report([alert], sample.figures())
    assert html.count("仅提示关注，不计入预警条件") == 1
    assert "仅提示关注" not in render_report([sample.plain_alert()], sample.figures())


def test_every_weight_leads_to_its_reason(html: str) -> None:
    used = {s.rule for a in sample.alerts() for s in a.signals}
    for rule in used:
        assert f'href="#why-{rule}"' in html
        assert rules()[rule].reason.zh in html.split('id="why"')[1]


def test_candidates_to_be_checked_come_first_and_those_without_findings_in_one_line(html: str) -> None:
    section = html.split('<h2 id="candidates">')[1].split("<h2")[0]
    flagged, namesake, clear = (section.index(name) for name in ("宿怀瑾", "苗长庚", "其余 1 人"))
    assert flagged < namesake < clear < section.index("&lt;script&gt;")


def test_what_could_not_be_read_is_counted_by_file(html: str) -> None:
    section = html.split('<h2 id="quarantine">')[1].split("<table")[0]
    assert 'renyuan.csv</span><span class="zh" lang="zh-CN">：' in section
    assert "整行 0 处，单元格 1 处" in section
    assert "整行 1 处，单元格 0 处" in section


def test_a_crowded_picture_keeps_to_what_can_be_read_and_says_so() -> None:
    alert = sample.crowded_alert(people=40)
    choice = choose(alert, {})
    assert len(choice.nodes) <= MOST_NODES
    assert len(choice.strands) <= MOST_LINES
    assert len(choice.nodes) + choice.nodes_left == len(alert.nodes)
    html = render_report([alert], sample.figures())
    assert f"未画出 {choice.nodes_left} 个对象、{choice.lines_left} 条关系" in html
    assert "未画出" not in render_report([sample.full_alert()], sample.figures())


def test_a_line_of_the_picture_has_the_number_of_its_evidence() -> None:
    story = tell(sample.crowded_alert(people=2), Voice(("zh",)))
    evidence = {p.signal.rule: p.number for _, pieces in story.groups for p in pieces}
    drawn = {strand.kind: strand.number for strand in story.strands}
    assert evidence == {"direct_calls": "1", "awards": "2"}
    # money is no signal of this alert, a membership never is one: both are links between those shown
    assert drawn == evidence | {"member_of": "a", "money": "c"}


def test_a_village_cadre_is_not_in_the_list_of_officials(html: str) -> None:
    officials = html[html.index('id="officials"') : html.index('id="cadres"')]
    assert "廉守拙" not in officials
    assert "连城璧" in officials


@pytest.mark.parametrize(
    ("status", "zh"),
    [
        ("suspected", "涉嫌，未经判决"),
        ("charged", "已起诉，未经判决"),
        ("convicted", "已判决"),
        ("cleared", "已排除"),
        (None, "未经判决"),
        ("nonsense", "未经判决"),
    ],
)
def test_a_gang_is_never_named_without_its_legal_status(status: str | None, zh: str) -> None:
    alert = sample.full_alert(status=status)
    text = "".join(seen(render_report([alert], sample.figures()), "en").text)
    gang = alert.gang.name
    quoted = sum(gang in t for e in alert.edges for t in (e.text.zh,)) + text.count("→ " + gang)
    named = [m.end() for m in re.finditer(re.escape(gang), text)]
    followed = sum(text[end : end + 40].lstrip().lstrip("（").startswith(zh) for end in named)
    assert len(named) - quoted == followed


def test_every_citation_leads_to_its_row(html: str) -> None:
    page = seen(html, "")
    assert len(page.ids) == len(set(page.ids))
    targets = {value[1:] for tag, name, value in page.attributes if tag == "a" and name == "href"}
    assert targets <= set(page.ids)
    cited = {r for a in sample.alerts() for s in (*a.signals, *a.suspended) for r in s.records}
    appendix = html[html.index('id="appendix"') :]
    for table, record_id in cited:
        row = sample.record(table, record_id).versions[0].source.row
        assert re.search(rf">{re.escape(record_id)}</span>.{{0,60}}第 {row} 行", appendix)


def test_a_row_that_cannot_be_found_is_said_to_be_missing() -> None:
    html = render_report([sample.plain_alert()], sample.figures())
    assert "来源不可读" in html


def test_no_alerts_is_said_plainly_and_calmly() -> None:
    html = render_report([], sample.figures())
    text = "".join(seen(html, "en").text)
    assert "本次没有预警" in text
    assert "No alerts this time" in html
    assert '<article class="alert"' not in html


def test_the_same_arguments_give_the_same_bytes(html: str) -> None:
    again = render_report(
        sample.alerts(), sample.figures(), sample.CANDIDATES, sample.QUARANTINE, sample.versions_of
    )
    assert again == html


def test_opening_in_the_other_language_presses_only_the_button(html: str) -> None:
    english = render_report(
        sample.alerts(), sample.figures(), sample.CANDIDATES, sample.QUARANTINE, sample.versions_of, "en"
    )
    body = '<input class="switch"'
    assert opened_in(html, "en").partition(body)[2].split() != html.partition(body)[2].split()
    assert re.findall(r'id="language-(\w\w)" checked', opened_in(html, "en")) == ["en"]
    assert re.findall(r'id="language-(\w\w)" checked', english) == ["en"]
    assert policy_of(english) == policy_of(html)


def test_measured_error_rates_are_stated_once_they_exist() -> None:
    measured = [a.model_copy(update={"q_value": 0.2}) for a in sample.alerts()]
    html = render_report(measured, sample.figures())
    assert "about 0.6 are expected by chance" in html
    assert "is not yet measured, so the number" not in html


def strange() -> list[tuple[str, Alert]]:
    plain = sample.plain_alert()
    certain = plain.model_copy(update={"probability": 1.0, "prior": 0.0})
    lonely = plain.model_copy(
        update={"nodes": [], "edges": [], "innocent_explanations": [], "refutations": []}
    )
    loop = plain.edges[0].model_copy(update={"target": plain.edges[0].source})
    dangling = plain.edges[0].model_copy(update={"target": "nowhere"})
    odd = plain.model_copy(update={"edges": [loop, dangling]})
    date = plain.signals[0].model_copy(update={"since": "0000-99-99", "until": "soon"})
    return [("certain", certain), ("nothing", lonely), ("odd edges", odd), ("odd dates", plain.model_copy(update={"signals": [date]}))]  # fmt: skip # noqa: E501


@pytest.mark.parametrize(("what", "alert"), strange(), ids=[name for name, _ in strange()])
def test_strange_alerts_still_make_a_report(what: str, alert: Alert) -> None:
    seen(render_report([alert], sample.figures()), "")


def test_the_report_is_one_file(html: str, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text(html, encoding="utf-8")
    assert html.startswith("<!DOCTYPE html>")
    assert html.count("<style>") == 1

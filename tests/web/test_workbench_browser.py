"""Every interaction of the workbench in a real Chromium, by mouse and by keyboard, as docs/workbench.md
lists them."""

import base64
import os
import re
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from accessibility import serious
from faces_office import Office, Places
from playwright.sync_api import Browser, Page, Route, expect
from web_server import served
from workbench_driver import BOTH, Bench, How

from netinv.web.workbench import assets

HOWS = pytest.mark.parametrize("how", BOTH)


@pytest.fixture(scope="module", autouse=True)
def libraries() -> None:
    """Without them there is no workbench: a loud skip, and a failure where CI=true."""
    if assets.missing():
        if os.environ.get("CI") == "true":
            pytest.fail("the libraries of the workbench are missing: make browser")
        warnings.warn("make browser has not been run: the workbench is NOT tested", stacklevel=1)
        pytest.skip("no browser libraries")


@pytest.fixture(scope="module")
def desk(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, str]]:
    """An office of our own: drafts and views are written to it."""
    own = office.copy(tmp_path_factory.mktemp("desk") / "copy")
    with served(own) as address:
        yield own, address


@pytest.fixture
def how() -> How:
    return "mouse"


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[tuple[Page, list[str], list[str]]]:
    """One window for all tests, which keeps what it has loaded; what it complains of; what it asks for."""
    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type != "log" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    yield page, complaints, asked
    context.close()


@pytest.fixture
def bench(
    window: tuple[Page, list[str], list[str]], desk: tuple[Office, str], how: How, places: Places
) -> Iterator[Bench]:
    """The page with the official, the member and the gang of the best alert on the canvas."""
    page, complaints, asked = window
    page.set_viewport_size({"width": 1366, "height": 768})
    made = Bench(page, desk[1], how)
    page.context.add_cookies([{"name": "netinv_lang", "value": "zh", "url": made.address}])
    official, *between, gang = made.api("POST", "alert", {"id": places.best.alert_id})["ids"]
    member = next(id for id in between if id != official)
    made.ids = {"official": official, "member": member, "gang": gang}
    made.lay({official: (0, 0), member: (220, 60), gang: (440, 0)})
    yield made
    assert complaints == []
    assert {url for url in asked if not url.startswith(made.address)} <= {"about:blank"}


def grow(bench: Bench, limit: int = 12) -> None:
    """Expand the official by all kinds."""
    bench.choose(bench.ids["official"])
    bench.do("to-expand", "e")
    expect(bench.by("expand-go")).to_be_enabled()
    if limit != 12:
        bench.type("expand-limit", str(limit))
    bench.activate(bench.by("expand-go"))
    bench.says("展开 ")


# --- searching


@HOWS
def test_find_and_put_on_the_canvas(bench: Bench, places: Places) -> None:
    bench.lay({})
    bench.do("find", "/")
    bench.page.keyboard.type(places.best.official.name)
    option = bench.by("found").get_by_role("option").first
    option.wait_for()
    if bench.how == "mouse":
        option.click()
    else:
        bench.press("ArrowDown", "ArrowUp", "Enter")
    bench.says("已选中")
    assert bench.selected() == set(bench.nodes()) == {bench.ids["official"]}


@HOWS
def test_namesakes_are_told_apart(bench: Bench) -> None:
    bench.do("find", "/")
    bench.page.keyboard.type("王")
    options = bench.by("found").get_by_role("option")
    options.first.wait_for()
    said = options.all_inner_texts()
    assert len(said) > 3
    assert sum("岁" in text or "·" in text for text in said) > len(said) / 2
    bench.press("Escape")
    expect(bench.by("found")).to_be_hidden()


@HOWS
def test_say_what_it_is_for_once(bench: Bench, desk: tuple[Office, str]) -> None:
    bench.lay({}, purpose="")
    expect(bench.by("purpose-dialog")).to_be_visible()
    bench.type("purpose-text", "案件侦办")
    bench.type("purpose-case", "案〔2024〕9号")
    bench.activate(bench.page.get_by_role("button", name="确定"))
    expect(bench.by("purpose-shown")).to_have_text("案件侦办 · 案〔2024〕9号")
    bench.do("find", "/")
    bench.page.keyboard.type("李")
    bench.by("found").get_by_role("option").first.wait_for()
    last = [entry for entry in desk[0].audit() if entry.action == "search"][-1]
    assert (last.subject, last.purpose, last.case_no) == ("李", "案件侦办", "案〔2024〕9号")
    bench.kept()
    bench.open()
    expect(bench.by("purpose-shown")).to_have_text("案件侦办 · 案〔2024〕9号")
    bench.by("purpose").focus()
    bench.do("purpose", "u")
    expect(bench.by("purpose-dialog")).to_be_visible()


# --- looking


@HOWS
def test_see_facts_with_their_sources(bench: Bench, places: Places) -> None:
    bench.choose(bench.ids["official"])
    bench.do("tab-detail", "d")
    facts = bench.by("facts")
    expect(facts).to_contain_text(places.best.official.id_number or "")
    address = facts.locator("a.cite").first.get_attribute("href") or ""
    assert bench.page.request.get(bench.address + address).status == 200


@HOWS
def test_see_all_relations_between_two(bench: Bench) -> None:
    ends = [bench.ids["official"], bench.ids["member"]]
    lines = "cy.edges().filter(e => given.includes(e.source().id()) && given.includes(e.target().id()))"
    assert bench.cy(f"{lines}.length", *ends) > 1
    if bench.how == "mouse":
        x, y = bench.cy(f"(m => [m.x, m.y])({lines}[0].renderedMidpoint())", *ends)
        box = bench.by("canvas").bounding_box()
        assert box is not None
        bench.page.mouse.click(box["x"] + x, box["y"] + y)
    else:
        bench.choose(*ends)
        bench.press("d")
    facts = bench.by("facts")
    expect(facts.locator(".links li")).not_to_have_count(0)
    assert "可信度" in facts.inner_text()
    assert facts.locator(".innocent-line").first.inner_text()


@HOWS
def test_narrow_the_list(bench: Bench, places: Places) -> None:
    bench.do("tab-list", "l")
    bench.type("narrow", places.best.official.name)
    expect(bench.by("nodes").get_by_role("option")).to_have_count(1)


# --- expanding


@HOWS
def test_expand_with_counts_first_then_chosen_kinds(bench: Bench) -> None:
    before = bench.nodes()
    bench.choose(bench.ids["official"])
    bench.do("to-expand", "e")
    counts = bench.api("POST", "counts", {"id": bench.ids["official"], "known": list(before)})["counts"]
    kind = next(each for each in counts if each["kind"] == "kin")
    row = bench.by("expand-kinds").locator("li", has=bench.by("kind-kin"))
    expect(row).to_contain_text(str(kind["neighbours"]))
    bench.activate(bench.by("expand-none"))
    expect(bench.by("expand-go")).to_be_disabled()
    bench.activate(bench.by("kind-kin"))
    bench.activate(bench.by("expand-go"))
    bench.says(f"展开 {kind['neighbours'] - kind['known']} 个")
    assert len(bench.nodes()) == len(before) + kind["neighbours"] - kind["known"]
    expect(row).to_contain_text(f"已在 {kind['neighbours']}")


@HOWS
def test_expand_a_few_and_then_more(bench: Bench) -> None:
    grow(bench, limit=5)
    expect(bench.by("live")).to_have_text(re.compile(r"展开 5 个：\d+ 个中已显示 \d+ 个，还有 \d+ 个"))
    first = bench.nodes()
    bench.activate(bench.by("expand-go"))
    expect(bench.by("status")).to_contain_text(f"对象 {len(first) + 5}")


@HOWS
def test_placed_nodes_never_move(bench: Bench) -> None:
    before = bench.nodes()
    grow(bench, limit=30)
    after = bench.nodes()
    assert len(after) > len(before) + 20
    assert {id: after[id] for id in before} == before
    spots = list(after.values())
    assert (
        min(max(abs(a[0] - b[0]), abs(a[1] - b[1])) for n, a in enumerate(spots) for b in spots[n + 1 :])
        >= 60
    ), "new nodes lie apart"


@HOWS
def test_a_big_node_asks_which_kinds_first(bench: Bench) -> None:
    cards = bench.api("POST", "content", {"ids": list(bench.ids.values())})["cards"]
    big = next(card["id"] for card in cards if card["neighbours"] > 60)
    bench.lay({big: (0, 0)})
    bench.choose(big)
    bench.do("to-expand", "e")
    expect(bench.by("expand-big")).to_be_visible()
    expect(bench.by("expand-go")).to_be_disabled()
    bench.activate(bench.by("expand-kinds").locator("input:not(:disabled)").first)
    expect(bench.by("expand-go")).to_be_enabled()


# --- selecting


@HOWS
def test_select_several_at_once(bench: Bench) -> None:
    if bench.how == "mouse":
        bench.do("box")
        box = bench.by("canvas").bounding_box()
        assert box is not None
        bench.page.mouse.move(box["x"] + 4, box["y"] + 4)
        bench.page.mouse.down()
        bench.page.mouse.move(box["x"] + box["width"] - 4, box["y"] + box["height"] - 4, steps=4)
        bench.page.mouse.up()
    else:
        bench.press("a")
    assert bench.selected() == set(bench.nodes())
    bench.press("Escape")
    assert bench.selected() == set()


@HOWS
def test_select_by_kind(bench: Bench) -> None:
    bench.do("tab-filters", "t")
    bench.activate(bench.page.get_by_role("button", name="选中全部人员"))
    assert bench.selected() == {bench.ids["official"], bench.ids["member"]}


@HOWS
def test_select_neighbours(bench: Bench) -> None:
    bench.choose(bench.ids["gang"])
    bench.do("neighbours", "n")
    assert bench.selected() >= {bench.ids["gang"], bench.ids["member"]}


# --- groups


@HOWS
def test_group_by_gang_and_open_again(bench: Bench) -> None:
    before = bench.nodes()
    bench.do("group", "y")
    bench.says("成 1 组（按团伙）")
    (group,) = [id for id in bench.nodes() if id.startswith("g:gang:")]
    assert set(bench.nodes()) == {group, bench.ids["official"]}, "nobody is of a gang who knows a member"
    expect(bench.by("nodes")).to_contain_text("组 2 个")
    expect(bench.by("grouped")).to_contain_text("2 个对象收在 1 个组里")
    assert bench.cy("cy.edges().filter(e => e.connectedNodes().some(n => n.id() === given[0])).length", group)
    bench.choose(group)
    bench.do("unfold", "x")
    bench.says("打开组")
    assert bench.nodes() == before


@HOWS
def test_fold_the_selected_undo_and_keep(bench: Bench) -> None:
    before = bench.nodes()
    bench.choose(bench.ids["official"], bench.ids["member"])
    bench.do("fold", "c")
    bench.says("收起")
    folded = bench.nodes()
    assert len(folded) == 2
    bench.do("undo", "Control+Z")
    bench.says("已撤销：收起")
    assert bench.nodes() == before
    bench.do("redo", "Control+Y")
    bench.says("已重做：收起")
    bench.kept()
    bench.open()
    assert bench.nodes() == folded


# --- what is shown


@HOWS
def test_pin_and_arrange(bench: Bench) -> None:
    grow(bench, limit=8)
    bench.choose(bench.ids["gang"])
    bench.do("pin", "p")
    before = bench.nodes()
    bench.press("Escape")
    bench.do("arrange", "r")
    bench.says("排列")
    after = bench.nodes()
    assert after[bench.ids["gang"]] == before[bench.ids["gang"]]
    assert sum(after[id] != before[id] for id in after) > len(after) / 2
    expect(bench.by(f"node-{bench.ids['gang']}")).to_contain_text("已固定")


@HOWS
def test_hide_and_restore_from_the_list(bench: Bench) -> None:
    bench.choose(bench.ids["member"])
    bench.do("hide", "h")
    assert bench.ids["member"] not in bench.nodes()
    bench.do("tab-list", "l")
    expect(bench.by("hidden-title")).to_have_text("已隐藏 1 个")
    bench.activate(bench.by("hidden").get_by_role("button"))
    assert bench.ids["member"] in bench.nodes()


@HOWS
def test_hide_others_and_restore_all(bench: Bench) -> None:
    bench.choose(bench.ids["gang"])
    bench.do("hide-others", "Shift+H")
    assert set(bench.nodes()) == {bench.ids["gang"]}
    if bench.how == "mouse":
        bench.by("tab-list").click()
    bench.do("restore-all", "Shift+R")
    assert len(bench.nodes()) == 3


@HOWS
def test_take_off_the_canvas(bench: Bench) -> None:
    bench.choose(bench.ids["member"])
    bench.do("remove", "Delete")
    bench.says("移出")
    assert bench.ids["member"] not in bench.nodes()


@HOWS
def test_move(bench: Bench) -> None:
    gang = bench.ids["gang"]
    before = bench.nodes()
    bench.choose(gang)
    if bench.how == "mouse":
        x, y = bench.spot(gang)
        bench.page.mouse.move(x, y)
        bench.page.mouse.down()
        bench.page.mouse.move(x + 40, y + 90, steps=4)
        bench.page.mouse.up()
    else:
        bench.press("Alt+Shift+ArrowRight")
    bench.says("移动")
    after = bench.nodes()
    assert after[gang] != before[gang]
    assert {id for id in after if after[id] != before[id]} == {gang}
    bench.do("undo", "Control+z")
    assert bench.nodes() == before


@HOWS
def test_zoom_and_fit(bench: Bench) -> None:
    before = bench.cy("cy.zoom()")
    bench.do("zoom-in", "+")
    assert bench.cy("cy.zoom()") > before
    bench.do("zoom-out", "-")
    bench.do("zoom-out", "-")
    assert bench.cy("cy.zoom()") < before
    if bench.how == "keyboard":
        bench.by("canvas").focus()
        bench.press("ArrowRight", "ArrowDown")
    bench.do("fit", "f")
    assert bench.cy("cy.zoom()") == pytest.approx(before, rel=0.01)


# --- filters and time


@HOWS
@pytest.mark.parametrize(("mode", "css"), [("ghost", "ghost"), ("remove", "gone")])
def test_filter_by_kind_of_node(bench: Bench, mode: str, css: str) -> None:
    bench.do("tab-filters", "t")
    bench.activate(bench.by(f"mode-{mode}"))
    bench.activate(bench.by("entity-on-gang"))
    assert bench.cy(f"cy.getElementById(given[0]).hasClass('{css}')", bench.ids["gang"])
    bench.activate(bench.by("filter-reset"))
    assert not bench.cy(f"cy.elements('.{css}').length")


@HOWS
def test_filter_by_kind_of_relation(bench: Bench) -> None:
    bench.do("tab-filters", "t")
    bench.activate(bench.by("relation-on-member_of"))
    assert bench.cy("cy.edges('.ghost').length") == 1
    expect(bench.by("filter-state")).to_have_text("筛去 1 项")


@HOWS
def test_filter_by_confidence(bench: Bench) -> None:
    bench.do("tab-filters", "t")
    slider = bench.by("filter-confidence")
    if bench.how == "mouse":
        box = slider.bounding_box()
        assert box is not None
        bench.page.mouse.click(box["x"] + box["width"] - 3, box["y"] + box["height"] / 2)
    else:
        slider.focus()
        bench.press("End")
    expect(bench.by("filter-confidence-is")).to_have_text("100%")
    assert bench.cy("cy.edges('.ghost').length") == bench.cy("cy.edges().length")


@HOWS
def test_keep_to_a_period(bench: Bench) -> None:
    bench.do("tab-filters", "t")
    if bench.how == "mouse":
        box = bench.by("brush").bounding_box()
        assert box is not None
        bench.page.mouse.move(box["x"] + 1, box["y"] + 10)
        bench.page.mouse.down()
        bench.page.mouse.move(box["x"] + 6, box["y"] + 10)
        bench.page.mouse.up()
    else:
        bench.by("filter-since").fill("2100-01-01")  # what goes on, or has no date, stays
        bench.press("Tab")
    bench.says("时间")
    assert 0 < bench.cy("cy.edges('.ghost').length") < bench.cy("cy.edges().length")
    assert bench.by("filter-since").input_value()
    bench.activate(bench.by("brush-clear"))
    assert bench.cy("cy.edges('.ghost').length") == 0


# --- paths


def ask_paths(bench: Bench) -> None:
    bench.choose(bench.ids["official"], bench.ids["gang"])
    bench.do("to-paths", "g")


@HOWS
def test_find_paths_and_show_one(bench: Bench) -> None:
    ask_paths(bench)
    bench.activate(bench.by("path-go"))
    bench.says("条路径")
    paths = bench.by("path-result").locator("ol.paths > li")
    assert paths.count() == 5
    bench.activate(paths.first.locator("summary"))
    expect(paths.first.locator(".innocent-line").first).to_be_visible()
    expect(paths.first.locator("a.cite").first).to_be_visible()
    before = set(bench.nodes())
    names = paths.nth(0).locator("p.chain b").all_inner_texts()
    bench.activate(paths.first.get_by_role("button", name="放到画布"))
    bench.says("已选中")
    labels = bench.cy("cy.nodes(':selected').map(n => n.data('text').split('\\n')[0])")
    assert sorted(labels) == sorted(names)
    assert set(bench.nodes()) >= before


@HOWS
def test_no_path_says_what_was_shut_out(bench: Bench) -> None:
    ask_paths(bench)
    bench.activate(bench.page.locator("summary", has_text="可用的关系种类"))
    bench.activate(bench.by("path-kinds-none"))
    bench.activate(bench.by("path-classmate"))
    expect(bench.by("path-off")).to_contain_text("排除")
    bench.activate(bench.by("path-time"))
    bench.type("path-hops", "2")
    bench.activate(bench.by("path-go"))
    expect(bench.by("path-result")).to_contain_text("没有符合条件的路径")
    expect(bench.by("path-result").locator(".excluded li").first).to_contain_text(
        "去掉这一条件，最强的路径为 2 步"
    )


@HOWS
def test_paths_that_pass_somebody(bench: Bench) -> None:
    ask_paths(bench)
    bench.choose(bench.ids["member"])
    bench.by("tab-paths").click() if bench.how == "mouse" else bench.press("g")
    bench.activate(bench.by("path-through-set"))
    bench.says("须经过")
    bench.activate(bench.by("path-go"))
    bench.says("条路径")
    name = bench.by("path-through").inner_text()
    chains = bench.by("path-result").locator("p.chain").all_inner_texts()
    assert chains
    assert all(name in chain for chain in chains)


# --- steps, drafts, views


@HOWS
def test_undo_and_redo_by_name(bench: Bench) -> None:
    bench.choose(bench.ids["member"])
    bench.do("hide", "h")
    bench.do("undo", "Control+z")
    bench.says("已撤销：隐藏")
    assert bench.ids["member"] in bench.nodes()
    bench.do("redo", "Control+y")
    bench.says("已重做：隐藏")
    assert bench.ids["member"] not in bench.nodes()


@HOWS
def test_go_back_several_steps(bench: Bench) -> None:
    before = bench.nodes()
    grow(bench, limit=4)
    bench.choose(bench.ids["gang"])
    bench.do("pin", "p")
    bench.do("hide", "h")
    bench.do("tab-views", "v")
    steps = bench.by("steps").get_by_role("button")
    expect(steps).to_have_count(3)
    bench.activate(steps.last)
    bench.says("已撤销：展开")
    assert bench.nodes() == before
    bench.activate(steps.first)
    bench.says("已重做：隐藏")
    assert bench.ids["gang"] not in bench.nodes()


@HOWS
def test_a_reload_loses_nothing(bench: Bench) -> None:
    grow(bench, limit=4)
    shown = bench.nodes()
    bench.kept()
    bench.open()
    assert bench.nodes() == shown
    bench.do("undo", "Control+z")
    bench.says("已撤销：展开")
    assert len(bench.nodes()) == 3


@HOWS
def test_a_step_right_before_leaving_is_kept(bench: Bench) -> None:
    bench.choose(bench.ids["gang"])
    bench.do("pin", "p")
    bench.page.reload()
    bench.page.locator("html[data-ready]").wait_for(state="attached")
    assert bench.cy("cy.nodes('.pinned').map(n => n.id())") == [bench.ids["gang"]]


@pytest.mark.parametrize("arrives", [True, False])
def test_a_step_is_kept_when_the_page_is_left_while_the_one_before_is_being_kept(
    bench: Bench, arrives: bool
) -> None:
    under_way: list[Route] = []

    def hold(route: Route) -> None:  # what the server may have heard of, and the page not that it has
        under_way.append(route)
        if arrives:
            route.fetch()

    bench.page.route("**/api/workbench/draft", hold, times=1)
    for name in ("gang", "official"):
        bench.choose(bench.ids[name])
        bench.do("pin")
        if name == "gang":
            expect(bench.by("kept")).to_have_text("正在保存…")
            bench.page.wait_for_timeout(700)
            assert under_way
    bench.page.reload()
    bench.page.locator("html[data-ready]").wait_for(state="attached")
    assert set(bench.cy("cy.nodes('.pinned').map(n => n.id())")) == {bench.ids["gang"], bench.ids["official"]}
    bench.do("undo")
    assert bench.cy("cy.nodes('.pinned').map(n => n.id())") == [bench.ids["gang"]]


def test_a_step_right_before_leaving_a_large_work_is_kept_with_those_before(
    bench: Bench, desk: tuple[Office, str]
) -> None:
    with desk[0].open() as workspace:
        ids = [id.decode() for id in workspace._projections.graph.export().node_ids.tolist()[:700]]
    bench.lay({id: (n % 30 * 130, n // 30 * 130) for n, id in enumerate(ids)})
    bench.choose(ids[0])
    bench.do("pin", "p")
    bench.do("hide-others", "Shift+H")
    bench.do("undo")
    bench.page.locator("#kept", has_text="已自动保存").wait_for()
    bench.choose(ids[1])
    with bench.page.expect_request("**/api/workbench/draft") as sent:
        bench.do("pin", "p")
    assert len(sent.value.post_data or "") < 2_000, "what changed, and not all of it"
    bench.page.locator("#kept", has_text="已自动保存").wait_for()
    bench.choose(ids[2])
    bench.do("pin", "p")
    bench.page.reload()
    bench.page.locator("html[data-ready]").wait_for(state="attached")
    assert set(bench.cy("cy.nodes('.pinned').map(n => n.id())")) == set(ids[:3])
    for _ in range(3):
        bench.do("undo")
    assert bench.cy("cy.nodes('.pinned').length") == 0


@HOWS
def test_save_a_view_and_open_it_again(bench: Bench) -> None:
    name = f"核查图 {bench.how}"
    bench.do("tab-views", "v")
    bench.type("view-name", name)
    bench.activate(bench.page.get_by_role("button", name="保存视图"))
    bench.says(f"已保存视图“{name}”第 1 版")
    row = bench.by("views").locator("li", has_text=name)
    bench.activate(row.get_by_role("button", name="存为新版"))
    bench.says("第 2 版")
    bench.activate(bench.by("clear"))
    assert bench.nodes() == {}
    bench.activate(row.get_by_role("button", name="打开"))
    bench.says("已打开视图")
    assert len(bench.nodes()) == 3
    bench.activate(row.get_by_role("button", name="删除"))
    expect(row).to_have_count(0)


@HOWS
def test_write_a_note(bench: Bench) -> None:
    text = "<img src=x onerror=alert(1)> 待核"
    bench.choose(bench.ids["gang"])
    if bench.how == "mouse":
        bench.by("tab-detail").click()
        bench.by("note").click()
    else:
        bench.press("m")
    bench.page.keyboard.type(text)
    bench.press("Tab")
    bench.says("备注")
    expect(bench.by(f"node-{bench.ids['gang']}")).to_contain_text("有备注")
    bench.kept()
    bench.open()
    bench.choose(bench.ids["gang"])
    expect(bench.by("note")).to_have_value(text)


# --- selecting by a line, pasting a list, playing the time


@HOWS
def test_select_by_a_line_around_an_area(bench: Bench) -> None:
    wanted = {bench.ids["official"], bench.ids["member"]}
    if bench.how == "keyboard":
        bench.press("o")
        bench.says("套索：")
        bench.press("o")
        bench.choose(*sorted(wanted))
        return
    spots = [bench.spot(id) for id in sorted(wanted)]
    left, right = (pick(x for x, _ in spots) for pick in (min, max))
    top, bottom = (pick(y for _, y in spots) for pick in (min, max))
    bench.by("lasso").click()
    mouse = bench.page.mouse
    mouse.move(left - 40, top - 40)
    mouse.down()
    for x, y in ((right + 40, top - 40), (right + 40, bottom + 40), (left - 40, bottom + 40)):
        mouse.move(x, y)
    mouse.up()
    bench.says("已选中")
    assert bench.selected() == wanted


@HOWS
def test_a_pasted_list_to_the_canvas(bench: Bench, places: Places) -> None:
    bench.lay({})
    bench.do("paste", "w")
    name, number = places.best.gang.name, places.best.official.id_number
    bench.by("paste-text").fill(f"{name}\n{number}\n查无此人甲乙丙")
    bench.activate(bench.by("paste-go"))
    found = bench.by("paste-found")
    expect(found).to_contain_text("没有找到")
    expect(found.get_by_role("checkbox", checked=True)).to_have_count(2)
    bench.activate(bench.by("paste-go"))
    bench.says("已选中")
    assert set(bench.nodes()) == {bench.ids["official"], bench.ids["gang"]}


@HOWS
def test_play_the_time_line(bench: Bench) -> None:
    grow(bench)
    bench.do("brush-play", "k")
    expect(bench.by("brush-says")).to_contain_text("截至")
    assert bench.cy("cy.edges('.ghost').length") > 0
    bench.do("brush-play", "k")
    expect(bench.by("brush-says")).to_contain_text("拖动")
    assert bench.cy("cy.edges('.ghost').length") == 0


# --- merge and split


@HOWS
def test_merge_two_knowing_what_it_touches(bench: Bench, desk: tuple[Office, str]) -> None:
    bench.choose(bench.ids["official"], bench.ids["member"])
    bench.do("to-identity", "i")
    dialog = bench.by("identity-dialog")
    same = dialog.locator(".card", has_text="同一：")
    expect(same).to_contain_text("与已知情况矛盾")
    expect(same).to_contain_text("涉及")
    bench.activate(same.get_by_role("radio"))
    bench.activate(bench.by("identity-write"))
    expect(bench.by("identity-error")).to_contain_text("未写入")
    bench.activate(dialog.get_by_label("不同"))
    bench.activate(bench.by("identity-write"))
    expect(bench.by("identity-done-title")).to_contain_text("判定已写入")
    bench.activate(bench.by("identity-undo"))
    bench.says("判定已撤销")
    judged = [entry.detail.partition(":")[0] for entry in desk[0].audit() if entry.action == "judge"]
    assert judged[-1] == "different"
    assert "same" not in judged


@HOWS
def test_split_one_knowing_what_it_touches(bench: Bench, places: Places) -> None:
    bench.choose(bench.ids["official"])
    bench.do("to-identity", "i")
    bench.activate(bench.by("part-0"))
    expect(bench.by("identity-preview")).to_contain_text(places.best.official.name)
    bench.type("identity-reason", "证件不是同一人")
    bench.activate(bench.by("identity-write"))
    expect(bench.by("identity-done-title")).to_contain_text("判定已写入")
    bench.activate(bench.by("identity-undo"))
    bench.says("判定已撤销")


# --- out


@HOWS
@pytest.mark.parametrize("format", ["png", "svg"])
def test_save_the_picture(bench: Bench, desk: tuple[Office, str], tmp_path: Path, format: str) -> None:
    with bench.page.expect_download() as waiting:
        bench.activate(bench.by(f"save-{format}"))
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    assert file.suffix == f".{format}"
    if format == "png":
        assert file.read_bytes().startswith(b"\x89PNG")
    else:
        said = re.sub(r"<[^>]+>", " ", file.read_text("utf-8"))
        for expected in ("线索核查", "线索，非证据", "内部资料", "人员", "团伙"):
            assert expected in said
    assert [entry.detail for entry in desk[0].audit() if entry.action == "picture"][-1] == format


def test_what_a_line_says_stands_in_the_svg_where_the_canvas_has_it(bench: Bench, tmp_path: Path) -> None:
    """Also beside the middle of the line, where a group would stand on it."""
    member, official, gang = (bench.ids[name] for name in ("member", "official", "gang"))
    places = {member: (0, 0), official: (400, 20), gang: (800, 0)}
    folded = {
        f"g:chosen:{id}": {"by": "chosen", "key": id, "members": [id], "x": x, "y": y}
        for id, (x, y) in places.items()
        if id != gang
    }
    bench.lay(places, groups=folded)
    line = "cy.edges('[offset > 0]').first()"
    x, y = bench.cy(f"(l => [l.sourceLabelX, l.sourceLabelY])({line}._private.rscratch)")
    (said,) = bench.cy(f"[{line}.data('text')]")
    assert abs(x - 400) > 50, "not in the middle"
    with bench.page.expect_download() as waiting:
        bench.by("save-svg").click()
    file = tmp_path / "picture.svg"
    waiting.value.save_as(file)
    rows = [
        [(float(x), float(y)) for x, y, text in SVG_TEXT.findall(file.read_text("utf-8")) if text == row]
        for row in said.split("\n")
    ]
    assert x == pytest.approx(rows[0][0][0], abs=15)
    assert y == pytest.approx(sum(row[0][1] for row in rows) / len(rows), abs=15)


SVG_TEXT = re.compile(r'<text x="([-\d.]+)" y="([-\d.]+)"[^>]*>([^<]*)</text>')


@HOWS
@pytest.mark.parametrize("format", ["csv", "graphml", "gexf"])
def test_save_what_is_seen_as_data(
    bench: Bench, desk: tuple[Office, str], tmp_path: Path, format: str
) -> None:
    bench.choose(bench.ids["gang"])
    bench.do("hide", "h")
    bench.by("tab-views").click()
    with bench.page.expect_download() as waiting:
        bench.activate(bench.by(f"save-{format}"))
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    if format == "csv":
        with zipfile.ZipFile(file) as packed:
            text = packed.read("nodes.csv").decode()
    else:
        text = file.read_text("utf-8")
    assert bench.ids["official"] in text
    assert bench.ids["gang"] not in text, "what is hidden stays behind"
    written = [entry.action for entry in desk[0].audit() if entry.action != "keep draft"]  # kept meanwhile
    assert written[-1] == "export view"


@HOWS
def test_a_report_of_what_is_seen(bench: Bench, desk: tuple[Office, str], tmp_path: Path) -> None:
    official, member, gang = (bench.ids[who] for who in ("official", "member", "gang"))
    note = "与案卷核对 <b>一致</b>"
    bench.lay({official: (0, 0), member: (220, 60), gang: (440, 0)}, notes={official: note})
    bench.choose(gang)
    bench.do("hide", "h")
    bench.by("tab-views").click()
    with bench.page.expect_download() as waiting:
        bench.activate(bench.by("save-report"))
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    written = [entry.action for entry in desk[0].audit() if entry.action != "keep draft"]
    assert written[-1] == "report view"
    page = bench.page.context.new_page()
    page.goto(file.as_uri())
    try:
        text = page.locator("main").inner_text()
        named = {id: bench.api("POST", "node", {"id": id})["label"] in text for id in bench.ids.values()}
        assert named == {official: True, member: True, gang: False}, "what is hidden stays behind"
        assert "线索核查" in text
        assert note in text, "markup stays text"
        assert "可能的无辜解释" in text
        assert page.locator("img.whole").evaluate("each => each.complete && each.naturalWidth > 0")
    finally:
        page.close()


def test_a_picture_is_on_white_in_the_dark_too(bench: Bench, tmp_path: Path) -> None:
    bench.page.emulate_media(color_scheme="dark")
    with bench.page.expect_download() as waiting:
        bench.by("save-png").click()
    file = tmp_path / "picture.png"
    waiting.value.save_as(file)
    light = bench.page.evaluate(SHARE_OF_WHITE, base64.b64encode(file.read_bytes()).decode())
    bench.page.emulate_media(color_scheme="light")
    assert light > 0.7


SHARE_OF_WHITE = """async coded => {
  const bytes = Uint8Array.from(atob(coded), sign => sign.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], {type: "image/png"}));
  const pen = new OffscreenCanvas(image.width, image.height).getContext("2d");
  pen.drawImage(image, 0, 0);
  const data = pen.getImageData(0, 0, image.width, image.height).data;
  let white = 0;
  for (let at = 0; at < data.length; at += 4) white += data[at] > 240 && data[at + 2] > 240;
  return white * 4 / data.length;
}"""


# --- help, addresses, language


@HOWS
def test_the_sheet_of_keys(bench: Bench) -> None:
    bench.do("show-keys", "?")
    expect(bench.by("keys")).to_be_visible()
    bench.activate(bench.by("keys").get_by_role("button", name="关闭"))
    expect(bench.by("keys")).to_be_hidden()


@HOWS
def test_from_an_alert_and_from_a_profile(bench: Bench, places: Places) -> None:
    bench.lay({})
    for name in ("company", "alert"):  # the alert may show the company, too: then nothing would be added
        bench.page.goto(bench.address + places.pages[name])
        bench.activate(bench.page.get_by_role("link", name="在工作台中打开"))
        bench.page.locator("html[data-ready]").wait_for(state="attached")
        bench.says("已选中")
        assert bench.page.url.endswith("/workbench")
        bench.kept()
    assert set(bench.nodes()) >= {
        bench.ids["official"],
        bench.ids["gang"],
        places.pages["company"].split("/")[-1],
    }


@HOWS
def test_the_other_language_keeps_the_work(bench: Bench) -> None:
    shown = bench.nodes()
    bench.activate(bench.page.get_by_role("link", name="English"))
    bench.page.locator("html[lang=en][data-ready]").wait_for(state="attached")
    assert bench.nodes() == shown
    assert bench.by("undo").inner_text() == "Undo"


# --- what holds throughout


def test_texts_of_the_picture_stay_after_all_that_can_happen_to_it(bench: Bench) -> None:
    """Labels of parallel relations once vanished when layout, restore and fit ran in one go."""
    grow(bench, limit=8)
    for id in ("arrange", "pin", "fit", "undo", "redo", "hide", "undo", "fit"):
        bench.by(id).click()
    texts = bench.cy("cy.edges().map(e => [e.data('text'), e.style('label'), e.style('text-opacity')])")
    assert texts
    assert all(text and text == drawn and float(opacity) == 1 for text, drawn, opacity in texts)


def test_a_large_picture_is_plain_but_for_what_is_selected(bench: Bench, desk: tuple[Office, str]) -> None:
    with desk[0].open() as workspace:
        store = workspace._projections.graph
        found = store.relations([id.decode() for id in store.export().node_ids.tolist()], inner=True)[:700]
    ids = sorted({id for each in found for id in (each.source, each.target)})
    places = {id: (n % 30 * 130, n // 30 * 130) for n, id in enumerate(ids)}
    bench.lay(places)
    assert bench.cy("[cy.nodes().length, cy.edges().length]") == [len(ids), 0]
    expect(bench.by("status")).to_contain_text("对象")
    dark = "[...document.querySelectorAll('.strokes')].reduce((n, e) => n + e.width, 0)"
    assert bench.page.evaluate(dark) > 0, "lines are strokes on a sheet"
    lines = {(each.source, each.target) for each in found}
    busy = max(
        ids, key=lambda id: (sum(id in ends for ends in lines) < 40) * sum(id in ends for ends in lines)
    )
    bench.cy("cy.getElementById(given[0]).select().length", busy)
    told = bench.cy(
        "cy.edges().map(e => [e.style('label') === e.data('text'), e.data('source'), e.data('target')])"
    )
    assert told
    assert all(words and busy in ends for words, *ends in told)
    bench.cy("cy.elements().unselect().length")
    assert bench.cy("cy.edges().length") == 0


def test_the_lines_of_a_large_picture_can_be_clicked_and_leave_with_it(
    bench: Bench, desk: tuple[Office, str], tmp_path: Path
) -> None:
    with desk[0].open() as workspace:
        store = workspace._projections.graph
        found = store.relations([id.decode() for id in store.export().node_ids.tolist()], inner=True)[:700]
    ids = sorted({id for each in found for id in (each.source, each.target)})
    a, b = found[0].source, found[0].target
    far = {id: (n % 30 * 130, 2_000 + n // 30 * 130) for n, id in enumerate(ids)}
    bench.lay({**far, a: (0, 0), b: (4_000, 0)})
    (x1, y1), (x2, y2) = bench.spot(a), bench.spot(b)
    bench.page.mouse.click((x1 + x2) / 2, (y1 + y2) / 2)
    expect(bench.by("facts").locator(".links li")).not_to_have_count(0)
    with bench.page.expect_download() as waiting:
        bench.by("save-svg").click()
    file = tmp_path / "picture.svg"
    waiting.value.save_as(file)
    assert file.read_text("utf-8").count("<path") + file.read_text("utf-8").count("<line") > 600


def test_a_picture_of_thousands_comes_in_groups_that_open(bench: Bench, desk: tuple[Office, str]) -> None:
    with desk[0].open() as workspace:
        ids = [id.decode() for id in workspace._projections.graph.export().node_ids.tolist()[:3_000]]
    bench.lay({id: (n % 60 * 130, n // 60 * 130) for n, id in enumerate(ids)})
    groups = [id for id in bench.nodes() if id.startswith("g:")]
    assert len(groups) > 5
    assert len(bench.nodes()) < 1_000
    expect(bench.by("grouped")).to_contain_text(f"收在 {len(groups)} 个组里")
    persons = bench.by("legend").locator('[data-kind="person"] .more')
    expect(persons).to_have_text(str(sum(id.startswith("P") for id in ids)))
    bench.by("nodes").focus()
    first = bench.by("nodes").get_attribute("aria-activedescendant") or ""
    alone = {id for id in bench.nodes() if not id.startswith("g:")}
    with bench.page.expect_response("**/api/workbench/content") as waiting:
        bench.press("Enter")
    bench.says("打开组")
    came = {card["id"] for card in waiting.value.json()["cards"]}
    key = first.rpartition(":")[2]  # whom a group is called after has come before
    assert came == {id for id in bench.nodes() if not id.startswith("g:")} - alone - {key}, "just its members"
    assert first.removeprefix("node-") not in bench.nodes()
    bench.do("undo")
    assert first.removeprefix("node-") in bench.nodes()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(bench: Bench, scheme: str) -> None:
    bench.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    bench.choose(bench.ids["official"])
    for tab in ("list", "detail", "paths", "filters", "views"):
        bench.by(f"tab-{tab}").click()
        bench.page.wait_for_timeout(150)
        assert serious(bench.page) == []


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_fits_the_window(bench: Bench, width: int, height: int, lang: str) -> None:
    bench.page.set_viewport_size({"width": width, "height": height})
    bench.open(f"?lang={lang}")
    wide, high = bench.page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )
    assert (wide, high) == (width, height)
    cut = bench.page.evaluate(
        "[...document.querySelectorAll('.tools button, .tabs button')]"
        ".filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.id)"
    )
    assert cut == []
    box = bench.by("canvas").bounding_box()
    assert box is not None
    assert box["width"] > width * 0.6
    assert box["height"] > height * 0.55

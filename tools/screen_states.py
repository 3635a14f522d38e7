"""What is done on a page before its picture is taken: menus, dialogs and panels opened, forms asked, work left undone.

A state is named after its page, `workbench-paths` after `workbench`. `screenshots.py` opens the page first.
"""

from collections.abc import Callable

from playwright.sync_api import Page, expect

NODES = "document.getElementById('canvas')._cyreg.cy.nodes()"
WAITING = "编号,姓名,身份证号,备用列\nW1,柏清源,11010519491231002X,内部编号 7\nW2,尤曼青,,\nW3,\n"


def choose(page: Page, kind: str, most: int) -> None:
    """Select nodes of a kind on the canvas."""
    page.evaluate(
        f"([kind, most]) => {{ {NODES}.unselect(); {NODES}.filter(n => n.data('kind') === kind).slice(0, most).select(); }}",
        [kind, most],
    )


def clicked(*ids: str) -> Callable[[Page], None]:
    """Controls pressed one after the other."""

    def do(page: Page) -> None:
        for id in ids:
            page.locator(f"#{id}").click()

    return do


def _found(page: Page) -> None:
    page.locator("#find").fill("刘")
    page.locator("#found li").first.wait_for()


def _expand(page: Page) -> None:
    choose(page, "person", 1)
    page.locator("#to-expand").click()
    page.locator("#expand-kinds li").first.wait_for()


def _expanded(page: Page) -> None:
    _expand(page)
    if page.locator("#expand-go").is_disabled():
        page.locator("#expand-all").click()
    page.locator("#expand-go").click()
    page.wait_for_timeout(1500)
    page.locator("#fit").click()


def _paths(page: Page) -> None:
    choose(page, "person", 2)
    page.locator("#to-paths").click()
    page.locator("#path-go").click()
    page.locator("#path-result li, #path-result p").first.wait_for()
    page.locator("#path-result details").first.click()


def _no_path(page: Page) -> None:
    choose(page, "person", 2)
    page.locator("#to-paths").click()
    page.locator("#path-since").fill("1990")
    page.locator("#path-until").fill("1991")
    page.locator("#path-go").click()
    page.locator("#path-result p").first.wait_for()
    page.locator("#path-kinds").evaluate("list => { list.closest('details').open = true; }")


def _detail(page: Page) -> None:
    choose(page, "person", 1)
    page.locator("#tab-detail").click()
    page.locator("#facts dl").first.wait_for()
    page.locator("#note").fill("与案卷核对，电话机主已变更。")


def _between(page: Page) -> None:
    choose(page, "person", 2)
    page.locator("#tab-detail").click()
    page.locator("#facts li").first.wait_for()


def _filtered(page: Page) -> None:
    page.locator("#tab-filters").click()
    page.locator("#relation-kinds input").first.uncheck()
    page.locator("#filter-since").fill("2024-06-01")
    page.keyboard.press("Tab")


def _period(page: Page) -> None:
    box = page.locator("#brush").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + 20, steps=4)
    page.mouse.up()


def _grouped(page: Page) -> None:
    page.locator("#group-by").select_option("kind")
    page.locator("#group").click()


def _opened(page: Page) -> None:
    _grouped(page)
    page.locator("#unfold-all").click()


def _hidden(page: Page) -> None:
    choose(page, "gang", 1)
    page.locator("#hide").click()
    page.locator("#hidden-box").wait_for()


def _split(page: Page) -> None:
    choose(page, "person", 1)
    page.locator("#to-identity").click()
    page.locator("#identity-body input").first.check()
    page.wait_for_timeout(1500)


def _merge(page: Page) -> None:
    choose(page, "person", 2)
    page.locator("#to-identity").click()
    page.locator("#identity-body input").first.check()


def _views(page: Page) -> None:
    page.locator("#tab-views").click()
    choose(page, "gang", 1)
    page.locator("#pin").click()
    page.locator("#view-name").fill("余某案 第一次梳理")
    page.locator("#view-form button").click()
    page.locator("#views li").first.wait_for()


def _pasted(page: Page) -> None:
    page.locator("#paste").click()
    page.locator("#paste-text").fill("刘娟丽\n查无此人\nAJ0002")
    page.locator("#paste-go").click()
    page.locator("#paste-found li").first.wait_for()


def _empty(page: Page) -> None:
    page.locator("#tab-views").click()
    page.locator("#clear").click()
    page.locator("#tab-list").click()


def _waiting(page: Page) -> None:
    page.locator("#files").set_input_files(
        [
            {"name": "people.csv", "mimeType": "text/csv", "buffer": WAITING.encode()},
            {"name": "随手记.csv", "mimeType": "text/csv", "buffer": WAITING.encode()},
        ]
    )
    page.locator("form[action='/imports/start']").wait_for()


def _discard(page: Page) -> None:
    page.locator("form[action='/imports/discard'] button").click()


def _looked(page: Page) -> None:
    page.locator("form[action$='/look'] button").click()
    expect(page.locator("#reads")).to_be_visible()


def _ways(page: Page) -> None:
    page.evaluate("document.getElementById('ways').scrollIntoView()")  # which the script fills in then
    page.locator("#ways ol, #ways .muted").first.wait_for()


def _unfolded(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true; })")


STATES: dict[str, Callable[[Page], None]] = {
    "alert-ways": _ways,
    "alert-unfolded": _unfolded,
    "imports-waiting": _waiting,
    "quarantine-look": _looked,
    "quarantine-row-look": _looked,
    "workbench-empty": _empty,
    "workbench-found": _found,
    "workbench-expand": _expand,
    "workbench-expanded": _expanded,
    "workbench-paths": _paths,
    "workbench-no-path": _no_path,
    "workbench-detail": _detail,
    "workbench-between": _between,
    "workbench-filters": clicked("tab-filters"),
    "workbench-filtered": _filtered,
    "workbench-period": _period,
    "workbench-groups": _grouped,
    "workbench-opened": _opened,
    "workbench-hidden": _hidden,
    "workbench-split": _split,
    "workbench-merge": _merge,
    "workbench-views": _views,
    "workbench-purpose": clicked("purpose"),
    "workbench-pasted": _pasted,
    "workbench-keys": clicked("show-keys"),
}
"""By name: what is done. A page of its own (`quarantine-row`) is no state."""

AFTER: dict[str, Callable[[Page], None]] = {"imports-waiting": _discard}
"""What is tidied up after the picture."""

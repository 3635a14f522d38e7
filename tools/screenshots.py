"""A picture of every page, in both languages, light and dark, on a small and a large screen, to be looked at.

    make screenshots
    make screenshots SHOTS="--workspace desk --pages imports quarantine"

A small county is made and run unless `--workspace` names one (opened as the commands do, NETINV_KEY_DIR included). Pictures go to
`screenshots/`, which is not committed. What can be told without eyes is printed: a page wider than its window, text that is cut
or lies outside of what holds it, a complaint of the browser, and what axe-core finds serious. Exit code 1 if there is any.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright

from netinv.access.viewer import operator
from netinv.demo import write_county
from netinv.ledger import Keyring
from netinv.web.faces import entity_href, gang_href, record_href
from netinv.web.serving import served
from netinv.workspace import Workspace

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
SCREENS = ((1366, 768), (1920, 1080))
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
BAD_ROWS = "record_id,name,birth_date,phones\nQ1,尤曼青,1987-02-31,13900000001\nQ2,,,\nQ3,柏清源,1990-01-02,1.39E+10\n"
CUT = """() => [...document.querySelectorAll("body *")].filter(each => {
  if (!each.childNodes.length || ![...each.childNodes].some(n => n.nodeType === 3 && n.data.trim())) return false;
  const style = getComputedStyle(each);
  if (style.visibility === "hidden" || each.closest(".unseen, .skip, svg, details:not([open])")) return false;
  return style.overflowX === "hidden" && each.scrollWidth > each.clientWidth + 1;
}).slice(0, 3).map(each => each.outerHTML.slice(0, 140))"""
"""Elements whose text is cut off by their own edge."""


def pages_of(workspace: Workspace) -> dict[str, str]:
    """The address of every kind of page."""
    viewer = operator()
    alerts = workspace.alerts(viewer)
    best = alerts[0]
    company = next(
        (n.id for alert in alerts for n in alert.nodes if n.kind == "organization"), best.official.entity_id
    )
    table, record_id = best.signals[0].records[0]
    queue = workspace.review.queue(viewer, 1)
    found = {
        "alerts": "/", "alert": f"/alerts/{quote(best.alert_id)}", "official": entity_href(best.official.entity_id),
        "company": entity_href(company), "gang": gang_href(best.gang.gang_id), "record": record_href(table, record_id),
        "search": f"/search?q={quote(best.official.name[:1])}", "review": "/review", "decisions": "/review/decisions",
        "candidates": "/candidates", "imports": "/imports", "report": "/report", "update": "/update", "absent": "/nope",
        "workbench": f"/workbench?alert={quote(best.alert_id)}", "workbench-groups": "/workbench",
    }  # fmt: skip
    if queue:
        a, b = (side.speaker.mention for side in (queue[0].left, queue[0].right))
        found["pair"] = f"/review/pair?a={quote(a)}&b={quote(b)}"
    if items := workspace.quarantined(viewer):
        found["quarantine"] = f"/imports/quarantine/{items[-1].number}"
        rows = [each for each in items if each.level == "row"]
        if rows:
            found["quarantine-row"] = f"/imports/quarantine/{rows[-1].number}"
    return found


def shoot(browser: Browser, address: str, pages: dict[str, str], to: Path) -> list[str]:
    """All pictures; one sentence for each thing that is wrong."""
    wrong: list[str] = []
    for width, height in SCREENS:
        for scheme in SCHEMES:
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
            page = context.new_page()
            said: list[str] = []
            page.on(
                "console",
                lambda message, said=said: said.append(message.text) if message.type == "error" else None,
            )  # type: ignore[misc]
            page.on("pageerror", lambda error, said=said: said.append(str(error)))  # type: ignore[misc]
            for lang in ("zh", "en"):
                for name, path in pages.items():
                    place = f"{name} {lang} {scheme} {width}"
                    page.goto(f"{address}{path}{'&' if '?' in path else '?'}lang={lang}")
                    on_bench = name.startswith("workbench")
                    if on_bench:
                        page.locator("html[data-ready]").wait_for(state="attached")
                    if name == "workbench-groups":
                        page.locator("#group-by").select_option("kind")
                        page.locator("#group").click()
                    if on_bench:
                        page.wait_for_timeout(1500)
                    page.screenshot(path=to / f"{name}-{lang}-{scheme}-{width}.png", full_page=not on_bench)
                    if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
                        wrong.append(f"{place}: {wide} pixels wide")
                    wrong += [f"{place}: cut: {each}" for each in page.evaluate(CUT)]
                    wrong += [f"{place}: {each}" for each in serious(page)]
                    wrong += [f"{place}: {each}" for each in said if name != "absent"]
                    said.clear()
            context.close()
    return wrong


def serious(page: Any) -> list[str]:
    """What axe-core finds serious."""
    if not AXE.is_file():
        return []
    page.evaluate(AXE.read_text("utf-8"))
    found = [
        each for each in page.evaluate("axe.run()")["violations"] if each["impact"] in ("serious", "critical")
    ]
    return [f"axe {each['id']}: {each['nodes'][0]['html'][:140]}" for each in found]


@contextmanager
def office(given: Path | None) -> Iterator[Workspace]:
    """The workspace named, or a small county with some rows that cannot be read."""
    if given is not None:
        with Workspace.open(given) as workspace:
            yield workspace
        return
    with tempfile.TemporaryDirectory(prefix="netinv-shots-") as temporary:
        folder = Path(temporary)
        county = write_county(folder / "county", people=1_000, seed=3)
        (folder / "bad").mkdir()
        (folder / "bad" / "people.csv").write_text(BAD_ROWS, "utf-8")
        with Workspace.open(folder / "ws", create=True, keyring=Keyring(folder / "keys")) as workspace:
            workspace.ingest(operator(), folder / "bad", origin="手工补录")
            workspace.run(operator(), county.data)
            yield workspace


def main() -> None:
    """See above."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--workspace", type=Path)
    parser.add_argument("--to", type=Path, default=Path("screenshots"))
    parser.add_argument("--pages", nargs="+", help="only these")
    given = parser.parse_args()
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        parser.exit(1, "Chromium is not installed\n")
    given.to.mkdir(parents=True, exist_ok=True)
    with office(given.workspace) as workspace, served(workspace) as address, sync_playwright() as playwright:
        if given.workspace is None:  # nobody's own work: it may be asked for something
            workspace.explore.keep_draft(operator(), {"purpose": "线索核查", "caseNo": "案〔2024〕7号"}, 0)
        pages = {name: path for name, path in pages_of(workspace).items() if name in (given.pages or [name])}
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        wrong = shoot(browser, address, pages, given.to)
        browser.close()
    print("\n".join(dict.fromkeys(wrong)) or f"{len(pages)} pages, nothing to be seen without eyes")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()

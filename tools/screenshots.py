"""A picture of every page, in both languages, light and dark, on a small and a large screen, to be looked at.

    make screenshots
    make screenshots SHOTS="--workspace desk --pages imports quarantine --series en-dark-1366"

A small county is made and run unless `--workspace` names one (opened as the commands do, NETINV_KEY_DIR included). Pictures go to
`screenshots/`, which is not committed. What can be told without eyes is printed: a page wider than its window, text that is cut
or lies outside of what holds it, a complaint of the browser, and what axe-core finds serious. Exit code 1 if there is any.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright
from screen_states import AFTER, STATES

from netinv.access.viewer import operator
from netinv.demo import write_county
from netinv.ledger import Keyring
from netinv.web.faces import entity_href, gang_href, mention_name, own_href, record_href
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
REFUSED = ("absent", "bad", "refused")
"""Pages on which the browser may complain: they are errors."""
NEW_WORK = {"purpose": "线索核查", "caseNo": "案〔2024〕7号"}
PRINTED = ("alert", "report-alone", "workbench", "workbench-groups")


def pages_of(workspace: Workspace) -> dict[str, str]:
    """The address of every kind of page."""
    viewer = operator()
    alerts = workspace.alerts(viewer)
    best = alerts[0]
    company = next(
        (n.id for alert in alerts for n in alert.nodes if n.kind == "organization"), best.official.entity_id
    )
    table, record_id = best.signals[0].records[0]
    case = next((row for s in best.signals for row in s.records if row[0] == "cases"), None)
    official = workspace.entity(viewer, best.official.entity_id)
    one = quote(mention_name(official.mentions[0], official.kind))
    queue = workspace.review.queue(viewer, 2)
    alert = f"/alerts/{quote(best.alert_id)}"
    found = {
        "alerts": "/", "alerts-none": "/?gang=none", "alerts-expired": "/?expired=1", "alert": alert, "ways": f"{alert}/ways",
        "official": entity_href(official.entity_id), "company": entity_href(company),
        "gang": gang_href(best.gang.gang_id), "record": record_href(table, record_id),
        "search": f"/search?q={quote(best.official.name[:1])}", "search-begin": "/search", "search-none": "/search?q=%E9%BE%98%E9%BE%98",
        "review": "/review", "decisions": "/review/decisions",
        "choose": f"/review/pair?a={official.entity_id}&b={quote(best.official.name[:1])}",
        "one-already": f"/review/pair?a={official.entity_id}&b={official.entity_id}",
        "split": f"/review/split?entity={official.entity_id}&mention={one}",
        "candidates": "/candidates", "candidates-none": "/candidates?q=zzz", "imports": "/imports",
        "report": "/report", "report-alone": "/report/latest.html", "update": "/update",
        "absent": "/nope", "bad": "/review/pair", "refused": "/review/split?entity=x", "workbench": f"/workbench?alert={quote(best.alert_id)}",
    }  # fmt: skip
    if case:
        found |= {"case-record": record_href(*case), "case": own_href(*case) or ""}
    if queue:
        ends = [tuple(side.speaker.mention for side in (pair.left, pair.right)) for pair in queue]
        found["pair"] = f"/review/pair?a={quote(ends[0][0])}&b={quote(ends[0][1])}"
        pairs = "&".join(f"pair={quote(a)}%09{quote(b)}" for a, b in ends)
        found["several"] = f"/review/several?verdict=different&{pairs}"
    if items := workspace.quarantined(viewer):
        for level, name in (("cell", "quarantine"), ("row", "quarantine-row")):
            if numbers := [each.number for each in items if each.level == level]:
                found[name] = f"/imports/quarantine/{numbers[-1]}"
    return found


EMPTY = {
    "empty-alerts": "/", "empty-review": "/review", "empty-decisions": "/review/decisions", "empty-candidates": "/candidates",
    "empty-imports": "/imports", "empty-report": "/report", "empty-update": "/update", "empty-workbench": "/workbench",
}  # fmt: skip
"""Pages of a workspace that holds nothing yet."""


@dataclass
class Shots:
    """A camera before the pages of one office; `to` takes the pictures, `wrong` a sentence for each fault.

    `work` is what the canvas is to begin with; None leaves it as it is: somebody's own.
    """

    browser: Browser
    to: Path
    work: dict[str, str] | None
    only: Collection[str] = ()
    """The series wanted, such as `en-dark-1920`; all where none is named."""
    wrong: list[str] = field(default_factory=list)

    def series(self, address: str, pages: Mapping[str, str]) -> None:
        """All pages, in both languages, light and dark, small and large."""
        for width, height in SCREENS:
            for scheme in SCHEMES:
                for lang in ("zh", "en"):
                    series = f"{lang}-{scheme}-{width}"
                    if self.only and series not in self.only:
                        continue
                    with self._window(width, height, scheme) as (page, said):
                        for name, path in pages.items():
                            self._take(page, said, name, address + path, series)

    def printed(self, address: str, pages: Mapping[str, str]) -> None:
        """Pages as they come from the printer, one PDF each."""
        for lang in ("zh", "en"):
            with self._window(*SCREENS[0], "light") as (page, _):
                for name, path in pages.items():
                    self._open(page, name, address + path, lang)
                    page.pdf(
                        path=self.to / f"{name}-{lang}.pdf", prefer_css_page_size=True, print_background=True
                    )

    @contextmanager
    def _window(
        self, width: int, height: int, scheme: Literal["light", "dark"]
    ) -> Iterator[tuple[Page, list[str]]]:
        context = self.browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        page, said = context.new_page(), list[str]()
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        yield page, said
        context.close()

    def _open(self, page: Page, name: str, address: str, lang: str) -> None:
        if name.startswith("workbench") and self.work is not None:
            page.goto("about:blank")  # what the page before sent last has arrived by then
            draft = f"{address.partition('/workbench')[0]}/api/workbench/draft"
            page.request.put(draft, data={**page.request.get(draft).json(), "body": self.work})
        page.goto(f"{address}{'&' if '?' in address else '?'}lang={lang}")
        if "workbench" in name:
            page.locator("html[data-ready]").wait_for(state="attached")
            page.wait_for_timeout(700)

    def _take(self, page: Page, said: list[str], name: str, address: str, series: str) -> None:
        self._open(page, name, address, series[:2])
        if act := STATES.get(name):
            act(page)
            page.wait_for_timeout(600)
        page.screenshot(path=self.to / f"{name}-{series}.png", full_page="workbench" not in name)
        size = page.viewport_size
        wide = page.evaluate("document.documentElement.scrollWidth")
        found = [f"{wide} pixels wide"] if size and wide > size["width"] else []
        found += [f"cut: {each}" for each in page.evaluate(CUT)]
        found += serious(page) if series.endswith(str(SCREENS[0][0])) else []
        found += said if name not in REFUSED else []
        self.wrong += [f"{name}-{series}: {each}" for each in found]
        said.clear()
        if act := AFTER.get(name):
            act(page)


def serious(page: Page) -> list[str]:
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


@contextmanager
def nothing_yet() -> Iterator[Workspace]:
    """A workspace that holds nothing."""
    with tempfile.TemporaryDirectory(prefix="netinv-shots-") as temporary:
        folder = Path(temporary)
        with Workspace.open(folder / "ws", create=True, keyring=Keyring(folder / "keys")) as workspace:
            yield workspace


def main() -> None:
    """See above."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--workspace", type=Path)
    parser.add_argument("--to", type=Path, default=Path("screenshots"))
    parser.add_argument("--pages", nargs="+", help="only these")
    parser.add_argument("--series", nargs="+", default=[], help="only these, such as en-dark-1920")
    given = parser.parse_args()
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        parser.exit(1, "Chromium is not installed\n")
    given.to.mkdir(parents=True, exist_ok=True)
    with office(given.workspace) as workspace, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        shots = Shots(browser, given.to, None if given.workspace else NEW_WORK, given.series)
        pages = pages_of(workspace)
        for state in STATES:
            page = max((each for each in pages if state.startswith(f"{each}-")), key=len, default=None)
            pages |= {state: pages[page]} if page else {}
        wanted = {name: path for name, path in pages.items() if name in (given.pages or pages)}
        with served(workspace) as address:
            shots.series(address, wanted)
            shots.printed(address, {name: path for name, path in wanted.items() if name in PRINTED})
        with nothing_yet() as empty, served(empty) as address:
            shots.series(
                address, {name: path for name, path in EMPTY.items() if name in (given.pages or EMPTY)}
            )
        browser.close()
    print("\n".join(dict.fromkeys(shots.wrong)) or f"{len(wanted)} pages, nothing to be seen without eyes")
    sys.exit(1 if shots.wrong else 0)


if __name__ == "__main__":
    main()

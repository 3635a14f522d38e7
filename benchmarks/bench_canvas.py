"""How quick the workbench is in a real Chromium without GPU: first picture, dragging a node, moving the view.

    make bench-canvas
    make bench-canvas BENCH="--nodes 500 2000 --times 5 --people 1000"

A county is made, run and served as an office would. Each picture holds nodes around a gang, in a draft with their places,
with every relation among them: once about three a node, once the nearest nodes, which are linked more densely. Medians are printed, with the aims beside them. The machine should have nothing else to do.
"""

import argparse
import shutil
import statistics
import tempfile
from contextlib import suppress
from math import cos, pi, sin, sqrt
from pathlib import Path
from typing import NamedTuple

import psutil
from playwright.sync_api import Browser, Page, sync_playwright

from netinv.access.viewer import operator
from netinv.demo import write_county
from netinv.graph.embedded import EmbeddedStore
from netinv.ledger import Keyring
from netinv.web.serving import served
from netinv.workspace import Workspace
from netinv.workspace.exploring.drawings import DraftMovedError

AIMS = {500: (" (≤ 0.8)", " (≥ 45)"), 2_000: (" (≤ 2.0)", " (≥ 40)")}
"""Nodes -> seconds to the first picture at most, frames a second while dragging at least; 10,000 come in groups."""
PER_NODE = 3.0
"""Relations a node, as the aims state them for 500; beside it each picture is made as dense as the county is."""
APART = 130
"""Pixels between neighbours of the spiral on which nodes are laid."""

FRAMES = """async ([grab, seconds]) => {
  const place = document.getElementById("canvas"), cy = place._cyreg.cy;
  const { left, top, width, height } = place.getBoundingClientRect();
  const middle = { x: width / 2, y: height / 2 };
  let at = { x: 12, y: 12 };
  if (grab) {
    const far = node => Math.hypot(node.renderedPosition("x") - middle.x, node.renderedPosition("y") - middle.y);
    at = { ...cy.nodes().min(far).ele.renderedPosition() };
  }
  const tell = (type, target, n) => target.dispatchEvent(new MouseEvent(type, {
    bubbles: true, cancelable: true, view: window, button: 0, buttons: type === "mouseup" ? 0 : 1,
    clientX: left + at.x + 60 * Math.sin(n / 9), clientY: top + at.y + 40 * Math.sin(n / 7),
  }));
  const inner = place.querySelector("canvas");
  tell("mousedown", inner, 0);
  const drawn = [];
  cy.on("render", () => drawn.push(performance.now()));
  const start = performance.now();
  let n = 0;
  while (performance.now() - start < seconds * 1000) {
    n += 1;
    tell("mousemove", window, n);
    await new Promise(requestAnimationFrame);
  }
  const passed = (performance.now() - start) / 1000;
  cy.removeListener("render");
  tell("mouseup", window, n);
  return [drawn.length, passed];
}"""
"""Pictures that the canvas draws a second while a node, or the view, follows the mouse."""


class Measured(NamedTuple):
    """One opening of one picture. `_cpu`: seconds of the page's own process, or frames for each of them: what a
    machine that has nothing else to do would come to. `sent`: bytes of the page with what is on the canvas."""

    sent: float
    first: float
    first_cpu: float
    dragging: float
    dragging_cpu: float
    moving: float
    moving_cpu: float


def nearest(store: EmbeddedStore, count: int, most: int | None = None) -> tuple[list[str], int]:
    """So many nodes around the first gang, `most` of the fresh neighbours of each (None: all), and the number of
    relations among them."""
    ids = [id.decode() for id in store.export().node_ids.tolist()]
    kinds = {id: node.kind for id, node in store.get(ids).items()}
    near: dict[str, list[str]] = {id: [] for id in ids}
    for each in store.lines(ids):
        near[each.source].append(each.target)
        near[each.target].append(each.source)
    found = [min(id for id in ids if kinds[id] == "gang")]
    seen = set(found)
    for id in found:
        fresh = list(dict.fromkeys(other for other in sorted(near[id]) if other not in seen))[:most]
        seen.update(fresh)
        found += fresh
        if len(found) >= count:
            break
    chosen = found[:count]
    return chosen, len(store.lines(chosen))


def with_relations(store: EmbeddedStore, count: int, each: float) -> tuple[list[str], int]:
    """So many nodes around a gang with about `each` relations a node: of every node only so many neighbours
    are taken that it comes nearest to that."""
    tried = [nearest(store, count, most) for most in (2, 3, 4, 5, 6, 8, 12, None)]
    return min((one for one in tried if len(one[0]) == count), key=lambda one: abs(one[1] - each * count))


def spiral(ids: list[str]) -> dict[str, dict[str, int]]:
    """Places on a spiral, the first in the middle."""
    turn = pi * (3 - sqrt(5))
    return {
        id: {"x": round(APART * sqrt(n) * cos(n * turn)), "y": round(APART * sqrt(n) * sin(n * turn))}
        for n, id in enumerate(ids)
    }


def lay(ws: Workspace, body: dict[str, object]) -> None:
    """Keep a draft, also where the page before is still writing what it leaves behind."""
    for _ in range(5):
        with suppress(DraftMovedError):
            ws.explore.keep_draft(operator(), body, ws.explore.draft(operator()).revision)
            return
    raise TimeoutError("another page goes on writing the draft")


def measure(browser: Browser, address: str, seconds: float) -> Measured:
    """Open the draft in a new window."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page: Page = context.new_page()
    page.wait_for_timeout(1_500)  # the browser's own start is not the page's
    spent = cpu()
    answer = page.goto(f"{address}/workbench", timeout=120_000)
    assert answer is not None
    page.wait_for_timeout(1_000)  # whoever keeps asking whether it is ready takes time from the page
    page.locator("html[data-ready]").wait_for(state="attached", timeout=120_000)
    # milliseconds from the beginning of the navigation until the picture has been drawn
    first = page.evaluate("Number(document.documentElement.dataset.pictured)") / 1000
    found = [len(answer.body()), first, cpu() - spent]
    page.wait_for_timeout(400)  # what is drawn once in rest is not part of dragging
    for grab in (True, False):
        spent = cpu()
        drawn, passed = page.evaluate(FRAMES, [grab, seconds])
        found += [drawn / passed, drawn / max(cpu() - spent, 0.01)]
    context.close()
    return Measured(*found)


def cpu() -> float:
    """Seconds of processor time that the pages of our browser have taken so far."""
    taken = 0.0
    for each in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # of a window that has just been closed
            if "--type=renderer" in " ".join(each.cmdline()):
                taken += sum(each.cpu_times()[:2])
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--nodes", type=int, nargs="+", default=[500, 2_000, 10_000])
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--people", type=int, default=2_500)
    parser.add_argument("--seconds", type=float, default=2.0, help="of dragging, and of moving")
    given = parser.parse_args()
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        parser.exit(1, "Chromium is not installed\n")
    with tempfile.TemporaryDirectory(prefix="netinv-canvas-") as temporary:
        folder = Path(temporary)
        county = write_county(folder / "county", people=given.people, seed=3)
        keyring = Keyring(folder / "keys")
        with (
            Workspace.open(folder / "ws", create=True, keyring=keyring) as ws,
            sync_playwright() as playwright,
        ):
            ws.run(operator(), county.data)
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
            )
            store = EmbeddedStore(folder / "ws" / "graph.db")
            print(
                "| nodes | relations | sent, kB | first picture, s | of it CPU of the page | dragging, frames/s | per CPU s | moving the view | per CPU s |"
            )
            print("|---|---|---|---|---|---|---|---|---|")
            with served(ws) as address:
                pictures = [(with_relations(store, count, PER_NODE), count) for count in given.nodes]
                pictures += [(nearest(store, count), count) for count in given.nodes]
                for (ids, relations), count in pictures:
                    lay(ws, {"nodes": spiral(ids), "purpose": "bench"})
                    found = [measure(browser, address, given.seconds) for _ in range(given.times)]
                    got = Measured(*(statistics.median(each) for each in zip(*found, strict=True)))
                    slow, few = AIMS.get(count, ("", ""))
                    cells = [
                        len(ids), relations, f"{got.sent / 1000:.0f}", f"{got.first:.2f}{slow}", f"{got.first_cpu:.2f}",
                        f"{got.dragging:.0f}{few}", f"{got.dragging_cpu:.0f}", f"{got.moving:.0f}", f"{got.moving_cpu:.0f}",
                    ]  # fmt: skip
                    print("| " + " | ".join(map(str, cells)) + " |", flush=True)
            store.close()
            browser.close()


if __name__ == "__main__":
    main()

"""Drives the workbench page as a person does: by mouse on the picture, or by keys alone."""

import json
import urllib.request
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.error import HTTPError
from urllib.parse import quote

from playwright.sync_api import Locator, Page, expect

How = Literal["mouse", "keyboard"]
BOTH: tuple[How, How] = ("mouse", "keyboard")


@dataclass
class Bench:
    """The open page; `how` says by what means things are done."""

    page: Page
    address: str
    how: How = "mouse"
    ids: dict[str, str] = field(default_factory=dict)

    def api(self, method: str, path: str, body: Any = None) -> Any:
        """Ask the server what the page asks it."""
        request = urllib.request.Request(
            f"{self.address}/api/workbench/{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"content-type": "application/json", "x-purpose": quote("线索核查")},
        )
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def lay(self, nodes: dict[str, tuple[int, int]], purpose: str = "线索核查", **more: Any) -> None:
        """Keep a draft with nodes where they are wanted, and open it."""
        body = {"nodes": {id: {"x": x, "y": y} for id, (x, y) in nodes.items()}, "purpose": purpose, **more}
        self.page.goto("about:blank")
        for _ in range(5):
            try:
                self.api("PUT", "draft", {"revision": self.api("GET", "draft")["revision"], "body": body})
                break
            except HTTPError as error:  # what the page before sent last may still arrive
                if error.code != 409:
                    raise
        self.open()

    def open(self, query: str = "") -> None:
        self.page.goto(f"{self.address}/workbench{query}")
        self.page.locator("html[data-ready]").wait_for(state="attached")

    # --- what there is

    def cy(self, script: str, *given: Any) -> Any:
        """Ask the drawing library itself."""
        return self.page.evaluate(
            f"given => {{ const cy = document.getElementById('canvas')._cyreg.cy; return {script}; }}",
            list(given),
        )

    def nodes(self) -> dict[str, tuple[int, int]]:
        """What is shown, by id, and where."""
        found = self.cy("cy.nodes().not('.gone').map(n => [n.id(), n.position('x'), n.position('y')])")
        return {id: (x, y) for id, x, y in found}

    def selected(self) -> set[str]:
        return set(self.cy("cy.nodes(':selected').map(n => n.id())"))

    def says(self, text: str) -> None:
        """The live region says so."""
        expect(self.page.locator("#live")).to_contain_text(text)

    def by(self, id: str) -> Locator:
        return self.page.locator(f"#{id}")

    # --- what is done

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def do(self, button: str, *keys: str) -> None:
        """Click the button, or press the keys."""
        if self.how == "mouse":
            self.by(button).click()
        else:
            self.press(*keys)

    def spot(self, id: str) -> tuple[float, float]:
        """Where a node is in the window."""
        x, y = self.cy("(p => [p.x, p.y])(cy.getElementById(given[0]).renderedPosition())", id)
        box = self.by("canvas").bounding_box()
        assert box is not None
        return box["x"] + x, box["y"] + y

    def choose(self, *ids: str) -> None:
        """Select nodes: by clicking them in the picture, or by the list."""
        if self.how == "mouse":
            for n, id in enumerate(ids):
                if n:
                    self.page.keyboard.down("Shift")
                self.page.mouse.click(*self.spot(id))
            self.page.keyboard.up("Shift")
        else:
            self.press("Escape", "l")
            for id in ids:
                self.press("Home")
                row = f"node-{id}"
                for _ in range(60):
                    if self.by("nodes").get_attribute("aria-activedescendant") == row:
                        break
                    self.press("ArrowDown")
                self.press("Space")
        assert self.selected() == set(ids)

    def type(self, field: str, text: str) -> None:
        """Write into a field, leaving it afterwards."""
        self.by(field).focus()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Tab")

    def activate(self, target: Locator) -> None:
        """Click a control, or press its key where it has the focus."""
        if self.how == "mouse":
            target.click()
        else:
            target.focus()
            role = target.get_attribute("type")
            self.page.keyboard.press("Space" if role in ("checkbox", "radio") else "Enter")

    def kept(self) -> None:
        """The draft has been written."""
        expect(self.by("kept")).to_have_text("已自动保存")

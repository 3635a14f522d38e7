"""What axe-core finds on an open page."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


def serious(page: Page) -> list[tuple[str, str]]:
    """Serious findings: the rule, and where. Without axe-core a loud skip, and a failure where CI=true."""
    if not AXE.is_file():
        if os.environ.get("CI") == "true":
            pytest.fail("axe-core is missing: make browser")
        pytest.skip("no axe-core")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    return [
        (each["id"], each["nodes"][0]["html"][:120])
        for each in page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        if each["impact"] in ("serious", "critical")
    ]

"""The check-list of the workbench names the tests that perform it, every one of them."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = (ROOT / "tests" / "web" / "test_workbench_browser.py").read_text("utf-8")


@pytest.mark.parametrize("page", ["workbench.md", "workbench.zh-CN.md"])
def test_every_interaction_is_tested_by_mouse_and_by_keyboard(page: str) -> None:
    rows = re.findall(r"^\| .* \| `(test_\w+)` \|$", (ROOT / "docs" / page).read_text("utf-8"), flags=re.M)
    both = re.findall(r"^@HOWS\n(?:@.*\n)*def (test_\w+)\(", TESTS, flags=re.M)
    assert len(rows) >= 30
    assert rows == both

"""The Cypher statements, each a file of its own under `cypher/` with a head comment that explains it."""

from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path


@cache
def statement(name: str) -> str:
    """The text of one statement by its place, e.g. `read/get`."""
    return folder().joinpath(f"{name}.cypher").read_text(encoding="utf-8")


def names(room: str) -> list[str]:
    """Places of all statements of `schema`, `write` or `read`, sorted."""
    found = folder().joinpath(room).iterdir()
    return sorted(f"{room}/{each.name[:-7]}" for each in found if each.name.endswith(".cypher"))


def folder() -> Traversable:
    """Where the statements lie: in the package where it was installed, beside `src` in a checkout."""
    installed = resources.files("netinv").joinpath("cypher")
    return installed if installed.is_dir() else Path(__file__).parents[4] / "cypher"

"""How far a step is, told to whoever waits."""

from collections.abc import Callable

Progress = Callable[[int, int, str], None]
"""Called as (done, in all, what): rows of an import with the file's name, stages of other steps by name."""


def silent(done: int, total: int, what: str) -> None:
    """Tell nobody."""

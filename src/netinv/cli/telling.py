"""What a command tells: progress while it works, a summary when it is done."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import typer

from netinv.cli.options import Lang
from netinv.workspace.progress import Progress


class Summary(Protocol):
    """A pydantic model with a text of its own."""

    def text(self, lang: str = "zh") -> str:
        """For people."""

    def model_dump(self, *, mode: str) -> dict[str, Any]:
        """For scripts."""


def tell(summary: Summary, as_json: bool, lang: Lang) -> None:
    """The closing summary on stdout: text, or exactly one JSON object."""
    if as_json:
        tell_json(summary.model_dump(mode="json"))
    else:
        typer.echo(summary.text(lang.value))


def tell_json(content: dict[str, Any]) -> None:
    """One JSON object on stdout."""
    typer.echo(json.dumps(content, ensure_ascii=False))


@contextmanager
def progress_of(as_json: bool) -> Iterator[Progress]:
    """A bar on a terminal (stderr), plain lines elsewhere (stdout; none with --json)."""
    if sys.stderr.isatty():
        with _bar() as progress:
            yield progress
    elif as_json:
        yield lambda done, total, what: None
    else:
        yield _Lines()


class _Lines:
    """One line whenever something else begins."""

    def __init__(self) -> None:
        self._last = ""

    def __call__(self, done: int, total: int, what: str) -> None:
        if what != self._last:
            self._last = what
            typer.echo(f"… {what}")


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("", total=None)

        def show(done: int, total: int, what: str) -> None:
            bars.update(task, completed=done, total=total or None, description=what)

        yield show

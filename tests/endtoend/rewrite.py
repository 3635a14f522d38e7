"""The same county written otherwise: other order, other encoding, other language, in parts."""

import csv
from collections.abc import Callable
from pathlib import Path

from netinv.model.tables import TABLES

Rows = list[list[str]]


def rewrite(
    data: Path,
    to: Path,
    change: Callable[[str, list[str], Rows], tuple[list[str], Rows]],
    *,
    encoding: str = "utf-8",
    backwards: bool = False,
) -> Path:
    """Write every file of `data` into the new folder `to`, as `change(table, header, rows)` gives it."""
    to.mkdir(parents=True)
    for path in sorted(data.glob("*.csv"), reverse=backwards):
        with path.open(encoding="utf-8", newline="") as handle:
            header, *rows = csv.reader(handle)
        header, rows = change(path.stem, header, rows)
        with (to / path.name).open("w", encoding=encoding, newline="") as out:
            csv.writer(out).writerows([header, *rows])
    return to


def reversed_rows(table: str, header: list[str], rows: Rows) -> tuple[list[str], Rows]:
    """Last row first, last column first."""
    return header[::-1], [row[::-1] for row in reversed(rows)]


def in_chinese(table: str, header: list[str], rows: Rows) -> tuple[list[str], Rows]:
    """Chinese headers where the contract gives one."""
    columns = TABLES[table].columns if table in TABLES else {}
    return [(columns[name].zh or name) if name in columns else name for name in header], rows


def reversed_in_chinese(table: str, header: list[str], rows: Rows) -> tuple[list[str], Rows]:
    """Both."""
    return reversed_rows(table, *in_chinese(table, header, rows))


def every_second(rest: int) -> Callable[[str, list[str], Rows], tuple[list[str], Rows]]:
    """Half of the rows of every table; all of `sources`, which speaks of files, not of rows."""

    def half(table: str, header: list[str], rows: Rows) -> tuple[list[str], Rows]:
        return header, rows if table == "sources" else rows[rest::2]

    return half

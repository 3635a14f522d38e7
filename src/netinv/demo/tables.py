"""Tables under construction: rows that point at persons, organisations and other rows, not yet at names and
ids."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np

from netinv.demo.scenario import Bools, Ints

Evidence = tuple[str, int, str]
"""(table, handle of the row, family): a row that stands for something in truth."""


class How(IntEnum):
    """How a reference to a person is written, where the scenario insists on it."""

    USUAL = 0
    EXACT = 1
    BARE = 2
    NICKNAME = 3
    TITLE = 4
    PHONE = 5


@dataclass(slots=True)
class Row:
    """One row. `persons`, `orgs`: prefix to position; `links`: column to (table, handle); `values`:
    column to text."""

    at: int = 0
    planted: bool = False
    persons: Mapping[str, int] = field(default_factory=dict)
    orgs: Mapping[str, int] = field(default_factory=dict)
    how: Mapping[str, How] = field(default_factory=dict)
    links: Mapping[str, int] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Block:
    """Many rows as columns; -1 in `persons`, `orgs` and `links` is nobody. A whole number column is
    written as it is."""

    size: int
    at: Ints
    planted: Bools
    persons: dict[str, Ints]
    orgs: dict[str, Ints]
    how: dict[str, Ints]
    links: dict[str, Ints]
    values: dict[str, Sequence[str] | Ints]


def block(
    at: Ints,
    persons: dict[str, Ints] | None = None,
    orgs: dict[str, Ints] | None = None,
    links: dict[str, Ints] | None = None,
    **values: Sequence[str] | Ints,
) -> Block:
    """Rows of the background as columns."""
    return Block(len(at), at, np.zeros(len(at), bool), persons or {}, orgs or {}, {}, links or {}, values)


class Table:
    """Rows in order of insertion; the position of a row is its handle."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.size = 0
        self._blocks: list[Block] = []
        self._rows: list[Row] = []

    def add(self, row: Row) -> int:
        """Add one row; returns its handle."""
        self._rows.append(row)
        self.size += 1
        return self.size - 1

    def extend(self, rows: Block) -> int:
        """Add many rows; returns the handle of the first."""
        self._flush()
        self._blocks.append(rows)
        self.size += rows.size
        return self.size - rows.size

    def merged(self) -> Block:
        """All rows as one block."""
        self._flush()
        parts = self._blocks
        return Block(
            self.size,
            _joined(parts, [b.at for b in parts]),
            np.concatenate([np.empty(0, bool), *(b.planted for b in parts)]),
            _columns(parts, [b.persons for b in parts], -1),
            _columns(parts, [b.orgs for b in parts], -1),
            _columns(parts, [b.how for b in parts], int(How.USUAL)),
            _columns(parts, [b.links for b in parts], -1),
            _texts(parts),
        )

    def _flush(self) -> None:
        if not self._rows:
            return
        rows, self._rows = self._rows, []
        values: dict[str, Sequence[str] | Ints] = {
            c: [r.values.get(c, "") for r in rows] for c in dict.fromkeys(c for r in rows for c in r.values)
        }
        self._blocks.append(
            Block(
                len(rows),
                np.asarray([r.at for r in rows], np.int64),
                np.asarray([r.planted for r in rows], bool),
                _spread([r.persons for r in rows], -1),
                _spread([r.orgs for r in rows], -1),
                _spread([r.how for r in rows], int(How.USUAL)),
                _spread([r.links for r in rows], -1),
                values,
            )
        )


def _spread(rows: Sequence[Mapping[str, int]], nothing: int) -> dict[str, Ints]:
    keys = dict.fromkeys(k for r in rows for k in r)
    return {k: np.asarray([r.get(k, nothing) for r in rows], np.int64) for k in keys}


def _joined(parts: list[Block], arrays: list[Ints]) -> Ints:
    return np.concatenate([np.empty(0, np.int64), *arrays])


def _columns(parts: list[Block], dicts: list[dict[str, Ints]], nothing: int) -> dict[str, Ints]:
    keys = dict.fromkeys(k for d in dicts for k in d)
    return {
        k: _joined(
            parts, [d.get(k, np.full(b.size, nothing, np.int64)) for b, d in zip(parts, dicts, strict=True)]
        )
        for k in keys
    }


def _texts(parts: list[Block]) -> dict[str, Sequence[str] | Ints]:
    found: dict[str, Sequence[str] | Ints] = {}
    for key in dict.fromkeys(k for b in parts for k in b.values):
        if any(isinstance(b.values.get(key), np.ndarray) for b in parts):
            whole = [
                np.asarray([int(x or 0) for x in b.values.get(key, [""] * b.size)], np.int64) for b in parts
            ]
            found[key] = np.concatenate(whole)
        else:
            found[key] = [x for b in parts for x in b.values.get(key, [""] * b.size)]
    return found

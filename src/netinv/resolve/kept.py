"""What resolving keeps of a register beside the entities, so that new records are resolved without the old
ones: hashes of all that mentions can meet in, the pairs worth a look, and the version of the model.

It lies in files beside the other projections: what was learnt and the old mentions are written once, what
came since at each run. Where anything is missing or does not fit, all is resolved anew.
"""

import os
import shutil
import zipfile
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from netinv.ledger.types import Head
from netinv.resolve.blocks import Rule, rules
from netinv.resolve.hashes import Hashes, mixed
from netinv.resolve.kept_keys import Keys
from netinv.resolve.people import People
from netinv.resolve.persons import Persons, WeighedPairs
from netinv.resolve.sketch import Sketch
from netinv.resolve.version import Version

Rows = NDArray[np.int64]
"""Mentions by the order in which they were kept; a changed one is another."""

_RULE = np.uint64(0xD1342543DE82EF95)


def tagged(rule: int, key: Hashes) -> Hashes:
    """The keys of one rule among those of all."""
    return mixed(key + np.uint64((rule + 1) * int(_RULE) & 0xFFFFFFFFFFFFFFFF))


@dataclass(frozen=True)
class Index:
    """Which mentions have which key: sorted by key."""

    key: Hashes
    row: NDArray[np.int32]

    @classmethod
    def of(cls, found: Sequence[Rule], first: int = 0) -> "Index":
        """The index of the rules of mentions kept from row `first` on."""
        key = np.concatenate([tagged(number, rule.key) for number, rule in enumerate(found)])
        row = np.concatenate([rule.mention for rule in found]) + first
        order = np.argsort(key)
        return cls(key[order], row[order].astype(np.int32))

    def find(self, keys: Hashes) -> tuple[Hashes, Rows]:
        """(key, row) of all mentions that have one of these keys, each of them once."""
        start, end = (np.searchsorted(self.key, keys, side) for side in ("left", "right"))
        width = end - start
        at = np.repeat(start - np.cumsum(width) + width, width) + np.arange(int(width.sum()))
        return np.repeat(keys, width), self.row[at].astype(np.int64)

    def and_(self, other: "Index") -> "Index":
        """Both."""
        key, row = np.concatenate([self.key, other.key]), np.concatenate([self.row, other.row])
        order = np.argsort(key, kind="stable")
        return Index(key[order], row[order])


@dataclass(frozen=True)
class Kept:
    """A register as it stood at one transaction of the ledger, with a model learnt at another, `learnt`."""

    version: Version
    learnt: int
    head: Head
    key: Keys
    """Of the mentions that were there when all was resolved, in order, and of those that came since."""
    alive: NDArray[np.bool_]
    profile: Hashes
    old: Index
    new: Index
    """Of the first mentions, and of those that came since."""
    pairs: Rows
    odds: NDArray[np.float64]
    """Pairs worth a look, the smaller key left."""
    root: NDArray[np.int32]
    """The mention with the smallest key of each mention's cluster."""
    doubts: Rows
    """Pairs that are shown as doubtful."""

    @classmethod
    def of(cls, people: People, found: Persons, learnt: int, head: Head) -> "Kept":
        """Of a register that was resolved whole."""
        n, sketch = len(people), Sketch.of(people)
        index = Index.of(list(rules(people, sketch, found.version.blocking.repeated)))
        worth: WeighedPairs = found.worth
        return cls(
            found.version,
            learnt,
            head,
            Keys.of(people.key),
            np.ones(n, np.bool_),
            sketch.profile,
            index,
            Index(np.zeros(0, np.uint64), np.zeros(0, np.int32)),
            worth.pairs,
            worth.odds,
            found.clusters.labels().astype(np.int32),
            np.array(
                [[bisect_left(people.key, key) for key in d[:2]] for d in found.doubts], np.int64
            ).reshape(-1, 2),
        )

    @property
    def first(self) -> int:
        """Mentions that were there when all was resolved: the rows from 0 on."""
        return self.key.first

    @cached_property
    def _later(self) -> dict[str, int]:
        alive = self.alive[self.first :].tolist()
        return {key: self.first + i for i, key in enumerate(self.key.later) if alive[i]}

    def rows(self, keys: Iterable[str]) -> list[int]:
        """The row of each key; -1 where none is kept."""
        return [self._row(key) for key in keys]

    def _row(self, key: str) -> int:
        if key in self._later:
            return self._later[key]
        at = self.key.place(key)
        return at if at < self.first and self.key[at] == key and self.alive[at] else -1

    def find(self, keys: Hashes) -> tuple[Hashes, Rows]:
        """(key, row) of all mentions that have one of these keys and are still there."""
        found = [index.find(keys) for index in (self.old, self.new)]
        key, row = (np.concatenate(each) for each in zip(*found, strict=True))
        there = self.alive[row]
        return key[there], row[there]

    @cached_property
    def rank(self) -> Rows:
        """The place of each row among all, by key."""
        later = sorted(range(self.first, len(self.key)), key=self.key.__getitem__)
        before = [self.key.place(self.key[row]) for row in later]
        rank = np.empty(len(self.key), np.int64)
        # a mention that took the place of one of the same key stands behind it
        rank[np.insert(np.arange(self.first), before, later)] = np.arange(len(self.key))
        return rank


def joined_ranks(rank: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    """Pairs of ranks as one number each."""
    return np.asarray(rank.min(axis=1) * n + rank.max(axis=1))


_STATE = "state.npz"


_FORM = 3
"""What hashes are made of, and how it is written: to be raised when that changes."""


def _name(learnt: int, first: int, program: str) -> str:
    """Another version of the program may learn something else."""
    return f"{learnt}-{first}-{program}-{_FORM}"


def write(kept: Kept, folder: Path, program: str, whole: bool) -> None:
    """Write it; `whole` what was learnt, too. A crash leaves what was there, or nothing that is read."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if whole:
        shutil.rmtree(folder)
        made = folder / _name(kept.learnt, kept.first, program)
        made.mkdir(mode=0o700, parents=True)
        with _lasting(made / "version.json") as file:
            file.write(kept.version.text().encode())
        for part, array in (
            ("key", kept.old.key),
            ("row", kept.old.row),
            ("profile", kept.profile),
            ("text", kept.key.text),
            ("ends", kept.key.ends),
        ):
            with _lasting(made / f"{part}.npy") as file:
                np.save(file, array)
    new, later = folder / f"{_STATE}.new", Keys.of(kept.key.later)
    with _lasting(new) as file:
        np.savez(
            file,
            stands=np.array([kept.learnt, kept.head.seq, kept.first]),
            hash=np.array([kept.head.at, kept.head.hash]),
            text=later.text,
            ends=later.ends,
            alive=kept.alive,
            profile=kept.profile[kept.first :],
            key=kept.new.key,
            row=kept.new.row,
            pairs=kept.pairs.astype(np.int32),
            odds=kept.odds,
            root=kept.root,
            doubts=kept.doubts.astype(np.int32),
        )
    new.replace(folder / _STATE)


@contextmanager
def _lasting(path: Path) -> Iterator[IO[bytes]]:
    """A file that is on the disk when it is written: the state, written last, vouches for all others."""
    with path.open("wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def read(folder: Path, program: str) -> Kept | None:
    """What this version of the program kept; None where nothing whole is there."""
    try:
        with np.load(folder / _STATE, allow_pickle=False) as state:
            learnt, seq, first = state["stands"].tolist()
            made = folder / _name(learnt, first, program)

            def mapped(part: str) -> NDArray[Any]:
                return np.asarray(np.load(made / f"{part}.npy", mmap_mode="r"))

            return Kept(
                Version.read((made / "version.json").read_text(encoding="utf-8")),
                learnt,
                Head(seq, *state["hash"].tolist()),
                Keys(mapped("text"), mapped("ends"), list(Keys(state["text"], state["ends"]))),
                state["alive"],
                np.concatenate([mapped("profile"), state["profile"]]),
                Index(mapped("key"), mapped("row")),
                Index(state["key"], state["row"]),
                state["pairs"].astype(np.int64),
                state["odds"],
                state["root"],
                state["doubts"].astype(np.int64),
            )
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None

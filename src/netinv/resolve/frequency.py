"""How frequent a name is among people: as counted, shrunk towards what its characters suggest."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netinv.resolve.normalise.latin import words
from netinv.resolve.normalise.names import Reading
from netinv.resolve.odds import rounded
from netinv.resolve.people import People
from netinv.resolve.sounds import FULL

RAREST = 1e-7
"""Share of people that bear any name, at least: an odd name may be odd in a whole family."""
ROUNDS = 30
"""Rounds in which it is learnt how often a name is borne because somebody else bears it."""
SEEN_BEFORE = 1.0
"""Bearers that the frequencies of a name's characters are worth beside those counted."""


@dataclass(frozen=True)
class Characters:
    """How many people bear each surname, length of given name, character and foreign word.

    Most names of two characters have no second bearer among the mentions at hand, so counting alone would
    call them all equally rare; the frequencies of surname and characters tell 王伟 from 欧阳靖宇.
    """

    people: float
    surnames: dict[str, float]
    lengths: dict[str, float]
    characters: dict[str, float]
    foreign: int
    words: dict[str, int]

    @classmethod
    def count(cls, readings: Sequence[Reading], bearers: NDArray[np.int64]) -> "Characters":
        """Count them; `bearers` counts the people of each name."""
        chosen = _of_kind(readings, "full")
        full, times = [readings[i] for i in chosen.tolist()], bearers[chosen].astype(np.float64)
        surnames: dict[str, float] = {}
        lengths: dict[str, float] = {}
        for reading, n in zip(full, times.tolist(), strict=True):
            surnames[reading.surname] = surnames.get(reading.surname, 0.0) + n
            length = str(len(reading.given))
            lengths[length] = lengths.get(length, 0.0) + n
        characters, codes = _given(full)
        count = np.bincount(codes.ravel(), np.repeat(times, codes.shape[1]), len(characters))
        parts: Counter[str] = Counter()
        foreign = _of_kind(readings, "foreign")
        for i, n in zip(foreign.tolist(), bearers[foreign].tolist(), strict=True):
            parts.update(dict.fromkeys(words(readings[i].clean), n))
        return cls(
            max(1.0, float(times.sum())),
            surnames,
            lengths,
            {c: n for c, n in zip(characters, count.tolist(), strict=True) if c != "\0"},
            max(1, int(bearers[foreign].sum())),
            dict(parts),
        )

    def expected(self, readings: Sequence[Reading]) -> NDArray[np.float64]:
        """Share of people that bear each name as its surname and characters suggest, or its words; 0 for
        what is neither."""
        chosen = _of_kind(readings, "full")
        full = [readings[i] for i in chosen.tolist()]
        share = (np.array([self.surnames.get(r.surname, 0.0) for r in full]) + 0.5) / self.people
        share = (
            share * (np.array([self.lengths.get(str(len(r.given)), 0.0) for r in full]) + 0.5) / self.people
        )
        characters, codes = _given(full)
        every = max(1.0, sum(self.characters.values()))
        count = np.array([self.characters.get(c, 0.0) for c in characters])
        factor = np.where(np.array(characters) == "\0", 1.0, (count + 0.5) / every)
        for place in codes.T:
            share = share * factor[place]
        expected = np.zeros(len(readings))
        expected[chosen] = share
        for i in _of_kind(readings, "foreign").tolist():
            parts = math.prod(
                (self.words.get(part, 0) + 0.5) / self.foreign for part in words(readings[i].clean)
            )
            expected[i] = self.foreign / (self.foreign + self.people) * parts
        return expected


@dataclass(frozen=True)
class Rarity:
    """How much more or less an agreement on a name says than that on any name."""

    characters: Characters
    several: dict[str, int]
    """Bearers of the names that have more than one."""
    people: int
    chance: float
    """How often two people agree on the name."""
    copied: float = 0.0
    """Share of people whose name is borne because somebody else bears it, however odd its characters."""

    @classmethod
    def learn(cls, people: People, chance: float) -> tuple["Rarity", NDArray[np.float64]]:
        """Count the names of `people`; `chance` is what holds where nobody has a whole name. Returns the
        `bits` of these names, too."""
        readings = people.reading.values
        count = bearers(people, people.reading.lookup(lambda r: r.kind in FULL, np.bool_))
        several = np.flatnonzero(count > 1).tolist()
        names = {readings[i].clean: n for i, n in zip(several, count[several].tolist(), strict=True)}
        counted = cls(Characters.count(readings, count), names, int(count.sum()), chance)
        if not counted.people:
            return counted, np.zeros(len(readings))
        alone, others = counted._counted(readings)
        counted = replace(counted, copied=counted._foretold(alone, others, count))
        share = counted._mixed(alone, others)
        learnt = replace(counted, chance=float((count * share).sum() / counted.people))
        return learnt, learnt._against(share)

    def bits(self, readings: Sequence[Reading]) -> NDArray[np.float64]:
        """Bits by which the agreement on each name exceeds the average agreement; 0 for what is no whole
        name."""
        if not self.people:
            return np.zeros(len(readings))
        return self._against(self._mixed(*self._counted(readings)))

    def _against(self, share: NDArray[np.float64]) -> NDArray[np.float64]:
        """Bits of shares beside the average."""
        return rounded(np.where(share > 0, np.log2(self.chance / np.where(share > 0, share, 1.0)), 0.0))

    def _mixed(self, alone: NDArray[np.float64], others: NDArray[np.int64]) -> NDArray[np.float64]:
        """How often somebody else bears each name; 0 for what is no whole name."""
        share = self.copied * np.maximum(1, others) / self.people + (1 - self.copied) * alone
        return np.where(alone > 0, share, 0.0)

    def _counted(self, readings: Sequence[Reading]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """How often each name is borne by what is counted over its other bearers and shrunk towards what its
        characters suggest, 0 for what is no whole name; and the other bearers."""
        whole = np.array([reading.kind in FULL for reading in readings], np.bool_)
        expected = np.where(whole, np.maximum(RAREST, self.characters.expected(readings)), 1.0)
        others = np.array([self.several.get(reading.clean, 1) for reading in readings], np.int64) - 1
        return np.where(whole, (others + SEEN_BEFORE) / (self.people + SEEN_BEFORE / expected), 0.0), others

    def _foretold(
        self, alone: NDArray[np.float64], others: NDArray[np.int64], count: NDArray[np.int64]
    ) -> float:
        """`copied`, by what foretells each bearer of a name, the bearer left out: a Dirichlet process."""
        copied = 0.5
        for _ in range(ROUNDS):
            copies = copied * others / self.people
            either = np.maximum(copies + (1 - copied) * alone, RAREST**2)
            copied = float((count * copies / either).sum() / self.people)
        return copied


def bearers(people: People, whole: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many bear each name: as many as distinct numbers go with it, or one. `whole` says which names
    (by code) are whole ones."""
    held = people.whole & whole[people.name.codes]
    numbers = len(people.number.values)
    pairs = np.unique(people.name.codes[held].astype(np.int64) * numbers + people.number.codes[held])
    count = np.maximum(1, np.bincount(pairs // numbers, minlength=len(whole)))
    return np.where(whole & (np.arange(len(whole)) > 0), count, 0)


def _of_kind(readings: Sequence[Reading], kind: str) -> NDArray[np.int64]:
    return np.flatnonzero(np.array([reading.kind == kind for reading in readings], np.bool_))


def _given(full: Sequence[Reading]) -> tuple[list[str], NDArray[Any]]:
    """The distinct characters of given names, and each name's as their positions, filled up with "\\0"."""
    width = max((len(reading.given) for reading in full), default=1)
    text = "".join([reading.given.ljust(width, "\0") for reading in full])
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    distinct, codes = np.unique(points, return_inverse=True)
    return list(map(chr, distinct.tolist())), codes.reshape(-1, width)

"""How frequent a name is among people: as counted, shrunk towards what its characters suggest."""

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netinv.resolve.name_matrix import codes_of
from netinv.resolve.normalise.latin import words
from netinv.resolve.normalise.names import Reading
from netinv.resolve.people import People


class NameFrequency:
    """Names counted by their bearers.

    Most names of two characters have no second bearer among the mentions at hand, so counting alone would
    call them all equally rare; the frequencies of surname and characters tell 王伟 from 欧阳靖宇.
    """

    def __init__(self, readings: Sequence[Reading], bearers: NDArray[np.int64]) -> None:
        """`bearers` counts the people of each name."""
        self.reading = readings
        self.bearers = bearers
        self.full = np.array([reading.kind == "full" for reading in readings], np.bool_)
        """Which are surnames with a given name."""
        full = [reading for reading, chosen in zip(readings, self.full.tolist(), strict=True) if chosen]
        length = np.array([len(reading.given) for reading in full], np.int64)
        width = int(length.max(initial=1))
        text = "".join([reading.given.ljust(width, "\0") for reading in full])
        given = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).reshape(-1, width)
        characters, codes = np.unique(given, return_inverse=True)
        times = bearers[self.full].astype(np.float64)
        self.total = max(1.0, float(times.sum()))
        share = _counted(codes_of(r.surname for r in full), times) / self.total
        share = share * _counted(length, times) / self.total
        count = np.bincount(codes.ravel(), np.repeat(times, width), len(characters))
        count[characters == 0] = 0.0
        every = max(1.0, float(count.sum()))
        for place in codes.reshape(-1, width).T:
            share = share * np.where(characters[place] == 0, 1.0, (count[place] + 0.5) / every)
        self.expected = np.zeros(len(readings))
        """Share of people that bear each name as its surname and characters suggest, or its words."""
        self.expected[self.full] = share
        self._expect_foreign()

    def _expect_foreign(self) -> None:
        """Foreign names by the words they are made of."""
        foreign = [i for i, reading in enumerate(self.reading) if reading.kind == "foreign"]
        made = [words(self.reading[i].clean) for i in foreign]
        times = self.bearers[foreign].tolist()
        every = max(1, sum(times))
        count: Counter[str] = Counter()
        for parts, n in zip(made, times, strict=True):
            count.update(dict.fromkeys(parts, n))
        for i, parts in zip(foreign, made, strict=True):
            share = math.prod((count[part] + 0.5) / every for part in parts)
            self.expected[i] = every / (every + self.total) * share


def _counted(codes: NDArray[Any], times: NDArray[np.float64]) -> NDArray[np.float64]:
    """How often each value is met, and half a time."""
    return np.asarray(np.bincount(codes, times)[codes] + 0.5)


def bearers(people: People, whole: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many bear each name: as many as distinct numbers go with it, or one. `whole` says which names
    (by code) are whole ones."""
    held = people.whole & whole[people.name.codes]
    numbers = len(people.number.values)
    pairs = np.unique(people.name.codes[held].astype(np.int64) * numbers + people.number.codes[held])
    count = np.maximum(1, np.bincount(pairs // numbers, minlength=len(whole)))
    return np.where(whole & (np.arange(len(whole)) > 0), count, 0)

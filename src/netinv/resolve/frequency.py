"""How frequent a name is among people: as counted, shrunk towards what its characters suggest."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

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
        self._surnames: Counter[str] = Counter()
        self._given: Counter[str] = Counter()
        self._lengths: Counter[int] = Counter()
        for reading, n in zip(self.reading, bearers.tolist(), strict=True):
            if n and reading.kind == "full":
                self._surnames[reading.surname] += n
                self._lengths[len(reading.given)] += n
                for character in reading.given:
                    self._given[character] += n
        self.total = max(1, self._lengths.total())
        self._given_total = max(1, self._given.total())

    def expected(self, reading: Reading) -> float:
        """Share of people that bear a name as its surname and characters suggest."""
        share = (
            (self._surnames[reading.surname] + 0.5)
            / self.total
            * (self._lengths[len(reading.given)] + 0.5)
            / self.total
        )
        for character in reading.given:
            share *= (self._given[character] + 0.5) / self._given_total
        return share


def bearers(people: People, whole: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many bear each name: as many as distinct numbers go with it, or one. `whole` says which names
    (by code) are whole ones."""
    held = people.whole & whole[people.name.codes]
    pairs = np.stack([people.name.codes[held], people.number.codes[held]])
    distinct = np.unique(pairs, axis=1)[0] if held.any() else pairs[0]
    count = np.maximum(1, np.bincount(distinct, minlength=len(whole)))
    return np.where(whole & (np.arange(len(whole)) > 0), count, 0)

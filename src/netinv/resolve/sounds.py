"""What whole names keep of a slip of the pen: their sounds, and their characters in any order, as codes."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from netinv.resolve.columns import joined
from netinv.resolve.name_matrix import WIDTH, NameMatrix, codes_of
from netinv.resolve.normalise.latin import is_latin, sound, words
from netinv.resolve.normalise.names import Reading
from netinv.resolve.normalise.pinyin import character_reading, surname_reading, syllables

NONE = -1
"""Code of a part that a name does not have."""

FULL = frozenset({"full", "foreign", "other"})
"""Kinds of reading that hold a whole name."""

Part = NDArray[np.int64]
"""One code for each name, or each mention."""


class Sounds:
    """The syllables of each whole name, as codes."""

    def __init__(self, readings: Sequence[Reading], matrix: NameMatrix) -> None:
        whole = np.array([reading.kind in FULL for reading in readings], np.bool_)
        plain = matrix.plain & whole
        others = {i: heard(readings[i]) for i in np.flatnonzero(whole & ~plain).tolist()}
        characters = matrix.characters[1:]
        code = codes_of(
            [
                *map(character_reading, characters),
                *(" ".join(surname_reading(c)) for c in characters),
                *(syllable for name in others.values() for syllable in name),
            ],
            "",
        )
        given, surname = (np.append(0, part) for part in code[: 2 * len(characters)].reshape(2, -1))
        width = max([WIDTH, *map(len, others.values())])
        self._table = np.zeros((width, len(readings)), np.int64)
        for syllable, place in zip(self._table, matrix.places, strict=False):
            syllable[plain] = given[place[plain]]
        begun = plain & matrix.named
        self._table[0, begun] = surname[matrix.places[0, begun]]
        rest = iter(code[2 * len(characters) :].tolist())
        for i, name in others.items():
            self._table[: len(name), i] = [next(rest) for _ in name]
        self._latin = np.array([is_latin(reading.clean) for reading in readings], np.bool_)
        self._count = (self._table != 0).sum(axis=0)

    def part(self, which: slice) -> Part:
        """Some syllables of each name."""
        chosen = self._table[which]
        return compact(joined(*chosen), (chosen != 0).any(axis=0))

    def start(self) -> Part:
        """The first two syllables of each name, of a Latin name the first word."""
        first, second = self._table[0], np.where(self._latin, 0, self._table[1])
        return compact(joined(first, second), (first != 0) | (second != 0))

    def ends(self) -> Part:
        """The first and the last syllable of each name of two or more."""
        last = self._table[self._count - 1, np.arange(self._table.shape[1])]
        return compact(joined(self._table[0], last), self._count > 1)


def heard(reading: Reading) -> tuple[str, ...]:
    """Syllables of a name; of a Latin name how each word sounds."""
    return tuple(map(sound, words(reading.clean))) if is_latin(reading.clean) else syllables(reading.clean)


def any_order(readings: Sequence[Reading], matrix: NameMatrix) -> Part:
    """The characters of each whole name, in any order."""
    whole = np.array([reading.kind in FULL for reading in readings], np.bool_)
    parts = compact(joined(*np.sort(matrix.places, axis=0)), whole & matrix.short)
    long = np.flatnonzero(whole & ~matrix.short)
    texts = ("".join(sorted(readings[i].clean)) for i in long.tolist())
    parts[long] = parts.max(initial=NONE) + 1 + codes_of(texts)
    return parts


def compact(keys: NDArray[np.int64], said: NDArray[np.bool_]) -> Part:
    """The keys as codes counted from 0, `NONE` where nothing is said."""
    result = np.full(len(keys), NONE, np.int64)
    result[said] = np.unique(keys[said], return_inverse=True)[1]
    return result

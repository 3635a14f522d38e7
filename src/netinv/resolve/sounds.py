"""What whole names keep of a slip of the pen: their sounds, and their characters in any order, as hashes."""

from collections.abc import Sequence

import numpy as np

from netinv.resolve.hashes import Hashes, combined, mixed, of_texts
from netinv.resolve.name_matrix import WIDTH, NameMatrix
from netinv.resolve.normalise.latin import is_latin, sound, words
from netinv.resolve.normalise.names import Reading
from netinv.resolve.normalise.pinyin import character_reading, surname_reading, syllables

FULL = frozenset({"full", "foreign", "other"})
"""Kinds of reading that hold a whole name."""


class Sounds:
    """The syllables of each whole name, as hashes."""

    def __init__(self, readings: Sequence[Reading], matrix: NameMatrix) -> None:
        whole = np.array([reading.kind in FULL for reading in readings], np.bool_)
        plain = matrix.plain & whole
        others = {i: heard(readings[i]) for i in np.flatnonzero(whole & ~plain).tolist()}
        characters = matrix.characters[1:]
        given, surname = (
            np.append(np.uint64(0), of_texts([spoken(c) for c in characters]))
            for spoken in (character_reading, lambda c: " ".join(surname_reading(c)))
        )
        width = max([WIDTH, *map(len, others.values())])
        self._table = np.zeros((width, len(readings)), np.uint64)
        for syllable, place in zip(self._table, matrix.places, strict=False):
            syllable[plain] = given[place[plain]]
        begun = plain & matrix.named
        self._table[0, begun] = surname[matrix.places[0, begun]]
        rest = iter(of_texts([syllable for name in others.values() for syllable in name]).tolist())
        for i, name in others.items():
            self._table[: len(name), i] = [next(rest) for _ in name]
        self._latin = np.array([r.kind != "full" and is_latin(r.clean) for r in readings], np.bool_)
        self._count = (self._table != 0).sum(axis=0)

    def part(self, which: slice) -> Hashes:
        """Some syllables of each name."""
        chosen = self._table[which]
        return np.where((chosen != 0).any(axis=0), combined(*chosen), np.uint64(0))

    def start(self) -> Hashes:
        """The first two syllables of each name, of a Latin name the first word."""
        first, second = self._table[0], np.where(self._latin, np.uint64(0), self._table[1])
        return np.where((first != 0) | (second != 0), combined(first, second), np.uint64(0))

    def ends(self) -> Hashes:
        """The first and the last syllable of each name of two or more."""
        last = self._table[self._count - 1, np.arange(self._table.shape[1])]
        return np.where(self._count > 1, combined(self._table[0], last), np.uint64(0))


def heard(reading: Reading) -> tuple[str, ...]:
    """Syllables of a name; of a Latin name how each word sounds."""
    return tuple(map(sound, words(reading.clean))) if is_latin(reading.clean) else syllables(reading.clean)


def any_order(readings: Sequence[Reading], matrix: NameMatrix) -> Hashes:
    """The characters of each whole name, in any order."""
    whole = np.array([reading.kind in FULL for reading in readings], np.bool_)
    character = of_texts(["", *matrix.characters[1:]])
    parts = np.where(whole & matrix.short, mixed(character[matrix.places].sum(axis=0)), np.uint64(0))
    long = np.flatnonzero(whole & ~matrix.short)
    parts[long] = of_texts(["".join(sorted(readings[i].clean)) for i in long.tolist()])
    return parts

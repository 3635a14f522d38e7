"""What a slip of the pen leaves of a name, a number or an address: parts in which variants still meet."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netinv.resolve.columns import Coded
from netinv.resolve.normalise.addresses import Address
from netinv.resolve.normalise.names import Reading
from netinv.resolve.normalise.pinyin import syllables
from netinv.resolve.people import Number, People

NONE = -1
"""Code of a part that a mention does not have."""

FULL = frozenset({"full", "foreign", "other"})
"""Kinds of reading that hold a whole name."""

Part = NDArray[np.int64]
"""One code for each mention."""


@dataclass(frozen=True)
class Sketch:
    """Parts of each mention as codes."""

    sound: Part
    """The whole name as it sounds."""
    surname: Part
    names: tuple[Part, ...]
    """Sounds of the name without one of its characters, and its characters in any order: one wrong,
    lost or swapped character leaves one of these as it was."""
    number_head: Part
    number_tail: Part
    number_ends: Part
    """A number without its end, its beginning and its middle: one slip leaves two of them as they were."""
    number_shown: Part
    """What masked numbers show: the first four places and the last four."""
    place: Part
    door: Part
    """Place and numbers of an address."""

    @classmethod
    def of(cls, people: People) -> "Sketch":
        """The parts of every mention."""
        reading = people.reading
        return cls(
            sound=_part(reading, lambda r: _sounds(r)),
            surname=_part(reading, lambda r: r.surname),
            names=tuple(_part(reading, part) for part in (_first_and_last, _first_two, _given, _any_order)),
            number_head=_part(people.number, lambda n: n.full[:14] if len(n.full) > 14 else ""),
            number_tail=_part(people.number, lambda n: n.full[-12:] if len(n.full) > 14 else ""),
            number_ends=_part(people.number, lambda n: n.full[:6] + n.full[-4:] if len(n.full) > 14 else ""),
            number_shown=_part(people.number, _shown),
            place=_part(people.address, lambda a: a.place),
            door=_part(people.address, lambda a: (a.place, a.numbers) if a.numbers else ()),
        )


def _part(column: Coded[Reading] | Coded[Number] | Coded[Address], part: Callable[..., Hashable]) -> Part:
    code: dict[Hashable, int] = {}
    table = [code.setdefault(value, len(code)) if (value := part(v)) else NONE for v in column.values]
    return np.array(table, np.int64)[column.codes]


def _sounds(reading: Reading) -> tuple[str, ...]:
    return syllables(reading.clean) if reading.kind in FULL else ()


def _first_and_last(reading: Reading) -> tuple[str, ...]:
    sounds = _sounds(reading)
    return (sounds[0], sounds[-1]) if len(sounds) > 1 else ()


def _first_two(reading: Reading) -> tuple[str, ...]:
    return _sounds(reading)[:2]


def _given(reading: Reading) -> tuple[str, ...]:
    return _sounds(reading)[1:]


def _any_order(reading: Reading) -> str:
    return "".join(sorted(reading.clean)) if reading.kind in FULL else ""


def _shown(number: Number) -> str:
    text = number.full or number.masked
    shown = text[:4] + text[-4:]
    return shown if len(text) == 18 and "*" not in shown else ""

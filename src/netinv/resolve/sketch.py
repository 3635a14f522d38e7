"""What a slip of the pen leaves of a name, a number or an address: parts in which variants still meet."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

import numpy as np

from netinv.resolve.columns import Coded, joined
from netinv.resolve.identity import Number
from netinv.resolve.people import People
from netinv.resolve.sounds import NONE, Part, Sounds, any_order, compact


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
        number, readings = people.number, people.reading.values
        place, numbers = people.addresses.place.codes.astype(np.int64) - 1, people.addresses.numbers.codes
        sounds = Sounds(readings, people.name_matrix)
        parts = sounds.ends(), sounds.start(), sounds.part(slice(1, None))
        names = (*parts, any_order(readings, people.name_matrix))
        return cls(
            sound=sounds.part(slice(None))[people.name.codes],
            surname=people.name_matrix.surname[people.name.codes].astype(np.int64) - 1,
            names=tuple(part[people.name.codes] for part in names),
            number_head=_part(number, lambda n: n.full[:14] if len(n.full) > 14 else ""),
            number_tail=_part(number, lambda n: n.full[-12:] if len(n.full) > 14 else ""),
            number_ends=_part(number, lambda n: n.full[:6] + n.full[-4:] if len(n.full) > 14 else ""),
            number_shown=_part(number, _shown),
            place=place[people.address.codes],
            door=compact(joined(place + 1, numbers), numbers != 0)[people.address.codes],
        )


def _part(column: Coded[Number], part: Callable[..., Hashable]) -> Part:
    code: dict[Hashable, int] = {}
    table = [code.setdefault(value, len(code)) if (value := part(v)) else NONE for v in column.values]
    return np.array(table, np.int64)[column.codes]


def _shown(number: Number) -> str:
    text = number.full or number.masked
    shown = text[:4] + text[-4:]
    return shown if len(text) == 18 and "*" not in shown else ""

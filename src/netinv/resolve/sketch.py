"""What a slip of the pen leaves of a name, a number or an address: parts in which variants still meet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from netinv.resolve.addresses import Addresses
from netinv.resolve.columns import Coded
from netinv.resolve.hashes import Hashes, combined, of_texts
from netinv.resolve.identity import LENGTH, Number
from netinv.resolve.people import People
from netinv.resolve.slips import Characters, characters
from netinv.resolve.sounds import Sounds, any_order

SHORT = 7
"""Places of a number of which a slip leaves four at least: fewer are shared by too many."""


@dataclass(frozen=True)
class Sketch:
    """Parts of each mention as hashes."""

    profile: Hashes
    """Name and number."""
    sound: Hashes
    """The whole name as it sounds."""
    surname: Hashes
    names: tuple[Hashes, ...]
    """Sounds of the name without one of its characters, and its characters in any order: one wrong,
    lost or swapped character leaves one of these as it was."""
    number: Hashes
    """A whole number."""
    number_head: Hashes
    number_tail: Hashes
    number_ends: Hashes
    """A number without its end, its beginning and its middle: one slip leaves two of them as they were."""
    short_numbers: tuple[Hashes, Hashes, Hashes]
    """The same of numbers of another kind, which are shorter."""
    number_shown: Hashes
    """What masked numbers show: the first four places and the last four."""
    phones: Hashes
    """Shape (mentions, most numbers)."""
    account: Hashes
    birth: Hashes
    birth_place: Hashes
    unit: Hashes
    place: Hashes
    door: Hashes
    """Place and numbers of an address."""

    @classmethod
    def of(cls, people: People) -> "Sketch":
        """The parts of every mention."""
        readings, name = people.reading.values, people.name.codes
        sounds = Sounds(readings, people.name_matrix)
        parts = sounds.ends(), sounds.start(), sounds.part(slice(1, None))
        place, door = _doors(people.addresses)
        number = _numbers(people.number)
        return cls(
            profile=combined(of_texts(people.name.values)[name], number["stated"]),
            sound=sounds.part(slice(None))[name],
            surname=of_texts([reading.surname for reading in readings])[name],
            names=tuple(part[name] for part in (*parts, any_order(readings, people.name_matrix))),
            number=number["whole"],
            number_head=number["head"],
            number_tail=number["tail"],
            number_ends=number["ends"],
            short_numbers=_thirds(people.number),
            number_shown=number["shown"],
            phones=np.append(of_texts(people.phone_values), np.uint64(0))[people.phone_codes],
            account=_hashed(people.account),
            birth=_hashed(people.birth),
            birth_place=_hashed(people.birth_place),
            unit=_hashed(people.unit),
            place=place,
            door=door,
        )


def _hashed(column: Coded[str]) -> Hashes:
    return of_texts(column.values)[column.codes]


def _doors(addresses: Addresses) -> tuple[Hashes, Hashes]:
    """The place of each mention's address, and place and numbers together."""
    numbers, codes = addresses.numbers, addresses.codes
    place = of_texts(addresses.place.values)[addresses.place.codes][addresses.begins(codes)]
    spelled = np.append(of_texts(numbers.spelled), np.uint64(0))
    which = np.where(numbers.codes != 0, combined(*spelled[numbers.way.T]), np.uint64(0))[codes]
    return place, np.where(which != 0, combined(place, which), np.uint64(0))


_SLICES: dict[str, Callable[[str], str]] = {
    "stated": lambda text: text,
    "head": lambda text: text[:14],
    "tail": lambda text: text[-12:],
    "ends": lambda text: text[:6] + text[-4:],
    "shown": lambda text: text[:4] + text[-4:],
}
"""Parts of a number."""


def _numbers(column: Coded[Number]) -> dict[str, Hashes]:
    """Parts of the number that each mention states, "whole" and the keys of `_SLICES`."""
    texts = [number.full or number.masked for number in column.values]
    full = column.lookup(lambda number: bool(number.full), np.bool_)
    places, regular = characters(texts, LENGTH)
    odd = np.flatnonzero(~regular)
    columns, found = np.arange(LENGTH), {}
    for part, cut in _SLICES.items():
        chosen = [ord(c) for c in cut("".join(map(chr, columns.tolist())))]
        found[part] = _words(places[:, chosen])
        found[part][odd] = _words_of([cut(texts[i]) for i in odd.tolist()])
    long = full & np.array([len(text) > 14 for text in texts], np.bool_)
    for part in ("head", "tail", "ends"):
        found[part][~long] = 0
    star = places[:, [0, 1, 2, 3, 14, 15, 16, 17]] == ord("*")
    found["shown"][~regular | star.any(axis=1)] = 0
    found["stated"][0] = 0
    found["whole"] = np.where(full, found["stated"], np.uint64(0))
    return {part: table[column.codes] for part, table in found.items()}


def _thirds(column: Coded[Number]) -> tuple[Hashes, Hashes, Hashes]:
    """Numbers that are shorter than a resident's without their last, first and middle third."""
    texts = [number.full if SHORT <= len(number.full) <= 14 else "" for number in column.values]
    cut = [(text, -(-len(text) // 3)) for text in texts]
    left = (
        [text[: len(text) - n] for text, n in cut],
        [text[n:] for text, n in cut],
        [text[:n] + text[2 * n :] for text, n in cut],
    )
    head, tail, ends = (of_texts(parts)[column.codes] for parts in left)
    return head, tail, ends


def _words(places: Characters) -> Hashes:
    """The hash of each row of characters."""
    size = -(-places.shape[1] // 8)
    filled = np.zeros((len(places), size * 8), np.uint8)
    filled[:, : places.shape[1]] = places
    return combined(*filled.view(np.uint64).T)


def _words_of(texts: Sequence[str]) -> Hashes:
    """The same hash of any texts."""
    result = of_texts(texts)
    size = np.fromiter(map(len, texts), np.int64, len(texts))
    plain = np.array([text.isascii() for text in texts], np.bool_)
    for width in np.unique(size[plain]).tolist():
        rows = np.flatnonzero(plain & (size == width))
        written = "".join([texts[i].ljust(1, "\0") for i in rows.tolist()]).encode()
        result[rows] = _words(np.frombuffer(written, np.uint8).reshape(len(rows), -1))
    return result

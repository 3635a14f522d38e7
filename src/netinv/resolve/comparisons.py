"""Comparisons of two person mentions: one graded level a field, 0 where one side does not say."""

from enum import IntEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from netinv.resolve.normalise.addresses import Address
from netinv.resolve.normalise.idnumber import id_mask_admits, one_typo
from netinv.resolve.normalise.lookalike import Likeness, name_similarity, one_left_out, swapped
from netinv.resolve.normalise.names import read_name
from netinv.resolve.normalise.titles import agree_title
from netinv.resolve.people import Number, People


class NameLevel(IntEnum):
    """How two names agree, best last."""

    UNKNOWN = 0
    OTHER = 1
    SURNAME = 2
    """Only the surname agrees where one side says no more (王所长, 张某)."""
    NICKNAME = 3
    VARIANT = 4
    """One or two characters that sound or look alike, or stand in the other order, or one left out."""
    RECORDED = 5
    """A former name or nickname that a record states."""
    SAME = 6


LEVELS: dict[str, tuple[str, ...]] = {
    "name": tuple(level.name.lower() for level in NameLevel),
    "number": ("unknown", "other", "slip", "masked", "same"),
    "phone": ("unknown", "other", "same"),
    "account": ("unknown", "other", "same"),
    "birth": ("unknown", "other", "same"),
    "gender": ("unknown", "other", "same"),
    "address": ("unknown", "other", "town", "place", "same"),
    "unit": ("unknown", "other", "same"),
    "title": ("unknown", "other", "class", "same"),
}
"""Fields in the order of the columns of `compare`, with the names of their levels."""


def compare(people: People, pairs: NDArray[np.int64]) -> NDArray[np.int8]:
    """Levels of each pair, shape (pairs, fields)."""
    left, right = pairs[:, 0].tolist(), pairs[:, 1].tolist()
    result = np.zeros((len(pairs), len(LEVELS)), np.int8)
    for row, (i, j) in enumerate(zip(left, right, strict=True)):
        result[row] = (
            name_level(people, i, j),
            number_level(people.number[i], people.number[j]),
            _shared(people.phones[i], people.phones[j]),
            _equal(people.account[i], people.account[j]),
            _equal(people.birth[i], people.birth[j]),
            _equal(people.gender[i], people.gender[j]),
            address_level(people.address[i], people.address[j]),
            _equal(people.unit[i], people.unit[j]),
            title_level(people.title[i], people.title[j]),
        )
    return result


def name_level(people: People, i: int, j: int) -> NameLevel:
    """Level of two mentions' names, former names and nicknames included."""
    a, b = people.name[i], people.name[j]
    if not a or not b:
        return NameLevel.UNKNOWN
    if a == b:
        return NameLevel.SAME if people.reading[i].kind != "masked" else NameLevel.SURNAME
    recorded = people.former[i] + people.aliases[i], people.former[j] + people.aliases[j]
    if b in recorded[0] or a in recorded[1]:
        return NameLevel.RECORDED
    return names_level(a, b)


@lru_cache(maxsize=1 << 18)
def names_level(a: str, b: str) -> NameLevel:
    """Level of two cleaned names by themselves."""
    if a == b:
        return NameLevel.SAME
    left, right = read_name(a), read_name(b)
    kinds = {left.kind, right.kind}
    if kinds <= {"full", "other", "foreign"}:
        worst, places = name_similarity(a, b)
        alike = worst <= Likeness.LOOKALIKE and places <= 2
        return NameLevel.VARIANT if alike or swapped(a, b) or one_left_out(a, b) else NameLevel.OTHER
    if "nickname" in kinds:
        nick, full = (left, right) if left.kind == "nickname" else (right, left)
        if not nick.hint or full.kind != "full":
            return NameLevel.UNKNOWN
        of_surname = nick.hint_kind in ("surname", "either") and nick.hint == full.surname
        of_given = nick.hint_kind in ("given", "either") and nick.hint in full.given
        return NameLevel.NICKNAME if of_surname or of_given else NameLevel.UNKNOWN
    if not left.surname or not right.surname:
        return NameLevel.UNKNOWN
    if left.surname != right.surname:
        return NameLevel.OTHER
    if left.given and right.given:
        return NameLevel.SAME if left.given == right.given else NameLevel.OTHER
    return NameLevel.SURNAME


@lru_cache(maxsize=1 << 18)
def number_level(a: Number, b: Number) -> int:
    """Level of two identity numbers."""
    if not (a.full or a.masked) or not (b.full or b.masked):
        return 0
    if a.full and b.full:
        return 4 if a.full == b.full else 2 if one_typo(a.full, b.full) else 1
    admits = id_mask_admits(a.masked or b.masked, b.full or a.full or b.masked)
    return 3 if admits else 1


@lru_cache(maxsize=1 << 18)
def address_level(a: Address, b: Address) -> int:
    """Level of two addresses: town, village or street, or the very door."""
    if not (a.town or a.place) or not (b.town or b.place):
        return 0
    if a.place and b.place and a.place == b.place and (a.town == b.town or not a.town or not b.town):
        if a.numbers and b.numbers:
            return 4 if a.numbers == b.numbers else 3
        return 3
    return 2 if a.town and a.town == b.town else 1


@lru_cache(maxsize=1 << 16)
def title_level(a: str, b: str) -> int:
    """Level of two titles; a personal grade goes with any post and says nothing."""
    if not a or not b:
        return 0
    return {"same": 3, "class": 2, "other": 1}.get(agree_title(a, b), 0)


def _shared(a: tuple[str, ...], b: tuple[str, ...]) -> int:
    if not a or not b:
        return 0
    return 2 if set(a) & set(b) else 1


def _equal(a: str, b: str) -> int:
    if not a or not b:
        return 0
    return 2 if a == b else 1

"""Comparisons of two person mentions: one graded level a field, 0 where one side does not say."""

import numpy as np
from numpy.typing import NDArray

from netinv.resolve.columns import Coded, Codes, levels_of_pairs
from netinv.resolve.name_levels import NameLevel, names_level
from netinv.resolve.normalise.titles import agree_title
from netinv.resolve.numbers import SAME, SLIP, Numbers
from netinv.resolve.people import People
from netinv.resolve.slips import characters, one_slip

LEVELS: dict[str, tuple[str, ...]] = {
    "name": tuple(level.name.lower() for level in NameLevel),
    "alias": ("unknown", "other", "same"),
    "number": ("unknown", "other", "slip", "masked", "same"),
    "phone": ("unknown", "other", "slip", "same"),
    "account": ("unknown", "other", "same"),
    "birth": ("unknown", "other", "year", "slip", "same"),
    "gender": ("unknown", "other", "same"),
    "address": ("unknown", "other", "town", "place", "part", "same"),
    "unit": ("unknown", "other", "same"),
    "title": ("unknown", "other", "class", "same"),
}
"""Fields in the order of the columns of `compare`, with the names of their levels."""

Side = NDArray[np.int64]
"""Mention indices of one side of the pairs."""
Levels = NDArray[np.int8]


def compare(people: People, pairs: NDArray[np.int64]) -> Levels:
    """Levels of each pair, shape (pairs, fields)."""
    left, right = pairs[:, 0], pairs[:, 1]
    title = people.title
    number = Numbers.of(people.number).levels(people.number.codes[left], people.number.codes[right])
    # A number holds the birth date and the gender: where it agrees they have been counted
    open_ = (number != SAME) & (number != SLIP)
    fields = (
        name_levels(people, left, right),
        _shared(people.alias_codes, left, right),
        number,
        phone_levels(people, left, right),
        _equal(people.account, left, right),
        np.where(open_, birth_levels(people.birth, left, right), 0),
        np.where(open_, _equal(people.gender, left, right), 0),
        address_levels(people, left, right),
        _equal(people.unit, left, right),
        levels_of_pairs(title.codes[left], title.codes[right], title.values, title_level),
    )
    return np.stack(fields, axis=1).astype(np.int8)


def name_levels(people: People, left: Side, right: Side) -> Levels:
    """Level of the mentions' names, former names and nicknames included."""
    a, b = people.name.codes[left], people.name.codes[right]
    levels = np.full(len(left), NameLevel.SAME, np.int8)
    apart = np.flatnonzero(a != b)
    levels[apart] = levels_of_pairs(a[apart], b[apart], people.name.values, names_level)
    masked = people.reading.lookup(lambda r: r.kind == "masked", np.bool_)
    levels[(a == b) & masked[a]] = NameLevel.SURNAME
    recorded = (people.recorded[left] == b[:, None]).any(axis=1)
    recorded |= (people.recorded[right] == a[:, None]).any(axis=1)
    levels[recorded & (a != b)] = NameLevel.RECORDED
    levels[(a == 0) | (b == 0)] = NameLevel.UNKNOWN
    return levels


def phone_levels(people: People, left: Side, right: Side) -> Levels:
    """Level of two lists of telephone numbers: one shared, or one that a slip separates."""
    shared = _shared(people.phone_codes, left, right)
    shared[shared == 2] = 3
    places, mobile = characters(people.phone_values, 11)
    a, b = people.phone_codes[left, 0], people.phone_codes[right, 0]
    rows = np.flatnonzero(shared == 1)
    rows = rows[mobile[a[rows]] & mobile[b[rows]]]
    shared[rows[one_slip(places[a[rows]], places[b[rows]])]] = 2
    return shared


def birth_levels(birth: Coded[str], left: Side, right: Side) -> Levels:
    """Level of two birth dates. The first of January is what a form says that knows the year only."""
    places, _ = characters([day.replace("-", "") for day in birth.values], 8)
    a, b = birth.codes[left], birth.codes[right]
    levels = np.where((a != 0) & (b != 0), np.where(a == b, 4, 1), 0).astype(np.int8)
    rows = np.flatnonzero(levels == 1)
    x, y = places[a[rows]], places[b[rows]]
    first = np.frombuffer(b"0101", np.uint8)
    year = (x[:, :4] == y[:, :4]).all(axis=1)
    bare = (x[:, 4:] == first).all(axis=1) | (y[:, 4:] == first).all(axis=1)
    turned = year & (x[:, [6, 7, 4, 5]] == y[:, 4:]).all(axis=1)
    levels[rows] = np.where(one_slip(x, y) | turned, 3, np.where(year & bare, 2, 1))
    return levels


def address_levels(people: People, left: Side, right: Side) -> Levels:
    """Level of two addresses: town, village or street, part of the numbers, or all of them."""
    address = people.address
    town, place, numbers = (
        address.map(part) for part in (lambda a: a.town, lambda a: a.place, lambda a: a.numbers)
    )
    (town_a, town_b), (place_a, place_b), (numbers_a, numbers_b) = (
        (column.codes[left], column.codes[right]) for column in (town, place, numbers)
    )
    one_place = (place_a == place_b) & (place_a != 0)
    one_place &= (town_a == town_b) | (town_a == 0) | (town_b == 0)
    said = ((town_a != 0) | (place_a != 0)) & ((town_b != 0) | (place_b != 0))
    level = np.where((town_a == town_b) & (town_a != 0), 2, 1)
    level = np.where(one_place, np.where((numbers_a == numbers_b) & (numbers_a != 0), 5, 3), level)
    rows = np.flatnonzero((level == 3) & (numbers_a != 0) & (numbers_b != 0) & said)
    part = levels_of_pairs(numbers_a[rows], numbers_b[rows], numbers.values, _part)
    level[rows] += part
    return np.where(said, level, 0).astype(np.int8)


def _part(a: tuple[str, ...], b: tuple[str, ...]) -> int:
    """1 where one side only says less of the way to the door, or the first number is the same."""
    short, long = sorted((a, b), key=len)
    return int(a[0] == b[0] or set(short) <= set(long))


def title_level(a: str, b: str) -> int:
    """Level of two titles; a personal grade goes with any post and says nothing."""
    if not a or not b:
        return 0
    return {"same": 3, "class": 2, "other": 1}.get(agree_title(a, b), 0)


def _shared(codes: Codes, left: Side, right: Side) -> Levels:
    """Level of two lists of values, padded with -1."""
    a, b = codes[left], codes[right]
    agree = np.zeros(len(left), np.bool_)
    for column in a.T:
        agree |= ((column[:, None] == b) & (column[:, None] >= 0)).any(axis=1)
    said = (a[:, 0] >= 0) & (b[:, 0] >= 0)
    return np.where(said, 1 + agree, 0).astype(np.int8)


def _equal(column: Coded[str], left: Side, right: Side) -> Levels:
    a, b = column.codes[left], column.codes[right]
    return np.where((a != 0) & (b != 0), 1 + (a == b), 0).astype(np.int8)

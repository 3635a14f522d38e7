"""What two sets of mentions state that cannot be true of one person or organisation."""

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

from netinv.ledger.types import Mentions
from netinv.model.keys import mention_key
from netinv.resolve.identity import Number
from netinv.resolve.normalise.companies import clean_uscc
from netinv.resolve.normalise.idnumber import id_mask_admits, one_typo, valid_18
from netinv.resolve.normalise.regions import Regions
from netinv.resolve.people import People, read_people
from netinv.resolve.slips import one_day


class Contradiction(NamedTuple):
    """Two mentions, by key, and what each states: `field` number, birth or uscc."""

    field: str
    left: str
    right: str
    left_value: str
    right_value: str


def contradictions(named: Mentions, left: Sequence[str], right: Sequence[str]) -> list[Contradiction]:
    """Everything that keeps two sets of mentions (keys) from being one, one example a field.

    `named` holds at least these mentions. The same conditions as `Clusters.possible`.
    """
    people = read_people(named, Regions.learn(()))
    place = {key: i for i, key in enumerate(people.key)}
    persons = [[place[key] for key in side if key in place] for side in (left, right)]
    found = [_numbers(people, *persons), _days(people, *persons)]
    codes = _codes(named)
    differ = (
        (a, b) for a, b in product(left, right) if codes.get(a) and codes.get(b) and codes[a] != codes[b]
    )
    found.append(next((Contradiction("uscc", a, b, codes[a], codes[b]) for a, b in differ), None))
    return [each for each in found if each is not None]


def whole(number: Number) -> str:
    """The number of a mention where it is whole and its check digit right, or ""."""
    return number.full if number.full and valid_18(number.full) else ""


def _numbers(people: People, left: list[int], right: list[int]) -> Contradiction | None:
    for i, j in product(left, right):
        a, b = people.number[i], people.number[j]
        both = whole(a) and whole(b) and a.full != b.full and not one_typo(a.full, b.full)
        masks = ((a.masked, whole(b)), (b.masked, whole(a)))
        if both or any(mask and full and not id_mask_admits(mask, full) for mask, full in masks):
            return Contradiction(
                "number", people.key[i], people.key[j], a.full or a.masked, b.full or b.masked
            )
    return None


def _days(people: People, left: list[int], right: list[int]) -> Contradiction | None:
    """Both sides say a birth date, and no two of them can be one, nor do they state one number or a slip of
    it."""
    numbers = [{people.number[i].full for i in side} - {""} for side in (left, right)]
    if any(a == b or one_typo(a, b) for a, b in product(*numbers)):
        return None
    said = [[i for i in side if people.birth[i]] for side in (left, right)]
    pairs = list(product(*said))
    for i, j in pairs:
        a, b = people.birth[i], people.birth[j]
        if a == b or one_day(a, b):
            return None
    return next(
        (
            Contradiction("birth", people.key[i], people.key[j], people.birth[i], people.birth[j])
            for i, j in pairs
        ),
        None,
    )


def _codes(named: Mentions) -> dict[str, str]:
    parts = (named.origin, named.table, named.record_id, named.ref, named.kind)
    keys = (mention_key(*each) for each in zip(*parts, strict=True))
    return {
        key: clean_uscc(code)
        for key, code, kind in zip(keys, named.fields["uscc"], named.kind, strict=True)
        if kind == "organization"
    }

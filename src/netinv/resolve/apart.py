"""The fewest *different* that keep two sets of mentions apart for good."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from netinv.ledger.types import Mentions
from netinv.model.keys import SEPARATOR
from netinv.resolve.comparisons import LEVELS, compare
from netinv.resolve.contradictions import whole
from netinv.resolve.normalise.companies import clean_uscc
from netinv.resolve.normalise.idnumber import one_typo
from netinv.resolve.normalise.regions import Regions
from netinv.resolve.people import read_people
from netinv.resolve.standing import REGISTERS

SHARED = {
    "number": "slip",
    "phone": "slip",
    "account": "same",
    "birth": "year",
    "address": "place",
    "unit": "same",
}
"""The level from which two mentions share something beside their name, so that they may be compared."""


def apart(
    named: Mentions, left: Sequence[str], right: Sequence[str], listed: bool = False
) -> list[tuple[str, str]]:
    """Pairs of mentions (keys), one of each side, sorted.

    All that bear one whole number are one as long as they bear it: one of them speaks for all. *Anchors*
    bear a number or stand in a register: bare mentions are placed with them. Anchors are kept from each
    other; where a side has none, all of it from the other's. With `listed` somebody has named the mentions of
    the right side one by one: then each of them is kept from the left's anchors, and from every mention with
    which it shares more than the name.
    """
    number = _numbers(named)
    held = [{number.get(key) for key in side} for side in (left, right)]
    split = {each for each in held[0] & held[1] if each}  # a number on both sides holds nothing together
    speakers = [_speakers(side, number, split) for side in (left, right)]
    anchors = [{key for key in side if _anchor(key, number)} for side in speakers]
    pairs = [(a, b) for a in speakers[0] for b in speakers[1] if not _settled(number.get(a), number.get(b))]
    found = {
        (a, b)
        for a, b in pairs
        if (a in anchors[0] and (b in anchors[1] or listed or not anchors[1]))
        or (b in anchors[1] and not anchors[0])
    }
    if listed or not (anchors[0] or anchors[1]):
        found |= _shared(named, [pair for pair in pairs if pair not in found])
    return sorted(found)


def speaker(keys: Sequence[str], named: Mentions) -> str:
    """The mention that speaks for all of an entity: with a number, in a register, the smallest."""
    number = _numbers(named)
    return min(keys, key=lambda key: (not number.get(key), key.split(SEPARATOR)[1] not in REGISTERS, key))


def _settled(a: str | None, b: str | None) -> bool:
    """Whether their own numbers keep two apart already."""
    return bool(a and b) and a != b and not one_typo(a or "", b or "")


def _speakers(side: Sequence[str], number: Mapping[str, str], split: Collection[str]) -> list[str]:
    first: dict[str, str] = {}
    for key in sorted(side, key=lambda key: (key.split(SEPARATOR)[1] not in REGISTERS, key)):
        stated = number.get(key)
        first.setdefault(stated if stated and stated not in split else key, key)
    return sorted(first.values())


def _anchor(key: str, number: Mapping[str, str]) -> bool:
    """Whether bare mentions are placed with this one."""
    _, table, _, _, kind = key.split(SEPARATOR)
    return bool(number.get(key)) or (table in REGISTERS and kind == "person")


def _numbers(named: Mentions) -> dict[str, str]:
    """Whole number of each person's mention, credit code of each organisation's."""
    people = read_people(named, Regions.learn(()))
    number = {key: whole(each) for key, each in zip(people.key, people.number, strict=True)}
    for i, kind in enumerate(named.kind):
        if kind == "organization":
            parts = named.origin[i], named.table[i], named.record_id[i], named.ref[i], kind
            number[SEPARATOR.join(parts)] = clean_uscc(named.fields["uscc"][i])
    return number


def _shared(named: Mentions, pairs: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    people = read_people(named, Regions.learn(()))
    place = {key: i for i, key in enumerate(people.key)}
    known = [pair for pair in pairs if pair[0] in place and pair[1] in place]
    organizations = set(pairs) - set(known)  # which have nothing but their names: one is like another
    if not known:
        return organizations
    levels = compare(people, np.array([(place[a], place[b]) for a, b in known], np.int64))
    column = {field: n for n, field in enumerate(LEVELS)}
    alike = np.zeros(len(known), bool)
    for field, least in SHARED.items():
        alike |= levels[:, column[field]] >= LEVELS[field].index(least)
    return organizations | {pair for pair, agree in zip(known, alike.tolist(), strict=True) if agree}

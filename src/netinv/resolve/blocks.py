"""Which pairs of mentions are compared at all: those that share something nearly its bearer's own.

A bare name is no block. Ten 刘勇 without a number give no pair here; they are placed later, among all who
could be meant (see `placing`).
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable

import numpy as np
from numpy.typing import NDArray

from netinv.resolve.normalise.idnumber import id_mask_admits, one_typo
from netinv.resolve.normalise.pinyin import homophone_key
from netinv.resolve.people import People

WIDEST = 400
"""Distinct bearers of one value above which it says nothing: a switchboard, an office's address."""


def pairs(people: People) -> NDArray[np.int64]:
    """Candidate pairs as an (n, 2) array of mention indices, left < right, sorted, without repetition.

    Within one value of a block every mention is paired with the first of each distinct (name, number) there,
    so a block of n equal mentions costs n pairs and not n squared.
    """
    found: set[tuple[int, int]] = set()
    for block in _blocks(people):
        for members in block.values():
            if len(members) > 1:
                found.update(_star(people, members))
    found.update(_by_number_alike(people))
    if not found:
        return np.zeros((0, 2), np.int64)
    return np.array(sorted(found), np.int64)


def _blocks(people: People) -> Iterable[dict[Hashable, list[int]]]:
    number: dict[Hashable, list[int]] = defaultdict(list)
    phone: dict[Hashable, list[int]] = defaultdict(list)
    account: dict[Hashable, list[int]] = defaultdict(list)
    unit: dict[Hashable, list[int]] = defaultdict(list)
    birth: dict[Hashable, list[int]] = defaultdict(list)
    home: dict[Hashable, list[int]] = defaultdict(list)
    for i in range(len(people)):
        reading = people.reading[i]
        if people.number[i].full:
            number[people.number[i].full].append(i)
        for value in people.phones[i]:
            phone[value].append(i)
        if people.account[i]:
            account[people.account[i]].append(i)
        if reading.kind not in ("full", "foreign", "other"):
            continue
        sound = homophone_key(reading.clean)
        if people.unit[i]:
            unit[people.unit[i], sound].append(i)
            unit[people.unit[i], "".join(sorted(reading.clean))].append(i)
        if people.birth[i]:
            birth[people.birth[i], reading.surname].append(i)
        if people.address[i].numbers:
            home[people.address[i], sound].append(i)
    return number, phone, account, unit, birth, home


def _star(people: People, members: list[int]) -> Iterable[tuple[int, int]]:
    first: dict[Hashable, int] = {}
    for i in members:
        first.setdefault((people.name[i], people.number[i]), i)
    if len(first) > WIDEST:
        return
    centres = list(first.values())
    for i in members:
        for centre in centres:
            if centre != i:
                yield (centre, i) if centre < i else (i, centre)


def _by_number_alike(people: People) -> Iterable[tuple[int, int]]:
    """Same name, and a number that the other one masks or mistypes."""
    whole: dict[str, dict[str, int]] = defaultdict(dict)
    partial: dict[str, list[int]] = defaultdict(list)
    for i in range(len(people)):
        number = people.number[i]
        if number.full:
            whole[people.name[i]].setdefault(number.full, i)
        elif number.masked:
            partial[people.name[i]].append(i)
    for name, holders in whole.items():
        numbers = sorted(holders)
        for left, a in enumerate(numbers):
            for b in numbers[left + 1 :]:
                if one_typo(a, b):
                    yield _ordered(holders[a], holders[b])
        for i in partial.get(name, ()):
            for b in numbers:
                if id_mask_admits(people.number[i].masked, b):
                    yield _ordered(i, holders[b])
    for members in partial.values():
        for j in members[1:]:
            yield _ordered(members[0], j)


def _ordered(i: int, j: int) -> tuple[int, int]:
    return (i, j) if i < j else (j, i)

"""Who holds each telephone number: whoever states it, whom somebody named, whose second one it likely is."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np

from netinv.ledger.types import Judgement, Mentions
from netinv.model.keys import SEPARATOR
from netinv.resolve.calls import CALLS, Ends, numbers_of, persons_numbers
from netinv.resolve.judged import BY_HAND
from netinv.resolve.odds import CLOSEST, log_odds
from netinv.resolve.result import Comparison, Doubt, Joined
from netinv.resolve.second_numbers import NOBODY, OFFICE, second_numbers

ENOUGH = 0.9
"""Probability that a number nobody states takes to be held to be somebody's second one."""
WORTH = 0.3
"""Probability below which nobody needs to look at it."""


class Held(NamedTuple):
    """A number that no record states, with the person who holds it and why; or who may hold it."""

    number: str
    key: str
    """A mention of the person."""
    probability: float
    why: tuple[Comparison, ...]


class Holders(NamedTuple):
    """Whose the numbers are, as far as anything tells."""

    of: dict[str, str]
    """Mention key of a person by number."""
    joined: list[Held]
    """Those of them that no record tells."""
    doubted: list[Held]
    """Numbers of nobody, with whoever is likeliest."""

    def joins(self, ends: Mapping[str, list[str]]) -> Iterator[Joined]:
        """What joins the ends of calls by these numbers: the first with the person, the others with it."""
        for held in self.joined:
            first, *others = ends[held.number]
            yield Joined(held.key, first, held.probability, held.why)
            same = Comparison("phone", held.number, held.number, "same", CLOSEST)
            yield from (Joined(first, other, 1.0, (same,)) for other in others)

    def doubts(self, ends: Mapping[str, list[str]]) -> Iterator[Doubt]:
        """The same of those that stayed nobody's."""
        for held in self.doubted:
            yield Doubt(held.key, ends[held.number][0], held.probability, "below", "", 0.0, held.why)


def holders(
    mentions: Mentions,
    ends: Ends,
    stated: Mapping[str, str],
    offices: Mapping[str, str],
    entity_of: Mapping[str, str],
    judgements: Iterable[Judgement],
) -> Holders:
    """Whose each number is. `stated` is the key of a person by number, `offices` the entity of an
    organisation; `entity_of` holds the entities of all mentions outside call lists. Of several persons whom
    people hold to use one number it is the last by entity."""
    of, joined, doubted = dict(stated), dict[str, Held](), []
    judged = _judged(mentions, ends, entity_of, judgements)
    for number, entity in sorted((number, entity) for (number, entity), j in judged.items() if j.same):
        key, reason = judged[number, entity].key, judged[number, entity].reason
        of[number] = key
        joined[number] = Held(number, key, 1.0, (Comparison("judgement", "", "", reason, BY_HAND),))
    for held in _likely(mentions, ends, of, offices, entity_of):
        if (held.number, entity_of[held.key]) in judged:
            continue
        if held.probability >= ENOUGH:
            of[held.number] = held.key
            joined[held.number] = held
        elif held.probability >= WORTH:
            doubted.append(held)
    return Holders(of, list(joined.values()), doubted)


class _Judged(NamedTuple):
    same: bool
    key: str
    reason: str


def _judged(
    mentions: Mentions, ends: Ends, entity_of: Mapping[str, str], judgements: Iterable[Judgement]
) -> dict[tuple[str, str], _Judged]:
    """What people said of the number at an end of a call and a person, by number and entity. *Different*
    holds against any *same*."""
    asked = {}
    for each in judgements:
        left, right = sorted((each.left_key, each.right_key), key=_at_end)
        if (
            each.verdict != "unsure"
            and (_at_end(left), _at_end(right)) == (False, True)
            and left in entity_of
        ):
            asked[left, right] = each
    number = numbers_of(mentions, ends, {end for _, end in asked})
    found: dict[tuple[str, str], _Judged] = {}
    for (key, end), each in sorted(asked.items()):
        if end in number:
            before = found.get((number[end], entity_of[key]))
            if before is None or before.same:
                found[number[end], entity_of[key]] = _Judged(
                    each.verdict == "same", key, each.reason or "same"
                )
    return found


def _at_end(key: str) -> bool:
    """Whether a person is mentioned at an end of a call; a landline's is an organisation."""
    _, table, _, _, kind = key.split(SEPARATOR)
    return table == CALLS and kind == "person"


def _likely(
    mentions: Mentions,
    ends: Ends,
    of: Mapping[str, str],
    offices: Mapping[str, str],
    entity_of: Mapping[str, str],
) -> Iterator[Held]:
    """Numbers that nobody states with whoever they most likely belong to."""
    if not len(ends.mention):  # a large register is not read in vain
        return
    numbers = sorted(number for number in ends.number.values if number)
    # a landline that nobody states is an organisation's, by what a call list is
    loose = persons_numbers(mentions, ends) - offices.keys()
    people: dict[str, int] = {}

    def holder(number: str) -> int:
        if number in of:
            return people.setdefault(entity_of[of[number]], len(people))
        return NOBODY if number in loose else OFFICE

    found = second_numbers(ends.pairs(numbers), np.array(list(map(holder, numbers)), np.int64))
    bits = log_odds(found.probability).tolist()
    each = zip(*(column.tolist() for column in found), bits, strict=True)
    for number, known, likely, shared, weight in each:
        why = (
            Comparison("phone", numbers[known], numbers[number], "other", 0.0),
            Comparison("contacts", "", "", str(shared), weight),
        )
        yield Held(numbers[number], of[numbers[known]], likely, why)

"""Ends of calls: numbers, which follow whoever holds them.

A list of calls has more ends than all other records have mentions, and few numbers: what is asked is asked of
each number once.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, pairwise
from typing import Self

import numpy as np
from numpy.typing import NDArray

from netinv.ledger.types import Mentions
from netinv.model.keys import SEPARATOR, entity_id
from netinv.resolve.columns import Coded, Codes, coded, distinct_pairs
from netinv.resolve.normalise.phones import clean_phone

CALLS = "calls"


@dataclass(frozen=True)
class Ends:
    """The ends of all calls, by position among the mentions, and the number of each."""

    mention: NDArray[np.int64]
    number: Coded[str]
    called: NDArray[np.int64]
    """The distinct pairs of codes of numbers that called each other, the smaller left. Shape (pairs, 2)."""

    @classmethod
    def of(cls, mentions: Mentions) -> Self:
        """Those of these mentions."""
        chosen = np.fromiter((table == CALLS for table in mentions.table), np.bool_, len(mentions))
        cells = compress(mentions.fields["phones"], chosen) if chosen.any() else ()
        at, number = np.flatnonzero(chosen), coded(cells, clean_phone)
        return cls(at, number, _called(mentions, at.tolist(), number.codes))

    def pairs(self, numbers: Sequence[str]) -> NDArray[np.int64]:
        """The distinct pairs of different numbers that called each other, as positions (smaller, larger)
        among `numbers`; others are left out. Shape (pairs, 2)."""
        place = {number: n for n, number in enumerate(numbers)}
        found = self.number.lookup(lambda number: place.get(number, -1))[self.called]
        left, right = found.T
        said = (left >= 0) & (right >= 0) & (left != right)
        low, high, _ = distinct_pairs(left[said], right[said])
        return np.stack([low, high], axis=1)


def _called(mentions: Mentions, at: Sequence[int], codes: Codes) -> NDArray[np.int64]:
    # mentions are sorted, so that the ends of one call stand together
    same = [
        mentions.record_id[i] == mentions.record_id[j] and mentions.origin[i] == mentions.origin[j]
        for i, j in pairwise(at)
    ]
    call = np.cumsum(np.append(0, ~np.array(same, np.bool_)))[: len(at)]
    first = np.searchsorted(call, np.flatnonzero(np.bincount(call) == 2))
    low, high, _ = distinct_pairs(codes[first].astype(np.int64), codes[first + 1].astype(np.int64))
    return np.stack([low, high], axis=1)


def attach(
    mentions: Mentions,
    ends: Ends,
    held: Mapping[str, str],
    offices: Mapping[str, str],
    entity_of: dict[str, str],
) -> None:
    """Give each end of a call to whoever holds the number; one that nobody holds is an entity of its own.

    `held` is the key of a person by number, `offices` the entity of an organisation; `entity_of` holds the
    entities of all other mentions.
    """
    if not len(ends.mention):
        return
    of = {
        "person": {number: entity_of[key] for number, key in held.items()},
        "organization": offices,
    }
    at, codes, values = ends.mention.tolist(), ends.number.codes.tolist(), ends.number.values
    first: dict[tuple[str, int], str] = {}
    unheld = {kind: [bool(n) and n not in known for n in values] for kind, known in of.items()}
    for key, i, code in zip(_keys(mentions, at), at, codes, strict=True):
        place = mentions.kind[i], code
        if unheld[place[0]][code]:
            first[place] = min(key, first.get(place, key))
    entity = {kind: [known.get(number, "") for number in values] for kind, known in of.items()}
    for (kind, code), key in first.items():
        entity[kind][code] = entity_id(key)
    for key, i, code in zip(_keys(mentions, at), at, codes, strict=True):
        entity_of[key] = entity[mentions.kind[i]][code] or entity_id(key)


def organization_phones(mentions: Mentions, entity_of: Mapping[str, str]) -> dict[str, str]:
    """The organisation that states each number most often."""
    chosen = [
        i
        for i, (kind, table, phones) in enumerate(
            zip(mentions.kind, mentions.table, mentions.fields["phones"], strict=True)
        )
        if phones and kind == "organization" and table != CALLS
    ]
    votes: dict[str, Counter[str]] = {}
    for key, i in zip(_keys(mentions, chosen), chosen, strict=True):
        for number in mentions.fields["phones"][i].replace("；", ";").split(";"):
            if cleaned := clean_phone(number):
                votes.setdefault(cleaned, Counter())[entity_of[key]] += 1
    return {number: min(count, key=lambda e: (-count[e], e)) for number, count in votes.items()}


def ends_of(mentions: Mentions, ends: Ends, numbers: Container[str]) -> dict[str, list[str]]:
    """Keys of the person mentions at the ends of calls by each of these numbers, in order."""
    wanted = ends.number.lookup(numbers.__contains__, np.bool_)
    found: dict[str, list[str]] = defaultdict(list)
    chosen = np.flatnonzero(wanted[ends.number.codes])
    at = ends.mention[chosen].tolist()
    for key, i, code in zip(_keys(mentions, at), at, ends.number.codes[chosen].tolist(), strict=True):
        if mentions.kind[i] == "person":
            found[ends.number.values[code]].append(key)
    return {number: sorted(keys) for number, keys in found.items()}


def persons_numbers(mentions: Mentions, ends: Ends) -> set[str]:
    """The numbers at whose ends persons are mentioned, and not organisations."""
    person = np.fromiter((mentions.kind[i] == "person" for i in ends.mention.tolist()), np.bool_)
    return {ends.number.values[code] for code in np.unique(ends.number.codes[person]).tolist()}


def numbers_of(mentions: Mentions, ends: Ends, keys: Collection[str]) -> dict[str, str]:
    """The number at each of these ends of calls, by key."""
    if not keys:
        return {}
    at = ends.mention.tolist()
    return {key: ends.number[n] for n, key in enumerate(_keys(mentions, at)) if key in keys}


def _keys(mentions: Mentions, at: Iterable[int]) -> Iterator[str]:
    m = mentions
    return (SEPARATOR.join((m.origin[i], m.table[i], m.record_id[i], m.ref[i], m.kind[i])) for i in at)

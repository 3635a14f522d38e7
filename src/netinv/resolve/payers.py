"""Who paid for a table and sat at it: the payer who is named like one of the guests is that guest.

A list of guests and the bill are of one document, and in one document one name means one person (after
W. A. Gale, K. W. Church, D. Yarowsky, "One Sense per Discourse", 1992). Without this a bare payer would go to
the namesake who is known best, though the number of the one who paid stands in the next row.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator

import numpy as np

from netinv.ledger.types import Rows
from netinv.resolve.clusters import Merge
from netinv.resolve.people import People

PAYER = 0.98
"""Probability that a payer with the whole name of just one guest is that guest: a judgement."""


def payers(people: People, rows: Callable[[str], Rows]) -> Iterator[Merge]:
    """A payer with a guest, for each event of which one guest alone bears the payer's whole name."""
    bits = float(np.log2(PAYER / (1 - PAYER)))
    guests: dict[tuple[str, str], list[int]] = defaultdict(list)
    for event, name, i in _named(people, rows, "event_people"):
        guests[event, name].append(i)
    for event, name, payer in _named(people, rows, "events"):
        namesakes = guests.get((event, name), ())
        if len(namesakes) == 1:
            guest = namesakes[0]
            why = (("payer", people.name[payer], people.name[guest], "guest", bits),)
            yield Merge(payer, guest, bits, why)


def _named(people: People, rows: Callable[[str], Rows], table: str) -> Iterator[tuple[str, str, int]]:
    """(event, whole name, mention) of whoever a row of this table names by a whole name."""
    found = rows(table)
    row = zip(found.origin, found.record_id, strict=True)
    event_of = dict(zip(row, found.columns.get("event_id", ()), strict=False))
    for i in [i for i, named_by in enumerate(people.table) if named_by == table]:
        event = event_of.get((people.origin[i], people.record_id[i]))
        if event and people.reading[i].kind == "full":
            yield event, people.reading[i].clean, i

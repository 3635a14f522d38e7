"""The projection of a register of people that grew a little: only entities that changed, and what they share
with others, are made again, with the very result of making all of it.

A register gives people and what they share: telephones, accounts, houses. What such a thing is called, and
whether it is there at all, is decided by all who have it, so those are read too.
"""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass

from netinv.graph.gather import EntityOf
from netinv.graph.project import Desired, desired
from netinv.graph.protocol import Change, GraphStore, fingerprint
from netinv.ledger.types import Mentions, Rows

SHARED = frozenset({"uses_phone", "uses_account", "located_at"})
"""The relations that a register gives, each from somebody to a thing."""


@dataclass(frozen=True)
class Part:
    """All that the ledger holds of some entities."""

    rows: Callable[[str], Rows]
    mentions: Mentions
    entity_of: EntityOf


def change_of(
    store: GraphStore,
    read: Callable[[Set[str]], Part],
    touched: Set[str],
    grades: Mapping[int, str],
    seq: int,
) -> Change | None:
    """What has to change in a store that holds a register as it stood before.

    `touched` are the entities of every mention that was added, changed, withdrawn or moved, before and after;
    `read` gives what the ledger holds of entities now. None where these are linked in other ways: then the
    whole is to be projected.
    """

    def goal_of(entities: Set[str]) -> Desired:
        part = read(entities)
        return desired(part.rows, part.mentions, part.entity_of, grades)

    held = {link.id: link for link in store.relations(touched)}
    new = goal_of(touched).relations
    things = {link.target for link in (*held.values(), *new.values())}
    sharing = store.relations(things)
    if any(link.kind not in SHARED for link in (*held.values(), *new.values(), *sharing)):
        return None
    goal = goal_of(touched | {link.source for link in sharing})
    nodes, links = goal.nodes, {id: link for id, link in goal.relations.items() if link.source in touched}
    ids = touched | things
    there = store.get(ids)
    return Change(
        seq,
        [
            nodes[id]
            for id in sorted(ids & nodes.keys())
            if id not in there or fingerprint(there[id]) != fingerprint(nodes[id])
        ],
        [
            link
            for id, link in sorted(links.items())
            if id not in held or fingerprint(held[id]) != fingerprint(link)
        ],
        sorted(there.keys() - nodes.keys()),
        sorted(held.keys() - links.keys()),
    )

"""The projection brought forward: only what changed records can touch is made again, with the very result of
making all of it.

A node is touched where a record that names it came, changed or went, or a mention of it moved. Whatever is
said of such a node, and of its relations, stands in the records that name it: those are read, and no others.
"""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass

from netinv.graph.gather import EntityOf
from netinv.graph.project import Desired, desired, difference
from netinv.graph.protocol import Change, Fingerprints, GraphStore, fingerprint
from netinv.graph.units import Units
from netinv.ledger.types import Mentions, Rows


@dataclass(frozen=True)
class Part:
    """Some records, and whom their mentions mean."""

    rows: Callable[[str], Rows]
    mentions: Mentions
    entity_of: EntityOf

    def desired(self, grades: Mapping[int, str], units: Units | None = None) -> Desired:
        """What these records alone amount to; `units` as all records name them."""
        return desired(self.rows, self.mentions, self.entity_of, grades, units)


def change_of(store: GraphStore, goal: Desired, nodes: Set[str], seq: int) -> Change:
    """What has to change in a store of the state before, where nothing but `nodes` and their relations can
    have changed. `goal` is made of all records that name any of them, and of whatever else."""
    of_these = Desired(
        {id: node for id, node in goal.nodes.items() if id in nodes},
        {id: link for id, link in goal.relations.items() if link.source in nodes or link.target in nodes},
    )
    held = Fingerprints(
        {id: fingerprint(node) for id, node in store.get(nodes).items()},
        {link.id: fingerprint(link) for link in store.relations(nodes)},
    )
    return difference(of_these, held, seq)

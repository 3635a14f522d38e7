"""Cards of nodes and links between them, from the store."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from netinv.graph.protocol import GraphStore, Node, Relation
from netinv.graph.snapshot import Snapshot
from netinv.model.exploring import Card, Link
from netinv.model.ontology import ontology

HINTS = (
    "units", "titles", "birth_date", "addresses", "id_numbers", "uscc", "region", "place", "charge",
    "outcome", "since", "numbers",
)  # fmt: skip
"""What tells two of one name apart, in this order."""

SHOWN_RECORDS = 6
_OF_PERSONS = frozenset({"official", "village_cadre"})


def card(node: Node, snapshot: Snapshot) -> Card:
    """A node as a picture and a list show it."""
    return _card(node, _neighbours(snapshot, [node.id])[0])


def cards(store: GraphStore, snapshot: Snapshot, ids: Iterable[str]) -> list[Card]:
    """Cards of the nodes that exist, in the order asked for."""
    wanted = list(dict.fromkeys(ids))
    found = store.get(wanted)
    there = [found[id] for id in wanted if id in found]
    counts = _neighbours(snapshot, [node.id for node in there])
    return [_card(node, count) for node, count in zip(there, counts, strict=True)]


def _card(node: Node, neighbours: int) -> Card:
    status = str(node.props.get("status", ""))
    if node.kind == "person" and status not in _OF_PERSONS:
        status = ""
    return Card(
        id=node.id,
        kind=node.kind,
        label=node.label,
        status=status if node.kind in ("person", "gang") else "",
        hints=[(name, value) for name in HINTS if (value := _first(node, name)) and value != node.label],
        neighbours=neighbours,
    )


def links(store: GraphStore, ids: Iterable[str], new: Iterable[str] | None = None) -> list[Link]:
    """The links among nodes, by id; with `new` only those that have an end among these."""
    fresh = None if new is None else set(new)
    return [
        link(each)
        for each in store.relations(sorted(set(ids)), inner=True)
        if fresh is None or each.source in fresh or each.target in fresh
    ]


def link(relation: Relation, shown: int = SHOWN_RECORDS) -> Link:
    """A relation with its first records."""
    refs = [(table, record) for table, _, record in (name.partition(":") for name in relation.records)]
    return Link(
        id=relation.id,
        kind=relation.kind,
        source=relation.source,
        target=relation.target,
        since=relation.since,
        until=relation.until,
        confidence=relation.confidence,
        props=dict(relation.props),
        records=refs[:shown],
        record_count=len(refs),
    )


def telling(found: Iterable[Link]) -> list[Link]:
    """Links, the most telling first: by tie strength and confidence, then in the order of the ontology."""
    kinds = ontology().relations
    place: Mapping[str, int] = {kind: n for n, kind in enumerate(kinds)}
    return sorted(found, key=lambda x: (-kinds[x.kind].strength * x.confidence, place[x.kind], x.id))


def _neighbours(snapshot: Snapshot, ids: Sequence[str]) -> list[int]:
    """How many others each node is linked with."""
    at = snapshot.positions(ids)
    counts = snapshot.neighbour_counts
    return [int(count) for count in np.where(at < 0, 0, counts[at] if len(counts) else 0)]


def _first(node: Node, name: str) -> str:
    value = node.props.get(name, "")
    return value[0] if isinstance(value, tuple) else str(value)

"""The surroundings of one entity as a networkx graph, for notebooks."""

from collections.abc import Sequence

import networkx as nx

from netinv.graph.protocol import GraphStore
from netinv.model.errors import NotFoundError, UsageError


def surroundings(
    store: GraphStore, id: str, hops: int, kinds: Sequence[str] | None, at_most: int
) -> "nx.MultiDiGraph[str]":
    """Everything within some hops of a node. The surest relations come first; past `at_most` nodes, none.

    A node has `kind` and `label` and the properties of its kind; an edge (keyed by relation id) `kind`,
    `since`, `until`, `confidence` and `records` (`table:record_id`). `graph.graph["cut"]` lists the nodes
    within `hops` that have neighbours for which there was no room.
    """
    if hops < 0 or at_most < 1:
        raise UsageError(f"hops ≥ 0，at_most ≥ 1 / not {hops} hops and {at_most} nodes")
    found = store.get([id])
    if id not in found:
        raise NotFoundError(f"没有 {id} / there is no {id}")
    edge, cut = [id], set[str]()
    for _ in range(hops):
        beyond: list[str] = []
        for near in edge:
            for _, node in store.neighbours(near, kinds):
                if node.id in found:
                    continue
                if len(found) >= at_most:
                    cut.add(near)
                    break
                found[node.id] = node
                beyond.append(node.id)
        edge = beyond
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(centre=id, cut=sorted(cut))
    for node in found.values():
        graph.add_node(node.id, **{**node.props, "kind": node.kind, "label": node.label})
    for link in store.relations(sorted(found), kinds, inner=True):
        graph.add_edge(
            link.source,
            link.target,
            key=link.id,
            kind=link.kind,
            since=link.since,
            until=link.until,
            confidence=link.confidence,
            records=list(link.records),
        )
    return graph

"""A change as rows for the statements, and what of it a graph allows."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from netinv.graph.neo4j.values import node_row, relation_row
from netinv.graph.protocol import Change, Fingerprints, GraphError, Node, Relation, fingerprint
from netinv.model.ontology import ontology

Row = dict[str, Any]


@dataclass(frozen=True)
class Work:
    """What to write, by id, and what to remove; what is written again is not removed."""

    seq: int
    nodes: Mapping[str, Node]
    relations: Mapping[str, Relation]
    marks: Fingerprints
    gone_nodes: Sequence[str]
    gone_relations: Sequence[str]

    @classmethod
    def of(cls, change: Change) -> "Work":
        """From a change; GraphError for a kind that the ontology does not know."""
        entities, relations = ontology().entities, ontology().relations
        for item in change.nodes:
            if item.kind not in entities:
                raise GraphError(f"没有实体类型 {item.kind!r} / there is no entity kind {item.kind!r}")
        for link in change.relations:
            if link.kind not in relations:
                raise GraphError(f"没有关系类型 {link.kind!r} / there is no relation kind {link.kind!r}")
        nodes = {item.id: item for item in change.nodes}
        links = {link.id: link for link in change.relations}
        marks = Fingerprints(
            {id: fingerprint(item) for id, item in nodes.items()},
            {id: fingerprint(link) for id, link in links.items()},
        )
        gone_nodes = [id for id in dict.fromkeys(change.gone_nodes) if id not in nodes]
        gone_relations = [id for id in dict.fromkeys(change.gone_relations) if id not in links]
        return cls(change.seq, nodes, links, marks, gone_nodes, gone_relations)

    def __len__(self) -> int:
        """Nodes and relations that change."""
        return len(self.nodes) + len(self.relations) + len(self.gone_nodes) + len(self.gone_relations)

    def ends(self) -> set[str]:
        """Ends of all relations that are written."""
        return {end for link in self.relations.values() for end in (link.source, link.target)}

    def outer_ends(self) -> list[str]:
        """Ends of relations that the work itself does not write: they must be there already, and stay."""
        return sorted(self.ends() - self.nodes.keys())

    def check_ends(self, present: Collection[str]) -> None:
        """GraphError if a relation would lack an end, given which of `outer_ends` are there."""
        gone = set(self.gone_nodes)
        for id in self.outer_ends():
            if id in gone or id not in present:
                raise GraphError(
                    f"关系的一端 {id} 不在图中 / a relation names the node {id}, which is not in the graph"
                )

    def check_seq(self, standing: int) -> None:
        """GraphError if the graph would go back."""
        if self.seq < standing:
            raise GraphError(
                f"图已到 {standing}，不能退回 {self.seq} / the graph stands at {standing}, not before"
            )

    def rows(self, held: Fingerprints) -> Iterator[tuple[str, Iterator[Row]]]:
        """Statements with their rows, in their order, over content with these fingerprints."""
        nodes, relations = self.marks.nodes, self.marks.relations
        new, differing = _told_apart(nodes, held.nodes)
        yield "write/create-nodes", (node_row(self.nodes[id], nodes[id]) for id in new)
        yield "write/replace-nodes", (node_row(self.nodes[id], nodes[id]) for id in differing)
        new, differing = _told_apart(relations, held.relations)
        yield "write/create-relations", (relation_row(self.relations[id], relations[id]) for id in new)
        yield "write/replace-relations", (relation_row(self.relations[id], relations[id]) for id in differing)


def _told_apart(marks: Mapping[str, int], held: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """Ids of what is not there, and of what is there and differs."""
    new = [id for id in marks if id not in held]
    return new, [id for id, mark in marks.items() if id in held and held[id] != mark]


def check_left(left: Sequence[Sequence[str]]) -> None:
    """GraphError if a relation would be left without an end (`read/left`)."""
    for relation, node in left:
        raise GraphError(
            f"节点 {node} 还有关系 {relation}，不能删除 / the node {node} still has the relation {relation}"
        )

"""A change as rows for the statements, and what of it a graph allows."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from netinv.graph.neo4j.values import node_row, relation_row
from netinv.graph.protocol import Change, GraphError
from netinv.model.ontology import ontology

Row = dict[str, Any]
_T = TypeVar("_T")


@dataclass(frozen=True)
class Work:
    """What to write, by id, and what to remove; what is written again is not removed."""

    seq: int
    nodes: Mapping[str, Row]
    relations: Mapping[str, Row]
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
        nodes = {item.id: node_row(item) for item in change.nodes}
        links = {link.id: relation_row(link) for link in change.relations}
        gone_nodes = [id for id in dict.fromkeys(change.gone_nodes) if id not in nodes]
        gone_relations = [id for id in dict.fromkeys(change.gone_relations) if id not in links]
        return cls(change.seq, nodes, links, gone_nodes, gone_relations)

    def __len__(self) -> int:
        """Nodes and relations that change."""
        return len(self.nodes) + len(self.relations) + len(self.gone_nodes) + len(self.gone_relations)

    def outer_ends(self) -> list[str]:
        """Ends of relations that the work itself does not write: they must be there already, and stay."""
        ends = {row[end] for row in self.relations.values() for end in ("a", "b")}
        return sorted(ends - self.nodes.keys())

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


def check_left(left: Sequence[Sequence[str]]) -> None:
    """GraphError if a relation would be left without an end (`read/left`)."""
    for relation, node in left:
        raise GraphError(
            f"节点 {node} 还有关系 {relation}，不能删除 / the node {node} still has the relation {relation}"
        )


def fresh(rows: Mapping[str, Row], held: Mapping[str, int]) -> list[Row]:
    """Rows of what is not there."""
    return [row for id, row in rows.items() if id not in held]


def changed(rows: Mapping[str, Row], held: Mapping[str, int]) -> list[Row]:
    """Rows of what is there and differs."""
    return [row for id, row in rows.items() if id in held and held[id] != row["fingerprint"]]


def total(rows: Mapping[str, Row]) -> int:
    """Sum of the content hashes."""
    return sum(row["fingerprint"] for row in rows.values())


def chunks(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """Lists of at most `size` items."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk

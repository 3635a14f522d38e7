"""What a graph store is. Two stores stand behind it and one contract suite (tests/graph) runs over both.

No query language crosses this protocol. A store is a projection: it can be dropped and rebuilt to the same
content, and says through `seq` and `digest` which state of the ledger it shows.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from netinv.graph.arrays import EdgeArrays
from netinv.model.errors import NetinvError

Prop = str | int | float | tuple[str, ...]
"""A property of a node or relation. Unknown ones are left out, never empty."""


class GraphError(NetinvError):
    """A change that would leave the graph inconsistent; nothing of it was written."""


@dataclass(frozen=True, slots=True)
class Node:
    """An entity. `kind` as in the ontology; `label` is what a picture shows."""

    id: str
    kind: str
    label: str
    props: Mapping[str, Prop] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Relation:
    """A typed, dated link with the records behind it (`table:record_id`, sorted).

    `since` and `until` are ISO dates as precise as known (`2016`, `2016-04`, `2016-04-03`), None if
    unknown or open; `confidence` is the probability that the records state it rightly.
    """

    id: str
    kind: str
    source: str
    target: str
    since: str | None
    until: str | None
    confidence: float
    records: tuple[str, ...]
    props: Mapping[str, Prop] = field(default_factory=dict)


class Line(NamedTuple):
    """What a picture needs of a relation, as stored: `props` are canonical, records are left out."""

    id: str
    kind: str
    source: str
    target: str
    since: str | None
    until: str | None
    confidence: float
    props: str


@dataclass(frozen=True, slots=True)
class Change:
    """One transaction on a store: what to write (new or replaced) and remove, and where it then stands."""

    seq: int
    nodes: Sequence[Node] = ()
    relations: Sequence[Relation] = ()
    gone_nodes: Sequence[str] = ()
    gone_relations: Sequence[str] = ()

    def __bool__(self) -> bool:
        """Whether anything but the sequence number changes."""
        return bool(self.nodes or self.relations or self.gone_nodes or self.gone_relations)


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Content hashes (64 bits, signed) by id: what a projection compares with what ought to be."""

    nodes: dict[str, int]
    relations: dict[str, int]


@dataclass(frozen=True, slots=True)
class Hit:
    """A search result: the node and the term of it that matched, as written."""

    node: Node
    term: str


class GraphStore(Protocol):
    """A graph with the sequence number of the ledger that it stands at."""

    def seq(self) -> int:
        """Sequence number of the ledger that the content stands for; 0 when empty."""

    def digest(self) -> str:
        """Hash of the whole content, 16 hex digits: equal content, equal digest, whatever the history."""

    def fingerprints(self) -> Fingerprints:
        """Content hash of every node and relation (`fingerprint`)."""

    def apply(self, change: Change) -> None:
        """Write a change and its sequence number in one transaction.

        Raises GraphError, with nothing written, if a relation would lack an end or `seq` would go back.
        """

    def clear(self) -> None:
        """Remove all nodes and relations; `seq` becomes 0."""

    def get(self, ids: Iterable[str]) -> dict[str, Node]:
        """The nodes among these ids that exist."""

    def relations(
        self,
        ids: Iterable[str],
        kinds: Sequence[str] | None = None,
        limit: int | None = None,
        *,
        inner: bool = False,
    ) -> list[Relation]:
        """Relations with an end (`inner`: both ends) among these nodes, by id; at most `limit`."""

    def lines(self, ids: Iterable[str]) -> list[Line]:
        """Relations with both ends among these nodes, by id: quick for pictures of thousands."""

    def counts(self, id: str) -> dict[str, int]:
        """Number of relations of a node by kind, before anybody expands it."""

    def neighbours(
        self,
        id: str,
        kinds: Sequence[str] | None = None,
        limit: int | None = None,
        min_confidence: float = 0.0,
    ) -> list[tuple[Relation, Node]]:
        """Relations of a node with the node at the other end, surest first, then by relation id."""

    def search(self, text: str, limit: int = 20, kinds: Sequence[str] | None = None) -> list[Hit]:
        """Nodes whose terms hold every word of the text: equal, then beginning, then containing.

        Numbers (ID, phone, account, plate) match whole or from their beginning; names also by initials.
        """

    def export(self) -> EdgeArrays:
        """All relations as arrays, sorted, from one consistent state."""


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
"""The standard library's: it writes a number that is not finite as such."""


def fingerprint(item: Node | Relation, props: str | None = None) -> int:
    """Content hash of a node or relation, 64 bits signed (what SQLite and Neo4j keep as an integer).

    `props` is the canonical form of its properties, for whoever has it at hand.
    """
    props = canonical(item.props) if props is None else props
    if isinstance(item, Node):
        content = [item.id, item.kind, item.label, props]
    else:
        content = [item.id, item.kind, item.source, item.target, item.since or "", item.until or ""]
        content += [repr(item.confidence), props, "\x1e".join(item.records)]
    raw = hashlib.blake2b("\x1f".join(content).encode(), digest_size=8).digest()
    return int.from_bytes(raw, "big", signed=True)


def canonical(props: Mapping[str, Prop]) -> str:
    """Properties as JSON with sorted keys: the one form in which stores keep and hash them."""
    return _ENCODER.encode(props) if props else "{}"


def from_canonical(text: str) -> dict[str, Prop]:
    """Properties from their canonical JSON, whole numbers of any size."""
    if text == "{}":
        return {}
    return {
        key: tuple(value) if isinstance(value, list) else value for key, value in json.loads(text).items()
    }


def combined_digest(values: Iterable[int]) -> str:
    """Digest of a content from the fingerprints of its parts: a sum, so that order plays no part."""
    return f"{sum(values) % 2**64:016x}"

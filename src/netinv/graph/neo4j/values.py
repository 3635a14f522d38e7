"""Nodes and relations as properties of Neo4j and back, every type to the letter.

A property keeps its name, so that people can ask for it in Cypher. Names that the store itself uses, and
those that begin with `_`, get a `_` in front; integers beyond 64 bits are text under `_int:` and their name.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from netinv.graph.protocol import Node, Prop, Relation, fingerprint
from netinv.graph.search_text import terms

SEARCH = "_search"
PAIR = "_"
"""Before a pair of characters in the text that is searched."""

_NODE = frozenset({"id", "kind", "label", "fingerprint"})
RELATION = ("id", "since", "until", "confidence", "records", "fingerprint")
"""What every relation has."""

_RELATION = frozenset(RELATION)
_BIG = "_int:"
_LAST = 2**63


def label_of(kind: str) -> str:
    """The label of an entity kind: `case` -> `Case`."""
    return "".join(part.capitalize() for part in kind.split("_"))


@lru_cache
def type_of(kind: str) -> str:
    """The type of a relation kind: `member_of` -> `MEMBER_OF`."""
    return kind.upper()


def kind_of(type: str) -> str:
    """The relation kind of a type."""
    return type.lower()


def node_row(node: Node, mark: int | None = None) -> dict[str, Any]:
    """A node as a row of `write/create-nodes`; `mark` is its content hash, where it is known."""
    mark = fingerprint(node) if mark is None else mark
    props = {"id": node.id, "kind": node.kind, "label": node.label, "fingerprint": mark}
    props[SEARCH] = searchable(node)
    _add(props, node.props, _NODE)
    return {"id": node.id, "kind": label_of(node.kind), "fingerprint": mark, "props": props}


def relation_row(link: Relation, mark: int | None = None) -> dict[str, Any]:
    """A relation as a row of `write/create-relations`; `mark` is its content hash, where it is known."""
    mark = fingerprint(link) if mark is None else mark
    props = {
        "id": link.id,
        "since": link.since,
        "until": link.until,
        "confidence": link.confidence,
        "records": list(link.records),
        "fingerprint": mark,
    }
    _add(props, link.props, _RELATION)
    row = {"id": link.id, "type": type_of(link.kind), "a": link.source, "b": link.target}
    return {**row, "fingerprint": mark, "props": props}


def node_from(props: dict[str, Any]) -> Node:
    """A node from all its properties in Neo4j."""
    return Node(props["id"], props["kind"], props["label"], _from_neo4j(props, _NODE))


def relation_from(type: str, source: str, target: str, props: dict[str, Any]) -> Relation:
    """A relation from its type, the ids of its ends and all its properties in Neo4j."""
    return Relation(
        props["id"],
        kind_of(type),
        source,
        target,
        props.get("since"),
        props.get("until"),
        props["confidence"],
        tuple(props["records"]),
        _from_neo4j(props, _RELATION),
    )


def searchable(node: Node) -> str:
    """What the index of the store's own search holds of a node: its terms, and their pairs of characters.

    Parted by spaces, which no term has, the pairs marked so that no term begins like one. The index only
    finds candidates; `searching` looks at their terms.
    """
    found = terms(node)
    pairs = {PAIR + gram for term in found for gram in term.grams}
    return " ".join([*(term.text for term in found), *sorted(pairs)])


def _add(stored: dict[str, Any], props: Mapping[str, Prop], taken: frozenset[str]) -> None:
    for name, value in props.items():
        if name in taken or name[:1] == "_":
            name = f"_{name}"
        if isinstance(value, int) and not -_LAST <= value < _LAST:
            stored[_BIG + name] = str(value)
        else:
            stored[name] = list(value) if isinstance(value, tuple) else value


def _from_neo4j(props: Mapping[str, Any], taken: frozenset[str]) -> dict[str, Prop]:
    found: dict[str, Prop] = {}
    for name, value in props.items():
        if name in taken or name == SEARCH:
            continue
        if name.startswith(_BIG):
            name, value = name[len(_BIG) :], int(value)
        if name.startswith("_"):
            name = name[1:]
        found[name] = tuple(value) if isinstance(value, list) else value
    return dict(sorted(found.items()))  # the server keeps no order; pages list them in that of the names

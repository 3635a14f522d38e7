"""The graph as FollowTheMoney entities, one a line, as `model/ftm.yaml` says.

What FollowTheMoney has no word for (how sure a relation is, say) stands beside its properties under our own
names; its readers pass over it.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from netinv.graph.protocol import Node, Prop, Relation
from netinv.model.shipped import shipped
from netinv.workspace.graph_export import Graph, rounded


def ftm(graph: Graph) -> Iterator[str]:
    """Nodes, then relations, each by id."""
    owned = {relation.target for relation in graph.relations if relation.kind == "holds"}
    for node in graph.nodes:
        yield json.dumps(_node(node, node.id in owned), ensure_ascii=False) + "\n"
    for relation in graph.relations:
        yield json.dumps(_relation(relation), ensure_ascii=False) + "\n"


def _node(node: Node, owned: bool) -> dict[str, Any]:
    spec = words()["entities"][node.kind]
    if owned and "owned" in spec:
        spec = {**spec, "schema": spec["owned"]}
    given = {**node.props, "label": node.label}
    beside = {"kind": node.kind, "label": node.label, "props": _plain(node.props)}
    return _entity(node.id, spec, given, beside, {})


def _relation(relation: Relation) -> dict[str, Any]:
    spec = words()["relations"].get(relation.kind, words()["unlisted"])
    dates = {"since": relation.since or "", "until": relation.until or ""}
    ends = {"source": relation.source, "target": relation.target}
    given: dict[str, Prop] = {**relation.props, **dates, **ends, "records": relation.records}
    beside = {
        "kind": relation.kind,
        **ends,
        "since": relation.since,
        "until": relation.until,
        "confidence": rounded(relation.confidence),
        "records": list(relation.records),
        "props": _plain(relation.props),
    }
    return _entity(relation.id, spec, given, beside, words()["interval"])


def _entity(
    id: str,
    spec: Mapping[str, Any],
    given: Mapping[str, Prop],
    beside: Mapping[str, Any],
    more: Mapping[str, str],
) -> dict[str, Any]:
    spec = spec.get("other", {}).get(given.get(spec.get("by", "")), spec)
    properties = {}
    for name, ours in {**spec["properties"], **more}.items():
        if values := _values(given.get(ours)):
            properties[name] = values
    if "alias" in properties:
        properties["alias"] = [v for v in properties["alias"] if v not in properties["name"]]
    return {
        "id": id,
        "schema": spec["schema"],
        "properties": {k: v for k, v in properties.items() if v},
        **beside,
    }


def _values(value: Prop | None) -> list[str]:
    """FollowTheMoney holds every property as a list of texts."""
    if value is None or value == "":
        return []
    if isinstance(value, tuple):
        return list(value)
    return [str(rounded(value) if isinstance(value, float) else value)]


def _plain(props: Mapping[str, Prop]) -> dict[str, Any]:
    return {
        name: list(value)
        if isinstance(value, tuple)
        else rounded(value)
        if isinstance(value, float)
        else value
        for name, value in sorted(props.items())
    }


@cache
def words() -> dict[str, Any]:
    """`ftm.yaml` as it is written."""
    data: dict[str, Any] = shipped("netinv.model", "ftm.yaml")
    return data

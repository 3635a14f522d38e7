"""Content of a canvas as the page gets it: columns, so that thousands of lines are short and quickly read."""

import json
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import lru_cache

from fastapi.responses import Response

from netinv.graph.protocol import Line, from_canonical
from netinv.model.ontology import ontology
from netinv.web.workbench.shaping import Json, Shape
from netinv.workspace.exploring.contents import Content, Opening
from netinv.workspace.exploring.grouping import Group

_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def columns(shape: Shape, content: Content, nodes: Iterable[str] = ()) -> Json:
    """Cards as they are; lines as columns, node by node: targets are places in `nodes`, which begins with the
    given ones, kinds places in the ontology, what recurs places in a list of its own. Filters need neither
    id nor label of `inner` lines."""
    place = {id: n for n, id in enumerate(nodes)}
    for card in content.cards:
        place.setdefault(card.id, len(place))
    for line in (*content.lines, *content.inner):
        place.setdefault(line.source, len(place))
        place.setdefault(line.target, len(place))
    lines, inner = (_leaving(place, each) for each in (content.lines, content.inner))
    labels = [_label(shape.lang, line.kind, line.props) for line in lines]
    return {
        "cards": [shape.card(card) for card in content.cards],
        "nodes": list(place),
        "links": {**_columns(place, lines), "id": [line.id for line in lines], "label": _coded(labels)},
        "inner": _columns(place, inner),
        "renamed": content.renamed,
    }


def groups(found: Sequence[Group], ids: Sequence[str]) -> Json:
    """Groups of nodes, their members as places in `ids`."""
    place = {id: n for n, id in enumerate(ids)}
    return {"groups": [{**each._asdict(), "members": [place[id] for id in each.members]} for each in found]}


def opening(shape: Shape, found: Opening) -> Json:
    """What somebody works on, what is on it, and the groups that it comes in. Its nodes are columns, in the
    order of the content's; members of groups are places among them."""
    drawing = shape.drawing(found.drawing)
    if not (body := drawing["body"]):
        return {**drawing, "content": columns(shape, found.content), "groups": []}
    nodes: dict[str, Json] = body["nodes"]
    place = {id: n for n, id in enumerate(nodes)}
    packed = {
        "x": [node.get("x", 0) for node in nodes.values()],
        "y": [node.get("y", 0) for node in nodes.values()],
        "more": {
            place[id]: rest
            for id, node in nodes.items()
            if (rest := {k: v for k, v in node.items() if k not in ("x", "y")})
        },
    }
    folded = {
        id: {**group, "members": [place[member] for member in group["members"]]}
        for id, group in body.get("groups", {}).items()
    }
    return {
        **drawing,
        "body": {**body, "nodes": packed, "groups": folded},
        "content": columns(shape, found.content, nodes),
        **groups(found.groups, list(nodes)),
    }


def element(id: str, found: Json) -> str:
    """As part of a page; names with markup cannot end it."""
    text = _as_json(found).replace("<", "\\u003c")
    return f'<script type="application/json" id="{id}">{text}</script>'


def answer(found: Json) -> Response:
    """As JSON. What has columns of thousands is not looked through once more value by value."""
    return Response(_as_json(found), media_type="application/json")


def _leaving(place: Mapping[str, int], lines: Sequence[Line]) -> list[Line]:
    """Lines node by node."""
    return sorted(lines, key=lambda line: (place[line.source], place[line.target], line.id))


def _columns(place: Mapping[str, int], lines: Sequence[Line]) -> Json:
    """Of lines node by node: how many leave each of the nodes, and a column for everything else."""
    kinds = {kind: n for n, kind in enumerate(ontology().relations)}
    leaving = Counter(place[line.source] for line in lines)
    return {
        "leaving": [leaving[n] for n in range(len(place))],
        "target": [place[line.target] for line in lines],
        "sort": _coded([(kinds[line.kind], line.confidence) for line in lines]),
        "since": _coded([line.since or "" for line in lines]),
        "until": _coded([line.until or "" for line in lines]),
    }


def _coded(values: Sequence[Hashable]) -> Json:
    """A column as its distinct values, the most frequent first, and the place of each among them."""
    distinct = [value for value, _ in Counter(values).most_common()]
    place = {value: n for n, value in enumerate(distinct)}
    return {"values": distinct, "at": [place[value] for value in values]}


@lru_cache(maxsize=65_536)
def _label(lang: str, kind: str, props: str) -> str:
    """What stands beside a line: many have the same properties."""
    return Shape(lang).label(kind, from_canonical(props))

"""Content of a canvas as the page gets it: columns, so that thousands of lines are short and quickly read."""

import json
from functools import lru_cache

from fastapi.responses import Response

from netinv.graph.protocol import from_canonical
from netinv.model.ontology import ontology
from netinv.web.workbench.shaping import Json, Shape
from netinv.workspace.exploring.contents import Content, Opening

_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def columns(shape: Shape, content: Content) -> Json:
    """Cards as they are; lines as one list a column: ends are places in `nodes`, kinds in the ontology."""
    lines = content.lines
    nodes = {card.id: n for n, card in enumerate(content.cards)}
    for line in lines:
        nodes.setdefault(line.source, len(nodes))
        nodes.setdefault(line.target, len(nodes))
    places = {kind: n for n, kind in enumerate(ontology().relations)}
    return {
        "cards": [shape.card(card) for card in content.cards],
        "nodes": list(nodes),
        "links": {
            "id": [line.id for line in lines],
            "kind": [places[line.kind] for line in lines],
            "source": [nodes[line.source] for line in lines],
            "target": [nodes[line.target] for line in lines],
            "since": [line.since or 0 for line in lines],
            "until": [line.until or 0 for line in lines],
            "confidence": [line.confidence for line in lines],
            "label": [_label(shape.lang, line.kind, line.props) for line in lines],
        },
        "renamed": content.renamed,
    }


def opening(shape: Shape, found: Opening) -> Json:
    """What somebody works on, and what is on it."""
    return {**shape.drawing(found.drawing), "content": columns(shape, found.content)}


def element(id: str, found: Json) -> str:
    """As part of a page; names with markup cannot end it."""
    text = _as_json(found).replace("<", "\\u003c")
    return f'<script type="application/json" id="{id}">{text}</script>'


def answer(found: Json) -> Response:
    """As JSON. What has columns of thousands is not looked through once more value by value."""
    return Response(_as_json(found), media_type="application/json")


@lru_cache(maxsize=65_536)
def _label(lang: str, kind: str, props: str) -> str:
    """What stands beside a line: many have the same properties."""
    return Shape(lang).label(kind, from_canonical(props))

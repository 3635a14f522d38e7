"""What a search answers: the node, and a hint that tells namesakes apart."""

from netinv.graph.protocol import Hit, Node
from netinv.model.values import day
from netinv.workspace.beside import NAMED, beside, hits
from netinv.workspace.projections import Projections

SHOWN = 30
"""Results of one search: who has more to choose from has asked too little."""

_HINTS = ("units", "titles", "birth_date", "id_numbers", "uscc", "addresses", "region", "since")


def found(projections: Projections, text: str) -> list[tuple[str, str, str, str]]:
    """(id, kind, label, hint) of each, best first."""
    best = hits(projections.graph, text, SHOWN)
    said = {hit.node.id: _hint(hit) for hit in best}
    bare = [hit.node.id for hit in best if hit.node.kind in NAMED and not said[hit.node.id]]
    for id, linked in beside(projections.graph, projections.resolution, bare).items():
        said[id] = " · ".join(f"↔ {each.told}" if each.kind else each.told for each in linked)
    return [(hit.node.id, hit.node.kind, hit.node.label, said[hit.node.id]) for hit in best]


def _hint(hit: Hit) -> str:
    parts = [hit.term] if hit.term and hit.term != hit.node.label else []
    parts += [value for name in _HINTS if (value := _first(hit.node, name))]
    return " · ".join(dict.fromkeys(parts))


def _first(node: Node, name: str) -> str:
    value = node.props.get(name, "")
    said = value[0] if isinstance(value, tuple) else str(value)
    return day(said) or said if name == "birth_date" else said

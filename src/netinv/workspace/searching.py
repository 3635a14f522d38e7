"""What a search answers: the node, and a hint that tells namesakes apart."""

from netinv.graph.protocol import Hit, Node

SHOWN = 30
"""Results of one search: who has more to choose from has asked too little."""

_HINTS = ("units", "titles", "birth_date", "id_numbers", "uscc", "addresses", "region", "since")


def found(hit: Hit) -> tuple[str, str, str, str]:
    """(id, kind, label, hint)."""
    parts = [hit.term] if hit.term and hit.term != hit.node.label else []
    parts += [value for name in _HINTS if (value := _first(hit.node, name))]
    return hit.node.id, hit.node.kind, hit.node.label, " · ".join(dict.fromkeys(parts))


def _first(node: Node, name: str) -> str:
    value = node.props.get(name, "")
    return value[0] if isinstance(value, tuple) else str(value)

"""A network as one HTML file to move about in: opens offline, fetches nothing, for notebooks.

pyvis links to servers in every mode it has, so only the drawing library that it ships is taken from it and
written into a page of our own.
"""

import json
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from netinv.model.errors import UsageError
from netinv.model.ontology import ontology
from netinv.report.page import environment

if TYPE_CHECKING:
    import networkx as nx

SHAPES = {"ellipse": "dot", "round-rectangle": "square", "rectangle": "box", "octagon": "star"}
"""The drawing library's names for shapes of the ontology; any other is drawn as it can."""
DRAWABLE = frozenset({"dot", "square", "box", "star", "triangle", "diamond", "hexagon"})


def network_page(graph: "nx.MultiDiGraph[str]", title: str) -> str:
    """The page of a graph as `Workspace.to_networkx` gives it; the same graph gives the same text.

    The centre stands out; resting on a node or edge tells its kind, dates and records. Raises UsageError
    where pyvis, which ships the drawing library, is not installed.
    """
    words = ontology()
    centre = graph.graph.get("centre")
    kinds = sorted({str(node["kind"]) for _, node in graph.nodes(data=True)}, key=words.entity_kinds.index)
    nodes = [_node(id, graph.nodes[id], id == centre) for id in sorted(graph.nodes)]
    edges = [_edge(*link) for link in sorted(graph.edges(keys=True, data=True), key=lambda e: e[:3])]
    return (
        environment()
        .get_template("network.html")
        .render(
            title=title,
            library=_library(),
            data=_json({"nodes": nodes, "edges": edges}),
            legend=[(words.colour(kind), words.entities[kind]) for kind in kinds],
        )
    )


def _node(id: str, node: Mapping[str, Any], centre: bool) -> dict[str, Any]:
    kind = ontology().entities[node["kind"]]
    shape = SHAPES.get(kind.shape, kind.shape)
    return {
        "id": id,
        "label": node["label"],
        "title": f"{kind.zh} {kind.en}\n{id}",
        "color": ontology().colour(node["kind"]),
        "shape": shape if shape in DRAWABLE and shape != "box" else "dot",
        "size": 26 if centre else 14,
        "borderWidth": 4 if centre else 1,
    }


def _edge(source: str, target: str, id: str, link: Mapping[str, Any]) -> dict[str, Any]:
    kind = ontology().relations[link["kind"]]
    dates = " – ".join(dict.fromkeys(d for d in (link["since"], link["until"]) if d))
    records = link["records"]
    rows = " ".join(records[:5]) + (f" … ({len(records)})" if len(records) > 5 else "")
    return {
        "id": id,
        "from": source,
        "to": target,
        "label": kind.zh,
        "title": "\n".join(t for t in (f"{kind.zh} {kind.en}", dates, rows) if t),
        "arrows": "" if kind.symmetric else "to",
    }


def _json(content: object) -> str:
    """JSON that cannot end the script it stands in."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _library() -> str:
    """The drawing library that pyvis ships, the newest of those."""
    found = find_spec("pyvis")
    if found is None or not found.submodule_search_locations:
        raise UsageError(
            "请先安装：pip install 'netinv[notebook]' / pyvis is missing: install netinv[notebook]"
        )
    shipped = Path(found.submodule_search_locations[0]) / "templates" / "lib"
    text = sorted(shipped.glob("vis-*/vis-network.min.js"))[-1].read_text(encoding="utf-8")
    return text.replace("</script", "<\\/script")

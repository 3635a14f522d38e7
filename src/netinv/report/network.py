"""A network as one HTML file to move about in: opens offline, fetches nothing, for notebooks.

pyvis links to servers in every mode it has, so only the drawing library that it ships is taken from it and
written into a page of our own.
"""

import json
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from netinv.model.errors import UsageError
from netinv.model.ontology import ontology
from netinv.report.page import environment

if TYPE_CHECKING:
    import networkx as nx

SHAPES = {
    "ellipse": ("dot", "●"),
    "tag": ("dot", "●"),
    "rectangle": ("square", "■"),
    "round-rectangle": ("square", "■"),
    "octagon": ("hexagon", "⬢"),
    "hexagon": ("hexagon", "⬢"),
    "triangle": ("triangle", "▲"),
    "pentagon": ("triangleDown", "▼"),
    "vee": ("triangleDown", "▼"),
    "diamond": ("diamond", "◆"),
    "rhomboid": ("diamond", "◆"),
    "star": ("star", "★"),
}
"""What the drawing library has for the ontology's shapes, and the sign of it in the legend."""

SHOWN = 5
"""Records that a line names."""

_Link = tuple[str, str, Mapping[str, Any]]
"""Source, target, and what the graph says of the relation."""


def network_page(graph: "nx.MultiDiGraph[str]", title: str) -> str:
    """The page of a graph as `Workspace.to_networkx` gives it; the same graph gives the same text.

    The centre stands out; resting on a line tells its kind, dates and records; relations of
    one kind between two nodes are one line. Raises UsageError
    where pyvis, which ships the drawing library, is not installed.
    """
    words = ontology()
    centre = graph.graph.get("centre")
    kinds = sorted({str(node["kind"]) for _, node in graph.nodes(data=True)}, key=words.entity_kinds.index)
    nodes = [_node(id, graph.nodes[id], id == centre) for id in sorted(graph.nodes)]
    bundles: dict[tuple[str, str, str], list[_Link]] = {}
    for source, target, key in sorted(graph.edges(keys=True)):
        link = graph.edges[source, target, key]
        ends = min(source, target), max(source, target)
        bundles.setdefault((*ends, link["kind"]), []).append((source, target, link))
    edges = [_edge(kind, links) for (_, _, kind), links in bundles.items()]
    return (
        environment()
        .get_template("network.html")
        .render(
            title=title,
            library=_library(),
            data=_json({"nodes": nodes, "edges": edges}),
            legend=[(words.colour(k), SHAPES[words.entities[k].shape][1], words.entities[k]) for k in kinds],
        )
    )


def _node(id: str, node: Mapping[str, Any], centre: bool) -> dict[str, Any]:
    kind = ontology().entities[node["kind"]]
    return {
        "id": id,
        "label": node["label"],
        "title": f"{kind.zh} {kind.en}\n{id}",
        "color": ontology().colour(node["kind"]),
        "shape": SHAPES[kind.shape][0],
        "size": 26 if centre else 14,
        "borderWidth": 4 if centre else 1,
    }


def _edge(name: str, links: Sequence[_Link]) -> dict[str, Any]:
    """One line for all relations of a kind between two nodes."""
    kind = ontology().relations[name]
    source, target, _ = links[0]
    days = sorted(day for _, _, link in links for day in (link["since"], link["until"]) if day)
    records = sorted({record for _, _, link in links for record in link["records"]})
    rows = " ".join(records[:SHOWN]) + (f" … ({len(records)})" if len(records) > SHOWN else "")
    both = any(link[0] != source for link in links)
    return {
        "from": source,
        "to": target,
        "label": kind.zh + (f" ×{len(records)}" if len(records) > 1 else ""),
        "title": "\n".join(
            t for t in (f"{kind.zh} {kind.en}", " – ".join(dict.fromkeys(days[:1] + days[-1:])), rows) if t
        ),
        "arrows": "" if kind.symmetric else "to, from" if both else "to",
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

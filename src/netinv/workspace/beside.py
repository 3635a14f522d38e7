"""What tells namesakes apart of whom only the name is known: with whom they are linked, or who names them."""

from collections.abc import Iterable

from netinv.graph.protocol import GraphStore, Node
from netinv.model.exploring import Beside, Link
from netinv.resolve.store import ResolutionStore
from netinv.workspace.entities import record_of
from netinv.workspace.exploring.cards import link, telling

NAMED = frozenset({"person", "organization"})
"""Kinds of node that have namesakes."""
_SHOWN = 2


def beside(store: GraphStore, resolution: ResolutionStore, ids: Iterable[str]) -> dict[str, list[Beside]]:
    """Id -> the two most telling relations, each with another neighbour; without any: the first record."""
    found: dict[str, dict[str, Link]] = {id: {} for id in ids}
    for each in telling(link(relation) for relation in store.relations(sorted(found))):
        for one, other in ((each.source, each.target), (each.target, each.source)):
            if one in found and other not in found[one] and len(found[one]) < _SHOWN:
                found[one][other] = each
    others = store.get({other for links in found.values() for other in links})
    said = {
        id: [_linked(each, others[other]) for other, each in links.items()] for id, links in found.items()
    }
    return {id: linked or _named(resolution.mentions(id)) for id, linked in said.items()}


def _linked(each: Link, other: Node) -> Beside:
    return Beside(kind=each.kind, label=other.label, since=each.since or "")


def _named(mentions: list[str]) -> list[Beside]:
    return [
        Beside(kind="", label=f"{origin} {id}", since="") for origin, _, id in map(record_of, mentions[:1])
    ]

"""Namesakes in a search: the known ones first; what tells those apart of whom only the name is known."""

from collections.abc import Iterable

from netinv.graph.protocol import GraphStore, Hit, Node
from netinv.model.exploring import Beside, Link
from netinv.resolve.store import ResolutionStore
from netinv.workspace.entities import record_of
from netinv.workspace.exploring.cards import link, telling

NAMED = frozenset({"person", "organization"})
"""Kinds of node that have namesakes."""
_SHOWN = 2
_TELL_APART = ("id_numbers", "uscc", "birth_date", "units", "titles", "addresses", "phones")
_WIDER = 4
"""As many times the hits wanted are looked at, so that bare names do not crowd out who is known."""


def hits(store: GraphStore, text: str, limit: int) -> list[Hit]:
    """What a search finds, best first; of what matches alike, whom the records know most of.

    A name that stands alone in a record may be anybody's: whoever looks for a person means one of the others.
    """
    found = store.search(text, limit * _WIDER)
    place = {match: n for n, match in enumerate(dict.fromkeys(map(_match, found)))}
    return sorted(found, key=lambda hit: (place[_match(hit)], -_known(hit.node)))[:limit]


def _match(hit: Hit) -> tuple[str, str]:
    return hit.term, hit.node.kind


def _known(node: Node) -> int:
    return sum(1 for name in _TELL_APART if node.props.get(name))


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

"""How an official and a gang are connected: a few ways that share no relation, and what they carry together.

For reading an alert, not for its number: what connects people is looked at here over the whole graph, while
the number comes from dated evidence alone (`detect.score`).
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np

from netinv.detect.doubt import Doubts, Named
from netinv.graph.disjoint import Path, combined, disjoint
from netinv.graph.network import Network
from netinv.graph.paths import LEAST
from netinv.graph.protocol import GraphStore, Relation
from netinv.graph.snapshot import Snapshot
from netinv.graph.weights import Weights
from netinv.model.exploring import IndependentWay, IndependentWays, Step
from netinv.model.ontology import ontology
from netinv.resolve.result import Resolution
from netinv.resolve.store import ResolutionStore
from netinv.workspace.exploring.allowing import codes, past_hubs
from netinv.workspace.exploring.cards import cards, link, telling

SHOWN = 3
_TRIED = 8
"""Ways looked at: what stands on a weak merge makes room for the next."""
EVEN = 0.5
"""A merge held to be likelier wrong than right carries no way; short of that its odds are said beside it."""

NO_WAY = frozenset({
    "handler_of", "approver_of", "prosecutor_of", "judge_of", "counsel_of", "decided_measure", "duty_towards",
    "handled_lead", "planned", "informed_of", "executed", "joined_operation",
    "reported_in", "official_in", "victim_in", "witness_in", "named_in",
})  # fmt: skip
"""What an office does links all of it with every gang, and a tip names whom it likes: neither connects."""

_OWNED = ("holds", "legal_rep_of")
Merge = tuple[str, str] | None
"""Two mentions held to be one; None where nothing is doubtful."""


class _Told(NamedTuple):
    """A way as shown, what its relations carry by themselves, and its weakest merge."""

    way: IndependentWay
    carries: float
    merge: Merge


def independent_ways(
    store: GraphStore,
    resolution: ResolutionStore,
    snapshot: Snapshot,
    weights: Weights,
    official: str,
    gang: str,
) -> IndependentWays:
    """Up to three ways from an official to a gang, its members and companies, the strongest first.

    `official` and `gang` are ids of nodes; where either is not there, there is no way. No node with more
    links than its kind can bear is passed; a doubtful merge multiplies into the strength of a way.
    """
    source = snapshot.index(official)
    ends = _gang_side(store, snapshot, gang) if source is not None else []
    if source is None or not ends:
        return IndependentWays(ways=[], together=0.0, cards=[])
    allowed = past_hubs(snapshot, [source, *ends])
    allowed &= ~np.isin(snapshot.arrays.kind, codes(set(NO_WAY)))
    usable = Weights(np.where(allowed, weights.edge, np.inf), weights.node)
    found = disjoint(snapshot, usable, Network.of(snapshot, usable), source, ends, _TRIED)
    told = _told(store, resolution, snapshot, found)
    told = [each for each in told if each.way.sure >= EVEN and each.way.strength >= LEAST]
    told = sorted(told, key=lambda each: -each.way.strength)[:SHOWN]
    return IndependentWays(
        ways=[each.way for each in told],
        together=together([(each.carries, each.way.sure, each.merge) for each in told]),
        cards=cards(store, snapshot, [node for each in told for node in each.way.nodes]),
    )


def together(ways: Sequence[tuple[float, float, Merge]]) -> float:
    """The chance that at least one of several ways carries, each given as what its relations carry, how sure
    its weakest merge is, and which that is: ways on the same merge stand or fall together."""
    on: dict[Merge, list[tuple[float, float]]] = defaultdict(list)
    for carries, sure, merge in ways:
        on[merge].append((carries, sure))
    return combined(min(s for _, s in each) * combined(c for c, _ in each) for each in on.values())


def warm(snapshot: Snapshot, weights: Weights) -> None:
    """Have the search compiled, or what was compiled read: the first page need not wait for it."""
    if len(snapshot.arrays.node_ids) > 1:
        disjoint(snapshot, weights, Network.of(snapshot, weights), 0, [1], 1, max_hops=1)


def _gang_side(store: GraphStore, snapshot: Snapshot, gang: str) -> list[int]:
    """Where the gang begins: itself, its members, and the companies that they own or stand for."""
    members = {each.source for each in store.relations([gang]) if each.kind == "member_of"}
    around = store.relations(sorted(members))
    owned = {each.target for each in around if each.kind in _OWNED and each.source in members}
    places = snapshot.positions(sorted({gang} | members | owned))
    return [int(place) for place in places if place >= 0]


def _told(
    store: GraphStore, resolution: ResolutionStore, snapshot: Snapshot, found: Sequence[Path]
) -> list[_Told]:
    """The ways with the relations and records of each step."""
    walks = [[snapshot.node_id(node) for node in path.nodes] for path in found]
    used = [_used(store, snapshot, path, walk) for path, walk in zip(found, walks, strict=True)]
    doubts = _doubts(resolution, {node for walk in walks for node in walk})
    return [_way(path, walk, steps, doubts) for path, walk, steps in zip(found, walks, used, strict=True)]


def _way(path: Path, walk: list[str], steps: Sequence[Sequence[Relation]], doubts: Doubts) -> _Told:
    each = list(zip(pairwise(walk), steps, strict=True))
    sure, merge = min((_sure(doubts, step, ends) for ends, step in each), key=lambda doubt: doubt[0])
    end: Literal["gang", "member", "company"] = "member"
    if walk[-1][:1] != "P":
        end = "gang" if walk[-1][:1] == "G" else "company"
    way = IndependentWay(
        nodes=walk,
        steps=[Step(source=a, target=b, links=telling(map(link, step))) for (a, b), step in each],
        strength=path.probability * sure,
        sure=sure,
        end=end,
    )
    return _Told(way, path.probability, merge)


def _used(store: GraphStore, snapshot: Snapshot, path: Path, walk: list[str]) -> list[list[Relation]]:
    return [
        _between(store, snapshot, edge, *ends)
        for edge, ends in zip(path.relations, pairwise(walk), strict=True)
    ]


def _between(store: GraphStore, snapshot: Snapshot, edge: int, a: str, b: str) -> list[Relation]:
    """The relations of one step: all of its kind between the two, for they count as one."""
    kind = list(ontology().relations)[snapshot.arrays.kind[edge]]
    among = store.relations(sorted((a, b)), inner=True)
    return [each for each in among if each.kind == kind and {each.source, each.target} == {a, b}]


def _doubts(resolution: ResolutionStore, entities: set[str]) -> Doubts:
    """How sure it is that records mean these entities."""
    asked = sorted(id for id in entities if id[:1] in ("P", "O"))
    entity_of = {key: id for id in asked for key in resolution.mentions(id)}
    joins = [join for id in asked for join in resolution.joins(id)]
    return Doubts(Resolution(entity_of, joins), Named(entity_of), asked)


def _sure(doubts: Doubts, step: Sequence[Relation], ends: tuple[str, str]) -> tuple[float, Merge]:
    """Of the records of a step the surest counts: any one of them makes the link."""
    each = [doubts.weakest([record], ends) for relation in step for record in relation.records]
    return max(each, key=lambda doubt: doubt[0], default=(1.0, None))

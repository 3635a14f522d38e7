"""Which nodes of a picture belong together: by gang, unit, closeness or kind. The one place that knows.

Nobody belongs to a gang because he knows a member: only who is linked with it himself.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netinv.graph.snapshot import Snapshot
from netinv.model.errors import UsageError
from netinv.model.ontology import ontology

Ints = NDArray[np.int64]

MANY = 2_500
"""Nodes that a picture shows at most without groups: more cannot be told apart."""
MOST_GROUPS = 60
"""Communities of a picture that comes in groups: the rest is grouped by kind."""
LEAST = 2
THINGS = ("phone", "account", "address", "asset")
"""What belongs where all those belong whom it is of."""


class Group(NamedTuple):
    """Nodes that belong together: by what, the id or kind that the group is called after, and who."""

    by: str
    key: str
    members: list[str]


class Net(NamedTuple):
    """Nodes of a picture, sorted by id, and the relations among them: their ends as places in `ids`."""

    ids: list[str]
    kind: Ints
    source: Ints
    target: Ints
    relation: Ints

    @classmethod
    def of(cls, snapshot: Snapshot, ids: Iterable[str]) -> "Net":
        """Those of these nodes that the graph has."""
        arrays, wanted = snapshot.arrays, list(ids)
        found = np.unique(snapshot.positions(wanted))
        found = found[found >= 0]
        place = np.full(len(arrays.node_ids), -1)
        place[found] = np.arange(len(found))
        among = np.flatnonzero((place[arrays.source] >= 0) & (place[arrays.target] >= 0))
        names = [id.decode() for id in arrays.node_ids[found].tolist()]
        kinds = arrays.node_kind[found].astype(np.int64)
        source, target = place[arrays.source[among]], place[arrays.target[among]]
        return cls(names, kinds, source, target, arrays.kind[among].astype(np.int64))

    def both_ways(self) -> tuple[Ints, Ints]:
        """Each relation from either of its ends."""
        return np.concatenate([self.source, self.target]), np.concatenate([self.target, self.source])


def parted(snapshot: Snapshot, ids: Sequence[str], by: str) -> list[Group]:
    """Groups of these nodes, by key; who belongs nowhere is left out. UsageError: no such way to group."""
    if by not in _BY:
        raise UsageError(f"分组方式可选 {', '.join(_BY)} / group by one of {', '.join(_BY)}")
    net = Net.of(snapshot, ids)
    keys = _BY[by](net)
    members: dict[int, list[str]] = {}
    for id, key in zip(net.ids, keys.tolist(), strict=True):
        if key >= 0:
            members.setdefault(key, []).append(id)
    names: Sequence[str] = list(ontology().entities) if by == "kind" else net.ids
    return [Group(by, names[key], members[key]) for key in sorted(members) if len(members[key]) >= LEAST]


def tidied(snapshot: Snapshot, body: dict[str, Any]) -> list[Group]:
    """Groups for a picture too large to be read, the largest first: communities, and what is left by kind.
    Nothing for one that can be read."""
    inside = folded(body)
    free = [id for id, node in body.get("nodes", {}).items() if id not in inside and not node.get("hide")]
    if len(free) + len(set(inside.values())) <= MANY:
        return []
    close = sorted(parted(snapshot, free, "community"), key=_larger)[:MOST_GROUPS]
    taken = {id for group in close for id in group.members}
    left = parted(snapshot, [id for id in free if id not in taken], "kind")
    return sorted([*close, *left], key=_larger)


def folded(body: dict[str, Any]) -> dict[str, str]:
    """Member -> the folded group of a drawing that stands for it."""
    groups: dict[str, dict[str, Any]] = body.get("groups", {})
    return {id: name for name, group in groups.items() if not group.get("open") for id in group["members"]}


def _larger(group: Group) -> tuple[int, str]:
    return -len(group.members), group.key


def _by_kind(net: Net) -> Ints:
    return net.kind


def _by_gang(net: Net) -> Ints:
    return _around(net, _are(net, "gang"), np.ones(len(net.source), dtype=bool))


def _by_unit(net: Net) -> Ints:
    works = list(ontology().relations).index("works_at")
    return _around(net, _are(net, "organization"), net.relation == works)


def _by_community(net: Net) -> Ints:
    from netinv.workspace.exploring.communities import communities  # its compiler takes long to load

    return communities(len(net.ids), net.source, net.target, _strengths()[net.relation])


_BY: dict[str, Callable[[Net], Ints]] = {
    "gang": _by_gang, "unit": _by_unit, "community": _by_community, "kind": _by_kind,
}  # fmt: skip


def _around(net: Net, is_centre: NDArray[np.bool_], counts: NDArray[np.bool_]) -> Ints:
    """Who is linked with a centre itself belongs to it, to the one of the strongest tie; phones, accounts and
    the like to the only one that all their own neighbours belong to."""
    one, other = net.both_ways()
    strength = np.tile(_strengths()[net.relation], 2)
    near = np.flatnonzero(np.tile(counts, 2) & is_centre[one] & ~is_centre[other])
    order = near[np.lexsort((one[near], -strength[near], other[near]))]
    first = np.unique(other[order], return_index=True)[1]
    key = np.full(len(net.ids), -1)
    key[other[order[first]]] = one[order[first]]
    key[one[order[first]]] = one[order[first]]
    ends = _are(net, *THINGS)[one] & (key[one] < 0)
    things, theirs = one[ends], key[other[ends]]
    least, most = np.full(len(key), len(key)), np.full(len(key), -1)
    np.minimum.at(least, things, theirs)
    np.maximum.at(most, things, theirs)
    return np.where((least == most) & (least >= 0), least, key)


def _are(net: Net, *kinds: str) -> NDArray[np.bool_]:
    names = list(ontology().entities)
    return np.isin(net.kind, [names.index(kind) for kind in kinds])


def _strengths() -> NDArray[np.float64]:
    return np.array([kind.strength for kind in ontology().relations.values()])

"""Arrays of a graph brought forward by a change: the same that a whole export would give, in a fraction of
the time, for nothing is sorted or read again but what is new."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from netinv.graph.arrays import EdgeArrays, days
from netinv.graph.protocol import Change, Relation
from netinv.model.ontology import ontology

Ids = NDArray[np.bytes_]
Places = NDArray[np.int64]


def forward(arrays: EdgeArrays, change: Change) -> EdgeArrays:
    """The arrays after a change, which has to fit the graph that they show."""
    node_ids, node_kind, moved = _nodes(arrays, change)
    written = _ids(link.id for link in change.relations)
    kept = np.flatnonzero(
        _at(np.sort(np.append(written, _ids(change.gone_relations))), arrays.relation_ids) < 0
    )
    codes = {kind: code for code, kind in enumerate(ontology().relations)}
    links = change.relations
    ids = np.append(arrays.relation_ids[kept], written)
    source, target = (
        np.append(moved[old[kept]], _at(node_ids, _ids(ends)))
        for old, ends in (
            (arrays.source, (link.source for link in links)),
            (arrays.target, (link.target for link in links)),
        )
    )
    kind = np.append(arrays.kind[kept], np.array([codes[link.kind] for link in links], np.int16))
    order = _order(ids, source * max(1, len(node_ids)) + target, kind, len(kept))
    return EdgeArrays(
        node_ids=node_ids,
        node_kind=node_kind,
        relation_ids=_fitting(ids)[order],
        source=source[order].astype(np.int32),
        target=target[order].astype(np.int32),
        kind=kind[order],
        since=np.append(arrays.since[kept], _days(links, last=False))[order],
        until=np.append(arrays.until[kept], _days(links, last=True))[order],
        confidence=np.append(
            arrays.confidence[kept], np.array([link.confidence for link in links], np.float32)
        )[order],
    )


def _nodes(arrays: EdgeArrays, change: Change) -> tuple[Ids, NDArray[np.int16], Places]:
    """The nodes, and where each of the old ones stands now."""
    codes = {kind: code for code, kind in enumerate(ontology().entities)}
    code = {node.id.encode(): codes[node.kind] for node in change.nodes}
    kind, old = arrays.node_kind.copy(), _ids(change.gone_nodes)
    alive = np.ones(len(kind), np.bool_)
    alive[_at(arrays.node_ids, old)] = False
    written = np.array(sorted(code), np.bytes_)
    at = _at(arrays.node_ids, written)
    kinds = np.array([code[id] for id in written.tolist()], np.int16)
    kind[at[at >= 0]] = kinds[at >= 0]
    new, ids = written[at < 0], arrays.node_ids[alive]
    place = np.searchsorted(ids, new)
    rank = np.cumsum(alive) - 1
    moved = rank + np.searchsorted(place, rank, "right")
    wider = ids.astype(np.promote_types(ids.dtype, new.dtype))
    return _fitting(np.insert(wider, place, new)), np.insert(kind[alive], place, kinds[at < 0]), moved


def _order(ids: Ids, ends: Places, kind: NDArray[np.int16], first: int) -> Places:
    """The order of relations by (ends, kind, id), of which the `first` ones are sorted already."""
    order = np.argsort(ends, kind="stable")
    fresh = np.sort(ends[first:])
    tied = np.flatnonzero(_at(fresh, ends[order]) >= 0)
    among = order[tied]
    order[tied] = among[np.lexsort((ids[among], kind[among], ends[among]))]
    return order


def _at(sorted_: NDArray[np.generic], wanted: NDArray[np.generic]) -> Places:
    """Where each value stands among sorted ones; -1 where it is none of them."""
    if not len(sorted_):
        return np.full(len(wanted), -1, np.int64)
    place = np.minimum(np.searchsorted(sorted_, wanted), len(sorted_) - 1)
    return np.where(sorted_[place] == wanted, place, -1)


def _ids(ids: Iterable[str]) -> Ids:
    return np.array([id.encode() for id in ids], np.bytes_)


def _fitting(ids: Ids) -> Ids:
    """As wide as the longest."""
    return ids.astype(f"S{max(1, int(np.char.str_len(ids).max(initial=0)))}", copy=False)


def _days(links: Iterable[Relation], *, last: bool) -> NDArray[np.int32]:
    return days([link.until if last else link.since for link in links], last=last)

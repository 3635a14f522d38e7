"""Which relations a question may use: conditions as masks over the edges of a snapshot, each on its own."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from netinv.graph.arrays import NO_DATE, days
from netinv.graph.snapshot import Snapshot
from netinv.model.errors import UsageError
from netinv.model.exploring import Asked
from netinv.model.ontology import ontology
from netinv.model.values import parse_date

Mask = NDArray[np.bool_]


def conditions(snapshot: Snapshot, asked: Asked) -> dict[str, Mask]:
    """The conditions that were set, by name, each with the edges that meet it. UsageError: unknown words."""
    arrays = snapshot.arrays
    found: dict[str, Mask] = {}
    if asked.kinds is not None or asked.forbidden:
        allowed = set(ontology().relations if asked.kinds is None else known(asked.kinds))
        found["kinds"] = np.isin(arrays.kind, codes(allowed - set(known(asked.forbidden))))
    if asked.min_confidence > 0:
        # stored as 32-bit floats: 0.85 must admit what was written as 0.85
        found["confidence"] = arrays.confidence >= np.float32(asked.min_confidence)
    if asked.since or asked.until:
        found["dates"] = _within(snapshot, asked.since, asked.until)
    return found


def all_of(snapshot: Snapshot, masks: Sequence[Mask]) -> Mask:
    """The edges that meet every condition."""
    every = np.ones(len(snapshot.arrays.source), dtype=bool)
    for mask in masks:
        every &= mask
    return every


def hubs(snapshot: Snapshot, spared: Sequence[int]) -> Mask:
    """Nodes linked with more than their kind can bear; those spared are none."""
    caps = np.array([kind.hub_cap or np.inf for kind in ontology().entities.values()])
    hub = np.asarray(snapshot.degrees > caps[snapshot.arrays.node_kind])
    hub[list(spared)] = False
    return hub


def past_hubs(snapshot: Snapshot, spared: Sequence[int]) -> Mask:
    """Edges that touch no hub."""
    hub = hubs(snapshot, spared)
    return np.asarray(~(hub[snapshot.arrays.source] | hub[snapshot.arrays.target]))


def known(kinds: Sequence[str]) -> Sequence[str]:
    """The kinds, if the ontology has them all."""
    if unknown := set(kinds) - set(ontology().relations):
        names = ", ".join(sorted(unknown))
        raise UsageError(f"没有这种关系：{names} / no such kind of relation: {names}")
    return kinds


def codes(kinds: set[str]) -> list[int]:
    """Kinds of relation as they stand in arrays."""
    return [code for code, kind in enumerate(ontology().relations) if kind in kinds]


def _within(snapshot: Snapshot, since: str, until: str) -> Mask:
    """Relations that may have held within a period: what has no date is not shut out."""
    first, last = _day(since, last=False), _day(until, last=True)
    begins, ends = snapshot.arrays.since, snapshot.arrays.until
    mask = np.ones(len(begins), dtype=bool)
    if first is not None:
        mask &= (ends == NO_DATE) | (ends >= first)
    if last is not None:
        mask &= (begins == NO_DATE) | (begins <= last)
    return mask


def _day(date: str, *, last: bool) -> int | None:
    if not date:
        return None
    if (read := parse_date(date)) is None:
        raise UsageError(
            f"无法读取日期 {date!r}，例如 2022-03-01 / no date: {date!r}; write it as 2022-03-01"
        )
    return int(days([read[0][: {"year": 4, "month": 7}.get(read[1], 10)]], last=last)[0])

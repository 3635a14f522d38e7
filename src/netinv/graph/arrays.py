"""The graph as sorted arrays: what stores export, snapshots keep and path search runs on."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

NO_DATE = np.iinfo(np.int32).min
"""Stands in `since` and `until` for unknown or open."""

_EPOCH = datetime.date(1970, 1, 1).toordinal()
_LAST_OF_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True)
class EdgeArrays:
    """All nodes by id and all relations by (source, target, kind, id).

    Ids are ASCII bytes. `kind` and `node_kind` are positions in the ontology's lists; `since` and `until` are
    days from 1970-01-01 or NO_DATE, a date known to the month or year reaching to its first or last day.
    """

    node_ids: NDArray[np.bytes_]
    node_kind: NDArray[np.int16]
    relation_ids: NDArray[np.bytes_]
    source: NDArray[np.int32]
    target: NDArray[np.int32]
    kind: NDArray[np.int16]
    since: NDArray[np.int32]
    until: NDArray[np.int32]
    confidence: NDArray[np.float32]

    @classmethod
    def build(
        cls,
        nodes: Sequence[tuple[str, int]],
        relations: Sequence[tuple[str, str, str, int, str | None, str | None, float]],
    ) -> "EdgeArrays":
        """From (id, kind code) and (id, source, target, kind code, since, until, confidence) in any order."""
        return cls.of_parts(nodes, [tuple(zip(*relations, strict=True))] if relations else [])

    @classmethod
    def of_parts(
        cls, nodes: Sequence[tuple[str, int]], parts: Sequence[tuple[Sequence[Any], ...]]
    ) -> "EdgeArrays":
        """As `build`, the relations in parts of seven columns each."""
        ids = np.array([node[0] for node in nodes], dtype=np.bytes_)
        order = np.argsort(ids, kind="stable")
        node_ids = ids[order]

        def joined(column: int, dtype: type[np.generic]) -> NDArray[Any]:
            found = [np.array(part[column], dtype=dtype) for part in parts]
            return np.concatenate(found) if found else np.array([], dtype=dtype)

        relation_ids = joined(0, np.bytes_)
        source = np.searchsorted(node_ids, joined(1, np.bytes_)).astype(np.int32)
        target = np.searchsorted(node_ids, joined(2, np.bytes_)).astype(np.int32)
        kind = joined(3, np.int16)
        sort = np.lexsort((relation_ids, kind, target, source))
        return cls(
            node_ids=node_ids,
            node_kind=np.array([node[1] for node in nodes], dtype=np.int16)[order],
            relation_ids=relation_ids[sort],
            source=source[sort],
            target=target[sort],
            kind=kind[sort],
            since=_all_days(parts, 4, last=False)[sort],
            until=_all_days(parts, 5, last=True)[sort],
            confidence=joined(6, np.float32)[sort],
        )

    def equals(self, other: "EdgeArrays") -> bool:
        """Whether every array is equal, type included."""
        pairs = [(getattr(self, f.name), getattr(other, f.name)) for f in fields(self)]
        return all(a.dtype == b.dtype and np.array_equal(a, b) for a, b in pairs)


def days(dates: Sequence[str | None], *, last: bool) -> NDArray[np.int32]:
    """ISO dates as days from 1970-01-01; a month or year stands for its first or `last` day."""
    known: dict[str | None, int] = {None: NO_DATE, "": NO_DATE}
    out = np.empty(len(dates), dtype=np.int32)
    for index, date in enumerate(dates):
        if date not in known:
            known[date] = _day(date or "", last)
        out[index] = known[date]
    return out


def _all_days(parts: Sequence[tuple[Sequence[Any], ...]], column: int, *, last: bool) -> NDArray[np.int32]:
    return days([date for part in parts for date in part[column]], last=last)


def _day(date: str, last: bool) -> int:
    year = int(date[:4])
    month = int(date[5:7] or 0) or (12 if last else 1)
    day = int(date[8:10] or 0)
    if not day:
        leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        day = _LAST_OF_MONTH[month - 1] + leap if last else 1
    return datetime.date(year, month, day).toordinal() - _EPOCH

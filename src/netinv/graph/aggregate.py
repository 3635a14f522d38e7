"""Many records to one relation: the records, the span of dates, totals, how far the sources are believed."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from netinv.graph.ids import relation_id
from netinv.graph.protocol import Prop, Relation
from netinv.model.ontology import ontology
from netinv.model.values import day

_SURE = 0.999
"""However many sources state a thing, it is not certain."""

Key = tuple[str, str, str, str]
"""(kind, source, target, role)."""


class Bundle:
    """What the records behind one relation say together. Order of adding plays no part, but for `last`."""

    __slots__ = ("beliefs", "count", "last", "open", "records", "since", "totals", "until")

    def __init__(self) -> None:
        self.records: set[str] = set()
        self.beliefs: dict[str, float] = {}
        self.since = ""
        self.until = ""
        self.open = False
        self.count = 0
        self.totals: dict[str, float] = {}
        self.last: dict[str, Prop] = {}

    def add(self, record: str, origin: str, belief: float, since: str, until: str) -> None:
        """One more record. Dates are ISO, "" for unknown; a start without an end is still going on."""
        self.records.add(record)
        self.count += 1
        if belief > self.beliefs.get(origin, 0.0):
            self.beliefs[origin] = belief
        if since and (not self.since or since < self.since):
            self.since = since
        if until > self.until:
            self.until = until
        if since and not until:
            self.open = True

    def relation(self, key: Key) -> Relation:
        """The relation that the bundle amounts to."""
        kind, source, target, role = key
        props: dict[str, Prop] = {"count": self.count, **self.last}
        props.update({name: round(total, 2) for name, total in self.totals.items()})
        if role:
            props["role"] = role
        until = None if self.open else self.until or None
        confidence = believed(self.beliefs.values())
        records = tuple(sorted(self.records))
        return Relation(
            relation_id(*key), kind, source, target, self.since or None, until, confidence, records, props
        )


class Bundles(dict[Key, Bundle]):
    """All relations in the making. Whoever is linked with himself is not linked."""

    def at(self, kind: str, source: str, target: str, role: str = "") -> Bundle | None:
        """The bundle of a relation, new if need be; None for one that ends where it begins."""
        if source == target:
            return None
        if target < source and kind in _symmetric():
            source, target = target, source
        key = (kind, source, target, role)
        found = self.get(key)
        if found is None:
            found = self[key] = Bundle()
        return found

    def relations(self) -> dict[str, Relation]:
        """All relations by id. The bundles are used up: both side by side are most of what a run holds."""
        found: dict[str, Relation] = {}
        while self:
            key, bundle = self.popitem()
            item = bundle.relation(key)
            found[item.id] = item
        return found


def believed(beliefs: Iterable[float]) -> float:
    """Noisy-or over independent sources (one belief an origin): wrong only if each of them is."""
    beliefs = list(beliefs)
    if len(beliefs) == 1:
        return min(beliefs[0], _SURE)
    doubt = 1.0
    for belief in sorted(beliefs):
        doubt *= 1.0 - belief
    return round(min(1.0 - doubt, _SURE), 6)


def days_of(cells: Iterable[str]) -> list[str]:
    """Many cells to ISO dates. Moments written the usual way share the reading of their day."""
    return [day(cell[:10]) if _is_usual(cell) else day(cell) for cell in cells]


def _is_usual(cell: str) -> bool:
    # 2022-01-01 00:12:16 and 2022-01-01 00:12: no zone that could move the day, no afternoon in words
    if len(cell) not in (16, 19) or cell[4] != "-" or cell[10] not in " T" or cell[13] != ":":
        return False
    return cell[11:13].isdigit() and cell[11:13] < "24" and cell[14:16].isdigit() and cell[14:16] < "60"


@lru_cache(maxsize=1)
def _symmetric() -> Mapping[str, bool]:
    return {name: True for name, kind in ontology().relations.items() if kind.symmetric}

"""Facts: what single records say of one (official, gang) pair, before and after the innocent readings."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import product
from typing import Any

import duckdb

from netinv.model.alerts import Family, RecordRef
from netinv.model.errors import NetinvError
from netinv.model.rules import ExplanationRule, Rule

Pair = tuple[str, str]
"""(entity id of the official, gang id)."""
DIGITS = 3
"""Digits to which weights, and numbers expected by chance, are stated: what is usual moves by less with every
record, and so would every alert that the record has nothing to do with."""
_ANY = None


@dataclass(frozen=True)
class Fact:
    """One row of a rule. `keep` is the share that innocent readings leave, `explained` their codes."""

    rule: str
    family: Family
    party: str | None
    at: datetime | None
    weight: float
    records: tuple[str, ...]
    path: tuple[str, ...]
    amount: float | None
    keep: float = 1.0
    explained: tuple[str, ...] = ()
    sure: float = 1.0
    """Probability of the weakest merge it stands on."""
    doubt: tuple[str, str] | None = None
    """The two mentions of that merge."""
    believed: float = 1.0
    """What the grade of its least believed source makes of it; ungraded, it stays as it is."""

    @property
    def stated(self) -> float:
        """Its weight as far as identities and sources are sure, before any innocent reading."""
        return self.weight * self.sure * self.believed

    @property
    def counts(self) -> float:
        """What is left of its weight."""
        return self.stated * self.keep


def refs(records: tuple[str, ...]) -> list[RecordRef]:
    """`table:record_id` as pairs."""
    return [(table, record) for table, _, record in (text.partition(":") for text in records)]


def collect(views: duckdb.DuckDBPyConnection, rules: Mapping[str, Rule]) -> dict[Pair, list[Fact]]:
    """All facts of all rules by pair, in a fixed order."""
    found: dict[Pair, list[Fact]] = defaultdict(list)
    for rule in rules.values():
        for row in _rows(views, rule.select, f"rule {rule.id}"):
            official, gang = row["official"], row["gang_id"]
            if not official or not gang or row["weight"] is None:
                continue
            found[official, gang].append(
                Fact(
                    rule=rule.id,
                    family=rule.family,
                    party=row["party"],
                    at=_moment(row["at"]),
                    weight=round(float(row["weight"]), DIGITS),
                    records=tuple(r for r in dict.fromkeys(row["records"] or ()) if r),
                    path=tuple(p for p in dict.fromkeys(row["path"] or ()) if p),
                    amount=None if row.get("amount") is None else float(row["amount"]),
                )
            )
    for facts in found.values():
        facts.sort(key=lambda f: (f.rule, f.at or datetime.min, f.records, f.path))
    return dict(sorted(found.items()))


@dataclass(frozen=True)
class Reading:
    """One row of an explanation: from when to when it holds, and the records that hold it."""

    code: str
    since: datetime | None
    until: datetime | None
    records: tuple[str, ...]


class Readings:
    """All innocent readings that the records hold, found by what they cover."""

    def __init__(self, views: duckdb.DuckDBPyConnection, explanations: Mapping[str, ExplanationRule]) -> None:
        self._rules = explanations
        self._by: dict[tuple[str, str | None, str | None, str | None, str | None], list[Reading]] = (
            defaultdict(list)
        )
        self._said: dict[str, tuple[set[str | None], ...]] = {}
        """What the readings of a code name: officials, gangs, parties, records."""
        for code, rule in explanations.items():
            said: tuple[set[str | None], ...] = (set(), set(), set(), set())
            self._said[code] = said
            for row in _rows(views, rule.select, f"explanation {code}"):
                reading = Reading(
                    code, _moment(row["since"]), _moment(row["until"], last=True), tuple(row["records"] or ())
                )
                key = row["official"], row["gang_id"], row["party"], row["record"]
                self._by[code, *key].append(reading)
                for named, value in zip(said, key, strict=True):
                    named.add(value)

    def apply(self, pair: Pair, fact: Fact) -> tuple[Fact, list[Reading]]:
        """The fact with what the readings together leave of it, and the readings that cover it."""
        keep, codes, used = 1.0, [], []
        for code, rule in self._rules.items():
            if fact.rule not in rule.covers:
                continue
            readings = self._covering(code, rule, pair, fact)
            if readings:
                keep *= rule.keeps
                codes.append(code)
                used += readings
        return replace(fact, keep=keep, explained=tuple(codes)) if codes else fact, used

    def _covering(self, code: str, rule: ExplanationRule, pair: Pair, fact: Fact) -> list[Reading]:
        """One reading that holds for the person or for what the fact is about (its first record), or one for
        every record of a register that the fact rests on: a raid is explained when each call before it is."""
        # A duty speaks of the person it names: the party of the fact or, for a record, just that record
        parties = [_ANY, *dict.fromkeys(p for p in (fact.party, *fact.path) if p and p != pair[0])]
        said = self._said[code]
        # nearly all of what could be looked up no reading of the code names
        whom = [
            [value for value in values if value in named]
            for values, named in zip(((_ANY, pair[0]), (_ANY, pair[1]), parties), said, strict=False)
        ]
        if not all(whom):
            return []

        def held(record: str | None) -> Reading | None:
            if record not in said[3]:
                return None
            keys = product(*whom, (record,))
            found = (reading for o, g, p, r in keys for reading in self._by.get((code, o, g, p, r), ()))
            return next((r for r in found if _holds(r, fact.at, strict=rule.keeps == 0)), None)

        for record in (_ANY, *fact.records[:1]):
            if reading := held(record):
                return [reading]
        registers: dict[str, list[str]] = defaultdict(list)
        for record in fact.records:
            registers[record.partition(":")[0]].append(record)
        for records in registers.values():
            if said[3].issuperset(records):
                found = [reading for record in records if (reading := held(record))]
                if len(found) == len(records):
                    return found
        return []


def _holds(reading: Reading, at: datetime | None, strict: bool) -> bool:
    """Whether a fact came while the reading held. An undated one can be weakened, but not taken away."""
    if reading.since is None and reading.until is None:
        return True
    if at is None:
        return not strict
    return (reading.since is None or at >= reading.since) and (reading.until is None or at <= reading.until)


def _rows(views: duckdb.DuckDBPyConnection, sql: str, what: str) -> Iterator[dict[str, Any]]:
    try:
        cursor = views.execute(sql)
        names = [column[0] for column in cursor.description or ()]
        rows = cursor.fetchall()
    except duckdb.Error as error:
        raise NetinvError(f"规则有误 / {what} cannot be run: {error}") from error
    return (dict(zip(names, row, strict=True)) for row in rows)


def _moment(value: object, last: bool = False) -> datetime | None:
    """A date stands for its first moment, or for its `last`."""
    if isinstance(value, datetime):
        return value
    return datetime.combine(value, time.max if last else time.min) if isinstance(value, date) else None

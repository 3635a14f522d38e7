"""For the supervision summary: what opens no alert but belongs to whoever supervises the units.

Handlers whose outcomes alone stand out are counted by unit and never named here: leniency alone is no ground
to suspect a person (design, section 5), but a unit with several of them is worth a look at how it works. Weak
grass-roots organisations are ranked by founded leads, never by tips or alerts.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from importlib.resources import files

import duckdb

from netinv.detect.chance import COUNTIES
from netinv.detect.facts import Fact, Pair, Readings, refs
from netinv.detect.labels import Labels
from netinv.detect.lookalikes import TWIN, is_lookalike
from netinv.detect.score import each_record_once, signals
from netinv.detect.term import last_day
from netinv.model.rules import Rule
from netinv.model.supervision import GrassRoots, Supervision, UnitCount

OUTCOMES = ("lenient_outcomes", "cases_taken", "buried_leads", "measures_relaxed")
"""Rules on what somebody did with what lay on his desk."""

LEVEL = 0.1
"""At most such a share of those who stand out may be what look-alikes show, too."""

FEWEST = 3
"""Handlers that a unit has at least to be counted alone: a count must not be a name."""


def supervise(
    views: duckdb.DuckDBPyConnection,
    found: Mapping[Pair, Sequence[Fact]],
    readings: Readings,
    rules: dict[str, Rule],
    names: Labels,
    alerted: Collection[str],
    as_of: str,
) -> Supervision:
    """The summary. `found`: facts of all pairs, look-alikes too; `alerted`: the officials with an alert."""
    real, alike = _strengths(found, readings, rules)
    least, by_chance = _standing_out(list(real.values()), alike)
    out = {who for who, s in real.items() if s >= least}
    return Supervision(
        units=_units(views, out - set(alerted), names),
        by_chance=round(by_chance, 6),
        grassroots=_grassroots(views, names),
        as_of=as_of,
        expires_on=last_day(as_of),
    )


def _strengths(
    found: Mapping[Pair, Sequence[Fact]], readings: Readings, rules: dict[str, Rule]
) -> tuple[dict[str, float], list[float]]:
    """Nats that outcomes alone are worth: of each official on his strongest gang, and of each beside each of
    the `COUNTIES` sets of look-alikes."""
    real: dict[str, float] = {}
    alike: dict[tuple[str, str], float] = {}
    for (official, gang), facts in found.items():
        mine = [f for f in facts if f.rule in OUTCOMES]
        if not any(f.weight > 0 for f in mine):
            continue
        read = [readings.apply((official, gang), f)[0] for f in each_record_once(mine, rules)]
        nats = sum(s.log_lr for s in signals(read, rules))
        if is_lookalike(gang):
            key = (official, gang.partition(TWIN)[2])
            alike[key] = max(nats, alike.get(key, 0.0))
        else:
            real[official] = max(nats, real.get(official, 0.0))
    return real, list(alike.values())


def _standing_out(real: Sequence[float], alike: Sequence[float]) -> tuple[float, float]:
    """(nats from which somebody stands out, how many do by chance): as low as few enough are by chance."""
    least, by_chance = float("inf"), 0.0
    alike = sorted(alike)
    for count, nats in enumerate(sorted((n for n in real if n > 0), reverse=True), 1):
        shown = (len(alike) - bisect_left(alike, nats)) / COUNTIES
        if (shown + 1 / COUNTIES) / count <= LEVEL:
            least, by_chance = nats, shown
    return least, by_chance


def _units(views: duckdb.DuckDBPyConnection, out: Collection[str], names: Labels) -> list[UnitCount]:
    unit = dict(
        views.execute(
            """SELECT person,
                      list(org ORDER BY coalesce(until, DATE '9999-12-31') DESC, since DESC NULLS LAST,
                           org)[1]
               FROM serving WHERE org IS NOT NULL GROUP BY person"""
        ).fetchall()
    )
    handled = views.execute("SELECT official, case_id FROM handled").fetchall()
    handlers: dict[str, set[str]] = defaultdict(set)
    cases: dict[str, set[str]] = defaultdict(set)
    for official, _ in handled:
        handlers[unit.get(official, "")].add(official)
    large = {org for org, people in handlers.items() if org and len(people) >= FEWEST}
    rest = {who for org, people in handlers.items() if org not in large for who in people}
    handlers = {org: handlers[org] for org in large} | ({"": rest} if rest else {})
    for official, case_id in handled:
        org = unit.get(official, "")
        cases[org if org in large else ""].add(case_id)
    lines = [
        UnitCount(
            entity_id=org,
            name=names.name(org) if org else "",
            handlers=len(people),
            cases=len(cases[org]),
            standing_out=len(people & set(out)),
        )
        for org, people in handlers.items()
    ]
    return sorted(lines, key=lambda line: (-line.standing_out, not line.name, -line.cases, line.entity_id))


def _grassroots(views: duckdb.DuckDBPyConnection, names: Labels) -> list[GrassRoots]:
    sql = files(__package__).joinpath("supervision.sql").read_text(encoding="utf-8")
    return [
        GrassRoots(
            entity_id=org, name=names.name(org), founded=founded, partly=partly, records=refs(tuple(records))
        )
        for org, founded, partly, records in views.execute(sql).fetchall()
    ]

"""Ledger and resolution -> alerts and screened candidates: the one entrance of the room."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from netinv.detect.alerts import Context, Weighed, compose
from netinv.detect.chance import COUNTIES, Chance, by_bin, larger, measure, q_values
from netinv.detect.coincidence import expected, marginals
from netinv.detect.doubt import Doubts, Named
from netinv.detect.facts import Fact, Pair, Reading, Readings, collect
from netinv.detect.grades import by_record as by_grade
from netinv.detect.grades import of_fact
from netinv.detect.labels import Labels, labels
from netinv.detect.likely import unsettled
from netinv.detect.lookalikes import is_lookalike
from netinv.detect.score import each_record_once, may_meet, meets_condition, signals, strength
from netinv.detect.screen import screen
from netinv.detect.supervision import supervise
from netinv.detect.views import open_views
from netinv.ledger.types import Mentions, Rows
from netinv.model.alerts import Alert, Gang, Official, Screened
from netinv.model.keys import alert_id
from netinv.model.rules import Rule, explanations, rules
from netinv.model.supervision import Supervision
from netinv.resolve.result import Resolution

SILENT = frozenset({"people"})
"""Tables that say who there is, and nothing of what anybody did: in them alone nothing is found."""

ROUNDS = 3
"""What is probably an umbrella counts less and less among what chance reshuffles; it settles after two."""


@dataclass(frozen=True)
class Detection:
    """What was found: alerts best first, and the candidates screened, by record."""

    alerts: list[Alert]
    screened: list[Screened]
    supervision: Supervision
    pairs: int
    """Pairs of official and gang of which any record speaks at all."""
    alike: Mapping[str, int]
    """Of how many pairs of official and look-alike each rule speaks, in all `COUNTIES`."""


def detect(
    rows: Callable[[str], Rows],
    mentions: Mentions,
    resolution: Resolution,
    previous: Sequence[Alert] = (),
    as_of: str = "1970-01-01",
    progress: Callable[[str], None] | None = None,
    known: dict[str, Rule] | None = None,
    grades: Mapping[int, str] | None = None,
) -> Detection:
    """Find the pairs worth a look.

    `as_of` is the ledger's date; `previous` the alerts raised so far, whose ids live on although an
    official's entity id may have changed; `known` the rules, the built-in ones where none are given; `grades`
    the reliability grade by source id.
    """
    known = rules() if known is None else known
    say = progress or (lambda _: None)
    say("views")
    views = open_views(rows, resolution.entity_of, COUNTIES)
    try:
        names = labels(mentions, resolution.entity_of)
        say("rules")
        found = collect(views, known)
        readings = Readings(views, explanations())
        say("alerts")
        people = _officials(views, names)
        gangs = _gangs(views)
        members = _members(views)
        found = {
            pair: facts
            for pair, facts in found.items()
            if pair[0] in people and pair[0] not in members.get(pair[1], ())
        }
        alike = Counter(
            r for p, facts in found.items() if is_lookalike(p[1]) for r in {f.rule for f in facts}
        )
        every = found
        found = {p: facts for p, facts in found.items() if may_meet(facts) or not is_lookalike(p[1])}
        wanted = {r for facts in found.values() for f in facts for r in f.records}
        named = Named(resolution.entity_of)
        asked = {entity for facts in found.values() for f in facts for entity in f.path}
        sure = _Sure(Doubts(resolution, named, asked), by_grade(rows, grades or {}, wanted))
        weighed = {pair: _weigh(pair, facts, readings, sure, known) for pair, facts in found.items()}
        chance, real = _chance(weighed, gangs, _offices(views, people))
        q = q_values(real, chance)
        ids = _ids(previous, resolution)
        context = Context(names, resolution.entity_of, members, chance, as_of, known)
        supervision = supervise(views, every, readings, known, names, {pair[0] for pair in real}, as_of)
        say("candidates")
        screened = screen(views, names, resolution, named)
        # last of all, for it moves the views
        cited = {pair: _cited(weighed[pair]) for pair in real}
        open_ = unsettled(views, resolution, cited, known, named)
        alerts = []
        for pair in real:
            official, gang = people[pair[0]], gangs[pair[1]]
            id = ids.get(pair) or alert_id(*pair)
            alerts.append(compose(id, official, gang, weighed[pair], context, q[pair], open_.get(pair, ())))
    finally:
        views.close()
    alerts.sort(key=lambda a: (-a.probability, a.alert_id))
    return Detection(alerts, screened, supervision, len(found), alike)


def _weigh(
    pair: Pair, facts: Sequence[Fact], readings: Readings, sure: "_Sure", known: dict[str, Rule]
) -> Weighed:
    """The facts of one pair as they count."""
    used: list[Reading] = []
    weighed = []
    for fact in each_record_once([sure.of(f) for f in facts], known):
        fact, covering = readings.apply(pair, fact)
        used += covering
        weighed.append(fact)
    return Weighed(tuple(weighed), tuple(signals(weighed, known)), tuple(used))


def _cited(weighed: Weighed) -> set[str]:
    return {record for fact in weighed.facts if fact.weight > 0 for record in fact.records}


def _chance(
    weighed: Mapping[Pair, Weighed], gangs: Collection[str], office: Mapping[str, str]
) -> tuple[Chance, dict[Pair, float]]:
    """What chance shows, and the strength of the real pairs that meet the condition."""
    meeting = {pair: strength(w.scored) for pair, w in weighed.items() if meets_condition(w.scored)}
    real = {pair: s for pair, s in meeting.items() if pair[1] in gangs}
    alike = {pair: s for pair, s in meeting.items() if is_lookalike(pair[1])}
    shown = {pair: marginals(w.scored) for pair, w in weighed.items() if pair[1] in gangs}
    innocent: dict[Pair, float] = {}
    for _ in range(ROUNDS):
        by_coincidence = expected(shown, innocent, office, gangs)
        # an umbrella's own brokers and nominees may stand in a look-alike
        clean = [min((v for (o, _), v in innocent.items() if o == pair[0]), default=1.0) for pair in alike]
        by_lookalikes = by_bin(list(alike.values()), clean, COUNTIES)
        chance = measure(list(real.values()), larger(by_lookalikes, by_coincidence))
        innocent = {pair: 1 - chance.probability(s) for pair, s in real.items()}
    return chance, real


def _offices(views: duckdb.DuckDBPyConnection, people: Collection[str]) -> dict[str, str]:
    """What each official's office does, as the registers show it: prosecutes, grants, or neither."""
    sql = """SELECT person, CASE WHEN person IN (SELECT official FROM handled) OR
                    person IN (SELECT person FROM operation_people) OR
                    person IN (SELECT by_person FROM measures) THEN 'law'
                    WHEN person IN (SELECT approver_person FROM awards) THEN 'grants' ELSE 'other' END
             FROM (SELECT DISTINCT person FROM officials)"""
    return {person: kind for person, kind in views.execute(sql).fetchall() if person in people}


class _Sure:
    """Facts with how sure the identities are that they stand on, and how far their sources are believed."""

    def __init__(self, doubts: Doubts, worths: Mapping[str, float]) -> None:
        self._worths = worths
        self._doubts = doubts

    def of(self, fact: Fact) -> Fact:
        sure, doubt = self._doubts.weakest(fact.records, fact.path)
        believed = of_fact(self._worths, fact.records)
        if doubt is None and believed == 1.0:
            return fact
        return replace(fact, sure=sure, doubt=doubt, believed=believed)


def _ids(previous: Sequence[Alert], resolution: Resolution) -> dict[Pair, str]:
    """Alert ids by the pair they now speak of."""
    now = set(resolution.entity_of.values())
    return {
        (a.official.entity_id, a.gang.gang_id): a.alert_id for a in previous if a.official.entity_id in now
    }


def _officials(views: duckdb.DuckDBPyConnection, names: Labels) -> dict[str, Official]:
    sql = """SELECT o.person, o.kind, o.title,
                    list(p.org_name ORDER BY p.start DESC NULLS LAST, p.org_name)[1]
             FROM officials o LEFT JOIN posts p ON p.person = o.person
             GROUP BY o.person, o.kind, o.title"""
    return {
        person: Official(
            entity_id=person,
            name=names.name(person),
            id_number=names.numbers.get(person),
            kind=kind,
            unit=unit,
            title=title,
        )
        for person, kind, title, unit in views.execute(sql).fetchall()
    }


def _gangs(views: duckdb.DuckDBPyConnection) -> dict[str, Gang]:
    sql = "SELECT gang_id, name, kind, status, region FROM gangs WHERE gang_id IS NOT NULL"
    return {
        id: Gang(gang_id=id, name=name or id, kind=kind, status=status, region=region)
        for id, name, kind, status, region in views.execute(sql).fetchall()
    }


def _members(views: duckdb.DuckDBPyConnection) -> dict[str, dict[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for gang, person, records in views.execute("SELECT gang_id, person, records FROM members").fetchall():
        found.setdefault(gang, {})[person] = tuple(records or ())
    for (gang,) in views.execute("SELECT gang_id FROM gangs WHERE gang_id IS NOT NULL").fetchall():
        found.setdefault(gang, {})
    return found

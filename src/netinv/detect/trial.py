"""What an office's own rule would find and change, before it counts. Nothing is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from netinv.detect.chance import COUNTIES
from netinv.detect.facts import Fact, Pair, collect
from netinv.detect.labels import labels
from netinv.detect.own import OwnRule, check
from netinv.detect.run import detect
from netinv.detect.score import CAPS
from netinv.detect.views import open_views
from netinv.ledger.types import Mentions, Rows
from netinv.model.alerts import Alert, Text
from netinv.model.rules import explanations, rules
from netinv.model.tables import TABLES
from netinv.resolve.result import Resolution

MOVED = 0.005
"""An alert has changed where its probability moves by so much."""


@dataclass(frozen=True)
class Trial:
    """What the rule finds, by pair, and every alert as it is without and with the rule; None: no alert.

    `by_chance` is the number of pairs that the rule finds beside look-alikes, a county.
    """

    facts: Mapping[Pair, Sequence[Fact]]
    names: Mapping[str, str]
    by_chance: float
    alerts: list[tuple[Alert | None, Alert | None]]
    warnings: list[Text]


def try_rule(
    own: OwnRule,
    rows: Callable[[str], Rows],
    mentions: Mentions,
    resolution: Resolution,
    standing: Sequence[Alert],
    as_of: str,
    grades: Mapping[int, str],
    progress: Callable[[str], None],
) -> Trial:
    """Run the rule alone, then everything with it. UsageError with its line where the rule cannot be run."""
    progress("views")
    views = open_views(rows, resolution.entity_of)
    try:
        check(own, views)
        facts = collect(views, {own.rule.id: own.rule})
        warnings = list(_warnings(own, views, facts))
        people = {p for (p,) in views.execute("SELECT person FROM officials").fetchall()}
        inside = set(views.execute("SELECT person, gang_id FROM members").fetchall())
    finally:
        views.close()
    facts = {pair: each for pair, each in facts.items() if pair[0] in people and pair not in inside}
    known = dict(sorted({**rules(), own.rule.id: own.rule}.items()))
    found = detect(rows, mentions, resolution, standing, as_of, progress, known, grades)
    names = labels(mentions, resolution.entity_of).names
    by_chance = found.alike.get(own.rule.id, 0) / COUNTIES
    return Trial(facts, names, by_chance, _compared(standing, found.alerts), warnings)


def _compared(standing: Sequence[Alert], found: Sequence[Alert]) -> list[tuple[Alert | None, Alert | None]]:
    """(without the rule, with it) of each alert that comes, goes, or moves; the strongest first."""

    def by_pair(alerts: Sequence[Alert]) -> dict[Pair, Alert]:
        return {(a.official.entity_id, a.gang.gang_id): a for a in alerts}

    before, after = by_pair(standing), by_pair(found)
    both = [(before.get(pair), after.get(pair)) for pair in {**after, **before}]
    return [(b, a) for b, a in both if not (a and b) or abs(a.probability - b.probability) >= MOVED]


def _warnings(
    own: OwnRule, views: duckdb.DuckDBPyConnection, facts: Mapping[Pair, Sequence[Fact]]
) -> list[Text]:
    """What makes a rule that can be run worth less than its author may think."""
    rule, every = own.rule, [(pair, fact) for pair, each in facts.items() for fact in each]
    officials = {p for (p,) in views.execute("SELECT person FROM officials").fetchall()}
    strangers = sum(pair[0] not in officials for pair, _ in every)
    unfounded = sum(not fact.records for _, fact in every)
    cited = {record for _, fact in every for record in fact.records}
    missing = sorted(cited - _existing(views, cited))
    covered = [e for e in explanations().values() if rule.id in e.covers]
    cap = CAPS[rule.family]
    return [text for holds, text in (
        (not facts, Text(zh="没有找到任何（公职人员，团伙）对", en="it finds no official beside a gang")),
        (strangers, Text(
            zh=f"{strangers} 项所指的不是公职人员，不计",
            en=f"{strangers} facts name no official, and do not count",
        )),
        (unfounded, Text(
            zh=f"{unfounded} 项没有列出记录，不计", en=f"{unfounded} facts cite no record, and do not count"
        )),
        (missing, Text(
            zh=f"列出的记录不存在：{'、'.join(missing[:3])}",
            en=f"records that do not exist are cited: {', '.join(missing[:3])}",
        )),
        (rule.weight > cap, Text(
            zh=f"权重 {rule.weight:g} 超过该类上限 {cap:g}，超出部分不计",
            en=f"of the weight {rule.weight:g} no more than the cap {cap:g} of its family counts",
        )),
        (not covered, Text(
            zh="尚无无辜解释覆盖本规则（covers），没有什么能减轻它",
            en="no innocent reading covers this rule (covers), so nothing can speak against it",
        )),
    ) if holds]  # fmt: skip


def _existing(views: duckdb.DuckDBPyConnection, records: set[str]) -> set[str]:
    found: set[str] = set()
    for table in sorted({record.partition(":")[0] for record in records} & (TABLES.keys() - {"sources"})):
        found |= {r for (r,) in views.execute(f'SELECT record FROM "{table}"').fetchall()} & records
    return found

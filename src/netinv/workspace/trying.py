"""A rule tried on the workspace as it stands: what it would find, which alerts would change."""

from pathlib import Path

from netinv.ledger.ledger import Ledger
from netinv.model.errors import NetinvError
from netinv.model.rules import rules
from netinv.workspace.facts import DERIVED, Facts
from netinv.workspace.progress import Progress
from netinv.workspace.projections import Projections
from netinv.workspace.steps import alert_line, detecting
from netinv.workspace.summaries import AlertMoved, FoundPair, TrialSummary

SHOWN = 10
"""Pairs that are shown; all are counted."""
CITED = 3
"""Records shown of each."""


def try_rule(ledger: Ledger, projections: Projections, path: Path, progress: Progress) -> TrialSummary:
    """Try the rule in a file. UsageError: the file is wrong; NetinvError: alerts do not stand yet."""
    from netinv.detect.own import read_rule
    from netinv.detect.trial import try_rule as tried

    own = read_rule(path)
    facts = Facts(ledger, ledger.head(DERIVED))
    if not facts.head.seq or not projections.holds("detect", facts.head):
        raise NetinvError(
            "预警不是最新的，请先研判（netinv detect）再试规则 / "
            "the alerts do not stand at the latest records; run netinv detect first, then try the rule"
        )
    found = tried(
        own,
        facts.rows,
        facts.mentions(),
        projections.resolution.resolution(),
        ledger.alerts(),
        facts.as_of(),
        facts.grades(),
        lambda stage: detecting(stage, progress),
    )
    gangs = facts.rows("gangs")
    named = dict(zip(gangs.record_id, gangs.columns.get("name", ()), strict=False))
    best = sorted(found.facts, key=lambda pair: (-sum(f.weight for f in found.facts[pair]), pair))[:SHOWN]
    return TrialSummary(
        rule=own.rule.id,
        replaces=own.rule.id in rules(),
        pairs=len(found.facts),
        by_chance=round(found.by_chance, 6),
        best=[
            FoundPair(
                official=found.names.get(official, official),
                gang=named.get(gang) or gang,
                facts=len(found.facts[official, gang]),
                weight=round(sum(f.weight for f in found.facts[official, gang]), 6),
                records=list(dict.fromkeys(r for f in found.facts[official, gang] for r in f.records))[
                    :CITED
                ],
            )
            for official, gang in best
        ],
        moved=[
            AlertMoved(
                line=alert_line(after or before),  # type: ignore[arg-type]
                before=before.probability if before else None,
                after=after.probability if after else None,
            )
            for before, after in found.alerts
        ],
        warnings=found.warnings,
    )

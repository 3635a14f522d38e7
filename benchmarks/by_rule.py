"""What each rule speaks of: planted pairs, look-alikes among the innocents (decoys), all other pairs, and drawn look-alikes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scoring import rows

from netinv.detect.chance import COUNTIES
from netinv.detect.facts import Readings, collect
from netinv.detect.lookalikes import is_lookalike
from netinv.detect.score import each_record_once, signals
from netinv.detect.views import open_views
from netinv.ledger.types import Rows
from netinv.model.rules import explanations, rules
from netinv.resolve.result import Resolution

PLANTED, DECOY, OTHER, ALIKE = "planted", "decoy", "other", "look-alike"
KINDS = (PLANTED, DECOY, OTHER, ALIKE)


@dataclass
class Spoken:
    """By kind of pair: how many pairs the rule speaks of, the nats it gives them in all, and what readings leave of that."""

    pairs: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    stated: dict[str, float] = field(default_factory=lambda: dict.fromkeys(KINDS, 0.0))
    left: dict[str, float] = field(default_factory=lambda: dict.fromkeys(KINDS, 0.0))


def spoken(
    read: Callable[[str], Rows], resolution: Resolution, truth: Path, who: Mapping[str, str]
) -> dict[str, Spoken]:
    """By rule. `who` says which true person an official's entity mostly is."""
    named = {(r["true_entity_id"], r["gang_id"]): PLANTED for r in rows(truth / "truth_umbrellas.csv")}
    for row in rows(truth / "truth_decoys.csv"):
        named.setdefault((row["true_entity_id"], row["gang_id"]), DECOY)
    known = rules()
    found = {id: Spoken() for id in known}
    views = open_views(read, resolution.entity_of, COUNTIES)
    try:
        readings = Readings(views, explanations())
        for pair, facts in collect(views, known).items():
            official = who.get(pair[0], pair[0])
            kind = ALIKE if is_lookalike(pair[1]) else named.get((official, pair[1]), OTHER)
            weighed = [readings.apply(pair, fact)[0] for fact in each_record_once(facts, known)]
            for signal in signals(weighed, known, explained=False):
                found[signal.rule.id].pairs[kind] += 1
                found[signal.rule.id].stated[kind] += signal.log_lr
            for signal in signals(weighed, known):
                found[signal.rule.id].left[kind] += signal.log_lr
    finally:
        views.close()
    return found


def table(counties: Sequence[Mapping[str, Spoken]]) -> str:
    """Sums over counties as Markdown; a look-alike counts as a share of the gang it stands beside."""
    lines = [
        "| rule | maturity | planted pairs | decoys | others | look-alikes, a gang | nats a planted pair, stated and left | a decoy | another | a look-alike |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for id, rule in rules().items():
        sums = [
            {kind: sum(getattr(county[id], what)[kind] for county in counties) for kind in KINDS}
            for what in ("pairs", "stated", "left")
        ]
        pairs, stated, left = sums
        counts = [str(pairs[kind]) for kind in KINDS[:-1]] + [f"{pairs[ALIKE] / COUNTIES:.1f}"]
        means = [f"{stated[k] / pairs[k]:.2f}, {left[k] / pairs[k]:.2f}" if pairs[k] else "-" for k in KINDS]
        lines.append(f"| `{id}` | {rule.maturity} | " + " | ".join([*counts, *means]) + " |")
    return "\n".join(lines)

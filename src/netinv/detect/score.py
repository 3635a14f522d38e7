"""Facts -> signals -> probability, and the condition that an alert must meet.

Each rule gives a log-likelihood ratio that saturates with its facts, each family is capped, and the sum
stands on a stated prior (I. J. Good, "Probability and the Weighing of Evidence", 1950: weights of evidence
add). The ratios are judgements with reasons (in each rule's file), not yet measured: error rates have no
figure here.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from netinv.detect.facts import Fact
from netinv.model.alerts import Family
from netinv.model.rules import Rule

PRIOR = 1 / 400
"""Share of (official, gang) pairs that are an umbrella before any record speaks: about one official in
fifty."""

CAPS = {Family.TIE: 3.0, Family.BENEFIT: 3.6, Family.ACT: 3.6, Family.LINK: 0.8}
"""Nats a family may add at most: much of one kind is still one kind."""

COUNTED = (Family.TIE, Family.BENEFIT, Family.ACT)
LEAST = 0.35
"""Nats a family needs to count as one of the two that an alert takes."""

ORDER = {Family.ACT: 0, Family.BENEFIT: 1, Family.TIE: 2, Family.LINK: 3}
"""A record that two families could claim goes to the first of these: it is the rarer reading."""


@dataclass(frozen=True)
class Scored:
    """A rule's facts on one pair with the log-likelihood ratio they are worth."""

    rule: Rule
    facts: tuple[Fact, ...]
    log_lr: float


def each_record_once(facts: Sequence[Fact], rules: dict[str, Rule]) -> list[Fact]:
    """Let every record count once, in one family: its first record is what a fact is about."""
    used: dict[str, tuple[str, Family]] = {}
    kept = []
    for fact in sorted(facts, key=lambda f: (ORDER[f.family], -rules[f.rule].weight, f.rule)):
        if fact.records and fact.records[0] in used and used[fact.records[0]][0] != fact.rule:
            continue
        own = tuple(r for r in fact.records if used.get(r, (fact.rule, fact.family))[1] is fact.family)
        if fact.records and not own:
            continue
        for record in own:
            used.setdefault(record, (fact.rule, fact.family))
        kept.append(replace(fact, records=own))
    return kept


def signals(facts: Iterable[Fact], rules: dict[str, Rule], explained: bool = True) -> list[Scored]:
    """The scored signals of one pair, strongest first; `explained` false: as if no innocent reading were
    known."""
    by_rule: dict[str, list[Fact]] = {}
    for fact in facts:
        by_rule.setdefault(fact.rule, []).append(fact)
    result = []
    for id, mine in by_rule.items():
        rule = rules[id]
        counting = tuple(f for f in mine if f.records and f.weight > 0 and (f.keep > 0 or not explained))
        total = sum(f.counts if explained else f.weight * f.sure for f in mine)
        if counting and total > 0:
            result.append(Scored(rule, counting, rule.weight * total / (total + rule.half)))
    return sorted(result, key=lambda s: (ORDER[s.rule.family], -s.log_lr, s.rule.id))


def families(scored: Iterable[Scored]) -> dict[Family, float]:
    """Capped log-likelihood ratio of each family."""
    total: dict[Family, float] = {}
    for signal in scored:
        total[signal.rule.family] = total.get(signal.rule.family, 0.0) + signal.log_lr
    return {family: min(CAPS[family], value) for family, value in total.items()}


def probability(scored: Iterable[Scored]) -> float:
    """Prior and capped families together."""
    odds = math.log(PRIOR / (1 - PRIOR)) + sum(families(scored).values())
    return 1 / (1 + math.exp(-odds))


def meets_condition(scored: Sequence[Scored]) -> bool:
    """At least two of tie, benefit and act, from at least two independent records of fact.

    Independent: of different kinds of register, none of them cited by both. Links and tips never count, and
    lenient outcomes or any other single family never suffice (design, section 5).
    """
    strong = [family for family, value in families(scored).items() if family in COUNTED and value >= LEAST]
    if len(strong) < 2:
        return False
    registers = {
        fact.records[0].partition(":")[0] for s in scored if s.rule.family in strong for fact in s.facts
    }
    return len(registers) >= 2

"""Facts -> signals -> strength of the evidence, and the condition that an alert must meet.

Each rule gives a log-likelihood ratio that saturates with its facts, each family is capped, and they add
(I. J. Good, "Probability and the Weighing of Evidence", 1950). The ratios are judgements with reasons,
in each rule's file; what a sum of them is worth is measured against look-alikes (`chance.py`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from netinv.detect.facts import Fact
from netinv.model.alerts import Family
from netinv.model.rules import Rule

Floats = NDArray[np.float64]

CAPS = {Family.TIE: 3.0, Family.BENEFIT: 3.6, Family.ACT: 3.6, Family.LINK: 0.8}
"""Nats a family may add at most: much of one kind is still one kind."""

COUNTED = (Family.TIE, Family.BENEFIT, Family.ACT)
LEAST = 0.35
"""Nats a family needs to count as one of the two that an alert takes."""

ORDER = {Family.ACT: 0, Family.BENEFIT: 1, Family.TIE: 2, Family.LINK: 3}
"""A record that two families could claim goes to the first of these: it is the rarer reading."""

TOO_LATE = timedelta(days=365)
"""Acts that all lie so long before the first dealing or benefit are no service for it."""


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
        if fact.weight <= 0:
            kept.append(fact)
            continue
        if fact.records and fact.records[0] in used and used[fact.records[0]][0] != fact.rule:
            continue
        own = tuple(r for r in fact.records if used.get(r, (fact.rule, fact.family))[1] is fact.family)
        if fact.records and not own:
            continue
        for record in own:
            used.setdefault(record, (fact.rule, fact.family))
        kept.append(replace(fact, records=own))
    return kept


def may_meet(facts: Iterable[Fact]) -> bool:
    """Whether facts of two counted families speak for anything at all: a quick look before the long one."""
    return len({f.family for f in facts if f.weight > 0 and f.family in COUNTED}) >= 2


def signals(facts: Iterable[Fact], rules: dict[str, Rule], explained: bool = True) -> list[Scored]:
    """The scored signals of one pair, strongest first; `explained` false: as if no innocent reading were
    known."""
    result = []
    for id, mine in _by_rule(facts).items():
        rule = rules[id]
        counting = tuple(f for f in mine if f.records and f.weight > 0 and (f.keep > 0 or not explained))
        share = _share(mine, rule, explained)
        if counting and share > 0:
            result.append(Scored(rule, counting, rule.weight * share))
    return sorted(result, key=lambda s: (ORDER[s.rule.family], -s.log_lr, s.rule.id))


def _share(facts: Sequence[Fact], rule: Rule, explained: bool = True) -> float:
    keep = np.array([f.keep if explained else 1.0 for f in facts])
    return float(saturated(np.array([f.stated for f in facts]), keep, rule.half))


def saturated(weight: Floats, keep: Floats, half: float) -> Floats:
    """Share of its full worth that a signal reaches by facts of these weights, shape (..., facts), of which
    readings leave `keep`, shape (facts,).

    A reading leaves that share of what its facts add to the signal, and not of their number, which would be
    next to all of it: forty calls say nearly what a hundred do. What nothing explains counts first.
    """
    share = np.zeros(weight.shape[:-1])
    for level, below in pairwise([*sorted({*keep.tolist()} - {0.0}, reverse=True), 0.0]):
        total = np.maximum(0.0, weight[..., keep >= level].sum(axis=-1))
        share += (level - below) * total / (total + half)
    return share


def usual(facts: Iterable[Fact], rules: dict[str, Rule]) -> list[Scored]:
    """What was found of one pair, but no more of it than is usual, rule by rule: it is worth nothing."""
    found = [
        Scored(rules[id], shown, 0.0)
        for id, mine in _by_rule(facts).items()
        if not _share(mine, rules[id])
        and (shown := tuple(f for f in mine if f.records and f.weight > 0 and f.keep > 0))
    ]
    return sorted(found, key=lambda s: (ORDER[s.rule.family], s.rule.id))


def _by_rule(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    of: dict[str, list[Fact]] = {}
    for fact in facts:
        of.setdefault(fact.rule, []).append(fact)
    return of


def families(scored: Iterable[Scored]) -> dict[Family, float]:
    """Capped log-likelihood ratio of each family."""
    total: dict[Family, float] = {}
    for signal in scored:
        total[signal.rule.family] = total.get(signal.rule.family, 0.0) + signal.log_lr
    return {family: min(CAPS[family], value) for family, value in total.items()}


def strength(scored: Iterable[Scored]) -> float:
    """Nats of all families together."""
    return sum(families(scored).values())


def meets_condition(scored: Sequence[Scored]) -> bool:
    """At least two of tie, benefit and act, from two independent records of fact, in a possible order.

    Independent: of different kinds of register, none of them cited by both. Links and tips never count,
    and lenient outcomes or any other single family never suffice (design, section 5).
    """
    strong = {family for family, value in families(scored).items() if family in COUNTED and value >= LEAST}
    if Family.ACT in strong and not _possible_order(scored):
        strong.discard(Family.ACT)
    if len(strong) < 2:
        return False
    return len(set().union(*(registers(scored, family) for family in strong))) >= 2


def registers(scored: Sequence[Scored], family: Family) -> frozenset[str]:
    """The kinds of register that carry a family: of the signals that would do alone, or of the strongest."""
    mine = sorted((s for s in scored if s.rule.family is family), key=lambda s: -s.log_lr)
    carrying = [s for s in mine if s.log_lr >= LEAST] or mine[:1]
    return frozenset(_register(fact) for s in carrying for fact in s.facts)


def _register(fact: Fact) -> str:
    """The kind of register that a fact stands in; an event and who was there are one."""
    table = fact.records[0].partition(":")[0]
    return "events" if table == "event_people" else table


def _possible_order(scored: Sequence[Scored]) -> bool:
    """Whether any act came when, or at most a year before, the dealings or benefits began. Undated facts may
    fit."""
    acts = [f.at for s in scored if s.rule.family is Family.ACT for f in s.facts]
    others = [f.at for s in scored if s.rule.family in (Family.TIE, Family.BENEFIT) for f in s.facts]
    if None in acts or None in others or not acts or not others:
        return True
    first: datetime = min(at for at in others if at)
    return max(at for at in acts if at) + TOO_LATE >= first

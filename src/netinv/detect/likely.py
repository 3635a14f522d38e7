"""Evidence that would stand if a loose mention were whom it most likely names: shown, and never counted.

Resolving joins what is sure enough and keeps the rest as pairs that stayed two, each with its probability. An
account that is the spouse's with probability 0.7 is neither the spouse's nor nobody's. It may not make
anybody a suspect: a namesake's dinner would. But beside an alert that stands on other records it is what
somebody should look at next. So the rules run once more as if each loose mention were whom it is likelier
to be than not, and what they then find of the alerted pairs is listed with that probability.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace

from netinv.detect.doubt import Doubts, by_record, weakest
from netinv.detect.facts import Pair, Readings, collect
from netinv.detect.score import Scored, each_record_once, signals
from netinv.detect.views import open_views
from netinv.ledger.types import Rows
from netinv.model.keys import SEPARATOR
from netinv.model.rules import Rule, explanations
from netinv.resolve.result import Doubt, Joined, Resolution

LIKELIER = 0.5
"""Probability that a pair which stayed two takes: whom a mention is likelier to name than not."""

STANDING = frozenset({"people", "posts", "organizations", "gang_members", "candidates"})
"""Registers: who stands there is somebody of his own, and not loose."""


def likely(resolution: Resolution) -> Resolution:
    """The same with each loose entity held to be the one that it most likely is, if any.

    Nobody becomes an official or a member of a gang by likelihood. The joins come after those that were
    accepted, with the probability of the pair that stayed two.
    """
    size: dict[str, int] = defaultdict(int)
    registered = set()
    for key, entity in resolution.entity_of.items():
        size[entity] += 1
        if key.split(SEPARATOR)[1] in STANDING:
            registered.add(entity)
    best: dict[str, tuple[str, Doubt]] = {}
    for doubt in sorted(resolution.doubts, key=lambda d: (-d.probability, d.left, d.right)):
        if doubt.probability <= LIKELIER or doubt.outcome == "barred":
            continue
        ends = {resolution.entity_of[key] for key in (doubt.left, doubt.right)}
        loose, known = sorted(ends, key=lambda e: (e in registered, size[e], e))
        if loose not in registered:
            best.setdefault(loose, (known, doubt))
    # one step: who may be somebody that may be a third is left alone
    of = {loose: known for loose, (known, _) in best.items() if known not in best}
    added = []
    for loose in sorted(of):
        doubt = best[loose][1]
        ends_ = (
            (doubt.left, doubt.right)
            if resolution.entity_of[doubt.right] == loose
            else (doubt.right, doubt.left)
        )
        added.append(Joined(*ends_, doubt.probability, doubt.comparisons))
    entity_of = {key: of.get(entity, entity) for key, entity in resolution.entity_of.items()}
    return replace(resolution, entity_of=entity_of, joins=[*resolution.joins, *added])


def unsettled(
    rows: Callable[[str], Rows],
    resolution: Resolution,
    pairs: Mapping[Pair, set[str]],
    known: dict[str, Rule],
) -> dict[Pair, list[Scored]]:
    """What likely identities add to pairs, by pair; `pairs` holds the records that are cited of each already.

    A record that is cited stays where it is, and what an innocent reading takes away is left out.
    """
    loose = likely(resolution)
    moved = {key for key, entity in loose.entity_of.items() if resolution.entity_of[key] != entity}
    if not pairs or not moved:
        return {}
    views = open_views(rows, loose.entity_of)
    try:
        found = {pair: facts for pair, facts in collect(views, known).items() if pair in pairs}
        readings = Readings(views, explanations())
    finally:
        views.close()
    mentions = by_record(loose.entity_of, {r for facts in found.values() for f in facts for r in f.records})
    doubts = Doubts(loose)
    result = {}
    for pair, facts in found.items():
        new = []
        for fact in facts:
            loosely = [
                record
                for record in fact.records
                for key in mentions[record]
                if key in moved and loose.entity_of[key] in (*fact.path, fact.party)
            ]
            if fact.weight <= 0 or not loosely or set(loosely) <= pairs[pair]:
                continue
            records = tuple(r for r in fact.records if r not in pairs[pair])
            sure, doubt = weakest(doubts, mentions, loose.entity_of, fact.records, fact.path)
            fact, _ = readings.apply(pair, replace(fact, sure=sure, doubt=doubt))
            if fact.keep > 0:
                new.append(replace(fact, records=records))
        if scored := signals(each_record_once(new, known), known):
            result[pair] = scored
    return result

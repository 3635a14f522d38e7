"""Evidence that would stand if a loose mention were whom it most likely names: shown, and never counted.

Resolving joins what is sure enough and keeps the rest as pairs that stayed two, each with its probability. An
account that is the spouse's with probability 0.7 is neither the spouse's nor nobody's. It may not make
anybody a suspect: a namesake's dinner would. But beside an alert that stands on other records it is what
somebody should look at next. So the rules run once more as if each loose mention were whom it is likelier
to be than not, and what they then find of the alerted pairs is listed with that probability.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

import duckdb

from netinv.detect.doubt import Doubts, Named
from netinv.detect.facts import Pair, Readings, collect
from netinv.detect.score import Scored, each_record_once, signals
from netinv.detect.views import move
from netinv.model.keys import SEPARATOR
from netinv.model.rules import Rule, explanations
from netinv.resolve.result import Doubt, Joined, Resolution

LIKELIER = 0.5
"""Probability that a pair which stayed two takes: whom a mention is likelier to name than not."""

STANDING = frozenset({"people", "posts", "organizations", "gang_members", "candidates"})
"""Registers: who stands there is somebody of his own, and not loose."""


class Moved(Mapping[str, str]):
    """Mention -> entity, as resolved but for the entities that are held to be others."""

    def __init__(self, base: Mapping[str, str], to: Mapping[str, str]) -> None:
        self._base = base
        self.to = to
        """Whom each moved entity is held to be."""

    def __getitem__(self, mention: str) -> str:
        entity = self._base[mention]
        return self.to.get(entity, entity)

    def __iter__(self) -> Iterator[str]:
        return iter(self._base)

    def __len__(self) -> int:
        return len(self._base)

    def loose(self, mention: str) -> bool:
        """Whether a mention names somebody else than it was resolved to."""
        return self._base[mention] in self.to


def likely(resolution: Resolution) -> tuple[Moved, list[Joined]]:
    """Who is who with each loose entity held to be the one that it most likely is, if any; and the joins that
    this adds, with the probabilities of the pairs that stayed two.

    Nobody becomes an official or a member of a gang by likelihood.
    """
    entity_of = resolution.entity_of
    doubted = [d for d in resolution.doubts if d.probability > LIKELIER and d.outcome != "barred"]
    asked = {entity_of[key] for doubt in doubted for key in (doubt.left, doubt.right)}
    size: dict[str, int] = defaultdict(int)
    registered = set()
    for key, entity in entity_of.items():
        if entity in asked and (table := key.split(SEPARATOR)[1]) != "calls":
            size[entity] += 1
            if table in STANDING:
                registered.add(entity)
    best: dict[str, tuple[str, Doubt]] = {}
    for doubt in sorted(doubted, key=lambda d: (-d.probability, d.left, d.right)):
        ends = {entity_of[key] for key in (doubt.left, doubt.right)}
        loose, known = sorted(ends, key=lambda e: (e in registered, size[e], e))
        if loose not in registered:
            best.setdefault(loose, (known, doubt))
    # one step: who may be somebody that may be a third is left alone
    to = {loose: known for loose, (known, _) in best.items() if known not in best}
    joins = []
    for loose in sorted(to):
        doubt = best[loose][1]
        left, right = doubt.left, doubt.right
        if entity_of[right] != loose:
            left, right = right, left
        joins.append(Joined(left, right, doubt.probability, doubt.comparisons))
    return Moved(entity_of, to), joins


def unsettled(
    views: duckdb.DuckDBPyConnection,
    resolution: Resolution,
    pairs: Mapping[Pair, set[str]],
    known: dict[str, Rule],
    named: Named,
) -> dict[Pair, list[Scored]]:
    """What likely identities add to pairs, by pair; `pairs` holds the records that are cited of each already.

    A record that is cited stays where it is, and what an innocent reading takes away is left out. The views
    are moved: afterwards they show the likely identities, and no look-alikes.
    """
    moved, added = likely(resolution)
    if not pairs or not moved.to:
        return {}
    move(views, moved.to)
    found = {pair: facts for pair, facts in collect(views, known).items() if pair in pairs}
    readings = Readings(views, explanations())
    asked = {entity for facts in found.values() for fact in facts for entity in fact.path}
    joins = resolution.joins_of({*asked, *(loose for loose, to in moved.to.items() if to in asked)})
    doubts = Doubts(Resolution(moved, [*joins, *added]), named, asked)
    result = {}
    for pair, facts in found.items():
        new = []
        for fact in facts:
            loosely = {
                record
                for record in fact.records
                for key in named.of(record)
                if moved.loose(key) and moved[key] in (*fact.path, fact.party)
            }
            if fact.weight <= 0 or not loosely or loosely <= pairs[pair]:
                continue
            records = tuple(r for r in fact.records if r not in pairs[pair])
            sure, doubt = doubts.weakest(fact.records, fact.path)
            fact, _ = readings.apply(pair, replace(fact, sure=sure, doubt=doubt))
            if fact.keep > 0:
                new.append(replace(fact, records=records))
        if scored := signals(each_record_once(new, known), known):
            result[pair] = scored
    return result

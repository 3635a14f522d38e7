"""Person mentions -> clusters: pairs that numbers and posts decide, then placing of the rest."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from netinv.ledger.types import Judgement, Rows
from netinv.resolve.blocks import pairs
from netinv.resolve.clusters import Clusters, Merge
from netinv.resolve.comparisons import Comparisons
from netinv.resolve.doubts import WORTH, Weighed, doubts, weighed_claims
from netinv.resolve.fellegi_sunter import PairModel, train
from netinv.resolve.joining import join_all
from netinv.resolve.judged import BY_HAND, decided
from netinv.resolve.people import People, stem_of
from netinv.resolve.placing import Placing, Round
from netinv.resolve.result import Doubt, Told
from netinv.resolve.surroundings import links

ACCEPT = 0.9
"""Posterior probability a pair needs. A wrong merge harms an innocent person: a doubtful pair stays two."""
ROLES = ("case_people", "lead_subjects", "operation_people")
SCENES = {"case_people": "case_id", "lead_subjects": "lead_id", "gang_members": "gang_id"}


class Persons(NamedTuple):
    """The clusters, and what tells why they are such."""

    clusters: Clusters
    comparisons: Comparisons
    model: PairModel
    doubts: Sequence[Doubt]


class Stayed(NamedTuple):
    """Pairs that were weighed and stayed two, with their log odds in bits."""

    pairs: NDArray[np.int64]
    odds: NDArray[np.float64]

    def weighed(self) -> Iterator[Weighed]:
        """One by one."""
        for (i, j), bits in zip(self.pairs.tolist(), self.odds.tolist(), strict=True):
            yield Weighed(i, j, 1 / (1 + 2.0**-bits))


def resolve_persons(
    people: People,
    rows: Callable[[str], Rows],
    organizations: Sequence[tuple[str, str, str, str]],
    calls: Sequence[tuple[str, str]],
    judgements: Iterable[Judgement],
) -> Persons:
    """Cluster the mentions; see `links` for `organizations` and `calls`."""
    judged = list(judgements)
    hands = decided(judged, {key: i for i, key in enumerate(people.key)} if judged else {})
    clusters = Clusters(people, hands.different)
    for same in hands.same:
        by_hand = (("judgement", "", "", same.reason or "same", BY_HAND),)
        clusters.merge(Merge(same.left, same.right, BY_HAND, by_hand), same.forced)
    comparisons = Comparisons(people)
    model, stayed = _join_pairs(comparisons, clusters)
    last: Round | None = None
    if any(table != "people" for table in people.table):  # a register lists everybody: nobody is to be placed
        surroundings = links(people, rows, organizations, calls)
        placing = Placing(people, surroundings, _roles(people, rows), _scenes(people, rows))
        last = placing.run(clusters)

    def doubted() -> list[Doubt]:
        claims = weighed_claims(placing, clusters, last) if last is not None else ()
        return doubts(comparisons, model, clusters, chain(stayed.weighed(), claims), ACCEPT)

    return Persons(clusters, comparisons, model, Told(doubted))


def _join_pairs(comparisons: Comparisons, clusters: Clusters) -> tuple[PairModel, Stayed]:
    """Join the pairs that reach `ACCEPT`, surest first."""
    people = comparisons.people
    found = pairs(people)
    levels = comparisons.levels(found)
    model = train(comparisons, found, levels)
    odds = model.score(people, found, levels)
    least, worth = (float(np.log2(p / (1 - p))) for p in (ACCEPT, WORTH))
    rows = np.flatnonzero(odds >= worth)
    rows = rows[np.argsort(-odds[rows], kind="stable")]
    found, odds = found[rows], odds[rows]
    sure = int((odds >= least).sum())
    stayed = np.ones(len(rows), np.bool_)
    stayed[:sure] = ~join_all(people, comparisons.numbers, clusters, found[:sure], odds[:sure])
    return model, Stayed(found[stayed], odds[stayed])


def _roles(people: People, rows: Callable[[str], Rows]) -> list[str]:
    """What each mention does in its record: table, reference and, where the table has one, the role."""
    role: dict[tuple[str, str, str], str] = {}
    for table in ROLES:
        found = rows(table)
        for origin, record, value in zip(
            found.origin, found.record_id, found.columns.get("role", [""] * len(found)), strict=True
        ):
            role[origin, table, record] = value
    return [
        f"{table}/{ref}/{role.get((origin, table, record), '')}"
        for origin, table, record, ref in zip(
            people.origin, people.table, people.record_id, people.ref, strict=True
        )
    ]


def _scenes(people: People, rows: Callable[[str], Rows]) -> list[str]:
    """Stem of the town of the case, lead or gang in whose record each mention stands, "" if none."""
    town: dict[tuple[str, str], str] = {}
    for holder, column in (("cases", "case_id"), ("leads", "lead_id"), ("gangs", "gang_id")):
        found = rows(holder)
        for id, region in zip(found.record_id, found.columns.get("region", [""] * len(found)), strict=True):
            town[column, id] = stem_of(region)
    scene: dict[tuple[str, str, str], str] = {}
    for table, column in SCENES.items():
        found = rows(table)
        for origin, record, id in zip(
            found.origin, found.record_id, found.columns.get(column, [""] * len(found)), strict=True
        ):
            scene[origin, table, record] = town.get((column, id), "")
    return [scene.get(row, "") for row in zip(people.origin, people.table, people.record_id, strict=True)]


def owners(people: People, clusters: Clusters) -> dict[str, int]:
    """Whose each telephone number is: the cluster that states it most often; nobody's if two do alike."""
    codes = people.phone_codes
    mention, place = np.nonzero(codes >= 0)
    label = clusters.labels()
    held, votes = np.unique(codes[mention, place] * len(label) + label[mention], return_counts=True)
    number, cluster = held // len(label), held % len(label)
    order = np.lexsort((-votes, number))
    number, cluster, votes = number[order], cluster[order], votes[order]
    again = number[1:] == number[:-1]
    first = np.append(True, ~again)[: len(number)]
    tied = np.append(again & (votes[1:] == votes[:-1]), False)[: len(number)]
    held, cluster = number[first & ~tied], cluster[first & ~tied]
    return {people.phone_values[n]: c for n, c in zip(held.tolist(), cluster.tolist(), strict=True)}

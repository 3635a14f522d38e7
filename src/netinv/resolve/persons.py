"""Person mentions -> clusters: pairs that numbers and posts decide, then placing of the rest."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from netinv.ledger.types import Judgement, Rows
from netinv.resolve.blocks import blocked
from netinv.resolve.calibration import UNTAUGHT, Calibration, fitted
from netinv.resolve.clusters import Clusters, Merge
from netinv.resolve.comparisons import Comparisons
from netinv.resolve.context import context_of
from netinv.resolve.doubts import WORTH, Weighed, doubts, likeliest, on_average, weighed_claims
from netinv.resolve.fellegi_sunter import PairModel, train
from netinv.resolve.joining import join_all
from netinv.resolve.judged import BY_HAND, decided
from netinv.resolve.lessons import Answers, teaching
from netinv.resolve.links import Links
from netinv.resolve.normalise.regions import Regions
from netinv.resolve.payers import payers
from netinv.resolve.people import People
from netinv.resolve.placing import Placing
from netinv.resolve.result import Doubt
from netinv.resolve.sketch import Sketch
from netinv.resolve.version import Version

ACCEPT = 0.8
"""Posterior probability a pair needs. A wrong merge harms an innocent: it counts as four that were missed."""


class Persons(NamedTuple):
    """The clusters, and what tells why they are such."""

    clusters: Clusters
    comparisons: Comparisons
    version: Version
    worth: "WeighedPairs"
    """All pairs worth a look."""
    doubts: Sequence[Doubt]

    @property
    def model(self) -> PairModel:
        """What comparisons weigh."""
        return self.version.model


class WeighedPairs(NamedTuple):
    """Pairs with their log odds in bits, the surest first."""

    pairs: NDArray[np.int64]
    odds: NDArray[np.float64]

    def as_answered(self, answers: Calibration) -> "WeighedPairs":
        """With the log odds that people's answers give them, without those that are not worth a look then."""
        if not answers.answers:
            return self
        odds = answers.odds(self.odds)
        rows = np.lexsort((self.pairs[:, 1], self.pairs[:, 0], -odds))
        rows = rows[odds[rows] >= bits(WORTH)]
        return WeighedPairs(self.pairs[rows], odds[rows])

    def each(self) -> Iterator[Weighed]:
        """One by one."""
        for (i, j), probability in zip(self.pairs.tolist(), self.probabilities(), strict=True):
            yield Weighed(i, j, probability)

    def probabilities(self) -> list[float]:
        """The probability of each."""
        return [1 / (1 + 2.0**-bits) for bits in self.odds.tolist()]


def resolve_persons(
    people: People,
    rows: Callable[[str], Rows],
    surroundings: Callable[[], Links],
    judgements: Sequence[Judgement],
    regions: Regions,
    version: Version | None,
    say: Callable[[str], None],
) -> Persons:
    """Cluster the mentions. `surroundings` is asked only where somebody is to be placed. Without a version of
    the model one is learnt, from the judgements too. `say` is told when pairs are weighed and joined."""
    comparisons, frozen = Comparisons(people), version is not None
    version, worth = weigh_pairs(comparisons, regions, version)
    say("joining")
    placing: Placing | None = None
    tables: list[Merge] = []
    if any(table != "people" for table in people.table):  # a register lists everybody: nobody is to be placed
        placing = Placing(people, surroundings(), context_of(people, rows))
        tables = list(payers(people, rows))
    if not frozen:
        version = taught(version, comparisons, worth, judgements, placing, tables)
        worth = worth.as_answered(version.model.answers)
    clusters, stayed = join_pairs(comparisons, worth, judgements, tables)
    last = placing.run(clusters, version.placings) if placing else None

    claims = weighed_claims(placing, clusters, last) if placing and last else ()
    doubted = doubts(comparisons, version.model, clusters, chain(stayed.each(), claims), ACCEPT)
    return Persons(clusters, comparisons, version, worth, doubted)


def taught(
    version: Version,
    comparisons: Comparisons,
    worth: WeighedPairs,
    judgements: Iterable[Judgement],
    placing: Placing | None = None,
    tables: Sequence[Merge] = (),
) -> Version:
    """The version with what people's answers say of what it makes of the mentions alone."""
    asked = teaching(judgements)
    if not asked:
        return version
    people, model = comparisons.people, version.model
    alone, stayed = join_pairs(comparisons, worth, (), tables)
    last = placing.run(alone) if placing else None
    answers = Answers(alone, asked, {key: i for i, key in enumerate(people.key)})
    rows = answers.about(stayed.pairs)
    claims = weighed_claims(placing, alone, last) if placing and last else ()
    weighed = chain(WeighedPairs(stayed.pairs[rows], stayed.odds[rows]).each(), claims)
    apart = likeliest(alone, filter(answers.asked, weighed))
    found = answers.learn(on_average(comparisons, model, alone, apart))
    return replace(
        version, model=replace(model, answers=fitted(found.pairs)), placings=fitted(found.placings)
    )


def weigh_pairs(
    comparisons: Comparisons, regions: Regions, version: Version | None = None
) -> tuple[Version, WeighedPairs]:
    """Find pairs, learn the model from them unless there is one, and weigh them."""
    people = comparisons.people
    found, blocking = blocked(people, Sketch.of(people), version.blocking if version else None)
    levels = comparisons.levels(found)
    model = version.model.on(people) if version else train(comparisons, found, levels)
    worth = worth_a_look(found, model.score(people, found, levels)).as_answered(model.answers)
    return Version(regions, blocking, model, version.placings if version else UNTAUGHT), worth


def worth_a_look(found: NDArray[np.int64], odds: NDArray[np.float64]) -> WeighedPairs:
    """Those of sorted pairs that anybody needs to look at."""
    rows = np.flatnonzero(odds >= bits(WORTH))
    rows = rows[np.argsort(-odds[rows], kind="stable")]
    return WeighedPairs(found[rows], odds[rows])


def bits(probability: float) -> float:
    """The log odds of a probability."""
    return float(np.log2(probability / (1 - probability)))


def join_pairs(
    comparisons: Comparisons,
    worth: WeighedPairs,
    judgements: Iterable[Judgement],
    tables: Iterable[Merge] = (),
) -> tuple[Clusters, WeighedPairs]:
    """Join what people hold to be one, then the pairs that reach `ACCEPT`, surest first, then those of
    `tables`: payers with guests. Returns also the pairs that stayed two."""
    people, judged = comparisons.people, list(judgements)
    hands = decided(judged, {key: i for i, key in enumerate(people.key)} if judged else {})
    clusters = Clusters(people, hands.different)
    for same in hands.same:
        by_hand = (("judgement", "", "", same.reason or "same", BY_HAND),)
        clusters.merge(Merge(same.left, same.right, BY_HAND, by_hand), same.forced)
    found, odds = worth
    sure = int((odds >= bits(ACCEPT)).sum())
    stayed = np.ones(len(found), np.bool_)
    stayed[:sure] = ~join_all(people, comparisons.numbers, clusters, found[:sure], odds[:sure])
    for each in tables:
        clusters.merge(each)
    return clusters, WeighedPairs(found[stayed], odds[stayed])


def owners(people: People, clusters: Clusters) -> dict[str, int]:
    """Whose each telephone number is: the cluster that states it most often; nobody's if two do alike."""
    codes = people.phone_codes
    mention, place = np.nonzero(codes >= 0)
    label = clusters.labels()
    # 64 bits: of a large county there are more pairs of a number and a cluster than 32 can count
    pair = codes[mention, place].astype(np.int64) * len(label) + label[mention]
    held, votes = np.unique(pair, return_counts=True)
    number, cluster = held // len(label), held % len(label)
    order = np.lexsort((-votes, number))
    number, cluster, votes = number[order], cluster[order], votes[order]
    again = number[1:] == number[:-1]
    first = np.append(True, ~again)[: len(number)]
    tied = np.append(again & (votes[1:] == votes[:-1]), False)[: len(number)]
    held, cluster = number[first & ~tied], cluster[first & ~tied]
    return {people.phone_values[n]: c for n, c in zip(held.tolist(), cluster.tolist(), strict=True)}

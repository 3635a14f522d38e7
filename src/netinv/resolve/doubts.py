"""Pairs that were weighed and stayed two, or lost to a rival: what a person should look at."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product
from typing import NamedTuple

import numpy as np

from netinv.resolve.clusters import Clusters, Merge, Reason
from netinv.resolve.comparisons import Comparisons
from netinv.resolve.fellegi_sunter import PairModel
from netinv.resolve.odds import probability
from netinv.resolve.people import People
from netinv.resolve.placing import Placing, Round
from netinv.resolve.reasons import explain, learnt_reason
from netinv.resolve.result import Comparison, Doubt

WORTH = 0.05
"""Probability below which nobody needs to look at a pair."""
RIVALS = 3
"""Candidates for one mention that are kept, the likeliest."""
WITNESSES = 8
"""Mentions of a cluster that are asked about another: more of them would say the same again."""
MOST = 20_000
"""Doubts that are kept, the likeliest: nobody looks at more."""


class Weighed(NamedTuple):
    """A pair of mentions by index; `rival` -1 where nobody else could be meant; `why` as in `Merge`."""

    left: int
    right: int
    probability: float
    rival: int = -1
    rival_probability: float = 0.0
    why: tuple[Reason, ...] | None = None
    learnt: float = 0.0
    """Bits of it that people's answers changed; those of a claim stand in `why`."""


def weighed_claims(placing: Placing, clusters: Clusters, found: Round) -> Iterator[Weighed]:
    """The likeliest claims on each group with their strongest rivals."""
    order, group = found.ranked(), found.claims.group
    start = np.flatnonzero(np.append(True, group[order][1:] != group[order][:-1]))
    for rows in np.split(order, start[1:]):
        best = rows[: RIVALS + 1].tolist()
        for row in best[:RIVALS]:
            if found.share[row] < WORTH:
                break
            anchor = placing.anchor(clusters, int(found.claims.cluster[row]))
            rival = next((other for other in best if other != row), None)
            against = (-1, 0.0)
            if rival is not None:
                other = placing.anchor(clusters, int(found.claims.cluster[rival]))
                against = other, float(found.share[rival])
            why = placing.why(found, row, anchor)
            yield Weighed(anchor, int(found.root[row]), float(found.share[row]), *against, why)


def doubts(
    comparisons: Comparisons, model: PairModel, clusters: Clusters, weighed: Iterable[Weighed], needed: float
) -> list[Doubt]:
    """What is still two when all is done: the likeliest pair of each two clusters, by keys.

    `needed` is the probability that a pair needs where nobody competes.
    """
    return told(comparisons, model, clusters, likeliest(clusters, weighed)[:MOST], needed)


def likeliest(clusters: Clusters, weighed: Iterable[Weighed]) -> list[Weighed]:
    """The likeliest pair of each two clusters, by how likely it is."""
    best: dict[tuple[int, int], Weighed] = {}
    for each in weighed:
        ends = clusters.find(each.left), clusters.find(each.right)
        if ends[0] == ends[1]:
            continue
        pair = min(ends), max(ends)
        if pair not in best or _rank(each) < _rank(best[pair]):
            best[pair] = each
    return sorted(best.values(), key=_rank)


def told(
    comparisons: Comparisons, model: PairModel, clusters: Clusters, kept: Sequence[Weighed], needed: float
) -> list[Doubt]:
    """Pairs of two clusters as doubts, with what speaks for and against them."""
    kept = on_average(comparisons, model, clusters, kept)
    reasons = explain(comparisons, model, [Merge(each.left, each.right, 0.0, each.why) for each in kept])
    return sorted(
        _doubt(comparisons.people, clusters, each, needed, (*why, *learnt_reason(each.learnt)))
        for each, why in zip(kept, reasons, strict=True)
    )


def on_average(
    comparisons: Comparisons, model: PairModel, clusters: Clusters, kept: Sequence[Weighed]
) -> list[Weighed]:
    """How likely the two clusters of each pair are one: what their mentions say of each other on average.

    For the most part they say the same, so it counts once; and the likeliest pair, chosen for being that,
    says too much. Mentions that state next to nothing say nothing here.
    """
    weighed = [n for n, each in enumerate(kept) if each.why is None]
    pairs, owner = [], []
    for n in weighed:
        sides = (_witnesses(comparisons.people, clusters, i) for i in (kept[n].left, kept[n].right))
        every = [(min(pair), max(pair)) for pair in product(*sides)]
        pairs += every
        owner += [n] * len(every)
    if not pairs:
        return list(kept)
    found = np.array(pairs, np.int64)
    odds = model.score(comparisons.people, found, comparisons.levels(found))
    times = np.bincount(owner, minlength=len(kept))
    alone = np.bincount(owner, odds, len(kept)) / np.maximum(1, times)
    mean = model.answers.odds(alone)
    told = list(zip(probability(mean).tolist(), (mean - alone).tolist(), strict=True))
    return [
        each if each.why is not None else each._replace(probability=told[n][0], learnt=told[n][1])
        for n, each in enumerate(kept)
    ]


def _witnesses(people: People, clusters: Clusters, mention: int) -> list[int]:
    """A mention, and the first of those held to be one with it that state something beside a name."""
    columns = people.number, people.phones, people.account, people.birth, people.addresses
    others = sorted(i for i in clusters.members(clusters.find(mention)) if i != mention)
    stating = (i for i in others if any(column.codes[i] for column in columns))
    return [mention, *islice(stating, WITNESSES - 1)]


def _rank(each: Weighed) -> tuple[float, int, int]:
    return -each.probability, each.left, each.right


def _doubt(
    people: People,
    clusters: Clusters,
    each: Weighed,
    needed: float,
    why: Sequence[Reason],
) -> Doubt:
    ends = clusters.find(each.left), clusters.find(each.right)
    if not clusters.possible(min(ends), max(ends)):
        outcome = "barred"
    elif each.rival >= 0 and clusters.find(each.rival) == clusters.find(each.right):
        outcome = "outdone"
    else:
        outcome = "below" if each.probability < needed or each.rival >= 0 else "barred"
    return Doubt(
        people.key[each.left],
        people.key[each.right],
        each.probability,
        outcome,
        people.key[each.rival] if each.rival >= 0 else "",
        each.rival_probability,
        tuple(Comparison(*reason) for reason in why),
    )

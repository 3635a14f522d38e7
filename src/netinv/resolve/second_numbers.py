"""Second telephones: whose a number is that no record states, told by whom it speaks with.

Whoever takes another number goes on calling the same people, and neither number ever calls the other (C.
Cortes, D. Pregibon, C. Volinsky, "Communities of Interest", Intelligent Data Analysis 2001, who find debtors
under a new number so). Families share a circle, too: what the overlap is worth is therefore *learnt*, from
the numbers whose holder some record states, each hidden in turn: of those who then fit best, how many are
the holder?
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from netinv.resolve.odds import Floats, log_odds, probability, rounded

Index = NDArray[np.int64]

HUB = 60
"""Numbers that speak with more are switchboards, shops and hotlines, with whom everybody speaks."""
LEAST = 1.5
"""Overlap from which a holder is asked after at all: two rare acquaintances, or three common ones."""
FEWEST = 20
"""Hidden numbers that found their holder, and as many that did not, below which nothing is learnt."""
PULL = 1.0
"""How strongly the weights are drawn to nothing: one number's worth for each standard deviation."""
STEPS = 25
_AT_ONCE = 4096
"""Numbers looked at together: bounds the memory."""

NOBODY, OFFICE = -1, -2
"""Holder of a number that no record states, and of one that an organisation states."""


class Found(NamedTuple):
    """Numbers with the number of another that fits best, whether one holds both, and by how much."""

    number: Index
    known: Index
    """A number whose holder is stated."""
    probability: Floats
    shared: Index
    """With how many both speak."""


class _Best(NamedTuple):
    number: Index
    known: Index
    shared: Index
    evidence: Floats
    """Shape (numbers, 4): overlap in logarithms, as it is and as a share of what either number and its
    circle could have in common."""


def second_numbers(pairs: Index, holder: Index) -> Found:
    """The stated number that most likely belongs to whoever uses each number nobody states.

    `pairs` are the distinct pairs of numbers that called each other, shape (pairs, 2); `holder` says by
    number who holds it, or `NOBODY`, or `OFFICE`. Nothing is found where too few people state two numbers.
    """
    nothing = np.zeros(0, np.int64)
    if not len(pairs):
        return Found(nothing, nothing, np.zeros(0), nothing)
    best = _best(pairs, holder)
    known = holder[best.number] >= 0
    right = holder[best.number] == holder[best.known]
    if min((known & right).sum(), (known & ~right).sum()) < FEWEST:
        return Found(nothing, nothing, np.zeros(0), nothing)
    weights = _fitted(best.evidence[known], right[known])
    asked = np.flatnonzero(~known)
    likely = probability(rounded(log_odds(weights(best.evidence[asked]))))
    return Found(best.number[asked], best.known[asked], likely, best.shared[asked])


def _best(pairs: Index, holder: Index) -> _Best:
    """Of every number the stated one of somebody else's with whom it has most in common."""
    n = len(holder)
    degree = np.bincount(pairs.ravel(), minlength=n)
    private = (degree > 0) & (degree <= HUB) & (holder != OFFICE)
    rare = np.where(private, 1 - np.log(np.maximum(1, degree)) / np.log(max(2, n)), 0.0)
    kept = pairs[private[pairs].all(axis=1)]
    ends = np.concatenate([kept, kept[:, ::-1]])
    calls = sparse.csr_matrix((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(n, n))
    circle = calls @ rare
    stated = np.flatnonzero(private & (holder >= 0))
    towards = calls[:, stated]
    weighed = sparse.diags(rare) @ towards
    # nobody calls himself: whoever a number calls, by any number of theirs, does not hold it
    called = holder[ends[:, 1]] >= 0
    spoken = np.unique(ends[called, 0] * n + holder[ends[called, 1]])
    rows, parts = np.flatnonzero(private), [(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))]
    for start in range(0, len(rows), _AT_ONCE):
        chunk = rows[start : start + _AT_ONCE]
        overlap = (calls[chunk] @ weighed).tocoo()
        number, known, much = chunk[overlap.row], stated[overlap.col], overlap.data
        fits = (much >= LEAST) & (number != known) & ~np.isin(number * n + holder[known], spoken)
        number, known, much = number[fits], known[fits], much[fits]
        order = np.lexsort((known, -much, number))
        first = order[np.flatnonzero(np.append(True, np.diff(number[order]) != 0))] if len(order) else order
        parts.append((number[first], known[first], much[first]))
    number, known, much = (np.concatenate(part) for part in zip(*parts, strict=True))
    shared = np.asarray(calls[number].multiply(calls[known]).sum(axis=1)).ravel().astype(np.int64)
    own, other = circle[number], circle[known]
    evidence = np.log(np.stack([much, much / own, much / other, own], axis=1))
    return _Best(number, known, shared, evidence)


class _Weights(NamedTuple):
    middle: Floats
    spread: Floats
    bits: Floats

    def __call__(self, evidence: Floats) -> Floats:
        scaled = np.column_stack([np.ones(len(evidence)), (evidence - self.middle) / self.spread])
        return np.asarray(1 / (1 + np.exp(-scaled @ self.bits)))


def _fitted(evidence: Floats, right: NDArray[np.bool_]) -> _Weights:
    """Logistic regression by Newton's steps, drawn to nothing where the data show little."""
    middle, spread = evidence.mean(axis=0), np.maximum(evidence.std(axis=0), 1e-9)
    design = np.column_stack([np.ones(len(evidence)), (evidence - middle) / spread])
    pull = np.diag([0.0, *np.full(evidence.shape[1], PULL)])
    bits = np.zeros(design.shape[1])
    for _ in range(STEPS):
        share = 1 / (1 + np.exp(-design @ bits))
        gradient = design.T @ (right - share) - pull @ bits
        curvature = (design * (share * (1 - share))[:, None]).T @ design + pull
        bits += np.linalg.solve(curvature, gradient)
    return _Weights(middle, spread, bits)

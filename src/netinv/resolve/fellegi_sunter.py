"""Fellegi-Sunter weights, learnt from the data at hand by expectation maximisation.

I. P. Fellegi, A. B. Sunter, "A Theory for Record Linkage", JASA 64 (1969). `u` is counted over random pairs,
of which almost none match; `m` and the share of matches follow from the candidate pairs (EM, W. E. Winkler
1988). An agreement on the name weighs by how rare the name is (term frequency).
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netinv.resolve.comparisons import LEVELS, NameLevel, compare
from netinv.resolve.people import People

PRIOR_M: dict[str, tuple[float, ...]] = {
    "name": (1, 0.01, 0.02, 0.03, 0.06, 0.03, 0.85),
    "number": (1, 0.002, 0.03, 0.1, 0.868),
    "phone": (1, 0.2, 0.8),
    "account": (1, 0.4, 0.6),
    "birth": (1, 0.01, 0.99),
    "gender": (1, 0.01, 0.99),
    "address": (1, 0.05, 0.05, 0.1, 0.8),
    "unit": (1, 0.1, 0.9),
    "title": (1, 0.1, 0.15, 0.75),
}
"""What is held of matching pairs before the data speak; worth `PRIOR_PAIRS` pairs a field."""
PRIOR_U: dict[str, tuple[float, ...]] = {
    "name": (1, 0.93, 0.05, 0.01, 0.009, 0.0002, 0.0008),
    "number": (1, 0.9998, 0.0001, 0.0001, 0.00001),
    "phone": (1, 0.9999, 0.0001),
    "account": (1, 0.9999, 0.0001),
    "birth": (1, 0.9999, 0.0001),
    "gender": (1, 0.5, 0.5),
    "address": (1, 0.8, 0.15, 0.0498, 0.0002),
    "unit": (1, 0.96, 0.04),
    "title": (1, 0.6, 0.3, 0.1),
}
"""What is held of pairs of different people before the data speak: as `PRIOR_M`."""
PRIOR_PAIRS = 50.0
RANDOM_PAIRS = 60_000
ROUNDS = 25
FLOOR = 1e-6
WEIGHT_CAP = 30.0
"""Bits no single comparison may exceed: any register has wrong entries, even an identity number's."""


@dataclass(frozen=True)
class PairModel:
    """Weights of one model version. `weights[field][level]` in bits, 0 for unknown; `prior` in bits."""

    weights: dict[str, tuple[float, ...]]
    prior: float
    rarity: dict[str, float]
    """Bits to add to an agreement on this name: positive for a rarer name than the usual one."""

    def score(self, levels: NDArray[np.int8], rarity: NDArray[np.float64]) -> NDArray[np.float64]:
        """Posterior log odds in bits of each pair."""
        total = np.full(len(levels), self.prior)
        for column, field in enumerate(LEVELS):
            total += np.array(self.weights[field])[levels[:, column]]
        named = levels[:, 0] >= NameLevel.VARIANT
        return total + np.where(named, rarity, 0.0)


def rarity_of(
    people: People, model_rarity: dict[str, float], pairs: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Bits of rarity of the commoner of the two names of each pair."""
    each = np.array([model_rarity.get(name, 0.0) for name in people.name])
    return np.minimum(each[pairs[:, 0]], each[pairs[:, 1]]) if len(pairs) else np.zeros(0)


def train(people: People, pairs: NDArray[np.int64], levels: NDArray[np.int8]) -> PairModel:
    """Learn a model. Deterministic: the random pairs come from a fixed seed over sorted mentions."""
    random = np.random.default_rng(0).integers(0, max(1, len(people)), (RANDOM_PAIRS, 2))
    random = random[random[:, 0] != random[:, 1]][: max(1000, min(RANDOM_PAIRS, len(people) ** 2))]
    chance = compare(people, random)
    u = _shares(chance, None, PRIOR_U)
    # Matches hide among random pairs too; where names differ there are next to none, so the numbers' `u`
    # comes from there
    apart = _shares(chance[chance[:, 0] <= NameLevel.OTHER], None, PRIOR_U)
    u |= {field: apart[field] for field in LEVELS if field != "name"}
    m = {field: np.array(prior) for field, prior in PRIOR_M.items()}
    share = 0.5
    weights = _weights(m, u)
    for _ in range(ROUNDS):
        odds = np.full(len(levels), np.log2(share / (1 - share)))
        for column, field in enumerate(LEVELS):
            odds += weights[field][levels[:, column]]
        match = 1 / (1 + np.exp2(-np.clip(odds, -60, 60)))
        m = _shares(levels, match, PRIOR_M)
        weights = _weights(m, u)
        share = float(np.clip(match.mean() if len(match) else 0.5, 0.01, 0.99))
    # Candidate pairs are few of all; against a random pair the odds of a match are far smaller, but `u` is
    # over random pairs too, so the prior must be over all pairs: matches found / all pairs
    total = len(people) * (len(people) - 1) / 2
    prior = float(np.log2(max(1.0, share * len(levels)) / total)) if total else 0.0
    return PairModel(
        weights={field: tuple(float(w) for w in weights[field]) for field in LEVELS},
        prior=prior,
        rarity=_rarity(people),
    )


def _weights(
    m: dict[str, NDArray[np.float64]], u: dict[str, NDArray[np.float64]]
) -> dict[str, NDArray[np.float64]]:
    result = {}
    for field in LEVELS:
        weight = np.log2(np.maximum(m[field], FLOOR) / np.maximum(u[field], FLOOR))
        weight[0] = 0.0
        result[field] = np.clip(weight, -WEIGHT_CAP, WEIGHT_CAP)
    return result


def _shares(
    levels: NDArray[np.int8],
    match: NDArray[np.float64] | None,
    prior: dict[str, tuple[float, ...]],
) -> dict[str, NDArray[np.float64]]:
    """Share of each level among the pairs that say something, each pair weighing its match probability."""
    result = {}
    for column, field in enumerate(LEVELS):
        size = len(LEVELS[field])
        counts = np.bincount(levels[:, column], weights=match, minlength=size).astype(float)
        counts[1:] += PRIOR_PAIRS * np.array(prior[field][1:])
        counts[0] = 0
        shares = counts / counts.sum()
        shares[0] = 1.0
        result[field] = shares
    return result


def _rarity(people: People) -> dict[str, float]:
    """Bits by which each name's agreement exceeds the average agreement.

    A name's frequency counts bearers (distinct numbers, or one), shrunk towards what its characters suggest.
    """
    bearers: dict[str, set[str]] = {}
    for name, number, reading in zip(people.name, people.number, people.reading, strict=True):
        if reading.kind in ("full", "foreign", "other"):
            bearers.setdefault(name, set()).add(number.full)
    count = Counter({name: max(1, len(numbers - {""})) for name, numbers in bearers.items()})
    total = sum(count.values())
    if not total:
        return {}
    average = sum(n * n for n in count.values()) / total**2
    return {name: float(np.log2(average / (n / total))) for name, n in count.items()}

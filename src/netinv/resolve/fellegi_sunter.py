"""Fellegi-Sunter weights, learnt from the data at hand by expectation maximisation.

I. P. Fellegi, A. B. Sunter, "A Theory for Record Linkage", JASA 64 (1969). `u` is counted over random pairs,
of which almost none match; `m` and the number of matches follow from the candidate pairs (EM, W. E. Winkler
1988). An agreement on the name weighs by how rare the name is (term frequency).
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from netinv.resolve import numbers
from netinv.resolve.comparisons import LEVELS, Comparisons
from netinv.resolve.frequency import Rarity
from netinv.resolve.name_levels import NameLevel
from netinv.resolve.people import People

PRIOR_M: dict[str, tuple[float, ...]] = {
    "name": (1, 0.01, 0.005, 0.02, 0.03, 0.015, 0.02, 0.04, 0.03, 0.83),
    "alias": (1, 0.3, 0.7),
    "number": (1, 0.002, 0.03, 0.1, 0.868),
    "phone": (1, 0.19, 0.01, 0.8),
    "account": (1, 0.4, 0.6),
    "birth": (1, 0.01, 0.02, 0.02, 0.95),
    "birth_place": (1, 0.1, 0.1, 0.8),
    "gender": (1, 0.01, 0.99),
    "address": (1, 0.05, 0.05, 0.1, 0.2, 0.6),
    "unit": (1, 0.1, 0.9),
    "title": (1, 0.1, 0.15, 0.75),
}
"""What is held of matching pairs before the data speak; worth `PRIOR_PAIRS` pairs a field."""
PRIOR_U: dict[str, tuple[float, ...]] = {
    "name": (1, 0.88, 0.06, 0.04, 0.01, 0.002, 0.002, 0.001, 0.0002, 0.0008),
    "alias": (1, 0.98, 0.02),
    "number": (1, 0.9998, 0.0001, 0.0001, 0.00001),
    "phone": (1, 0.9998, 0.0001, 0.0001),
    "account": (1, 0.9999, 0.0001),
    "birth": (1, 0.9995, 0.0002, 0.0002, 0.0001),
    "birth_place": (1, 0.9, 0.05, 0.05),
    "gender": (1, 0.5, 0.5),
    "address": (1, 0.8, 0.15, 0.0493, 0.0005, 0.0002),
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
HOUSEHOLD = 4.0
"""Log odds in bits that a pair can reach which two of one house would show as well."""
NAMESAKES = 300
"""Pairs of one name and two numbers that tell how often namesakes agree on what goes with a name."""


@dataclass(frozen=True)
class PairModel:
    """Weights of one model version. `weights[field][level]` in bits, 0 for unknown; `prior` in bits."""

    weights: dict[str, tuple[float, ...]]
    prior: float
    names: Rarity
    rarity: NDArray[np.float64]
    """Bits to add to an agreement on each name, by its code: positive for a rarer name than the usual one."""

    def on(self, people: People) -> "PairModel":
        """The same model over other people."""
        return replace(self, rarity=self.names.bits(people.reading.values))

    def score(
        self, people: People, pairs: NDArray[np.int64], levels: NDArray[np.int8]
    ) -> NDArray[np.float64]:
        """Posterior log odds in bits of each pair, within what families allow.

        Two whole names that no slip explains are one person's under one number only: a telephone, an account,
        a door may be a family's. Even a number may be a relative's, and who is named by surname or nickname
        may be anybody of the house unless a number or a birth date agrees.
        """
        total = np.full(len(levels), self.prior)
        for column, field in enumerate(LEVELS):
            total += np.array(self.weights[field])[levels[:, column]]
        total += self.rarity_of(people, pairs, levels)
        name, same_number = levels[:, 0], levels[:, NUMBER] == numbers.SAME
        apart = (name == NameLevel.OTHER) | (name == NameLevel.FAMILY)
        total = np.where(apart & ~same_number, -WEIGHT_CAP, total)
        personal = (levels[:, NUMBER] >= numbers.SLIP) | (levels[:, BIRTH] == len(LEVELS["birth"]) - 1)
        vague = (name <= NameLevel.NICKNAME) & ~apart & ~personal
        return np.where(apart | vague, np.minimum(total, HOUSEHOLD), total)

    def rarity_of(
        self, people: People, pairs: NDArray[np.int64], levels: NDArray[np.int8]
    ) -> NDArray[np.float64]:
        """Bits of rarity of the commoner of the two names of each pair, where they agree."""
        each = self.rarity[people.name.codes]
        rarity = np.minimum(each[pairs[:, 0]], each[pairs[:, 1]])
        return np.where(levels[:, 0] >= NameLevel.SHORTENED, rarity, 0.0)


NUMBER = list(LEVELS).index("number")
"""Column of the levels of identity numbers."""
BIRTH = list(LEVELS).index("birth")


def train(comparisons: Comparisons, pairs: NDArray[np.int64], levels: NDArray[np.int8]) -> PairModel:
    """Learn a model. Deterministic: the random pairs come from a fixed seed over sorted mentions."""
    people = comparisons.people
    names, rarity = Rarity.learn(people, float(PRIOR_U["name"][NameLevel.SAME]))
    u = _by_chance(comparisons, levels)
    u["name"][NameLevel.SAME] = names.chance
    m = {field: np.array(prior) for field, prior in PRIOR_M.items()}
    total = max(1.0, len(people) * (len(people) - 1) / 2)
    model = PairModel({}, 0.0, names, rarity)
    bits = np.clip(np.rint(model.rarity_of(people, pairs, levels)), -32, 31).astype(np.int64)
    patterns, bits, count = _patterns(levels, bits)
    prior = float(np.log2(max(1.0, 0.1 * len(levels)) / total))
    for _ in range(ROUNDS):
        weights = _weights(m, u)
        odds = prior + bits
        for column, field in enumerate(LEVELS):
            odds = odds + weights[field][patterns[:, column]]
        match = count / (1 + np.exp2(-np.clip(odds, -60, 60)))
        m = _shares(patterns, match, PRIOR_M)
        prior = float(np.log2(max(1.0, match.sum()) / total))
    weights = _weights(m, u)
    return replace(
        model, weights={field: tuple(float(w) for w in weights[field]) for field in LEVELS}, prior=prior
    )


def _by_chance(comparisons: Comparisons, levels: NDArray[np.int8]) -> dict[str, NDArray[np.float64]]:
    """How often each level is seen with two different people: over random pairs.

    Matches hide among random pairs too; where names differ there are next to none, so the other fields'
    shares come from there. But names go with a gender, so its share comes from namesakes: pairs of one name
    and two whole numbers.
    """
    people = len(comparisons.people)
    random = np.random.default_rng(0).integers(0, max(1, people), (RANDOM_PAIRS, 2))
    random = random[random[:, 0] != random[:, 1]][: max(1000, min(RANDOM_PAIRS, people**2))]
    chance = comparisons.levels(random)
    u = _shares(chance, None, PRIOR_U)
    apart = _shares(chance[chance[:, 0] <= NameLevel.FAMILY], None, PRIOR_U)
    u |= {field: apart[field] for field in LEVELS if field != "name"}
    namesakes = levels[(levels[:, 0] >= NameLevel.SHORTENED) & (levels[:, NUMBER] == numbers.OTHER)]
    if len(namesakes) >= NAMESAKES:
        u["gender"] = _shares(namesakes, None, PRIOR_U)["gender"]
    return u


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


def _patterns(
    levels: NDArray[np.int8], bits: NDArray[np.int64]
) -> tuple[NDArray[np.int8], NDArray[np.int64], NDArray[np.int64]]:
    """The distinct rows of levels and bits of rarity, and how many pairs show each: a few thousand stand for
    millions."""
    key = bits + 32
    for column, names in enumerate(LEVELS.values()):
        key = key * len(names) + levels[:, column]
    _, first, count = np.unique(key, return_index=True, return_counts=True)
    return levels[first], bits[first], count

"""Fellegi-Sunter weights, learnt from the data at hand by expectation maximisation.

I. P. Fellegi, A. B. Sunter, "A Theory for Record Linkage", JASA 64 (1969). `u` is counted over pairs of
which almost none match (see `by_chance`); `m` and the number of matches follow from the
candidate pairs (EM, W. E. Winkler 1988). An agreement on the name weighs by how rare the name is (term
frequency).
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from netinv.resolve import by_chance, numbers
from netinv.resolve.calibration import UNTAUGHT, Calibration
from netinv.resolve.columns import parts
from netinv.resolve.comparisons import BIRTH, LEVELS, NUMBER, Comparisons
from netinv.resolve.frequency import Rarity
from netinv.resolve.name_levels import NameLevel
from netinv.resolve.odds import probability, rounded
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
ROUNDS = 25
FLOOR = 1e-6
WEIGHT_CAP = 30.0
"""Bits no single comparison may exceed: any register has wrong entries, even an identity number's."""
_AT_ONCE = 1 << 15
"""Pairs weighed together."""
HOUSEHOLD = 4.0
"""Log odds in bits that a pair can reach which two of one house would show as well."""


@dataclass(frozen=True)
class PairModel:
    """Weights of one model version. `weights[field][level]` in bits, 0 for unknown; `prior` in bits."""

    weights: dict[str, tuple[float, ...]]
    prior: float
    names: Rarity
    rarity: NDArray[np.float64]
    """Bits to add to an agreement on each name, by its code: positive for a rarer name than the usual one."""
    answers: Calibration = UNTAUGHT
    """What people's answers say of the log odds that follow."""

    def on(self, people: People) -> "PairModel":
        """The same model over other people."""
        return replace(self, rarity=self.names.bits(people.reading.values))

    def score(
        self, people: People, pairs: NDArray[np.int64], levels: NDArray[np.int8]
    ) -> NDArray[np.float64]:
        """Posterior log odds in bits of each pair, before what answers say of them, within what families
        allow; see `_within_families`."""
        odds = np.empty(len(pairs))
        for some in parts(len(pairs), _AT_ONCE):
            odds[some] = self._within_families(people, pairs[some], levels[some])
        return odds

    def _within_families(
        self, people: People, pairs: NDArray[np.int64], levels: NDArray[np.int8]
    ) -> NDArray[np.float64]:
        """Evidence, and its bounds.

        Two whole names that no slip explains are one person's under one number only: a telephone, an account,
        a door may be a family's. Even a number may be a relative's, and who is named by surname or nickname
        may be anybody of the house unless a number or a birth date agrees.
        """
        total = self.evidence(people, pairs, levels)
        name, same_number = levels[:, 0], levels[:, NUMBER] == numbers.SAME
        apart = (name == NameLevel.OTHER) | (name == NameLevel.FAMILY)
        total = np.where(apart & ~same_number, -WEIGHT_CAP, total)
        personal = (levels[:, NUMBER] >= numbers.SLIP) | (levels[:, BIRTH] == len(LEVELS["birth"]) - 1)
        vague = (name <= NameLevel.NICKNAME) & ~apart & ~personal
        return np.where(apart | vague, np.minimum(total, HOUSEHOLD), total)

    def evidence(
        self, people: People, pairs: NDArray[np.int64], levels: NDArray[np.int8]
    ) -> NDArray[np.float64]:
        """The sum of what is known and what is seen of each pair, in bits."""
        total = self.prior + self.rarity_of(people, pairs, levels)
        for column, field in enumerate(LEVELS):
            total += np.array(self.weights[field])[levels[:, column]]
        return total

    def rarity_of(
        self, people: People, pairs: NDArray[np.int64], levels: NDArray[np.int8]
    ) -> NDArray[np.float64]:
        """Bits of rarity of the commoner of the two names of each pair, where they agree."""
        return _rarity_of(self.rarity, people, pairs, levels)


def _rarity_of(
    rarity: NDArray[np.float64], people: People, pairs: NDArray[np.int64], levels: NDArray[np.int8]
) -> NDArray[np.float64]:
    agree = np.flatnonzero(levels[:, 0] >= NameLevel.SHORTENED)
    left, right = (people.name.codes[side] for side in pairs[agree].T)
    bits = np.zeros(len(pairs))
    bits[agree] = np.minimum(rarity[left], rarity[right])
    return bits


def train(comparisons: Comparisons, pairs: NDArray[np.int64], levels: NDArray[np.int8]) -> PairModel:
    """Learn a model. Deterministic: the random pairs come from a fixed seed over sorted mentions."""
    people = comparisons.people
    names, rarity = Rarity.learn(people, by_chance.PRIOR_U["name"][NameLevel.SAME])
    u = by_chance.of_two(comparisons)
    u["name"][NameLevel.SAME] = names.chance
    keys = np.empty(len(pairs), np.int64)
    for some in parts(len(pairs), _AT_ONCE):
        bits = _rarity_of(rarity, people, pairs[some], levels[some])
        keys[some] = _pattern(levels[some], bits, comparisons.impossible(pairs[some], levels[some]))
    patterns = _Patterns.of(keys)
    model = PairModel(*_fitted(patterns, u, len(people)), names, rarity)
    found, seen = by_chance.namesakes(comparisons)
    if len(found) < by_chance.NAMESAKES:
        return model
    two = 1 - probability(model.evidence(people, found, seen))
    u |= by_chance.of_namesakes(seen, two)
    return PairModel(*_fitted(patterns, u, len(people)), names, rarity)


class _Patterns(NamedTuple):
    """The distinct rows of levels, bits of rarity and what cannot be, and how many pairs show each: a few
    thousand stand for millions."""

    levels: NDArray[np.int8]
    bits: NDArray[np.int64]
    barred: NDArray[np.bool_]
    times: NDArray[np.int64]

    @classmethod
    def of(cls, keys: NDArray[np.int64]) -> "_Patterns":
        """The patterns of pairs, see `_pattern`."""
        key, count = np.unique(keys, return_counts=True)
        shown = np.empty((len(key), len(LEVELS)), np.int8)
        for column, names in reversed(list(enumerate(LEVELS.values()))):
            key, shown[:, column] = np.divmod(key, len(names))
        return cls(shown, key // 2 - 32, key % 2 == 1, count)


def _pattern(
    levels: NDArray[np.int8], rarity: NDArray[np.float64], barred: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Levels, bits of rarity and what cannot be of each pair as one number."""
    bits = np.clip(np.rint(rarity), -32, 31).astype(np.int64)
    key = (bits + 32) * 2 + barred
    for column, names in enumerate(LEVELS.values()):
        key = key * len(names) + levels[:, column]
    return key


def _fitted(
    patterns: _Patterns, u: by_chance.Shares, people: int
) -> tuple[dict[str, tuple[float, ...]], float]:
    """Weights and prior in bits by expectation maximisation, given what is seen by chance."""
    m = {field: np.array(prior) for field, prior in PRIOR_M.items()}
    total = max(1.0, people * (people - 1) / 2)
    prior = float(np.log2(max(1.0, 0.1 * patterns.times.sum()) / total))
    for _ in range(ROUNDS):
        weights = _weights(m, u)
        odds = np.asarray(prior + patterns.bits, np.float64)
        for column, field in enumerate(LEVELS):
            odds = odds + weights[field][patterns.levels[:, column]]
        match = np.where(patterns.barred, 0.0, patterns.times * probability(odds))
        m = by_chance.shares(patterns.levels, match, PRIOR_M)
        prior = float(np.log2(max(1.0, match.sum()) / total))
    found = {field: tuple(rounded(bits).tolist()) for field, bits in _weights(m, u).items()}
    return found, float(rounded(np.array(prior)))


def _weights(m: by_chance.Shares, u: by_chance.Shares) -> by_chance.Shares:
    result = {}
    for field in LEVELS:
        weight = np.log2(np.maximum(m[field], FLOOR) / np.maximum(u[field], FLOOR))
        weight[0] = 0.0
        result[field] = np.clip(weight, -WEIGHT_CAP, WEIGHT_CAP)
    return result

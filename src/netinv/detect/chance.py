"""What chance reaches: q-values and the probability of an alert, measured against look-alikes.

Two measurements say how many pairs of each strength chance alone would show: look-alike gangs, scored by
the same rules (`lookalikes.py`), and the real gangs with ties, benefits and acts reshuffled among the
officials (`coincidence.py`). The larger counts: the first knows what one person's records have to do
with each other, the second how closely the real gangs are watched.

- q-value: number expected by chance at least so strong, divided by the number that there is (J. D.
  Storey, JRSS B 64, 2002; with the +1 of decoy counting, L. Levitsky et al., J. Proteome Res. 16, 2017),
  made monotone. First over officials by their strongest gang, then over pairs; and the mean of what the
  probabilities of those at least so strong leave to chance (B. Efron, "Size, power and false discovery
  rates", Annals of Statistics 35, 2007), so that many sure ones carry few doubtful ones along. An alert
  bears the largest of the three.
- probability: of pairs of strength s there are c + exp(a + b s) for each one that chance shows. exp(a +
  b s) / c are the odds that it is an umbrella; c is 1 if chance is measured well. a, b and c are the
  most probable values given the strengths found and a stated prior, to which few data shrink them.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from netinv.detect.coincidence import BINS, FINE
from netinv.detect.facts import DIGITS

Floats = npt.NDArray[np.float64]

PRIOR = 1 / 600
"""Share of (official, gang) pairs that are an umbrella before any record speaks: about one official in
eighty, where there are seven gangs."""

STATED = (math.log(PRIOR / (1 - PRIOR)), 2.4, math.log(1.75))
"""Stated values of a, b and log c: weights are set low on purpose, and what two families show of an
innocent often has one cause (a friend, a case in hand), so that he meets the condition more often than
by chance. The answers of twelve invented counties ask for a b of 3.5 to 4; less is stated, for real
records are less clear."""

SPREAD = (1.5, 0.5, 0.4)
"""How far a, b and log c may lie from the stated values (one standard deviation). Wide for a and b, which are
judgements: what stands out in the county's own records against what chance shows there says more."""

MOST = 0.99
"""No alert is surer. Look-alikes stand for twenty counties: what none of them shows may still be one in a
hundred alerts, and a flag is a question."""

COUNTIES = 20
"""Counties of chance that the measurements are worth: so many look-alikes stand beside each gang."""


@dataclass(frozen=True)
class Chance:
    """What was measured. `expected` holds the number of pairs that chance shows by bin of strength."""

    expected: Floats
    a: float = STATED[0]
    b: float = 1.0
    c: float = 1.0

    def probability(self, strength: float) -> float:
        """Probability that a pair of this strength is an umbrella; `MOST` at most."""
        return MOST / (1 + math.exp(math.log(self.c) - self.a - self.b * strength))

    @property
    def prior(self) -> float:
        """The same before any record speaks."""
        return self.probability(0.0)


def by_bin(strengths: Sequence[float], weights: Sequence[float], counties: int) -> Floats:
    """Weight of the pairs a county by bin of strength."""
    where = np.minimum(BINS - 1, (np.array(strengths, dtype=float) / FINE).astype(np.int64))
    bins: Floats = np.bincount(where, np.array(weights, dtype=float), BINS) / counties
    return bins


def larger(one: Floats, other: Floats) -> Floats:
    """Bins whose tail at every strength is the larger of the two tails."""
    tail = np.round(np.maximum(_tail(one), _tail(other)), DIGITS)
    bins: Floats = tail - np.append(tail[1:], 0.0)
    return bins


def measure(real: Sequence[float], expected: Floats) -> Chance:
    """Fit a, b and c to the strengths of the real pairs that meet the condition, beside what chance shows."""
    targets: Floats = np.array(real, dtype=float)
    weights: Floats = expected * COUNTIES
    middle: Floats = (np.arange(BINS, dtype=float) + 0.5) * FINE

    def loss(x: Floats) -> float:
        # a pair is real rather than chance with the odds (c + exp(a + b s)) / COUNTIES
        def more(s: Floats) -> Floats:
            odds: Floats = np.logaddexp(x[2], x[0] + x[1] * s)
            return odds

        fit = (more(targets) - np.logaddexp(more(targets), math.log(COUNTIES))).sum()
        fit += (weights * (math.log(COUNTIES) - np.logaddexp(more(middle), math.log(COUNTIES)))).sum()
        off = sum(((v - m) / d) ** 2 for v, m, d in zip(x, STATED, SPREAD, strict=True)) / 2
        return float(off - fit)

    found = minimize(loss, np.array(STATED), method="L-BFGS-B", bounds=[(-12.0, 0.0), (0.3, 3.0), (0.0, 1.8)])
    # rounded: finer digits are no measurement, a record that touches no pair must leave them as they were,
    # and exports must be the same everywhere
    a, b, c = (round(float(v), 2) for v in found.x)
    return Chance(expected, a, b, math.exp(c))


def q_values(real: Mapping[tuple[str, str], float], chance: Chance) -> dict[tuple[str, str], float]:
    """q-value of each real (official, gang) pair by its strength."""
    best: dict[str, float] = {}
    for (official, _), s in real.items():
        best[official] = max(s, best.get(official, -math.inf))
    officials, pairs = _curve(list(best.values()), chance), _curve(list(real.values()), chance)
    doubted = _doubted(real.values(), chance)
    result: dict[tuple[str, str], float] = {}
    largest = 0.0
    for pair, s in sorted(real.items(), key=lambda item: (-item[1], item[0])):
        largest = max(largest, officials[best[pair[0]]], pairs[s], doubted[s])
        result[pair] = min(1.0, largest)
    return result


def _curve(real: list[float], chance: Chance) -> dict[float, float]:
    """Monotone q-value of each real strength."""
    tail = _tail(chance.expected)
    result: dict[float, float] = {}
    smallest, ordered = 1.0, sorted(real)
    for i, s in enumerate(ordered):
        if not i or ordered[i - 1] != s:
            by_chance = chance.c * tail[min(BINS - 1, int(s / FINE))] + 1 / COUNTIES
            smallest = min(smallest, by_chance / (len(ordered) - i))
        result[s] = smallest
    return result


def _doubted(real: Iterable[float], chance: Chance) -> dict[float, float]:
    """Mean doubt about those at least as strong, by strength."""
    total, result = 0.0, {}
    for n, s in enumerate(sorted(real, reverse=True), 1):
        total += 1 - chance.probability(s)
        result[s] = total / n  # of equal ones the last
    return result


def _tail(bins: Floats) -> Floats:
    return np.cumsum(bins[::-1])[::-1]

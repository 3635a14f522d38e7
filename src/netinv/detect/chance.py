"""What chance reaches: q-values and the probability of an alert, measured against look-alikes.

Every look-alike county (one look-alike of each gang) is scored by the same rules. Where real pairs of some strength
are no more frequent than look-alikes of that strength, they are chance.

- q-value: expected false alerts among those at least as strong, divided by how many there are (J. D. Storey, JRSS B 64,
  2002; with the +1 of decoy counting, L. Levitsky et al., J. Proteome Res. 16, 2017), made monotone. First over
  officials by their strongest gang, then over pairs; an alert bears the larger of the two.
- probability: a pair of strength s is real rather than look-alike with the odds (c + exp(a + b s)) / n, with n look-alike
  counties: exp(a + b s) are the odds that it is an umbrella, c how many times more innocents reach the condition beside a
  real gang than beside a look-alike (its members are watched more closely). a, b and c are the most probable values
  given those strengths and a stated prior, to which few data shrink them.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

Floats = npt.NDArray[np.float64]

PRIOR = 1 / 400
"""Share of (official, gang) pairs that are an umbrella before any record speaks: about one official in fifty."""

STATED = (math.log(PRIOR / (1 - PRIOR)), 1.3, 0.3)
"""Stated values of a, b and log c, where nothing can be measured: families are not quite independent, and weights are set
low on purpose."""

SPREAD = (1.5, 0.3, 0.4)
"""How far a, b and log c may lie from the stated values (one standard deviation)."""


@dataclass(frozen=True)
class Chance:
    """What was measured. `a` and `b` turn strength into log odds; `c` as above."""

    a: float = STATED[0]
    b: float = 1.0
    c: float = 1.0

    def probability(self, strength: float) -> float:
        """Probability that a pair of this strength is an umbrella."""
        return 1 / (1 + math.exp(-(self.a + self.b * strength)))

    @property
    def prior(self) -> float:
        """The same before any record speaks."""
        return self.probability(0.0)


def measure(real: Sequence[float], lookalikes: Sequence[float], counties: int) -> Chance:
    """Fit to the strengths of real and look-alike pairs that meet the condition, of so many look-alike counties."""
    if not counties:
        return Chance()
    targets, decoys = np.array(real, dtype=float), np.array(lookalikes, dtype=float)

    def loss(x: Floats) -> float:
        # log of P(real | s) = (c + e) / (n + c + e) and of its complement
        def halves(s: Floats) -> tuple[Floats, Floats]:
            above = np.logaddexp(x[2], x[0] + x[1] * s)
            return above, np.logaddexp(above, math.log(counties))

        up, both = halves(targets)
        _, other = halves(decoys)
        fit = float((up - both).sum() + (math.log(counties) - other).sum())
        off = sum(((v - m) / d) ** 2 for v, m, d in zip(x, STATED, SPREAD, strict=True)) / 2
        return float(off) - fit

    found = minimize(loss, np.array(STATED), method="L-BFGS-B", bounds=[(-12.0, 0.0), (0.3, 3.0), (0.0, 2.0)])
    # rounded: the optimiser's last digits are no measurement, and exports must be the same everywhere
    a, b, c = (round(float(v), 4) for v in found.x)
    return Chance(a, b, math.exp(c))


def q_values(
    real: Mapping[tuple[str, str], float], lookalikes: Mapping[tuple[str, int, str], float], counties: int, c: float
) -> dict[tuple[str, str], float]:
    """q-value of each real (official, gang) pair by its strength; `lookalikes` by (official, county, gang)."""
    if not counties:
        return {}
    best: dict[str, float] = {}
    for (official, _), s in real.items():
        best[official] = max(s, best.get(official, -math.inf))
    reached: dict[tuple[str, int], float] = {}
    for (official, n, _), s in lookalikes.items():
        reached[official, n] = max(s, reached.get((official, n), -math.inf))
    by_official = _curve(list(best.values()), list(reached.values()), counties, c)
    by_pair = _curve(list(real.values()), list(lookalikes.values()), counties, c)
    return {pair: max(by_official[best[pair[0]]], by_pair[s]) for pair, s in real.items()}


def _curve(real: list[float], decoys: list[float], counties: int, c: float) -> dict[float, float]:
    """Monotone q-value of each real strength."""
    below = np.sort(np.array(decoys, dtype=float))
    result: dict[float, float] = {}
    smallest = 1.0
    ordered = sorted(real)
    for i, s in enumerate(ordered):
        if i and ordered[i - 1] == s:
            continue
        chance = (c * (len(below) - int(np.searchsorted(below, s, side="left"))) + 1) / counties
        smallest = min(smallest, chance / (len(ordered) - i))
        result[s] = smallest
    return result

"""How far the probability of an alert moves when its records are drawn anew.

Each fact is kept, left out or counted twice as in a bootstrap with Poisson counts (B. Efron, Annals of
Statistics 7, 1979), and falls with the doubt of the identity it stands on. The draws come from a seed
that the alert gives, so the same ledger gives the same interval.
"""

import hashlib
from collections.abc import Sequence

import numpy as np

from netinv.detect.chance import Chance
from netinv.detect.facts import Fact
from netinv.detect.score import CAPS, saturated
from netinv.model.alerts import Family
from netinv.model.rules import Rule

DRAWS = 400
COVERED = 0.9
"""Share of the draws that the interval holds."""


def interval(
    alert_id: str, facts: Sequence[Fact], rules: dict[str, Rule], chance: Chance
) -> tuple[float, float]:
    """Lower and upper bound of the probability over the draws."""
    seed = hashlib.blake2b(alert_id.encode(), digest_size=8).digest()
    random = np.random.default_rng(int.from_bytes(seed, "big"))
    weights = np.array([f.weight * f.believed for f in facts])
    keep = np.array([f.keep for f in facts])
    sure = np.array([f.sure for f in facts])
    times = random.poisson(1.0, (DRAWS, len(facts))) * (random.random((DRAWS, len(facts))) < sure)
    total = {family: np.zeros(DRAWS) for family in Family}
    for id in sorted({f.rule for f in facts}):
        mine = np.array([f.rule == id for f in facts])
        share = saturated(times[:, mine] * weights[mine], keep[mine], rules[id].half)
        total[rules[id].family] += rules[id].weight * share
    strength = sum((np.minimum(total[family], CAPS[family]) for family in Family), np.zeros(DRAWS))
    low, high = np.quantile(strength, [(1 - COVERED) / 2, (1 + COVERED) / 2])
    return round(chance.probability(float(low)), 6), round(chance.probability(float(high)), 6)

"""Log odds in bits, and the probabilities they stand for."""

import numpy as np
from numpy.typing import NDArray

CLOSEST = 50.0
"""Bits that a probability tells apart: closer to 1 a double knows no difference."""

GRAIN = 1 / 16
"""Bits to which what is learnt is stated: four in a hundred of the odds. Finer digits are noise of the
records at hand, and a new record would move with them every probability that it has nothing to do with."""

Floats = NDArray[np.float64]


def rounded(bits: Floats) -> Floats:
    """Bits as they are stated, to a `GRAIN`: sums of them are exact in any order."""
    return np.asarray(np.rint(bits / GRAIN) * GRAIN)


def log_odds(probability: Floats) -> Floats:
    """Bits of probabilities, of a certainty `CLOSEST`."""
    inside = np.clip(probability, 2.0**-CLOSEST, 1 - 2.0**-CLOSEST)
    return np.asarray(np.log2(inside / (1 - inside)))


def probability(bits: Floats) -> Floats:
    """Probabilities of log odds in bits."""
    return np.asarray(1 / (1 + np.exp2(-np.clip(bits, -CLOSEST, CLOSEST))))

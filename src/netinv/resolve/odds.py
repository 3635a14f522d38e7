"""Log odds in bits, and the probabilities they stand for."""

import numpy as np
from numpy.typing import NDArray

CLOSEST = 50.0
"""Bits that a probability tells apart: closer to 1 a double knows no difference."""

Floats = NDArray[np.float64]


def log_odds(probability: Floats) -> Floats:
    """Bits of probabilities, of a certainty `CLOSEST`."""
    inside = np.clip(probability, 2.0**-CLOSEST, 1 - 2.0**-CLOSEST)
    return np.asarray(np.log2(inside / (1 - inside)))


def probability(bits: Floats) -> Floats:
    """Probabilities of log odds in bits."""
    return np.asarray(1 / (1 + np.exp2(-np.clip(bits, -CLOSEST, CLOSEST))))

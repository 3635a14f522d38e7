"""What people's answers say of the model's probabilities: a map of log odds that keeps their order.

Shift and slope are those of J. C. Platt, "Probabilistic Outputs for Support Vector Machines" (1999). The
model's own word stands beside the answers as so many answers that agree with it, so that few of them change
little; and beyond what people are asked about it comes back step by step.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from netinv.resolve.odds import Floats, log_odds, probability

SURE = 0.95
"""Probability from which nobody is asked about a join, and one minus that from which about any pair."""
PRIOR_ANSWERS = 50.0
"""Answers that the model's own word is worth, so that one answer moves a probability by .05 at most."""
LEAST_SLOPE = 0.1
"""Whatever people answer, what the model holds likelier stays likelier."""
FADE = 4.0
"""Bits beyond what was asked about at which half of what the answers change is left."""
_STEPS = 40


class Lesson(NamedTuple):
    """One answered question: the log odds (bits) that the model alone gives the pair, and the answer."""

    said: float
    same: bool


class Calibration(NamedTuple):
    """The map; as it is made, of no answers, it changes nothing."""

    shift: float = 0.0
    """Bits at even odds."""
    slope: float = 1.0
    low: float = 0.0
    high: float = 0.0
    """Log odds between which people were asked."""
    answers: int = 0
    said: float = 0.0
    """Mean probability that the model gave the pairs which people answered."""
    right: float = 0.0
    """Share of them that people held to be one."""

    def odds(self, bits: Floats) -> Floats:
        """Log odds (bits) as the answers have them."""
        if not self.answers:
            return bits
        inside = np.clip(bits, self.low, self.high)
        moved = self.shift + (self.slope - 1) * inside
        return np.asarray(bits + moved * np.exp2(-np.abs(bits - inside) / np.maximum(FADE, np.abs(moved))))

    def shares(self, share: Floats, group: NDArray[np.int64]) -> Floats:
        """Shares of those who compete within each group, as the answers have them.

        What these say is how likely somebody else is meant; how the claims stand against each other they
        leave, so that together they never hold more than all.
        """
        if not self.answers:
            return share
        among = share / np.maximum(np.bincount(group, share)[group], np.finfo(np.float64).tiny)
        return np.asarray(np.minimum(probability(self.odds(log_odds(share))), among))


UNTAUGHT = Calibration()
"""Nobody answered anything."""


def fitted(lessons: Sequence[Lesson]) -> Calibration:
    """The map that makes the answers likeliest."""
    if not lessons:
        return UNTAUGHT
    said, same = np.array(sorted(lessons), np.float64).T
    own = np.linspace(1 - SURE, SURE, 19)
    bits = np.concatenate([said, log_odds(own)])
    right = np.concatenate([same, own])
    mass = np.append(np.ones(len(said)), np.full(len(own), PRIOR_ANSWERS / len(own)))
    shift, slope = _likeliest(bits, right, mass, (0.0, 1.0), 2)
    if slope < LEAST_SLOPE:
        shift, slope = _likeliest(bits, right, mass, (0.0, LEAST_SLOPE), 1)
    return Calibration(
        shift,
        slope,
        float(bits.min()),
        float(bits.max()),
        len(said),
        float(probability(said).mean()),
        float(same.mean()),
    )


def _likeliest(
    bits: Floats, right: Floats, mass: Floats, start: tuple[float, float], free: int
) -> tuple[float, float]:
    """Shift and slope, of which the first `free` may move: Newton's steps down a convex loss, each halved
    until it goes down."""
    design = np.stack([np.ones(len(bits)), bits], axis=1) * np.log(2)
    point = np.array(start)

    def loss(point: Floats) -> float:
        margin = design @ point
        return float(mass @ (np.logaddexp(0, margin) - right * margin))

    for _ in range(_STEPS):
        share = probability(design @ point / np.log(2))
        slopes = design.T @ (mass * (share - right))
        curves = (design * (mass * share * (1 - share))[:, None]).T @ design
        step = np.zeros(2)
        step[:free] = np.linalg.solve(curves[:free, :free] + 1e-9 * np.eye(free), slopes[:free])
        while loss(point - step) > loss(point) and np.abs(step).max() > 1e-12:
            step /= 2
        point = point - step
    return float(point[0]), float(point[1])

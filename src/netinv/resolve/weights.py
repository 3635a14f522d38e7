"""What each level of a surrounding is worth: learnt from mentions whose number tells whom they mean."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from netinv.resolve.candidates import Candidates
from netinv.resolve.evidence import FIELDS, OWN, Evidence, Index, lines
from netinv.resolve.odds import rounded
from netinv.resolve.people import People
from netinv.resolve.standing import Standing
from netinv.resolve.surroundings import CIRCLES

PRIOR: dict[str, tuple[tuple[float, ...], tuple[float, ...]]] = {
    "shared": ((0.45, 0.05, 0.15, 0.15, 0.1, 0.1), (0.93, 0.03, 0.02, 0.01, 0.005, 0.005)),
    "second": ((0.4, 0.1, 0.15, 0.15, 0.1, 0.1), (0.8, 0.08, 0.06, 0.04, 0.01, 0.01)),
    "role": ((0.5, 0.5), (0.7, 0.3)),
    "town": ((0.4, 0.05, 0.55), (0.4, 0.4, 0.2)),
    "unit": ((0.8, 0.01, 0.19), (0.8, 0.19, 0.01)),
    "scene": ((0.4, 0.1, 0.5), (0.4, 0.45, 0.15)),
    "phone": ((0.6, 0.05, 0.35), (0.7, 0.299, 0.001)),
    "account": ((0.6, 0.05, 0.35), (0.7, 0.299, 0.001)),
    "age": ((0.3, 0.01, 0.05, 0.64), (0.3, 0.1, 0.1, 0.5)),
    "near": ((0.5, 0.15, 0.1, 0.25), (0.5, 0.3, 0.1, 0.1)),
    "gang": ((0.9, 0.02, 0.08), (0.9, 0.0995, 0.0005)),
    "office": ((0.74, 0.01, 0.05, 0.1, 0.05, 0.05), (0.7, 0.15, 0.1, 0.03, 0.01, 0.01)),
}
"""Shares of the levels with the right cluster and with another of that name, held before the data speak."""

PRIOR_MENTIONS = 20.0
"""How many mentions that is worth."""

GRADED = ("shared", "second")
"""Fields of which a higher level can only say more."""

ABSENT = ("town", "unit", "scene", "phone", "account", "age", "near", "gang")
"""Fields whose level 0 means that one side does not say."""

CAP = 7.0
"""Bits one kind of surroundings may weigh at most."""

PULL = 5.0
"""How many mentions the weights counted field by field are worth against those fitted together."""
STEPS = 12


class Levels(NamedTuple):
    """Levels of pairs of a group and a cluster, shape (pairs, fields), and the circle of each cluster."""

    level: NDArray[np.int8]
    circle: NDArray[np.int8]

    def where(self, chosen: NDArray[np.bool_]) -> "Levels":
        """Some of the pairs."""
        return Levels(self.level[chosen], self.circle[chosen])

    def cells(self, field: str) -> Index:
        """Which cell of the field's table of weights each pair stands in."""
        level = self.level[:, list(FIELDS).index(field)].astype(np.int64)
        return self.circle * FIELDS[field] + level if field in GRADED else level


class Weights:
    """Bits by field and level; of `GRADED` fields by the circle of the cluster, too: with somebody who knows
    many, everybody shares somebody."""

    def __init__(self, bits: dict[str, NDArray[np.float64]]) -> None:
        """`bits`: by field a number for each level; of `GRADED` ones circle after circle."""
        self._bits = bits

    def of(self, field: str, levels: Levels) -> NDArray[np.float64]:
        """What the levels of one field weigh."""
        return self._bits[field][levels.cells(field)]

    def one(self, field: str, level: int, circle: int) -> float:
        """What one level weighs."""
        return float(self._bits[field][circle * FIELDS[field] + level if field in GRADED else level])

    def differing(self, field: str) -> float:
        """How much a value that differs weighs against none."""
        return float(self._bits[field][1] - self._bits[field][0])


def learn(
    people: People,
    register: NDArray[np.bool_],
    standing: Standing,
    candidates: Candidates,
    evidence: Evidence,
) -> Weights:
    """Weights of each level, from mentions whose own number tells whom they mean: how often it is seen with
    the right cluster, and how often with others of that name.
    """
    size = np.bincount(standing.label, minlength=len(people))
    labelled = np.flatnonzero(people.whole & ~register & (size[standing.label] > 1))
    wrong, other = candidates.same_name(labelled)
    # Right ones all have a number, so that their age is known: the wrong ones are to be like them
    apart = (other != standing.label[labelled[wrong]]) & standing.numbered[other]
    groups = lines(labelled, len(people))

    def compared(group: Index, cluster: Index, own: bool) -> Levels:
        found = Levels(evidence.levels(groups, group, cluster, own), evidence.circle[cluster])
        # Who shares a telephone or an account is one before anybody is placed: those are not asked here
        columns = [column for column, field in enumerate(FIELDS) if field in OWN]
        return found.where(~(found.level[:, columns] == 2).any(axis=1))

    seen = compared(np.arange(len(labelled)), standing.label[labelled], own=True)
    chance = compared(wrong[apart], other[apart], own=False)
    return weights_of(seen, chance)


def weights_of(seen: Levels, chance: Levels) -> Weights:
    """Weights of levels `seen` with the right cluster and, by `chance`, with others of that name."""
    fitted = _fitted({field: _counted(field, seen, chance) for field in FIELDS}, seen, chance)
    return Weights({field: rounded(bits) for field, bits in fitted.items()})


def _counted(field: str, seen: Levels, chance: Levels) -> NDArray[np.float64]:
    """Bits of a field's levels, each field by itself."""
    tables = len(CIRCLES) + 1 if field in GRADED else 1

    def share(levels: Levels, prior: tuple[float, ...]) -> NDArray[np.float64]:
        counts = np.bincount(levels.cells(field), minlength=tables * FIELDS[field]).reshape(tables, -1)
        times = counts + PRIOR_MENTIONS * np.array(prior)
        return np.asarray(times / times.sum(axis=1, keepdims=True))

    right, wrong = (share(*each) for each in zip((seen, chance), PRIOR[field], strict=True))
    bits = np.clip(np.log2(right) - np.log2(wrong), -CAP, CAP)
    if field in ABSENT:
        bits[:, 0] = 0.0
    if field in GRADED:
        bits = np.maximum.accumulate(bits, axis=1)
    return np.asarray(bits.ravel())


def _fitted(
    counted: dict[str, NDArray[np.float64]], seen: Levels, chance: Levels
) -> dict[str, NDArray[np.float64]]:
    """The weights corrected for what the fields have in common, by logistic regression.

    Who shares an acquaintance shares the town, too: counted one by one both would be counted twice. Right
    and wrong claims weigh the same, so that the sum of the weights stays the likelihood ratio. Drawn
    towards the weights counted field by field where the data show little.
    """
    n, m = len(seen.level), len(chance.level)
    if not n or not m:
        return counted
    offset = np.cumsum([0, *(len(bits) for bits in counted.values())])
    cells = [np.stack([side.cells(field) for field in counted], axis=1) for side in (seen, chance)]
    levels = np.concatenate(cells) + offset[:-1]
    right = np.arange(n + m) < n
    patterns, inverse = np.unique(levels, axis=0, return_inverse=True)
    mass = np.stack(
        [
            np.bincount(
                inverse.ravel(), weights=(right == side) / (right == side).sum(), minlength=len(patterns)
            )
            for side in (True, False)
        ]
    ) * min(n, m)
    start = np.concatenate(list(counted.values())) * np.log(2)
    design = np.zeros((len(patterns), len(start)))
    np.put_along_axis(design, patterns, 1.0, axis=1)
    bits = start.copy()
    for _ in range(STEPS):
        share = 1 / (1 + np.exp(-design @ bits))
        gradient = design.T @ (mass[0] - mass.sum(axis=0) * share) - PULL * (bits - start)
        curvature = (design * (mass.sum(axis=0) * share * (1 - share))[:, None]).T @ design
        bits += np.linalg.solve(curvature + PULL * np.eye(len(bits)), gradient)
    bits /= np.log(2)
    return {field: bits[a:b] for field, a, b in zip(counted, offset, offset[1:], strict=False)}

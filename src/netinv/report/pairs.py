"""Two sides of a comparison, and what speaks for and against their being one."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from netinv.model.review import Side
from netinv.model.views import ComparisonView, Fact

TOLD = 3
"""Comparisons that tell a pair in a line."""


class Row(NamedTuple):
    """A field that either side states; `agree`: some value stands on both sides, None where one is silent."""

    field: str
    left: list[Fact]
    right: list[Fact]
    agree: bool | None


def fields(left: Side, right: Side) -> list[Row]:
    """All that either side states, field by field."""
    stated: list[dict[str, list[Fact]]] = [{}, {}]
    for held, side in zip(stated, (left, right), strict=True):
        for fact in side.facts:
            held.setdefault(fact.column, []).append(fact)
    rows = []
    for field in dict.fromkeys([*stated[0], *stated[1]]):
        one, other = stated[0].get(field, []), stated[1].get(field, [])
        shared = {fact.value for fact in one} & {fact.value for fact in other}
        rows.append(Row(field, one, other, bool(shared) if one and other else None))
    return rows


def telling(comparisons: Sequence[ComparisonView]) -> list[ComparisonView]:
    """The comparisons that weigh most, whichever way."""
    weighty = [c for c in comparisons if abs(c.weight) >= 0.05 and c.field != "answers"]
    return sorted(weighty, key=lambda c: (-abs(c.weight), c.field))[:TOLD]


def beginning(probability: float | None, comparisons: Sequence[ComparisonView]) -> float | None:
    """What the comparisons add to, in bits: how likely a match was before, and who else competes.

    None where the probability is 0 or 1 to a computer, or not known.
    """
    if probability is None or not 0 < probability < 1:
        return None
    return math.log2(probability / (1 - probability)) - sum(c.weight for c in comparisons)

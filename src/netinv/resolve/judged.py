"""What people decided, ready for clustering: pairs that must be one and pairs that must never be.

The last judgement on a pair counts; among pairs the order in which people answered has no say. A *different*
always holds. A *same* holds unless a *different* or what the records state speaks against it; a forced one
yields to a *different* only. *Unsure* decides nothing: it keeps a pair from being asked again.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from netinv.ledger.types import Judgement

BY_HAND = 99.0
"""Bits of a person's *same*."""


class Same(NamedTuple):
    """Two mentions, by index, that a person holds to be one."""

    left: int
    right: int
    reason: str
    forced: bool


class Decided(NamedTuple):
    """Judgements on mentions that are there, by index."""

    same: list[Same]
    """In the order in which they are obeyed: those that the records allow first, each kind by its keys."""
    different: list[tuple[int, int]]


def decided(judgements: Iterable[Judgement], position: Mapping[str, int]) -> Decided:
    """Judgements by the positions of their mentions; one whose mention was withdrawn has no effect."""
    same, different = [], []
    for each in sorted(judgements, key=lambda j: (j.left_key, j.right_key)):
        left, right = position.get(each.left_key), position.get(each.right_key)
        if left is None or right is None:
            continue
        if each.verdict == "same":
            same.append(Same(left, right, each.reason, each.forced))
        elif each.verdict == "different":
            different.append((left, right))
    same.sort(key=lambda each: each.forced)  # stable: by keys within each kind
    return Decided(same, different)

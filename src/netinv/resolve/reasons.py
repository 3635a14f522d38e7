"""Why a pair was joined, told when somebody asks: every comparison with both values and its weight."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import repeat

import numpy as np

from netinv.resolve.addresses import Addresses
from netinv.resolve.clusters import Merge, Reason
from netinv.resolve.columns import Coded
from netinv.resolve.comparisons import LEVELS, Comparisons
from netinv.resolve.fellegi_sunter import PairModel
from netinv.resolve.odds import CLOSEST
from netinv.resolve.people import People
from netinv.resolve.result import Comparison, Joined

COLUMN = {"phone": "phones", "alias": "aliases", "address": "addresses"}
"""Columns of `People` that are not called like the field that compares them."""

_AT_ONCE = 1 << 15
"""Merges explained together: bounds the memory."""


def joins_of(comparisons: Comparisons, model: PairModel, merges: Sequence[Merge]) -> Iterator[Joined]:
    """Accepted merges, with their reasons."""
    key = comparisons.people.key
    told = zip(merges, explain(comparisons, model, merges), _learnt(comparisons, model, merges), strict=True)
    for m, reasons, bits in told:
        reasons = (*reasons, *learnt_reason(bits))
        probability = 1 / (1 + 2.0 ** -min(m.odds, CLOSEST))
        yield Joined(key[m.left], key[m.right], probability, tuple(map(Comparison._make, reasons)))


def learnt_reason(bits: float) -> tuple[Reason, ...]:
    """What people's answers changed of a probability, as a line of its own where it is anything."""
    return (("answers", "", "", "learnt", bits),) if bits else ()


def _learnt(comparisons: Comparisons, model: PairModel, merges: Sequence[Merge]) -> Iterator[float]:
    """What people's answers changed of each merge that the model of pairs joined; a placing tells itself."""
    if not model.answers.answers:
        yield from repeat(0.0, len(merges))
        return
    for start in range(0, len(merges), _AT_ONCE):
        some = merges[start : start + _AT_ONCE]
        pairs = np.array([(m.left, m.right) for m in some], np.int64)
        alone = model.score(comparisons.people, pairs, comparisons.levels(pairs))
        weighed = np.array([m.why is None for m in some])
        yield from np.where(weighed, model.answers.odds(alone) - alone, 0.0).tolist()


def explain(
    comparisons: Comparisons, model: PairModel, merges: Sequence[Merge]
) -> Iterator[tuple[Reason, ...]]:
    """Every comparison of each merge that says something, with both values."""
    for start in range(0, len(merges), _AT_ONCE):
        yield from _explained(comparisons, model, merges[start : start + _AT_ONCE])


def _explained(
    comparisons: Comparisons, model: PairModel, merges: Sequence[Merge]
) -> Iterator[tuple[Reason, ...]]:
    asked = np.array([(m.left, m.right) for m in merges if m.why is None], np.int64).reshape(-1, 2)
    people, found = comparisons.people, comparisons.levels(asked)
    told = zip(found.tolist(), model.rarity_of(people, asked, found).tolist(), strict=True)
    for merge in merges:
        if merge.why is None:
            yield why(people, model.weights, *next(told), merge.left, merge.right)
        else:
            yield merge.why


def why(
    people: People,
    weights: Mapping[str, Sequence[float]],
    levels: Sequence[int],
    rarity: float,
    i: int,
    j: int,
) -> tuple[Reason, ...]:
    """Every comparison of two mentions that says something. How rare the name is counts with the name."""
    result: list[Reason] = []
    for (field, names), level in zip(LEVELS.items(), levels, strict=True):
        if level:
            column: Coded[Hashable] | Addresses = getattr(people, COLUMN.get(field, field))
            left, right = _text(column[i]), _text(column[j])
            weight = weights[field][level] + (rarity if field == "name" else 0.0)
            result.append((field, left, right, names[level], weight))
    return tuple(result)


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(_text(part) for part in value if part)
    return str(value)

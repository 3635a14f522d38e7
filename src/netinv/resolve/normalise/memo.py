"""The array form of every normaliser: each distinct value is normalised once."""

from collections.abc import Callable, Hashable, Iterable
from functools import cache
from typing import Any, TypeVar

from netinv.model.shipped import shipped

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


def each(function: Callable[[K], V], values: Iterable[K]) -> list[V]:
    """`function` of every value, in order; called once for each distinct value.

    A column of a register repeats a few thousand values some hundred thousand times, so this is the way to
    normalise columns: ``each(clean_name, rows.columns["name"])``.
    """
    values = values if isinstance(values, list) else list(values)
    known = {value: function(value) for value in dict.fromkeys(values)}
    return list(map(known.__getitem__, values))


@cache
def table(name: str) -> Any:
    """The YAML table `name` of this package, read once in the life of the process."""
    return shipped("netinv.resolve.normalise", f"{name}.yaml")

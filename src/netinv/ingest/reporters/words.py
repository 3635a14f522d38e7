"""The words of `words.yaml` as patterns over folded text."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from netinv.ingest.reporters.fold import fold
from netinv.model.shipped import shipped


@cache
def words() -> dict[str, Any]:
    """The file as it is written."""
    data: dict[str, Any] = shipped("netinv.ingest.reporters", "words.yaml")
    return data


def listed(name: str) -> list[str]:
    """One list of words, folded."""
    return [fold(str(word)) for word in words()[name]]


def any_of(*lists: Iterable[str]) -> str:
    """A pattern for any word of the lists, the longest first."""
    every = {word for part in lists for word in part}
    return "(?:" + "|".join(re.escape(word) for word in sorted(every, key=lambda w: (-len(w), w))) + ")"


@cache
def anonymous() -> frozenset[str]:
    """Words in a reporter's name column that name nobody."""
    return frozenset(listed("anonymous"))


@cache
def nobody() -> frozenset[str]:
    """Words beside a reporter's name or number that name nobody either: `匿名`, `儿子`, `村民`."""
    return anonymous() | {
        word for name in ("own", "other", "described", "roles", "number") for word in listed(name)
    }

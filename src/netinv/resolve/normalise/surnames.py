"""Surnames and given-name characters: what may begin a Chinese name and what is common in it."""

from netinv.resolve.normalise.memo import table

_TABLE: dict[str, str] = table("surnames")


def _characters(key: str) -> frozenset[str]:
    return frozenset("".join(_TABLE[key].split()))


COMMON = _characters("common")
"""The hundred or so surnames that most people bear."""

SINGLE = COMMON | _characters("rarer")
"""Surnames of one character."""

COMPOUND = frozenset(_TABLE["compound"].split())
"""Surnames of two and more characters."""

DOUBTFUL_COMPOUND = frozenset(_TABLE["doubtful"].split())
"""Compounds that in a name of three characters are more often a single surname and a given name (贺兰英)."""

VARIANTS = tuple(_TABLE["variants"].split())
"""Pairs that clerks write for one another: 肖 and 萧, 付 and 傅."""

GIVEN = _characters("given")
"""Characters common in given names."""

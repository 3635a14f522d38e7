"""Sentences that go by number: "1 call", "3 calls"."""

import re
from collections.abc import Mapping

_PLACE = re.compile(r"\{(\w+)\|([^|}]*)\|([^|}]*)\}")


def by_number(sentence: str, filled: Mapping[str, object]) -> str:
    """Every `{n|time|times}` of a sentence as its first word where `n` is filled in with 1, else the second.

    Other places, `{n}`, stay for whoever fills them in. KeyError where nothing is said of `n`.
    """
    return _PLACE.sub(lambda place: place[2 if str(filled[place[1]]) == "1" else 3], sentence)

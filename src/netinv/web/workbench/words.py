"""What the workbench says, in both languages: a catalogue of its own, which the page gets whole."""

import re
from collections.abc import Mapping
from functools import cache

from netinv.model.alerts import Text
from netinv.model.shipped import shipped

_PLACE = re.compile(r"\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}")


@cache
def catalogue() -> Mapping[str, Text]:
    """Key -> both languages, from `words.yaml`; `{n}` stands for what is filled in, and
    `{n|node|nodes}` for the first word where that is 1, else for the second; `say.mjs` fills in alike."""
    raw = shipped("netinv.web.workbench", "words.yaml")
    return {key: Text(**value) for key, value in raw.items()}


def spoken(key: str, lang: str, **parameters: object) -> str:
    """A word or sentence in one language, as text."""

    def fill(place: re.Match[str]) -> str:
        value = str(parameters[place[1]])
        return value if place[2] is None else place[2 if value == "1" else 3]

    return _PLACE.sub(fill, str(getattr(catalogue()[key], lang)))

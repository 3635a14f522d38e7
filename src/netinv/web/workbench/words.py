"""What the workbench says, in both languages: a catalogue of its own, which the page gets whole."""

from collections.abc import Mapping
from functools import cache

from netinv.model.alerts import Text
from netinv.model.shipped import shipped
from netinv.model.wording import by_number


@cache
def catalogue() -> Mapping[str, Text]:
    """Key -> both languages, from `words.yaml`; `{n}` stands for what is filled in, and
    `{n|node|nodes}` for the first word where that is 1, else for the second; `say.mjs` fills in alike."""
    raw = shipped("netinv.web.workbench", "words.yaml")
    return {key: Text(**value) for key, value in raw.items()}


def spoken(key: str, lang: str, **parameters: object) -> str:
    """A word or sentence in one language, as text."""
    return by_number(getattr(catalogue()[key], lang), parameters).format(**parameters)

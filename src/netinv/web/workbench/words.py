"""What the workbench says, in both languages: a catalogue of its own, which the page gets whole."""

from collections.abc import Mapping
from functools import cache

from netinv.model.alerts import Text
from netinv.model.shipped import shipped


@cache
def catalogue() -> Mapping[str, Text]:
    """Key -> both languages, from `words.yaml`; `{n}` stands for what is filled in."""
    raw = shipped("netinv.web.workbench", "words.yaml")
    return {key: Text(**value) for key, value in raw.items()}


def spoken(key: str, lang: str, **parameters: object) -> str:
    """A word or sentence in one language, as text."""
    return str(getattr(catalogue()[key], lang)).format(**parameters)

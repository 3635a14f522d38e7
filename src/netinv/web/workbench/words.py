"""What the workbench says, in both languages: a catalogue of its own, which the page gets whole."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from netinv.model.alerts import Text


@cache
def catalogue() -> Mapping[str, Text]:
    """Key -> both languages, from `words.yaml`; `{n}` stands for what is filled in."""
    raw = yaml.safe_load((files("netinv.web.workbench") / "words.yaml").read_text(encoding="utf-8"))
    return {key: Text(**value) for key, value in raw.items()}


def spoken(key: str, lang: str, **parameters: object) -> str:
    """A word or sentence in one language, as text."""
    return str(getattr(catalogue()[key], lang)).format(**parameters)

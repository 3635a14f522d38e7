"""The innocent reading of every kind of relation: what such a link most often means."""

from collections.abc import Mapping
from functools import cache
from importlib import resources

import yaml

from netinv.model.alerts import Text


@cache
def readings() -> Mapping[str, Text]:
    """Relation kind -> its innocent reading, for every kind of the ontology."""
    raw = yaml.safe_load((resources.files("netinv.model") / "readings.yaml").read_text(encoding="utf-8"))
    return {kind: Text(**text) for kind, text in raw.items()}

"""The innocent reading of every kind of relation: what such a link most often means."""

from collections.abc import Mapping
from functools import cache

from netinv.model.alerts import Text
from netinv.model.shipped import shipped


@cache
def readings() -> Mapping[str, Text]:
    """Relation kind -> its innocent reading, for every kind of the ontology."""
    raw = shipped("netinv.model", "readings.yaml")
    return {kind: Text(**text) for kind, text in raw.items()}

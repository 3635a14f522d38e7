"""Ids of nodes and relations: opaque, derived from natural keys, equal in every store and rebuild.

Persons and organisations bring the id of their entity (`model.keys.entity_id`). Everything else hashes its
natural key, so that no telephone number or address stands in an address bar or a log.
"""

import re
import unicodedata

from netinv.model.keys import SEPARATOR, digest
from netinv.model.ontology import ontology

_SEPARATORS = re.compile(r"[\s\-–—()（）.]+")
_COUNTRY = re.compile(r"^(\+|00)?86(?=1[3-9]\d{9}$)")


def node_id(kind: str, *key: str) -> str:
    """Id of the node of a kind with a natural key, e.g. `node_id("gang", "TH0001")`. 13 ASCII characters."""
    return ontology().entities[kind].initial + digest(SEPARATOR.join((kind, *key)), 12)


def relation_id(kind: str, source: str, target: str, role: str) -> str:
    """Id of the one relation of a kind and role between two nodes. 15 ASCII characters."""
    return "R" + digest(SEPARATOR.join((kind, source, target, role)), 14)


def plain(text: str) -> str:
    """Compatibility forms and case folded (`Ａ` is `a`), spaces trimmed."""
    if text.isascii():
        return text.strip().lower()
    return unicodedata.normalize("NFKC", text).strip().casefold()


def number_key(text: str) -> str:
    """A telephone, account, ID or plate number without separators and the country code of China."""
    compact = _SEPARATORS.sub("", plain(text))
    return _COUNTRY.sub("", compact)

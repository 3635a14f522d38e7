"""Ids of nodes and relations: opaque, derived from natural keys, equal in every store and rebuild.

Persons and organisations bring the id of their entity (`model.keys.entity_id`). Everything else hashes its
natural key, so that no telephone number or address stands in an address bar or a log.
"""

import hashlib
import re
from functools import lru_cache

from netinv.model.keys import SEPARATOR, digest
from netinv.model.ontology import ontology
from netinv.resolve.normalise.phones import clean_phone
from netinv.resolve.normalise.script import folded

_SEPARATORS = re.compile(r"[\s\-–—()（）.·•]+")
_PHONE = re.compile(r"(?:\+|00)?[\d\s\-()（）]{7,}")


@lru_cache(maxsize=1 << 16)
def node_id(kind: str, *key: str) -> str:
    """Id of the node of a kind with a natural key, e.g. `node_id("gang", "TH0001")`. 13 ASCII characters."""
    return ontology().entities[kind].initial + digest(SEPARATOR.join((kind, *key)), 12)


def relation_id(kind: str, source: str, target: str, role: str) -> str:
    """Id of the one relation of a kind and role between two nodes. 17 ASCII characters."""
    # 64 bits in hexadecimal: many times faster than base 32, and there are many relations
    text = f"{kind}{SEPARATOR}{source}{SEPARATOR}{target}{SEPARATOR}{role}"
    return "R" + hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


@lru_cache(maxsize=1 << 16)
def number_key(text: str) -> str:
    """An account, ID, case or plate number as compared: folded, small letters, no separators."""
    return _SEPARATORS.sub("", folded(text)).casefold()


@lru_cache(maxsize=1 << 16)
def phone_key(text: str) -> str:
    """A telephone number as national digits; "" where it is none or masked."""
    digits = clean_phone(text)
    return "" if "*" in digits else digits


def looks_like_phone(text: str) -> bool:
    """Whether a text is a telephone number written in groups or with the country code."""
    return _PHONE.fullmatch(text.strip()) is not None

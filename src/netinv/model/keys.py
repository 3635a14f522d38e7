"""Stable names: of a mention, of an entity, of an alert.

An entity has no name of its own that could drift: its id is the id of its smallest mention. So the id of
every mention that ever led a cluster still finds the cluster that now holds it, and no alias table is needed.
"""

import hashlib
from collections.abc import Iterable, Iterator

SEPARATOR = "\x1f"

BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_PAIRS = [a + b for a in BASE32 for b in BASE32]


def mention_key(origin: str, table: str, record_id: str, ref: str, kind: str) -> str:
    """Key of one mention. `ref` is the reference prefix, "" for the row itself; `kind` person or
    organization."""
    return SEPARATOR.join((origin, table, record_id, ref, kind))


def mention_keys(
    origins: Iterable[str], table: str, record_ids: Iterable[str], ref: str, kind: str
) -> Iterator[str]:
    """`mention_key` of many rows of one table, for the same reference and kind."""
    middle, tail = f"{SEPARATOR}{table}{SEPARATOR}", f"{SEPARATOR}{ref}{SEPARATOR}{kind}"
    return (
        f"{origin}{middle}{record_id}{tail}" for origin, record_id in zip(origins, record_ids, strict=True)
    )


def record_of(key: str) -> tuple[str, str, str]:
    """(origin, table, record_id) of the record in which a mention stands."""
    origin, table, record_id, _, _ = key.split(SEPARATOR)
    return origin, table, record_id


def entity_id(key: str) -> str:
    """Id that a mention lends to its cluster if it is its smallest: `P…` a person, `O…` an organisation.

    60 bits of BLAKE2b: among ten million mentions the chance of any collision is below 1 in 20,000.
    """
    initial = "O" if key.endswith(SEPARATOR + "organization") else "P"
    return initial + digest(key, 12)


def alert_id(official: str, gang_id: str) -> str:
    """Id of the alert on one (official, gang) pair, from the official's entity id when first raised."""
    return "A" + digest(official + SEPARATOR + gang_id, 12)


def digest(text: str, length: int) -> str:
    """`length` characters, twelve at most, of base32 (5 bits each) of the BLAKE2b hash of a text."""
    bits = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=20).digest()[:8], "big")
    # of the first 64 bits two characters at a time, written out: it is done for every entity
    return (
        _PAIRS[bits >> 54]
        + _PAIRS[bits >> 44 & 1023]
        + _PAIRS[bits >> 34 & 1023]
        + _PAIRS[bits >> 24 & 1023]
        + _PAIRS[bits >> 14 & 1023]
        + _PAIRS[bits >> 4 & 1023]
    )[:length]

"""Ids of many entities at once."""

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from netinv.model.keys import BASE32, SEPARATOR

_LETTERS = np.array(list(map(ord, BASE32)), np.uint32)
_LENGTH = 13


def entity_ids(keys: Sequence[str]) -> list[str]:
    """`entity_id` of each key."""
    hashes = b"".join([blake2b(key.encode(), digest_size=20).digest()[:8] for key in keys])
    bits = np.frombuffer(hashes, ">u8").astype(np.uint64)
    text = np.empty((len(keys), _LENGTH), np.uint32)
    text[:, 0] = [ord("O" if key.endswith(SEPARATOR + "organization") else "P") for key in keys]
    for place in range(1, _LENGTH):
        text[:, place] = _LETTERS[bits >> np.uint64(64 - 5 * place) & np.uint64(31)]
    ids: list[str] = text.view(f"U{_LENGTH}").ravel().tolist()
    return ids

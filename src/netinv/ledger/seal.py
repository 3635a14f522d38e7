"""The keyed hashes over canonical text."""

import hmac
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b, sha256
from itertools import islice

from netinv.ledger.keyring import Keyring
from netinv.model.canonical import canonical

DIGEST_BYTES = 32
CONTENT_KEY_BYTES = 16
_GROUP = 1000


class Seal:
    """The hashes of one workspace, each under a key of its own.

    HMAC-SHA256 for the links of the chain; keyed BLAKE2b, three times as fast, for what is hashed per row.
    """

    def __init__(self, keyring: Keyring, workspace_id: str) -> None:
        self._payload = keyring.subkey(workspace_id, "ledger/payload")
        self._content = keyring.subkey(workspace_id, "ledger/content")
        self._chain = keyring.subkey(workspace_id, "ledger/chain")
        self._check = keyring.subkey(workspace_id, "ledger/check")

    def digest(self, salt: bytes, text: str) -> bytes:
        """What stays of a text in the chain. Once the salt is gone, no guess can be tested against it."""
        return blake2b(salt + text.encode(), key=self._payload, digest_size=DIGEST_BYTES).digest()

    def content_key(self, text: str) -> bytes:
        """Equal for equal text: tells a row read again from a changed one."""
        return blake2b(text.encode(), key=self._content, digest_size=CONTENT_KEY_BYTES).digest()

    def link(self, *fields: object) -> bytes:
        """Hash of one link of the chain."""
        return keyed_line(self._chain, fields)

    def manifest(self, rows: Iterable[tuple[object, ...]]) -> bytes:
        """Hash over many rows in order."""
        running, each = sha256(), iter(rows)
        while group := list(islice(each, _GROUP)):  # one call of the encoder for many rows
            running.update(canonical(group).encode())
        return hmac.digest(self._chain, running.digest(), "sha256")

    def check(self) -> str:
        """A word that only this key gives: tells the right key from another workspace's."""
        return hmac.digest(self._check, b"netinv", "sha256").hex()


def quarantine_text(value: str, cells: str | None) -> str:
    """The text over which something quarantined is hashed; `cells` is canonical, or None."""
    return value if cells is None else canonical([value, cells])


def keyed_line(key: bytes, fields: Iterable[object]) -> bytes:
    """Keyed hash over the fields of one row."""
    return hmac.digest(key, canonical(list(fields)).encode(), "sha256")


def mention_text(rows: Iterable[tuple[object, ...]]) -> str:
    """The text over which the mentions of one version are hashed; rows as the mention table has them."""
    return f"[{','.join([_mention(row[1:]) for row in rows])}]"


@lru_cache(maxsize=1 << 14)
def _mention(row: tuple[object, ...]) -> str:
    """One mention; those of calls, which are most of all, name the same numbers over and over."""
    return canonical(row)

"""Canonical text and the keyed hashes over it."""

import hashlib
import hmac
import json
from collections.abc import Iterable

from netinv.ledger.keyring import Keyring

canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
"""JSON with sorted keys and no blanks: equal content, equal text."""

CONTENT_KEY_BYTES = 16


class Seal:
    """The hashes of one workspace, each under a key of its own (HMAC-SHA256)."""

    def __init__(self, keyring: Keyring, workspace_id: str) -> None:
        self._payload = keyring.subkey(workspace_id, "ledger/payload")
        self._content = keyring.subkey(workspace_id, "ledger/content")
        self._chain = keyring.subkey(workspace_id, "ledger/chain")
        self._check = keyring.subkey(workspace_id, "ledger/check")

    def digest(self, salt: bytes, text: str) -> bytes:
        """What stays in the chain's reach of a text. Once the salt is gone, no guess can be tested against it."""
        return hmac.digest(self._payload, salt + text.encode(), "sha256")

    def content_key(self, text: str) -> bytes:
        """Equal for equal text: tells a row read again from a changed one."""
        return hmac.digest(self._content, text.encode(), "sha256")[:CONTENT_KEY_BYTES]

    def link(self, *fields: object) -> bytes:
        """Hash of one link of the chain."""
        return keyed_line(self._chain, fields)

    def manifest(self, rows: Iterable[tuple[object, ...]]) -> bytes:
        """Hash over many rows in order."""
        running = hashlib.sha256()
        for row in rows:
            running.update(_line(row))
        return hmac.digest(self._chain, running.digest(), "sha256")

    def check(self) -> str:
        """A word that only this key gives: tells the right key from another workspace's."""
        return hmac.digest(self._check, b"netinv", "sha256").hex()


def keyed_line(key: bytes, fields: Iterable[object]) -> bytes:
    """Keyed hash over the fields of one row."""
    return hmac.digest(key, _line(fields), "sha256")


def _line(fields: Iterable[object]) -> bytes:
    plain = [field.hex() if isinstance(field, bytes) else field for field in fields]
    return canonical(plain).encode() + b"\n"

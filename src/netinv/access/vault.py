"""The reporter vault: what identifies a reporter, encrypted, and a pseudonym to go in its place.

`vault.db` holds ciphertext only. The pseudonym is a keyed hash, so equal reporters link, and without the key,
which lies outside the workspace, nobody can find a reporter by trying out names or numbers.
"""

import base64
import hmac
import json
import os
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Engine

from netinv.access.audit import Audit
from netinv.access.viewer import Viewer
from netinv.ledger.clock import Clock, iso_utc, utc_now
from netinv.ledger.database import insert, open_engine, reading, scan, select, writing
from netinv.ledger.keyring import Keyring
from netinv.ledger.migrations import Step, bring_forward
from netinv.model.errors import NotFoundError, UsageError

FILE = "vault.db"
TOKEN = re.compile(r"R-[A-Z2-7]{12}")
"""What a pseudonym looks like."""

_NONCE_BYTES = 12
_STEPS = (
    Step(
        "first",
        [
            """CREATE TABLE sealed (
                token TEXT PRIMARY KEY, kind TEXT NOT NULL, at TEXT NOT NULL,
                nonce BLOB NOT NULL, value BLOB NOT NULL
            ) WITHOUT ROWID""",
            """CREATE TRIGGER guard_sealed_update BEFORE UPDATE ON sealed
                BEGIN SELECT RAISE(ABORT, 'a sealed value is never changed'); END""",
        ],
    ),
)


class Vault:
    """The sealed values of one workspace."""

    def __init__(self, engine: Engine, cipher: AESGCM, token_key: bytes, clock: Clock) -> None:
        self._engine = engine
        self._cipher = cipher
        self._token_key = token_key
        self._clock = clock

    @classmethod
    def open(cls, folder: Path, keyring: Keyring, workspace_id: str, clock: Clock = utc_now) -> "Vault":
        """Open the vault of a workspace, or make it."""
        cipher = AESGCM(keyring.subkey(workspace_id, "vault/value"))
        vault = cls(open_engine(folder / FILE), cipher, keyring.subkey(workspace_id, "vault/token"), clock)
        bring_forward(vault._engine, _STEPS, clock)
        return vault

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def token(self, kind: str, value: str) -> str:
        """The pseudonym of a value, whether it is sealed or not. Equal values, however written, have one."""
        text = f"{kind}\x1f{normalised(kind, value)}".encode()
        digest = hmac.digest(self._token_key, text, "sha256")
        return "R-" + base64.b32encode(digest).decode()[:12]

    def seal(self, kind: str, value: str) -> str:
        """Seal one value (`kind`: name, phone, id_number …) and return its pseudonym. See `seal_many`."""
        return self.seal_many([(kind, value)])[0]

    def seal_many(self, items: Sequence[tuple[str, str]]) -> list[str]:
        """Seal many (kind, value) in one transaction, on disk when this returns. An empty value stays "".

        A pseudonym is no value: it is returned as it is, so that sealing twice does no harm.
        """
        tokens = [value if _nothing_to_seal(value) else self.token(kind, value) for kind, value in items]
        wanted = {
            token: item for token, item in zip(tokens, items, strict=True) if not _nothing_to_seal(item[1])
        }
        if wanted:
            self._keep(wanted)
        return tokens

    def unseal(self, token: str, viewer: Viewer, reason: str, audit: Audit) -> str:
        """The value behind a pseudonym, as first written. Needs a reason; audited before it is answered."""
        if not reason.strip():
            raise UsageError("启封举报人信息须说明理由 / unsealing a reporter needs a reason")
        audit.record(viewer, "unseal", token, reason)
        with reading(self._engine) as connection:
            found = select(connection, "SELECT kind, nonce, value FROM sealed WHERE token = ?", (token,))
        if not found:
            raise NotFoundError(f"没有密封信息 {token} / nothing is sealed as {token}")
        kind, nonce, value = found[0]
        return self._decrypt(token, kind, nonce, value)

    def verify(self) -> list[str]:
        """Problems, one sentence each: values that were changed, moved or sealed under another key."""
        problems = []
        with reading(self._engine) as connection:
            for token, kind, nonce, value in scan(connection, "SELECT token, kind, nonce, value FROM sealed"):
                try:
                    intact = self.token(kind, self._decrypt(token, kind, nonce, value)) == token
                except InvalidTag:
                    intact = False
                if not intact:
                    problems.append(f"密封信息 {token} 已损坏 / the sealed value {token} is damaged")
        return problems

    def _keep(self, wanted: dict[str, tuple[str, str]]) -> None:
        with writing(self._engine) as connection:
            sql = "SELECT token FROM sealed WHERE token IN (SELECT value FROM json_each(?))"
            known = {token for (token,) in select(connection, sql, (json.dumps(list(wanted)),))}
            at = iso_utc(self._clock())
            rows: list[tuple[object, ...]] = []
            for token in sorted(wanted.keys() - known):
                kind, value = wanted[token]
                nonce = os.urandom(_NONCE_BYTES)
                rows.append((token, kind, at, nonce, self._encrypt(token, kind, nonce, value)))
            insert(connection, "sealed", ("token", "kind", "at", "nonce", "value"), rows)

    def _encrypt(self, token: str, kind: str, nonce: bytes, value: str) -> bytes:
        return self._cipher.encrypt(nonce, value.encode(), _bound_to(token, kind))

    def _decrypt(self, token: str, kind: str, nonce: bytes, value: bytes) -> str:
        return self._cipher.decrypt(nonce, value, _bound_to(token, kind)).decode()


def normalised(kind: str, value: str) -> str:
    """The form in which two writings of one value are equal: widths, blanks, case; of a phone the digits."""
    text = value
    for _ in range(2):  # taking blanks away may bring marks together that form one character
        text = "".join(unicodedata.normalize("NFKC", text).split()).casefold()
    if kind != "phone":
        return text
    digits = re.sub(r"\D", "", text)
    return re.sub(r"^(?:00)?86(?=1\d{10}$)", "", digits) or text


def _nothing_to_seal(value: str) -> bool:
    return not value.strip() or TOKEN.fullmatch(value) is not None


def _bound_to(token: str, kind: str) -> bytes:
    """A ciphertext opens only where it belongs."""
    return f"{token}|{kind}".encode()

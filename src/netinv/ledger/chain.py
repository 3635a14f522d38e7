"""The chain of transactions: each holds the hash of everything it published and of the one before."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from netinv.ledger.database import scan, select
from netinv.ledger.seal import Seal
from netinv.ledger.types import Head
from netinv.model.canonical import canonical

GENESIS = b""

# what a later version of the schema added is marked in place, so that older rows keep their hash
_BATCH = {
    "batch": "SELECT batch_id, kind FROM batch WHERE batch_id = ?",
    "source": """SELECT source_id, file, table_name, origin, grade, legal_basis, approval_no, valid_until,
        digest, "rows" FROM source WHERE batch_id = ? ORDER BY source_id""",
    "version": """SELECT v.version_pk, r.record_pk, r.batch_id, r.table_name, r.origin, r.record_id,
        v.source_id, v."row", v.retracted, v.reason, v.digest, v.mention_digest
        FROM version v JOIN record r USING (record_pk) WHERE v.batch_id = ? ORDER BY v.version_pk""",
    "quarantine": """SELECT quarantine_pk, source_id, "row", "column", reason_zh, reason_en,
        level || CASE WHEN record_id <> '' THEN ' ' || record_id ELSE '' END, digest
        FROM quarantine WHERE batch_id = ? ORDER BY quarantine_pk""",
}
_DECIDED = {
    "expungement": "SELECT record_pk, reason FROM expungement WHERE seq = ? ORDER BY record_pk",
    "alert_expungement": "SELECT alert_pk FROM alert_expungement WHERE seq = ? ORDER BY alert_pk",
    # a forced verdict is marked in place, so that judgements older than the mark keep their hash
    "judgement": """SELECT judgement_id, left_key, right_key,
        verdict || CASE WHEN forced THEN ' forced' ELSE '' END, reason
        FROM judgement WHERE seq = ? ORDER BY judgement_id""",
    "revocation": "SELECT judgement_id FROM revocation WHERE seq = ? ORDER BY judgement_id",
    "model_version": "SELECT version, body FROM model_version WHERE seq = ? ORDER BY version",
    "alert": "SELECT alert_pk, alert_id, version, state, digest FROM alert WHERE seq = ? ORDER BY alert_pk",
}
DECIDED_TABLES = tuple(_DECIDED)


def batch_digest(connection: Connection, seal: Seal, batch_id: int) -> bytes:
    """Hash over all that one batch holds; the same before and after it is published."""
    return seal.manifest(_named(connection, _BATCH, batch_id))


def decided_digest(connection: Connection, seal: Seal, seq: int) -> bytes:
    """Hash over all decisions that stand in one transaction."""
    return seal.manifest(_named(connection, _DECIDED, seq))


def content_digest(batch: bytes | None, decided: bytes, seal: Seal) -> bytes:
    """Hash over everything that one transaction published."""
    return seal.link("content", batch, decided)


def head(connection: Connection, without: Sequence[str] = ()) -> Head:
    """The last link; the last whose kind is none of `without`."""
    marks = ", ".join("?" * len(without))
    where = f"WHERE kind NOT IN ({marks}) ORDER BY seq DESC LIMIT 1"
    rows = select(connection, f"SELECT seq, at, hash FROM ledger_transaction {where}", tuple(without))
    return Head(rows[0][0], rows[0][1], rows[0][2].hex()) if rows else Head(0, "", "")


def append(
    connection: Connection,
    seal: Seal,
    *,
    at: str,
    actor: str,
    kind: str,
    body: dict[str, Any],
    batch: bytes | None,
) -> Head:
    """Add the link that publishes what the caller's transaction has written under the next sequence number.

    Times never run backwards, even where the clock of the machine does: `as_of` by day relies on it.
    """
    last = head(connection)
    seq, at, previous, text = last.seq + 1, max(last.at, at), bytes.fromhex(last.hash), canonical(body)
    digest = content_digest(batch, decided_digest(connection, seal, seq), seal)
    link = seal.link(previous, seq, at, actor, kind, text, digest)
    connection.exec_driver_sql(
        "INSERT INTO ledger_transaction VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (seq, at, actor, kind, text, digest, previous, link),
    )
    return Head(seq, at, link.hex())


def _named(connection: Connection, queries: dict[str, str], key: int) -> Iterator[tuple[object, ...]]:
    for name, sql in queries.items():
        yield (name,)
        yield from scan(connection, sql, (key,))

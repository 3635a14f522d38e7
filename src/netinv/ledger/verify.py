"""Proof that the ledger is what was written: every hash recomputed, every row accounted for."""

import sqlite3
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from netinv.ledger import chain
from netinv.ledger.database import scan, select
from netinv.ledger.migrations import TABLE, Step
from netinv.ledger.schema import STEPS
from netinv.ledger.seal import Seal, mention_text, quarantine_text
from netinv.ledger.types import Head

LIMIT = 1000
"""Problems listed of one kind: a damaged file may have one in every row."""


def problems(connection: Connection, seal: Seal, exported: Sequence[Head] = ()) -> list[str]:
    """Everything that is not as it was written, one sentence each, Chinese then English."""
    checks = (
        _links(connection, seal),
        _heads(connection, exported),
        _contents(connection, seal),
        _strays(connection),
        _payloads(connection, seal),
        _alert_bodies(connection, seal),
        _quarantine(connection, seal),
        guards(connection, STEPS),
    )
    return [problem for check in checks for _, problem in zip(range(LIMIT), check, strict=False)]


def _links(connection: Connection, seal: Seal) -> Iterator[str]:
    """The chain itself: numbered without a gap, each link over the one before."""
    expected, previous, last_at = 1, chain.GENESIS, ""
    sql = "SELECT seq, at, actor, kind, body, digest, prev, hash FROM ledger_transaction ORDER BY seq"
    for seq, at, actor, kind, body, digest, prev, link in scan(connection, sql):
        if seq != expected:
            yield f"第 {expected} 号事务缺失 / transaction {expected} is missing"
        if prev != previous or link != seal.link(prev, seq, at, actor, kind, body, digest):
            yield f"第 {seq} 号事务与链不符 / transaction {seq} does not fit the chain"
        if at < last_at:
            yield f"第 {seq} 号事务的时间早于前一号 / transaction {seq} is dated before the one before it"
        expected, previous, last_at = seq + 1, link, at


def _heads(connection: Connection, exported: Sequence[Head]) -> Iterator[str]:
    """Heads kept elsewhere: what was cut off the end of the chain shows only here."""
    for head in exported:
        found = select(connection, "SELECT hash FROM ledger_transaction WHERE seq = ?", (head.seq,))
        if head.seq and (not found or found[0][0].hex() != head.hash):
            yield f"链上没有先前导出的第 {head.seq} 号链头 / the exported head {head.seq} is not in the chain"


def _contents(connection: Connection, seal: Seal) -> Iterator[str]:
    """What each transaction published."""
    batches = dict(select(connection, "SELECT seq, batch_id FROM batch WHERE seq IS NOT NULL"))
    for seq, digest in select(connection, "SELECT seq, digest FROM ledger_transaction ORDER BY seq"):
        batch = chain.batch_digest(connection, seal, batches[seq]) if seq in batches else None
        if digest != chain.content_digest(batch, chain.decided_digest(connection, seal, seq), seal):
            yield f"第 {seq} 号事务的内容被改动 / what transaction {seq} published was changed"


def _strays(connection: Connection) -> Iterator[str]:
    """Rows that belong to nothing."""
    for table in ("batch", *chain.DECIDED_TABLES):
        stray = "seq IS NOT NULL AND seq NOT IN (SELECT seq FROM ledger_transaction)"
        sql = f"SELECT DISTINCT seq FROM {table} WHERE {stray} ORDER BY seq"
        for (seq,) in scan(connection, sql):
            yield f"{table} 中有不属于任何事务的行（{seq}）/ {table} holds rows of no transaction ({seq})"
    parents = (
        ("source", "batch_id", "batch", "batch_id"),
        ("version", "batch_id", "batch", "batch_id"),
        ("version", "record_pk", "record", "record_pk"),
        ("version", "source_id", "source", "source_id"),
        ("quarantine", "source_id", "source", "source_id"),
        ("record", "record_pk", "version", "record_pk"),
        ("quarantine", "batch_id", "batch", "batch_id"),
        ("payload", "version_pk", "version", "version_pk"),
        ("mention", "version_pk", "payload", "version_pk"),
        ("alert_body", "alert_pk", "alert", "alert_pk"),
    )
    for child, column, parent, key in parents:
        stray = f"{column} IS NOT NULL AND {column} NOT IN (SELECT {key} FROM {parent})"
        sql = f"SELECT DISTINCT {column} FROM {child} WHERE {stray} ORDER BY 1"
        for (number,) in scan(connection, sql):
            yield f"{child} 中的 {number} 无所归属 / {child} holds {number}, which belongs to no {parent}"


def _payloads(connection: Connection, seal: Seal) -> Iterator[str]:
    """What each record said, and whom it named."""
    mentions = scan(connection, "SELECT * FROM mention ORDER BY version_pk, ref, kind")
    ahead = next(mentions, None)
    found = scan(
        connection,
        """SELECT v.version_pk, r.table_name, r.record_id, v.retracted, v.digest, v.mention_digest,
            p.salt, p.content_key, p.body, e.record_pk
        FROM version v JOIN record r USING (record_pk) LEFT JOIN payload p USING (version_pk)
        LEFT JOIN expungement e USING (record_pk) ORDER BY v.version_pk""",
    )
    for version_pk, table, record_id, retracted, digest, mention_digest, salt, key, body, expunged in found:
        named: list[tuple[object, ...]] = []
        while ahead is not None and ahead[0] <= version_pk:
            if ahead[0] == version_pk:
                named.append(ahead)
            ahead = next(mentions, None)
        where = f"{table}:{record_id}"
        if body is None:
            if not retracted and expunged is None:
                yield f"记录 {where} 的内容缺失 / the content of record {where} is missing"
        elif expunged is not None or digest != seal.digest(salt, body) or key != seal.content_key(body):
            yield f"记录 {where} 的内容被改动 / the content of record {where} was changed"
        elif mention_digest != seal.digest(salt, mention_text(named)):
            yield f"记录 {where} 的提及被改动 / the mentions of record {where} were changed"


def _alert_bodies(connection: Connection, seal: Seal) -> Iterator[str]:
    found = scan(
        connection,
        """SELECT a.alert_id, a.version, a.digest, b.salt, b.body, e.alert_pk
        FROM alert a LEFT JOIN alert_body b USING (alert_pk) LEFT JOIN alert_expungement e USING (alert_pk)
        ORDER BY a.alert_pk""",
    )
    for alert_id, version, digest, salt, body, expunged in found:
        if body is None and expunged is None:
            yield f"预警 {alert_id} 第 {version} 版缺失 / version {version} of alert {alert_id} is missing"
        elif body is not None and (expunged is not None or digest != seal.digest(salt, body)):
            yield f"预警 {alert_id} 第 {version} 版被改动 / version {version} of alert {alert_id} was changed"


def _quarantine(connection: Connection, seal: Seal) -> Iterator[str]:
    found = scan(
        connection,
        """SELECT q.source_id, q."row", q.digest, q.salt, q.value, q.cells, EXISTS (SELECT 1 FROM version v
            JOIN expungement e USING (record_pk) WHERE v.source_id = q.source_id AND v."row" = q."row")
            OR EXISTS (SELECT 1 FROM source s JOIN record r ON r.table_name = s.table_name
                AND r.origin = s.origin AND r.record_id = q.record_id
                JOIN expungement e USING (record_pk) WHERE s.source_id = q.source_id)
        FROM quarantine q ORDER BY q.quarantine_pk""",
    )
    for source_id, row, digest, salt, value, cells, expunged in found:
        if value is None:
            intact = bool(expunged)
        else:
            intact = salt is not None and digest == seal.digest(salt, quarantine_text(value, cells))
        if not intact:
            yield (
                f"来源 {source_id} 第 {row} 行的隔离内容被改动 / "
                f"what quarantine holds of row {row} of source {source_id} was changed"
            )


def guards(connection: Connection, steps: Sequence[Step]) -> Iterator[str]:
    """The triggers: as this program would make them, none gone, none weakened."""
    pattern = sqlite3.connect(":memory:")
    pattern.execute(TABLE)
    for step in steps:
        for statement in step.statements:
            pattern.execute(statement)
    sql = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    there = dict(select(connection, sql))
    for name, text in pattern.execute(sql):
        if there.get(name) != text:
            yield f"防改触发器 {name} 缺失或被改 / the guard {name} is missing or was changed"
    pattern.close()

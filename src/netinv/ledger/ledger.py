"""The one face of the ledger."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from netinv.ledger import alerts, chain, decisions, reading, verify
from netinv.ledger.batch import Batch
from netinv.ledger.clock import SHANGHAI, Clock, iso_utc, utc_now
from netinv.ledger.corrections import CORRECT, UNCORRECT
from netinv.ledger.database import reading as viewing
from netinv.ledger.database import select, storage_errors, writing
from netinv.ledger.expunge import expunge
from netinv.ledger.keyring import Keyring
from netinv.ledger.lock import WriterLock
from netinv.ledger.opening import open_file
from netinv.ledger.pruning import discard_unpublished
from netinv.ledger.seal import Seal
from netinv.ledger.types import (
    AlertVersion,
    Head,
    Judgement,
    Mentions,
    Quarantined,
    Rows,
    Shown,
    Source,
    StagedRow,
    Verdict,
    Version,
)
from netinv.model.alerts import Alert
from netinv.model.errors import NetinvError, UsageError


@dataclass
class _Transaction:
    """A transaction under way. What its body says goes into the chain; `changed` False publishes nothing."""

    connection: Connection
    seq: int
    body: dict[str, Any] = field(default_factory=dict)
    changed: bool = True


class Ledger:
    """What was said and decided, append-only: the only truth of a workspace.

    Reads are consistent, never wait for a writer, and take `as_of`, the sequence number of a past transaction
    (None: now). Writes need the workspace to themselves: WorkspaceBusyError otherwise. A full or failing disk
    is a NetinvError, and nothing is half published.
    """

    def __init__(
        self, folder: Path, engine: Engine, workspace_id: str, seal: Seal, lock: WriterLock, clock: Clock
    ) -> None:
        self.folder = folder
        self.workspace_id = workspace_id
        self.lock = lock
        self._engine = engine
        self._seal = seal
        self._clock = clock
        self._batch_open = False
        self._alerts: tuple[Head | None, list[Alert]] = None, []

    @classmethod
    def open(cls, folder: Path, keyring: Keyring, create: bool = False, clock: Clock = utc_now) -> "Ledger":
        """Open the ledger of a workspace folder; with `create`, make it where there is none.

        A file of an older version is migrated, one of a newer version refused.
        """
        file = open_file(folder, keyring, create, clock)
        return cls(folder, file.engine, file.workspace_id, file.seal, file.lock, clock)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    # --- where it stands

    def head(self, without: Sequence[str] = ()) -> Head:
        """The last transaction; the last whose kind is none of `without` (import, retract, detect …)."""
        with viewing(self._engine) as connection:
            return chain.head(connection, without)

    def seq_at(self, moment: date | datetime) -> int:
        """The last transaction up to a moment (of a date: its end in Shanghai); 0 if there was none."""
        if not isinstance(moment, datetime):
            moment = datetime.combine(moment, time(23, 59, 59), SHANGHAI)
        sql = "SELECT coalesce(max(seq), 0) FROM ledger_transaction WHERE at <= ?"
        with viewing(self._engine) as connection:
            return int(select(connection, sql, (iso_utc(moment),))[0][0])

    def verify(self, exported: Sequence[Head] = ()) -> list[str]:
        """Prove the chain and all that hangs on it, and that every `exported` head is part of it.

        Returns one sentence a problem; empty means proven.
        """
        with viewing(self._engine) as connection:
            return verify.problems(connection, self._seal, exported)

    # --- records

    @contextmanager
    def batch(self, actor: str, kind: str = "import") -> Iterator[Batch]:
        """Stage rows and publish them all when the block ends, or none where it raises. See `Batch`."""
        with self._exclusive(), self._engine.connect() as plain:
            connection = plain.execution_options(begin="IMMEDIATE")
            # staged rows may be lost with the power; the commit that publishes them syncs them too
            _synchronous(connection, "NORMAL")
            batch = Batch(connection, self._seal, kind)
            self._batch_open = True
            try:
                yield batch
                digest = batch.prepare()
                _synchronous(connection, "FULL")
                if digest is not None:
                    self._publish(connection, batch, actor, digest)
            finally:
                self._batch_open = False
                _synchronous(connection, "FULL")
                if batch.published is None:
                    self._discard(connection)

    def retract(self, table: str, record_id: str, reason: str, actor: str, origin: str | None = None) -> int:
        """Withdraw one record; nothing is erased. Returns the transaction.

        NotFoundError where it is not current; UsageError where several origins have one of that name.
        """
        if not reason.strip():
            raise UsageError("撤回记录须说明理由 / a retraction needs a reason")
        with self.batch(actor, "retract") as batch:
            batch.retract(origin or self._origin_of(table, record_id, False), table, record_id, reason)
        return batch.published or 0

    def restore(self, table: str, record_id: str, reason: str, actor: str, origin: str | None = None) -> int:
        """Take a retraction back. Returns the transaction; errors as in `retract`."""
        if not reason.strip():
            raise UsageError("恢复记录须说明理由 / taking a retraction back needs a reason")
        with self.batch(actor, "restore") as batch:
            batch.restore(origin or self._origin_of(table, record_id, True), table, record_id, reason)
        return batch.published or 0

    def correct(self, item: Quarantined, row: StagedRow, reason: str, actor: str) -> int:
        """Take in a row in place of what was quarantined of it. Returns the transaction.

        The source stays as it was delivered, and what it delivers again changes nothing. UsageError where the
        record was withdrawn, or says this already.
        """
        if not reason.strip():
            raise UsageError("改正须说明理由 / a correction needs a reason")
        with self.batch(actor, CORRECT) as batch:
            batch.correct(item.source_id, item.origin, item.table, row, item.number, reason)
        return batch.published or 0

    def uncorrect(self, seq: int, reason: str, actor: str) -> int:
        """Take a correction back. Returns the transaction; errors as in `Batch.uncorrect`."""
        with self.batch(actor, UNCORRECT) as batch:
            batch.uncorrect(seq, reason)
        return batch.published or 0

    def expunge(self, table: str, record_id: str, actor: str, reason: str, origin: str | None = None) -> int:
        """Erase all that a record ever said; its place in the chain stays. Returns the transaction."""
        if not reason.strip():
            raise UsageError("清除记录须说明理由 / an expungement needs a reason")
        with self._transaction(actor, "expunge") as work:
            count = expunge(work.connection, work.seq, table, record_id, origin, reason)
            work.body = {"table": table, "records": count}
        with storage_errors(self._engine), self._engine.connect() as connection:
            # the log of the database still holds the old pages
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return work.seq

    def tables(self, as_of: int | None = None) -> list[str]:
        """Names of the tables that hold current records."""
        with viewing(self._engine) as connection:
            return reading.tables(connection, as_of)

    def rows(self, table: str, as_of: int | None = None, columns: Sequence[str] | None = None) -> Rows:
        """The current rows of one table, column by column."""
        with viewing(self._engine) as connection:
            return reading.rows(connection, table, as_of, columns)

    def rows_of(self, table: str, records: Sequence[tuple[str, str, str]], as_of: int | None = None) -> Rows:
        """The current rows of one table among a few records, each (origin, table, record_id)."""
        with viewing(self._engine) as connection:
            return reading.rows_of(connection, table, records, as_of)

    def mentions(self, as_of: int | None = None) -> Mentions:
        """All current mentions, column by column."""
        with viewing(self._engine) as connection:
            return reading.mentions(connection, as_of)

    def mentions_of(self, records: Sequence[tuple[str, str, str]], as_of: int | None = None) -> Mentions:
        """The current mentions of a few records, each (origin, table, record_id), as `mentions` has them."""
        with viewing(self._engine) as connection:
            return reading.mentions_of(connection, records, as_of)

    def changes(self, since: Head, as_of: int) -> list[tuple[str, str, str]] | None:
        """The records, each (origin, table, record_id), that were published anew or withdrawn after a past
        transaction; None where that cannot be told, since it is none of this ledger, or a record was
        expunged."""
        with viewing(self._engine) as connection:
            return reading.changes(connection, since, as_of)

    def growth(self, as_of: int) -> list[tuple[int, int]]:
        """(transaction, records that were new in it) of every import."""
        with viewing(self._engine) as connection:
            return reading.growth(connection, as_of)

    def versions(self, table: str, record_id: str) -> list[Version]:
        """All versions of a record, newest first, with their sources. Empty where there is none."""
        return self.versions_of([(table, record_id)]).get((table, record_id), [])

    def versions_of(self, records: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[Version]]:
        """`versions` of many records, each (table, record_id). A record that does not exist is left out."""
        with viewing(self._engine) as connection:
            return reading.versions_of(connection, records)

    def sources(self, as_of: int | None = None) -> list[Source]:
        """All sources in the order in which they were read."""
        with viewing(self._engine) as connection:
            return reading.sources(connection, as_of)

    def quarantined(self, as_of: int | None = None) -> list[Quarantined]:
        """The rows and cells that could not be read."""
        with viewing(self._engine) as connection:
            return reading.quarantined(connection, as_of)

    # --- decisions

    def judge(self, left_key: str, right_key: str, verdict: str, reason: str, actor: str) -> int:
        """Hold two mentions to be `same`, `different` or `unsure`. Returns the id of the judgement."""
        return self.judge_all([Verdict(left_key, right_key, verdict, reason)], actor)[0]

    def judge_all(self, verdicts: Sequence[Verdict], actor: str, asked: bool = False) -> list[int]:
        """Write several judgements as one decision: all of them or none. `asked`: it answers what the review
        queue asked. Returns their ids."""
        with self._transaction(actor, "answer" if asked else "judge") as work:
            work.changed = bool(verdicts)
            return decisions.judge(work.connection, work.seq, verdicts)

    def revoke(self, judgement_id: int, actor: str) -> None:
        """Take a judgement back."""
        self.revoke_all([judgement_id], actor)

    def revoke_all(self, judgement_ids: Sequence[int], actor: str) -> list[int]:
        """Take several judgements back at once. Returns those that still stood; nothing is erased."""
        with self._transaction(actor, "revoke") as work:
            standing = decisions.revoke(work.connection, work.seq, judgement_ids)
            work.changed = bool(standing)
        return standing

    def judgements(self, as_of: int | None = None, history: bool = False) -> list[Judgement]:
        """The judgements that count, one a pair; with `history` all that were ever made."""
        with viewing(self._engine) as connection:
            return decisions.judgements(connection, as_of, history)

    def put_model(self, body: dict[str, Any], actor: str = "model") -> int:
        """Keep the parameters of a model. Returns its version; the same body again is the same version."""
        with self._transaction(actor, "model") as work:
            version, work.changed = decisions.put_model(work.connection, work.seq, body)
        return version

    def model(self, as_of: int | None = None) -> dict[str, Any] | None:
        """The parameters of the last model."""
        with viewing(self._engine) as connection:
            return decisions.model(connection, as_of)

    def put_alerts(self, alerts_now: Sequence[Alert], actor: str) -> int:
        """Make these the alerts that stand; others are withdrawn. Returns how many versions are new."""
        with self._transaction(actor, "detect") as work:
            versions = alerts.put(work.connection, self._seal, work.seq, alerts_now)
            work.body, work.changed = dict(versions), any(versions.values())
        return sum(versions.values())

    def alerts(self, as_of: int | None = None) -> list[Alert]:
        """The alerts that stand, best first: the same objects as long as the ledger stands where it stood."""
        with viewing(self._engine) as connection:
            if as_of is not None:
                return alerts.raised(connection, as_of)
            head, (at, standing) = chain.head(connection), self._alerts
            if at != head:
                standing = alerts.raised(connection, None)
                self._alerts = head, standing
            return list(standing)

    def alert_versions(self, alert_id: str) -> list[AlertVersion]:
        """All versions of one alert, newest first."""
        with viewing(self._engine) as connection:
            return alerts.versions(connection, alert_id)

    def alerts_shown(self) -> dict[str, Shown]:
        """What all versions of each alert showed so far, by alert id; also of those withdrawn."""
        with viewing(self._engine) as connection:
            return alerts.shown(connection)

    # --- how writes happen

    def _origin_of(self, table: str, record_id: str, withdrawn: bool) -> str:
        """The one origin whose record of this name is current, or is withdrawn; "" where there is none."""
        last: dict[str, bool] = {}
        for version in self.versions(table, record_id):
            last.setdefault(version.origin, version.retracted)
        origins = sorted(origin for origin, gone in last.items() if gone == withdrawn)
        if len(origins) > 1:
            raise UsageError(
                f"{table}:{record_id} 在多个来源单位中都有（{'、'.join(origins)}），请指明来源 / "
                f"several origins have a record {table}:{record_id} ({', '.join(origins)}); say which"
            )
        return origins[0] if origins else ""

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        with self.lock.held(), storage_errors(self._engine):
            if self._batch_open:
                raise RuntimeError("a batch is being staged: nothing else can be written before it ends")
            with writing(self._engine) as connection:
                discard_unpublished(connection)
            yield

    @contextmanager
    def _transaction(self, actor: str, kind: str) -> Iterator[_Transaction]:
        with self._exclusive(), writing(self._engine) as connection:
            work = _Transaction(connection, chain.head(connection).seq + 1)
            yield work
            if work.changed:
                now = iso_utc(self._clock())
                chain.append(
                    connection, self._seal, at=now, actor=actor, kind=kind, body=work.body, batch=None
                )

    def _publish(self, connection: Connection, batch: Batch, actor: str, digest: bytes) -> None:
        body = {
            **batch.body,
            "new": batch.counts.new,
            "changed": batch.counts.changed,
            "same": batch.counts.same,
        }
        with connection.begin():
            seq = chain.head(connection).seq + 1
            connection.exec_driver_sql("UPDATE batch SET seq = ? WHERE batch_id = ?", (seq, batch.batch_id))
            now = iso_utc(self._clock())
            chain.append(
                connection, self._seal, at=now, actor=actor, kind=batch.kind, body=body, batch=digest
            )
        batch.published = seq

    def _discard(self, connection: Connection) -> None:
        """Clean up at once; where the disk does not even allow that, the next write does it."""
        try:
            with storage_errors(self._engine), connection.begin():
                discard_unpublished(connection)
        except NetinvError:
            pass


def _synchronous(connection: Connection, level: str) -> None:
    connection.connection.cursor().execute(f"PRAGMA synchronous={level}")

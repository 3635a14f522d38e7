"""Staging: rows go into the file in chunks, unseen by readers until one short transaction publishes them."""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple, TypeVar

from sqlalchemy import Connection

from netinv.ledger import chain
from netinv.ledger.corrections import CORRECT, DELIVERED, MADE
from netinv.ledger.database import insert, select
from netinv.ledger.pruning import drop_idle_sources
from netinv.ledger.seal import Seal, mention_text, quarantine_text
from netinv.ledger.types import Counts, QuarantineRow, SourceRow, StagedRow
from netinv.model.canonical import canonical
from netinv.model.errors import NotFoundError, UsageError
from netinv.model.mentions import MENTION_FIELDS, MentionRow

CHUNK = 5000
SALT_BYTES = 16
MISSING = "新的完整快照中没有这条记录 / a newer full snapshot lacks this record"
_VERSION_COLUMNS = (
    "version_pk", "record_pk", "batch_id", "source_id", "row",
    "retracted", "reason", "digest", "mention_digest",
)  # fmt: skip
_MENTION_COLUMNS = ("version_pk", "ref", "kind", *MENTION_FIELDS)
_SOURCE_COLUMNS = (
    "source_id", "batch_id", "file", "table_name", "origin", "grade",
    "legal_basis", "approval_no", "valid_until", "digest", "rows",
)  # fmt: skip
_QUARANTINE_COLUMNS = (
    "batch_id", "source_id", "row", "column", "reason_zh",
    "reason_en", "level", "digest", "salt", "value", "record_id", "cells",
)  # fmt: skip
Item = TypeVar("Item")

# The newest version of a record, staged ones included: only the writer asks.
_NEWEST = """(SELECT version_pk FROM version WHERE record_pk = r.record_pk
    ORDER BY batch_id DESC, version_pk DESC LIMIT 1)"""

# What a withdrawn record last said.
_LAST_CONTENT = """(SELECT content_key FROM version JOIN payload USING (version_pk)
    WHERE record_pk = r.record_pk ORDER BY batch_id DESC, version_pk DESC LIMIT 1)"""


class _Known(NamedTuple):
    """What the ledger, or this batch, holds of a record already.

    `content_key`: of what it says; of one that was withdrawn, of what it said; None where a snapshot
    lacked it. `corrected`: of what was delivered, where a person's correction stands in its place.
    """

    record_pk: int
    retracted: bool
    content_key: bytes | None
    expunged: bool
    corrected: bytes | None = None


class Batch:
    """One import while it is being staged. Made by `Ledger.batch`, which publishes or discards it."""

    def __init__(self, connection: Connection, seal: Seal, kind: str) -> None:
        self._connection = connection
        self._seal = seal
        self.kind = kind
        self.counts = Counts()
        """What became of all rows so far."""
        self.published: int | None = None
        """The sequence number under which it was published; None before, and where nothing was new."""
        self.body: dict[str, int] = {}
        """What its link of the chain says beside the counts."""
        self._used: set[int] = set()  # sources from which a version came
        with connection.begin():
            self.batch_id = _next(connection, "batch", "batch_id")
            self._source = _next(connection, "source", "source_id")
            self._record = _next(connection, "record", "record_pk")
            self._version = _next(connection, "version", "version_pk")
            insert(connection, "batch", ("batch_id", "kind"), [(self.batch_id, kind)])
            # the older records that rows of this batch name
            connection.exec_driver_sql("DROP TABLE IF EXISTS temp.named")
            connection.exec_driver_sql("CREATE TEMP TABLE named (record_pk INTEGER PRIMARY KEY)")

    def add_source(self, source: SourceRow) -> int:
        """Register the file that the next rows come from. Returns its id."""
        source_id = self._source
        self._source += 1
        row = (
            source_id,
            self.batch_id,
            source.file,
            source.table,
            source.origin,
            source.grade,
            source.legal_basis,
            source.approval_no,
            source.valid_until,
            source.digest,
            source.rows,
        )
        with self._connection.begin():
            insert(self._connection, "source", _SOURCE_COLUMNS, [row])
        return source_id

    def add(self, source_id: int, origin: str, table: str, rows: Sequence[StagedRow]) -> Counts:
        """Stage rows of one table. Those whose content the ledger holds already leave no trace.

        An identity that comes twice with other content becomes two versions, in the order of the rows.
        """
        counts = Counts()
        for chunk in _chunks(rows, CHUNK):
            with self._connection.begin():
                counts += self._stage(source_id, origin, table, chunk)
        self.counts += counts
        return counts

    def quarantine(self, source_id: int, items: Sequence[QuarantineRow]) -> None:
        """Keep what could not be read, with the reason."""
        for chunk in _chunks(items, CHUNK):
            rows: list[tuple[object, ...]] = []
            for item in chunk:
                salt = os.urandom(SALT_BYTES)
                cells = None if item.cells is None else canonical(dict(item.cells))
                rows.append(
                    (
                        self.batch_id,
                        source_id,
                        item.row,
                        item.column,
                        item.reason_zh,
                        item.reason_en,
                        item.level,
                        self._seal.digest(salt, quarantine_text(item.value, cells)),
                        salt,
                        item.value,
                        item.record_id,
                        cells,
                    )
                )
            with self._connection.begin():
                insert(self._connection, "quarantine", _QUARANTINE_COLUMNS, rows)

    def name(self, origin: str, table: str, record_ids: Iterable[str]) -> None:
        """Records that a snapshot names without saying anything usable of them: it does not lack them."""
        with self._connection.begin():
            for chunk in _chunks(list(record_ids), CHUNK):
                found = [(known.record_pk,) for known in self._known(origin, table, chunk).values()]
                cursor = self._connection.connection.cursor()
                cursor.executemany("INSERT OR IGNORE INTO temp.named VALUES (?)", found)

    def retract_missing(self, origin: str, table: str, reason: str = MISSING) -> int:
        """Retract the records of this origin and table that no row of this batch named. Returns how many.

        One that a person made of a quarantined row was in no delivery, so that none can lack it.
        """
        with self._connection.begin():
            missing = select(
                self._connection,
                f"""SELECT r.record_pk FROM record r JOIN version v ON v.version_pk = {_NEWEST}
                WHERE r.table_name = ? AND r.origin = ? AND NOT v.retracted
                AND r.batch_id <> ? AND r.record_pk NOT IN (SELECT record_pk FROM temp.named)
                AND r.record_pk NOT IN (SELECT record_pk FROM expungement)
                AND {DELIVERED} IS NOT NULL ORDER BY r.record_id""",
                (table, origin, self.batch_id),
            )
            self._retract([record_pk for (record_pk,) in missing], reason)
        return len(missing)

    def retract(self, origin: str, table: str, record_id: str, reason: str) -> None:
        """Retract one record; NotFoundError where it is not current."""
        with self._connection.begin():
            known = self._known(origin, table, [record_id]).get(record_id)
            if known is None or known.retracted or known.expunged:
                raise NotFoundError(
                    f"没有现行记录 {table}:{record_id} / there is no current record {table}:{record_id}"
                )
            self._retract([known.record_pk], reason)

    def restore(self, origin: str, table: str, record_id: str, reason: str) -> None:
        """Take back the retraction of one record: a new version says what the last one said.

        NotFoundError where it is not withdrawn.
        """
        with self._connection.begin():
            known = self._known(origin, table, [record_id]).get(record_id)
            if known is None or not known.retracted or known.expunged:
                raise NotFoundError(
                    f"没有被撤回的记录 {table}:{record_id} / no record {table}:{record_id} is withdrawn"
                )
            last = select(
                self._connection,
                "SELECT version_pk FROM version JOIN payload USING (version_pk)"
                " WHERE record_pk = ? ORDER BY batch_id DESC, version_pk DESC LIMIT 1",
                (known.record_pk,),
            )
            self._again(last[0][0], reason)

    def correct(
        self, source_id: int, origin: str, table: str, row: StagedRow, item: int, reason: str
    ) -> None:
        """Write what a row says in the place of what was quarantined of it under the number `item`.

        UsageError where its record was withdrawn, or says this already.
        """
        with self._connection.begin():
            known = self._known(origin, table, [row.record_id]).get(row.record_id)
            if known is not None and (known.retracted or known.expunged):
                raise UsageError(
                    f"记录 {table}:{row.record_id} 已被撤回，请先恢复 / "
                    f"the record {table}:{row.record_id} was withdrawn; restore it first"
                )
            if not (counts := self._stage(source_id, origin, table, [row], written=reason)).written:
                raise UsageError("与现有内容相同，没有改正什么 / this is what it says already")
            self.counts += counts
        self.body = {"quarantine": item}

    def uncorrect(self, seq: int, reason: str) -> None:
        """Take the correction of transaction `seq` back: its record says again what it said before.

        NotFoundError where there is none; UsageError where the record has changed since.
        """
        with self._connection.begin():
            found = select(
                self._connection,
                f"""SELECT v.version_pk, r.record_pk, r.table_name, r.record_id, v.version_pk = {_NEWEST},
                    (SELECT version_pk FROM version o WHERE o.record_pk = r.record_pk AND NOT o.retracted
                        AND o.version_pk < v.version_pk ORDER BY version_pk DESC LIMIT 1)
                FROM batch b JOIN version v USING (batch_id) JOIN record r USING (record_pk)
                WHERE b.seq = ? AND b.kind = ?""",
                (seq, CORRECT),
            )
            if not found:
                raise NotFoundError(f"没有第 {seq} 号改正 / there is no correction {seq}")
            ((_, record_pk, table, record_id, newest, former),) = found
            if not newest:
                raise UsageError(
                    f"记录 {table}:{record_id} 在改正之后又有变化，不能撤销 / "
                    f"the record {table}:{record_id} has changed since; the correction cannot be undone"
                )
            if former is None:
                self._retract([record_pk], reason)
            else:
                self._again(former, reason)
        self.body = {"undone": seq}

    def prepare(self) -> bytes | None:
        """Drop the sources that brought nothing new; the hash over what is left, None if nothing is."""
        with self._connection.begin():
            drop_idle_sources(self._connection, self.batch_id, self._used)
            changed = select(
                self._connection,
                "SELECT EXISTS (SELECT 1 FROM source WHERE batch_id = :b)"
                " OR EXISTS (SELECT 1 FROM version WHERE batch_id = :b)",
                {"b": self.batch_id},
            )
            if not changed[0][0]:
                return None
            return chain.batch_digest(self._connection, self._seal, self.batch_id)

    def _stage(
        self, source_id: int, origin: str, table: str, rows: Sequence[StagedRow], written: str | None = None
    ) -> Counts:
        known = self._known(origin, table, [row.record_id for row in rows])
        named_before = [(each.record_pk,) for each in known.values()]
        salts = os.urandom(SALT_BYTES * len(rows))
        records: list[tuple[object, ...]] = []
        versions: list[tuple[object, ...]] = []
        payloads: list[tuple[object, ...]] = []
        mentions: list[tuple[object, ...]] = []
        new = changed = same = barred = 0
        for index, row in enumerate(rows):
            body = canonical(row.payload)
            key = self._seal.content_key(body)
            before = known.get(row.record_id)
            if before is None:
                record_pk, new = self._record, new + 1
                self._record += 1
                records.append((record_pk, self.batch_id, table, origin, row.record_id))
            elif before.expunged:
                barred += 1
                continue
            elif before.content_key == key and before.retracted and written is None:
                barred += 1  # it was withdrawn for a reason; to say the same again is none to take it back
                continue
            elif before.content_key == key and not before.retracted:
                same += 1
                continue
            elif before.corrected == key and not before.retracted and written is None:
                same += 1  # delivered again as it was before somebody corrected it: the correction stands
                continue
            else:
                record_pk, changed = before.record_pk, changed + 1
            known[row.record_id] = _Known(record_pk, False, key, False)
            version_pk = self._version
            self._version += 1
            salt = salts[index * SALT_BYTES : (index + 1) * SALT_BYTES]
            # in the order of the mention table's key
            named = [(version_pk, ref, kind, *values) for ref, kind, values in sorted(row.mentions)]
            versions.append(
                (
                    version_pk,
                    record_pk,
                    self.batch_id,
                    source_id,
                    row.row,
                    0,
                    written,
                    self._seal.digest(salt, body),
                    self._seal.digest(salt, mention_text(named)),
                )
            )
            payloads.append((version_pk, salt, key, body))
            mentions += named
        if versions:
            self._used.add(source_id)
        connection = self._connection
        insert(connection, "record", ("record_pk", "batch_id", "table_name", "origin", "record_id"), records)
        insert(connection, "version", _VERSION_COLUMNS, versions)
        insert(connection, "payload", ("version_pk", "salt", "content_key", "body"), payloads)
        _insert_mentions(connection, mentions)
        cursor = connection.connection.cursor()
        cursor.executemany(
            "INSERT OR IGNORE INTO temp.named VALUES (?)",
            named_before,
        )
        return Counts(new, changed, same, barred)

    def _again(self, version_pk: int, reason: str) -> None:
        """Stage what a version said, as a new version of its record."""
        table, origin, record_id, source_id, row, body = select(
            self._connection,
            "SELECT table_name, origin, record_id, source_id, row, body"
            " FROM version JOIN payload USING (version_pk) JOIN record USING (record_pk)"
            " WHERE version_pk = ?",
            (version_pk,),
        )[0]
        fields = ", ".join(MENTION_FIELDS)
        sql = f"SELECT ref, kind, {fields} FROM mention WHERE version_pk = ?"
        named = select(self._connection, sql, (version_pk,))
        mentions = [MentionRow(ref, kind, tuple(values)) for ref, kind, *values in named]
        staged = StagedRow(record_id, row, json.loads(body), mentions)
        self.counts += self._stage(source_id, origin, table, [staged], written=reason)

    def _known(self, origin: str, table: str, record_ids: list[str]) -> dict[str, _Known]:
        found = select(
            self._connection,
            f"""SELECT r.record_id, r.record_pk, v.retracted,
                CASE WHEN v.retracted AND v.reason <> :missing THEN {_LAST_CONTENT} ELSE p.content_key END,
                EXISTS (SELECT 1 FROM expungement e WHERE e.record_pk = r.record_pk),
                CASE WHEN b.kind IN {MADE} THEN {DELIVERED} END
            FROM json_each(:ids) j
            CROSS JOIN record r ON r.table_name = :name AND r.origin = :origin AND r.record_id = j.value
            JOIN version v ON v.version_pk = {_NEWEST} JOIN batch b ON b.batch_id = v.batch_id
            LEFT JOIN payload p USING (version_pk)""",
            {"ids": json.dumps(record_ids), "name": table, "origin": origin, "missing": MISSING},
        )
        return {
            record_id: _Known(pk, bool(gone), key, bool(out), delivered)
            for record_id, pk, gone, key, out, delivered in found
        }

    def _retract(self, record_pks: list[int], reason: str) -> None:
        versions: list[tuple[object, ...]] = []
        for record_pk in record_pks:
            versions.append((self._version, record_pk, self.batch_id, None, None, 1, reason, None, None))
            self._version += 1
        insert(self._connection, "version", _VERSION_COLUMNS, versions)


def _insert_mentions(connection: Connection, rows: Sequence[tuple[object, ...]]) -> None:
    """Most fields of most mentions say nothing: what is empty in all of these rows is not handed over row by
    row, which saves a third of the time."""
    columns = dict(zip(_MENTION_COLUMNS, zip(*rows, strict=True), strict=bool(rows)))
    said = {name: column for name, column in columns.items() if any(column)}
    empty = [name for name in _MENTION_COLUMNS if name not in said]
    insert(connection, "mention", list(said), zip(*said.values(), strict=True), empty)


def _next(connection: Connection, table: str, column: str) -> int:
    return int(select(connection, f"SELECT coalesce(max({column}), 0) + 1 FROM {table}")[0][0])


def _chunks(items: Sequence[Item], size: int) -> Iterator[list[Item]]:
    each = iter(items)
    while chunk := list(islice(each, size)):
        yield chunk

"""Reads of the records: only what was published, as of any past transaction."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import orjson
from sqlalchemy import Connection

from netinv.ledger.corrections import corrections, settled
from netinv.ledger.database import scan_parts, select
from netinv.ledger.types import Head, Mentions, Quarantined, Rows, Source, Version
from netinv.model.mentions import MENTION_FIELDS

# One newest version a record among the published ones: whatever is staged has a higher batch number.
_CURRENT = """record r JOIN version v ON v.version_pk = (
        SELECT version_pk FROM version WHERE record_pk = r.record_pk AND batch_id <= :batch
        ORDER BY batch_id DESC, version_pk DESC LIMIT 1) AND NOT v.retracted
    JOIN payload p ON p.version_pk = v.version_pk"""
_AT_ONCE = 20_000
"""Texts that are parsed together."""
_NAMED = 300
"""Records asked for in one statement: three parameters each, and SQLite takes about a thousand."""

_QUARANTINED = (
    "row", "column", "value", "reason_zh", "reason_en", "level", "record_id", "cells", "source_id", "file",
    "table", "origin", "number",
)  # fmt: skip

_SOURCE = """s.file, s.table_name, s.origin, t.grade, t.legal_basis, t.approval_no, t.valid_until, s.digest,
    s."rows", s.source_id, b.seq, x.at"""
_SOURCE_JOINS = """source s JOIN batch b USING (batch_id) JOIN ledger_transaction x ON x.seq = b.seq
    JOIN source t ON t.source_id = (SELECT max(l.source_id) FROM source l WHERE l.digest = s.digest
        AND l.origin = s.origin AND l.table_name = s.table_name AND l.batch_id <= :batch)"""


def last_batch(connection: Connection, as_of: int | None) -> int:
    """The last batch that was published, or had been at transaction `as_of`."""
    sql = "SELECT coalesce(max(batch_id), 0) FROM batch WHERE seq <= coalesce(?, seq)"
    return int(select(connection, sql, (as_of,))[0][0])


def tables(connection: Connection, as_of: int | None) -> list[str]:
    """Names of the tables that hold at least one current record, sorted."""
    batch = last_batch(connection, as_of)
    names = [
        name for (name,) in select(connection, "SELECT DISTINCT table_name FROM record ORDER BY table_name")
    ]
    sql = f"""SELECT 1 FROM {_CURRENT}
        WHERE r.table_name = :table LIMIT 1"""
    return [name for name in names if select(connection, sql, {"batch": batch, "table": name})]


def rows(connection: Connection, table: str, as_of: int | None, columns: Sequence[str] | None) -> Rows:
    """The current rows of one table; all columns that any of them has, sorted, or those asked for."""
    sql = f"""SELECT r.record_id, r.origin, v.source_id, v.version_pk, p.body
        FROM {_CURRENT}
        WHERE r.table_name = :table ORDER BY r.origin, r.record_id"""
    parameters = {"batch": last_batch(connection, as_of), "table": table}
    return _rows(scan_parts(connection, sql, parameters), columns)


def rows_of(
    connection: Connection, table: str, records: Sequence[tuple[str, str, str]], as_of: int | None
) -> Rows:
    """Those of some records, each (origin, table, record_id), that are current rows of one table."""
    batch = last_batch(connection, as_of)
    found: list[tuple[Any, ...]] = []
    for named, parameters in _named(each for each in records if each[1] == table):
        sql = f"""WITH {named} SELECT r.record_id, r.origin, v.source_id, v.version_pk, p.body
            FROM named n CROSS JOIN {_CURRENT}
            WHERE r.origin = n.origin AND r.table_name = n.table_name AND r.record_id = n.record_id"""
        found += select(connection, sql, {"batch": batch, **parameters})
    return _rows([sorted(found, key=lambda row: (row[1], row[0]))] if found else [], None)


def _rows(parts: Iterable[list[tuple[Any, ...]]], columns: Sequence[str] | None) -> Rows:
    heads = [_Column() for _ in range(4)]
    cells = {name: _Column() for name in columns or ()}
    for part in parts:
        before = len(heads[0].values)
        bodies = [row[4] for row in part]
        payloads = orjson.loads("[" + ",".join(bodies) + "]")  # one call of the parser for many rows
        if columns is None:
            for name in {name for payload in payloads for name in payload} - cells.keys():
                cells[name] = _Column([""] * before)
        _append(heads, [row[:4] for row in part])
        for name, column in cells.items():
            column.add([payload.get(name, "") for payload in payloads])
    record_id, origin, source_id, version = (head.values for head in heads)
    order = sorted(cells) if columns is None else columns
    return Rows(record_id, origin, source_id, version, {name: cells[name].values for name in order})


def mentions(connection: Connection, as_of: int | None) -> Mentions:
    """All current mentions."""
    batch = last_batch(connection, as_of)
    # one query for each origin and table, in order: the keys then give the rows sorted, without a sort
    groups = select(connection, "SELECT DISTINCT origin, table_name FROM record ORDER BY origin, table_name")
    # what a mention says goes over as one text, read once however often it recurs: the ends of calls say
    # little, and are most of a county
    fields = ", ".join(f"m.{name}" for name in MENTION_FIELDS)
    sql = f"""SELECT r.record_id, m.ref, m.kind, json_array({fields})
        FROM {_CURRENT} JOIN mention m ON m.version_pk = v.version_pk
        WHERE r.table_name = :table AND r.origin = :origin ORDER BY r.record_id, m.ref, m.kind"""
    tables: list[str] = []
    origins: list[str] = []
    code: dict[str, int] = {}
    codes: list[int] = []
    head = [_Column() for _ in range(3)]
    for origin, table in groups:
        parameters = {"batch": batch, "table": table, "origin": origin}
        for part in scan_parts(connection, sql, parameters):
            _append(head, [row[:3] for row in part])
            codes += [code.setdefault(row[3], len(code)) for row in part]
            tables += [table] * len(part)
            origins += [origin] * len(part)
    record_id, ref, kind = (column.values for column in head)
    return Mentions(tables, record_id, origins, ref, kind, _fields(list(code), codes))


def _fields(texts: list[str], codes: list[int]) -> dict[str, list[str]]:
    """The fields of mentions, column by column. `texts` are what they say, as JSON; a value is kept once."""
    said = [_Column() for _ in MENTION_FIELDS]
    for start in range(0, len(texts), _AT_ONCE):
        _append(said, orjson.loads("[" + ",".join(texts[start : start + _AT_ONCE]) + "]"))
    return {
        name: [column.values[code] for code in codes]
        for name, column in zip(MENTION_FIELDS, said, strict=True)
    }


def mentions_of(
    connection: Connection, records: Sequence[tuple[str, str, str]], as_of: int | None
) -> Mentions:
    """The current mentions of some records, each (origin, table, record_id)."""
    batch = last_batch(connection, as_of)
    fields = ", ".join(f"m.{name}" for name in MENTION_FIELDS)
    found: list[tuple[str, ...]] = []
    for named, parameters in _named(records):
        sql = f"""WITH {named} SELECT r.table_name, r.record_id, r.origin, m.ref, m.kind, {fields}
            FROM named n CROSS JOIN {_CURRENT} JOIN mention m ON m.version_pk = v.version_pk
            WHERE r.origin = n.origin AND r.table_name = n.table_name AND r.record_id = n.record_id"""
        found += select(connection, sql, {"batch": batch, **parameters})
    found.sort(key=lambda row: (row[2], row[0], row[1], row[3], row[4]))
    table, record_id, origin, ref, kind, *values = _transposed(found, 5 + len(MENTION_FIELDS))
    return Mentions(table, record_id, origin, ref, kind, dict(zip(MENTION_FIELDS, values, strict=True)))


def versions_of(
    connection: Connection, records: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], list[Version]]:
    """All published versions of the records of these names, each (table, record_id), newest first.

    Of every origin that uses the name. A name that none uses is left out.
    """
    batch = last_batch(connection, None)
    origins: dict[str, list[str]] = defaultdict(list)
    for table, origin in select(connection, "SELECT DISTINCT table_name, origin FROM record"):
        origins[table].append(origin)
    keys = [(origin, table, id) for table, id in records for origin in origins.get(table, ())]
    found: list[tuple[Any, ...]] = []
    for named, parameters in _named(keys):
        sql = f"""WITH {named} SELECT r.table_name, r.record_id, r.origin, v.version_pk, b.seq, x.at, x.actor,
                v.retracted, v.reason, v."row", v.source_id, p.body
            FROM named n CROSS JOIN record r JOIN version v USING (record_pk)
            JOIN batch b ON b.batch_id = v.batch_id JOIN ledger_transaction x ON x.seq = b.seq
            LEFT JOIN payload p USING (version_pk)
            WHERE r.origin = n.origin AND r.table_name = n.table_name AND r.record_id = n.record_id
            AND v.batch_id <= :batch"""
        found += select(connection, sql, {"batch": batch, **parameters})
    found.sort(key=lambda row: -row[3])
    sources: dict[int, Source] = {}
    for source_id in {each[10] for each in found if each[10] is not None}:
        sql = f"SELECT {_SOURCE} FROM {_SOURCE_JOINS} WHERE s.source_id = :source"
        sources[source_id] = Source(*select(connection, sql, {"batch": batch, "source": source_id})[0])
    versions: dict[tuple[str, str], list[Version]] = defaultdict(list)
    for table, record_id, origin, version, seq, at, actor, retracted, reason, row, source_id, body in found:
        versions[table, record_id].append(
            Version(
                table=table,
                record_id=record_id,
                origin=origin,
                version=version,
                seq=seq,
                at=at,
                actor=actor,
                retracted=bool(retracted),
                expunged=body is None and not retracted,
                reason=reason,
                row=row or 0,
                source=sources.get(source_id),
                payload=json.loads(body) if body is not None else {},
            )
        )
    return dict(versions)


def changes(connection: Connection, since: Head, as_of: int) -> list[tuple[str, str, str]] | None:
    """The records, each (origin, table, record_id), of which a version was published after `since`.

    None where they cannot be told: `since` is none of this chain, or something was expunged after it.
    """
    held = select(connection, "SELECT hash FROM ledger_transaction WHERE seq = ?", (since.seq,))
    erased = select(connection, "SELECT 1 FROM expungement WHERE seq > ? LIMIT 1", (since.seq,))
    if not held or held[0][0].hex() != since.hash or erased:
        return None
    # version numbers grow with those of their batches: from the end back to the last one that was there
    sql = """SELECT DISTINCT r.origin, r.table_name, r.record_id
        FROM version v CROSS JOIN record r ON r.record_pk = v.record_pk
        WHERE v.version_pk > coalesce((SELECT version_pk FROM version WHERE batch_id <= :since
            ORDER BY version_pk DESC LIMIT 1), 0)
        AND v.batch_id <= :batch ORDER BY 1, 2, 3"""
    batches = {"since": last_batch(connection, since.seq), "batch": last_batch(connection, as_of)}
    return select(connection, sql, batches)


def growth(connection: Connection, as_of: int) -> list[tuple[int, int]]:
    """(transaction, records that were new in it) of every import."""
    sql = "SELECT seq, body FROM ledger_transaction WHERE kind = 'import' AND seq <= ? ORDER BY seq"
    return [(seq, json.loads(body).get("new", 0)) for seq, body in select(connection, sql, (as_of,))]


def sources(connection: Connection, as_of: int | None) -> list[Source]:
    """All sources in the order in which they were read."""
    sql = f"SELECT {_SOURCE} FROM {_SOURCE_JOINS} WHERE s.batch_id <= :batch ORDER BY s.source_id"
    return [Source(*each) for each in select(connection, sql, {"batch": last_batch(connection, as_of)})]


def quarantined(connection: Connection, as_of: int | None) -> list[Quarantined]:
    """Everything that could not be read, by source and row."""
    found = select(
        connection,
        """SELECT q."row", q."column", coalesce(q.value, ''), q.reason_zh, q.reason_en, q.level, q.record_id,
            q.cells, s.source_id, s.file, s.table_name, s.origin, q.quarantine_pk
        FROM quarantine q JOIN source s USING (source_id)
        WHERE q.batch_id <= :batch ORDER BY q.source_id, q."row", q."column", q.quarantine_pk""",
        {"batch": last_batch(connection, as_of)},
    )
    items = []
    for each in found:
        said = dict(zip(_QUARANTINED, each, strict=True))
        items.append(Quarantined(**{**said, "cells": json.loads(said["cells"] or "null")}))
    standing = corrections(connection, as_of)
    made = settled(items, standing) if standing else {}
    return [replace(each, correction=made[each.number]) if each.number in made else each for each in items]


def _named(records: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, dict[str, object]]]:
    """Records (origin, table, record_id) as a table `named` of a statement, so many at a time: its text and
    its parameters."""
    wanted = sorted(set(records))
    for start in range(0, len(wanted), _NAMED):
        chunk = wanted[start : start + _NAMED]
        rows = ", ".join(f"(:o{i}, :t{i}, :r{i})" for i in range(len(chunk)))
        parameters: dict[str, object] = {}
        for i, names in enumerate(chunk):
            parameters.update(zip((f"o{i}", f"t{i}", f"r{i}"), names, strict=True))
        yield f"named (origin, table_name, record_id) AS (VALUES {rows})", parameters


class _Column:
    """A column that grows part by part. A value that recurs is kept once: each row brings its own."""

    def __init__(self, values: list[Any] | None = None) -> None:
        self.values = values or []
        self._known: dict[Any, Any] = {}

    def add(self, part: Sequence[Any]) -> None:
        """Append values; where all say nothing there is nothing to keep once."""
        self.values += map(self._known.setdefault, part, part) if any(part) else part


def _append(columns: Sequence[_Column], rows: Sequence[tuple[Any, ...]]) -> None:
    """Append rows, column by column."""
    for column, part in zip(columns, zip(*rows, strict=True), strict=True):
        column.add(part)


def _transposed(found: list[tuple[Any, ...]], width: int) -> list[list[Any]]:
    columns = [_Column() for _ in range(width)]
    if found:
        _append(columns, found)
    return [column.values for column in columns]

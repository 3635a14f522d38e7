"""The resolution kept beside the graph, in `graph.db`: a projection, dropped and rebuilt at will."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson
from sqlalchemy import Connection

from netinv.ledger.database import insert, open_engine, reading, scan, scan_parts, select, writing
from netinv.model.keys import entity_id
from netinv.resolve.calibration import Calibration
from netinv.resolve.differing import MOST, moved, restated
from netinv.resolve.ids import entity_ids
from netinv.resolve.result import Comparison, Doubt, Joined, Resolution, Told

if TYPE_CHECKING:
    from netinv.resolve.incremental import Increment

_TABLES = (
    "CREATE TABLE IF NOT EXISTS resolution_state (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    """CREATE TABLE IF NOT EXISTS resolution (
        key TEXT PRIMARY KEY, entity_id TEXT NOT NULL, own_id TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE TABLE IF NOT EXISTS resolution_join (entity_id TEXT NOT NULL, body TEXT NOT NULL)",
    """CREATE TABLE IF NOT EXISTS resolution_doubt (
        left_entity TEXT NOT NULL, right_entity TEXT NOT NULL, body TEXT NOT NULL)""",
)
_INDEXES = {
    "resolution_entity": "resolution (entity_id)",
    "resolution_own": "resolution (own_id)",
    "resolution_join_entity": "resolution_join (entity_id)",
    "resolution_doubt_left": "resolution_doubt (left_entity)",
    "resolution_doubt_right": "resolution_doubt (right_entity)",
}
_JOINS = "SELECT body FROM resolution_join"
_PUT = "INSERT OR REPLACE INTO resolution_state VALUES (?, ?)"
_KEEP = "INSERT OR REPLACE INTO resolution VALUES (?, ?, ?)"
_FORGET = "DELETE FROM resolution_join WHERE entity_id = ?"
_JOIN = ("entity_id", "body")
_DOUBT = ("left_entity", "right_entity", "body")

_AT_ONCE = 1 << 16
"""Mentions of which rows are made together."""
_NAMED = 500
"""Keys asked for in one statement: SQLite takes about a thousand parameters."""


class Counts(NamedTuple):
    """The size of a resolution."""

    mentions: int
    persons: int
    organizations: int
    joins: int


class ResolutionStore:
    """Which entity every mention belongs to, with the joins behind it, and the ledger state it stands at."""

    def __init__(self, path: Path) -> None:
        self._engine = open_engine(path)
        # looked at first: opening must not wait for whoever writes
        with reading(self._engine) as connection:
            missing = not select(connection, "SELECT 1 FROM sqlite_master WHERE name = 'resolution_doubt'")
        if missing:
            with writing(self._engine) as connection:
                for statement in _TABLES:
                    connection.exec_driver_sql(statement)
                _index(connection)

    def close(self) -> None:
        """Release the file."""
        self._engine.dispose()

    def seq(self) -> int:
        """Sequence number of the ledger that it stands for; 0 when empty."""
        with reading(self._engine) as connection:
            found = select(connection, "SELECT value FROM resolution_state WHERE name = 'seq'")
        return int(found[0][0]) if found else 0

    def save(self, resolution: Resolution, seq: int) -> None:
        """Replace the content in one transaction."""
        with writing(self._engine) as connection:
            _replace(connection, resolution, _join_rows(resolution.joins, resolution.entity_of))
            _state(connection, resolution, seq)

    def renew(self, resolution: Resolution, seq: int) -> dict[str, tuple[str, str]]:
        """Replace the content in one transaction, and write what differs only where that is less. Returns of
        each mention that moved the entity before and after, "" where there is none."""
        entity_of = resolution.entity_of
        with writing(self._engine) as connection:
            found = moved(scan(connection, "SELECT key, entity_id FROM resolution ORDER BY key"), entity_of)
            joins = list(_join_rows(resolution.joins, entity_of))
            held = scan(connection, "SELECT entity_id, body FROM resolution_join ORDER BY rowid")
            stale = restated(held, joins)
            entities = len({entity for entity, _ in joins})
            if len(found) > MOST * len(entity_of) or len(stale) > MOST * entities:
                _replace(connection, resolution, joins)
            else:
                gone = [(key,) for key, (_, after) in found.items() if not after]
                _each(connection, "DELETE FROM resolution WHERE key = ?", gone)
                keep = _rows({key: after for key, (_, after) in found.items() if after})
                _each(connection, _KEEP, list(keep))
                _each(connection, _FORGET, [(entity,) for entity in sorted(stale)])
                insert(connection, "resolution_join", _JOIN, (row for row in joins if row[0] in stale))
                connection.exec_driver_sql("DELETE FROM resolution_doubt")
                insert(connection, "resolution_doubt", _DOUBT, _doubt_rows(resolution.doubts, entity_of))
            _state(connection, resolution, seq)
        return found

    def update(self, found: "Increment", weights: Mapping[str, Sequence[float]], seq: int) -> None:
        """Bring the content forward in one transaction."""
        entity_of = found.entity_of
        with writing(self._engine) as connection:
            _each(connection, "DELETE FROM resolution WHERE key = ?", [(k,) for k in found.gone])
            rows = [(key, entity, entity_id(key)) for key, entity in sorted(entity_of.items())]
            _each(connection, _KEEP, rows)
            _each(connection, _FORGET, [(entity,) for entity in sorted(found.stale)])
            insert(connection, "resolution_join", _JOIN, _join_rows(found.joins, entity_of))
            sql = "DELETE FROM resolution_doubt WHERE left_entity = ? AND right_entity = ?"
            _each(connection, sql, found.settled)
            insert(connection, "resolution_doubt", _DOUBT, _doubt_rows(found.doubts, found.around))
            _each(connection, _PUT, [("seq", str(seq)), ("weights", json.dumps(weights))])

    def resolution(self) -> Resolution:
        """All that is kept. Its joins are read anew whenever somebody goes through them."""
        told = Told(self._each_join)
        return Resolution(self.entity_of(), told, self.doubts(), self.weights(), ask_joins=self._joins_of)

    def entity_of(self) -> dict[str, str]:
        """Entity id of every mention key."""
        ids: dict[str, str] = {}  # each is kept once, however many mentions it has
        with reading(self._engine) as connection:
            rows = scan(connection, "SELECT key, entity_id FROM resolution ORDER BY key")
            return {key: ids.setdefault(id, id) for key, id in rows}

    def current(self, id: str) -> str | None:
        """The entity that now holds the mention which gave an entity this id; None if no mention ever did."""
        with reading(self._engine) as connection:
            found = select(
                connection,
                "SELECT entity_id FROM resolution WHERE own_id = ? OR entity_id = ? LIMIT 1",
                (id, id),
            )
        return str(found[0][0]) if found else None

    def currents(self, ids: Iterable[str]) -> dict[str, str]:
        """`current` of many ids; those that no mention ever gave are left out."""
        wanted = sorted(set(ids))
        found: dict[str, str] = {}
        with reading(self._engine) as connection:
            for column in ("own_id", "entity_id"):  # nearly every id is a mention's own: the first says all
                wanted = [id for id in wanted if id not in found]
                for start in range(0, len(wanted), _NAMED):
                    some = wanted[start : start + _NAMED]
                    marks = ", ".join("?" * len(some))
                    sql = f"SELECT DISTINCT {column}, entity_id FROM resolution WHERE {column} IN ({marks})"
                    found |= dict(select(connection, sql, some))
        return found

    def entities_of(self, keys: Iterable[str]) -> dict[str, str]:
        """Entity id of each of these mention keys; an unknown one is left out."""
        wanted = sorted(set(keys))
        found: dict[str, str] = {}
        with reading(self._engine) as connection:
            for start in range(0, len(wanted), _NAMED):
                some = wanted[start : start + _NAMED]
                marks = ", ".join("?" * len(some))
                sql = f"SELECT key, entity_id FROM resolution WHERE key IN ({marks})"
                found |= dict(select(connection, sql, some))
        return found

    def members(self, entities: Iterable[str]) -> dict[str, str]:
        """The mentions of these entities: entity id by mention key, sorted."""
        wanted = sorted(set(entities))
        found: list[tuple[str, str]] = []
        with reading(self._engine) as connection:
            for start in range(0, len(wanted), _NAMED):
                some = wanted[start : start + _NAMED]
                marks = ", ".join("?" * len(some))
                sql = f"SELECT key, entity_id FROM resolution WHERE entity_id IN ({marks})"
                found += select(connection, sql, some)
        return dict(sorted(found))

    def mentions(self, entity: str) -> list[str]:
        """Keys of the mentions of an entity, sorted."""
        with reading(self._engine) as connection:
            return [
                str(k)
                for (k,) in select(
                    connection, "SELECT key FROM resolution WHERE entity_id = ? ORDER BY key", (entity,)
                )
            ]

    def joins(self, entity: str | None = None) -> list[Joined]:
        """Accepted joins of one entity, or of all by their entities, in the order in which they were
        accepted."""
        where, parameters = ("WHERE entity_id = ?", (entity,)) if entity else ("", ())
        sql = f"{_JOINS} {where} ORDER BY entity_id, rowid"
        with reading(self._engine) as connection:
            found = select(connection, sql, parameters)
        return list(map(_joined, _parsed(found)))

    def _each_join(self) -> Iterator[Joined]:
        """All accepted joins, as `joins` has them."""
        with reading(self._engine) as connection:
            for part in scan_parts(connection, f"{_JOINS} ORDER BY entity_id, rowid"):
                yield from map(_joined, _parsed(part))

    def _joins_of(self, entities: Iterable[str]) -> Iterator[Joined]:
        """Accepted joins of these entities, as `joins` has them."""
        wanted = sorted(set(entities))
        with reading(self._engine) as connection:
            for start in range(0, len(wanted), _NAMED):
                some = wanted[start : start + _NAMED]
                marks = ", ".join("?" * len(some))
                sql = f"{_JOINS} WHERE entity_id IN ({marks}) ORDER BY entity_id, rowid"
                yield from map(_joined, _parsed(select(connection, sql, some)))

    def counts(self) -> Counts:
        """How many mentions, persons, organisations and accepted joins there are."""
        of_kind = """SELECT count(*) FROM (
            SELECT DISTINCT entity_id FROM resolution WHERE entity_id >= ? AND entity_id < ?)"""
        with reading(self._engine) as connection:
            mentions, joins = (
                int(select(connection, f"SELECT count(*) FROM {table}")[0][0])
                for table in ("resolution", "resolution_join")
            )
            persons, organizations = (
                int(select(connection, of_kind, between)[0][0]) for between in (("P", "Q"), ("O", "P"))
            )
        return Counts(mentions, persons, organizations, joins)

    def doubts(self, entity: str | None = None) -> list[Doubt]:
        """Pairs that stayed two: those with one end in this entity, or all, by their mentions."""
        where, parameters = (
            ("WHERE left_entity = ? OR right_entity = ?", (entity, entity)) if entity else ("", ())
        )
        with reading(self._engine) as connection:
            found = select(connection, f"SELECT body FROM resolution_doubt {where}", parameters)
        return sorted(map(_doubt, _parsed(found)))

    def weights(self) -> dict[str, tuple[float, ...]]:
        """Bits of each level of each field; empty where nothing was resolved yet."""
        with reading(self._engine) as connection:
            found = select(connection, "SELECT value FROM resolution_state WHERE name = 'weights'")
        return {field: tuple(bits) for field, bits in json.loads(found[0][0]).items()} if found else {}

    def taught(self) -> dict[str, Calibration]:
        """What people's answers say of `pairs` and of `placings`, where they say anything."""
        with reading(self._engine) as connection:
            found = select(connection, "SELECT value FROM resolution_state WHERE name = 'taught'")
        return {name: Calibration(*body) for name, body in json.loads(found[0][0]).items()} if found else {}


def _rows(entity_of: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    keys = sorted(entity_of)
    for start in range(0, len(keys), _AT_ONCE):
        part = keys[start : start + _AT_ONCE]
        yield from zip(part, map(entity_of.__getitem__, part), entity_ids(part), strict=True)


def _join_rows(joins: Iterable[Joined], entity_of: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return ((entity_of[j.right], _as_json(j)) for j in joins)


def _doubt_rows(doubts: Iterable[Doubt], entity_of: Mapping[str, str]) -> list[tuple[object, ...]]:
    return [(entity_of[d.left], entity_of[d.right], _as_json(d)) for d in doubts]


def _as_json(said: Joined | Doubt) -> str:
    return orjson.dumps(said, default=list).decode()  # tuples with names are lists


def _replace(connection: Connection, resolution: Resolution, joins: Iterable[tuple[str, str]]) -> None:
    # made anew at the end, by sorting: far cheaper than to place each row in them
    for index in _INDEXES:
        connection.exec_driver_sql(f"DROP INDEX IF EXISTS {index}")
    for table in ("resolution", "resolution_join", "resolution_doubt"):
        connection.exec_driver_sql(f"DELETE FROM {table}")
    # sorted: the tree of the table grows at its end only
    insert(connection, "resolution", ("key", "entity_id", "own_id"), _rows(resolution.entity_of))
    insert(connection, "resolution_join", _JOIN, joins)
    insert(connection, "resolution_doubt", _DOUBT, _doubt_rows(resolution.doubts, resolution.entity_of))
    _index(connection)


def _state(connection: Connection, resolution: Resolution, seq: int) -> None:
    connection.exec_driver_sql("DELETE FROM resolution_state")
    said = {"seq": str(seq), "weights": json.dumps(resolution.weights)}
    said |= {"taught": json.dumps(resolution.taught)} if resolution.taught else {}
    _each(connection, _PUT, list(said.items()))


def _each(connection: Connection, sql: str, rows: Sequence[tuple[object, ...]]) -> None:
    cursor = connection.connection.cursor()
    try:
        cursor.executemany(sql, rows)
    finally:
        cursor.close()


def _index(connection: Connection) -> None:
    for name, columns in _INDEXES.items():
        connection.exec_driver_sql(f"CREATE INDEX IF NOT EXISTS {name} ON {columns}")


def _parsed(found: Iterable[tuple[str]]) -> list[list[Any]]:
    """The bodies of rows, with one call of the parser over all of them."""
    parsed: list[list[Any]] = orjson.loads(f"[{','.join(body for (body,) in found)}]")
    return parsed


def _joined(body: list[Any]) -> Joined:
    return Joined._make([*body[:-1], tuple(map(Comparison._make, body[-1]))])


def _doubt(body: list[Any]) -> Doubt:
    return Doubt._make([*body[:-1], tuple(map(Comparison._make, body[-1]))])

"""EmbeddedStore: the graph in tables of `graph.db`, for the one office PC. The default store."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa

from netinv.graph import embedded_tables as t
from netinv.graph.arrays import EdgeArrays
from netinv.graph.embedded_search import search
from netinv.graph.protocol import (
    Change,
    Fingerprints,
    GraphError,
    Hit,
    Line,
    Node,
    Relation,
    canonical,
    combined_digest,
    fingerprint,
    from_canonical,
)
from netinv.graph.search_text import Field, Term, terms
from netinv.ledger.database import select
from netinv.model.ontology import ontology

_T = TypeVar("_T")
_CHUNK = 5_000
_FEW = 20_000
"""Nodes and relations of a change up to which it is small beside a graph."""
_SEPARATOR = "\n"
_RELATION = f"id, kind, source, target, since, until, confidence, records, props FROM {t.relation.name}"
"""Columns in the order of `Relation`."""

_AMONG = "source IN (SELECT value FROM json_each(?1)) AND +target IN (SELECT value FROM json_each(?1))"
"""Both ends among nodes: the database leaves out what has one end elsewhere, of well-linked nodes most.
The plus has it look up sources, never targets, of whom some are the end of thousands."""

_WRITING_KIB = 65_536
_READING_KIB = 8_192
"""Pages that one connection keeps: a server has many connections, and the system keeps the file too."""


class EmbeddedStore:
    """A GraphStore over SQLite. Many may read while one writes (WAL); what is removed is overwritten."""

    def __init__(self, path: Path) -> None:
        """Open or create the tables of the store in the file at `path`."""
        self.path = path
        self._engine = sa.create_engine(f"sqlite:///{path}")
        sa.event.listen(self._engine, "connect", _configure)
        sa.event.listen(self._engine, "begin", _begin)
        with self._engine.begin() as connection:
            missing = not sa.inspect(connection).has_table(t.gram.name)
            if missing:
                t.metadata.create_all(connection)

    def close(self) -> None:
        """Release the file."""
        self._engine.dispose()

    def seq(self) -> int:
        """Sequence number of the ledger that the content stands for; 0 when empty."""
        with self._engine.connect() as connection:
            return _seq(connection)

    def digest(self) -> str:
        """Hash of the whole content."""
        with self._engine.connect() as connection:
            return str(_state(connection, "digest") or combined_digest(()))

    def fingerprints(self) -> Fingerprints:
        """Content hash of every node and relation."""
        with self._engine.connect() as connection:
            return Fingerprints(_pairs(connection, t.node), _pairs(connection, t.relation))

    def apply(self, change: Change) -> None:
        """Write a change and its sequence number in one transaction."""
        try:
            with self._engine.begin() as connection:
                _put(connection, "applying", "")  # a write first: the lock is taken before anything is read
                if change.seq < _seq(connection):
                    raise GraphError(
                        f"the graph stands at {_seq(connection)}, it cannot go back to {change.seq}"
                    )
                _put(connection, "seq", str(change.seq))
                if change:
                    with _roomy(connection), _digested(connection, change):
                        _write(connection, change)
        except sa.exc.IntegrityError as error:
            raise GraphError("a relation names a node that the graph does not have") from error

    def clear(self) -> None:
        """Remove all nodes and relations; tables of other rooms in the same file stay."""
        with self._engine.begin() as connection:
            for table in reversed(t.metadata.sorted_tables):
                connection.execute(table.delete())

    def compact(self) -> None:
        """Rewrite the file without what was removed, and empty the write-ahead log (after an expungement)."""
        connection = (
            self._engine.raw_connection()
        )  # VACUUM runs in no transaction, so not in one of the engine's
        try:
            cursor = connection.cursor()
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()

    def get(self, ids: Iterable[str]) -> dict[str, Node]:
        """The nodes among these ids that exist."""
        with self._engine.connect() as connection:
            return _get(connection, ids)

    def relations(
        self,
        ids: Iterable[str],
        kinds: Sequence[str] | None = None,
        limit: int | None = None,
        *,
        inner: bool = False,
    ) -> list[Relation]:
        """Relations with an end (`inner`: with both ends) among these nodes, by id."""
        of_kinds = "" if kinds is None else f" AND kind IN ({_marks(kinds)})"
        wanted, found = sorted(set(ids)), dict[str, Relation]()
        with self._engine.connect() as connection:
            if inner:
                rows = select(
                    connection,
                    f"SELECT {_RELATION} WHERE {_AMONG}{of_kinds}",
                    (json.dumps(wanted), *(kinds or ())),
                )
                return [_relation(row) for row in sorted(rows, key=itemgetter(0))][:limit]
            first = "" if limit is None else f" ORDER BY id LIMIT {int(limit)}"
            for chunk in _chunks(wanted, 500):
                for end in ("source", "target"):
                    sql = f"SELECT {_RELATION} WHERE {end} IN ({_marks(chunk)}){of_kinds}{first}"
                    for row in select(connection, sql, (*chunk, *(kinds or ()))):
                        found[row[0]] = _relation(row)
        return [found[id] for id in sorted(found)][:limit]

    def lines(self, ids: Iterable[str]) -> list[Line]:
        """Relations with both ends among these nodes, by id."""
        columns = ", ".join(Line._fields)
        sql = f"SELECT {columns} FROM {t.relation.name} WHERE {_AMONG}"
        with self._engine.connect() as connection:
            found = map(Line._make, select(connection, sql, (json.dumps(sorted(set(ids))),)))
        return sorted(found)

    def counts(self, id: str) -> dict[str, int]:
        """Number of relations of a node by kind, in the order of the ontology."""
        sql = f"SELECT kind, count(*) FROM {t.relation.name} WHERE source = ? OR target = ? GROUP BY kind"
        with self._engine.connect() as connection:
            found = dict(select(connection, sql, (id, id)))
        return {kind: found[kind] for kind in ontology().relations if kind in found}

    def neighbours(
        self,
        id: str,
        kinds: Sequence[str] | None = None,
        limit: int | None = None,
        min_confidence: float = 0.0,
    ) -> list[tuple[Relation, Node]]:
        """Relations of a node with the node at the other end, surest first, then by relation id."""
        of_kinds = "" if kinds is None else f" AND kind IN ({_marks(kinds)})"
        sql = (
            f"SELECT {_RELATION} WHERE (source = ? OR target = ?) AND confidence >= ?{of_kinds}"
            f" ORDER BY confidence DESC, id LIMIT {-1 if limit is None else int(limit)}"
        )
        with self._engine.connect() as connection:
            found = select(connection, sql, (id, id, min_confidence, *(kinds or ())))
            relations = [_relation(row) for row in found]
            others = [link.target if link.source == id else link.source for link in relations]
            nodes = _get(connection, others)
        return [(link, nodes[other]) for link, other in zip(relations, others, strict=True)]

    def search(self, text: str, limit: int = 20, kinds: Sequence[str] | None = None) -> list[Hit]:
        """Nodes whose terms hold every word of the text, best first."""
        with self._engine.connect() as connection:
            found = search(connection, text, limit, kinds)
            nodes = _get(connection, [id for id, _ in found])
        return [Hit(nodes[id], term) for id, term in found]

    def export(self) -> EdgeArrays:
        """All relations as arrays, sorted, from one consistent state."""
        entity_codes = {kind: code for code, kind in enumerate(ontology().entities)}
        relation_codes = {kind: code for code, kind in enumerate(ontology().relations)}
        with self._engine.connect() as connection:
            nodes = [
                (id, entity_codes[kind])
                for id, kind in select(connection, f"SELECT id, kind FROM {t.node.name}")
            ]
            query = f"SELECT id, source, target, kind, since, until, confidence FROM {t.relation.name}"
            relations = [(*row[:3], relation_codes[row[3]], *row[4:]) for row in select(connection, query)]
        return EdgeArrays.build(nodes, relations)


def _begin(connection: sa.Connection) -> None:
    connection.connection.cursor().execute("BEGIN")


def _configure(connection: Any, _record: Any) -> None:
    connection.isolation_level = (
        None  # BEGIN comes from the engine, so that reads too are one consistent state
    )
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "secure_delete = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.execute("PRAGMA busy_timeout = 30000")
    cursor.execute(f"PRAGMA cache_size = -{_READING_KIB}")
    cursor.close()


def _write(connection: sa.Connection, change: Change) -> None:
    _many(connection, t.delete(t.relation, "id"), ((id,) for id in change.gone_relations))
    _many(connection, t.delete(t.node, "id"), ((id,) for id in change.gone_nodes))
    _forget_terms(connection, [*change.gone_nodes, *(node.id for node in change.nodes)])
    with _indexed_last(connection):
        _many(connection, t.upsert(t.node), map(_node_row, change.nodes))
        _remember_terms(connection, change.nodes)
        _many(connection, t.upsert(t.relation), map(_relation_row, change.relations))


@contextmanager
def _roomy(connection: sa.Connection) -> Iterator[None]:
    """A large write keeps its pages in memory until it is done."""
    connection.exec_driver_sql(f"PRAGMA cache_size = -{_WRITING_KIB}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = -{_READING_KIB}")


@contextmanager
def _indexed_last(connection: sa.Connection) -> Iterator[None]:
    """A graph that is written from nothing is indexed at the end, by sorting: that is twice as fast."""
    empty = connection.execute(sa.select(t.node.c.id).limit(1)).first() is None
    indexes = [index for table in t.metadata.sorted_tables for index in table.indexes] if empty else []
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)


def _remember_terms(connection: sa.Connection, nodes: Iterable[Node]) -> None:
    """Write what a search can find nodes by, in the order of the keys: the trees then grow at their ends."""
    rows: list[tuple[str, str, int, str]] = []
    holders: dict[str, list[str]] = defaultdict(list)
    for node in nodes:
        found = terms(node)
        rows += [(term.text, node.id, int(term.field), term.written) for term in found]
        for gram in frozenset[str]().union(*(term.grams for term in found)):
            holders[gram].append(node.id)
    _many(connection, t.insert(t.term), sorted(rows))
    _many(connection, t.insert(t.gram), ((gram, id) for gram in sorted(holders) for id in holders[gram]))


def _forget_terms(connection: sa.Connection, ids: list[str]) -> None:
    """Remove what a search could find nodes by; the grams follow from the terms."""
    held = connection.execute(sa.select(t.term.c.node_id).limit(1)).first()
    for chunk in _chunks(ids if held else (), 500):
        query = sa.select(t.term.c.text, t.term.c.node_id, t.term.c.field).where(t.term.c.node_id.in_(chunk))
        old = [(Term(row.text, "", Field(row.field)), row.node_id) for row in connection.execute(query)]
        grams = {(gram, id) for term, id in old for gram in term.grams}
        _many(connection, t.delete(t.gram, "gram", "node_id"), sorted(grams))
        _many(connection, t.delete(t.term, "node_id"), ((id,) for id in chunk))


def _node_row(item: Node) -> tuple[Any, ...]:
    props = canonical(item.props)
    return item.id, item.kind, item.label, props, fingerprint(item, props)


def _relation_row(item: Relation) -> tuple[Any, ...]:
    props = canonical(item.props)
    return (
        *(item.id, item.kind, item.source, item.target, item.since, item.until, item.confidence),
        *(_SEPARATOR.join(item.records), props, fingerprint(item, props)),
    )


def _relation(row: tuple[Any, ...]) -> Relation:
    id, kind, source, target, since, until, confidence, records, props = row
    named = tuple(records.split(_SEPARATOR)) if records else ()
    return Relation(id, kind, source, target, since, until, confidence, named, from_canonical(props))


def _get(connection: sa.Connection, ids: Iterable[str]) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for chunk in _chunks(dict.fromkeys(ids), 500):
        sql = f"SELECT id, kind, label, props FROM {t.node.name} WHERE id IN ({_marks(chunk)})"
        for id, kind, label, props in select(connection, sql, chunk):
            found[id] = Node(id, kind, label, from_canonical(props))
    return found


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _many(connection: sa.Connection, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
    for chunk in _chunks(rows, _CHUNK):
        connection.exec_driver_sql(statement, chunk)


def _chunks(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def _pairs(connection: sa.Connection, table: sa.Table) -> dict[str, int]:
    return dict(select(connection, f"SELECT id, fingerprint FROM {table.name}"))


def _digest(connection: sa.Connection) -> str:
    both = [*_pairs(connection, t.node).values(), *_pairs(connection, t.relation).values()]
    return combined_digest(both)


@contextmanager
def _digested(connection: sa.Connection, change: Change) -> Iterator[None]:
    """Keep the digest of a content that a change is written into: of a small change by what it replaces."""
    ids = {
        t.node: [*(node.id for node in change.nodes), *change.gone_nodes],
        t.relation: [*(link.id for link in change.relations), *change.gone_relations],
    }
    small = sum(map(len, ids.values())) <= _FEW

    def some() -> int:
        return sum(sum(_fingerprints(connection, table, of)) for table, of in ids.items())

    before = int(_state(connection, "digest") or "0", 16) - some() if small else 0
    yield
    _put(connection, "digest", combined_digest((before, some())) if small else _digest(connection))


def _fingerprints(connection: sa.Connection, table: sa.Table, ids: list[str]) -> Iterator[int]:
    for chunk in _chunks(ids, 500):
        sql = f"SELECT fingerprint FROM {table.name} WHERE id IN ({_marks(chunk)})"
        yield from (value for (value,) in select(connection, sql, chunk))


def _state(connection: sa.Connection, name: str) -> str | None:
    found = select(connection, f"SELECT value FROM {t.state.name} WHERE name = ?", (name,))
    return str(found[0][0]) if found else None


def _seq(connection: sa.Connection) -> int:
    return int(_state(connection, "seq") or 0)


def _put(connection: sa.Connection, name: str, value: str) -> None:
    statement = f"INSERT OR REPLACE INTO {t.state.name} (name, value) VALUES (?, ?)"
    connection.exec_driver_sql(statement, (name, value))

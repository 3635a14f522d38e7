"""The resolution kept beside the graph, in `graph.db`: a projection, dropped and rebuilt at will."""

import json
from pathlib import Path

from netinv.ledger.database import insert, open_engine, reading, select, writing
from netinv.model.keys import entity_id
from netinv.resolve.result import Comparison, Joined, Resolution

_TABLES = (
    "CREATE TABLE IF NOT EXISTS resolution_state (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    """CREATE TABLE IF NOT EXISTS resolution (
        key TEXT PRIMARY KEY, entity_id TEXT NOT NULL, own_id TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS resolution_entity ON resolution (entity_id)",
    "CREATE INDEX IF NOT EXISTS resolution_own ON resolution (own_id)",
    "CREATE TABLE IF NOT EXISTS resolution_join (entity_id TEXT NOT NULL, body TEXT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS resolution_join_entity ON resolution_join (entity_id)",
)


class ResolutionStore:
    """Which entity every mention belongs to, with the joins behind it, and the ledger state it stands at."""

    def __init__(self, path: Path) -> None:
        self._engine = open_engine(path)
        # looked at first: opening must not wait for whoever writes
        with reading(self._engine) as connection:
            missing = not select(connection, "SELECT 1 FROM sqlite_master WHERE name = 'resolution_state'")
        if missing:
            with writing(self._engine) as connection:
                for statement in _TABLES:
                    connection.exec_driver_sql(statement)

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
            for table in ("resolution", "resolution_join", "resolution_state"):
                connection.exec_driver_sql(f"DELETE FROM {table}")
            # sorted: the tree of the table grows at its end only
            rows: list[tuple[object, ...]] = [
                (key, entity, entity_id(key)) for key, entity in sorted(resolution.entity_of.items())
            ]
            insert(connection, "resolution", ("key", "entity_id", "own_id"), rows)
            joins: list[tuple[object, ...]] = [
                (resolution.entity_of[j.right], json.dumps(j, ensure_ascii=False)) for j in resolution.joins
            ]
            insert(connection, "resolution_join", ("entity_id", "body"), joins)
            insert(connection, "resolution_state", ("name", "value"), [("seq", str(seq))])

    def entity_of(self) -> dict[str, str]:
        """Entity id of every mention key."""
        with reading(self._engine) as connection:
            return dict(select(connection, "SELECT key, entity_id FROM resolution ORDER BY key"))

    def current(self, id: str) -> str | None:
        """The entity that now holds the mention which gave an entity this id; None if no mention ever did."""
        with reading(self._engine) as connection:
            found = select(
                connection,
                "SELECT entity_id FROM resolution WHERE own_id = ? OR entity_id = ? LIMIT 1",
                (id, id),
            )
        return str(found[0][0]) if found else None

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
        """Accepted joins of one entity, or of all."""
        where, parameters = ("WHERE entity_id = ?", (entity,)) if entity else ("", ())
        with reading(self._engine) as connection:
            found = select(connection, f"SELECT body FROM resolution_join {where}", parameters)
        return [_joined(json.loads(body)) for (body,) in found]


def _joined(body: list[object]) -> Joined:
    left, right, probability, comparisons = body
    return Joined(str(left), str(right), float(probability), tuple(Comparison(*c) for c in comparisons))  # type: ignore[arg-type, attr-defined]

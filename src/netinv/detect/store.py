"""Screened candidates and the supervision summary of the last run: a projection, rebuilt at will."""

from collections.abc import Sequence
from pathlib import Path

from netinv.ledger.database import insert, open_engine, reading, select, writing
from netinv.model.alerts import Screened
from netinv.model.supervision import Supervision

_TABLES = (
    "CREATE TABLE IF NOT EXISTS screening (record_id TEXT NOT NULL, body TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS screening_state (seq INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS supervision (body TEXT NOT NULL)",
)


class ScreeningStore:
    """What a run says beside alerts, and the ledger state it stands for."""

    def __init__(self, path: Path) -> None:
        self._engine = open_engine(path)
        # looked at first: opening must not wait for whoever writes
        with reading(self._engine) as connection:
            missing = not select(connection, "SELECT 1 FROM sqlite_master WHERE name = 'supervision'")
        if missing:
            with writing(self._engine) as connection:
                for statement in _TABLES:
                    connection.exec_driver_sql(statement)

    def close(self) -> None:
        """Release the file."""
        self._engine.dispose()

    def seq(self) -> int:
        """Sequence number of the ledger that it stands for; 0 when never written."""
        with reading(self._engine) as connection:
            found = select(connection, "SELECT max(seq) FROM screening_state")
        return int(found[0][0] or 0)

    def save(self, screened: Sequence[Screened], supervision: Supervision, seq: int) -> None:
        """Replace the content in one transaction."""
        with writing(self._engine) as connection:
            connection.exec_driver_sql("DELETE FROM screening")
            connection.exec_driver_sql("DELETE FROM screening_state")
            connection.exec_driver_sql("DELETE FROM supervision")
            rows: list[tuple[object, ...]] = [(s.record_id, s.model_dump_json()) for s in screened]
            insert(connection, "screening", ("record_id", "body"), rows)
            insert(connection, "supervision", ("body",), [(supervision.model_dump_json(),)])
            insert(connection, "screening_state", ("seq",), [(seq,)])

    def screened(self) -> list[Screened]:
        """All screened candidates by record."""
        with reading(self._engine) as connection:
            found = select(connection, "SELECT body FROM screening ORDER BY record_id, rowid")
        return [Screened.model_validate_json(body) for (body,) in found]

    def supervision(self) -> Supervision | None:
        """The supervision summary; None before the first run."""
        with reading(self._engine) as connection:
            found = select(connection, "SELECT body FROM supervision")
        return Supervision.model_validate_json(found[0][0]) if found else None

"""Which state of the ledger each projection stands at.

A step writes its stamp last, so what a crash interrupted has none and is done again. The stamps lie in
`graph.db` with what they speak of: who deletes the file deletes them too. They name the program's version
as well, since another version may compute something else from the same records.
"""

from pathlib import Path

import netinv
from netinv.ledger.database import open_engine, reading, select, writing
from netinv.ledger.types import Head

_TABLE = "CREATE TABLE IF NOT EXISTS standing (step TEXT PRIMARY KEY, stamp TEXT NOT NULL)"


class Standing:
    """The stamps of one workspace."""

    def __init__(self, path: Path) -> None:
        self._engine = open_engine(path)
        with reading(self._engine) as connection:
            there = select(connection, "SELECT 1 FROM sqlite_master WHERE name = 'standing'")
        if not there:  # a reader must not wait for whoever is writing
            with writing(self._engine) as connection:
                connection.exec_driver_sql(_TABLE)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def holds(self, step: str, head: Head) -> bool:
        """Whether a step was finished on this very state."""
        with reading(self._engine) as connection:
            found = select(connection, "SELECT stamp FROM standing WHERE step = ?", (step,))
        return bool(found) and found[0][0] == _stamp(head)

    def head(self, step: str) -> Head | None:
        """The state on which this very program last finished a step, without its time; None if it has not."""
        with reading(self._engine) as connection:
            found = select(connection, "SELECT stamp FROM standing WHERE step = ?", (step,))
        if not found:
            return None
        seq, hash, program = found[0][0].split(" ", 2)
        return Head(int(seq), "", hash) if program == netinv.__version__ else None

    def put(self, step: str, head: Head) -> None:
        """A step was finished."""
        with writing(self._engine) as connection:
            connection.exec_driver_sql("INSERT OR REPLACE INTO standing VALUES (?, ?)", (step, _stamp(head)))

    def clear(self) -> None:
        """Nothing stands."""
        with writing(self._engine) as connection:
            connection.exec_driver_sql("DELETE FROM standing")


def _stamp(head: Head) -> str:
    return f"{head.seq} {head.hash} {netinv.__version__}"

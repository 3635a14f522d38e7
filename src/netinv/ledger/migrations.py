"""How a file of an older version becomes one of this version: ordered, named steps, each run once."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from netinv.ledger.clock import Clock, iso_utc
from netinv.ledger.database import reading, select, writing
from netinv.model.errors import NetinvError

TABLE = """CREATE TABLE IF NOT EXISTS migrations (
    step INTEGER PRIMARY KEY, name TEXT NOT NULL, at TEXT NOT NULL)"""


@dataclass(frozen=True)
class Step:
    """One step. Its statements never change once released; a later wish is a later step."""

    name: str
    statements: Sequence[str]


def applied(connection: Connection) -> list[str]:
    """Names of the steps that this file has gone through, in order. Empty for a new file."""
    if not select(connection, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migrations'"):
        return []
    return [name for (name,) in select(connection, "SELECT name FROM migrations ORDER BY step")]


def pending(connection: Connection, steps: Sequence[Step]) -> Sequence[Step]:
    """The steps still to be run; NetinvError where the file is of a newer version than this program."""
    done = applied(connection)
    if done != [step.name for step in steps[: len(done)]]:
        path = connection.engine.url.database
        raise NetinvError(
            f"{path} 由更新版本的 netinv 写成，请升级 netinv 后再打开 / "
            f"{path} was written by a newer version of netinv; upgrade netinv to open it"
        )
    return steps[len(done) :]


def migrate(connection: Connection, steps: Sequence[Step], at: str) -> int:
    """Run the pending steps inside the caller's transaction: all of them or none. Returns how many ran."""
    todo = pending(connection, steps)
    if todo:
        connection.exec_driver_sql(TABLE)
    for number, step in enumerate(todo, start=len(steps) - len(todo) + 1):
        for statement in step.statements:
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql("INSERT INTO migrations VALUES (?, ?, ?)", (number, step.name, at))
    return len(todo)


def bring_forward(engine: Engine, steps: Sequence[Step], clock: Clock) -> None:
    """Migrate a file if it needs it; one that does not is not written to."""
    with reading(engine) as connection:
        behind = bool(pending(connection, steps))
    if behind:
        with writing(engine) as connection:
            migrate(connection, steps, iso_utc(clock()))

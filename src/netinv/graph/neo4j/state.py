"""What a graph in Neo4j stands at and whose it is: one node, locked by whoever writes."""

from dataclasses import dataclass, fields
from typing import Any

from netinv.graph.neo4j.connection import Connection, ServerError, Transaction
from netinv.graph.neo4j.statements import names
from netinv.graph.protocol import GraphError, combined_digest

SCHEMA = 1
"""Layout of nodes, relations and indexes; another number cannot be read."""


class UnfinishedError(GraphError):
    """A load was interrupted: what is there is part of one state and part of another."""


@dataclass(frozen=True)
class State:
    """The state of a graph. `writes` grows with every transaction, `loading` names a load under way."""

    workspace: str
    schema: int
    seq: int = 0
    digest: str = combined_digest(())
    writes: int = 0
    loading: str = ""
    batch: int = 0

    @classmethod
    def of(cls, properties: dict[str, Any]) -> "State":
        """From the properties of the node."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in properties.items() if name in known})

    def must_be_whole(self) -> "State":
        """Itself; UnfinishedError while a load is under way or was interrupted."""
        if self.loading:
            raise UnfinishedError(
                "Neo4j 中的图尚未写完，请重新运行 netinv resolve --store neo4j / the graph in Neo4j is not "
                "finished: run netinv resolve --store neo4j again"
            )
        return self


def read_state(tx: Transaction) -> State:
    """The state, whole or not; ServerError where somebody has removed it."""
    return state_in(tx.rows("read/state"))


def state_in(rows: list[list[Any]]) -> State:
    """The state in the first column of the first of these rows; ServerError where there is none."""
    if not rows:
        raise ServerError(
            "Neo4j 中的图已被删除，请重新运行 netinv resolve --store neo4j / the graph in Neo4j was removed: "
            "run netinv resolve --store neo4j again"
        )
    return State.of(rows[0][0])


def put_state(tx: Transaction, **properties: Any) -> State:
    """Set properties of the state (None removes one). The first in a transaction, it keeps others waiting."""
    return State.of(tx.rows("write/state", state=properties)[0][0])


def claim(connection: Connection, workspace: str) -> None:
    """Make the database the graph of a workspace, if it is empty or is so already. ServerError otherwise."""
    rows, empty = connection.read(lambda tx: (tx.rows("read/state"), tx.rows("read/empty")[0][0]))
    if not rows:
        if not empty:
            raise ServerError(
                f"{connection.uri} 中已有不属于 netinv 的数据，请换一个空的数据库 / "
                f"{connection.uri} holds data that is not netinv's: use an empty database"
            )
        build_schema(connection)
        wait_for_indexes(connection)
        connection.write(lambda tx: put_state(tx, workspace=workspace, schema=SCHEMA, seq=0))
        return
    state = State.of(rows[0][0])
    if state.workspace != workspace:
        raise ServerError(
            f"{connection.uri} 中是另一个工作区的图（{state.workspace}），每个工作区需要自己的 Neo4j / "
            f"{connection.uri} holds the graph of another workspace ({state.workspace}); each needs its own"
        )
    if state.schema != SCHEMA:
        raise ServerError(
            f"{connection.uri} 中的图由另一版本的 netinv 写成，请清空数据库后重新运行 / the graph at "
            f"{connection.uri} was written by another version of netinv: empty the database and run again"
        )
    if state.loading:
        build_schema(
            connection
        )  # files that neo4j-admin imported brought no indexes, a load cut off dropped some
        wait_for_indexes(connection)


def build_schema(connection: Connection) -> None:
    """Have the server build the constraints and indexes that are not there; it goes on when this returns."""
    for name in names("schema"):
        connection.alone(name)


def wait_for_indexes(connection: Connection) -> None:
    """Until all indexes can be used."""
    connection.alone("read/indexes")

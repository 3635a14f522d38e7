"""The resolved views: every contract table with typed cells and entity ids, in DuckDB, read-only and in
process.

A rule is one SELECT over these. Of each contract table `t` there is a view `t` with

- `record`: `table:record_id`, the row itself;
- every column of the data contract, typed (DATE, TIMESTAMP, DOUBLE, BOOLEAN, or the enum's code), NULL
unknown;
- for each reference its entity: `person`, `org` for the reference without prefix, `a_person`, `a_org` …
with one.

What several rules need is derived once, and documented there: in `views.sql` what names no gang, in
`gangs.sql` what names one, in `parties.sql` what stands on gangs and their look-alikes alike, and in
`occasions.sql` whether a gang heard of what an official knew.
"""

from collections.abc import Callable, Iterable, Mapping
from importlib.resources import files

import duckdb
import numpy as np
from numpy.typing import NDArray

from netinv.detect.lookalikes import add_lookalikes
from netinv.ledger.types import Rows
from netinv.model.keys import mention_keys
from netinv.model.tables import TABLES, ColumnSpec, TableSpec
from netinv.model.values import reader_of
from netinv.resolve.normalise.memo import each

_SQL = {
    "date": "DATE",
    "datetime": "TIMESTAMP",
    "number": "DOUBLE",
    "integer": "BIGINT",
    "bool": "BOOLEAN",
}


def open_views(
    rows: Callable[[str], Rows], entity_of: Mapping[str, str], twins: int = 0
) -> duckdb.DuckDBPyConnection:
    """A connection over all views; nothing outside the process can be reached from it.

    `twins`: how many look-alikes of each gang stand beside it (lookalikes.py).
    """
    # One thread: sums of the same rows are then the same to the last bit, and so are the exports
    connection = duckdb.connect(":memory:", config={"threads": "1"})
    for spec in TABLES.values():
        if spec.name != "sources":
            _load(connection, spec, rows(spec.name), entity_of)
    _derive(connection, twins)
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def move(views: duckdb.DuckDBPyConnection, to: Mapping[str, str]) -> None:
    """Hold each entity that is a key to be the other; what is derived is made anew, without look-alikes."""
    names = {"loose": np.array(list(to), dtype=object), "known": np.array(list(to.values()), dtype=object)}
    views.register("incoming", names)
    views.execute("CREATE TEMP TABLE moved AS SELECT * FROM incoming")
    views.unregister("incoming")
    for spec in TABLES.values():
        if spec.name != "sources":
            for column in _entity_columns(spec):
                views.execute(
                    f'UPDATE "{spec.name}" SET "{column}" = moved.known FROM moved '
                    f'WHERE "{column}" = moved.loose'
                )
    views.execute("DROP TABLE moved")
    derived = "SELECT table_name, table_type FROM information_schema.tables"
    for name, kind in views.execute(derived).fetchall():
        if name not in TABLES:
            views.execute(f'DROP {"VIEW" if kind == "VIEW" else "TABLE"} "{name}"')
    _derive(views, 0)


def _derive(connection: duckdb.DuckDBPyConnection, twins: int) -> None:
    """What several rules need, from the contract tables."""
    for part in ("views.sql", "gangs.sql"):
        connection.execute(files(__package__).joinpath(part).read_text(encoding="utf-8"))
    add_lookalikes(connection, twins)
    for part in ("parties.sql", "occasions.sql"):
        connection.execute(files(__package__).joinpath(part).read_text(encoding="utf-8"))


def _entity_columns(spec: TableSpec) -> dict[str, tuple[str, str]]:
    """(reference, kind of entity) of each column that holds an entity."""
    return {
        f"{prefix}_{suffix}" if prefix else suffix: (prefix, kind)
        for prefix in spec.refs
        for kind, suffix in (("person", "person"), ("organization", "org"))
    }


def _load(
    connection: duckdb.DuckDBPyConnection, spec: TableSpec, rows: Rows, entity_of: Mapping[str, str]
) -> None:
    """One contract table as a DuckDB table. Each distinct cell is read once.

    Cells go over as text, "" for unknown, and are cast there: DuckDB would guess the type of a column of
    other objects from some of its values.
    """
    entities = _entity_columns(spec)
    types = {name: _SQL.get(column.type, "VARCHAR") for name, column in spec.columns.items()}
    types = {"record": "VARCHAR", **types, **dict.fromkeys(entities, "VARCHAR")}
    columns = ", ".join(f'"{name}" {sql}' for name, sql in types.items())
    connection.execute(f'CREATE TABLE "{spec.name}" ({columns})')
    if not rows.record_id:
        return

    frame: dict[str, NDArray[np.object_]] = {}

    def put(name: str, texts: Iterable[str]) -> None:
        frame[name] = np.array(list(texts), dtype=object)

    put("record", [f"{spec.name}:{record_id}" for record_id in rows.record_id])
    for name, column in spec.columns.items():
        if (cells := rows.columns.get(name)) is not None:
            put(name, each(_reader(column), cells))
    for name, (prefix, kind) in entities.items():
        keys = mention_keys(rows.origin, spec.name, rows.record_id, prefix, kind)
        put(name, (entity_of.get(key, "") for key in keys))
    casts = ", ".join(f'TRY_CAST(NULLIF("{name}", \'\') AS {types[name]}) AS "{name}"' for name in frame)
    connection.register("incoming", frame)
    connection.execute(f'INSERT INTO "{spec.name}" BY NAME SELECT {casts} FROM incoming')
    connection.unregister("incoming")


def _reader(column: ColumnSpec) -> Callable[[str], str]:
    """A cell as written to the text that DuckDB casts; "" is unknown."""
    read = reader_of(column)
    if read is None:
        return str

    def text(cell: str) -> str:
        value = read(cell) if cell else None
        if value is None:
            return ""
        return str(value[0] if isinstance(value, tuple) else value)

    return text

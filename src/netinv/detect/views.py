"""The resolved views: every contract table with typed cells and entity ids, in DuckDB, read-only and in
process.

A rule is one SELECT over these. Of each contract table `t` there is a view `t` with

- `record`: `table:record_id`, the row itself;
- every column of the data contract, typed (DATE, TIMESTAMP, DOUBLE, BOOLEAN, or the enum's code), NULL
unknown;
- for each reference its entity: `person`, `org` for the reference without prefix, `a_person`, `a_org` …
with one.

What several rules need is derived once, in `views.sql`, and documented there.
"""

from collections.abc import Callable, Mapping
from importlib.resources import files

import duckdb
import numpy as np

from netinv.ledger.types import Rows
from netinv.model.keys import mention_key
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


def open_views(rows: Callable[[str], Rows], entity_of: Mapping[str, str]) -> duckdb.DuckDBPyConnection:
    """A connection over all views; nothing outside the process can be reached from it."""
    # One thread: sums of the same rows are then the same to the last bit, and so are the exports
    connection = duckdb.connect(":memory:", config={"threads": "1"})
    for spec in TABLES.values():
        if spec.name != "sources":
            _load(connection, spec, rows(spec.name), entity_of)
    connection.execute(files(__package__).joinpath("views.sql").read_text(encoding="utf-8"))
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _load(
    connection: duckdb.DuckDBPyConnection, spec: TableSpec, rows: Rows, entity_of: Mapping[str, str]
) -> None:
    """One contract table as a DuckDB table. Each distinct cell is read once."""
    data: dict[str, np.ndarray[tuple[int], np.dtype[np.object_]]] = {}
    casts: list[str] = []

    def put(name: str, values: list[object], sql: str) -> None:
        data[name] = np.array(values, dtype=object) if values else np.zeros(0, object)
        casts.append(f'TRY_CAST(NULLIF("{name}", \'\') AS {sql}) AS "{name}"')

    put("record", [f"{spec.name}:{r}" for r in rows.record_id], "VARCHAR")
    for name, column in spec.columns.items():
        cells = rows.columns.get(name)
        if cells is None:
            casts.append(f'CAST(NULL AS {_SQL.get(column.type, "VARCHAR")}) AS "{name}"')
        else:
            put(name, each(lambda text, c=column: _cell(c, text), cells), _SQL.get(column.type, "VARCHAR"))  # type: ignore[misc]
    for prefix in spec.refs:
        for kind, suffix in (("person", "person"), ("organization", "org")):
            values: list[object] = [
                entity_of.get(mention_key(origin, spec.name, record, prefix, kind))
                for origin, record in zip(rows.origin, rows.record_id, strict=True)
            ]
            put(f"{prefix}_{suffix}" if prefix else suffix, values, "VARCHAR")
    # A typed NULL first: DuckDB reads the type of an object column from its values
    frame = {name: _filled(values) for name, values in data.items()}
    connection.register("incoming", frame)
    connection.execute(f'CREATE TABLE "{spec.name}" AS SELECT {", ".join(casts)} FROM incoming')
    connection.unregister("incoming")


def _filled(
    values: "np.ndarray[tuple[int], np.dtype[np.object_]]",
) -> "np.ndarray[tuple[int], np.dtype[np.object_]]":
    return np.array(["" if v is None else str(v) for v in values], dtype=object) if len(values) else values


def _cell(column: ColumnSpec, text: str) -> object:
    """The cell as text that DuckDB casts; "" is unknown."""
    if not text:
        return ""
    read = reader_of(column)
    value: object = read(text) if read else text
    if value is None:
        return ""
    return value[0] if isinstance(value, tuple) else value

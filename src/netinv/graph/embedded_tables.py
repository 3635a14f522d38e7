"""Tables and statements of the embedded store in `graph.db`. Other rooms keep their own in that file."""

from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData()

state = sa.Table(
    "graph_state",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)

node = sa.Table(
    "graph_node",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("props", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.Integer, nullable=False),
)


def _end(name: str) -> sa.Column[Any]:
    # checked at commit, so that the order of writing within one change plays no part
    key = sa.ForeignKey("graph_node.id", deferrable=True, initially="DEFERRED")
    return sa.Column(name, sa.Text, key, nullable=False)


relation = sa.Table(
    "graph_relation",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    _end("source"),
    _end("target"),
    sa.Column("since", sa.Text),
    sa.Column("until", sa.Text),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Column("records", sa.Text, nullable=False),
    sa.Column("props", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.Integer, nullable=False),
    sa.Index("graph_relation_source", "source", "kind"),
    sa.Index("graph_relation_target", "target", "kind"),
)

term = sa.Table(
    "graph_term",
    metadata,
    sa.Column("text", sa.Text, primary_key=True),
    sa.Column("node_id", sa.Text, primary_key=True),
    sa.Column("field", sa.Integer, nullable=False),
    sa.Column("written", sa.Text, nullable=False),
    sa.Index("graph_term_node", "node_id"),
    sqlite_with_rowid=False,
)

gram = sa.Table(
    "graph_gram",
    metadata,
    sa.Column("gram", sa.Text, primary_key=True),
    sa.Column("node_id", sa.Text, primary_key=True),
    sqlite_with_rowid=False,
)


def upsert(table: sa.Table) -> str:
    """INSERT … ON CONFLICT(id) DO UPDATE with positional parameters in column order."""
    names = [column.name for column in table.columns]
    updates = ", ".join(f"{name} = excluded.{name}" for name in names if name != "id")
    return f"{insert(table)} ON CONFLICT(id) DO UPDATE SET {updates}"


def insert(table: sa.Table) -> str:
    """INSERT with positional parameters in column order."""
    names = [column.name for column in table.columns]
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


def delete(table: sa.Table, *columns: str) -> str:
    """DELETE by the values of columns, for executemany."""
    return f"DELETE FROM {table.name} WHERE {' AND '.join(f'{column} = ?' for column in columns)}"

"""A first load by neo4j-admin database import, into a stopped server: far faster than any transaction.

The files hold what the store itself would write, property by property and type by type, and the state of a
load under way: until `finish` has built the indexes and compared the sums, nobody reads the graph.
"""

import csv
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, Any

from netinv.graph.neo4j.connection import Connection, Transaction
from netinv.graph.neo4j.loading import chunks
from netinv.graph.neo4j.server import Neo4jServer
from netinv.graph.neo4j.state import SCHEMA, build_schema, put_state, wait_for_indexes
from netinv.graph.neo4j.target import Target
from netinv.graph.neo4j.values import node_row, relation_row
from netinv.graph.neo4j.work import Row
from netinv.graph.neo4j.writing import BATCH
from netinv.graph.protocol import GraphError, Node, Relation, combined_digest

BETWEEN = "\x1f"
"""Parts the elements of an array. A text that holds it is refused."""

_TYPES = {str: "string", int: "long", float: "double", list: "string[]"}
_LOADING = "import"
_TOGETHER = 1_000
"""Rows written to a file at a time."""

_BUFFER = 4 << 20
"""What neo4j-admin reads at a time, bytes; it must hold the largest value."""


@dataclass
class Files:
    """The files of a graph, their counts, the digest of what they hold, and how neo4j-admin reads them."""

    folder: Path
    workspace: str
    seq: int
    nodes: int = 0
    relations: int = 0
    digest: str = ""
    groups: list[tuple[str, str]] = field(default_factory=list)
    """Option of neo4j-admin and name of a file, in the order in which they were begun."""
    lines: bool = False
    """Whether a value has more than one line."""
    largest: int = 0
    """Characters of the largest row."""
    again: dict[str, list[Row]] = field(default_factory=lambda: {"nodes": [], "relations": []})
    """What no file can say in full, an array without a word in it; `finish` writes these rows."""

    def arguments(self, folder: Path | None = None) -> list[str]:
        """What neo4j-admin is told, where the files lie in `folder`."""
        place = folder or self.folder
        return [
            *("database", "import", "full", "neo4j", "--overwrite-destination=true", "--strict=true"),
            *("--array-delimiter=U+001F", "--bad-tolerance=0", "--max-off-heap-memory=50%"),
            *(
                f"--multiline-fields={str(self.lines).lower()}",
                f"--read-buffer-size={max(_BUFFER, 8 * self.largest)}",
            ),
            *(f"--report-file={place / 'report.txt'}",),
            *(f"--{option}={place / name}" for option, name in self.groups),
        ]

    def kept(self, what: str, row: Row) -> Row:
        """The properties of a row for its file; one that must be written again gets a content hash of 0."""
        props: Row = row["props"]
        values = props.values()
        if [] in values or [""] in values:
            self.again[what].append(row)
            return {**props, "fingerprint": 0}
        return props


def write_files(
    nodes: Iterable[Node], relations: Iterable[Relation], folder: Path, workspace: str, seq: int
) -> Files:
    """Write a graph as files for neo4j-admin, one item after the other, into an empty folder.

    GraphError for a text with the character U+001F, which parts the elements of arrays.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = Files(folder, workspace, seq)
    marks = 0
    with ExitStack() as stack:
        tables = _Tables(files, stack)
        for node in nodes:
            row = node_row(node)
            marks += row["fingerprint"]
            props = files.kept("nodes", row)
            tables.write(f"nodes=Entity:{row['kind']}", ":ID", (node.id,), props)
            files.nodes += 1
        for link in relations:
            row = relation_row(link)
            marks += row["fingerprint"]
            props = files.kept("relations", row)
            tables.write(f"relationships={row['type']}", ":START_ID,:END_ID", (row["a"], row["b"]), props)
            files.relations += 1
        files.digest = combined_digest([marks])
        state = {"name": "graph", "workspace": workspace, "schema": SCHEMA, "seq": max(seq - 1, 0)}
        state |= {"digest": files.digest, "writes": 1, "loading": _LOADING}
        tables.write("nodes=NetinvState", ":ID(state)", ("graph",), state)
    return files


def import_files(server: Neo4jServer, files: Files, heap: str = "1g") -> str:
    """Let neo4j-admin replace the database of a stopped server by the files; what it said."""
    return server.admin(*files.arguments(), heap=heap)


def load_files(server: Neo4jServer, files: Files) -> None:
    """Import into a stopped server, and see it through: started, finished, stopped again."""
    import_files(server, files)
    server.start()
    try:
        finish(Target(server.uri, server.user, server.password), files)
    finally:
        server.stop()


def _replace(tx: Transaction, what: str, rows: list[Row]) -> list[list[Any]]:
    return tx.rows(f"write/replace-{what}", rows=rows)


def finish(target: Target, files: Files) -> None:
    """On the started server: build indexes, compare sums, let readers in. GraphError if they differ."""
    connection = Connection(target)
    try:
        build_schema(connection)
        wait_for_indexes(connection)
        for what, rows in files.again.items():
            for batch in chunks(rows, BATCH):
                connection.write(partial(_replace, what=what, rows=batch))
        high, low = connection.read(lambda tx: tx.rows("read/sums"))[0]
        if combined_digest([high * 2**32 + low]) != files.digest:
            raise GraphError(
                "导入后的内容与文件不符，请重新导入 / "
                "what was imported is not what the files hold: import again"
            )
        connection.write(lambda tx: put_state(tx, seq=files.seq, loading=None))
    finally:
        connection.close()


class _File:
    """Lines for one file, kept together and written many at a time."""

    def __init__(self, file: IO[str], files: Files) -> None:
        self._file = file
        self._files = files
        self._lines: list[str] = []

    def write(self, line: str) -> None:
        """One row, as the csv writer hands it over."""
        self._lines.append(line)
        if len(line) > self._files.largest:
            self._files.largest = len(line)
        if not self._files.lines and (line.count("\n") > 1 or "\r" in line):
            self._files.lines = True
        if len(self._lines) == _TOGETHER:
            self.flush()

    def flush(self) -> None:
        """Write down what is kept."""
        self._file.writelines(self._lines)
        self._lines.clear()


@dataclass(frozen=True)
class _Table:
    """One file: the columns of its properties with their types."""

    columns: dict[str, str]
    file: _File
    writer: Any


class _Tables:
    """Files by kind. A file has the properties of all before it; a new one or another type begins a file."""

    def __init__(self, files: Files, stack: ExitStack) -> None:
        self._files = files
        self._stack = stack
        self._open: dict[str, list[_Table]] = {}
        self._known: dict[Any, _Table] = {}

    def write(self, group: str, ends: str, ids: tuple[str, ...], props: dict[str, Any]) -> None:
        """Write one item with the properties that it has."""
        form = (group, *props, *map(type, props.values()))
        table = self._known.get(form)
        if table is None:
            table = self._known[form] = self._table(group, ends, props)
        get = props.get
        cells = [get(name) for name in table.columns]
        for place, value in enumerate(cells):
            if type(value) is list:
                cells[place] = _joined(value)
        if "" in cells:  # not the same as unknown, which the writer would make of it
            table.file.write(",".join([*ids, *map(_quoted, cells)]) + "\n")
        else:
            table.writer.writerow([*ids, *cells])

    def _table(self, group: str, ends: str, props: dict[str, Any]) -> _Table:
        known = {name: _TYPES[type(value)] for name, value in props.items() if value is not None}
        tables = self._open.setdefault(group, [])
        for table in tables:
            if known.items() <= table.columns.items():
                return table
        columns = {**(tables[-1].columns if tables else {}), **known}
        self._open[group] = [each for each in tables if not each.columns.items() <= columns.items()]
        self._known = {form: each for form, each in self._known.items() if form[0] != group}
        name = f"{len(self._files.groups):03d}-{group.rpartition('=')[2].replace(':', '-').lower()}.csv"
        self._files.groups.append((group, name))
        opened = (self._files.folder / name).open("w", encoding="utf-8", newline="")
        file = _File(self._stack.enter_context(opened), self._files)
        self._stack.callback(file.flush)
        file.write(",".join([ends, *(f"{name}:{type}" for name, type in columns.items())]) + "\n")
        self._open[group].append(_Table(columns, file, csv.writer(file, lineterminator="\n")))
        return self._open[group][-1]


def _quoted(cell: Any) -> str:
    return "" if cell is None else '"' + str(cell).replace('"', '""') + '"'


def _joined(values: list[str]) -> str:
    joined = BETWEEN.join(values)
    if joined.count(BETWEEN) >= max(len(values), 1):
        raise GraphError(
            f"文本含控制字符 U+001F，无法写成导入文件：{values!r} / "
            f"a text holds the control character U+001F and cannot be written for import: {values!r}"
        )
    return joined

"""A SQLite file: how it is opened, read and written, and what its failures mean to a user."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from netinv.model.errors import NetinvError

Parameters = Sequence[object] | Mapping[str, object]

_REASONS = {
    sqlite3.SQLITE_FULL: ("磁盘已满，请腾出空间后重试", "the disk is full; free some space and try again"),
    sqlite3.SQLITE_IOERR: (
        "磁盘读写出错（可能已满或损坏），请检查磁盘后重试",
        "reading or writing the disk failed (full or damaged); check the disk and try again",
    ),
    sqlite3.SQLITE_READONLY: ("文件只读，请检查权限", "the file is read-only; check its permissions"),
    sqlite3.SQLITE_PERM: ("没有访问权限，请检查权限", "access was denied; check its permissions"),
    sqlite3.SQLITE_CANTOPEN: (
        "无法打开，请检查目录、权限和空间",
        "it cannot be opened; check the folder, its permissions and space",
    ),
    sqlite3.SQLITE_CORRUPT: ("文件已损坏，请从备份恢复", "the file is damaged; restore it from your backup"),
    sqlite3.SQLITE_NOTADB: (
        "不是数据库文件或已损坏，请从备份恢复",
        "it is no database or damaged; restore it from your backup",
    ),
    sqlite3.SQLITE_BUSY: (
        "正被其他程序占用，请稍后重试",
        "another program keeps it locked; try again in a moment",
    ),
}


def open_engine(path: Path) -> Engine:
    """An engine over one file. Readers never wait for a writer (write-ahead log); commits are synced."""
    if path.parent.is_dir() and not path.exists():
        path.touch(mode=0o600)  # SQLite gives its log files the same mode
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"check_same_thread": False, "timeout": 20},
    )

    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, _: object) -> None:
        # transactions are begun below, explicitly: the driver's own way would leave DDL outside of them
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA secure_delete=ON")  # what is expunged leaves the free pages too

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        # by the driver's own cursor: a page takes a dozen of these
        how = connection.get_execution_options().get("begin", "DEFERRED")
        connection.connection.cursor().execute(f"BEGIN {how}")

    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent view of the file."""
    with storage_errors(engine), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that either happens or does not."""
    with (
        storage_errors(engine),
        engine.connect().execution_options(begin="IMMEDIATE") as connection,
        connection.begin(),
    ):
        yield connection


def select(connection: Connection, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
    """All rows as plain tuples: the driver's own, many times cheaper than row objects where rows are many."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(sql, parameters)
        return cast("list[tuple[Any, ...]]", cursor.fetchall())
    finally:
        cursor.close()


def scan(connection: Connection, sql: str, parameters: Parameters = ()) -> Iterator[tuple[Any, ...]]:
    """Rows one after the other, for what may not fit in memory."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(sql, parameters)
        yield from cast("Iterator[tuple[Any, ...]]", cursor)
    finally:
        cursor.close()


def scan_parts(
    connection: Connection, sql: str, parameters: Parameters = (), size: int = 20_000
) -> Iterator[list[tuple[Any, ...]]]:
    """Rows, at most `size` at a time: all of a large table as tuples take more than what is made of them."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(sql, parameters)
        while part := cursor.fetchmany(size):
            yield cast("list[tuple[Any, ...]]", part)
    finally:
        cursor.close()


def insert(
    connection: Connection,
    table: str,
    columns: Sequence[str],
    rows: Iterable[tuple[object, ...]],
    empty: Sequence[str] = (),
) -> None:
    """Insert many rows of equal columns; further ones are the empty text in all of them."""
    marks = ", ".join(["?"] * len(columns) + ["''"] * len(empty))
    names = ", ".join(f'"{name}"' for name in (*columns, *empty))
    cursor = connection.connection.cursor()
    try:
        # sqlite3 takes any iterable
        cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)  # type: ignore[arg-type]
    finally:
        cursor.close()


@contextmanager
def storage_errors(engine: Engine) -> Iterator[None]:
    """Turn what the disk or the file does wrong into one clear sentence."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        origin = error.orig if isinstance(error, DBAPIError) else error
        code = getattr(origin, "sqlite_errorcode", None)
        reason = _REASONS.get(code & 0xFF) if code is not None else None
        if reason is None:
            raise
        zh, en = reason
        path = engine.url.database
        raise NetinvError(f"{path}：{zh}；此次写入未生效 / {path}: {en}; nothing was half written") from error

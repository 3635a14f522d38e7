"""A load in many transactions: marked from begin to end, every batch written once, two at a time."""

import secrets
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from threading import Lock
from typing import Any, Generic, TypeVar, cast

from netinv.graph.neo4j.connection import Connection, Transaction
from netinv.graph.neo4j.state import put_state
from netinv.graph.protocol import GraphError, combined_digest

LANES = ("lane 0", "lane 1")
"""Transactions at a time: the server commits one as it reads the other. Each counts its own batches, since a
counter for all would have them wait for one another."""

_EMPTY = combined_digest(())
_T = TypeVar("_T")


def chunks(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """Lists of at most `size` items."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def clear(connection: Connection) -> None:
    """Remove all content; interrupted, it leaves a graph that says it is unfinished."""
    connection.write(lambda tx: _begin(tx, secrets.token_hex(8), 0))
    connection.alone("write/clear-relations")
    connection.alone("write/clear-nodes")
    connection.write(lambda tx: _end(tx, digest=_EMPTY))


class Load:
    """Batches that are each written once, even where the server dies between writing and saying so."""

    def __init__(self, connection: Connection, seq: int, standing: int) -> None:
        self._connection = connection
        self._seq = seq
        self._token = secrets.token_hex(8)
        self._numbers = dict.fromkeys(LANES, 0)
        # not at `seq` until all is there, even where it stood there before
        connection.write(lambda tx: _begin(tx, self._token, min(standing, max(seq - 1, 0))))

    def run(
        self, name: str, parameter: str, items: Iterable[Any], size: int, lanes: int = 1
    ) -> list[list[Any]]:
        """Run a statement over the items, `size` a transaction; all that it returned, in no order.

        A batch that is tried again although it was written returns nothing.
        """
        batches = _Shared(_ahead(chunks(items, size)))

        def write(lane: str) -> list[list[Any]]:
            try:
                return [row for batch in batches for row in self._batch(lane, name, {parameter: batch})]
            finally:
                batches.close()  # of no use to the other lanes, where this one failed

        with ThreadPoolExecutor(lanes) as pool:
            try:
                return [row for rows in pool.map(write, LANES[:lanes]) for row in rows]
            finally:
                batches.close()

    def finish(self, expected: str) -> None:
        """Compare what is there with what ought to be, and let readers in again."""
        high, low = self._connection.read(lambda tx: tx.rows("read/sums"))[0]
        digest = combined_digest([high * 2**32 + low])

        def once(tx: Transaction) -> None:
            state = put_state(tx)  # the lock, before anything is read
            if state.loading == self._token:
                if digest == expected:
                    _end(tx, seq=self._seq, digest=digest)
            elif state.loading or (state.seq, state.digest) != (self._seq, expected):
                raise _other_writer()

        self._connection.write(once)
        if digest != expected:
            clear(self._connection)
            raise GraphError(
                "Neo4j 中的内容与所写不符，已清空，请重新运行 / what Neo4j holds is not what was written; "
                "it was emptied: run again"
            )

    def _batch(self, lane: str, name: str, parameters: dict[str, Any]) -> list[list[Any]]:
        self._numbers[lane] += 1

        def once(tx: Transaction) -> list[list[Any]]:
            rows = tx.rows("write/batch", lane=lane, loading=self._token, batch=self._numbers[lane])
            if not rows:
                raise _other_writer()
            return tx.rows(name, **parameters) if rows[0][0] else []

        return self._connection.write(once)


class _Shared(Generic[_T]):
    """An iterator that several threads take from, until it ends or is closed."""

    def __init__(self, items: Iterator[_T]) -> None:
        self._items = items
        self._lock = Lock()
        self._closed = False

    def __iter__(self) -> Iterator[_T]:
        return self

    def __next__(self) -> _T:
        with self._lock:
            if self._closed:
                raise StopIteration
            return next(self._items)

    def close(self) -> None:
        """No more items."""
        self._closed = True


def _begin(tx: Transaction, token: str, seq: int) -> None:
    put_state(tx, loading=token, seq=seq)
    tx.rows("write/lanes", lanes=LANES, loading=token)


def _end(tx: Transaction, **properties: Any) -> None:
    put_state(tx, loading=None, **properties)
    tx.rows("write/drop-lanes", lanes=LANES)


def _other_writer() -> GraphError:
    return GraphError("另一个进程正在写入 Neo4j 中的图 / another process is writing the graph in Neo4j")


def _ahead(items: Iterable[_T]) -> Iterator[_T]:
    """The items, the next of which is made while one is used: as the server works, so do we."""
    iterator = iter(items)
    end = object()
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, iterator, end)
        while (item := coming.result()) is not end:
            coming = pool.submit(next, iterator, end)
            yield cast(_T, item)

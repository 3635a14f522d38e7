"""Writing a change: a small one in one transaction, a large one in many, marked until all of it is there."""

import secrets
from typing import Any

from netinv.graph.neo4j.connection import Connection, Transaction
from netinv.graph.neo4j.state import put_state
from netinv.graph.neo4j.work import Work, ahead, check_left, chunks
from netinv.graph.protocol import Fingerprints, GraphError, combined_digest

SMALL = 20_000
"""Nodes and relations that one transaction writes; its memory is the server's."""

BATCH = 10_000
"""Rows of one transaction of a load."""

_EMPTY = combined_digest(())


def write_at_once(connection: Connection, work: Work) -> bool:
    """Write all in one transaction. False, with nothing written, where a load was interrupted before."""

    def once(tx: Transaction) -> bool:
        state = put_state(tx)  # the lock, before anything is read
        work.check_seq(state.seq)
        if state.loading:
            return False
        held = _held(tx, work)
        outer = work.outer_ends()
        work.check_ends({id for id, _ in tx.rows("read/present", ids=outer)[0][0]} if outer else ())
        if work.gone_nodes:
            gone = work.gone_relations
            check_left(tx.rows("read/left", nodes=work.gone_nodes, relations=gone))
        _run(tx, "write/drop-relations", ids=work.gone_relations)
        _run(tx, "write/drop-nodes", ids=work.gone_nodes)
        for name, rows in work.rows(held):
            _run(tx, name, rows=list(rows))
        digest = combined_digest([int(state.digest, 16), _sum(work.marks), -_sum(held)])
        put_state(tx, seq=work.seq, digest=digest)
        return True

    return connection.write(once)


def load(connection: Connection, work: Work, standing: int, held: Fingerprints) -> None:
    """Write it in batches over content with these fingerprints. Refused whole before anything is written.

    From its begin to its end the state is marked as unfinished, with the old sequence number. Whatever
    interrupts it, the difference to what is there, loaded again, ends the same.
    """
    work.check_seq(standing)
    work.check_ends(held.nodes)
    if work.gone_nodes:
        gone = {"nodes": work.gone_nodes, "relations": work.gone_relations}
        check_left(connection.read(lambda tx: tx.rows("read/left", **gone)))
    loading = _Load(connection, work.seq, standing)
    if work.gone_relations:
        connection.alone("write/shed-relations", ids=work.gone_relations)
    for chunk in chunks(work.gone_nodes, BATCH):
        loading.batch("write/drop-nodes", ids=chunk)
    for name, rows in work.rows(held):
        for batch in ahead(chunks(rows, BATCH)):
            loading.batch(name, rows=batch)
    loading.finish(_expected(work, held))


def clear(connection: Connection) -> None:
    """Remove all content; interrupted, it leaves a graph that says it is unfinished."""
    connection.write(lambda tx: put_state(tx, loading=secrets.token_hex(8), batch=0, seq=0))
    connection.alone("write/clear-relations")
    connection.alone("write/clear-nodes")
    connection.write(lambda tx: put_state(tx, loading=None, batch=None, digest=_EMPTY))


class _Load:
    """Batches that are each written once, even where the server dies between writing and saying so."""

    def __init__(self, connection: Connection, seq: int, standing: int) -> None:
        self._connection = connection
        self._seq = seq
        self._token = secrets.token_hex(8)
        self._number = 0
        # not at `seq` until all is there, even where it stood there before
        before = min(standing, max(seq - 1, 0))
        connection.write(lambda tx: put_state(tx, loading=self._token, batch=0, seq=before))

    def batch(self, name: str, **rows: Any) -> None:
        """Write one batch."""
        self._number += 1

        def once(tx: Transaction) -> None:
            if self._next(tx) == self._number:
                tx.rows(name, **rows)

        self._connection.write(once)

    def finish(self, expected: str) -> None:
        """Compare what is there with what ought to be, and let readers in again."""
        high, low = self._connection.read(lambda tx: tx.rows("read/sums"))[0]
        digest = combined_digest([high * 2**32 + low])
        if digest != expected:
            clear(self._connection)
            raise GraphError(
                "Neo4j 中的内容与所写不符，已清空，请重新运行 / what Neo4j holds is not what was written; "
                "it was emptied: run again"
            )
        self._number += 1

        def once(tx: Transaction) -> None:
            if self._next(tx) == self._number:
                put_state(tx, loading=None, batch=None, seq=self._seq, digest=digest)

        self._connection.write(once)

    def _next(self, tx: Transaction) -> int:
        """Number of the batch that comes next; past it where this very one was written before."""
        rows = tx.rows("write/batch", loading=self._token)
        if not rows:
            raise GraphError(
                "另一个进程正在写入 Neo4j 中的图 / another process is writing the graph in Neo4j"
            )
        return int(rows[0][0])


def _held(tx: Transaction, work: Work) -> Fingerprints:
    """What is there of what the work touches, with content hashes."""
    nodes: dict[str, int] = {}
    relations: dict[str, int] = {}
    if ids := [*work.nodes, *work.gone_nodes]:
        nodes.update(tx.rows("read/present", ids=ids)[0][0])
    if work.relations:
        rows = [{"id": link.id, "a": link.source, "b": link.target} for link in work.relations.values()]
        relations.update(tx.rows("read/present-relations", rows=rows)[0][0])
    if work.gone_relations:
        relations.update(tx.rows("read/gone", ids=work.gone_relations)[0][0])
    return Fingerprints(nodes, relations)


def _sum(marks: Fingerprints) -> int:
    return sum(marks.nodes.values()) + sum(marks.relations.values())


def _run(tx: Transaction, name: str, **rows: Any) -> None:
    if all(rows.values()):
        tx.rows(name, **rows)


def _expected(work: Work, held: Fingerprints) -> str:
    """Digest of what is there once the work is done."""
    nodes, relations = dict(held.nodes), dict(held.relations)
    for id in work.gone_nodes:
        nodes.pop(id, None)
    for id in work.gone_relations:
        relations.pop(id, None)
    nodes |= work.marks.nodes
    relations |= work.marks.relations
    return combined_digest([_sum(Fingerprints(nodes, relations))])

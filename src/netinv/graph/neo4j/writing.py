"""Writing a change: a small one in one transaction, a large one in many, marked until all of it is there."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from netinv.graph.neo4j.connection import Connection, Transaction
from netinv.graph.neo4j.loading import LANES, Load, chunks
from netinv.graph.neo4j.state import build_schema, put_state, wait_for_indexes
from netinv.graph.neo4j.values import RELATION
from netinv.graph.neo4j.work import Row, Work, check_left
from netinv.graph.protocol import Fingerprints, combined_digest

SMALL = 20_000
"""Nodes and relations that one transaction writes; its memory is the server's."""

BATCH = 5_000
"""Rows of one transaction of a load."""

MANY = 50_000
"""First nodes from which on the full-text indexes are built after them, not with every transaction."""


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
    loading = Load(connection, work.seq, standing)
    if work.gone_relations:
        connection.alone("write/shed-relations", ids=work.gone_relations)
    loading.run("write/drop-nodes", "ids", work.gone_nodes, BATCH)
    if not held.nodes and len(work.nodes) >= MANY:
        for index in ("netinv_search", "netinv_text"):
            connection.alone("write/drop-index", index=index)
    places: dict[str, str] = {}
    for name, rows in work.rows(held):
        if name == "write/create-nodes":
            written = loading.run(name, "rows", rows, BATCH, len(LANES))
            places.update(pair for found in written for pair in found[0])
            build_schema(connection)  # the server works on it while the relations come
        elif name == "write/create-relations":
            places |= _places(connection, work.ends() - places.keys())
            loading.run("write/load-relations", "rows", _placed(rows, places), BATCH, len(LANES))
        else:
            loading.run(name, "rows", rows, BATCH)
    wait_for_indexes(connection)
    loading.finish(_expected(work, held))


def _places(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """Element ids of nodes that are there."""
    found: dict[str, str] = {}
    for some in chunks(ids, BATCH):
        found.update(connection.ask("read/places", ids=some)[0][0])
    return found


def _placed(rows: Iterable[Row], places: Mapping[str, str]) -> Iterator[list[Any]]:
    """Rows of relations as `write/load-relations` wants them, with element ids for ids."""
    for row in rows:
        props = row["props"]
        own = [props.pop(name) for name in RELATION]
        yield [places[row["a"]], places[row["b"]], row["type"], *own, props]


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

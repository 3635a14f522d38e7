"""Everything at once, for arrays and comparisons: pages of nodes by id, with the relations that leave them.

A page is a few rows of long lists: rows cost the client forty times as much. Two sessions read at a time.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

import numpy as np

from netinv.graph.arrays import EdgeArrays
from netinv.graph.neo4j.connection import Connection, ServerError, Transaction
from netinv.graph.neo4j.state import State, read_state
from netinv.graph.neo4j.values import kind_of
from netinv.graph.protocol import Fingerprints
from netinv.model.ontology import ontology

PAGE = 2_000
"""Nodes of a page."""

_SESSIONS = 2
_TRIES = 5
_T = TypeVar("_T")


def consistent(connection: Connection, read: Callable[[], _T], check: Callable[[State], object]) -> _T:
    """What `read` gives from one state of the graph: once more if somebody wrote meanwhile."""
    for _ in range(_TRIES):
        before = connection.read(read_state)
        check(before)
        found = read()
        if connection.read(read_state) == before:
            return found
    raise ServerError("Neo4j 中的图一直在变，请稍后重试 / the graph in Neo4j keeps changing: try again later")


def fingerprints(connection: Connection) -> Fingerprints:
    """Content hash of every node and relation."""
    nodes: dict[str, int] = {}
    relations: dict[str, int] = {}
    for page, (rows,) in _paged(connection, "read/page-fingerprints"):
        nodes.update((id, mark) for id, _, mark in page)
        relations.update(rows[0])
    return Fingerprints(nodes, relations)


def export(connection: Connection) -> EdgeArrays:
    """All relations as sorted arrays."""
    entity_codes = {kind: code for code, kind in enumerate(ontology().entities)}
    relation_codes = {kind: code for code, kind in enumerate(ontology().relations)}
    nodes: list[tuple[str, int]] = []
    parts: list[Any] = []
    for page, rows in _paged(connection, "read/page-edges"):
        nodes += [(id, entity_codes[kind]) for id, kind, _ in page]
        for type, relations in rows:
            ids, sources, targets, since, until, confidence = zip(*relations, strict=True)
            kinds = np.full(len(ids), relation_codes[kind_of(type)], dtype=np.int16)
            parts.append((ids, sources, targets, kinds, since, until, confidence))
    return EdgeArrays.of_parts(nodes, parts)


def _paged(connection: Connection, name: str) -> Iterator[tuple[list[list[Any]], list[list[Any]]]]:
    """Every page of nodes with the rows of a statement for what lies between its first and last."""
    with ThreadPoolExecutor(_SESSIONS) as pool:
        waiting: list[Any] = []
        for page in _pages(connection):
            first, last = page[0][0], page[-1][0]

            def between(tx: Transaction, first: str = first, last: str = last) -> list[list[Any]]:
                return tx.rows(name, first=first, last=last)

            waiting.append((page, pool.submit(connection.read, between)))
            if len(waiting) > _SESSIONS:
                page, rows = waiting.pop(0)
                yield page, rows.result()
        for page, rows in waiting:
            yield page, rows.result()


def _page(tx: Transaction, after: str) -> list[list[Any]]:
    return tx.rows("read/page-nodes", after=after, size=PAGE)


def _pages(connection: Connection) -> Iterator[list[list[Any]]]:
    after = ""
    while True:
        page = connection.read(partial(_page, after=after))[0][0]
        if not page:
            return
        yield page
        after = page[-1][0]

"""Neo4jStore: the graph in a Neo4j server. The store of an office with more than one PC."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from netinv.graph.arrays import EdgeArrays
from netinv.graph.neo4j import pages, writing
from netinv.graph.neo4j.connection import Connection, Transaction
from netinv.graph.neo4j.loading import chunks, clear
from netinv.graph.neo4j.searching import search
from netinv.graph.neo4j.state import State, claim, read_state, state_in
from netinv.graph.neo4j.target import Target
from netinv.graph.neo4j.values import kind_of, node_from, relation_from, type_of
from netinv.graph.neo4j.work import Work
from netinv.graph.protocol import Change, Fingerprints, Hit, Line, Node, Relation, canonical
from netinv.model.ontology import ontology

_ALL = 2**31 - 1
_MANY = 2_000
"""Ids of one statement."""

_T = TypeVar("_T")


class Neo4jStore:
    """A GraphStore over one Neo4j database, which is the graph of one workspace and holds nothing else.

    While a load is under way, and after one was interrupted, reads raise UnfinishedError; `seq` and
    `fingerprints` answer, so that the next projection completes it.
    """

    def __init__(self, target: Target, workspace: str) -> None:
        """Connect; an empty database becomes the graph of `workspace`. ServerError otherwise."""
        self._connection = Connection(target)
        try:
            claim(self._connection, workspace)
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Let go of all connections."""
        self._connection.close()

    def seq(self) -> int:
        """Sequence number of the ledger that the content stands for; 0 when empty."""
        return self._connection.read(read_state).seq

    def digest(self) -> str:
        """Hash of the whole content."""
        return self._connection.read(read_state).must_be_whole().digest

    def stands_at(self, seq: int) -> bool:
        """Whether all of it is there and stands for this sequence number."""
        state = self._connection.read(read_state)
        return state.seq == seq and not state.loading

    def fingerprints(self) -> Fingerprints:
        """Content hash of every node and relation, also of an interrupted load."""
        return pages.consistent(
            self._connection, lambda: pages.fingerprints(self._connection), lambda _: None
        )

    def apply(self, change: Change) -> None:
        """Write a change and its sequence number: all or nothing, a large one in many marked transactions."""
        work = Work.of(change)
        if len(work) <= writing.SMALL and writing.write_at_once(self._connection, work):
            return
        writing.load(self._connection, work, self.seq(), self.fingerprints())

    def clear(self) -> None:
        """Remove all nodes and relations."""
        clear(self._connection)

    def get(self, ids: Iterable[str]) -> dict[str, Node]:
        """The nodes among these ids that exist."""
        wanted = dict.fromkeys(ids)

        def read(tx: Transaction) -> list[dict[str, Any]]:
            return [each for some in chunks(wanted, _MANY) for each in tx.rows("read/get", ids=some)[0][0]]

        return {props["id"]: node_from(props) for props in self._read(read)}

    def relations(
        self,
        ids: Iterable[str],
        kinds: Sequence[str] | None = None,
        limit: int | None = None,
        *,
        inner: bool = False,
    ) -> list[Relation]:
        """Relations with an end (`inner`: with both ends) among these nodes, by id."""
        wanted = dict.fromkeys(ids)
        name = "read/relations-inner" if inner else "read/relations"
        asked: dict[str, Any] = {"types": _types(kinds), "limit": _limit(None if inner else limit)}
        if inner:
            # among many it is cheaper to leave out the other ends here than to tell the server all of them
            asked["among"] = list(wanted) if len(wanted) <= _MANY else None

        def read(tx: Transaction) -> list[list[Any]]:
            return [each for some in chunks(wanted, _MANY) for each in tx.rows(name, ids=some, **asked)[0][0]]

        found = {each[3]["id"]: each for each in self._read(read) if not inner or each[2] in wanted}
        return [relation_from(*found[id]) for id in sorted(found)[:limit]]

    def lines(self, ids: Iterable[str]) -> list[Line]:
        """Relations with both ends among these nodes, by id."""
        return [
            Line(
                each.id, each.kind, each.source, each.target, each.since, each.until, each.confidence,
                canonical(each.props),
            )
            for each in self.relations(ids, inner=True)
        ]  # fmt: skip

    def counts(self, id: str) -> dict[str, int]:
        """Number of relations of a node by kind, in the order of the ontology."""
        found = {kind_of(type): count for type, count in self._ask("read/counts", id=id)}
        return {kind: found[kind] for kind in ontology().relations if kind in found}

    def neighbours(
        self,
        id: str,
        kinds: Sequence[str] | None = None,
        limit: int | None = None,
        min_confidence: float = 0.0,
    ) -> list[tuple[Relation, Node]]:
        """Relations of a node with the node at the other end, surest first, then by relation id."""
        asked = {"id": id, "types": _types(kinds), "limit": _limit(limit), "confidence": min_confidence}
        found: list[tuple[Relation, Node]] = []
        for type, leaves, props, other in self._ask("read/neighbours", **asked):
            source, target = (id, other["id"]) if leaves else (other["id"], id)
            found.append((relation_from(type, source, target, props), node_from(other)))
        return found

    def search(self, text: str, limit: int = 20, kinds: Sequence[str] | None = None) -> list[Hit]:
        """Nodes whose terms hold every word of the text, best first."""
        return self._read(lambda tx: search(tx, text, limit, kinds))

    def export(self) -> EdgeArrays:
        """All relations as arrays, sorted, from one consistent state."""
        return pages.consistent(self._connection, lambda: pages.export(self._connection), State.must_be_whole)

    def _read(self, work: Callable[[Transaction], _T]) -> _T:
        def whole(tx: Transaction) -> _T:
            read_state(tx).must_be_whole()
            return work(tx)

        return self._connection.read(whole)

    def _ask(self, name: str, **asked: Any) -> list[list[Any]]:
        """The second column of a statement that tells the state in its first: one round trip."""
        rows = self._connection.ask(name, **asked)
        state_in(rows).must_be_whole()
        answer: list[list[Any]] = rows[0][1]
        return answer


def _types(kinds: Sequence[str] | None) -> list[str] | None:
    return None if kinds is None else [type_of(kind) for kind in kinds]


def _limit(limit: int | None) -> int:
    return _ALL if limit is None else limit

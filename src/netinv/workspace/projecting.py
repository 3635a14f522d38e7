"""The step from entities to the graph: only what changed where a register grew a little, else whole."""

from collections.abc import Callable, Set

from netinv.graph.gather import EntityOf
from netinv.graph.project import project
from netinv.graph.protocol import Change
from netinv.graph.snapshot import Snapshot, standing
from netinv.graph.touched import Part, change_of
from netinv.ledger.ledger import Ledger
from netinv.ledger.types import Rows
from netinv.model.keys import SEPARATOR
from netinv.workspace.facts import Facts
from netinv.workspace.projections import Projections
from netinv.workspace.resolving import Grown

Forward = tuple[Snapshot, Change]
"""The arrays of the state before, and the change since."""


def project_forward(
    ledger: Ledger,
    facts: Facts,
    held: Projections,
    entity_of: Callable[[], EntityOf],
    grown: Grown | None = None,
) -> Forward | None:
    """Bring the graph to the state of `facts`, whose entities stand. Returns what was changed alone; None
    where all was projected anew.

    `grown` says what resolving changed alone, if it did; `entity_of` is asked only where all is needed.
    """
    forward = _grown(ledger, facts, held, grown) if grown else None
    if forward is None:
        graph, seq = held.graph, facts.head.seq
        if graph.seq() > seq:
            graph.clear()  # the ledger was restored from an older copy
        project(graph, facts.rows, facts.mentions(), entity_of(), facts.grades(), seq)
    return forward


def _grown(ledger: Ledger, facts: Facts, held: Projections, grown: Grown) -> Forward | None:
    """Project what changed alone; None where that cannot be."""
    graph, seq, before = held.graph, facts.head.seq, grown.since.seq
    if not (grown.tables <= {"people"} and held.holds("graph", grown.since) and graph.seq() == before):
        return None
    snapshot, grades = standing(graph, held.snapshots), facts.grades()
    # the same file read again may have given its rows another grade
    past = {source.source_id: source.grade for source in ledger.sources(before)}
    if snapshot is None or past.items() - grades.items():
        return None

    def read(entities: Set[str]) -> Part:
        entity_of = held.resolution.members(entities)
        named = sorted({(origin, table, id) for origin, table, id, *_ in map(_parts, entity_of)})

        def rows(table: str) -> Rows:
            return ledger.rows_of(table, named, seq)

        return Part(rows, ledger.mentions_of(named, seq), entity_of)

    change = change_of(graph, read, grown.entities, grades, seq)
    if change is None:
        return None
    graph.apply(change)
    return snapshot, change


def _parts(key: str) -> list[str]:
    return key.split(SEPARATOR)

"""The step from entities to the graph: only what a few changed records can touch, else whole."""

from collections.abc import Callable, Sequence, Set

from netinv.graph.changed import change_among, change_of_register
from netinv.graph.gather import EntityOf
from netinv.graph.project import project
from netinv.graph.protocol import Change
from netinv.graph.snapshot import Snapshot, standing
from netinv.graph.touched import Part
from netinv.ledger.ledger import Ledger
from netinv.model.keys import record_of
from netinv.workspace.facts import Facts
from netinv.workspace.projections import Projections
from netinv.workspace.resolving import Grown, Record

MOST = 0.1
"""Share of the nodes that changed records may touch: where it is more, making all anew takes no longer."""

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

    `grown` says what changed, where that is known; of a register `entity_of` is then not asked for.
    """
    forward = _grown(ledger, facts, held, entity_of, grown) if grown else None
    if forward is None:
        graph, seq = held.graph, facts.head.seq
        if graph.seq() > seq:
            graph.clear()  # the ledger was restored from an older copy
        project(graph, facts.rows, facts.mentions(), entity_of(), facts.grades(), seq)
    return forward


def _grown(
    ledger: Ledger, facts: Facts, held: Projections, entity_of: Callable[[], EntityOf], grown: Grown
) -> Forward | None:
    """Project what changed alone; None where that cannot be."""
    graph, seq, before = held.graph, facts.head.seq, grown.since.seq
    if not (held.holds("graph", grown.since) and graph.seq() == before):
        return None
    snapshot, grades = standing(graph, held.snapshots), facts.grades()
    # the same file read again may have given its rows another grade
    past = {source.source_id: source.grade for source in ledger.sources(before)}
    if snapshot is None or past.items() - grades.items():
        return None

    def part(records: Sequence[Record], at: int, whom: EntityOf) -> Part:
        return Part(lambda table: ledger.rows_of(table, records, at), ledger.mentions_of(records, at), whom)

    def of_entities(entities: Set[str]) -> Part:
        whom = held.resolution.members(entities)
        return part(sorted({record_of(key) for key in whom}), seq, whom)

    if {*facts.tables(), *(table for _, table, _ in grown.records)} <= {"people"}:
        change = change_of_register(graph, of_entities, grown.entities, grades, seq)
    elif grown.moved is None:
        return None
    else:
        every = Part(facts.rows, facts.mentions(), entity_of())
        was, now = (part(grown.records, at, every.entity_of) for at in (before, seq))
        most = int(MOST * len(snapshot.arrays.node_ids))
        change = change_among(graph, every, was, now, grown.moved, grades, seq, most)
    if change is None:
        return None
    graph.apply(change)
    return snapshot, change

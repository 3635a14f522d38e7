"""What a few changed records change in the graph."""

from collections import ChainMap
from collections.abc import Mapping, Sequence, Set
from typing import cast

from netinv.graph.gather import EntityOf
from netinv.graph.naming import Naming
from netinv.graph.protocol import Change, GraphStore
from netinv.graph.shared import SHARING
from netinv.graph.touched import Part, change_of
from netinv.graph.units import Said, Units
from netinv.ledger.ledger import Ledger
from netinv.ledger.types import Rows
from netinv.model.keys import SEPARATOR
from netinv.resolve.store import ResolutionStore
from netinv.workspace.facts import Facts
from netinv.workspace.resolving import Grown, Record


def change_of_county(
    ledger: Ledger, facts: Facts, graph: GraphStore, entity_of: EntityOf, grown: Grown, most: int
) -> Change | None:
    """What changed records of any kind change, all records being at hand. None where more than `most` nodes
    are touched, or units are read in another way."""
    seq, mentions, grades = facts.head.seq, facts.mentions(), facts.grades()
    moved = {key: before for key, (before, _) in grown.moved.items()}
    entity_before = ChainMap(moved, cast("dict[str, str]", entity_of))  # nothing is written into it
    was = _part(ledger, grown.records, grown.since.seq, entity_before)
    now = _part(ledger, grown.records, seq, entity_of)
    stay = Said(mentions, entity_before, without=frozenset(grown.records))
    went, said = Said(was.mentions, entity_before), Said(mentions, entity_of)
    before, units = (
        Units(stay.places | went.places, stay.names | went.names),
        Units(said.places, said.names),
    )
    if before.regions != units.regions:
        return None
    naming = Naming(facts.rows, mentions, entity_of, units)
    nodes = {*grown.entities, *was.desired(grades, before).nodes, *now.desired(grades, units).nodes}
    names = before.named.keys() | units.named.keys()
    nodes |= naming.in_units({name for name in names if before.named.get(name) != units.named.get(name)})
    if len(nodes) > most:
        return None
    return change_of(graph, naming.part(nodes).desired(grades, units), nodes, seq)


def change_of_register(
    ledger: Ledger,
    resolution: ResolutionStore,
    graph: GraphStore,
    grown: Grown,
    grades: Mapping[int, str],
    seq: int,
) -> Change | None:
    """What changed rows of a register of people change, which is too large to be read whole. None where there
    are links of other kinds than to what people share."""

    def part(entities: Set[str]) -> Part:
        of_these = resolution.members(entities)
        origin_table_record = {tuple(key.split(SEPARATOR)[:3]) for key in of_these}
        return _part(ledger, sorted((o, t, r) for o, t, r in origin_table_record), seq, of_these)

    touched = grown.entities
    links = [*graph.relations(touched), *part(touched).desired(grades).relations.values()]
    things = {link.target for link in links}
    # what such a thing is called, and whether it is there at all, is decided by all who have it
    sharing = graph.relations(things)
    if any(link.kind not in SHARING.values() for link in (*links, *sharing)):
        return None
    goal = part(touched | {link.source for link in sharing}).desired(grades)
    return change_of(graph, goal, touched | things, seq)


def _part(ledger: Ledger, records: Sequence[Record], seq: int, entity_of: EntityOf) -> Part:
    def rows(table: str) -> Rows:
        return ledger.rows_of(table, records, seq)

    return Part(rows, ledger.mentions_of(records, seq), entity_of)

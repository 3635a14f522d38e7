"""The projection: what the ledger says and resolve decided, as the content of a graph store.

What ought to be is computed whole, in arrays and dictionaries; what is written is only the difference to what
the store holds. So a projection can be repeated, interrupted or started from nothing and ends the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from netinv.graph.facts import gather_facts
from netinv.graph.gather import EntityOf, Table, gather, read_table
from netinv.graph.protocol import Change, Fingerprints, GraphStore, Node, Relation, fingerprint
from netinv.graph.units import Said, Units
from netinv.ledger.types import Mentions, Rows
from netinv.model.ontology import ontology
from netinv.model.tables import TABLES


@dataclass(frozen=True)
class Desired:
    """What a graph ought to hold, by id."""

    nodes: dict[str, Node]
    relations: dict[str, Relation]


@dataclass(frozen=True)
class Projected:
    """What a projection did: sizes of the graph and how much of it was written and removed."""

    nodes: int
    relations: int
    written: int
    removed: int


def project(
    store: GraphStore,
    rows: Callable[[str], Rows],
    mentions: Mentions,
    entity_of: EntityOf,
    grades: Mapping[int, str],
    seq: int,
) -> Projected:
    """Bring a store to the state of the ledger at `seq`; only differences are written, in one transaction.

    `rows` gives the current rows of a table (`Ledger.rows`), `grades` the reliability grade by source id.
    """
    goal = desired(rows, mentions, entity_of, grades)
    change = difference(goal, store.fingerprints(), seq)
    if change or store.seq() != seq:
        store.apply(change)
    written = len(change.nodes) + len(change.relations)
    removed = len(change.gone_nodes) + len(change.gone_relations)
    return Projected(len(goal.nodes), len(goal.relations), written, removed)


def desired(
    rows: Callable[[str], Rows],
    mentions: Mentions,
    entity_of: EntityOf,
    grades: Mapping[int, str],
    units: Units | None = None,
) -> Desired:
    """Nodes and relations of these rows and mentions. `units`: those that all mentions name, where these are
    a part only."""
    if units is None:
        said = Said(mentions, entity_of)
        units = Units(said.places, said.names)
    beliefs = {source: ontology().belief(grade) for source, grade in grades.items()}
    tables: dict[str, Table] = {}

    def read(name: str) -> Table:
        if name not in tables:
            tables[name] = read_table(name, rows(name), beliefs)
        return tables[name]

    gathered = gather(read, entity_of)
    for name in TABLES:
        if name != "sources":
            read(name)
    gather_facts(mentions, tables, entity_of, units, gathered)
    return Desired(gathered.nodes, gathered.bundles.relations())


def difference(goal: Desired, held: Fingerprints, seq: int) -> Change:
    """What has to change in a store that holds content with these fingerprints."""
    return Change(
        seq,
        [
            node
            for id, node in sorted(goal.nodes.items())
            if id not in held.nodes or held.nodes[id] != fingerprint(node)
        ],
        [
            link
            for id, link in sorted(goal.relations.items())
            if id not in held.relations or held.relations[id] != fingerprint(link)
        ],
        sorted(held.nodes.keys() - goal.nodes.keys()),
        sorted(held.relations.keys() - goal.relations.keys()),
    )

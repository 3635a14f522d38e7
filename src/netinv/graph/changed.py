"""What a few changed records change in the graph: of a county, all of whose records are at hand, and of a
register of people, which is too large to be read whole."""

from collections import ChainMap
from collections.abc import Callable, Mapping, Set
from typing import cast

from netinv.graph.naming import Naming
from netinv.graph.protocol import Change, GraphStore
from netinv.graph.shared import SHARING
from netinv.graph.touched import Part, change_of
from netinv.graph.units import Said, Units, records_of


def change_among(
    store: GraphStore,
    every: Part,
    was: Part,
    now: Part,
    moved: Mapping[str, tuple[str, str]],
    grades: Mapping[int, str],
    seq: int,
    most: int,
) -> Change | None:
    """What has to change in a store of the state before.

    `was` and `now` are the changed records as they were and as they are among `every` record; `moved` gives
    of each mention that moved the entity before and after, "" where there is none. None where more than
    `most` nodes are touched, or the names of units are read in another way than before.
    """
    past = {key: before for key, (before, _) in moved.items()}
    entity_before = ChainMap(past, cast("dict[str, str]", every.entity_of))  # nothing is written into it
    said = Said(every.mentions, every.entity_of)
    stay = Said(every.mentions, entity_before, without=records_of(now.mentions))
    went = Said(was.mentions, entity_before)
    units = Units(said.places, said.names)
    before = Units(stay.places | went.places, stay.names | went.names)
    if before.regions != units.regions:
        return None
    naming = Naming(every, units)
    nodes = {entity for both in moved.values() for entity in both if entity}
    nodes |= Part(was.rows, was.mentions, entity_before).desired(grades, before).nodes.keys()
    nodes |= now.desired(grades, units).nodes.keys()
    names = before.named.keys() | units.named.keys()
    nodes |= naming.in_units({name for name in names if before.named.get(name) != units.named.get(name)})
    if len(nodes) > most:
        return None
    return change_of(store, naming.part(nodes).desired(grades, units), nodes, seq)


def change_of_register(
    store: GraphStore,
    read: Callable[[Set[str]], Part],
    touched: Set[str],
    grades: Mapping[int, str],
    seq: int,
) -> Change | None:
    """What has to change in a store of the state before.

    `touched` are the entities of every mention that was added, changed, withdrawn or moved, before and after;
    `read` gives what the ledger holds of entities now. None where there are other links than to what people
    share.
    """
    links = [*store.relations(touched), *read(touched).desired(grades).relations.values()]
    things = {link.target for link in links}
    # what such a thing is called, and whether it is there at all, is decided by all who have it
    sharing = store.relations(things)
    if any(link.kind not in SHARING.values() for link in (*links, *sharing)):
        return None
    goal = read(touched | {link.source for link in sharing}).desired(grades)
    return change_of(store, goal, touched | things, seq)

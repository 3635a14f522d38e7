"""An entity as a page shows it: what records state of it, its relations, its mentions, why they are one."""

from collections.abc import Iterable, Mapping, Sequence

from netinv.graph.mapping import THINGS
from netinv.graph.protocol import Node, Relation
from netinv.ledger.ledger import Ledger
from netinv.ledger.types import Mentions
from netinv.model.alerts import RecordRef
from netinv.model.errors import NotFoundError
from netinv.model.keys import SEPARATOR
from netinv.model.mentions import MENTION_FIELDS
from netinv.model.ontology import ontology
from netinv.model.tables import TABLES
from netinv.model.values import fold, split_multi
from netinv.model.views import ComparisonView, EntityView, Fact, MentionView, MergeView, RelationView
from netinv.resolve.result import Joined
from netinv.resolve.tree import Tree
from netinv.workspace.projections import Projections

_SEVERAL = frozenset({"former_names", "aliases", "ids", "phones", "emails", "account"})
"""Fields whose cells may hold several values."""

_PLACE = {name: place for place, name in enumerate(TABLES)}


def entity_view(ledger: Ledger, projections: Projections, id: str) -> EntityView:
    """A person or organisation by its present id or any former one, or another node of the graph."""
    current = projections.resolution.current(id)
    node = projections.graph.get([current or id]).get(current or id)
    if node is None:
        raise NotFoundError(f"没有 {id} / there is no {id}")
    relations = projections.graph.relations([node.id])
    views = _relations(node.id, relations, projections)
    if current is None:
        facts, mentions = own_row(ledger, node) or (_of_node(node, relations), [])
        return EntityView(
            entity_id=node.id,
            kind=node.kind,
            label=node.label,
            facts=facts,
            relations=views,
            mentions=mentions,
            merges=[],
        )
    keys = set(projections.resolution.mentions(current))
    named = ledger.mentions_of([record_of(key) for key in keys])
    own = [i for i in range(len(named)) if key_of(named, i) in keys]
    own.sort(key=lambda i: _standing(named, i))
    own_mentions = {
        key_of(named, i): MentionView(
            table=named.table[i],
            record_id=named.record_id[i],
            ref=named.ref[i],
            origin=named.origin[i],
            name=named.fields["name"][i],
        )
        for i in own
    }
    return EntityView(
        entity_id=current,
        kind=node.kind,
        label=node.label,
        facts=facts_of(named, own),
        relations=views,
        mentions=list(own_mentions.values()),
        merges=merges_of(projections.resolution.joins(current), own_mentions),
    )


def node_facts(ledger: Ledger, projections: Projections, id: str) -> tuple[Node, list[Fact]]:
    """A node by any id that it ever had, and what records state of it; its relations are not read where it
    has rows of its own."""
    current = projections.resolution.current(id)
    node = projections.graph.get([current or id]).get(current or id)
    if node is None:
        raise NotFoundError(f"没有 {id} / there is no {id}")
    if current is None:
        return node, (own_row(ledger, node) or (_of_node(node, projections.graph.relations([node.id])), []))[
            0
        ]
    keys = set(projections.resolution.mentions(current))
    named = ledger.mentions_of([record_of(key) for key in keys])
    return node, facts_of(named, [i for i in range(len(named)) if key_of(named, i) in keys])


def facts_of(named: Mentions, own: list[int]) -> list[Fact]:
    """Every value with the records that state it, in the order of the fields, most often stated first."""
    facts: list[Fact] = []
    for column in MENTION_FIELDS:
        cells = named.fields[column]
        found: dict[str, dict[RecordRef, None]] = {}
        for i in own:
            for value in split_multi(cells[i]) if column in _SEVERAL else [cells[i].strip()]:
                if value:
                    found.setdefault(value, {})[(named.table[i], named.record_id[i])] = None
        ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
        facts += [Fact(column=column, value=value, records=list(records)) for value, records in ranked]
    return facts


def _relations(id: str, relations: Iterable[Relation], projections: Projections) -> list[RelationView]:
    """Relations as seen from one end, in the order of the ontology, most records first."""
    ends = {link.target if link.source == id else link.source for link in relations}
    others = projections.graph.get(sorted(ends))
    views = []
    for link in relations:
        outgoing = link.source == id
        other = others[link.target if outgoing else link.source]
        views.append(
            RelationView(
                relation_id=link.id,
                kind=link.kind,
                label=_label(link),
                other_id=other.id,
                other_kind=other.kind,
                other_label=other.label,
                outgoing=outgoing,
                since=link.since,
                until=link.until,
                confidence=link.confidence,
                count=_count(link),
                records=[_ref(record) for record in link.records],
            )
        )
    order = {kind: place for place, kind in enumerate(ontology().relations)}
    return sorted(views, key=lambda v: (order[v.kind], -v.count, v.other_label, v.relation_id))


def _label(link: Relation) -> str:
    """The ontology's word; of kin the word as written."""
    role = link.props.get("role")
    if link.kind == "kin" and isinstance(role, str) and role:
        return role
    return ontology().relations[link.kind].zh


def _count(link: Relation) -> int:
    count = link.props.get("count")
    return int(count) if isinstance(count, int | float) else len(link.records)


def _standing(named: Mentions, i: int) -> tuple[bool, int, str, str]:
    """Call lists last: their many ends follow whoever holds the number, and none of them can be taken out."""
    table = named.table[i]
    return table == "calls", _PLACE.get(table, 99), named.origin[i], named.record_id[i]


def merges_of(joins: Sequence[Joined], mentions: Mapping[str, MentionView] | None = None) -> list[MergeView]:
    """The joins, the least certain first: that is the one to look at.

    With `mentions`, by key and the most telling first: whom each would let go if it were wrong.
    """
    tree, held = Tree(joins), mentions or {}
    views = [
        MergeView(
            left=record_of(join.left)[1:],
            right=record_of(join.right)[1:],
            probability=join.probability,
            comparisons=[
                ComparisonView(field=c.field, left=c.left, right=c.right, level=c.level, weight=c.weight)
                for c in join.comparisons
            ],
            apart=tuple(held[key] for key in _apart(tree, join, held)),
        )
        for join in joins
        if not join.of_one_number
    ]
    return sorted(views, key=lambda view: (view.probability, view.left, view.right))


def _apart(tree: Tree, join: Joined, held: Mapping[str, MentionView]) -> list[str]:
    """The smaller part that hangs on a join; of equal ones that without the most telling mention."""
    if not tree.holds(join):
        return []
    right = set(tree.beyond(join))
    if all(held[key].table == "calls" for key in right):  # a number: one end of it speaks for all
        return [join.right]
    parts = [[key for key in held if key in right], [key for key in held if key not in right]]
    parts = [[key for key in part if held[key].table != "calls"] for part in parts]
    return min(parts, key=lambda part: (len(part), next(iter(held), "") in part)) if all(parts) else []


def own_row(ledger: Ledger, node: Node) -> tuple[list[Fact], list[MentionView]] | None:
    """What the row of a case, a gang, a lead … says, where it has one of its own."""
    numbers = node.props.get("numbers")
    if isinstance(numbers, tuple) and numbers:
        for thing in THINGS:
            if thing.kind == node.kind and thing.natural:
                versions = ledger.versions(thing.table, numbers[0])
                if versions and not versions[0].retracted:
                    row, ref = versions[0], (thing.table, numbers[0])
                    name = next((row.payload[c] for c in thing.label if c in row.payload), "")
                    facts = [Fact(column=c, value=v, records=[ref]) for c, v in row.payload.items()]
                    mention = MentionView(
                        table=row.table, record_id=row.record_id, ref="", origin=row.origin, name=name
                    )
                    return facts, [mention]
    return None


def _of_node(node: Node, relations: Iterable[Relation]) -> list[Fact]:
    """What the graph holds of a phone, an address …: it has no row of its own."""
    records = sorted({_ref(record) for link in relations for record in link.records})
    values = [
        (column, fold(str(value)))
        for column, cell in node.props.items()
        for value in (cell if isinstance(cell, tuple) else (cell,))
    ]
    return [Fact(column=column, value=value, records=records) for column, value in values]


def record_of(key: str) -> tuple[str, str, str]:
    """(origin, table, record_id) of a mention's key."""
    origin, table, record_id, _, _ = key.split(SEPARATOR)
    return origin, table, record_id


def key_of(named: Mentions, i: int) -> str:
    """Key of the i-th mention."""
    return SEPARATOR.join((named.origin[i], named.table[i], named.record_id[i], named.ref[i], named.kind[i]))


def _ref(record: str) -> RecordRef:
    table, _, record_id = record.partition(":")
    return table, record_id

"""Rows of the ledger to nodes and relations, table by table, as `mapping` says."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from netinv.graph.aggregate import Bundles, days_of
from netinv.graph.ids import node_id, number_key
from netinv.graph.mapping import LINKS, THINGS, End, Link, Own, Thing, Who
from netinv.graph.protocol import Node, Prop
from netinv.ledger.types import Rows
from netinv.model.keys import mention_keys
from netinv.model.ontology import ontology
from netinv.model.tables import TABLES, ColumnSpec
from netinv.model.values import canonical_enum, fold, parse_number

EntityOf = Mapping[str, str]
"""Mention key (`model.keys.mention_key`) -> entity id."""

_PROPERTY = {"kind": "type"}
"""`kind` of a node is its entity kind; what a table calls kind is its `type`."""

Dates = dict[str, tuple[str, str]]
"""Node id -> (since, until) as ISO dates, "" for unknown."""


@dataclass
class Gathered:
    """What the rows amount to so far."""

    nodes: dict[str, Node] = field(default_factory=dict)
    dates: Dates = field(default_factory=dict)
    bundles: Bundles = field(default_factory=Bundles)


@dataclass(frozen=True)
class Table:
    """The rows of one table with what every link asks of them."""

    name: str
    rows: Rows
    beliefs: list[float]
    records: list[str]

    def cells(self, column: str) -> list[str]:
        """One column, "" where unknown."""
        return self.rows.columns.get(column) or [""] * len(self.rows)

    def codes(self, column: str) -> list[str]:
        """One column as codes of its enum, folded text where it has none; "" where unknown or unreadable."""
        return [_code(TABLES[self.name].columns.get(column), cell) for cell in self.cells(column)]


def read_table(name: str, rows: Rows, beliefs: Mapping[int, float]) -> Table:
    """Prepare the rows of a table. `beliefs` maps source id to the belief in its grade."""
    ungraded = ontology().belief("")
    return Table(
        name,
        rows,
        [beliefs.get(source, ungraded) for source in rows.source_id],
        [f"{name}:{record_id}" for record_id in rows.record_id],
    )


def gather(read: Callable[[str], Table], entity_of: EntityOf) -> Gathered:
    """Nodes and relations of all tables but for what mentions say of entities (see `facts`)."""
    gathered = Gathered()
    for thing in THINGS:
        _things(read(thing.table), thing, gathered)
    for link in LINKS:
        table = read(link.table)
        if len(table.rows):
            _links(table, link, entity_of, gathered)
    return gathered


def entities(table: Table, who: Who, entity_of: EntityOf) -> list[str]:
    """Entity ids of one reference, row by row; "" where it names nobody."""

    def named(kind: str) -> Iterator[str]:
        keys = mention_keys(table.rows.origin, table.name, table.rows.record_id, who.prefix, kind)
        return (entity_of.get(key, "") for key in keys)

    if who.kind:
        return list(named(who.kind))
    return [
        person or organization
        for person, organization in zip(named("person"), named("organization"), strict=True)
    ]


def _ends(table: Table, end: End, entity_of: EntityOf, gathered: Gathered) -> list[str]:
    if isinstance(end, Who):
        return entities(table, end, entity_of)
    if isinstance(end, Own):
        return own_ids(table, end.kind)
    ids = []
    for cell in table.cells(end.column):
        number = fold(cell)
        id = node_id(end.kind, number) if number else ""
        if id and id not in gathered.nodes:
            # named, but no row of its own has come yet
            gathered.nodes[id] = Node(id, end.kind, number, {"numbers": (number,)})
        ids.append(id)
    return ids


def own_ids(table: Table, kind: str) -> list[str]:
    """Ids of the nodes of a kind that the rows of a table are."""
    thing = next(each for each in THINGS if (each.kind, each.table) == (kind, table.name))
    rows = table.rows
    if thing.natural:
        return [node_id(thing.kind, fold(record_id)) for record_id in rows.record_id]
    numbers = [number_key(cell) for cell in table.cells(thing.number)] if thing.number else [""] * len(rows)
    return [
        node_id(thing.kind, number) if number else node_id(thing.kind, origin, table.name, record_id)
        for number, origin, record_id in zip(numbers, rows.origin, rows.record_id, strict=True)
    ]


def _things(table: Table, thing: Thing, gathered: Gathered) -> None:
    columns = {name: table.codes(name) for name in thing.props}
    labels, names, numbers = (
        [table.cells(c) for c in group] for group in (thing.label, thing.names, thing.numbers)
    )
    since = [days_of(table.cells(column)) for column in thing.since]
    until = [days_of(table.cells(column)) for column in thing.until]
    specs = TABLES[thing.table].columns
    for i, id in enumerate(own_ids(table, thing.kind)):
        dates = (_first(since, i), _first(until, i))
        props: dict[str, Prop] = {
            _PROPERTY.get(name, name): _value(specs[name], cells[i])
            for name, cells in columns.items()
            if cells[i]
        }
        for name, group in (("names", names), ("numbers", numbers)):
            if values := tuple(dict.fromkeys(fold(cells[i]) for cells in group if cells[i])):
                props[name] = values
        props.update({name: date for name, date in zip(("since", "until"), dates, strict=True) if date})
        label = _first(labels, i) or _typed(thing, props, dates[0]) or fold(table.rows.record_id[i])
        if (earlier := gathered.nodes.get(id)) is not None:
            # several origins describe one thing: by the order of the rows the first word on it is kept
            label, props = earlier.label, {**props, **earlier.props}
            dates = (gathered.dates[id][0] or dates[0], gathered.dates[id][1] or dates[1])
        gathered.nodes[id] = Node(id, thing.kind, label, props)
        gathered.dates[id] = dates


def _links(table: Table, link: Link, entity_of: EntityOf, gathered: Gathered) -> None:
    sources = _ends(table, link.source, entity_of, gathered)
    targets = _ends(table, link.target, entity_of, gathered)
    kinds = [link.kinds.get(code, link.kind) for code in table.codes(link.by)] if link.by else None
    roles = table.codes(link.role) if link.role else None
    since, until = days_of(table.cells(link.since)), days_of(table.cells(link.until))
    totals = [(name, table.cells(column)) for name, column in link.totals.items()]
    specs = TABLES[link.table].columns
    last = [(specs[name], table.codes(name)) for name in link.last]
    origins, beliefs, records, bundles = table.rows.origin, table.beliefs, table.records, gathered.bundles
    for i, (source, target) in enumerate(zip(sources, targets, strict=True)):
        if not source or not target:
            continue
        kind = kinds[i] if kinds else link.kind
        bundle = bundles.at(kind, source, target, roles[i] if roles else "")
        if bundle is None:
            continue
        dates = gathered.dates.get(target, ("", "")) if link.dated else (since[i], until[i])
        bundle.add(records[i], origins[i], beliefs[i], *dates)
        for name, cells in totals:
            if (number := parse_number(cells[i]) if cells[i] else None) is not None:
                bundle.totals[name] = bundle.totals.get(name, 0.0) + number
        for spec, cells in last:
            if cells[i]:
                bundle.last[spec.name] = _value(spec, cells[i])


def _code(spec: ColumnSpec | None, cell: str) -> str:
    if not cell:
        return ""
    if spec is not None and spec.type == "enum":
        return canonical_enum(spec, cell) or ""
    return fold(cell)


def _value(spec: ColumnSpec, cell: str) -> Prop:
    """A cell as a property: numbers as numbers where they can be read, everything else as text."""
    if spec.type in ("number", "integer") and (number := parse_number(cell)) is not None:
        return int(number) if number == int(number) else number
    return cell


def _first(columns: list[list[str]], row: int) -> str:
    return next((fold(cells[row]) for cells in columns if cells[row]), "")


def _typed(thing: Thing, props: Mapping[str, Prop], date: str) -> str:
    """`宴请 2022-01-08`: a label for what has no name of its own."""
    code = str(props.get("type", ""))
    word = TABLES[thing.table].columns["kind"].enum.get(code, "") if "kind" in thing.props else ""
    return f"{word} {date}".strip() if word else ""

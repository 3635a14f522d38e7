"""What mentions say of persons and organisations: names, numbers, phones, accounts, addresses, units."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from netinv.graph.gather import EntityOf, Gathered, Table, entities
from netinv.graph.ids import phone_key
from netinv.graph.mapping import Who
from netinv.graph.protocol import Node, Prop
from netinv.graph.shared import SHARING, shared
from netinv.graph.units import Units
from netinv.ledger.types import Mentions
from netinv.model.keys import SEPARATOR
from netinv.model.values import fold, parse_bool, split_multi
from netinv.resolve.normalise.names import clean_name, is_person_name

_CELLS = {"former_names": "names", "aliases": "names", "id_number": "id_numbers", "phones": "phones"}
_CELLS |= {"account": "accounts", "uscc": "uscc", "unit": "units", "title": "titles", "ids": "ids"}
_CELLS |= {"address": "addresses", "birth_date": "birth_date", "gender": "gender"}
_KEPT = ("names", "id_numbers", "uscc", "phones", "accounts", "ids", "units", "titles", "addresses")
_UNKNOWN = {"person": "身份不明人员", "organization": "名称不明单位"}


@dataclass
class Facts:
    """The values that mentions give an entity, counted."""

    kind: str
    names: Counter[str] = field(default_factory=Counter)
    registered: Counter[str] = field(default_factory=Counter)
    values: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    status: str = ""

    def node(self, id: str) -> Node:
        """The entity as a node."""
        props: dict[str, Prop] = {}
        values = {**self.values, "names": self.names + self.values.get("names", Counter())}
        for name in _KEPT:
            if values.get(name):
                props[name] = tuple(_ranked(values[name]))
        for name in ("birth_date", "gender"):
            if values.get(name):
                props[name] = _ranked(values[name])[0]
        if self.status:
            props["status"] = self.status
        return Node(id, self.kind, self.label(), props)

    def label(self) -> str:
        """The most frequent full name; else what the records call it or by what number they know it."""
        full = Counter({name: n for name, n in self.names.items() if self._is_full(name)})
        known = (self.registered, full, self.names, *(self.values.get(name) for name in _KEPT))
        return next((_ranked(counter)[0] for counter in known if counter), _UNKNOWN[self.kind])

    def _is_full(self, name: str) -> bool:
        return self.kind == "organization" or is_person_name(name)


def gather_facts(
    mentions: Mentions, tables: Mapping[str, Table], entity_of: EntityOf, units: Units, gathered: Gathered
) -> None:
    """Add the nodes of persons and organisations, and their phones, accounts, addresses and units."""
    said = _said(mentions, entity_of)
    found: dict[str, Facts] = {}
    for i, id in said.entities.items():
        if id not in found:
            found[id] = Facts(mentions.kind[i])
    _count(said, found)
    _status(tables, entity_of, found)
    for id in list(found):
        # counted values of a county's people are hundreds of megabytes
        gathered.nodes[id] = found.pop(id).node(id)
    records = _Records(mentions, tables)
    _numbers(said, records, gathered)
    _units(said, records, units, gathered)


@dataclass(frozen=True)
class _Said:
    """Mentions, and the entity by position of those that have one and say more than an earlier one."""

    mentions: Mentions
    entities: dict[int, str]

    def filled(self, column: str) -> Iterator[tuple[int, str, str]]:
        """(position, entity, cell) of those that say something in a column."""
        cells = self.mentions.fields[column]
        return ((i, id, cells[i]) for i, id in self.entities.items() if cells[i])


def _said(mentions: Mentions, entity_of: EntityOf) -> _Said:
    entities: dict[int, str] = {}
    phones = mentions.fields["phones"]
    called: set[tuple[str, str]] = set()
    rows = zip(mentions.origin, mentions.table, mentions.record_id, mentions.ref, mentions.kind, strict=True)
    for i, key in enumerate(rows):
        id = entity_of.get(SEPARATOR.join(key), "")
        if id and key[1] == "calls":
            # a number that calls a thousand times is one fact, and the first call is its record
            if (id, phones[i]) in called:
                continue
            called.add((id, phones[i]))
        if id:
            entities[i] = id
    return _Said(mentions, entities)


def _count(said: _Said, found: Mapping[str, Facts]) -> None:
    for i, id, name in said.filled("name"):
        facts = found[id]
        cleaned = clean_name(name) if facts.kind == "person" else fold(name)
        facts.names[cleaned] += 1
        if said.mentions.table[i] == "organizations":
            facts.registered[cleaned] += 1
    for column, name in _CELLS.items():
        read: dict[str, list[str]] = {}
        for _, id, cell in said.filled(column):
            if cell not in read:
                read[cell] = _values(column, cell)
            counter = found[id].values[name]
            for value in read[cell]:
                counter[value] += 1


def _values(column: str, cell: str) -> list[str]:
    if column == "phones":
        return [phone for part in split_multi(cell) if (phone := phone_key(part) or fold(part))]
    if column in ("former_names", "aliases", "account", "ids"):
        return [fold(part) for part in split_multi(cell)]
    return [fold(cell)]


class _Records:
    """Name, origin and belief of the record that a mention stands in."""

    def __init__(self, mentions: Mentions, tables: Mapping[str, Table]) -> None:
        self._mentions = mentions
        self._beliefs = {name: _beliefs(table) for name, table in tables.items()}

    def __getitem__(self, row: int) -> tuple[str, str, float]:
        m = self._mentions
        table, record_id, origin = m.table[row], m.record_id[row], m.origin[row]
        return f"{table}:{record_id}", origin, self._beliefs[table][origin, record_id]


def _numbers(said: _Said, records: _Records, gathered: Gathered) -> None:
    """Phones, accounts and houses are nodes of their own: whoever shares one meets there."""
    for column, kind in SHARING.items():
        read: dict[str, list[Node]] = {}
        for i, entity, cell in said.filled(column):
            if cell not in read:
                read[cell] = shared(column, cell)
            for thing in read[cell]:
                gathered.nodes.setdefault(thing.id, thing)
                if (bundle := gathered.bundles.at(kind, entity, thing.id)) is not None:
                    bundle.add(*records[i], "", "")


def _status(tables: Mapping[str, Table], entity_of: EntityOf, found: Mapping[str, Facts]) -> None:
    """`official` by a post of that kind or by the register; village cadres are marked apart."""
    for name, column in (("posts", "kind"), ("people", "is_official")):
        if (table := tables.get(name)) is None:
            continue
        for entity, code in zip(
            entities(table, Who("", "person"), entity_of), table.codes(column), strict=True
        ):
            if entity in found and found[entity].status != "official":
                if code == "official" or (name == "people" and parse_bool(code)):
                    found[entity].status = "official"
                elif code == "village_cadre":
                    found[entity].status = "village_cadre"


def _units(said: _Said, records: _Records, units: Units, gathered: Gathered) -> None:
    mentions = said.mentions
    for i, id, unit in said.filled("unit"):
        if mentions.table[i] == "posts" or mentions.kind[i] != "person":
            continue  # a post names its unit as a mention of its own
        place = units.one(unit)
        if place and (bundle := gathered.bundles.at("works_at", id, place)) is not None:
            bundle.add(*records[i], "", "")


def _beliefs(table: Table) -> dict[tuple[str, str], float]:
    return dict(zip(zip(table.rows.origin, table.rows.record_id, strict=True), table.beliefs, strict=True))


def _ranked(counter: Counter[str]) -> list[str]:
    """Most frequent first; of equally frequent ones the longer, then by character: no order of arrival."""
    return sorted(counter, key=lambda value: (-counter[value], -len(value), value))

"""What mentions say of persons and organisations: names, numbers, phones, accounts, addresses, units."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from netinv.graph.gather import EntityOf, Gathered, Table, entities
from netinv.graph.ids import node_id, number_key, phone_key
from netinv.graph.mapping import Who
from netinv.graph.protocol import Node, Prop
from netinv.ledger.types import Mentions
from netinv.model.keys import mention_key
from netinv.model.values import fold, parse_bool, split_multi
from netinv.resolve.normalise.addresses import read_address
from netinv.resolve.normalise.names import clean_name, is_person_name
from netinv.resolve.normalise.organizations import unit_key
from netinv.resolve.normalise.regions import Regions

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


@dataclass(frozen=True)
class _Record:
    name: str
    origin: str
    belief: float


def gather_facts(
    mentions: Mentions, tables: Mapping[str, Table], entity_of: EntityOf, gathered: Gathered
) -> None:
    """Add the nodes of persons and organisations, and their phones, accounts, addresses and units."""
    found: dict[str, Facts] = {}
    beliefs = {name: _beliefs(table) for name, table in tables.items()}
    called: set[tuple[str, str]] = set()
    units: list[tuple[str, str, _Record]] = []
    columns = list(mentions.fields.items())
    phones = mentions.fields["phones"]
    for i, (origin, table, record_id, ref, kind) in enumerate(
        zip(mentions.origin, mentions.table, mentions.record_id, mentions.ref, mentions.kind, strict=True)
    ):
        entity = entity_of.get(mention_key(origin, table, record_id, ref, kind), "")
        if not entity:
            continue
        facts = found.get(entity)
        if facts is None:
            facts = found[entity] = Facts(kind)
        if table == "calls":
            # a number that calls a thousand times is one fact, and the first call is its record
            if (entity, phones[i]) in called:
                continue
            called.add((entity, phones[i]))
        record = _Record(f"{table}:{record_id}", origin, beliefs[table].get((origin, record_id), 0.0))
        cells = {name: column[i] for name, column in columns if column[i]}
        _count(facts, table, cells)
        _numbers(entity, cells, record, gathered)
        if kind == "person" and table != "posts" and "unit" in cells:
            units.append((entity, cells["unit"], record))
    _status(tables, entity_of, found)
    for id, facts in found.items():
        gathered.nodes[id] = facts.node(id)
    _units(units, found, _regions(mentions), gathered)


def _count(facts: Facts, table: str, cells: Mapping[str, str]) -> None:
    if "name" in cells:
        name = clean_name(cells["name"]) if facts.kind == "person" else fold(cells["name"])
        facts.names[name] += 1
        if table == "organizations":
            facts.registered[name] += 1
    for column, name in _CELLS.items():
        if column in cells:
            facts.values[name].update(_values(column, cells[column]))


def _values(column: str, cell: str) -> list[str]:
    if column == "phones":
        return [phone for part in split_multi(cell) if (phone := phone_key(part) or fold(part))]
    if column in ("former_names", "aliases", "account", "ids"):
        return [fold(part) for part in split_multi(cell)]
    return [fold(cell)]


def _numbers(entity: str, cells: Mapping[str, str], record: _Record, gathered: Gathered) -> None:
    """Phones, accounts and houses are nodes of their own: whoever shares one meets there."""
    for part in split_multi(cells.get("phones", "")):
        if number := phone_key(part):
            _share(entity, "uses_phone", "phone", number, number, record, gathered)
    for part in split_multi(cells.get("account", "")):
        number = number_key(part)
        if number and "*" not in number:
            _share(entity, "uses_account", "account", number, fold(part), record, gathered)
    if "address" in cells:
        address = read_address(cells["address"])
        # a village or a street alone is where many live; only a door is shared
        if address.numbers and (address.place or address.town):
            key = "/".join((address.town, address.place, *address.numbers))
            _share(entity, "located_at", "address", key, fold(cells["address"]), record, gathered)


def _share(
    entity: str, kind: str, thing: str, key: str, label: str, record: _Record, gathered: Gathered
) -> None:
    id = node_id(thing, key)
    if id not in gathered.nodes:
        props: dict[str, Prop] = {"numbers": (key,)} if thing != "address" else {}
        gathered.nodes[id] = Node(id, thing, label, props)
    if (bundle := gathered.bundles.at(kind, entity, id)) is not None:
        bundle.add(record.name, record.origin, record.belief, "", "")


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


def _units(
    units: Iterable[tuple[str, str, _Record]],
    found: Mapping[str, Facts],
    regions: Regions,
    gathered: Gathered,
) -> None:
    """A unit written beside a person is the one organisation of that name, if there is exactly one."""
    known: dict[str, set[str]] = defaultdict(set)
    for id, facts in found.items():
        if facts.kind == "organization":
            for name in (*facts.names, *facts.values.get("names", ())):
                known[unit_key(name, regions)].add(id)
    keys: dict[str, str] = {}
    for entity, unit, record in units:
        if unit not in keys:
            keys[unit] = unit_key(unit, regions)
        places = known.get(keys[unit], set())
        if len(places) == 1 and (bundle := gathered.bundles.at("works_at", entity, *places)) is not None:
            bundle.add(record.name, record.origin, record.belief, "", "")


def _regions(mentions: Mentions) -> Regions:
    fields = mentions.fields
    names = (name for name, kind in zip(fields["name"], mentions.kind, strict=True) if kind == "organization")
    return Regions.learn(sorted({*fields["region"], *fields["address"], *names} - {""}))


def _beliefs(table: Table) -> dict[tuple[str, str], float]:
    return dict(zip(zip(table.rows.origin, table.rows.record_id, strict=True), table.beliefs, strict=True))


def _ranked(counter: Counter[str]) -> list[str]:
    """Most frequent first; of equally frequent ones the longer, then by character: no order of arrival."""
    return sorted(counter, key=lambda value: (-counter[value], -len(value), value))

"""FollowTheMoney (`*.ftm.json`, one entity a line) as tables of the contract; `ftm.yaml` says which way.

The file is held in memory: a link may name entities that stand anywhere in it.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any, BinaryIO, NamedTuple

from netinv.ingest.delimited import Broken
from netinv.ingest.parts import SheetPart, SheetRow
from netinv.model.shipped import shipped
from netinv.model.tables import TABLES

_GENDERS = {"male": "男", "female": "女"}
_USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}")
_CHINESE = ("", "cny", "rmb")

_STATED = (
    "name", "id_number", "uscc", "phones", "ids", "birth_date", "gender", "address", "title",
)  # fmt: skip
"""What a row that names somebody repeats of them."""

Cells = dict[str, str]


class Entity(NamedTuple):
    """One entity: the line it stands in, its id, its schema, the values of each property."""

    line: int
    id: str
    schema: str
    values: Mapping[str, Sequence[str]]

    def all(self, names: str | Sequence[str]) -> list[str]:
        """All values of some properties, each once."""
        wanted = [names] if isinstance(names, str) else names
        return list(dict.fromkeys(value for name in wanted for value in self.values.get(name, ())))

    def first(self, names: str | Sequence[str]) -> str:
        """The first of them, or ""."""
        return next(iter(self.all(names)), "")


class Found(NamedTuple):
    """What a file holds: a part a table, and how many entities of each schema there is no table for."""

    parts: list[tuple[str, SheetPart]]
    unread: dict[str, int]


def read_ftm(name: str, opened: Callable[[], BinaryIO]) -> Found:
    """The tables that a file fills; lines that are no entity go with the first of them."""
    with opened() as file:
        content = file.read()
    lines = [_entity(*line) for line in enumerate(content.split(b"\n"), 1) if line[1].strip()]
    entities = {entity.id: entity for entity in lines if isinstance(entity, Entity)}
    broken = [line for line in lines if not isinstance(line, Entity)]
    tables: dict[str, list[tuple[int, Cells]]] = {}
    unread: dict[str, int] = {}
    for entity in entities.values():
        rows = list(_rows(entity, entities))
        if not rows:
            unread[entity.schema] = unread.get(entity.schema, 0) + 1
        for table, cells in rows:
            tables.setdefault(table, []).append((entity.line, cells))
    digest = hashlib.sha256(content).hexdigest()
    parts = []
    for place, (table, filled) in enumerate(sorted(tables.items())):
        sheet = partial(_sheet, filled, broken if place == 0 else [])
        parts.append((table, SheetPart(name, table, digest, False, sheet)))
    return Found(parts, dict(sorted(unread.items())))


def _entity(number: int, line: bytes) -> Entity | tuple[int, Broken]:
    try:
        body = json.loads(line)
        values = {str(key): [_text(each) for each in cell] for key, cell in body["properties"].items()}
        return Entity(number, str(body["id"]), str(body["schema"]), values)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        zh = "不是 FollowTheMoney 实体（应有 id、schema、properties）"
        en = "no FollowTheMoney entity (id, schema, properties)"
        return number, Broken(zh, en, line[:200].decode("utf-8", "replace"))


def _text(value: object) -> str:
    if isinstance(value, dict):  # a nested entity stands for its id
        return str(value.get("id", ""))
    return str(value).replace("\0", "")


@cache
def _words() -> dict[str, Any]:
    found: dict[str, Any] = shipped("netinv.ingest", "ftm.yaml")
    return found


def _kind(entity: Entity | None) -> str:
    """person, organization, asset, or "" for anything else."""
    words = _words()
    for kind, table in (("person", "people"), ("organization", "organizations"), ("asset", "assets")):
        if entity is not None and entity.schema in words[table]:
            return kind
    return ""


def _rows(entity: Entity, entities: Mapping[str, Entity]) -> Iterator[tuple[str, Cells]]:
    """The rows that an entity makes: itself, and one for each who took part."""
    words, kind = _words(), _kind(entity)
    if kind in ("person", "organization"):
        table = "people" if kind == "person" else "organizations"
        yield table, {**_columns(entity, words[kind]["columns"], table), **_identity(entity, kind)}
    elif kind == "asset":
        yield "assets", {"record_id": entity.id, **_asset(entity)}
    elif link := words["links"].get(entity.schema):
        yield from _link(entity, entities, link)
    for person in entity.all(words["involved"].get(entity.schema, ())):
        cells = {"record_id": f"{entity.id}:{person}", "event_id": entity.id}
        yield "event_people", {**cells, **_reference(entities.get(person), "", "event_people", person)}


def _link(
    entity: Entity, entities: Mapping[str, Entity], link: Mapping[str, Any]
) -> Iterator[tuple[str, Cells]]:
    table = link["table"]
    owned = entities.get(entity.first(link["ref"].get("org", ())))
    if _kind(owned) == "asset" and owned is not None:
        holder = entity.first("owner")
        dates = {"start": entity.first("startDate"), "end": entity.first("endDate")}
        yield (
            "assets",
            {
                "record_id": entity.id,
                **_asset(owned),
                **{column: cell for column, cell in dates.items() if cell},
                **_reference(entities.get(holder), "owner", "assets", holder),
            },
        )
        return
    cells = {TABLES[table].id_column: entity.id}
    for prefix, name in link["ref"].items():
        for named in entity.all(name)[:1]:
            cells |= _reference(entities.get(named), prefix, table, named)
    stated = _columns(entity, link["columns"], table)
    if table == "transfers" and entity.first("currency").lower() not in _CHINESE and "amount_yuan" in stated:
        amount = f"{stated.pop('amount_yuan')} {entity.first('currency')}"
        stated["memo"] = "；".join(filter(None, (stated.get("memo", ""), amount)))
    yield table, {**link.get("default", {}), **cells, **stated}


def _asset(entity: Entity) -> Cells:
    words = _words()["asset"]
    cells = {
        "kind": words["kinds"][entity.schema],
        "identifier": entity.first([*words["identifier"], "name"]),
    }
    return {**cells, **_columns(entity, words["columns"], "assets")}


def _columns(entity: Entity, columns: Mapping[str, str | Sequence[str]], table: str) -> Cells:
    cells: Cells = {}
    for column, names in columns.items():
        several = TABLES[table].columns[column].type == "multi" or column == "note"
        cell = ";".join(entity.all(names)) if several else entity.first(names)
        if cell:
            cells[column] = _GENDERS.get(cell.lower(), cell) if column == "gender" else cell
    return cells


def _identity(entity: Entity, kind: str) -> Cells:
    """Id, name and numbers in the columns of the entity's own register. Other names are aliases."""
    names = entity.all("name")
    cells = {"record_id": entity.id, "name": names[0] if names else ""}
    aliases = [*names[1:], *entity.all(["alias", "weakAlias"])]
    if aliases:
        cells["aliases"] = ";".join(dict.fromkeys(aliases))
    number, others = _number(entity, kind)
    if number:
        cells["id_number" if kind == "person" else "uscc"] = number
    if others:
        cells["ids"] = ";".join(others)
    return {column: cell for column, cell in cells.items() if cell}


def _number(entity: Entity, kind: str) -> tuple[str, list[str]]:
    """The number that tells it, and its others as `type:value`."""
    if kind == "person":
        numbers = entity.all("idNumber")
        others = [f"passport:{each}" for each in entity.all("passportNumber")]
        return next(iter(numbers), ""), [*(f"id:{each}" for each in numbers[1:]), *others]
    numbers = entity.all(["uscCode", "registrationNumber"])
    code = next((each for each in numbers if _USCC.fullmatch(each)), "")
    others = [f"registration:{each}" for each in numbers if each != code]
    return code, [*others, *(f"tax:{each}" for each in entity.all("taxNumber"))]


def _reference(entity: Entity | None, prefix: str, table: str, id: str) -> Cells:
    """What is known of somebody, in the columns of a reference; an id that is nowhere is kept as an id."""
    ref = TABLES[table].refs.get("" if prefix == "org" else prefix)
    if ref is None:
        return {}
    kind = "organization" if prefix == "org" else _kind(entity) or "person"
    columns = dict(ref.organization if kind == "organization" else ref.person)
    if entity is None:
        return {columns["ids"]: f"ftm:{id}"} if "ids" in columns else {}
    own = {**_columns(entity, _words()[kind]["columns"], _register(kind)), **_identity(entity, kind)}
    stated = [field for field in _STATED if field in columns and own.get(field)]
    # a post has a title of its own
    return {columns[field]: own[field] for field in stated if (field, table) != ("title", "posts")}


def _register(kind: str) -> str:
    return "people" if kind == "person" else "organizations"


def _sheet(rows: Sequence[tuple[int, Cells]], broken: Sequence[tuple[int, Broken]]) -> Iterator[SheetRow]:
    """A header, then the rows, each under the line of its entity, then the lines that are none."""
    header = list(dict.fromkeys(column for _, cells in rows for column in cells))
    yield 0, header
    for line, cells in rows:
        yield line, [cells.get(column, "") for column in header]
    yield from broken

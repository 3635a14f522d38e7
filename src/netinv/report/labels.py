"""The model's labels (tables, columns, codes, kinds, rules) as texts in both languages.

A code without a label is shown as its own words, never hidden: `mafia_type` -> "mafia type".
"""

from netinv.model.alerts import Text
from netinv.model.ontology import ontology
from netinv.model.tables import TABLES
from netinv.model.values import parse_number
from netinv.report.numbers import money
from netinv.report.words import catalogue, word

INITIALS = {"id": "ID", "ids": "IDs", "uscc": "USCC", "org": "organisation", "yuan": "(CNY)", "pct": "%"}


def humanised(code: str) -> str:
    """`mafia_type` -> `mafia type`, `id_number` -> `ID number`."""
    return " ".join(INITIALS.get(part, part) for part in code.split("_") if part)


def capital(text: str) -> str:
    """First letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


def entity_kind(kind: str) -> Text:
    """Person, organisation, gang …"""
    known = ontology().entities.get(kind)
    return Text(zh=known.zh, en=known.en) if known else Text(zh=kind, en=humanised(kind))


def relation_kind(kind: str) -> Text:
    """Called, holds, attended …"""
    known = ontology().relations.get(kind)
    return Text(zh=known.zh, en=known.en) if known else Text(zh=kind, en=humanised(kind))


def is_symmetric(kind: str) -> bool:
    """Whether a relation has no direction (which end is named first means nothing)."""
    known = ontology().relations.get(kind)
    return known.symmetric if known else False


def table_name(table: str) -> Text:
    """`calls` -> 话单 / Calls."""
    spec = TABLES.get(table)
    return Text(zh=spec.zh if spec else table, en=capital(humanised(table)))


def column_name(table: str, column: str) -> Text:
    """`handler_name` -> the contract's words for it; an unknown column keeps the header it came with."""
    spec = TABLES.get(table)
    known = spec.columns.get(column) if spec else None
    return Text(zh=(known.zh if known else None) or column, en=capital(humanised(column)))


def code(table: str, column: str, value: str) -> Text:
    """A code of an enumeration, e.g. `hotline` in `leads.channel`; an empty one is `unknown`."""
    if not value:
        return word("unknown")
    spec = TABLES.get(table)
    known = spec.columns.get(column) if spec else None
    zh = known.enum.get(value) if known and known.enum else None
    return Text(zh=zh or value, en=humanised(value))


def field_name(kind: str, field: str) -> Text:
    """A field of a mention (`phones`, `uscc`, …), as the register of its kind calls the column.

    A field that no register has (a comparison of resolve's own) is looked up in the catalogue as `field_…`.
    """
    if f"field_{field}" in catalogue():
        return word(f"field_{field}")
    table = "organizations" if kind == "organization" else "people"
    own = TABLES[table].refs.get("")
    columns = (own.organization if kind == "organization" else own.person) if own else {}
    return column_name(table, columns.get(field, field))


def level(name: str) -> Text:
    """How far two values agree, e.g. `exact`; from the catalogue as `level_…`, else its own words."""
    return word(f"level_{name}") if f"level_{name}" in catalogue() else Text(zh=name, en=humanised(name))


def reference_name(table: str, ref: str) -> Text:
    """A reference of a table: `payee` in `transfers` -> 收款方 / Payee."""
    spec = TABLES.get(table)
    known = spec.refs.get(ref) if spec else None
    return Text(zh=(known.zh if known else "") or ref, en=capital(humanised(ref)))


def meaning(table: str, column: str, cell: str) -> Text | None:
    """What a cell means beside what it says: a code's label, an amount in 万元; None where it is plain."""
    spec = TABLES.get(table)
    known = spec.columns.get(column) if spec else None
    if known is None:
        return None
    if known.type == "enum":
        found = known.codes.get(cell) or (cell if cell in known.enum else None)
        said = code(table, column, found) if found else None
        return said if said and said.zh != cell else None
    if column.endswith("_yuan"):
        amount = parse_number(cell)
        return money(float(amount)) if amount is not None else None
    return None

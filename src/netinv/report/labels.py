"""The model's labels (tables, columns, codes, kinds, rules, explanations) as texts in both languages.

A code without a label is shown as its own words, never hidden: `mafia_type` -> "mafia type".
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from netinv.model.alerts import Text
from netinv.model.ontology import ontology
from netinv.model.rules import explanations, rules
from netinv.model.tables import TABLES
from netinv.model.values import day, parse_number
from netinv.model.views import Fact
from netinv.report.numbers import money
from netinv.report.words import catalogue, word

REGISTERS = {
    "person": "people",
    "organization": "organizations",
    "gang": "gangs",
    "case": "cases",
    "lead": "leads",
    "operation": "operations",
    "event": "events",
    "asset": "assets",
    "award": "awards",
}
"""The table whose columns say what a kind of entity is."""

SEALED = frozenset({"reporter_name", "reporter_phone", "reporter_id_number"})
"""Columns whose cells hold a pseudonym, never what was written."""

INITIALS = {"id": "ID", "ids": "IDs", "uscc": "USCC", "org": "organisation", "yuan": "(CNY)", "pct": "%"}


_MANY = 1_024
"""Labels kept once made: a page says the same few hundreds of times."""


def humanised(code: str) -> str:
    """`mafia_type` -> `mafia type`, `id_number` -> `ID number`."""
    return " ".join(INITIALS.get(part, part) for part in code.split("_") if part)


def capital(text: str) -> str:
    """First letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


@lru_cache(_MANY)
def entity_kind(kind: str) -> Text:
    """Person, organisation, gang …"""
    known = ontology().entities.get(kind)
    return Text(zh=known.zh, en=known.en) if known else Text(zh=kind, en=humanised(kind))


@lru_cache(_MANY)
def relation_kind(kind: str) -> Text:
    """Called, holds, attended …"""
    known = ontology().relations.get(kind)
    return Text(zh=known.zh, en=known.en) if known else Text(zh=kind, en=humanised(kind))


def link_kind(kind: str) -> Text:
    """What a line of an alert's picture says: the label of a rule, or the ontology's word."""
    rule = rules().get(kind)
    return rule.label if rule else relation_kind(kind)


def is_symmetric(kind: str) -> bool:
    """Whether a line has no direction; that of a rule has none: its path only leads to the gang."""
    known = ontology().relations.get(kind)
    return known.symmetric if known else kind in rules()


def rule_label(rule: str) -> Text:
    """`direct_calls` -> 直接通话 / Direct calls."""
    known = rules().get(rule)
    return known.label if known else Text(zh=rule, en=capital(humanised(rule)))


def rule_reason(rule: str) -> Text | None:
    """Why a rule weighs so; None for a rule that is not known (any more)."""
    known = rules().get(rule)
    return known.reason if known else None


def explanation_label(code: str) -> Text:
    """What an innocent reading says in a word or two; the catalogue has those that no query looks up."""
    known = explanations().get(code)
    if known:
        return known.label
    if f"explanation_{code}" in catalogue():
        return word(f"explanation_{code}")
    return Text(zh=code, en=capital(humanised(code)))


@lru_cache(_MANY)
def table_name(table: str) -> Text:
    """`calls` -> 话单 / Calls."""
    spec = TABLES.get(table)
    english = word(f"table_{table}").en if f"table_{table}" in catalogue() else capital(humanised(table))
    return Text(zh=spec.zh if spec else table, en=english)


def facts_in_order(kind: str, facts: Sequence[Fact]) -> list[Fact]:
    """Facts in the order of the columns of the kind's register; persons' and organisations' as they come."""
    if kind in ("person", "organization"):
        return list(facts)
    place = [name for name, _ in in_order(REGISTERS.get(kind, ""), {fact.column: "" for fact in facts})]
    return sorted(facts, key=lambda fact: place.index(fact.column))


def column_name(table: str, column: str) -> Text:
    """`handler_name` -> the contract's words for it; an unknown column keeps the header it came with."""
    spec = TABLES.get(table)
    known = spec.columns.get(column) if spec else None
    if known is None:
        return Text(zh=column, en=column)
    for ref in spec.refs if spec else ():
        if ref and column.startswith(f"{ref}_"):
            named = humanised(column.removeprefix(f"{ref}_"))
            return Text(zh=known.zh or column, en=f"{reference_name(table, ref).en}: {named}")
    return Text(zh=known.zh or column, en=capital(humanised(column)))


def in_order(table: str, cells: Mapping[str, str]) -> list[tuple[str, str]]:
    """The cells of a row in the order of the contract's columns; columns of its own come last."""
    place = {name: n for n, name in enumerate(TABLES[table].columns)} if table in TABLES else {}
    return sorted(cells.items(), key=lambda cell: place.get(cell[0], len(place)))


def code(table: str, column: str, value: str) -> Text:
    """A code of an enumeration, e.g. `hotline` in `leads.channel`; an empty one is `unknown`."""
    if not value:
        return word("unknown")
    spec = TABLES.get(table)
    known = spec.columns.get(column) if spec else None
    zh = known.enum.get(value) if known and known.enum else None
    return Text(zh=zh or value, en=humanised(value))


@lru_cache(_MANY)
def field_name(kind: str, field: str) -> Text:
    """A field of a mention (`phones`, `uscc`, …), as the register of its kind calls the column.

    A field that no register has (a comparison of resolve's own) is looked up in the catalogue as `field_…`.
    """
    if f"field_{field}" in catalogue():
        return word(f"field_{field}")
    table = REGISTERS.get(kind, "people")
    own = TABLES[table].refs.get("")
    columns = (own.organization if kind == "organization" else own.person) if own else {}
    return column_name(table, columns.get(field, field))


def field_meaning(kind: str, field: str, value: str) -> Text | None:
    """What a stated value means beside what it says; see `meaning`."""
    return meaning(REGISTERS.get(kind, "people"), field, value)


def level(field: str, name: str) -> Text:
    """How far two values agree, e.g. `same`.

    Surroundings count in steps, and what a step says depends on the field: `level_shared_3`, `level_town_1`.
    """
    for key in (f"level_{field}_{name}", f"level_{name}"):
        if key in catalogue():
            return word(key)
    return Text(zh=name, en=humanised(name))


def reference_name(table: str, ref: str) -> Text:
    """A reference of a table: `payee` in `transfers` -> 收款方 / Payee."""
    spec = TABLES.get(table)
    known = spec.refs.get(ref) if spec else None
    english = word(f"ref_{ref}").en if f"ref_{ref}" in catalogue() else capital(humanised(ref))
    return Text(zh=(known.zh if known else "") or ref, en=english)


def meaning(table: str, column: str, cell: str) -> Text | None:
    """What a cell means beside what it says; None where it is plain.

    A code's label, an amount in 万元, a date as all dates are written.
    """
    spec = TABLES.get(table)
    known = spec.columns.get(column) if spec else None
    if known is None:
        return None
    if known.type == "enum":
        found = known.codes.get(cell) or (cell if cell in known.enum else None)
        said = code(table, column, found) if found else None
        return said
    if column in SEALED:
        return word("sealed")
    if column.endswith("_yuan"):
        amount = parse_number(cell)
        return money(float(amount)) if amount is not None else None
    if known.type == "date":
        return Text(zh=known_day, en=known_day) if (known_day := day(cell)) else None
    return None

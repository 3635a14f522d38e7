"""The model's labels (tables, columns, codes, kinds, rules) as texts in both languages.

A code without a label is shown as its own words, never hidden: `mafia_type` -> "mafia type".
"""

from netinv.model.alerts import Text
from netinv.model.ontology import ontology
from netinv.model.tables import TABLES
from netinv.report.words import word


def humanised(code: str) -> str:
    """`mafia_type` -> `mafia type`."""
    return code.replace("_", " ").strip()


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
    return Text(zh=spec.zh if spec else table, en=humanised(table).capitalize())


def column_name(table: str, column: str) -> Text:
    """`handler_name` -> the contract's words for it; an unknown column keeps the header it came with."""
    spec = TABLES.get(table)
    known = spec.columns.get(column) if spec else None
    return Text(zh=(known.zh if known else None) or column, en=humanised(column).capitalize())


def code(table: str, column: str, value: str) -> Text:
    """A code of an enumeration, e.g. `hotline` in `leads.channel`; an empty one is `unknown`."""
    if not value:
        return word("unknown")
    spec = TABLES.get(table)
    known = spec.columns.get(column) if spec else None
    zh = known.enum.get(value) if known and known.enum else None
    return Text(zh=zh or value, en=humanised(value))

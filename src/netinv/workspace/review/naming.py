"""How people write mentions and entities, and which ones they mean.

A mention is `TABLE:RECORD_ID` or `TABLE:RECORD_ID:REF`; where a person and an organisation share a reference,
`/org` behind it means the organisation. Where several units gave a record of one name, `ORIGIN|` goes before.
An entity is any id it ever had.
"""

import re
from typing import NamedTuple

from netinv.ledger.ledger import Ledger
from netinv.model.alerts import Text
from netinv.model.errors import NotFoundError, UsageError
from netinv.model.keys import SEPARATOR, mention_key
from netinv.model.tables import TABLES
from netinv.report.labels import reference_name, table_name
from netinv.resolve.store import ResolutionStore

_ENTITY = re.compile(r"[PO][A-Z2-7]{12}")
_ORG = "/org"


class Target(NamedTuple):
    """What was named: the entity it belongs to, and the mention where a mention was named."""

    entity: str
    mention: str | None


def written(key: str, several: bool = False) -> str:
    """A mention's key as people write it; `several`: units that gave a record of this name."""
    origin, table, record_id, ref, kind = key.split(SEPARATOR)
    text = f"{table}:{record_id}" + (f":{ref}" if ref else "")
    spec = TABLES[table].refs.get(ref) if table in TABLES else None
    if kind == "organization" and spec is not None and spec.person:
        text += _ORG
    return f"{origin}|{text}" if several else text


def spoken(key: str) -> Text:
    """A mention's key as sentences say it: its table, its record and, where there are several, its column."""
    _, table, record_id, ref, _ = key.split(SEPARATOR)
    name, column = table_name(table), reference_name(table, ref) if ref else None
    return Text(
        zh=f"{name.zh} {record_id}" + (f"（{column.zh}）" if column else ""),
        en=f"{name.en} {record_id}" + (f" ({column.en})" if column else ""),
    )


def taken_apart(mention: str) -> tuple[str, str, str]:
    """(table, record_id, ref) of a mention as `written` writes it without its origin."""
    table, _, rest = mention.removesuffix(_ORG).partition(":")
    record_id, colon, ref = rest.rpartition(":")
    known = colon and table in TABLES and ref in TABLES[table].refs
    return (table, record_id, ref) if known else (table, rest, "")


def read(text: str, ledger: Ledger, resolution: ResolutionStore) -> Target:
    """The one that is meant. NotFoundError: there is none; UsageError: it could be several."""
    text = text.strip()
    if _ENTITY.fullmatch(text):
        entity = resolution.current(text)
        if entity is None:
            raise NotFoundError(f"没有 {text} / there is no {text}")
        return Target(entity, None)
    origin, bar, rest = text.partition("|")
    if not bar:
        origin, rest = "", text
    found = _found(origin, rest, ledger, resolution)
    if not found:
        raise NotFoundError(
            f"没有提及 {text}（应写成 表:编号 或 表:编号:引用，如 kin:QS0001:a；须先运行 netinv resolve）/ "
            f"there is no mention {text}; write TABLE:RECORD_ID or TABLE:RECORD_ID:REF, "
            "such as kin:QS0001:a, after `netinv resolve`"
        )
    if len(found) > 1:
        origins = {key.split(SEPARATOR)[0] for key in found}
        names = [written(key, len(origins) > 1) for key in sorted(found)]
        raise UsageError(
            f"{text} 有多种可能：{'、'.join(names)} / {text} may be {', '.join(names)}; say which"
        )
    key, entity = next(iter(found.items()))
    return Target(entity, key)


def _found(origin: str, text: str, ledger: Ledger, resolution: ResolutionStore) -> dict[str, str]:
    """Mentions that the words fit, with their entities: the best kind of fit only."""
    kinds = ("organization",) if text.endswith(_ORG) else ("person", "organization")
    table, _, record = text.removesuffix(_ORG).partition(":")
    spec = TABLES.get(table)
    if spec is None or not record:
        return {}
    ways = [(record, "")]
    head, colon, ref = record.rpartition(":")
    if colon and ref in spec.refs:
        ways.insert(0, (head, ref))
    for record_id, ref in ways:
        versions = ledger.versions(table, record_id)
        origins = sorted({each.origin for each in versions if not origin or each.origin == origin})
        for refs in ([ref], list(spec.refs)) if not ref else ([ref],):
            for kind in kinds:
                keys = [mention_key(o, table, record_id, r, kind) for o in origins for r in refs]
                if found := resolution.entities_of(keys):
                    return found
    return {}

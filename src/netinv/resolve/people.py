"""Person mentions as cleaned columns: what every later step compares."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from netinv.ledger.types import Mentions
from netinv.model.keys import mention_key
from netinv.model.values import parse_date, split_multi
from netinv.resolve.normalise import idnumber, phones, titles
from netinv.resolve.normalise.addresses import Address, read_address
from netinv.resolve.normalise.memo import each
from netinv.resolve.normalise.names import Reading, clean_name, read_name
from netinv.resolve.normalise.organizations import unit_key
from netinv.resolve.normalise.regions import Regions, stem


class Number(NamedTuple):
    """An identity number as one mention states it. At most one of the two is filled."""

    full: str = ""
    masked: str = ""


@dataclass(frozen=True)
class People:
    """Person mentions outside call lists, column by column; index = position, sorted by key."""

    key: list[str]
    table: list[str]
    record_id: list[str]
    origin: list[str]
    ref: list[str]
    name: list[str]
    reading: list[Reading]
    former: list[tuple[str, ...]]
    aliases: list[tuple[str, ...]]
    number: list[Number]
    phones: list[tuple[str, ...]]
    account: list[str]
    birth: list[str]
    gender: list[str]
    address: list[Address]
    unit: list[str]
    title: list[str]
    town: list[str]

    def __len__(self) -> int:
        return len(self.key)


def read_people(mentions: Mentions, regions: Regions) -> People:
    """Clean the person mentions of every table but `calls`, whose ends are numbers and follow their owner."""
    chosen = [
        i
        for i, (t, k) in enumerate(zip(mentions.table, mentions.kind, strict=True))
        if k == "person" and t != "calls"
    ]

    def column(name: str) -> list[str]:
        values = mentions.fields[name]
        return [values[i] for i in chosen]

    def places(name: Sequence[str]) -> list[str]:
        return [name[i] for i in chosen]

    table, record, origin, ref = (
        places(c) for c in (mentions.table, mentions.record_id, mentions.origin, mentions.ref)
    )
    number = each(_number, column("id_number"))
    addresses = each(read_address, column("address"))
    return People(
        key=[
            mention_key(o, t, r, p, "person") for o, t, r, p in zip(origin, table, record, ref, strict=True)
        ],
        table=table,
        record_id=record,
        origin=origin,
        ref=ref,
        name=each(clean_name, column("name")),
        reading=each(read_name, column("name")),
        former=each(_names, column("former_names")),
        aliases=each(_names, column("aliases")),
        number=number,
        phones=each(_phones, column("phones")),
        account=each(_digits, column("account")),
        birth=[
            (idnumber.birth_date(n.full) if idnumber.valid_18(n.full) else "") or written
            for n, written in zip(number, each(_day, column("birth_date")), strict=True)
        ],
        gender=[
            (idnumber.gender(n.full) if idnumber.valid_18(n.full) else "") or written[:1]
            for n, written in zip(number, column("gender"), strict=True)
        ],
        address=addresses,
        unit=each(lambda text: unit_key(text, regions), column("unit")),
        title=each(titles.title_key, column("title")),
        town=[
            stem(a.town) if a.town else stem_of(r) for a, r in zip(addresses, column("region"), strict=True)
        ],
    )


def stem_of(region: str) -> str:
    """The stem of the town a region names, or ""."""
    return stem(read_address(region).town) if region else ""


def _number(text: str) -> Number:
    kind = idnumber.id_kind(text)
    if kind == "masked":
        return Number(masked=idnumber.clean_id(text))
    return Number(full=idnumber.full_id(text))


def _names(cell: str) -> tuple[str, ...]:
    return tuple(name for part in split_multi(cell) if (name := clean_name(part)))


def _phones(cell: str) -> tuple[str, ...]:
    return tuple(number for part in split_multi(cell) if (number := phones.clean_phone(part)))


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def _day(text: str) -> str:
    found = parse_date(text) if text else None
    return found[0] if found and found[1] == "day" else ""

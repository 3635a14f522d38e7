"""Person mentions as cleaned, coded columns: what every later step compares."""

from dataclasses import dataclass
from functools import cached_property
from itertools import compress, repeat

import numpy as np
from numpy.typing import NDArray

from netinv.ledger.types import Mentions
from netinv.model.keys import SEPARATOR
from netinv.model.values import split_multi
from netinv.resolve.addresses import Addresses
from netinv.resolve.columns import Coded, Codes, coded, first_said, padded
from netinv.resolve.hashes import Hashes, of_texts
from netinv.resolve.identity import Number, read_days, read_number, stated
from netinv.resolve.name_matrix import NameMatrix
from netinv.resolve.normalise import phones, titles
from netinv.resolve.normalise.addresses import read_address
from netinv.resolve.normalise.names import Reading, clean_name, read_cleaned
from netinv.resolve.normalise.organizations import unit_key
from netinv.resolve.normalise.regions import Regions, stem
from netinv.resolve.normalise.script import folded


@dataclass(frozen=True)
class People:
    """Person mentions outside call lists, column by column; index = position, sorted by key."""

    key: list[str]
    table: list[str]
    record_id: list[str]
    origin: list[str]
    ref: list[str]
    name: Coded[str]
    former: Coded[tuple[str, ...]]
    aliases: Coded[tuple[str, ...]]
    number: Coded[Number]
    valid: NDArray[np.bool_]
    """Which mentions state a whole number whose check digit is right."""
    phones: Coded[tuple[str, ...]]
    account: Coded[str]
    birth: Coded[str]
    birth_place: Coded[str]
    gender: Coded[str]
    addresses: Addresses
    unit: Coded[str]
    title: Coded[str]
    town: Coded[str]

    def __len__(self) -> int:
        return len(self.key)

    @cached_property
    def reading(self) -> Coded[Reading]:
        """What each name says; coded like `name`."""
        return Coded(self.name.codes, list(map(read_cleaned, self.name.values)))

    @cached_property
    def name_matrix(self) -> NameMatrix:
        """The characters of each name; coded like `name`."""
        return NameMatrix(self.reading.values)

    @cached_property
    def key_hash(self) -> Hashes:
        """The hash of each mention's key: an order as good as at random that others do not change."""
        return of_texts(self.key)

    @cached_property
    def whole(self) -> NDArray[np.bool_]:
        """Which mentions state a whole number, right or not."""
        return self.number.lookup(lambda n: bool(n.full), np.bool_)[self.number.codes]

    @cached_property
    def recorded(self) -> Codes:
        """Names that each mention states beside its own, former ones and nicknames, as codes of `name`; -1
        where there is none or nobody is called so. Shape (mentions, most names)."""
        code = {name: code for code, name in enumerate(self.name.values)}
        tables = [padded(column, lambda name: code.get(name, -1)) for column in (self.former, self.aliases)]
        return np.hstack([tables[0][self.former.codes], tables[1][self.aliases.codes]])

    @cached_property
    def phone_values(self) -> list[str]:
        """The distinct telephone numbers."""
        return list(dict.fromkeys(phone for phones in self.phones.values for phone in phones))

    @cached_property
    def phone_codes(self) -> Codes:
        """Telephone numbers of each mention as codes of `phone_values`, shape (mentions, most numbers),
        filled up with -1."""
        code = {phone: c for c, phone in enumerate(self.phone_values)}
        return padded(self.phones, code.__getitem__)[self.phones.codes]

    @cached_property
    def alias_codes(self) -> Codes:
        """Nicknames that each mention states as codes, as `phone_codes`."""
        code: dict[str, int] = {}
        return padded(self.aliases, lambda name: code.setdefault(name, len(code)))[self.aliases.codes]


def read_people(mentions: Mentions, regions: Regions) -> People:
    """Clean the person mentions of every table but `calls`, whose ends are numbers and follow their owner."""
    chosen = [k == "person" and t != "calls" for t, k in zip(mentions.table, mentions.kind, strict=True)]

    every = all(chosen)

    def those(cells: list[str]) -> list[str]:
        return cells if every else list(compress(cells, chosen))

    def column(name: str) -> list[str]:
        return those(mentions.fields[name])

    table, record, origin, ref = map(
        those, (mentions.table, mentions.record_id, mentions.origin, mentions.ref)
    )
    number = coded(column("id_number"), read_number)
    said = stated(number.values)
    addresses = Addresses(column("address"))
    return People(
        key=list(map(SEPARATOR.join, zip(origin, table, record, ref, repeat("person"), strict=False))),
        table=table,
        record_id=record,
        origin=origin,
        ref=ref,
        name=coded(column("name"), clean_name),
        former=coded(column("former_names"), _names),
        aliases=coded(column("aliases"), _names),
        number=number,
        valid=said.valid[number.codes],
        phones=coded(column("phones"), _phones),
        account=coded(column("account"), _digits),
        birth=first_said(
            said.birth.of(number),
            read_days(column("birth_date")),
        ),
        birth_place=coded(column("birth_place"), folded),
        gender=first_said(said.gender.of(number), coded(column("gender"), lambda text: text[:1])),
        addresses=addresses,
        unit=coded(column("unit"), lambda text: unit_key(text, regions)),
        title=coded(column("title"), titles.title_key),
        town=first_said(addresses.towns(), coded(column("region"), stem_of)),
    )


def stem_of(region: str) -> str:
    """The stem of the town a region names, or ""."""
    return stem(read_address(region).town) if region else ""


def _names(cell: str) -> tuple[str, ...]:
    return tuple(name for part in split_multi(cell) if (name := clean_name(part)))


def _phones(cell: str) -> tuple[str, ...]:
    if phones.is_mobile(cell):
        return (cell,)
    return tuple(number for part in split_multi(cell) if (number := phones.clean_phone(part)))


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isalnum())

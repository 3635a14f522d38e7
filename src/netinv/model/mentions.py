"""Row -> mentions: whom a record names, and how.

A mention holds raw text, as written. What the names and numbers mean is judged later, in resolve.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

from netinv.model.tables import RefSpec, TableSpec
from netinv.model.values import is_rounded

MENTION_FIELDS = (
    "name", "former_names", "aliases", "id_number", "ids", "gender", "birth_date", "birth_place", "ethnicity",
    "phones", "emails", "address", "unit", "title", "account", "uscc", "region", "org_kind", "legal_rep",
)  # fmt: skip
"""Fields of a mention, in the order of `MentionRow.values`."""

NUMBERS = frozenset({"id_number", "ids", "phones", "account", "uscc"})
"""Fields that hold numbers by which somebody is known."""

_IDENTIFYING = ("name", "former_names", "aliases", "id_number", "ids", "phones", "emails", "account")
_HELD_BY_EITHER = ("phones", "account", "ids", "address", "emails")
_MOBILE = re.compile(r"(?:(?:\+|00)?86)?(1[3-9]\d{9})")
_ORGANIZATION = re.compile(
    r".{2,}(?:公司|集团|合作社|经营部|商行|事务所|银行|委员会|人民政府|政府|公安局|派出所|法院|检察院|管理局|医院|学校)"
)


class MentionRow(NamedTuple):
    """A person or organisation as one record names it. `values` follows MENTION_FIELDS, "" is unknown."""

    ref: str
    kind: str
    values: tuple[str, ...]

    def get(self, field: str) -> str:
        """One field by its name."""
        return self.values[MENTION_FIELDS.index(field)]


def is_mobile(number: str) -> bool:
    """Whether a number as written is a Chinese mobile number (+86, blanks and dashes allowed)."""
    digits = re.sub(r"[\s\-()]", "", unicodedata.normalize("NFKC", number))
    return _MOBILE.fullmatch(digits) is not None


def mentions_of(table: TableSpec, payload: Mapping[str, str]) -> list[MentionRow]:
    """The mentions of one row: references in the table's order, person before organisation.

    `payload` maps columns to cells as written, empty ones left out.
    """
    found: list[MentionRow] = []
    for ref in table.refs.values():
        # in no order: each column feeds fields of its own
        cells = [(column, cell) for column in ref.feeds.keys() & payload.keys() if (cell := payload[column])]
        if table.numbers and len(cells) == 1 and cells[0][0] == ref.person["phones"]:
            if any(map(str.isdigit, cells[0][1])):  # 不详 is no number: it names nobody
                found.append(_by_number(ref.prefix, cells[0][1]))
        elif cells:
            found += _named(ref, cells)
    return found


def _named(ref: RefSpec, cells: list[tuple[str, str]]) -> list[MentionRow]:
    person: dict[str, str] = {}
    organization: dict[str, str] = {}
    for column, cell in cells:
        for is_person, field in ref.feeds[column]:
            if field in NUMBERS and is_rounded(cell):
                continue
            (person if is_person else organization)[field] = cell
    if ref.person and ref.organization and not _own_organization(ref):
        _hand_over(person, organization)
    found = []
    if _is_person(person):
        found.append(_row(ref.prefix, "person", person))
    if organization.get("name") or organization.get("uscc") or organization.get("ids"):
        found.append(_row(ref.prefix, "organization", organization))
    return found


def _own_organization(ref: RefSpec) -> bool:
    """A post names a person and an organisation: two things beside each other, not one that is either."""
    return ref.person.get("unit") == ref.organization.get("name") or not ref.person


def _hand_over(person: dict[str, str], organization: dict[str, str]) -> None:
    """In a reference that may be either, give the organisation what is its own."""
    name = person.get("name", "")
    if not organization and "id_number" not in person and _ORGANIZATION.fullmatch(name):
        organization["name"] = person.pop("name")  # a payer column often holds companies as well
    if organization and not any(
        person.get(field) for field in ("name", "aliases", "id_number", "former_names")
    ):
        if person.get("title") and person.get("unit"):
            return
        for field in _HELD_BY_EITHER:
            if field in person:
                organization.setdefault(field, person.pop(field))


def _is_person(fields: Mapping[str, str]) -> bool:
    """Whether anybody is named. A unit alone is nobody; a unit with a title is its holder."""
    if any(fields.get(field) for field in _IDENTIFYING):
        return True
    return bool(fields.get("unit") and fields.get("title"))


@lru_cache(maxsize=1 << 16)
def _by_number(prefix: str, number: str) -> MentionRow:
    """An end of a call; the same numbers come over and over."""
    return _row(prefix, "person" if is_mobile(number) else "organization", {"phones": number})


def _row(ref: str, kind: str, fields: Mapping[str, str]) -> MentionRow:
    return MentionRow(ref, kind, tuple(map(fields.get, MENTION_FIELDS, repeat(""))))

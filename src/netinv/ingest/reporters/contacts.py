"""Numbers and addresses in a lead's text, and whose they are: the reporter's (sealed), another's (evidence).

The rule where it is unclear: seal. A number stays only where the words beside it give it to somebody else.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from netinv.ingest.reporters.fold import GAP, numerals
from netinv.ingest.reporters.words import any_of, listed

_SENTENCE = "。!?\n\r"
_REACH = 40
"""How many characters before a number may say whose it is."""


class Contact(NamedTuple):
    """Something found at [start, end) of a folded text; `value` in the form in which equal ones are equal."""

    start: int
    end: int
    kind: str
    value: str


def _digits(count: str) -> str:
    return rf"(?:{GAP}\d){{{count}}}"


_MOBILE = re.compile(rf"(?<!\d)(?:\+?(?:00)?86{GAP})?(?P<v>1{GAP}[3-9]{_digits('9')})(?!\d)")
_ID = re.compile(rf"(?<![0-9a-z])(?P<v>[1-9]{_digits('16')}{GAP}[\dx])(?![0-9a-z])")
_OLD_ID = re.compile(rf"(?<![0-9a-z])(?P<v>[1-9]{_digits('14')})(?![0-9a-z])")
_LANDLINE = re.compile(rf"(?<!\d)\(?(?P<v>0\d{{2,3}}{GAP}[2-9]{_digits('6,7')})(?!\d)")
_EMAIL = re.compile(
    r"(?P<v>(?<![a-z0-9])[a-z0-9][a-z0-9._%+\-]{0,63}@[a-z0-9\-]{1,63}(?:\.[a-z0-9\-]{1,63}){1,5})"
)
_LINK = r"[\s:是为在:,;(\"“‘'\[]*"
_CHAT = re.compile(
    rf"(?:微信|vx|wx|wechat|v信|威信|qq|扣扣|企鹅)(?:号码|号|id)?(?:同号)?{_LINK}(?P<v>[a-z0-9][a-z0-9_\-]{{4,19}})"
)
_LOCAL = re.compile(
    rf"(?:电话|座机|固话|号码|tel|phone|致电|拨打)(?:号码|号)?{_LINK}(?P<v>[2-9]{_digits('6,7')})(?!\d)"
)
_CARD = re.compile(rf"(?:账号|卡号|银行卡|账户)(?:号码|号)?{_LINK}(?P<v>\d{_digits('11,20')})(?!\d)")
_HOME = re.compile(
    r"(?:(?:我|本人|举报人|反映人|投诉人|我家)(?:现|家|就)?(?:居住在|居住于|住在|住于|住址|住)|(?<![他她其])家住|(?:联系|家庭|通信|通讯|现)(?:地址|住址))"
    r"[\s:是为在于]*(?P<v>[^\s,。;!?、]{3,40})"
)
# numerals as characters are read only where eleven of them make a mobile number: 一三八…
_SHAPES = (
    ("id_number", _ID), ("id_number", _OLD_ID), ("phone", _MOBILE), ("phone", _LANDLINE), ("phone", _LOCAL),
    ("email", _EMAIL), ("account", _CARD), ("account", _CHAT), ("address", _HOME),
)  # fmt: skip


def contacts_in(folded: str) -> list[Contact]:
    """Everything in a folded text that has the shape of a contact, in order, without overlaps."""
    found: list[Contact] = []
    for kind, pattern in _SHAPES:
        for match in pattern.finditer(folded):
            found.append(_contact(kind, match))
    for match in _MOBILE.finditer(numerals(folded)):
        found.append(_contact("phone", match))
    chosen: list[Contact] = []
    taken = bytearray(len(folded))
    for contact in found:  # the order of the shapes is the order of trust
        if _plausible(contact) and not any(taken[contact.start : contact.end]):
            taken[contact.start : contact.end] = b"\1" * (contact.end - contact.start)
            chosen.append(contact)
    return sorted(chosen)


def _contact(kind: str, match: re.Match[str]) -> Contact:
    return Contact(match.start("v"), match.end("v"), kind, normal(kind, match["v"]))


def normal(kind: str, folded: str) -> str:
    """The form in which one value is sealed, however it was written."""
    if kind in ("phone", "id_number"):
        bare = re.sub(r"[^0-9x]", "", numerals(folded) if kind == "phone" else folded)
        if kind == "phone":
            bare = re.sub(r"^(?:00)?86(?=1[3-9]\d{9}$)", "", bare)
        return bare.upper() or folded.strip()
    return re.sub(r"\s", "", folded)


def _plausible(contact: Contact) -> bool:
    """An ID number holds a date of birth; any other run of 15 or 18 digits is an account."""
    if contact.kind != "id_number":
        return True
    date = contact.value[6:14] if len(contact.value) == 18 else "19" + contact.value[6:12]
    return date[:2] in ("18", "19", "20") and "01" <= date[4:6] <= "12" and "01" <= date[6:8] <= "31"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    own, other = listed("own"), listed("other")
    contact, number = listed("contact"), listed("number")
    owner = rf"(?P<other>{any_of(other)})|(?P<own>(?<!被){any_of(own)})|(?P<whose>[一-龥]{{2,4}}(?=的))"
    return {
        # 他的电话是… 我的手机号: … 老板王五的电话 …
        "head": re.compile(
            rf"(?:{owner})?(?:[\s:]?[一-龥]{{2,4}}?[\s,(]?(?=的|{any_of(number)}))??(?:本人)?的?\s*(?P<noun>(?P<contact>{any_of(contact)})|{any_of(number)})"
            r"(?:号码?)?[\s:是为,(就如下\"“'\[]*(?:\+?(?:00)?86[\s\-]?)?\(?$"
        ),
        "who": re.compile(rf"(?P<other>{any_of(other)})|(?P<own>(?<!被){any_of(own)})"),
        "contact": re.compile(any_of(contact)),
        "behind": re.compile(
            rf"^(?:[\s,)]*(?:这个?号码?|这)?[是为系]|\s*\()(?:(?P<other>{any_of(other)})|(?P<own>(?<!被){any_of(own)}))的"
        ),
        # 嫌疑人: 李四,男,45岁,身份证号…
        "label": re.compile(
            rf"{any_of(listed('labels'))}(?<!联系对象)[\s:]*[一-龥]{{2,4}}"
            r"(?:[,;、\s(]+(?:男|女|汉族?|现?年?\d{1,3}岁|住[^,。;]{2,20}|[一-龥]{2,6}人))*"
            rf"[,;、\s(]+{any_of(number)}(?:号码?)?[\s:是为]*$"
        ),
        "list": re.compile(
            rf"^[\s,、/;或和及者跟与]*(?:{any_of(number)}(?:号码?)?[\s:是为]*)?"
            r"(?:\+?(?:00)?86[\s\-]?)?\(?$"
        ),
        "clause": re.compile(r"[,;:]"),
    }


def own_contacts(folded: str) -> Iterator[Contact]:
    """The contacts in a folded text that are, or may be, the reporter's own."""
    before: tuple[Contact, bool] | None = None
    for contact in contacts_in(folded):
        if before and _patterns()["list"].match(folded[before[0].end : contact.start]):
            sealed = before[1]  # 138…、139… or 电话138…,身份证511…: one owner
        else:
            sealed = _is_own(folded, contact, before[0].end if before else 0)
        before = contact, sealed
        if sealed:
            yield contact


def _is_own(folded: str, contact: Contact, after: int) -> bool:
    if contact.kind == "address":
        return True
    left = folded[max(after, contact.start - _REACH) : contact.start]
    left = left[max(left.rfind(mark) for mark in _SENTENCE) + 1 :]
    if contact.kind == "account":  # the word 微信 stands before what the pattern took in
        left = left.rstrip(" :是为")
    patterns = _patterns()
    behind = patterns["behind"].match(folded[contact.end : contact.end + 16])
    if behind:
        return behind["own"] is not None
    if patterns["label"].search(left):
        return False
    head = patterns["head"].search(left)
    if head:
        if head["other"] or head["own"]:
            return head["own"] is not None
        if head["contact"]:
            return True
        if head["whose"]:
            named = list(patterns["who"].finditer(head["whose"]))
            return bool(named) and named[-1]["own"] is not None
    clause = patterns["clause"].split(left)[-1]
    if patterns["contact"].search(clause):
        return True
    speakers = list(patterns["who"].finditer(clause))
    if speakers:
        return speakers[-1]["own"] is not None
    return contact.kind != "account" or ("账" not in left and "卡" not in left)

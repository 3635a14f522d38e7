"""Telephone numbers as national digits, and what kind of line they are."""

import re
from functools import lru_cache
from typing import Literal

from netinv.resolve.normalise.script import folded

PhoneKind = Literal["", "mobile", "landline", "hotline", "service", "foreign", "other"]

_EXTENSION = re.compile(r"(?:转|分机|EXT\.?|#|[xX*](?=\d{1,5}$)).*$", re.IGNORECASE)
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0(?:10|2\d|[3-9]\d{2})\d{7,8}|[2-8]\d{6,7}")
_HOTLINE = re.compile(r"[48]00\d{7}|9[56]\d{3,6}|12[0-9]{3}")
_SERVICE = re.compile(r"1[12]\d|10\d{3,6}|11\d{3}|1[16]8\d{2,5}")


@lru_cache(maxsize=1 << 17)
def clean_phone(text: str) -> str:
    """National digits: +86, 0086, spaces, dashes, brackets and extensions off; the 0 of an area code stays.

    A foreign number keeps its plus; a text without digits gives "". Masked places stay as `*`.
    """
    number = folded(text)
    plus = number.startswith(("+", "00"))
    number = _EXTENSION.sub("", number) if re.search(r"\d{5}", number) else number
    digits = re.sub(r"[^\d*]", "", number.replace("×", "*"))
    if not re.search(r"\d", digits):
        return ""
    digits = digits.removeprefix("00") if plus else digits
    if plus and not digits.startswith("86"):
        return "+" + digits
    for mobile in (digits, digits.removeprefix("86"), digits.removeprefix("0"), digits.removeprefix("860")):
        if _MOBILE.fullmatch(mobile):
            return mobile
    if plus:
        digits = digits.removeprefix("86")
        # +86 817 2283520: the trunk 0 is left out abroad
        return digits if digits.startswith("0") or not 9 <= len(digits) <= 11 else "0" + digits
    return digits


def phone_kind(text: str) -> PhoneKind:
    """Kind of line: a `mobile` is a person's; `hotline` (12345, 400…) and `service` (110) are offices'."""
    number = clean_phone(text)
    if not number:
        return ""
    if number.startswith("+"):
        return "foreign"
    kinds: tuple[tuple[re.Pattern[str], PhoneKind], ...] = (
        (_MOBILE, "mobile"),
        (_LANDLINE, "landline"),
        (_HOTLINE, "hotline"),
        (_SERVICE, "service"),
    )
    return next((kind for pattern, kind in kinds if pattern.fullmatch(number)), "other")


def is_mobile(text: str) -> bool:
    """Whether a number is a mobile one, and so most likely one person's."""
    return phone_kind(text) == "mobile"

"""Telephone numbers as national digits."""

import re
from functools import lru_cache

from netinv.resolve.normalise.script import folded

_EXTENSION = re.compile(r"(?:转|分机|EXT\.?|#|[xX*](?=\d{1,5}$)).*$", re.IGNORECASE)
_MOBILE = re.compile(r"1[3-9][0-9]{9}")


@lru_cache(maxsize=1 << 17)
def clean_phone(text: str) -> str:
    """National digits: +86, 0086, spaces, dashes, brackets and extensions off; the 0 of an area code stays.

    A foreign number keeps its plus; a text without digits gives "". Masked places stay as `*`.
    """
    if is_mobile(text):
        return text
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


def is_mobile(text: str) -> bool:
    """Whether a text is a mobile number of this country and nothing else."""
    return _MOBILE.fullmatch(text) is not None

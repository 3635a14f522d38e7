"""Companies: the core of a name without region and legal form."""

import re
from functools import cache

from netinv.resolve.normalise.memo import table
from netinv.resolve.normalise.regions import Regions, read_place
from netinv.resolve.normalise.script import folded

_NOISE = re.compile(r"[\s·•,，.。、\-—_'\"“”《》]+")
_BRACKET = re.compile(r"[(（][^)）]*[)）]")
_USCC_NOISE = re.compile(r"[\s\-—]+")


def clean_company(text: str) -> str:
    """Folded name without spaces and punctuation; brackets become half-width."""
    return _NOISE.sub("", folded(text))


def company_key(text: str, regions: Regions) -> str:
    """Core of a company name: 云梯县明远药业有限公司, 明远药业有限公司 and 明远药业 -> 明远药业.

    The trade stays, for 明远药业 and 明远物流 are two companies. If nothing of two characters would be left,
    the cleaned name is the key.
    """
    whole = clean_company(text)
    name = _BRACKET.sub("", whole)
    place = read_place(name)
    name = place.rest if len(place.rest) > 3 else name
    for head in regions.heads():
        if name.startswith(head) and len(name) - len(head) > 3:
            name = name[len(head) :]
            break
    name = name.removesuffix(legal_form(name))
    return name if len(name) > 1 else whole


def legal_form(text: str) -> str:
    """The legal form that ends a company name (有限公司), "" if none: tells two of one core apart."""
    name = clean_company(text)
    return max((form for form in _forms() if name.endswith(form)), key=len, default="")


@cache
def _forms() -> tuple[str, ...]:
    return tuple(table("organizations")["legal_forms"])


def clean_uscc(text: str) -> str:
    """Unified social credit code (18) or organisation code (9) in capitals without spaces and dashes."""
    return _USCC_NOISE.sub("", folded(text)).upper()

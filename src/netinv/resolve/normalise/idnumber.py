"""Resident identity numbers (GB 11643-1999): 18 digits, the older 15, masked ones and slips of the pen."""

import re
from datetime import date
from functools import lru_cache
from typing import Literal

from stdnum.cn import ric

from netinv.resolve.normalise.script import folded

IdKind = Literal["", "resident", "legacy", "masked", "damaged", "other"]

YEARS = (1880, 2100)
"""Years of birth of today's numbers: the first, and the first that is none."""

SHORTEST = 6
"""Places that a number has at least of which another may be a slip; of fewer too many are a digit apart."""

_USUAL = re.compile("[0-9*]{16}(?:[0-9*]{2}|[0-9]X)")
_NOISE = re.compile(r"[\s\-—_.·:：]+")
_LABEL = re.compile(r"^(?:居民)?身份证(?:号码|号)?")
_MASKS = str.maketrans("×✕✖●○■□?＊", "*********")
_MIDDLE_X = re.compile(r"X(?=.)|(?<=[X*])X$")


@lru_cache(maxsize=1 << 17)
def clean_id(text: str) -> str:
    """Capitals without spaces and dashes; what hides a digit becomes `*`. A final X stays (check digit)."""
    if _USUAL.fullmatch(text):
        return text
    text = _NOISE.sub("", _LABEL.sub("", folded(text))).translate(_MASKS).upper()
    if len(text) in (15, 18) and re.fullmatch(r"[\dX*]+", text):
        hidden = _MIDDLE_X.sub("*", text)
        # 5113XXXXXXXXXX433X shows its last place; 5113XXXXXXXXXXXXXX hides it
        return text[:-1].replace("X", "*") + "X" if re.search(r"\dX$", text) else hidden
    return text


@lru_cache(maxsize=1 << 17)
def id_kind(text: str) -> IdKind:
    """`resident`: valid 18; `legacy`: 15; `masked`; `damaged`: a resident one gone wrong; `other`; or ""."""
    number = clean_id(text)
    if not number:
        return ""
    if "*" in number:
        return "masked" if is_masked(number) else "other"
    if valid_18(number):
        return "resident"
    if len(number) == 15 and upgrade_15(number):
        return "legacy"
    # 17 to 19 digits: a digit wrong, lost or doubled
    return "damaged" if re.fullmatch(r"[1-8]\d{15,17}[\dX]|[1-8]\d{14}", number) else "other"


def is_masked(text: str) -> bool:
    """Whether a number shows some of its digits and hides others."""
    number = clean_id(text)
    return "*" in number and bool(re.fullmatch(r"[\dX*]+", number) and re.search(r"\d", number))


def valid_18(text: str) -> bool:
    """Whether 18 places, the date of birth and the check digit are right. The area is not looked up."""
    number = clean_id(text)
    return bool(
        re.fullmatch("[1-8][0-9]{16}[0-9X]", number)
        and _day(number[6:14])
        and ric.calc_check_digit(number) == number[-1]
    )


def upgrade_15(text: str) -> str:
    """The 18-digit form of a 15-digit number, century and check digit added; "" if it cannot be one."""
    number = clean_id(text)
    if not re.fullmatch(r"[1-8]\d{14}", number):
        return ""
    # Sequence numbers 996-999 were kept for those born before 1900
    century = "18" if number[12:] >= "996" else "19"
    longer = number[:6] + century + number[6:]
    # The library wants a number with its last place and ignores it
    return longer + str(ric.calc_check_digit(longer + "0")) if _day(longer[6:14], 1800) else ""


def full_id(text: str) -> str:
    """The one form to compare by: a 15-digit number as 18 digits, anything else cleaned."""
    number = clean_id(text)
    return (len(number) == 15 and upgrade_15(number)) or number


def id_mask_admits(masked: str, full: str) -> bool:
    """Whether a masked number can be the other one; the other may be masked, too, or have 15 digits.

    Stars stand for one digit each where 15 or 18 places are written, else each run for any digits.
    """
    mask = clean_id(masked)
    if "*" not in mask or not re.search(r"\d", mask):
        return False
    if len(mask) not in (15, 18):
        pattern = "".join(r"[\d*]+" if part[0] == "*" else part for part in re.findall(r"\*+|[^*]+", mask))
        return any(re.fullmatch(pattern, form) is not None for form in (full_id(full), clean_id(full)))
    other = clean_id(full) if len(mask) == 15 else full_id(full)
    return len(other) == len(mask) and all(a == b or "*" in (a, b) for a, b in zip(mask, other, strict=True))


def birth_date(text: str) -> str:
    """ISO date of birth that a number says, "" if it says none. Of masked ones what they show: not read."""
    number = full_id(text)
    day = _day(number[6:14], 1800) if re.fullmatch(r"\d{17}[\dX]", number) else None
    return day.isoformat() if day else ""


def gender(text: str) -> str:
    """男 or 女 by the seventeenth place, "" if it is not shown."""
    number = full_id(text)
    if len(number) != 18 or not number[16].isdigit():
        return ""
    return "男" if int(number[16]) % 2 else "女"


def area(text: str) -> str:
    """The six digits of the county of first registration, "" if not all are shown."""
    number = full_id(text)
    return number[:6] if len(number) in (15, 18) and number[:6].isdigit() and id_kind(text) != "other" else ""


def slip(left: str, right: str) -> Literal["", "substitution", "transposition", "missing"]:
    """The one slip of the pen that separates two numbers of `SHORTEST` places or more, "" if none does."""
    a, b = full_id(left), full_id(right)
    if a == b or "*" in a + b or min(len(a), len(b)) < SHORTEST:
        return ""
    if len(a) == len(b):
        apart = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        if len(apart) == 1:
            return "substitution"
        swapped = len(apart) == 2 and apart[1] == apart[0] + 1
        return "transposition" if swapped and a[apart[0]] + a[apart[1]] == b[apart[1]] + b[apart[0]] else ""
    short, long = sorted((a, b), key=len)
    same = next((i for i, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    return "missing" if len(long) - len(short) == 1 and long[same + 1 :] == short[same:] else ""


def one_typo(left: str, right: str) -> bool:
    """Whether one wrong, swapped, lost or doubled digit separates two numbers. Equal numbers: False."""
    return slip(left, right) != ""


def _day(digits: str, first_year: int = YEARS[0]) -> date | None:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return day if first_year <= day.year < YEARS[1] else None

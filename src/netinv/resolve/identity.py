"""Identity numbers of a column: what each states of its bearer, for all distinct numbers at once."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from netinv.model.values import parse_date
from netinv.resolve.columns import Coded, written
from netinv.resolve.normalise import idnumber
from netinv.resolve.slips import characters

LENGTH = 18
_USUAL = re.compile("[0-9]{17}[0-9X]")
_WEIGHTS = np.array([pow(2, LENGTH - place, 11) for place in range(1, LENGTH)])
"""Of the seventeen digits before the check digit (GB 11643-1999, ISO 7064 MOD 11-2)."""
_CHECK = np.frombuffer(b"10X98765432", np.uint8)
_DAYS = np.array([[0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0]] * 2, np.int64)
_DAYS[1, 2] = 29
"""Days of each month, of a common and a leap year; none of month 0 and 13."""


class Number(NamedTuple):
    """An identity number as one mention states it. At most one of the two is filled."""

    full: str = ""
    masked: str = ""


class Stated(NamedTuple):
    """What distinct numbers state, each by its code: nothing where the check digit or the date is wrong."""

    valid: NDArray[np.bool_]
    birth: Coded[str]
    """ISO date."""
    gender: Coded[str]


def read_number(text: str) -> Number:
    """Read a number as written."""
    if _USUAL.fullmatch(text):
        return Number(text)
    number = idnumber.clean_id(text)
    if not idnumber.is_masked(number):
        return Number(full=idnumber.full_id(number))
    # The century and the check digit of an old number are not hidden, they were never there
    return Number(masked=f"{number[:6]}19{number[6:]}*" if len(number) == 15 else number)


def stated(numbers: Sequence[Number]) -> Stated:
    """What the numbers state whose form, date and check digit are right, as `idnumber.valid_18` has it."""
    places, regular = characters([number.full for number in numbers], LENGTH)
    digits = places[:, :-1].astype(np.int64) - ord("0")
    valid = regular & ((digits >= 0) & (digits <= 9)).all(axis=1) & (digits[:, 0] % 9 > 0)
    digits[~valid] = 0
    year, month, day = (_value(digits[:, part]) for part in (slice(6, 10), slice(10, 12), slice(12, 14)))
    first, last = idnumber.YEARS
    valid &= (first <= year) & (year < last) & _exists(year, month, day)
    valid &= _CHECK[digits @ _WEIGHTS % 11] == places[:, -1]
    born = np.where(valid, (year * 100 + month) * 100 + day, 0)
    gender = np.where(valid, np.where(digits[:, 16] % 2, 1, 2), 0)
    return Stated(valid, _days(born), Coded(gender.astype(np.int32), ["", "男", "女"]))


def read_days(cells: Sequence[str]) -> Coded[str]:
    """A column of dates as written, as ISO dates; "" where no whole date stands there."""
    raw = written(cells)
    packed, regular = characters(raw.values, len("19800102"))
    parted, longer = characters(raw.values, len("1980-01-02"))
    mark = parted[:, 4]
    longer = longer & (mark == parted[:, 7]) & ((mark == ord("-")) | (mark == ord("/")))
    places = np.where(longer[:, None], parted[:, [0, 1, 2, 3, 5, 6, 8, 9]], packed)
    digits = places.astype(np.int64) - ord("0")
    usual = (regular | longer) & ((digits >= 0) & (digits <= 9)).all(axis=1)
    year, month, day = (_value(digits[:, part]) for part in (slice(4), slice(4, 6), slice(6, 8)))
    usual &= (year >= 1600) & (year < 2200)
    exists = usual & _exists(year, month, day)
    born = np.where(exists, (year * 100 + month) * 100 + day, 0)
    for n in np.flatnonzero(~usual).tolist():
        found = parse_date(raw.values[n])
        if found and found[1] == "day":
            born[n] = int(found[0].replace("-", ""))
    return _days(born).of(raw)


def _exists(year: NDArray[np.int64], month: NDArray[np.int64], day: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of these days the calendar has."""
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    month = np.clip(month, 0, 13)
    return np.asarray((day > 0) & (day <= _DAYS[leap.astype(np.int64), month]))


def _days(numbers: NDArray[np.int64]) -> Coded[str]:
    """Days such as 19800102 as ISO dates; 0 is none."""
    days, codes = np.unique(np.append(0, numbers), return_inverse=True)
    texts = ["", *(f"{d // 10_000:04}-{d // 100 % 100:02}-{d % 100:02}" for d in days[1:].tolist())]
    return Coded(codes[1:].astype(np.int32), texts)


def _value(digits: NDArray[np.int64]) -> NDArray[np.int64]:
    """The number that digits write."""
    return np.asarray(digits @ 10 ** np.arange(digits.shape[1])[::-1])

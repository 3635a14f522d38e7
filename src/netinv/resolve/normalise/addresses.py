"""Addresses by level: county, town, village or street, then numbers down to the room."""

import re
from functools import lru_cache
from typing import NamedTuple

from netinv.resolve.normalise.doors import DOOR
from netinv.resolve.normalise.latin import is_latin, words
from netinv.resolve.normalise.regions import places_end, read_place, stem
from netinv.resolve.normalise.script import arabic_numerals, folded

_NUMERALS_BEFORE_UNIT = re.compile(
    "[零〇○一二两三四五六七八九十百]+(?=号|组|社|队|栋|幢|座|楼|单元|室|户|#|-|附|$)"
)
_STREET = re.compile(
    r"^(?P<name>[^\d]{1,12}?(?:大道|大街|路|街|巷|弄|胡同|里|苑|园|花园|小区|城|府|湾|居|庭|公寓|广场))(?=\d|$)"
)
_NAME = re.compile(r"^[^\d#]+")
_NUMBER = re.compile(r"\d+")
_NOTE = re.compile(r"\([^)]*\)?")


class Address(NamedTuple):
    """Levels of an address, "" or () where not said.

    `place` is the stem of the village, or the street or estate; of a Latin address all its words. `numbers`
    run from group or door to the room, so that 27栋1单元770室 and 27幢1-770 are equal.
    """

    county: str = ""
    town: str = ""
    place: str = ""
    numbers: tuple[str, ...] = ()


def read_address(text: str) -> Address:
    """Read an address as written. Chinese numerals before 号, 组, 栋 and the like are read: 一三八号."""
    usual = DOOR.fullmatch(text)
    if usual:
        head, door = usual.groups()
        read = read_head(head)
    else:
        if is_latin(text):
            parts = words(text)
            return Address("", "", " ".join(parts), tuple(part for part in parts if not part.isalpha()))
        text = _NOTE.sub("", folded(text))
        end = places_end(text)
        head, door = text[:end], _arabic(text[end:])
        read = _read(head, door != "")
    return read._replace(numbers=(*read.numbers, *_NUMBER.findall(door)))


@lru_cache(maxsize=1 << 17)
def read_head(head: str) -> Address:
    """What stands before the first number of an address, for which one digit stands here: thousands of
    doors share it."""
    return _read(head, True)


def _read(head: str, numbered: bool) -> Address:
    place = read_place(head)
    name, numbers = _read_rest(stem(place.village), place.rest + "0" * numbered)
    return Address(stem(place.county), stem(place.town), name, numbers[:-1] if numbered else numbers)


@lru_cache(maxsize=1 << 15)
def _read_rest(village: str, rest: str) -> tuple[str, tuple[str, ...]]:
    """The village, or the street or estate that is named instead, and the numbers behind it."""
    rest, name = _arabic(rest), village
    if not name:
        match = _STREET.match(rest) or _NAME.match(rest)
        name = match.group() if match else ""
        # A tail such as 附近 or 工业区 without any number is a place as well
        rest = rest[len(name) :]
    return name, tuple(_NUMBER.findall(rest))


def _arabic(text: str) -> str:
    return _NUMERALS_BEFORE_UNIT.sub(lambda match: arabic_numerals(match.group()), text)

"""Region names learnt from the data: which counties, towns and villages there are; the home county."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from netinv.resolve.normalise.doors import split
from netinv.resolve.normalise.script import folded

_PROVINCE = re.compile(r"^(?:中国)?(?:[^市县区]{2,7}?(?:省|自治区)|北京市|上海市|天津市|重庆市)")
_PREFECTURE = re.compile(r"^[^县区旗镇乡]{2,5}?(?:市|自治州|地区|盟)(?=.{1,9}(?:[县区旗市镇乡]|街道))")
_PROVINCIAL = re.compile("省|市|自治[区州]|地区|盟")
"""Without any of these a text names neither province nor prefecture."""
_COUNTY = re.compile(r"^[^县区旗镇乡村街路局院所厅会市]{1,7}?(?:自治县|县|区|旗|市)")
_TOWN = re.compile(r"^[^县区旗镇乡村街路局院所厅会市号]{1,6}?(?:街道|镇|民族乡|(?<!城)乡|苏木)")
_PARTY = re.compile(r"^(?:中国共产党|中共)")
_VILLAGE = re.compile(r"^[^县区旗镇乡村街路局院所厅会市号组]{1,6}?(?:社区|村|嘎查)")
_DIGIT = re.compile(r"\d")
_RANK = re.compile("[省州市县区旗盟镇乡道木村社查]")
_NOT_A_PLACE = re.compile(
    r"^(?:全|本|该|各|外|原|我|同|小|园|社|校|景|厂|城|市|郊|山|灾|辖|战|老城|新城)?(?:县|区|市|镇|乡|村|街道|社区)$"
)


class Place(NamedTuple):
    """A place as said: parts are "" where not said. `rest` is what follows."""

    county: str = ""
    town: str = ""
    village: str = ""
    rest: str = ""


def read_place(text: str) -> Place:
    """Take province and prefecture, county, town and village off the head of an address or a unit name."""
    text = folded(text)
    end = places_end(text)
    place = _read_place(text[:end])
    return place._replace(rest=place.rest + text[end:]) if end < len(text) else place


def places_end(folded_text: str) -> int:
    """Where the first number begins behind which no place can end; the length of the text if none does."""
    number = _DIGIT.search(folded_text)
    if number is None or _RANK.search(folded_text, number.start()):
        return len(folded_text)
    return number.start()


@lru_cache(maxsize=1 << 17)
def _read_place(text: str) -> Place:
    if text.startswith("中"):
        text = _PARTY.sub("", text)
    if _PROVINCIAL.search(text):
        text = _PREFECTURE.sub("", _PROVINCE.sub("", text))
    county, text = _take(_COUNTY, text)
    return Place(county, *_below(text))


@lru_cache(maxsize=1 << 15)
def _below(text: str) -> tuple[str, str, str]:
    """Town, village and rest of what follows the county: the same under many ways to write what is above."""
    town, text = _take(_TOWN, text)
    village, text = _take(_VILLAGE, text)
    return town, village, text


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    match = pattern.match(text)
    if not match or _NOT_A_PLACE.match(match.group()):
        return "", text
    return match.group(), text[match.end() :]


@lru_cache(maxsize=1 << 15)
def stem(place: str) -> str:
    """A place without the word for its rank: 柳河镇 -> 柳河, 城东街道 -> 城东; one character is not left."""
    short = re.sub(r"(?:自治县|民族乡|街道办事处|街道|社区|苏木|[县区旗市镇乡村])$", "", place)
    return short if len(short) > 1 else place


@dataclass(frozen=True)
class Regions:
    """The places that the data name.

    `home` is the county that half or more of all values with a county name ("" if none does): only there may
    a unit be named without its county. `towns` maps the stem of a town to the full name it bears most often.
    `villages` maps the stem of a village to its town where only one town has a village of that name.
    """

    home: str = ""
    counties: frozenset[str] = frozenset()
    towns: dict[str, str] = field(default_factory=dict)
    villages: dict[str, str] = field(default_factory=dict)

    @classmethod
    def learn(cls, values: Iterable[str]) -> "Regions":
        """Learn from the values of regions, addresses and names of organisations, in any order."""
        times = Counter(values)
        found = split(list(times))
        heads: dict[str, int] = {}  # of addresses what stands before their numbers
        for (text, count), usual, size in zip(
            times.items(), found.usual.tolist(), found.head.tolist(), strict=True
        ):
            if not usual:
                text = folded(text)
                size = places_end(text)
            head = text[:size]
            heads[head] = heads.get(head, 0) + count
        places: Counter[Place] = Counter()
        for head, count in heads.items():
            places[_read_place(folded(head))] += count
        counties, towns = (_named(places, part) for part in ("county", "town"))
        home = min(counties, key=lambda county: (-counties[county], county), default="")
        if 2 * counties[home] < counties.total():
            home = ""
        # The most frequent full name of a stem wins; equal counts by name, so that order does not matter
        ordered = sorted(towns, key=lambda town: (towns[town], town))
        seats: dict[str, set[str]] = {}
        for place in places:
            if place.town and place.village:
                seats.setdefault(stem(place.village), set()).add(place.town)
        villages = {
            name: min(seat) for name, seat in seats.items() if len({stem(town) for town in seat}) == 1
        }
        return cls(home, frozenset(counties), {stem(town): town for town in ordered}, villages)

    def heads(self) -> Iterator[str]:
        """What may stand before a name as its region, longest first: 云梯县, 云梯."""
        names = {*self.counties, *map(stem, self.counties)}
        return iter(sorted((name for name in names if len(name) > 1), key=lambda name: (-len(name), name)))


def _named(places: Counter[Place], part: str) -> Counter[str]:
    """How often each county or town is named."""
    count: Counter[str] = Counter()
    for place, times in places.items():
        if name := getattr(place, part):
            count[name] += times
    return count

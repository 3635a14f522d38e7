"""Public offices: one key however a clerk writes them; what is no office goes to the company key."""

import re
from functools import cache
from typing import Literal, NamedTuple

from netinv.resolve.normalise.companies import clean_company, company_key
from netinv.resolve.normalise.memo import table
from netinv.resolve.normalise.regions import Regions, read_place, stem

OfficeKind = Literal["police", "court", "procuratorate", "discipline", "government", "party", "village", ""]

_STATION = re.compile(r"^(.*?)(?:边防|中心)?派出所$")
_TOWN_OFFICE = re.compile(r"^(?:人民政府|政府|办事处|街道办事处|街道办|办|党委政府)?$")
_TOWN_PARTY = re.compile(r"^(?:党委|党工委|工委|委员会)$")
_VILLAGE_OFFICE = re.compile(
    r"^(.*?)(村|社区)?(?:村民委员会|居民委员会|村委会|居委会|村民委|党支部|党支部委员会|村支部|两委|村委|支部委员会)$"
)
_PARTY = re.compile(r"^(?:中国共产党|中共)")
_BARE_COUNTY = re.compile(r"^(?:本|我|该)?[县市区](?!场|级|容|政(?!府|协|法))(?=.)")


class Unit(NamedTuple):
    """A unit read from its name.

    `kind` "" means no public office. `county` only where it is said and is not the home county. `town` is a
    stem. `parent` is the key of the office above ("" if none): 公安局 of a station or squad.
    """

    key: str
    kind: OfficeKind = ""
    county: str = ""
    town: str = ""
    parent: str = ""


@cache
def _synonyms(section: str) -> dict[str, str]:
    entries: dict[str, list[str]] = table("organizations")[section]
    return {word: canonical for canonical, others in entries.items() for word in (canonical, *others)}


def read_unit(text: str, regions: Regions) -> Unit:
    """Read a unit name. `key` is equal for equal offices; see `Unit` and, for companies, `company_key`."""
    name = clean_company(text)
    party = _PARTY.match(name) is not None
    name = _PARTY.sub("", name)
    county, town, village, rest = _place(name, regions)
    unit = (
        _police(rest, town + village)
        or _village(rest, town, village, regions)
        or _town(rest, town, village, party)
    )
    unit = unit or _office(rest if not town else name, party)
    if unit is None:
        return Unit(company_key(text, regions))
    if county:
        # Another county's office of the same name is another office
        prefix = county + "/"
        return unit._replace(
            key=prefix + unit.key, county=county, parent=prefix + unit.parent if unit.parent else ""
        )
    return unit


def unit_key(text: str, regions: Regions) -> str:
    """Canonical string of a unit: an office's normal form or the core of a company's name; "" for none."""
    return read_unit(text, regions).key if text.strip() else ""


def _place(name: str, regions: Regions) -> tuple[str, str, str, str]:
    """(county unless home, town, village, rest); 县住建局 and 公安局松岭乡派出所 included."""
    place = read_place(name)
    county, town, village, rest = place.county, place.town, place.village, place.rest
    if not county:
        head = next((h for h in regions.heads() if name.startswith(h) and len(name) > len(h) + 1), "")
        known = next((c for c in sorted(regions.counties) if head and head in (c, stem(c))), "")
        if known and not town:
            county, rest = known, name[len(head) :]
    if not county and not town and rest not in _synonyms("offices"):
        rest = _BARE_COUNTY.sub("", rest)
    return ("" if county == regions.home else county), town, village, rest


def _police(rest: str, place: str) -> Unit | None:
    bureau = "公安局"
    inner = re.sub(r"^(?:县|市|区)?公安(?:局|分局)?", "", rest)
    squads = _synonyms("squads")
    match = _STATION.match(inner)
    if match:
        area = stem((read_place(match[1]).town or match[1]) or place)
        return Unit(f"{bureau}/{area}派出所", "police", town=area, parent=bureau)
    if inner in squads:
        return Unit(f"{bureau}/{squads[inner]}", "police", parent=bureau)
    if inner != rest and re.search(r"(?:大队|中队|支队|中心|科|室|所|处)$", inner):
        return Unit(f"{bureau}/{inner}", "police", parent=bureau)
    if not place and _synonyms("offices").get(rest) == bureau:
        return Unit(bureau, "police")
    return None


def _village(rest: str, town: str, village: str, regions: Regions) -> Unit | None:
    match = _VILLAGE_OFFICE.match(village + rest)
    if not match:
        return None
    name = match[1] or stem(village)
    place = stem(town) or stem(regions.villages.get(name, ""))
    return Unit(f"{place}/{name}村委会" if place else f"{name}村委会", "village", town=place)


def _town(rest: str, town: str, village: str, party: bool) -> Unit | None:
    if not town or village:
        return None
    place = stem(town)
    if _TOWN_PARTY.match(rest) or (party and not rest):
        return Unit(f"{place}党委", "party", town=place)
    return Unit(f"{place}政府", "government", town=place) if _TOWN_OFFICE.match(rest) else None


def _office(rest: str, party: bool) -> Unit | None:
    canonical = _synonyms("offices").get(rest)
    if canonical is None:
        return None
    kinds: dict[str, OfficeKind] = {
        "人民检察院": "procuratorate",
        "人民法院": "court",
        "纪律检查委员会监察委员会": "discipline",
        "公安局": "police",
    }
    kind = kinds.get(canonical, "party" if canonical.startswith("委") or party else "government")
    return Unit(canonical, kind)

"""The invented county: its name, towns, villages, streets and area codes, another one for every seed."""

from dataclasses import dataclass

import numpy as np

from netinv.demo import namebook
from netinv.demo.scenario import Scenario


@dataclass(frozen=True)
class County:
    """Names of places. `area` is the six-digit code of the county, `other_areas` where some people come
    from."""

    name: str
    towns: tuple[str, ...]
    villages: tuple[tuple[str, ...], ...]
    area: int
    other_areas: tuple[int, ...]

    def town_stem(self, town: int) -> str:
        """The town's name without its rank, as spoken."""
        return self.towns[town].removesuffix("街道").removesuffix("镇").removesuffix("乡")

    def address(self, town: int, place: int, number: int, full: bool) -> str:
        """One dwelling in words; `place` picks village, street or estate, `full` puts the county in front."""
        head = (self.name if full else "") + self.towns[town]
        villages = self.villages[town]
        if place < len(villages):
            return f"{head}{villages[place]}村{number % 12 + 1}组{number}号"
        place -= len(villages)
        if place < len(namebook.STREETS):
            street = f"{namebook.STREETS[place]}{number}号"
            return f"{head}{street}{number % 9 + 1}栋{number % 17 + 1}0{number % 4 + 1}室"
        estate = namebook.ESTATES[(place - len(namebook.STREETS)) % len(namebook.ESTATES)]
        return f"{head}{estate}{number % 23 + 1}栋{number % 3 + 1}单元{number % 17 + 2}0{number % 4 + 1}"

    @property
    def dwelling_places(self) -> int:
        """How many values `place` takes."""
        return len(self.villages[0]) + len(namebook.STREETS) + len(namebook.ESTATES)


def make_county(scenario: Scenario) -> County:
    """Invent the places of a scenario."""
    rng = scenario.stream("places")

    def pick(characters: str) -> str:
        return characters[rng.integers(len(characters))]

    name = pick(namebook.COUNTY_FIRST) + pick(namebook.COUNTY_SECOND) + "县"
    stems: list[str] = []
    while len(stems) < scenario.towns:
        stem = pick(namebook.TOWN_FIRST) + pick(namebook.TOWN_SECOND)
        if stem not in stems:
            stems.append(stem)
    ranks = [
        "街道" if i < max(1, len(stems) // 3) else "镇" if i < len(stems) - 1 else "乡"
        for i in range(len(stems))
    ]
    villages = tuple(
        tuple(str(v) for v in rng.choice(np.asarray(namebook.VILLAGE), 6, replace=False)) for _ in stems
    )
    area = 519_000 + int(rng.integers(1, 10)) * 100 + int(rng.integers(21, 82))
    provinces = np.asarray([51, 50, 52, 53, 61, 43, 44, 33])
    others = tuple(
        int(p) * 10_000 + 9_000 + int(rng.integers(1, 10)) * 100 + int(rng.integers(1, 99))
        for p in rng.choice(provinces, 12)
    )
    towns = tuple(s + r for s, r in zip(stems, ranks, strict=True))
    return County(name, towns, villages, area, others)

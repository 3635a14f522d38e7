"""The parameters of a county: everything a reader may want to turn stands here."""

import zlib
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

SCALES = {"S": 5_000, "M": 20_000, "L": 60_000, "XL": 250_000, "XXL": 1_000_000}
"""Named sizes: people of the county."""

SMALLEST = 1_000
DIFFICULTIES: dict[str, tuple[str, ...]] = {
    "easy": ("D1", "D2", "D1"),
    "mixed": ("D1", "D3", "D2", "D4", "D2", "D3"),
    "hard": ("D3", "D4"),
}
"""How well hidden the planted umbrellas are, in the order in which they are planted."""

FIRST_DAY = date(2023, 7, 1)
LAST_DAY = date(2025, 6, 30)
DAY = 86_400
START = (FIRST_DAY - date(1970, 1, 1)).days * DAY
END = (LAST_DAY - date(1970, 1, 1)).days * DAY
"""The window of the records, as seconds since 1970 without a zone (the records say local time)."""


@dataclass(frozen=True)
class Rates:
    """Shares, each between 0 and 1."""

    shared_names: float = 0.34
    registered: float = 0.86
    outsiders: float = 0.09
    numberless: float = 0.2
    second_phone: float = 0.15
    former_name: float = 0.02
    variant: float = 0.04
    legacy_id: float = 0.03
    masked_id: float = 0.015
    id_typo: float = 0.008
    former_used: float = 0.12
    nickname_used: float = 0.15
    short_unit: float = 0.35
    short_firm: float = 0.18
    spouse_account: float = 0.05
    stranger_guest: float = 0.1
    named_reporter: float = 0.6


@dataclass(frozen=True)
class Scenario:
    """One county to be written. Counts grow with the people, beyond 60,000 only with their square root."""

    people: int = 5_000
    seed: int = 0
    null: bool = False
    difficulty: str = "mixed"
    rates: Rates = Rates()

    @property
    def growth(self) -> float:
        """How many times the default county."""
        times = self.people / 5_000
        return times if times <= 12 else float(12 * (times / 12) ** 0.5)

    def count(self, at_default: float, power: float = 1.0, least: int = 1) -> int:
        """A count that is `at_default` for 5,000 people."""
        return max(least, round(at_default * float(self.growth**power)))

    @property
    def gangs(self) -> int:
        """Gangs."""
        return self.count(7, 0.75, 2)

    @property
    def members(self) -> int:
        """Gang members of all gangs."""
        return round(self.gangs * 50 / 7)

    @property
    def umbrellas(self) -> int:
        """Planted pairs of official and gang."""
        return round(self.gangs * 10 / 7)

    @property
    def towns(self) -> int:
        """Towns, each with a police station and a government."""
        return self.count(6, 0.5, 3)

    def stream(self, *labels: str) -> np.random.Generator:
        """An independent source of chance for one question, so that a change in one room moves no other."""
        return np.random.default_rng([self.seed, self.people, *(zlib.crc32(x.encode()) for x in labels)])


def day(year: int, month: int = 1, date_: int = 1) -> int:
    """Seconds since 1970 of a day."""
    return (date(year, month, date_) - date(1970, 1, 1)).days * DAY

"""The people: arrays of one length, a person is a position."""

from dataclasses import dataclass, field

import numpy as np

from netinv.demo import families, names, numbers
from netinv.demo.places import County
from netinv.demo.scenario import Bools, Ints, Scenario


@dataclass
class People:
    """Everything about everybody. Dates of birth are yyyymmdd; `unit` and `employer` are organisations
    (-1: none)."""

    names: names.Names
    families: families.Families
    born: Ints
    area: Ints
    serial: Ints
    phone: Ints
    second_phone: Ints
    account: Ints
    town: Ints
    place: Ints
    number: Ints
    registered: Bools
    outsider: Bools
    silent: Bools
    """Reporters who occur in no record at all."""
    numberless: Bools
    shared_name: Bools
    unit: Ints
    employer: Ints
    title: dict[int, str] = field(default_factory=dict)
    nickname: dict[int, str] = field(default_factory=dict)
    former: dict[int, str] = field(default_factory=dict)
    officials: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    cadres: Ints = field(default_factory=lambda: np.empty(0, np.int64))

    def __len__(self) -> int:
        return len(self.born)

    def name(self, person: int) -> str:
        """The true name."""
        return self.names.texts(np.asarray([person]))[0]

    def id_number(self, person: int) -> str:
        """The true identity number."""
        return numbers.id_number(int(self.area[person]), int(self.born[person]), int(self.serial[person]))

    def surname_length(self, person: int) -> int:
        """Characters of the surname."""
        return len(names.FAMILY[self.names.family[person]])

    def ordinary(self) -> Ints:
        """Grown people of the county who hold no office: of whom gangs, firms and look-alikes are made."""
        plain = ~self.outsider & self.families.adults() & (self.unit < 0)
        plain[self.cadres] = False
        return np.flatnonzero(plain)


def make_people(scenario: Scenario, county: County) -> People:
    """Draw everybody."""
    n, rates = scenario.people, scenario.rates
    strangers = int(n * rates.outsiders)
    local = n - strangers
    rng = scenario.stream("families")
    kin = families.draw(rng, local)
    alone = np.full(strangers, -1, np.int64)
    kin.father, kin.mother, kin.spouse = (
        np.concatenate([x, alone]) for x in (kin.father, kin.mother, kin.spouse)
    )
    kin.sex = np.concatenate([kin.sex, rng.integers(0, 2, strangers)])
    kin.year = np.concatenate([kin.year, rng.integers(1955, 2004, strangers)])
    kin.household = np.concatenate([kin.household, np.arange(local, n)])
    rng = scenario.stream("names")
    named = names.draw(rng, kin.sex, kin.father)
    names.share(named, kin.sex, rates.shared_names, rng)
    rng = scenario.stream("numbers")
    born = kin.year * 10_000 + rng.integers(1, 13, n) * 100 + rng.integers(1, 29, n)
    away = rng.random(n) < 0.12
    away[local:] = rng.random(strangers) < 0.5
    area = np.where(away, np.asarray(county.other_areas)[rng.integers(0, 12, n)], county.area)
    serial = _serials(rng, area, born, kin.sex)
    mobiles = numbers.mobiles(rng, 2 * n)
    grown = kin.year <= 2010
    phone = np.where(grown, mobiles[:n], 0)
    second = np.where(grown & (rng.random(n) < rates.second_phone), mobiles[n:], 0)
    account = numbers.accounts(rng, n)
    lent = (kin.sex == 0) & (kin.spouse >= 0) & (rng.random(n) < rates.spouse_account)
    account[lent] = account[kin.spouse[lent]]
    rng = scenario.stream("homes")
    home = kin.household
    town = rng.integers(0, len(county.towns), n)[home]
    place = rng.integers(0, county.dwelling_places, n)[home]
    number = rng.integers(1, 190, n)[home]
    outsider = np.arange(n) >= local
    silent = np.arange(n) >= n - strangers // 4
    registered = ~outsider & (rng.random(n) < rates.registered)
    numberless = rng.random(n) < rates.numberless
    nobody = np.full(n, -1, np.int64)
    people = People(
        named, kin, born, area, serial, phone, second, account, town, place, number, registered,
        outsider, silent,
        numberless, named.shared(), nobody, nobody.copy(),
    )  # fmt: skip
    for person in np.flatnonzero(rng.random(n) < rates.former_name).tolist():
        people.former[person] = _former(people, person, rng)
    return people


def _serials(rng: np.random.Generator, area: Ints, born: Ints, sex: Ints) -> Ints:
    """Last three digits before the check digit: odd for men; no two people get the same number."""
    serial = rng.integers(0, 500, len(sex)) * 2 + sex
    for _ in range(50):
        key = (area * 100_000_000 + born) * 1_000 + serial
        _, first = np.unique(key, return_index=True)
        again = np.ones(len(sex), bool)
        again[first] = False
        if not again.any():
            break
        serial[again] = rng.integers(0, 500, int(again.sum())) * 2 + sex[again]
    return serial


def _former(people: People, person: int, rng: np.random.Generator) -> str:
    given = [names.GIVEN[i] for i in rng.integers(0, len(names.GIVEN), 2)]
    return str(names.FAMILY[people.names.family[person]]) + "".join(given[: 1 + int(rng.random() < 0.7)])

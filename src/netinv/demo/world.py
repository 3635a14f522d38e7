"""Everything known about one county while it is being made."""

from dataclasses import dataclass, field

import numpy as np

from netinv.demo.layout import LAYOUTS
from netinv.demo.people import People
from netinv.demo.places import County
from netinv.demo.scenario import Ints, Scenario
from netinv.demo.tables import Evidence, Table


@dataclass
class Org:
    """An organisation. `role` says what it is: firm, or the kind of office (police, squad, station,
    bureau, town …).

    `forms` are the ways it is written, the full name first; `town` -1 is the county itself.
    """

    role: str
    forms: tuple[str, ...]
    uscc: str
    legal_form: str
    town: int
    address: str
    phone: str
    account: int
    founded: int = 0
    legal_rep: int = -1
    capital: int = 0
    trade: str = ""

    @property
    def name(self) -> str:
        """The full name."""
        return self.forms[0]


@dataclass
class Gang:
    """A gang: `members` leader first, `firms` positions of its companies, `handle` its row in `gangs`."""

    handle: int
    town: int
    members: list[int]
    firms: list[int]
    formed: int
    broken: bool
    nominees: list[int] = field(default_factory=list)

    @property
    def leader(self) -> int:
        """The leader's position."""
        return self.members[0]

    @property
    def core(self) -> list[int]:
        """Leader and core members."""
        return self.members[: max(2, len(self.members) // 2)]


@dataclass
class Umbrella:
    """A planted pair with the rows that show it."""

    official: int
    gang: int
    pattern: str
    difficulty: str
    act: str
    evidence: list[Evidence]
    way: str = ""
    """One more way than the pattern's (`ways.py`)."""


@dataclass
class Decoy:
    """An innocent pair, the rows that look like something, and those that explain it."""

    official: int
    gang: int
    label: str
    evidence: list[Evidence]
    explanation: list[Evidence]


@dataclass
class World:
    """The county."""

    scenario: Scenario
    county: County
    people: People
    orgs: list[Org] = field(default_factory=list)
    gangs: list[Gang] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=lambda: {name: Table(name) for name in LAYOUTS})
    contacts: list[tuple[Ints, Ints, Ints]] = field(default_factory=list)
    """Who calls whom how heavily: positions, positions, weights."""
    umbrellas: list[Umbrella] = field(default_factory=list)
    decoys: list[Decoy] = field(default_factory=list)
    candidates: list[dict[str, str]] = field(default_factory=list)
    reporters: list[tuple[int, int, bool]] = field(default_factory=list)
    """(handle of the lead, person, planted)."""
    lawyers: list[int] = field(default_factory=list)
    _silent: dict[bool, list[int]] = field(default_factory=dict)

    def silent(self, planted: bool) -> list[int]:
        """Who reports and stands in no record, not used yet; planted leads have reporters of their own."""
        if not self._silent:
            everybody = (
                self.scenario.stream("reporters").permutation(np.flatnonzero(self.people.silent)).tolist()
            )
            half = len(everybody) // 3
            self._silent = {True: everybody[:half], False: everybody[half:]}
        return self._silent[planted]

    def units(self, *roles: str, town: int | None = None) -> list[int]:
        """Positions of offices of some roles."""
        return [i for i, o in enumerate(self.orgs) if o.role in roles and town in (None, o.town)]

    def firms(self) -> list[int]:
        """Positions of companies."""
        return [i for i, o in enumerate(self.orgs) if o.role == "firm"]

    def staff(self, *roles: str, town: int | None = None) -> list[int]:
        """Officials who serve in offices of some roles."""
        units = self.units(*roles, town=town)
        return [int(p) for p in self.people.officials if self.people.unit[p] in units]

    def meet(self, a: int, b: int, weight: int) -> None:
        """Two people telephone now and then."""
        self.contacts.append((np.asarray([a]), np.asarray([b]), np.asarray([weight])))

"""The planted umbrellas: patterns of how an official shelters a gang, each with the rows that show it.

Every pattern but U6 rests on at least two of tie, benefit and act. U6 is leniency alone, which by rule is
no alert.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from netinv.demo.cases import Court
from netinv.demo.events import flat_number
from netinv.demo.facts import ACT, BENEFIT, LENIENT, LINK, TIE, Facts
from netinv.demo.leads import Desk, Lead
from netinv.demo.numbers import plate
from netinv.demo.operations import raid
from netinv.demo.scenario import DAY, DIFFICULTIES, END, START
from netinv.demo.tables import Evidence, How
from netinv.demo.world import Gang, Umbrella, World


@dataclass(frozen=True)
class Level:
    """How much there is to see of an umbrella. `through_kin`: money and shares go to a relative, not to
    the official."""

    acts: int
    benefits: int
    contacts: int
    through_kin: bool
    how: How


LEVELS = {
    "D1": Level(8, 5, 9, False, How.EXACT),
    "D2": Level(7, 4, 6, False, How.USUAL),
    "D3": Level(6, 4, 4, True, How.USUAL),
    "D4": Level(5, 3, 3, True, How.BARE),
}


class Plot:
    """One umbrella being planted."""

    def __init__(
        self, world: World, rng: np.random.Generator, official: int, gang_no: int, level: Level
    ) -> None:
        self.world, self.rng, self.official, self.gang_no, self.level = world, rng, official, gang_no, level
        self.gang: Gang = world.gangs[gang_no]
        self.facts = Facts(world, rng, planted=True)
        self.court = Court(world, rng, planted=True)
        self.evidence: list[Evidence] = []
        relatives = [
            p for p in world.people.families.near(official) if world.people.families.year[p[0]] < 2003
        ]
        self.relative = relatives[0] if relatives else None
        self.member = self.gang.core[int(rng.integers(len(self.gang.core)))]

    def receiver(self) -> int:
        """Who gets the benefit; a relative is tied to the official in the register."""
        if not self.level.through_kin or self.relative is None:
            return self.official
        kin = self.facts.kin(self.official, self.relative[0], self.relative[1])
        if kin[:2] not in [e[:2] for e in self.evidence]:
            self.evidence.append(kin)
        return self.relative[0]

    def lenient_cases(self, count: int) -> None:
        """Cases against the gang that end mildly although they are not slight."""
        for _ in range(count):
            outcome = LENIENT[self.rng.integers(5)]
            severity = int(self.rng.integers(3, 6))
            how = How.USUAL if self.level.how is How.BARE else self.level.how
            self.evidence += self.court.gang_case(
                self.gang_no, self.official, outcome, severity=severity, how=how
            )

    def money(self) -> None:
        """Round sums from a member or the gang's firm, without a reason that holds."""
        to = self.receiver()
        firm = self.gang.firms[0] if self.rng.random() < 0.5 else -1
        for _ in range(self.level.benefits):
            yuan = float(self.rng.integers(5, 60)) * 1000
            memo = ("", "转账", "茶钱", "咨询费", "过节")[self.rng.integers(5)]
            self.evidence.append(
                self.facts.pay(self.member, to, yuan, memo, self.facts.moment(), payer_firm=firm)
            )

    def contact(self) -> None:
        """Calls by night and small meetings with a core member."""
        self.evidence += self.facts.calls(self.official, self.member, self.level.contacts)
        if self.level.contacts > 3:
            self.meeting(2, self.facts.moment(first_hour=19))

    def meeting(self, size: int, at: int, kind: str = "meeting") -> None:
        """A few people of the gang and the official, nobody else."""
        guests = [self.official, *self.gang.core[: size - 1]]
        how = How.USUAL if self.level.how is How.EXACT else self.level.how
        self.evidence += self.facts.gathering(kind, guests, at, TIE, how=how, noted=guests[:2])

    def banquets(self) -> None:
        """Banquets and trips for a handful that the gang pays."""
        kinds = ("banquet", "travel", "banquet", "hotel")
        for i in range(max(2, self.level.benefits - 1)):
            guests = [self.official, self.member]
            kind, firm = kinds[i % 4], self.gang.firms[0] if i % 2 else -1
            at = self.facts.moment(first_hour=18, last_hour=23)
            self.evidence += self.facts.gathering(
                kind, guests, at, BENEFIT, self.member, firm, self._shown(), guests
            )

    def _shown(self) -> How:
        return How.PHONE if self.level.how is How.EXACT else self.level.how

    def tips(self) -> None:
        """Raids that find nobody, after a call within hours of the planning."""
        for _ in range(max(3, self.level.acts // 2)):
            found, planned, executed = raid(
                self.world, self.rng, self.gang_no, [(self.official, "informed")], "empty", planted=True
            )
            self.evidence += found
            moment = planned + int(self.rng.integers(1, max(2, (executed - planned) // 3600 - 1))) * 3600
            for step in range(int(self.rng.integers(1, 3))):
                self.evidence.append(self.facts.call(self.official, self.member, moment + step * 500, ACT))

    def awards(self) -> None:
        """Contracts and permits to the gang's firms with one bidder or none asked."""
        for _ in range(max(2, self.level.acts // 2)):
            firm = self.gang.firms[int(self.rng.integers(len(self.gang.firms)))]
            kind = ("contract", "permit", "contract", "land")[self.rng.integers(4)]
            yuan = round(self.rng.lognormal(13, 0.5), -2)
            self.evidence.append(self.facts.award(firm, self.official, kind, self.facts.moment(), yuan, 1))

    def shares(self) -> None:
        """Shares of a gang's firm in the name of a relative who paid nothing in, and dividends."""
        if self.relative is None:
            return self.money()
        kin = self.facts.kin(self.official, self.relative[0], self.relative[1])
        firm, holder = self.gang.firms[0], self.relative[0]
        self.evidence += [kin, self.facts.share(firm, holder, float(self.rng.integers(8, 25)), paid=False)]
        for _ in range(self.level.benefits):
            yuan = float(self.rng.integers(10, 80)) * 1000
            self.evidence.append(
                self.facts.pay(-1, holder, yuan, "分红", self.facts.moment(), payer_firm=firm)
            )
        return None

    def leads(self, divert: bool) -> None:
        """Leads about the gang that end at the official's desk without a result, or are sent back by him."""
        desk = Desk(self.world, self.rng, planted=True)
        for i in range(2):
            at = START + int(self.rng.integers(0, (END - START) // DAY - 90)) * DAY + 36_000
            named = self.official if i == 0 else -1
            lead = Lead(self.gang_no, at, desk.reporter(), named, self.official, "insufficient")
            if divert and i:
                lead.checker, lead.diverted_by, lead.stuck = -1, self.official, True
            self.evidence += desk.take(lead)


def _u1(plot: Plot) -> str:
    plot.lenient_cases(plot.level.acts)
    plot.money()
    return "handler"


def _u2(plot: Plot) -> str:
    plot.awards()
    plot.shares()
    return "award"


def _u3(plot: Plot) -> str:
    plot.tips()
    plot.contact()
    return "tipoff"


def _u4(plot: Plot) -> str:
    plot.leads(divert=True)
    plot.banquets()
    return "lead"


def _u5(plot: Plot) -> str:
    """A broker stands between: he meets the official, the gang pays him, he pays on."""
    ordinary = plot.world.people.ordinary()
    taken = {m for g in plot.world.gangs for m in g.members}
    broker = next(int(p) for p in plot.rng.permutation(ordinary) if int(p) not in taken)
    plot.world.people.numberless[broker] = False
    plot.evidence += plot.facts.calls(plot.official, broker, plot.level.contacts + 2)
    links = plot.facts.calls(broker, plot.member, plot.level.contacts + 2, *(START, END))
    plot.evidence += [(t, h, LINK) for t, h, _ in links]
    guests = [plot.official, broker, plot.member]
    plot.evidence += plot.facts.gathering(
        "banquet", guests, plot.facts.moment(first_hour=18), TIE, broker, noted=guests
    )
    for _ in range(plot.level.benefits):
        at, yuan = plot.facts.moment(), float(plot.rng.integers(20, 90)) * 1000
        plot.evidence.append(plot.facts.pay(plot.member, broker, yuan, "借款", at))
        passed = round(yuan * plot.rng.uniform(0.7, 0.95), -2)
        plot.evidence.append(
            plot.facts.pay(broker, plot.receiver(), passed, "", at + int(plot.rng.integers(1, 6)) * DAY)
        )
    plot.lenient_cases(max(3, plot.level.acts // 2))
    return "broker"


def _u6(plot: Plot) -> str:
    plot.lenient_cases(plot.level.acts + 2)
    return "handler"


def _u7(plot: Plot) -> str:
    """Measures relaxed for members without a reason."""
    for _ in range(max(3, plot.level.acts // 2)):
        case = plot.court.gang_case(
            plot.gang_no, plot.court.handler_of(plot.court.unit_for("赌博", plot.gang.town))
        )[0]
        who = plot.gang.members[int(plot.rng.integers(len(plot.gang.members)))]
        at = START + int(plot.rng.integers(60, (END - START) // DAY)) * DAY
        measure = ("bail", "none")[plot.rng.integers(2)]
        plot.evidence.append(plot.facts.measure(case[1], who, measure, at, plot.official, "情节轻微"))
    plot.money()
    return "measure"


def _u8(plot: Plot) -> str:
    """A word with the handlers of the gang's cases, which then end mildly."""
    for _ in range(max(2, plot.level.acts // 2)):
        unit = plot.court.unit_for("赌博", plot.gang.town)
        handler = plot.court.handler_of(unit)
        opened = START + int(plot.rng.integers(30, (END - START) // DAY - 120)) * DAY
        case = plot.court.gang_case(plot.gang_no, handler, LENIENT[plot.rng.integers(5)], opened, 4)[0]
        manner = ("call", "visit", "letter")[plot.rng.integers(3)]
        at = opened + int(plot.rng.integers(2, 9)) * DAY
        plot.evidence.append(plot.facts.intervention(plot.official, handler, case[1], at, manner))
        plot.evidence.append(case)
    plot.contact()
    plot.evidence.append(plot.facts.tie(plot.official, plot.member, "associate"))
    return "intervention"


def _u9(plot: Plot) -> str:
    """A car of the gang's firm at the official's door, or a flat far below its price; permits in return."""
    user, firm = plot.receiver(), plot.gang.firms[-1]
    at = plot.facts.moment(START, END - 200 * DAY)
    how = How.USUAL if plot.level.how is How.BARE else How.EXACT
    plot.evidence.append(
        plot.facts.asset("vehicle", plate(plot.rng), -1, firm, user, at, 260_000, 260_000, how)
    )
    flat = flat_number(plot.world, plot.rng)
    plot.evidence.append(plot.facts.asset("property", flat, user, -1, -1, at, 210_000, 560_000, how))
    plot.evidence += [
        (t, h, BENEFIT) for t, h, _ in [plot.facts.pay(user, -1, 210_000, "购房款", at, payee_firm=firm)]
    ]
    plot.awards()
    return "award"


def _u10(plot: Plot) -> str:
    plot.lenient_cases(plot.level.acts)
    plot.banquets()
    plot.contact()
    return "handler"


_POLICE = ("station", "squad", "police")
PATTERNS: tuple[tuple[str, tuple[str, ...], Callable[[Plot], str]], ...] = (
    ("U1", _POLICE, _u1),
    ("U2", ("bureau", "town"), _u2),
    ("U3", _POLICE, _u3),
    ("U4", ("station", "discipline"), _u4),
    ("U5", _POLICE, _u5),
    ("U6", ("station", "squad"), _u6),
    ("U7", ("police",), _u7),
    ("U8", ("police", "procuracy", "town"), _u8),
    ("U9", ("bureau", "town"), _u9),
    ("U10", _POLICE, _u10),
)
"""(code, offices where such a one sits, what to plant)."""


def plant_umbrellas(world: World) -> None:
    """Plant the scenario's umbrellas, gang after gang; in a county without them the rows are made and
    left out."""
    rng = world.scenario.stream("umbrellas")
    order = DIFFICULTIES[world.scenario.difficulty]
    taken: set[int] = set()
    start, turn = int(rng.integers(len(world.gangs))), int(rng.integers(len(order)))
    for i in range(world.scenario.umbrellas):
        code, roles, plant = PATTERNS[i % len(PATTERNS)]
        gang_no = (start + i) % len(world.gangs)
        home = world.staff(*roles, town=world.gangs[gang_no].town)
        able = [p for p in home or world.staff(*roles) if p not in taken]
        official = int(rng.choice(able or [p for p in world.people.officials.tolist() if p not in taken]))
        taken.add(official)
        difficulty = order[(i + turn) % len(order)]
        plot = Plot(world, rng, official, gang_no, LEVELS[difficulty])
        act = plant(plot)
        if difficulty in ("D1", "D2") and code not in ("U6", "U3", "U5"):
            plot.contact()
        if difficulty in ("D1", "D2") and code in ("U1", "U10"):
            plot.leads(divert=False)
        world.umbrellas.append(Umbrella(official, gang_no, code, difficulty, act, plot.evidence))

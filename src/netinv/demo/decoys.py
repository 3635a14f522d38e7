"""Innocent look-alikes of one kind of evidence: what is usual for an office, a family, a town."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from netinv.demo.cases import GANG_CHARGES, Court, Draft
from netinv.demo.events import flat_number
from netinv.demo.facts import LENIENT, LINK, TIE, Facts
from netinv.demo.leads import Desk, Lead
from netinv.demo.numbers import plate
from netinv.demo.operations import raid
from netinv.demo.scenario import DAY, END, START, Ints
from netinv.demo.tables import Evidence, How, Row
from netinv.demo.world import Gang, World

BEFORE = START - 90 * DAY
POLICE = ("station", "squad", "police")


@dataclass
class Scene:
    """One innocent pair being written. `seems` collects what looks odd, `explains` what explains it."""

    world: World
    rng: np.random.Generator
    facts: Facts
    court: Court
    desk: Desk
    hubs: Ints
    official: int
    gang_no: int
    seems: list[Evidence] = field(default_factory=list)
    explains: list[Evidence] = field(default_factory=list)

    @property
    def gang(self) -> Gang:
        """The gang."""
        return self.world.gangs[self.gang_no]

    @property
    def member(self) -> int:
        """A member of the gang, the same one throughout the scene."""
        return self.gang.members[(self.official + self.gang_no) % len(self.gang.members)]

    @property
    def firm(self) -> int:
        """A firm of the gang."""
        return self.gang.firms[self.official % len(self.gang.firms)]

    def relative(self) -> int:
        """A grown relative of the official; where the county knows none, the official."""
        return self.relative_of(self.official)

    def relative_of(self, person: int) -> int:
        """The same of anybody."""
        families = self.world.people.families
        grown = [p for p, _ in families.near(person) if families.year[p] < 2003]
        return grown[0] if grown else person

    def duty(self, kind: str, start: int = BEFORE) -> None:
        """The explanation stands among the duties, from before everything else."""
        self.explains.append(self.facts.duty(self.official, kind, self.member, start))

    def calls(self, count: int = 8) -> None:
        """Private calls with the member."""
        self.seems += self.facts.calls(self.official, self.member, count)

    def wages(self) -> None:
        """A relative works for the gang's firm at what others get there."""
        worker = self.relative()
        base = float(self.rng.integers(35, 55)) * 100
        for month in range(10):
            at, yuan = START + (150 + month * 30) * DAY + 36_000, base + float(self.rng.integers(0, 300))
            pay = self.facts.pay(-1, worker, yuan, f"{1 + (11 + month) % 12}月工资", at, payer_firm=self.firm)
            self.seems.append(pay)
        self.explains += self.seems[-10:]

    def mild(self, count: int, at_all: int) -> None:
        """Mild outcomes for the gang, and just as mild ones for everybody else."""
        for _ in range(count):
            outcome = LENIENT[self.rng.integers(5)]
            self.seems += self.court.gang_case(
                self.gang_no, self.official, outcome, severity=int(self.rng.integers(2, 4))
            )
        unit, town = int(self.world.people.unit[self.official]), self.gang.town
        for _ in range(at_all):
            charge = GANG_CHARGES[self.rng.integers(len(GANG_CHARGES))]
            suspect, outcome = int(self.rng.choice(self.court.victims)), LENIENT[self.rng.integers(5)]
            opened = START + int(self.rng.integers(0, 660)) * DAY
            draft = Draft(
                charge, int(self.rng.integers(2, 5)), town, unit, opened, outcome, self.official, [suspect]
            )
            self.explains += self.court.write(draft)

    def rented(self) -> None:
        """A car of the gang's firm, driven by the official for a rent paid every month."""
        market = 90_000.0
        car = self.facts.asset(
            "vehicle", plate(self.rng), -1, self.firm, self.official, START + 100 * DAY, market, market
        )
        self.seems.append(car)
        for month in range(12):
            at = START + (110 + month * 30) * DAY + 40_000
            self.explains.append(self.facts.pay(self.official, -1, 2_600, "租车费", at, payee_firm=self.firm))

    def bought(self) -> None:
        """A flat bought from the member at the price of the day, and paid."""
        market = float(self.rng.integers(420, 700)) * 1000
        at = START + int(self.rng.integers(100, 500)) * DAY
        price = market * self.rng.uniform(0.96, 1.03)
        flat = self.facts.asset(
            "property", flat_number(self.world, self.rng), self.official, -1, -1, at, price, market
        )
        self.seems.append(flat)
        self.explains += [flat, self.facts.pay(self.official, self.member, int(price), "购房款", at + 50_000)]

    def loan(self) -> None:
        """A relative among the members lends a sum and has it back, in rates."""
        kin = self.facts.kin(self.official, self.member, ("表弟", "堂兄", "表哥")[self.rng.integers(3)])
        yuan = float(self.rng.integers(2, 9)) * 10_000
        at = self.facts.moment(START, END - 300 * DAY)
        self.seems += [kin, self.facts.pay(self.member, self.official, yuan, "借款", at)]
        for part in range(4):
            back = at + (60 + part * 40) * DAY
            self.explains.append(self.facts.pay(self.official, self.member, yuan / 4, "还借款", back))
        self.explains.append(kin)

    def tender(self) -> None:
        """A contract after a tender that others could have won."""
        bidders = int(self.rng.integers(4, 9))
        yuan = round(self.rng.lognormal(12.3, 0.5), -2)
        won = self.facts.award(self.firm, self.official, "contract", self.facts.moment(), yuan, bidders)
        self.seems.append(won)
        self.explains.append(won)

    def namesake(self) -> int:
        """Somebody else of the official's name (the caster has chosen an official who has one)."""
        people = self.world.people
        keys = people.names.keys()
        same = np.flatnonzero((keys == keys[self.official]) & people.families.adults() & ~people.silent)
        other = [int(p) for p in same if p != self.official and people.unit[p] < 0]
        people.numberless[other[0]] = False
        return other[0]


def _relative(s: Scene) -> None:
    relation = ("表弟", "表哥", "堂弟", "侄子", "连襟", "妻兄")[s.rng.integers(6)]
    s.seems.append(s.facts.kin(s.official, s.member, relation, exact=False))


def _acquaintance(s: Scene) -> None:
    tie = s.facts.tie(s.official, s.member, ("classmate", "comrade", "neighbour")[s.rng.integers(3)], LINK)
    s.seems.append(tie)


def _dutiful(s: Scene) -> None:
    for _ in range(int(s.rng.integers(5, 9))):
        s.seems += s.court.gang_case(s.gang_no, s.official)


def _busy(s: Scene) -> None:
    for _ in range(4):
        s.seems += s.court.gang_case(s.gang_no, s.official)
    for _ in range(2):
        found, _, _ = raid(s.world, s.rng, s.gang_no, [(s.official, "planner")], "success")
        s.seems += found


def _specialist(s: Scene) -> None:
    s.mild(5, 14)


def _prosecutor(s: Scene) -> None:
    for _ in range(5):
        handler = s.court.handler_of(s.court.unit_for("盗窃", s.gang.town))
        s.seems += s.court.gang_case(s.gang_no, handler, "convicted", prosecutor=s.official)[:1]


def _hub_phone(s: Scene) -> None:
    hub = int(s.rng.choice(s.hubs))
    s.seems += s.facts.calls(s.official, hub, 8)
    s.seems += s.facts.calls(hub, s.member, 8)


def _lawyer(s: Scene) -> None:
    lawyer = int(s.rng.choice(s.world.lawyers))
    for _ in range(2):
        handler = s.court.handler_of(s.court.unit_for("盗窃", s.gang.town))
        s.court.gang_case(s.gang_no, handler, counsel=lawyer)
    s.seems += s.facts.calls(s.official, lawyer, 10) + s.facts.calls(lawyer, s.member, 6)


def _wedding(s: Scene) -> None:
    crowd = [int(p) for p in s.rng.choice(s.court.victims, 38, replace=False)]
    guests = list(dict.fromkeys([*crowd, s.official, s.member]))
    s.seems += s.facts.gathering(
        "wedding", guests, s.facts.moment(), TIE, crowd[0], noted=[s.official, s.member]
    )
    s.explains.append(s.seems[0])


def _tips(s: Scene, sources: int, copied: bool) -> None:
    tellers = [s.desk.silent.pop() for _ in range(sources) if s.desk.silent] or [-1]
    first = START + int(s.rng.integers(60, 500)) * DAY + 36_000
    text = ""
    for i in range(4):
        at = first + (i * 3_600 if copied else int(s.rng.integers(5, 60)) * DAY)
        lead = Lead(
            s.gang_no,
            at,
            tellers[i % len(tellers)],
            s.official,
            result="unfounded",
            channel="online",
            text=text,
        )
        s.seems += s.desk.take(lead)[:1]
        text = lead.text if copied else ""


def _chance_call(s: Scene) -> None:
    found, planned, _ = raid(s.world, s.rng, s.gang_no, [(s.official, "informed")], "partial")
    before = s.facts.call(s.official, s.member, planned + 3 * 3_600)
    s.seems += [*found, before]
    s.explains += [
        s.facts.tie(s.official, s.member, "neighbour", LINK),
        *s.facts.calls(s.official, s.member, 14),
    ]


def _namesake(s: Scene) -> None:
    other = s.namesake()
    s.seems.append(s.facts.share(s.firm, other, 12.0, paid=True))
    s.seems.append(s.facts.pay(-1, other, 20_000, "分红", s.facts.moment(), payer_firm=s.firm))
    row = Row(persons={"": other}, how={"": How.EXACT}, values={"is_official": "否"})
    s.explains.append(("people", s.world.tables["people"].add(row), ""))


def _address(s: Scene) -> None:
    people = s.world.people
    for array in (people.town, people.place, people.number):
        array[s.member] = array[s.official]
    people.registered[[s.member, s.official]] = True


def _one_tie(s: Scene) -> None:
    s.calls(9)
    guests = [s.official, s.member]
    s.seems += s.facts.gathering("meeting", guests, s.facts.moment(), TIE, noted=guests)


def _one_benefit(s: Scene) -> None:
    for _ in range(2):
        yuan, memo = float(s.rng.integers(3, 20)) * 500, ("货款", "礼金", "转账")[s.rng.integers(3)]
        s.seems.append(s.facts.pay(s.member, s.official, yuan, memo, s.facts.moment()))


def _ill(s: Scene) -> None:
    case = s.court.gang_case(s.gang_no, s.court.handler_of(s.court.unit_for("赌博", s.gang.town)))[0]
    at = START + int(s.rng.integers(100, 700)) * DAY
    eased = s.facts.measure(case[1], s.member, "bail", at, s.official, "患有严重疾病，附县医院诊断证明")
    s.seems.append(eased)
    s.explains.append(eased)


def _declared(s: Scene) -> None:
    s.calls()
    s.duty("declared_tie")


def _recused(s: Scene) -> None:
    kin = s.facts.kin(s.official, s.member, ("内弟", "堂弟", "表哥")[s.rng.integers(3)])
    s.seems.append(kin)
    s.calls(5)
    s.duty("recused")


def _informant(s: Scene) -> None:
    s.duty("informant_contact")
    s.calls(10)


SINGLE: dict[str, tuple[int, tuple[str, ...], Callable[[Scene], None]]] = {
    "innocent_relative": (18, (), _relative),
    "acquaintance": (8, (), _acquaintance),
    "dutiful_handler": (12, ("station", "squad"), _dutiful),
    "busy_detective": (8, ("squad",), _busy),
    "specialist": (3, ("squad",), _specialist),
    "lenient_but_clean": (5, ("station",), lambda s: s.mild(5, 16)),
    "fixed_prosecutor": (6, ("procuracy",), _prosecutor),
    "hub_phone": (4, (), _hub_phone),
    "hub_lawyer": (3, ("procuracy", "court", "squad"), _lawyer),
    "big_wedding": (6, (), _wedding),
    "open_award": (6, ("bureau", "town"), Scene.tender),
    "family_loan": (4, (), Scene.loan),
    "rented_car": (3, (), Scene.rented),
    "market_price": (3, (), Scene.bought),
    "relative_on_wages": (3, (), Scene.wages),
    "registered_informant": (3, POLICE, _informant),
    "recused_official": (4, POLICE, _recused),
    "declared_tie": (4, (), _declared),
    "false_tips_one_source": (1, POLICE, lambda s: _tips(s, 1, False)),
    "false_tips_colluding": (1, POLICE, lambda s: _tips(s, 4, True)),
    "chance_call_before_raid": (5, POLICE, _chance_call),
    "namesake": (6, (), _namesake),
    "shared_address": (4, (), _address),
    "one_family_tie": (8, (), _one_tie),
    "one_family_benefit": (8, (), _one_benefit),
    "measure_for_illness": (3, ("police",), _ill),
}
"""Class: (pairs in a default county, offices, what to write)."""

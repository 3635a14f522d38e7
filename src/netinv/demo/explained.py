"""Innocents who show two families of evidence, each explained where the records hold the explanation; and
the casting."""

from collections.abc import Callable, Mapping

import numpy as np

from netinv.demo.cases import Court
from netinv.demo.decoys import BEFORE, POLICE, Scene
from netinv.demo.facts import LENIENT, TIE, Facts
from netinv.demo.leads import Desk, Lead
from netinv.demo.scenario import DAY, END, START, Ints
from netinv.demo.tables import How, Row
from netinv.demo.world import Decoy, World


def _lead_at_desk(s: Scene) -> None:
    at = START + int(s.rng.integers(30, (END - START) // DAY - 100)) * DAY + 33_000
    s.seems += s.desk.take(Lead(s.gang_no, at, s.desk.reporter(), checker=s.official, result="insufficient"))


def _beat(s: Scene) -> None:
    """The beat officer talks with the people of his beat and checks what is said about them."""
    s.duty("beat_officer")
    s.explains.append(s.facts.duty(s.official, "beat_officer", -1, BEFORE, subject_firm=s.firm))
    s.calls(10)
    _lead_at_desk(s)


def _hotline(s: Scene) -> None:
    """Who sits at the hotline is called by everybody, and registers what he hears."""
    s.duty("hotline_duty")
    s.seems += [s.facts.call(s.member, s.official, s.facts.moment()) for _ in range(7)]
    _lead_at_desk(s)


def _informant(s: Scene) -> None:
    """A registered informant is called, and not charged for what he had to take part in."""
    s.duty("informant_contact")
    s.calls(12)
    for _ in range(4):
        s.seems += s.court.gang_case(s.gang_no, s.official, LENIENT[s.rng.integers(5)])


def _recused(s: Scene) -> None:
    """A declared relative: calls and gifts at feasts, and from the start no hand in the gang's cases."""
    kin = s.facts.kin(s.official, s.member, "表弟")
    s.duty("recused")
    s.explains += [kin, s.facts.duty(s.official, "declared_tie", s.member, BEFORE)]
    s.calls(6)
    for yuan in (800.0, 1_200.0):
        s.seems.append(s.facts.pay(s.member, s.official, yuan, "春节红包", s.facts.moment()))


def _loan(s: Scene) -> None:
    s.loan()
    s.duty("declared_tie")
    s.calls(6)


def _rent(s: Scene) -> None:
    s.rented()
    s.calls(4)
    s.duty("declared_tie")


def _market(s: Scene) -> None:
    s.bought()
    s.calls(5)
    s.duty("declared_tie", START)


def _wages(s: Scene) -> None:
    s.wages()
    s.duty("declared_tie")
    s.calls(5)


def _tender(s: Scene) -> None:
    """A relative on the winner's payroll, a contract won against many: neither is a favour."""
    s.tender()
    s.wages()


def _namesake(s: Scene) -> None:
    """Money and calls are those of another person of the same name, who has another number."""
    other = s.namesake()
    s.seems.append(s.facts.share(s.firm, other, 10.0, paid=True))
    s.seems += s.facts.calls(other, s.member, 8)
    s.seems.append(s.facts.pay(s.member, other, 30_000, "货款", s.facts.moment()))
    row = Row(persons={"": other}, how={"": How.EXACT}, values={"is_official": "否"})
    s.explains.append(("people", s.world.tables["people"].add(row), ""))


def _reunion(s: Scene) -> None:
    """Old classmates meet by the dozen and share the bill."""
    s.explains.append(s.facts.tie(s.official, s.member, "classmate"))
    class_ = [int(p) for p in s.rng.choice(s.court.victims, 26, replace=False)]
    guests = list(dict.fromkeys([s.official, s.member, *class_]))
    at = s.facts.moment(first_hour=17)
    noted = [s.official, s.member]
    s.seems += s.facts.gathering("banquet", guests, at, TIE, s.member, noted=noted, title="同学会")
    for guest in guests[2:10]:
        s.explains.append(s.facts.pay(guest, s.member, 200, "同学会AA", at + DAY))
    s.seems.append(s.facts.pay(s.member, s.official, 200, "同学会退款", at + 2 * DAY))


def _base_rate(s: Scene) -> None:
    """Mild with everybody, and a neighbour of the member, which he has declared."""
    s.mild(5, 16)
    s.duty("declared_tie")
    s.calls(8)


DOUBLE: dict[str, tuple[int, tuple[str, ...], Callable[[Scene], None]]] = {
    "two_family_beat": (2, ("station",), _beat),
    "two_family_hotline": (1, ("discipline", "station"), _hotline),
    "two_family_informant": (2, ("squad", "station"), _informant),
    "two_family_recused": (2, POLICE, _recused),
    "two_family_loan": (2, (), _loan),
    "two_family_rent": (1, (), _rent),
    "two_family_market_price": (1, (), _market),
    "two_family_wages": (1, (), _wages),
    "two_family_tender": (1, ("bureau", "town"), _tender),
    "two_family_namesake": (2, ("bureau", "town"), _namesake),
    "two_family_reunion": (1, (), _reunion),
    "two_family_base_rate": (1, ("station",), _base_rate),
}


Parts = Mapping[str, tuple[int, tuple[str, ...], Callable[[Scene], None]]]
"""Class: (pairs in a default county, offices, what to write)."""


def plant_decoys(world: World, hubs: Ints, parts: Parts, stream: str) -> None:
    """Write look-alikes. Nobody who is an umbrella is also a look-alike, and nobody is two."""
    rng = world.scenario.stream(stream)
    court, desk, facts = Court(world, rng), Desk(world, rng), Facts(world, rng)
    taken = {u.official for u in world.umbrellas} | {d.official for d in world.decoys}
    for label, (default, roles, write) in parts.items():
        for _ in range(world.scenario.count(default, 0.75)):
            gang_no = int(rng.integers(len(world.gangs)))
            official = _cast(world, roles, world.gangs[gang_no].town, taken, "namesake" in label, rng)
            if official < 0:
                continue
            taken.add(official)
            scene = Scene(world, rng, facts, court, desk, hubs, official, gang_no)
            write(scene)
            world.decoys.append(Decoy(official, gang_no, label, scene.seems, scene.explains))


def _cast(
    world: World, roles: tuple[str, ...], town: int, taken: set[int], named: bool, rng: np.random.Generator
) -> int:
    """An official for a part, of the gang's town where one is left; -1 if nobody is."""
    people = world.people
    able = world.staff(*roles) if roles else people.officials.tolist()
    able = [p for p in able if p not in taken]
    if named:
        keys = people.names.keys()
        other = people.families.adults() & ~people.silent & ~people.outsider & (people.unit < 0)
        spellings = set(keys[other].tolist())
        able = [p for p in able if int(keys[p]) in spellings]
    near = [p for p in able if world.orgs[int(people.unit[p])].town == town] if roles else []
    return int(rng.choice(near or able)) if able else -1

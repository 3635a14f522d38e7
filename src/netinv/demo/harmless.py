"""Innocents who look as if they worked in one of the further ways (`ways.py`), each explained on record."""

from collections.abc import Callable

from netinv.demo import numbers
from netinv.demo.decoys import Scene
from netinv.demo.events import flat_number
from netinv.demo.facts import LINK
from netinv.demo.leads import Lead
from netinv.demo.scenario import DAY, END, START
from netinv.demo.tables import Evidence
from netinv.demo.ways import listed


def _routine_routing(s: Scene) -> None:
    """The clerk for a town sends every lead from there to its station, accusations of its officers, too."""
    station = s.world.staff("station", town=s.gang.town)
    for number in range(5):
        at = START + int(s.rng.integers(10, (END - START) // DAY - 60)) * DAY + 34_000
        accused = int(s.rng.choice(station)) if number < 2 else -1
        lead = Lead(s.gang_no, at, s.desk.reporter(), accused, clerk=s.official)
        found = s.desk.take(lead)[:1]
        (s.seems if number < 2 else s.explains).extend(found)


def _bought(
    s: Scene, ratio: float, seller: int, firm: int = -1, buyer: int = -1, at: int = 0
) -> list[Evidence]:
    """A flat at a share of its worth, and the payment."""
    buyer = s.official if buyer < 0 else buyer
    at = at or s.facts.moment(START + 60 * DAY, END - 60 * DAY)
    market = float(s.rng.integers(380, 720)) * 1_000
    price = round(market * ratio, -3)
    flat = flat_number(s.world, s.rng)
    owned = s.facts.asset("property", flat, buyer, -1, -1, at, price, market)
    paid = s.facts.pay(buyer, seller, price, "购房款", at + int(s.rng.integers(-9, 9)) * DAY, payee_firm=firm)
    return [owned, paid]


def _cheap_from_kin(s: Scene) -> None:
    """A cousin among the members lets his old flat go cheaply within the family."""
    s.explains.append(s.facts.kin(s.official, s.member, ("表弟", "堂兄", "表哥")[s.rng.integers(3)]))
    s.seems += _bought(s, float(s.rng.uniform(0.5, 0.75)), s.member)


def _bargain(s: Scene) -> None:
    """A tenth or so off, as anybody gets who pays at once."""
    s.seems += _bought(s, float(s.rng.uniform(0.82, 0.93)), s.member)
    s.explains.append(s.seems[0])


def _open_discount(s: Scene) -> None:
    """The gang's firm sells off a building: whoever came that month got the same price."""
    at = s.facts.moment(START + 60 * DAY, END - 60 * DAY)
    ratio = float(s.rng.uniform(0.66, 0.76))
    s.seems += _bought(s, ratio, -1, s.firm, at=at)
    for buyer in s.rng.choice(s.court.victims, 7, replace=False).tolist():
        day = at + int(s.rng.integers(-25, 25)) * DAY
        s.explains += _bought(s, ratio * float(s.rng.uniform(0.98, 1.03)), -1, s.firm, buyer, day)


def _family_phone(s: Scene) -> None:
    """One telephone for the old people's house, which the cousins all give as theirs."""
    number = int(numbers.mobiles(s.rng, 1)[0])
    s.explains.append(s.facts.kin(s.official, s.member, ("堂弟", "堂兄", "表哥")[s.rng.integers(3)]))
    for person in (s.official, s.member, s.relative()):
        s.seems.append(listed(s.world, person, number, int(s.rng.integers(4)), "家庭联系电话", False))


def _shop_phone(s: Scene) -> None:
    """The village shop's telephone, which whoever had none gave as his."""
    number = int(numbers.mobiles(s.rng, 1)[0])
    s.seems += [
        listed(s.world, p, number, int(s.rng.integers(4)), "代接电话", False) for p in (s.official, s.member)
    ]
    for person in s.rng.choice(s.court.victims, 6, replace=False).tolist():
        s.explains.append(listed(s.world, person, number, int(s.rng.integers(4)), "代接电话", False))


def _colleague_with_relative(s: Scene) -> None:
    """A friend in the office has a cousin among the members."""
    taken = {u.official for u in s.world.umbrellas}
    friend = int(
        s.rng.choice([p for p in s.world.people.officials.tolist() if p != s.official and p not in taken])
    )
    s.seems.append(s.facts.tie(s.official, friend, "associate", LINK))
    s.explains.append(s.facts.kin(friend, s.member, "表弟", exact=False))


def _cooperative(s: Scene) -> None:
    """Ten households put money into a cooperative, years ago."""
    gangs = {f for g in s.world.gangs for f in g.firms}
    firm = int(s.rng.choice([f for f in s.world.firms() if f not in gangs]))
    s.seems += [(*s.facts.share(firm, p, 5.0, paid=True)[:2], LINK) for p in (s.official, s.member)]
    for person in s.rng.choice(s.court.victims, 8, replace=False).tolist():
        s.explains.append((*s.facts.share(firm, int(person), 5.0, paid=True)[:2], ""))


def _written_instruction(s: Scene) -> None:
    """A superior writes on the margin of every larger case; one of them is the gang's."""
    for number in range(6):
        handler = s.court.handler_of(s.court.unit_for("盗窃", s.gang.town))
        opened = START + int(s.rng.integers(30, (END - START) // DAY - 60)) * DAY
        if number == 0:
            case = s.court.gang_case(s.gang_no, handler, at=opened)[0][1]
        else:
            case = int(s.rng.integers(s.world.tables["cases"].size))
        at = opened + int(s.rng.integers(3, 20)) * DAY
        word = s.facts.intervention(s.official, handler, case, at, "letter")
        (s.explains if number else s.seems).append(word)


HARMLESS: dict[str, tuple[int, tuple[str, ...], Callable[[Scene], None]]] = {
    "routine_routing": (1, ("discipline",), _routine_routing),
    "cheap_from_kin": (2, (), _cheap_from_kin),
    "bargain": (2, (), _bargain),
    "open_discount": (1, (), _open_discount),
    "family_phone": (2, (), _family_phone),
    "shop_phone": (1, (), _shop_phone),
    "colleague_with_relative": (2, (), _colleague_with_relative),
    "cooperative": (1, (), _cooperative),
    "written_instruction": (2, ("police",), _written_instruction),
}
"""As `decoys.SINGLE`."""

"""Further ways in which an umbrella works, at most one each beside its pattern, from a stream of their own:
what no pattern needs and a county's records hold all the same, with what is missing or written otherwise."""

from collections.abc import Callable

import numpy as np

from netinv.demo import numbers
from netinv.demo.events import flat_number
from netinv.demo.facts import LINK
from netinv.demo.leads import Desk, Lead
from netinv.demo.scenario import DAY, END, START
from netinv.demo.tables import Evidence, How, Row
from netinv.demo.umbrellas import LEVELS, Plot
from netinv.demo.world import Umbrella, World


def listed(world: World, person: int, number: int, form: int, note: str, planted: bool) -> Evidence:
    """A row of the register that lists a number for somebody, written as each clerk does."""
    text = str(number)
    written = (text, f"+86{text}", f"{text[:3]}-{text[3:7]}-{text[7:]}", text)[form % 4]
    values = {"phones": written, "note": note}
    row = Row(planted=planted, persons={"": person}, how={"": How.EXACT}, values=values)
    return "people", world.tables["people"].add(row), LINK


def colleague(plot: Plot, *roles: str) -> int:
    """Another official, of the gang's town where there is one, who is no umbrella and on no record with the
    gang, one on none with any gang first; -1 if there is nobody."""
    world = plot.world
    taken = {u.official for u in world.umbrellas} | {
        d.official for d in world.decoys if d.gang == plot.gang_no
    }
    near = [p for p in world.staff(*roles, town=plot.gang.town) or world.staff(*roles) if p not in taken]
    free = [p for p in near if p not in {d.official for d in world.decoys}]
    return int(plot.rng.choice(free or near)) if near else -1


def _accused(plot: Plot) -> None:
    """Letters about a fellow officer and the gang, which the police send on to that officer's unit."""
    accused = colleague(plot, "station", "squad")
    if accused < 0:
        return
    desk, rng = Desk(plot.world, plot.rng, planted=True), plot.rng
    unit, officers = plot.world.people.unit, plot.world.people.officials
    for _ in range(int(rng.integers(2, 5))):
        at = START + int(rng.integers(20, (END - START) // DAY - 90)) * DAY + 36_000
        checker = int(rng.choice(officers[unit[officers] == unit[accused]]))
        lead = Lead(plot.gang_no, at, desk.reporter(), accused, checker, "unfounded", passed_by=plot.official)
        plot.evidence += desk.take(lead)


def _cheap(plot: Plot) -> None:
    """A flat or a car from the gang for half its worth; the payment or the owner before tells who sold it."""
    rng, facts = plot.rng, plot.facts
    buyer, car = plot.receiver(), bool(rng.random() < 0.5)
    firm = int(rng.choice(plot.gang.firms)) if rng.random() < 0.5 else -1
    seller = -1 if firm >= 0 else plot.member
    market = float(rng.integers(15, 40) if car else rng.integers(40, 90)) * 10_000
    price = round(market * rng.uniform(0.35, 0.72), -3)
    kind = "vehicle" if car else "property"
    identifier = numbers.plate(rng) if car else flat_number(plot.world, rng)
    at = facts.moment(START + 60 * DAY, END - 60 * DAY)
    told = rng.random()
    if told > 0.45:
        before = at - int(rng.integers(200, 900)) * DAY
        sold = facts.asset(kind, identifier, seller, firm, -1, before, market, market, end=at)
        plot.evidence.append(sold)
    stated = 0.0 if rng.random() < 0.1 else market
    plot.evidence.append(facts.asset(kind, identifier, buyer, -1, -1, at, price, stated))
    if told < 0.75:
        # a deposit first, now and then
        parts = [price] if rng.random() < 0.7 else [round(price * 0.3, -2), price - round(price * 0.3, -2)]
        for number, yuan in enumerate(parts):
            paid = at + (int(rng.integers(-20, 15)) + 15 * number) * DAY
            memo = str(rng.choice(["购房款", "房款", ""] if not car else ["购车款", "车款", "转账"]))
            plot.evidence.append(facts.pay(buyer, seller, yuan, memo, paid, payee_firm=firm))


def _number(plot: Plot) -> None:
    """A telephone that a member registered and the official uses, or a member's bank card that he uses."""
    rng, world, facts = plot.rng, plot.world, plot.facts
    if rng.random() < 0.4 and world.people.account[plot.member]:
        card = str(world.people.account[plot.member])
        payers = world.people.ordinary()
        for _ in range(int(rng.integers(1, 4))):
            values = {"amount_yuan": f"{rng.integers(8, 60) * 100}.00", "memo": "", "payee_account": card}
            persons = {"payer": int(rng.choice(payers)), "payee": plot.official}
            row = Row(facts.moment(), True, persons, {}, {"payee": How.EXACT}, {}, values)
            plot.evidence.append(("transfers", world.tables["transfers"].add(row), LINK))
        taken = facts.pay(int(rng.choice(payers)), plot.member, 2_000, "还款", facts.moment(), family=LINK)
        plot.evidence.append(taken)
        return
    number = int(numbers.mobiles(rng, 1)[0])
    # a quarter is used by a relative, whom no rule asks about
    user = plot.relative[0] if plot.relative and rng.random() < 0.25 else plot.official
    owner = plot.gang.nominees[0] if plot.gang.nominees and rng.random() < 0.2 else plot.member
    plot.evidence.append(listed(world, owner, number, int(rng.integers(4)), "号码实名登记", True))
    plot.evidence.append(listed(world, user, number, int(rng.integers(4)), "通讯录登记", True))


def _chain(plot: Plot) -> None:
    """A colleague of whom one may ask a favour, and who is a member's relative or friend."""
    between = colleague(plot, "station", "squad", "police", "town", "bureau")
    if between < 0:
        return
    plot.evidence.append(plot.facts.tie(plot.official, between, "associate", LINK))
    if plot.rng.random() < 0.7:
        word = ("表弟", "连襟", "堂兄", "妻弟")[plot.rng.integers(4)]
        plot.evidence.append(plot.facts.kin(between, plot.member, word, exact=False))
    else:
        plot.evidence.append(plot.facts.tie(between, plot.member, "associate", LINK))


def _company(plot: Plot) -> None:
    """Small shares, side by side, in a company that is not the gang's."""
    gangs = {f for g in plot.world.gangs for f in g.firms}
    firm = int(plot.rng.choice([f for f in plot.world.firms() if f not in gangs]))
    for holder in (plot.official, plot.member):
        share = plot.facts.share(firm, holder, float(plot.rng.integers(5, 16)), paid=True)
        plot.evidence.append((*share[:2], LINK))


LEAK = "leak"
"""The way that follows leads and is planted after them (`leaks.py`)."""
WAYS: dict[str, Callable[[Plot], None]] = {
    "accused": _accused,
    "cheap": _cheap,
    "number": _number,
    "chain": _chain,
    "company": _company,
}
OPEN: dict[str, tuple[str, ...]] = {
    "U1": (LEAK, "cheap"),
    "U2": ("cheap", "number", "chain"),
    "U3": (LEAK, "number"),
    "U4": (LEAK, "company"),
    "U5": ("chain", "number"),
    "U7": ("accused", "accused", "cheap"),
    "U8": ("chain", "number", "company"),
    "U9": ("chain", "company"),
    "U10": (LEAK, "cheap"),
}
"""The ways that go with a pattern: of a family that it has, or a link."""


def plant_ways(world: World) -> None:
    """Give most umbrellas one more way; those with leads of their own stand before the county's leads."""
    rng = world.scenario.stream("further ways")
    for umbrella in world.umbrellas:
        ways = OPEN.get(umbrella.pattern, ())
        if not ways or rng.random() < 0.15:
            continue
        way, before = ways[int(rng.integers(len(ways)))], len(umbrella.evidence)
        if way != LEAK:
            WAYS[way](resumed(world, rng, umbrella))
        if way == LEAK or len(umbrella.evidence) > before:
            umbrella.way = way


def resumed(world: World, rng: np.random.Generator, umbrella: Umbrella) -> Plot:
    """The plot of an umbrella that was planted before, to add to its evidence."""
    plot = Plot(world, rng, umbrella.official, umbrella.gang, LEVELS[umbrella.difficulty])
    plot.evidence = umbrella.evidence
    return plot

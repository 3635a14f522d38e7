"""Gatherings, property and awards of the background."""

import numpy as np

from netinv.demo.facts import TIE, Facts
from netinv.demo.numbers import plate
from netinv.demo.scenario import DAY, END, START
from netinv.demo.tables import Row
from netinv.demo.world import World

_KINDS = ("wedding", "funeral", "banquet", "meeting", "hotel", "travel", "gambling", "training")
_SHARES = (0.14, 0.08, 0.28, 0.16, 0.16, 0.09, 0.05, 0.04)


def circles(world: World) -> dict[int, list[int]]:
    """Whom each person knows, from the contacts noted so far (the first few of each)."""
    found: dict[int, list[int]] = {}
    for a, b, _ in world.contacts:
        if len(a) > 1:
            for x, y in zip(a.tolist(), b.tolist(), strict=True):
                found.setdefault(x, []).append(y)
                found.setdefault(y, []).append(x)
    return found


def background_events(world: World) -> None:
    """Weddings with half a street, banquets of friends, nights in hotels; every tenth guest a stranger."""
    rng = world.scenario.stream("events")
    facts, people = Facts(world, rng), world.people
    adult = people.families.adults()
    known = circles(world)
    hosts = np.asarray([p for p, c in known.items() if adult[p] and len(c) >= 4 and not people.outsider[p]])
    strangers = np.flatnonzero(people.outsider & ~people.silent)
    for _ in range(world.scenario.count(270)):
        kind = str(rng.choice(_KINDS, p=_SHARES))
        host = int(rng.choice(hosts))
        size = (
            int(rng.integers(18, 45))
            if kind in ("wedding", "funeral", "training")
            else int(rng.integers(1, 7))
        )
        circle = [p for p in dict.fromkeys(known[host]) if adult[p]]
        guests = [host, *circle[:size]]
        while len(guests) < size:
            guests.append(int(rng.choice(hosts)))
        guests = [
            int(rng.choice(strangers)) if rng.random() < world.scenario.rates.stranger_guest else g
            for g in guests
        ]
        payer = host if kind != "training" and rng.random() < 0.4 else -1
        facts.gathering(kind, list(dict.fromkeys(guests)), facts.moment(), TIE, payer)


def background_assets(world: World) -> None:
    """Cars and flats; some are driven by somebody other than the owner, mostly of the family."""
    rng = world.scenario.stream("assets")
    declared = world.scenario.stream("declared prices")
    people = world.people
    grown = np.flatnonzero(people.families.adults() & ~people.outsider)
    firms = world.firms()
    for _ in range(world.scenario.count(420)):
        car, by_firm = rng.random() < 0.6, rng.random() < 0.12
        owner = int(rng.choice(grown))
        firm = int(rng.choice(firms)) if by_firm else -1
        spouse = int(people.families.spouse[owner])
        user = int(rng.choice(grown)) if by_firm else spouse if rng.random() < 0.25 else -1
        market = rng.lognormal(11.3, 0.5) if car else rng.lognormal(13.1, 0.35)
        at = START + int(rng.integers(-500, 700)) * DAY
        paid = market * rng.uniform(0.88, 1.05)
        # what is declared to the tax office is now and then far less than what was paid
        price = paid * declared.uniform(0.5, 0.85) if declared.random() < 0.08 else paid
        values = {
            "kind": "vehicle" if car else "property",
            "identifier": plate(rng) if car else flat_number(world, rng),
            "start": str(np.datetime64(at, "s"))[:10],
            "price_yuan": str(int(price)),
            "market_price_yuan": str(int(market)),
        }
        persons = {"owner": owner if firm < 0 else -1, "user": user}
        world.tables["assets"].add(Row(persons=persons, orgs={"owner": firm}, values=values))


def flat_number(world: World, rng: np.random.Generator) -> str:
    """An invented deed number."""
    year, number = rng.integers(2010, 2025), rng.integers(10**6, 10**7)
    return f"{world.county.name.removesuffix('县')}({year})不动产权第{number}号"


def background_awards(world: World) -> None:
    """Contracts after tender, permits, land and subsidies, to all firms alike."""
    rng = world.scenario.stream("awards")
    facts = Facts(world, rng)
    approvers = world.staff("bureau", "town")
    firms = world.firms()
    for _ in range(world.scenario.count(165)):
        kind = str(rng.choice(["contract", "permit", "land", "subsidy"], p=[0.55, 0.3, 0.05, 0.1]))
        bidders = int(rng.choice([1, 2, 3, 4, 5, 6, 7, 8], p=[0.07, 0.08, 0.2, 0.2, 0.17, 0.13, 0.1, 0.05]))
        at = facts.moment(START, END)
        yuan = round(rng.lognormal(12.2, 0.8), -2)
        facts.award(
            int(rng.choice(firms)),
            int(rng.choice(approvers)),
            kind,
            at,
            yuan,
            bidders if kind == "contract" else 0,
        )


def background_duties(world: World) -> None:
    """What officials declare and are assigned: mostly about people whom nobody ever asks about."""
    rng = world.scenario.stream("duties")
    facts, people = Facts(world, rng), world.people
    ordinary = people.ordinary()
    police = world.staff("station", "squad")
    for _ in range(world.scenario.count(110)):
        start = START + int(rng.integers(-400, 600)) * DAY
        if rng.random() < 0.55:
            facts.duty(int(rng.choice(police)), "beat_officer", int(rng.choice(ordinary)), start)
        else:
            official = int(rng.choice(people.officials))
            near = [p for p, _ in people.families.near(official)]
            if near:
                facts.duty(
                    official,
                    str(rng.choice(["declared_tie", "recused"])),
                    near[rng.integers(len(near))],
                    start,
                )

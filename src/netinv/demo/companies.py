"""Companies: names in several forms, owners, employees, the register of organisations and of holdings."""

import numpy as np

from netinv.demo import namebook, numbers
from netinv.demo.tables import Row, block
from netinv.demo.world import Org, World


def make_companies(world: World) -> None:
    """Add firms with owners and employees, and two law offices."""
    rng = world.scenario.stream("companies")
    people = world.people
    wanted = world.scenario.count(180)
    seen: set[str] = set()
    adults = rng.permutation(people.ordinary())
    owners = adults[: 2 * wanted].tolist()
    stems = len(namebook.FIRM_FIRST) * len(namebook.FIRM_SECOND)
    while len(seen) < wanted:
        trade = namebook.TRADES[rng.integers(len(namebook.TRADES))]
        stem = namebook.FIRM_FIRST[rng.integers(18)] + namebook.FIRM_SECOND[rng.integers(20)]
        if len(seen) > stems * len(namebook.TRADES) // 2:
            stem += namebook.FIRM_SECOND[rng.integers(20)]
        if stem + trade not in seen:
            seen.add(stem + trade)
            add_firm(world, stem, trade, owners[len(seen) - 1], rng)
    for stem in ("明理", "衡正"):
        _law_office(world, stem, rng)
    firms = np.asarray(world.firms())
    workers = rng.permutation(people.ordinary())
    workers = workers[: int(len(workers) * 0.3)]
    people.employer[workers] = rng.choice(firms, len(workers))
    second = rng.permutation(adults)[: wanted // 2].tolist()
    for firm in firms.tolist():
        _holders(world, firm, second, rng)


def add_firm(world: World, stem: str, trade: str, owner: int, rng: np.random.Generator) -> int:
    """Add one firm; returns its position."""
    county = world.county.name
    trader = rng.random() < 0.25
    form = "经营部" if trader else "有限责任公司" if rng.random() < 0.3 else "有限公司"
    core = stem + trade
    other = core + ("有限公司" if form == "有限责任公司" else "有限责任公司")
    forms: tuple[str, ...] = (
        county + core + form,
        core + form,
        core,
        f"{county.removesuffix('县')}{core}{form}",
    )
    if not trader:
        forms = (*forms, county + other)
    town = int(rng.integers(len(world.county.towns)))
    street = namebook.STREETS[rng.integers(len(namebook.STREETS))]
    world.orgs.append(
        Org(
            "firm", forms, numbers.uscc("92" if trader else "91", world.county.area, rng),
            "个体工商户" if trader else "有限责任公司", town,
            f"{county}{world.county.towns[town]}{street}{rng.integers(1, 300)}号",
            f"0842{rng.integers(2_000_000, 8_999_999)}", 6_288_000_000_000_000 + int(rng.integers(10**12)),
            int(rng.integers(2004, 2023)), owner, int(rng.choice([10, 50, 100, 200, 500,
            1000])) * 10_000, trade,
        )
    )  # fmt: skip
    return len(world.orgs) - 1


def _law_office(world: World, stem: str, rng: np.random.Generator) -> None:
    name = f"{stem}律师事务所"
    world.orgs.append(
        Org(
            "law", (world.county.name + name, name), numbers.uscc("31", world.county.area, rng),
            "律师事务所", 0,
            f"{world.county.name}{world.county.towns[0]}学府路{rng.integers(1, 99)}号",
            f"0842{rng.integers(2_000_000, 8_999_999)}",
            6_288_000_000_000_000 + int(rng.integers(10**12)), 2009,
        )
    )  # fmt: skip
    free = rng.permutation(world.people.ordinary())
    for person in free[: max(2, world.scenario.count(3))].tolist():
        if world.people.employer[person] < 0:
            world.people.employer[person] = len(world.orgs) - 1
            world.people.title[person] = "律师"
            world.people.numberless[person] = False
            world.lawyers.append(person)


def _holders(world: World, firm: int, second: list[int], rng: np.random.Generator) -> None:
    org = world.orgs[firm]
    share = 100.0
    others = (
        [second[rng.integers(len(second))]] if org.legal_form != "个体工商户" and rng.random() < 0.45 else []
    )
    if others and others[0] == org.legal_rep:
        others = []
    if others:
        share = round(float(rng.uniform(40, 80)), 1)
    add_holding(world, firm, org.legal_rep, "legal_rep", None)
    add_holding(world, firm, org.legal_rep, "shareholder", share)
    for other in others:
        add_holding(world, firm, other, "shareholder", round(100 - share, 1))
        if rng.random() < 0.4:
            add_holding(world, firm, other, str(rng.choice(["supervisor", "manager", "director"])), None)
    if rng.random() < 0.05:
        parent = int(rng.choice(world.firms()))
        values = {
            "role": "shareholder",
            "share_pct": f"{rng.uniform(5, 30):.1f}",
            "start": f"{org.founded}-06",
        }
        if parent != firm:
            world.tables["holdings"].add(Row(orgs={"": firm, "holder": parent}, values=values))


def add_holding(
    world: World,
    firm: int,
    who: int,
    role: str,
    share: float | None,
    planted: bool = False,
    paid: bool = True,
) -> int:
    """Write one holding; returns its handle. `paid` false leaves the paid-in capital at nothing."""
    org = world.orgs[firm]
    values = {"role": role, "start": f"{org.founded}-0{1 + firm % 9}"}
    if share is not None:
        values["share_pct"] = f"{share:.1f}"
        values["paid_in_yuan"] = str(int(org.capital * share / 100)) if paid else "0"
    return world.tables["holdings"].add(
        Row(planted=planted, persons={"holder": who}, orgs={"": firm}, values=values)
    )


def register_organizations(world: World) -> None:
    """Write the register of organisations, after everybody who founds one has."""
    rng = world.scenario.stream("org register")
    orgs = world.orgs
    n = len(orgs)
    known = rng.random((n, 3))
    position = np.arange(n)
    world.tables["organizations"].extend(
        block(
            np.zeros(n, np.int64), {"legal_rep": np.asarray([o.legal_rep for o in orgs])}, {"": position},
            former_names=[""] * n,
            aliases=[o.forms[2] if len(o.forms) > 2 and k < 0.15 else "" for o, k in zip(orgs, known[:,
            0], strict=True)],
            status=["在业" if o.role == "firm" else "" for o in orgs],
            capital_yuan=[str(o.capital) if o.capital else "" for o in orgs],
            kind=[o.legal_form for o in orgs],
            region=[world.county.towns[o.town] if o.town >= 0 else world.county.name for o in orgs],
            address=[o.address if k < 0.9 else "" for o, k in zip(orgs, known[:, 1], strict=True)],
            phones=[o.phone if k < 0.7 else "" for o, k in zip(orgs, known[:, 2], strict=True)],
            founded_on=[str(o.founded) if o.founded else "" for o in orgs],
        )
    )  # fmt: skip

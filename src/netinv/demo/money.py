"""Transfers of the background: wages, families, friends, shops, trade between firms."""

import numpy as np

from netinv.demo.calls import moments
from netinv.demo.scenario import DAY, END, START, Floats, Ints
from netinv.demo.tables import block
from netinv.demo.world import World

_MONTHS = (END - START) // (30 * DAY)


def background_money(world: World) -> None:
    """Some 8,000 transfers in a county of 5,000 people."""
    rng = world.scenario.stream("money")
    count = world.scenario.count
    people = world.people
    grown = np.flatnonzero(people.families.adults() & ~people.silent)
    firms = np.asarray(world.firms())
    workers = np.flatnonzero(people.employer >= 0)
    n = count(2_700)
    who = rng.choice(workers, n)
    month = rng.integers(0, _MONTHS, n)
    at = START + month * 30 * DAY + rng.integers(0, 3 * DAY, n)
    memo = [f"{1 + (6 + m) % 12}月工资" for m in month.tolist()]
    wage = rng.lognormal(8.3, 0.35, n)
    _write(world, at, wage, memo, payer_org=people.employer[who], payee=who)
    n = count(2_900)
    if world.contacts:
        a = np.concatenate([c[0] for c in world.contacts])
        b = np.concatenate([c[1] for c in world.contacts])
        edge = rng.integers(0, len(a), n)
        able = people.families.adults()[a[edge]] & people.families.adults()[b[edge]]
        edge = edge[able & ~people.silent[a[edge]] & ~people.silent[b[edge]]]
        words = rng.choice(
            np.asarray(["转账", "", "生活费", "红包", "还钱", "礼金", "货款", "借款"]), len(edge)
        )
        amount = rng.lognormal(6.6, 1.1, len(edge))
        _write(world, moments(rng, len(edge)), amount, words.tolist(), payer=a[edge], payee=b[edge])
    n = count(1_500)
    words = rng.choice(np.asarray(["消费", "货款", "餐费", "", "停车费", "材料"]), n)
    buyers, shops = rng.choice(grown, n), rng.choice(firms, n)
    _write(world, moments(rng, n), rng.lognormal(5.5, 1.2, n), words.tolist(), payer=buyers, payee_org=shops)
    n = count(950)
    words = rng.choice(np.asarray(["材料款", "运费", "工程款", "货款", "服务费"]), n)
    a, b = rng.choice(firms, n), rng.choice(firms, n)
    amount = np.round(rng.lognormal(10, 0.9, n), -2)
    apart = a != b
    words = words[apart]
    _write(
        world, moments(rng, n)[apart], amount[apart], words.tolist(), payer_org=a[apart], payee_org=b[apart]
    )


def _write(
    world: World,
    at: Ints,
    amount: Floats,
    memo: list[str],
    payer: Ints | None = None,
    payee: Ints | None = None,
    payer_org: Ints | None = None,
    payee_org: Ints | None = None,
) -> None:
    persons = {k: v for k, v in (("payer", payer), ("payee", payee)) if v is not None}
    orgs = {k: v for k, v in (("payer", payer_org), ("payee", payee_org)) if v is not None}
    yuan = [f"{x:.2f}" for x in amount.tolist()]
    world.tables["transfers"].extend(block(at, persons, orgs, amount_yuan=yuan, memo=memo))

"""Call lists: who talks to whom comes from families, friends, offices and firms; hubs are called by
everybody."""

import numpy as np

from netinv.demo.scenario import DAY, END, START, Ints
from netinv.demo.tables import Block
from netinv.demo.world import World

_BY_HOUR = np.asarray([1, 0.5, 0.3, 0.2, 0.2, 0.5, 2, 5, 8, 9, 9, 9, 8, 6, 7, 8, 8, 8, 9, 10, 9, 7, 4, 2])


def hubs(world: World) -> Ints:
    """People whose phones are public: a taxi driver, a clinic, a parcel shop. They are called by hundreds."""
    rng = world.scenario.stream("hubs")
    people = world.people
    able = people.ordinary()
    chosen = rng.permutation(able[people.phone[able] > 0])[: world.scenario.count(8)]
    callers = np.flatnonzero((people.phone > 0) & ~people.silent)
    for hub in [*chosen.tolist(), *world.lawyers]:
        some = rng.choice(callers, min(len(callers) // 12, 2_000), replace=False)
        some = some[some != hub]
        world.contacts.append((some, np.full(len(some), hub), rng.geometric(0.6, len(some))))
    return chosen


def moments(rng: np.random.Generator, size: int) -> Ints:
    """Moments of calls over the window, by the hours of the day."""
    hour = rng.choice(24, size, p=_BY_HOUR / _BY_HOUR.sum())
    days = rng.integers(0, (END - START) // DAY, size)
    return np.asarray(START + days * DAY + hour * 3600 + rng.integers(0, 3600, size), np.int64)


def background_calls(world: World) -> None:
    """Draw the calls of everybody from the contacts noted so far."""
    rng = world.scenario.stream("calls")
    people, size = world.people, world.scenario.count(60_400)
    a = np.concatenate([c[0] for c in world.contacts])
    b = np.concatenate([c[1] for c in world.contacts])
    weight = np.concatenate([c[2] for c in world.contacts]).astype(np.float64)
    able = (people.phone[a] > 0) & (people.phone[b] > 0) & ~people.silent[a] & ~people.silent[b]
    a, b, weight = a[able], b[able], weight[able]
    edge = np.searchsorted(np.cumsum(weight) / weight.sum(), rng.random(size))
    edge = np.minimum(edge, len(a) - 1)
    turn = rng.random(size) < 0.5
    caller, called = np.where(turn, a[edge], b[edge]), np.where(turn, b[edge], a[edge])
    strange = rng.random(size) < 0.06
    strangers = np.flatnonzero(people.outsider & ~people.silent)
    called = np.where(strange, rng.choice(strangers, size), called)
    office = np.full(size, -1, np.int64)
    landline = rng.random(size) < 0.02
    office[landline] = rng.integers(0, len(world.orgs), int(landline.sum()))
    kind = np.asarray(["call", "sms", "chat"])[rng.choice(3, size, p=[0.86, 0.1, 0.04])]
    seconds = np.where(kind == "call", rng.lognormal(4.0, 1.0, size).astype(np.int64), 0)
    world.tables["calls"].extend(
        Block(
            size,
            moments(rng, size),
            np.zeros(size, bool),
            {"from": caller, "to": called},
            {"from": np.full(size, -1, np.int64), "to": office},
            {},
            {},
            {
                "kind": kind.tolist(),
                "seconds": seconds,
                "second_from": (rng.random(size) < 0.15).astype(np.int64),
                "second_to": (rng.random(size) < 0.15).astype(np.int64),
            },
        )
    )

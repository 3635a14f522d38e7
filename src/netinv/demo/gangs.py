"""Gangs: members with nicknames, companies of their own or in others' names, and how they talk."""

import numpy as np

from netinv.demo import companies, namebook, names
from netinv.demo.scenario import FIRST_DAY
from netinv.demo.tables import How, Row
from netinv.demo.world import Gang, World


def make_gangs(world: World) -> None:
    """Draw the gangs from ordinary people, write `gangs`, `gang_members` and their companies."""
    rng = world.scenario.stream("gangs")
    people = world.people
    people_left = rng.permutation(people.ordinary())
    born = people.families.year[people_left]
    pool = people_left[(born >= 1968) & (born <= 2002) & (people.phone[people_left] > 0)].tolist()
    count = world.scenario.gangs
    sizes = np.full(count, world.scenario.members // count)
    sizes[: world.scenario.members - int(sizes.sum())] += 1
    for g, size in enumerate(sizes.tolist()):
        members = [pool.pop() for _ in range(size)]
        for person in members:
            people.numberless[person] = False
            people.nickname[person] = names.nickname(
                people.name(person), int(people.families.sex[person]), rng
            )
        kind = ("evil_gang", "evil_group", "mafia_type")[min(2, int(rng.random() * 2.3))]
        town, formed = g % len(world.county.towns), int(rng.integers(2012, FIRST_DAY.year - 2))
        broken = bool(rng.random() < 0.4)
        firms = [
            companies.add_firm(
                world,
                namebook.FIRM_FIRST[rng.integers(18)] + namebook.FIRM_SECOND[rng.integers(20)],
                namebook.ROUGH_TRADES[rng.integers(8)],
                members[k % 2],
                rng,
            )
            for k in range(int(rng.integers(2, 4)))
        ]
        handle = _gang_row(world, members[0], kind, town, formed, broken, rng)
        gang = Gang(handle, town, members, firms, formed, broken)
        world.gangs.append(gang)
        _member_rows(world, gang, rng)
        _firm_rows(world, gang, pool, rng)
        for i, a in enumerate(members):
            for b in members[:i]:
                if rng.random() < 0.6 or b == members[0]:
                    world.meet(a, b, int(rng.integers(3, 16)))


def _gang_row(
    world: World, leader: int, kind: str, town: int, formed: int, broken: bool, rng: np.random.Generator
) -> int:
    surname = names.FAMILY[world.people.names.family[leader]]
    region = world.county.towns[town]
    word = {"evil_gang": "团伙", "evil_group": "犯罪集团", "mafia_type": "涉黑组织"}[kind]
    ended = f"2025-0{rng.integers(1, 6)}-{rng.integers(10, 28)}"
    values = {
        "name": f"{region}{surname}某{word}",
        "kind": kind,
        "region": region,
        "formed_on": str(formed),
        "broken_on": ended if broken else "",
        "status": str(rng.choice(["charged", "convicted"])) if broken else "suspected",
    }
    return world.tables["gangs"].add(Row(values=values))


def _member_rows(world: World, gang: Gang, rng: np.random.Generator) -> None:
    for rank, person in enumerate(gang.members):
        measures = (
            ("arrested", "prosecuted", "detained")
            if gang.broken
            else ("none", "none", "none", "bail", "at_large")
        )
        values = {
            "role": "leader" if rank == 0 else "core" if person in gang.core else "member",
            "measure": str(rng.choice(measures)),
            "aliases": world.people.nickname[person] if rng.random() < 0.75 else "",
            "since": str(gang.formed + int(rng.integers(0, 4))),
        }
        how = How.EXACT if rank == 0 else How.USUAL
        world.tables["gang_members"].add(
            Row(persons={"": person}, how={"": how}, links={"gang_id": gang.handle}, values=values)
        )


def _firm_rows(world: World, gang: Gang, pool: list[int], rng: np.random.Generator) -> None:
    """A gang's firms belong to members, one of them partly to a front man who is nobody's relative."""
    for k, firm in enumerate(gang.firms):
        rep = world.orgs[firm].legal_rep
        partner = gang.members[min(k + 2, len(gang.members) - 1)]
        companies.add_holding(world, firm, rep, "legal_rep", None)
        companies.add_holding(world, firm, rep, "shareholder", 60.0)
        companies.add_holding(world, firm, partner, "shareholder", 25.0)
        front = pool.pop()
        gang.nominees.append(front)
        companies.add_holding(world, firm, front, "shareholder", 15.0)
        world.people.employer[gang.members[k :: len(gang.firms)]] = firm
        if k == 0:
            companies.add_holding(world, firm, gang.leader, "controller", None)

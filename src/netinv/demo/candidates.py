"""Candidates for village committees: who ought to be objected to, and who only bears such a name."""

import numpy as np

from netinv.demo.scenario import Ints
from netinv.demo.tables import Block, How, Row
from netinv.demo.world import World
from netinv.demo.write import Ids, person_key

_POSITIONS = ("村委会主任", "村委会副主任", "村委委员", "村党支部书记")


def findings(world: World, ids: Ids) -> dict[int, dict[str, list[str]]]:
    """What the records of this county hold against each person: reason to records."""
    keep = not world.scenario.null
    found: dict[int, dict[str, list[str]]] = {}

    def note(person: int, reason: str, record: str) -> None:
        found.setdefault(person, {}).setdefault(reason, []).append(record)

    def shown(rows: Block) -> Ints:
        return np.flatnonzero(~rows.planted | keep)

    members = ids.blocks["gang_members"]
    for i in shown(members).tolist():
        note(int(members.persons[""][i]), "gang_member", "gang_members:" + ids.of("gang_members", i))
    people, cases = ids.blocks["case_people"], ids.blocks["cases"]
    for i in shown(people).tolist():
        case = int(people.links["case_id"][i])
        if people.values["role"][i] == "suspect" and cases.values["outcome"][case] == "convicted":
            note(int(people.persons[""][i]), "conviction", "cases:" + ids.of("cases", case))
    firms = {f for g in world.gangs for f in g.firms}
    holdings = ids.blocks["holdings"]
    for i in shown(holdings).tolist():
        if int(holdings.orgs[""][i]) in firms and holdings.persons["holder"][i] >= 0:
            note(int(holdings.persons["holder"][i]), "gang_company", "holdings:" + ids.of("holdings", i))
    return found


def make_candidates(world: World, ids: Ids) -> None:
    """Add the candidates and their answers; to be called when all else is numbered."""
    rng = world.scenario.stream("candidates")
    people = world.people
    against = findings(world, ids)
    never = {int(p) for u in world.umbrellas for t, h, _ in u.evidence for p in _named(ids.blocks[t], h)}
    ordinary = [
        int(p) for p in rng.permutation(people.ordinary()) if int(p) not in never and people.registered[p]
    ]
    total = world.scenario.count(60)
    guilty = [p for p in ordinary if p in against][: total // 8]
    bad = set(people.names.keys()[np.asarray(list(against), np.int64)].tolist())
    keys = people.names.keys()
    clean = [p for p in ordinary if p not in against]
    traps = [p for p in clean if int(keys[p]) in bad][: total // 8]
    _certain(ids, set(guilty))
    rest = [p for p in clean if int(keys[p]) not in bad][: total - len(guilty) - len(traps)]
    chosen = (
        [(p, "flag") for p in guilty] + [(p, "namesake_trap") for p in traps] + [(p, "clean") for p in rest]
    )
    table = world.tables["candidates"]
    towns, villages = world.county.towns, world.county.villages
    answers = []
    for person, label in chosen:
        town = int(people.town[person])
        region = f"{towns[town]}{villages[town][int(rng.integers(len(villages[town])))]}村"
        values = {"position": _POSITIONS[rng.integers(len(_POSITIONS))], "region": region}
        how = How.USUAL if label == "clean" else How.EXACT
        handle = table.add(Row(persons={"": person}, how={"": how}, values=values))
        answers.append((handle, person, label))
    ids.number("candidates", table)
    for handle, person, label in answers:
        reasons = against.get(person, {})
        world.candidates.append(
            {
                "record_id": ids.of("candidates", handle),
                "true_entity_id": person_key(person),
                "id_number": people.id_number(person),
                "expected": str(int(label == "flag")),
                "class": label,
                "reasons": "|".join(reasons),
                "evidence": ";".join(dict.fromkeys(e for records in reasons.values() for e in records)),
            }
        )


def _certain(ids: Ids, guilty: set[int]) -> None:
    """Have one record against each write the identity number in full: a name alone must not be held
    against anybody."""
    for table, prefix in (("gang_members", ""), ("case_people", ""), ("holdings", "holder")):
        rows = ids.blocks[table]
        how = rows.how.setdefault(prefix, np.zeros(rows.size, np.int64))
        against = np.isin(rows.persons[prefix], list(guilty)) & ~rows.planted
        if table == "case_people":
            outcomes = ids.blocks["cases"].values["outcome"]
            convicted = [r == "suspect" for r in rows.values["role"]]
            ends = [outcomes[c] == "convicted" for c in rows.links["case_id"].tolist()]
            against &= np.asarray(convicted) & np.asarray(ends)
        how[against] = int(How.EXACT)


def _named(rows: Block, handle: int) -> list[int]:
    return [int(who[handle]) for who in rows.persons.values()]

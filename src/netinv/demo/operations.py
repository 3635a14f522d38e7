"""Raids: planned, known to some, carried out, sometimes in vain."""

from collections.abc import Sequence

import numpy as np

from netinv.demo.facts import ACT
from netinv.demo.scenario import DAY, END, START
from netinv.demo.tables import Evidence, Row
from netinv.demo.world import World


def raid(
    world: World, rng: np.random.Generator, gang_no: int, knowing: Sequence[tuple[int, str]], result: str,
    at: int = 0, planted: bool = False,
) -> tuple[list[Evidence], int, int]:  # fmt: skip
    """Write one operation; returns evidence (the operation, then the rows of `knowing` in order),
    planned, executed."""
    gang = world.gangs[gang_no]
    executed = at or START + int(rng.integers(20, (END - START) // DAY)) * DAY
    executed = executed - executed % DAY + int(rng.integers(20 * 3600, 24 * 3600))
    planned = executed - int(rng.integers(1, 6)) * DAY
    planned = planned - planned % DAY + int(rng.integers(9 * 3600, 17 * 3600))
    text = str(np.datetime64(planned, "s"))[:16].replace("T", " ")
    values = {"planned_at": text, "result": result}
    links = {"gang_id": gang.handle}
    table = world.tables["operations"]
    operation = table.add(Row(executed, planted, links=links, values=values))
    found: list[Evidence] = [("operations", operation, ACT)]
    team = world.staff("station", town=gang.town) + world.staff("squad")
    crew = [int(p) for p in rng.choice(team, min(len(team), int(rng.integers(4, 9))), replace=False)]
    named = {p for p, _ in knowing}
    rest = [p for p in crew if p not in named]
    roles = ["planner", "informed", *["executor"] * len(rest)]
    for person, role in [*knowing, *zip(rest, roles, strict=False)]:
        row = Row(0, planted, {"": person}, links={"op_id": operation}, values={"role": role})
        handle = world.tables["operation_people"].add(row)
        if person in named:
            found.append(("operation_people", handle, ACT))
    return found, planned, executed


def background_operations(world: World) -> None:
    """Two or three raids a gang; most find somebody."""
    rng = world.scenario.stream("operations")
    for g in range(len(world.gangs)):
        for _ in range(int(rng.integers(2, 4))):
            raid(world, rng, g, [], str(rng.choice(["success", "partial", "empty"], p=[0.5, 0.33, 0.17])))

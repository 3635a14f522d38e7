"""One synthetic county from a scenario: the order in which its world is made."""

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from netinv.demo import calls, cases, companies, events, gangs, leads, money, offices, operations, register
from netinv.demo.candidates import make_candidates
from netinv.demo.decoys import SINGLE
from netinv.demo.explained import DOUBLE, plant_decoys
from netinv.demo.harmless import HARMLESS
from netinv.demo.leaks import after_leads, plant_leaks
from netinv.demo.people import make_people
from netinv.demo.places import make_county
from netinv.demo.scenario import DIFFICULTIES, SMALLEST, Scenario
from netinv.demo.umbrellas import plant_umbrellas
from netinv.demo.ways import plant_ways
from netinv.demo.world import World
from netinv.demo.write import Ids, person_key, write_tables
from netinv.model.errors import UsageError

FAMILIES = ("act", "benefit", "link", "tie")


@dataclass(frozen=True)
class CountySummary:
    """What was written. `rows` is by table; `planted` counts umbrellas, `decoys` innocent pairs."""

    name: str
    data: Path
    truth: Path
    people: int
    officials: int
    units: int
    gangs: int
    members: int
    planted: int
    decoys: int
    shared_name_share: float
    rows: dict[str, int]


def write_county(
    to: Path,
    people: int = 5_000,
    seed: int = 0,
    null: bool = False,
    difficulty: str = "mixed",
    progress: Callable[[str], None] | None = None,
) -> CountySummary:
    """Write a county in contract form to `to/data` and the answers to `to/truth`.

    The same arguments give the same bytes. `null` leaves out what umbrellas did and nothing else.
    Raises UsageError
    where a parameter makes no county.
    """
    if difficulty not in DIFFICULTIES:
        raise UsageError(f"difficulty {difficulty!r}: one of {', '.join(DIFFICULTIES)}")
    if people < SMALLEST:
        raise UsageError(f"a county needs at least {SMALLEST:,} people, not {people:,}")
    say = progress or (lambda _: None)
    world = make_world(Scenario(people, seed, null, difficulty), say)
    data, truth = to / "data", to / "truth"
    data.mkdir(parents=True, exist_ok=True)
    truth.mkdir(parents=True, exist_ok=True)
    ids = Ids(world)
    make_candidates(world, ids)
    rows = write_tables(world, ids, data, truth, say)
    summary = _summary(world, data, truth, rows)
    _write_truth(world, ids, truth, summary)
    return summary


def make_world(scenario: Scenario, say: Callable[[str], None]) -> World:
    """Everything but the files."""
    say("people / 人员")
    county = make_county(scenario)
    world = World(scenario, county, make_people(scenario, county))
    offices.make_offices(world)
    offices.former_posts(world)
    companies.make_companies(world)
    gangs.make_gangs(world)
    say("acquaintance / 社会关系")
    register.register_people(world)
    register.register_kin(world)
    register.register_ties(world)
    register.office_calls(world)
    hubs = calls.hubs(world)
    say("cases, money, events / 案件、资金、聚会")
    cases.background_cases(world)
    cases.background_interventions(world)
    operations.background_operations(world)
    money.background_money(world)
    events.background_events(world)
    events.background_assets(world)
    events.background_awards(world)
    events.background_duties(world)
    say("umbrellas and look-alikes / 保护伞与无辜相似者")
    plant_umbrellas(world)
    plant_decoys(world, hubs, SINGLE | DOUBLE, "decoys")
    plant_ways(world)
    plant_decoys(world, hubs, HARMLESS, "harmless")
    leads.background_leads(world, max(0, scenario.count(37) - world.tables["leads"].size))
    plant_leaks(world)
    plant_decoys(world, hubs, after_leads(world), "after leads")
    calls.background_calls(world)
    companies.register_organizations(world)
    register.register_sources(world)
    return world


def _summary(world: World, data: Path, truth: Path, rows: dict[str, int]) -> CountySummary:
    people = world.people
    return CountySummary(
        world.county.name,
        data,
        truth,
        len(people),
        len(people.officials),
        len([o for o in world.orgs if o.role not in ("firm", "law", "village")]),
        len(world.gangs),
        sum(len(g.members) for g in world.gangs),
        0 if world.scenario.null else len(world.umbrellas),
        len(world.decoys),
        round(float(np.mean(people.shared_name)), 4),
        rows,
    )


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _evidence(ids: Ids, evidence: Iterable[tuple[str, int, str]]) -> str:
    return ";".join(f"{t}:{ids.of(t, h)}:{f}" for t, h, f in dict.fromkeys(evidence))


def _write_truth(world: World, ids: Ids, truth: Path, summary: CountySummary) -> None:
    """The answers, in a folder that no product code reads."""
    people, scenario = world.people, world.scenario
    scale = {"seed": scenario.seed, "scale": str(scenario.people), "difficulty": scenario.difficulty}
    counts = {"people": len(people), "organizations": len(world.orgs), "officials": summary.officials}
    more = {"gangs": summary.gangs, "planted": summary.planted, "decoy_pairs": summary.decoys}
    meta = scale | {"null": scenario.null} | counts | more | {"shared_name_share": summary.shared_name_share}
    text = json.dumps(meta | {"rows": summary.rows}, ensure_ascii=False, indent=1)
    (truth / "truth_meta.json").write_text(text + "\n", encoding="utf-8")
    umbrellas = [
        (
            f"U{i + 1:03d}", person_key(u.official), people.id_number(u.official), people.name(u.official),
            ids.of("gangs", u.gang), u.pattern, u.difficulty, u.act,
            "|".join(f for f in FAMILIES if any(f == e[2] for e in u.evidence)),
            "|".join(f for f in FAMILIES if f != "link" and any(f == e[2] for e in u.evidence)),
            _evidence(ids, u.evidence), u.way,
        )
        for i, u in enumerate(world.umbrellas)
        if not scenario.null
    ]  # fmt: skip
    head = "umbrella_id true_entity_id id_number name gang_id pattern difficulty act"
    _write(
        truth / "truth_umbrellas.csv", [*head.split(), "families", "measurable", "evidence", "way"], umbrellas
    )
    decoys = sorted(
        (
            person_key(d.official),
            ids.of("gangs", d.gang),
            d.label,
            _evidence(ids, d.evidence),
            _evidence(ids, d.explanation),
        )
        for d in world.decoys
    )
    _write(
        truth / "truth_decoys.csv", ["true_entity_id", "gang_id", "class", "evidence", "explanation"], decoys
    )
    officials = [
        (person_key(p), people.id_number(p), people.name(p), world.orgs[int(people.unit[p])].name)
        for p in people.officials.tolist()
    ]
    _write(truth / "truth_officials.csv", ["true_entity_id", "id_number", "name", "unit"], officials)
    head = "record_id true_entity_id id_number expected class reasons evidence"
    _write(truth / "truth_candidates.csv", head.split(), [list(c.values()) for c in world.candidates])
    reporters = [
        (
            ids.of("leads", lead),
            people.name(p),
            str(people.phone[p]),
            people.id_number(p),
            int(people.silent[p]),
        )
        for lead, p, planted in world.reporters
        if not (planted and scenario.null)
    ]
    _write(truth / "truth_reporters.csv", ["lead_id", "name", "phone", "id_number", "only_here"], reporters)

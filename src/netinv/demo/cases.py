"""Cases: charges, who handles them, how they end; a share concerns gang members."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from netinv.demo import names
from netinv.demo.facts import ACT, LENIENT
from netinv.demo.numbers import plate
from netinv.demo.scenario import DAY, END, START
from netinv.demo.tables import Evidence, How, Row
from netinv.demo.world import Gang, World

CHARGES = (
    ("盗窃", 20, -0.3), ("故意伤害", 14, 0.0), ("寻衅滋事", 12, 0.2), ("赌博", 9, 0.9), ("危险驾驶",
    10, -0.8), ("诈骗", 9, -0.6),
    ("敲诈勒索", 6, -0.4), ("故意毁坏财物", 6, 0.7), ("非法采矿", 4, 0.2), ("强迫交易", 4, 0.1),
    ("开设赌场", 4, -0.3),
    ("贩卖毒品", 4, -1.4), ("非法拘禁", 3, -0.4), ("聚众斗殴", 4, 0.1), ("交通肇事", 5, 0.4),
)  # fmt: skip
"""(charge, weight, log-odds of a mild end at severity 3)."""
GANG_CHARGES = (
    "寻衅滋事",
    "敲诈勒索",
    "强迫交易",
    "故意伤害",
    "开设赌场",
    "非法采矿",
    "聚众斗殴",
    "非法拘禁",
    "故意毁坏财物",
    "赌博",
)
_SQUAD_OF = {
    "诈骗": 3,
    "贩卖毒品": 4,
    "危险驾驶": 5,
    "交通肇事": 5,
    "赌博": 2,
    "开设赌场": 2,
    "聚众斗殴": 1,
    "敲诈勒索": 1,
}
_STRICT = ("prosecuted", "convicted", "convicted")
_OTHER = ("pending", "unsolved", "handed_over")


@dataclass
class Draft:
    """One case before it is written."""

    charge: str
    severity: int
    town: int
    unit: int
    opened: int
    outcome: str
    handler: int
    suspects: Sequence[int]
    gang: int = -1


class Court:
    """Who may handle, approve, prosecute and judge; writes cases."""

    def __init__(self, world: World, rng: np.random.Generator, planted: bool = False) -> None:
        self.world, self.rng, self.planted = world, rng, planted
        self.prosecutors = world.staff("procuracy")
        self.judges = world.staff("court")
        self.approvers = world.staff("police")
        people = world.people
        self.victims = np.flatnonzero(~people.outsider & people.families.adults())
        self.strangers = np.flatnonzero(people.outsider & ~people.silent)
        self.court = world.orgs[world.units("court")[0]].name
        self.by_unit: dict[int, list[int]] = {}
        for p in people.officials.tolist():
            self.by_unit.setdefault(int(people.unit[p]), []).append(p)

    def outcome(self, charge: str, severity: int, shift: float = 0.0) -> str:
        """How a case usually ends: mild more often where it is slight."""
        if self.rng.random() < 0.12:
            return _OTHER[self.rng.integers(3)]
        odds = next(o for c, _, o in CHARGES if c == charge) - 0.75 * (severity - 3) - 0.35 + shift
        mild = self.rng.random() < 1 / (1 + np.exp(-odds))
        return LENIENT[self.rng.integers(5)] if mild else _STRICT[self.rng.integers(3)]

    def write(
        self, draft: Draft, prosecutor: int = -1, counsel: int = -1, how: How = How.USUAL
    ) -> list[Evidence]:
        """Write one case with its people; evidence are the case and its handler's row."""
        rng, people, world = self.rng, self.world.people, self.world
        first = draft.suspects[0]
        surname = names.FAMILY[people.names.family[first]]
        more = "等人" if len(draft.suspects) > 1 else ""
        masked = surname + (("某" if len(surname) == 1 else "某某") if rng.random() < 0.8 else "某甲")
        ends = draft.opened + int(rng.integers(10, 240)) * DAY
        done = draft.outcome != "pending" and ends < END
        tried = draft.outcome in ("convicted", "acquitted")
        number = rng.integers(1, 400)
        values = {
            "title": f"{masked}{more}涉嫌{draft.charge}案", "charge": draft.charge,
            "severity": str(draft.severity),
            "region": world.county.towns[draft.town],
            "unit": world.orgs[draft.unit].forms[int(rng.integers(2))],
            "outcome": draft.outcome, "outcome_at": str(np.datetime64(ends, "s"))[:10] if done else "",
            "court": self.court if tried else "",
            "document_no": f"({str(np.datetime64(ends, 's'))[:4]})刑初{number}号" if tried else "",
        }  # fmt: skip
        links = {"gang_id": world.gangs[draft.gang].handle} if draft.gang >= 0 and rng.random() < 0.55 else {}
        case = world.tables["cases"].add(Row(draft.opened, self.planted, links=links, values=values))
        victims = self._victims(int(rng.integers(0, 3)))
        roles = [(s, "suspect", How.USUAL) for s in draft.suspects] + [
            (v, "victim", How.USUAL) for v in victims
        ]
        if rng.random() < 0.5:
            roles += [(w, "witness", How.USUAL) for w in self._victims(1)]
        if draft.outcome not in ("pending", "unsolved", "not_filed") and self.approvers:
            roles.append((int(rng.choice(self.approvers)), "approver", How.USUAL))
        if draft.outcome in ("prosecuted", "convicted", "not_prosecuted", "acquitted") and self.prosecutors:
            who = prosecutor if prosecutor >= 0 else int(rng.choice(self.prosecutors))
            roles.append((who, "prosecutor", How.USUAL))
        if tried and self.judges:
            roles.append((int(rng.choice(self.judges)), "judge", How.USUAL))
        if counsel >= 0:
            roles.append((counsel, "counsel", How.USUAL))
        found: list[Evidence] = [("cases", case, ACT)]
        for person, role, written in [*roles, (draft.handler, "handler", how)]:
            row = Row(
                0,
                self.planted,
                {"": person},
                how={"": written},
                links={"case_id": case},
                values={"role": role},
            )
            handle = world.tables["case_people"].add(row)
            if role == "handler":
                found.append(("case_people", handle, ACT))
        return found

    def _victims(self, count: int) -> list[int]:
        strange = self.rng.random(count) < self.world.scenario.rates.stranger_guest
        return [int(self.rng.choice(self.strangers if s else self.victims)) for s in strange]

    def unit_for(self, charge: str, town: int) -> int:
        """The squad that deals with a charge, or the town's station."""
        squads = self.world.units("squad")
        if charge in _SQUAD_OF and self.rng.random() < 0.5:
            return squads[_SQUAD_OF[charge] - 1]
        return self.world.units("station", town=town)[0]

    def handler_of(self, unit: int) -> int:
        """Somebody of a unit."""
        return int(self.rng.choice(self.by_unit[unit]))

    def gang_case(
        self, gang_no: int, handler: int, outcome: str | None = None, at: int = 0, severity: int = 0,
        how: How = How.USUAL,
        **others: int,
    ) -> list[Evidence]:  # fmt: skip
        """One case against members of a gang, in the unit of its handler."""
        gang: Gang = self.world.gangs[gang_no]
        charge = GANG_CHARGES[self.rng.integers(len(GANG_CHARGES))]
        severity = severity or int(self.rng.integers(2, 5))
        at = at or START + int(self.rng.integers(0, (END - START) // DAY - 60)) * DAY
        count = int(self.rng.integers(1, 4))
        suspects = [int(s) for s in self.rng.choice(gang.members, count, replace=False)]
        unit = int(self.world.people.unit[handler])
        outcome = outcome or self.outcome(charge, severity)
        draft = Draft(charge, severity, gang.town, unit, at, outcome, handler, suspects, gang_no)
        return self.write(draft, how=how, **others)


def background_cases(world: World) -> None:
    """Ordinary cases of the county and of every gang, and what was seized in some."""
    rng = world.scenario.stream("cases")
    court = Court(world, rng)
    weight = np.asarray([w for _, w, _ in CHARGES], float)
    offenders = rng.permutation(world.people.ordinary())
    offenders = offenders[: max(50, len(offenders) // 4)]
    members = {m for g in world.gangs for m in g.members}
    offenders = np.asarray([p for p in offenders.tolist() if p not in members])
    for _ in range(world.scenario.count(900)):
        charge = CHARGES[rng.choice(len(CHARGES), p=weight / weight.sum())][0]
        severity, town = (
            int(rng.choice(5, p=[0.15, 0.3, 0.3, 0.18, 0.07])) + 1,
            int(rng.integers(len(world.county.towns))),
        )
        unit = court.unit_for(charge, town)
        opened = START + int(rng.integers(0, (END - START) // DAY)) * DAY
        suspects = [int(x) for x in rng.choice(offenders, int(rng.integers(1, 3)), replace=False)]
        counsel = int(rng.choice(world.lawyers)) if rng.random() < 0.06 else -1
        outcome = court.outcome(charge, severity)
        court.write(
            Draft(charge, severity, town, unit, opened, outcome, court.handler_of(unit), suspects),
            counsel=counsel,
        )
    for g, gang in enumerate(world.gangs):
        for _ in range(int(rng.integers(10, 16))):
            unit = court.unit_for(GANG_CHARGES[rng.integers(10)], gang.town)
            found = court.gang_case(g, court.handler_of(unit))
            _seized(world, found[0][1], gang, rng)
            _restrained(world, found[0][1], gang, court, rng)


def background_interventions(world: World) -> None:
    """Written instructions of superiors in cases of all sorts: most registered words in an ear are of
    this kind."""
    rng = world.scenario.stream("interventions")
    superiors, handlers = world.staff("police", "town", "discipline"), world.staff("station", "squad")
    for _ in range(world.scenario.count(14)):
        by, handler = int(rng.choice(superiors)), int(rng.choice(handlers))
        case = int(rng.integers(world.tables["cases"].size))
        at = START + int(rng.integers(20, (END - START) // DAY)) * DAY
        manner = str(rng.choice(["letter", "call", "visit", "other"], p=[0.6, 0.2, 0.1, 0.1]))
        row = Row(
            at, persons={"by": by, "handler": handler}, links={"case_id": case}, values={"manner": manner}
        )
        world.tables["interventions"].add(row)


def _seized(world: World, case: int, gang: Gang, rng: np.random.Generator) -> None:
    if rng.random() < 0.35:
        kind = str(rng.choice(["vehicle", "cash", "account", "goods"]))
        identifier = {"vehicle": plate(rng), "account": str(world.people.account[gang.leader])}.get(kind, "")
        values = {"kind": kind, "identifier": identifier, "note": str(rng.choice(["查封", "扣押", "冻结"]))}
        who = int(rng.choice(gang.members))
        world.tables["case_assets"].add(Row(persons={"holder": who}, links={"case_id": case}, values=values))


def _restrained(world: World, case: int, gang: Gang, court: Court, rng: np.random.Generator) -> None:
    """Measures as they usually go: detained, arrested, sometimes bail for a reason."""
    if rng.random() < 0.4:
        measure = str(rng.choice(["detained", "arrested", "prosecuted", "bail"], p=[0.4, 0.35, 0.15, 0.1]))
        by = int(rng.choice(court.approvers))
        at = START + int(rng.integers(60, (END - START) // DAY)) * DAY
        values = {"measure": measure, "reason": "患有严重疾病" if measure == "bail" else ""}
        row = Row(
            at, persons={"": int(rng.choice(gang.members)), "by": by}, links={"case_id": case}, values=values
        )
        world.tables["measures"].add(row)

"""What follows a lead: umbrellas who pass it on to the gang, and innocents who are in touch just then, each
explained where the records hold the explanation."""

from collections.abc import Callable

import numpy as np

from netinv.demo.decoys import POLICE, Scene
from netinv.demo.facts import ACT, LINK, TIE
from netinv.demo.scenario import DAY, END, START
from netinv.demo.umbrellas import Plot
from netinv.demo.ways import LEAK, resumed
from netinv.demo.world import World

HOUR = 3_600


class Arrivals:
    """When leads came to whom: to a hand by a step, to a unit by being sent there."""

    def __init__(self, world: World) -> None:
        self._world = world
        sides = [(set(gang.members), set(gang.firms)) for gang in world.gangs]
        subjects, steps = world.tables["lead_subjects"].merged(), world.tables["lead_steps"].merged()
        nobody = np.full(subjects.size, -1, np.int64)
        people, orgs = subjects.persons.get("", nobody), subjects.orgs.get("", nobody)
        self._about: dict[int, set[int]] = {}
        for lead, person, org in zip(
            subjects.links["lead_id"].tolist(), people.tolist(), orgs.tolist(), strict=True
        ):
            named = {g for g, (members, firms) in enumerate(sides) if person in members or org in firms}
            self._about.setdefault(lead, set()).update(named)
        called = {form: i for i, org in enumerate(world.orgs) if org.role != "firm" for form in org.forms}
        sent = [called.get(text, -1) for text in steps.values["to_unit"]]
        by, at = steps.persons["by"].tolist(), steps.at.tolist()
        self._steps = list(
            zip(steps.links["lead_id"].tolist(), at, by, sent, steps.planted.tolist(), strict=True)
        )

    def of(self, official: int, gang_no: int, planted: bool) -> list[int]:
        """When each lead on the gang came to the official or the unit, in order; `planted`: also those that
        only a county with umbrellas has."""
        unit, first = int(self._world.people.unit[official]), dict[int, int]()
        for lead, at, by, sent, only_planted in self._steps:
            if (
                gang_no in self._about.get(lead, ())
                and (by == official or sent == unit)
                and planted >= only_planted
            ):
                first[lead] = min(first.get(lead, END), at)
        return sorted(first.values())


def plant_leaks(world: World) -> None:
    """Let the umbrellas whose way it is pass on most of the leads that they know of."""
    rng, arrivals = world.scenario.stream("leaks"), Arrivals(world)
    for umbrella in world.umbrellas:
        if umbrella.way == LEAK:
            plot, before = resumed(world, rng, umbrella), len(umbrella.evidence)
            for known in arrivals.of(umbrella.official, umbrella.gang, planted=True):
                if rng.random() < 0.8:
                    _word(plot, known)
            if len(umbrella.evidence) == before:
                umbrella.way = ""


def _word(plot: Plot, known: int) -> None:
    """Word to the gang: mostly that evening or the next, now and then days later or from the desk; by
    telephone, by a relative who calls at once, or at a table."""
    rng, facts = plot.rng, plot.facts
    days = int(rng.integers(4, 9) if rng.random() < 0.15 else rng.integers(0, 3))
    from_desk = rng.random() < 0.2
    hour = rng.uniform(9, 17.5) if from_desk else rng.uniform(19, 23.7)
    at = max(known - known % DAY + days * DAY + int(hour * HOUR), known + int(rng.integers(900, 3 * HOUR)))
    way = rng.random()
    if at >= END:
        return
    if way < 0.2 and not from_desk:
        guests = [plot.official, *plot.gang.core[: int(rng.integers(1, 3))]]
        plot.evidence += facts.gathering("meeting", guests, at, ACT, how=plot.level.how, noted=guests[:2])
    elif way < 0.4 and plot.relative and plot.world.people.phone[plot.relative[0]]:
        between = plot.relative[0]
        plot.evidence.append(facts.call(plot.official, between, at, ACT))
        plot.evidence.append(facts.call(between, plot.member, at + int(rng.integers(200, 2 * HOUR)), ACT))
    else:
        for number in range(int(rng.integers(1, 3))):
            pair = (plot.official, plot.member) if rng.random() < 0.7 else (plot.member, plot.official)
            plot.evidence.append(facts.call(*pair, at + number * int(rng.integers(60, HOUR)), ACT))


def after_leads(world: World) -> dict[str, tuple[int, tuple[str, ...], Callable[[Scene], None]]]:
    """Innocents in touch with the gang after a lead, as `decoys.SINGLE`."""
    arrivals = Arrivals(world)

    def evenings(s: Scene, count: int) -> list[int]:
        """The evenings after the leads that the official knew of, filled up with evenings of chance."""
        known = [
            at + int(s.rng.integers(0, 2)) * DAY for at in arrivals.of(s.official, s.gang_no, planted=False)
        ]
        chance = [s.facts.moment(START, END - 5 * DAY) for _ in range(max(0, count - len(known)))]
        return [
            at - at % DAY + int(s.rng.uniform(19.2, 23) * HOUR)
            for at in (known + chance)[:count]
            if at < END - 2 * DAY
        ]

    def duty_officer(s: Scene) -> None:
        """On the nights of the roster half the town calls the officer on duty, members too."""
        for at in evenings(s, 6):
            night = at - at % DAY
            for caller in s.rng.choice(s.court.victims, 8).tolist():
                if s.world.people.phone[caller] and caller != s.official:
                    s.facts.call(caller, s.official, night + int(s.rng.uniform(18.5, 23.9) * HOUR))
            s.seems.append(s.facts.call(s.member, s.official, at))
            s.explains.append(s.facts.duty(s.official, "hotline_duty", -1, night, night + DAY))

    def weekly_talk(s: Scene) -> None:
        """Neighbours who talk of an evening most weeks: in those after a lead, too."""
        s.explains.append(s.facts.tie(s.official, s.member, "neighbour", LINK))
        s.seems += [s.facts.call(s.member, s.official, at) for at in evenings(s, 3)]
        for week in range((END - START) // (7 * DAY)):
            if s.rng.random() < 0.7:
                at = START + (7 * week + int(s.rng.integers(0, 7))) * DAY + int(s.rng.uniform(19, 23) * HOUR)
                s.explains.append(s.facts.call(s.official, s.member, at))

    def reunion(s: Scene) -> None:
        """A class meets; that one of the leads had come in the day before is chance."""
        mates = [
            int(p) for p in s.rng.choice(s.court.victims, 6, replace=False) if p not in (s.official, s.member)
        ]
        s.explains += [s.facts.tie(s.official, p, "classmate", LINK) for p in (s.member, *mates)]
        guests = [s.official, s.member, *mates]
        for at in evenings(s, 1):
            s.seems += s.facts.gathering(
                "banquet", guests, at, TIE, mates[0], noted=guests[:2], title="同学聚会"
            )

    def beat(s: Scene) -> None:
        """The officer of the beat asks about what was told, in the evening when people are at home."""
        s.duty("beat_officer")
        s.seems += [s.facts.call(s.official, s.member, at) for at in evenings(s, 4)]

    return {
        "duty_officer_called": (2, POLICE, duty_officer),
        "weekly_talk": (2, POLICE, weekly_talk),
        "reunion_after_lead": (1, POLICE, reunion),
        "beat_after_lead": (2, ("station",), beat),
    }

"""Leads as people tell them, whom they name, and the way they go through the offices."""

from dataclasses import dataclass, field

import numpy as np

from netinv.demo import names
from netinv.demo.facts import ACT
from netinv.demo.scenario import DAY, END, START
from netinv.demo.tables import Evidence, How, Row
from netinv.demo.world import World

CHANNELS = ("hotline", "letter", "online", "visit", "transfer", "inspection")
_OPEN = (
    "您好，我要反映问题。",
    "领导：",
    "本人实名反映，",
    "我是{town}的居民。",
    "群众来信：",
    "",
    "这事我忍了两年了。",
)
_WHO = (
    "{town}的{who}带着一帮人", "以{who}为首的几个人", "{firm}的{who}",
    "外号“{nick}”的{surname}某和他的手下", "{firm}（老板是{who}）的人",
)  # fmt: skip
_DID = (
    "在工地上强行供应砂石，价钱由他们定", "把河道当成自家的，日夜挖沙", "逼着商户交所谓的卫生费",
    "放贷后上门泼漆、堵门讨债",
    "把不肯搬的人家的窗户都砸了", "在茶馆里设局抽头", "拦着货车不许过，交了钱才放行",
    "围标串标，别人连标书都买不到",
)  # fmt: skip
_EFFECT = (
    "，大家都怕他们",
    "，有人被打断了手",
    "，好几家店关了门",
    "，报警以后也没下文",
    "，去年到现在没人管",
    "",
)
_TIP = (
    "听说{unit}的{title}{official}和他们来往密切。", "每次检查前都有人报信，都说是{unit}的{official}。",
    "{official}（{unit}）常和他们一起吃饭。", "他们放话说{unit}有{official}撑腰。",
)  # fmt: skip
_CLOSE = ("请依法查处。", "盼回复。", "请为举报人保密。", "")


@dataclass
class Lead:
    """What a lead says and how it is dealt with. Nobody (-1) stands for what it leaves open."""

    gang: int
    at: int
    reporter: int = -1
    official: int = -1
    checker: int = -1
    result: str = ""
    diverted_by: int = -1
    clerk: int = -1
    passed_by: int = -1
    """Who gets it from the clerk and sends it on to the checker's unit."""
    stuck: bool = False
    channel: str = ""
    text: str = ""
    found: list[Evidence] = field(default_factory=list)


class Desk:
    """Takes leads in and writes their steps."""

    def __init__(self, world: World, rng: np.random.Generator, planted: bool = False) -> None:
        self.world, self.rng, self.planted = world, rng, planted
        self.clerks = world.staff("discipline")
        self.silent = world.silent(planted)

    def _any(self, options: tuple[str, ...]) -> str:
        return options[self.rng.integers(len(options))]

    def reporter(self) -> int:
        """Somebody who gives a name: mostly one who stands in no other record."""
        if self.rng.random() >= self.world.scenario.rates.named_reporter:
            return -1
        if self.rng.random() < 0.75 and self.silent:
            return int(self.silent.pop())
        return int(self.rng.choice(self.world.people.ordinary()))

    def text(self, lead: Lead) -> str:
        """The lead in words of its teller, who may give away who he is."""
        world, people, rng = self.world, self.world.people, self.rng
        gang = world.gangs[lead.gang]
        boss = gang.members[int(rng.integers(0, 2))]
        name, nick = people.name(boss), people.nickname[boss]
        who = nick if rng.random() < 0.4 else name
        firm = world.orgs[gang.firms[int(rng.integers(len(gang.firms)))]]
        town = world.county.towns[gang.town]
        parts = [self._any(_OPEN).format(town=town)]
        for _ in range(int(rng.integers(1, 3))):
            shape = self._any(_WHO)
            surname = names.FAMILY[people.names.family[boss]]
            firm_text = firm.forms[int(rng.integers(3))]
            parts.append(shape.format(town=town, who=who, firm=firm_text, nick=nick, surname=surname))
            parts.append(self._any(_DID) + self._any(_EFFECT) + "。")
        if lead.official >= 0:
            unit = world.orgs[int(people.unit[lead.official])].forms
            said = people.name(lead.official)
            title = people.title.get(lead.official, "")
            parts.append(self._any(_TIP).format(unit=unit[-1], title=title, official=said))
        if lead.reporter >= 0 and rng.random() < 0.4:
            phone = people.phone[lead.reporter]
            me = people.name(lead.reporter)
            parts.append(f"我叫{me}，电话{phone}。" if rng.random() < 0.5 else f"有事打我电话{phone}。")
        return "".join(parts) + self._any(_CLOSE)

    def take(self, lead: Lead) -> list[Evidence]:
        """Write a lead, its subjects and its steps; evidence are the lead and the steps of whoever
        checked, diverted or passed it on."""
        world, rng, people = self.world, self.rng, self.world.people
        if lead.reporter >= 0 and not people.phone[lead.reporter]:
            lead.reporter = -1
        lead.text = lead.text or self.text(lead)
        values = {
            "channel": lead.channel or self._any(CHANNELS),
            "region": world.county.towns[world.gangs[lead.gang].town],
        }
        if lead.reporter >= 0:
            values["reporter_name"] = people.name(lead.reporter)
            values["reporter_phone"] = str(people.phone[lead.reporter])
            values["reporter_id_number"] = people.id_number(lead.reporter) if rng.random() < 0.6 else ""
        values["text"] = lead.text
        handle = world.tables["leads"].add(Row(lead.at, self.planted, values=values))
        if lead.reporter >= 0:
            world.reporters.append((handle, lead.reporter, self.planted))
        self._subjects(lead, handle)
        lead.found.insert(0, ("leads", handle, ACT))
        self._steps(lead, handle)
        return lead.found

    def _subjects(self, lead: Lead, handle: int) -> None:
        rng, gang = self.rng, self.world.gangs[lead.gang]
        table, links = self.world.tables["lead_subjects"], {"lead_id": handle}
        boss = gang.core[int(rng.integers(len(gang.core)))]
        how = How.NICKNAME if rng.random() < 0.3 else How.USUAL
        table.add(Row(0, self.planted, {"": boss}, how={"": how}, links=links, values={"role": "reported"}))
        if rng.random() < 0.4:
            firm = gang.firms[int(rng.integers(len(gang.firms)))]
            table.add(Row(0, self.planted, orgs={"": firm}, links=links, values={"role": "reported"}))
        if lead.official >= 0:
            how = How.TITLE if rng.random() < 0.2 else How.USUAL
            table.add(
                Row(
                    0,
                    self.planted,
                    {"": lead.official},
                    how={"": how},
                    links=links,
                    values={"role": "official"},
                )
            )

    def _steps(self, lead: Lead, handle: int) -> None:
        world, rng, people = self.world, self.rng, self.world.people
        clerk = lead.clerk if lead.clerk >= 0 else int(rng.choice(self.clerks))
        stations = world.staff("station", town=world.gangs[lead.gang].town) or world.staff("squad")
        checker = lead.checker if lead.checker >= 0 else int(rng.choice(stations))
        home = world.orgs[int(people.unit[checker])].forms[int(rng.integers(2))]
        own = world.orgs[int(people.unit[clerk])].name
        at = lead.at
        steps = [("received", clerk, "", ""), ("registered", clerk, "", ""), ("triaged", clerk, "", "")]
        if lead.diverted_by >= 0:
            first = world.orgs[int(people.unit[lead.diverted_by])].name
            steps += [("transferred", clerk, first, ""), ("returned", lead.diverted_by, own, "")]
        if lead.passed_by >= 0:
            steps.append(("transferred", clerk, world.orgs[int(people.unit[lead.passed_by])].name, ""))
        steps.append(("transferred", lead.passed_by if lead.passed_by >= 0 else clerk, home, ""))
        if not lead.stuck:
            usual = ("founded", "partly", "unfounded", "insufficient")
            result = lead.result or str(rng.choice(usual, p=[0.35, 0.25, 0.15, 0.25]))
            steps += [("checked", checker, "", ""), ("closed", checker, "", result)]
        for number, (step, by, to_unit, result) in enumerate(steps):
            if number:
                at += int(rng.integers(1, 4 if number < 4 else 35)) * DAY + int(rng.integers(-9_000, 9_000))
            if at > END:
                return
            values = {"step": step, "to_unit": to_unit, "result": result}
            row = Row(at, self.planted, {"by": by}, links={"lead_id": handle}, values=values)
            step_handle = world.tables["lead_steps"].add(row)
            acting = (lead.passed_by,) if lead.passed_by >= 0 else (lead.checker, lead.diverted_by)
            if by in acting:
                lead.found.append(("lead_steps", step_handle, ACT))


def background_leads(world: World, count: int) -> None:
    """The county's usual leads; one in ten names an official by hearsay."""
    rng = world.scenario.stream("leads")
    desk = Desk(world, rng)
    for _ in range(count):
        gang = int(rng.integers(len(world.gangs)))
        at = (
            START
            + int(rng.integers(0, (END - START) // DAY - 20)) * DAY
            + int(rng.integers(8 * 3600, 21 * 3600))
        )
        official = int(rng.choice(world.people.officials)) if rng.random() < 0.1 else -1
        desk.take(Lead(gang, at, desk.reporter(), official))

"""Single facts, one call each: what a handful of people did, written to the tables they would stand in."""

from collections.abc import Sequence

import numpy as np

from netinv.demo import companies, namebook, register
from netinv.demo.scenario import DAY, END, START
from netinv.demo.tables import Evidence, How, Row
from netinv.demo.world import World

LENIENT = ("not_filed", "withdrawn", "mediated", "administrative", "not_prosecuted")
LINK, TIE, BENEFIT, ACT = "link", "tie", "benefit", "act"


def _date(at: int) -> str:
    return str(np.datetime64(at, "s"))[:10] if at else ""


class Facts:
    """Writes facts; `planted` marks those that only a county with umbrellas has. Every method returns
    evidence."""

    def __init__(self, world: World, rng: np.random.Generator, planted: bool = False) -> None:
        self.world = world
        self.rng = rng
        self.planted = planted

    def moment(self, start: int = START, end: int = END, first_hour: int = 8, last_hour: int = 22) -> int:
        """A moment of chance between two days, in waking hours."""
        date = start + int(self.rng.integers(0, max(1, (end - start) // DAY))) * DAY
        return date - date % DAY + int(self.rng.integers(first_hour * 3600, last_hour * 3600))

    def _add(
        self, table: str, family: str, at: int = 0, persons: dict[str, int] | None = None,
        orgs: dict[str, int] | None = None, how: dict[str, How] | None = None, links: dict[str,
        int] | None = None,
        **values: str,
    ) -> Evidence:  # fmt: skip
        row = Row(at, self.planted, persons or {}, orgs or {}, how or {}, links or {}, values)
        return table, self.world.tables[table].add(row), family

    def call(self, a: int, b: int, at: int, family: str = TIE) -> Evidence:
        """One call; calls at night are as likely as the caller wants."""
        seconds = str(int(self.rng.lognormal(4.2, 0.8)))
        return self._add("calls", family, at, {"from": a, "to": b}, kind="call", seconds=seconds)

    def calls(self, a: int, b: int, count: int, start: int = START, end: int = END) -> list[Evidence]:
        """Some calls between two people, in either direction."""
        pairs = [(a, b) if self.rng.random() < 0.5 else (b, a) for _ in range(count)]
        return [self.call(x, y, self.moment(start, end, 7, 24)) for x, y in pairs]

    def gathering(
        self, kind: str, guests: Sequence[int], at: int, family: str, payer: int = -1, payer_firm: int = -1,
        how: How = How.USUAL, noted: Sequence[int] = (), title: str = "",
    ) -> list[Evidence]:  # fmt: skip
        """An event with its guests; evidence are the event and the rows of those `noted`."""
        place = namebook.VENUES[self.rng.integers(len(namebook.VENUES))]
        persons = {"payer": payer} if payer_firm < 0 else {}
        orgs = {"payer": payer_firm}
        event = self._add("events", family, at, persons, orgs, kind=kind, title=title, place=place)
        found = [event]
        for guest in guests:
            written = {"": how if guest in noted else How.USUAL}
            row = self._add("event_people", family, 0, {"": guest}, None, written, {"event_id": event[1]})
            if guest in noted:
                found.append(row)
        return found

    def pay(
        self, payer: int, payee: int, yuan: float, memo: str, at: int, payer_firm: int = -1,
        payee_firm: int = -1,
        family: str = BENEFIT,
    ) -> Evidence:  # fmt: skip
        """One transfer; a firm stands in for the person where given."""
        persons = {k: p for k, p, f in (("payer", payer, payer_firm), ("payee", payee, payee_firm)) if f < 0}
        orgs = {"payer": payer_firm, "payee": payee_firm}
        return self._add("transfers", family, at, persons, orgs, amount_yuan=f"{yuan:.2f}", memo=memo)

    def tie(self, a: int, b: int, kind: str, family: str = TIE) -> Evidence:
        """An acquaintance on record."""
        year = int(self.rng.integers(2006, 2022))
        strength = int(self.rng.integers(2, 6))
        return (
            "ties",
            register.tie_row(self.world, a, b, kind, year, strength, self.rng, self.planted),
            family,
        )

    def kin(self, a: int, b: int, relation: str, exact: bool = True) -> Evidence:
        """Kinship on record: b is `relation` to a."""
        how = {"a": How.EXACT, "b": How.EXACT} if exact else {}
        return self._add("kin", LINK, 0, {"a": a, "b": b}, None, how, relation=relation, basis="register")

    def share(self, firm: int, holder: int, percent: float, paid: bool) -> Evidence:
        """A holding."""
        handle = companies.add_holding(self.world, firm, holder, "shareholder", percent, self.planted, paid)
        return "holdings", handle, BENEFIT

    def asset(
        self, kind: str, identifier: str, owner: int, owner_firm: int, user: int, at: int, price:
        float, market: float,
        how: How = How.USUAL, end: int = 0,
    ) -> Evidence:  # fmt: skip
        """A car or a flat; a market price of 0 is not on record."""
        persons = {"owner": owner if owner_firm < 0 else -1, "user": user}
        start = str(np.datetime64(at, "s"))[:10]
        return self._add(
            "assets", BENEFIT, 0, persons, {"owner": owner_firm}, {"user": how, "owner": how}, kind=kind,
            identifier=identifier, start=start, end=_date(end), price_yuan=str(int(price)),
            market_price_yuan=str(int(market)) if market else "",
        )  # fmt: skip

    def award(self, firm: int, approver: int, kind: str, at: int, yuan: float, bidders: int) -> Evidence:
        """A contract, permit, piece of land or subsidy."""
        authority = self.world.orgs[int(self.world.people.unit[approver])].name
        tenders = str(bidders) if bidders else ""
        return self._add(
            "awards", ACT, at, {"approver": approver}, {"": firm}, kind=kind, authority=authority,
            amount_yuan=str(int(yuan)), bidders=tenders,
        )  # fmt: skip

    def duty(
        self, official: int, kind: str, subject: int, start: int, end: int = 0, subject_firm: int = -1
    ) -> Evidence:
        """A declared or assigned relation that explains what would look odd."""
        persons = {"": official} | ({"subject": subject} if subject >= 0 else {})
        how = {"": How.EXACT, "subject": How.EXACT}
        return self._add(
            "duties",
            "",
            0,
            persons,
            {"subject": subject_firm},
            how,
            kind=kind,
            start=_date(start),
            end=_date(end),
        )

    def intervention(self, by: int, handler: int, case: int, at: int, manner: str) -> Evidence:
        """A registered word in a handler's ear."""
        persons = {"by": by, "handler": handler}
        return self._add("interventions", ACT, at, persons, links={"case_id": case}, manner=manner)

    def measure(self, case: int, member: int, measure: str, at: int, by: int, reason: str) -> Evidence:
        """A changed measure of restraint."""
        persons = {"": member, "by": by}
        return self._add(
            "measures", ACT, at, persons, links={"case_id": case}, measure=measure, reason=reason
        )

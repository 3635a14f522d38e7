"""Each rule sees what it is for. An analyst who adds a rule adds a line."""

from collections.abc import Callable

import happenings as h
import pytest
from records import unfiled
from situation import BASE, COMPANY, DRIVER, OFFICIAL, SPOUSE, as_

from netinv.detect.facts import collect
from netinv.detect.views import open_views
from netinv.model.alerts import Family
from netinv.model.rules import explanations, rules
from netinv.resolve.resolve import resolve

Weight = Callable[[str, h.Tables], float]

SEEN: list[tuple[str, h.Tables]] = [
    ("kinship", h.kinship()),
    ("kinship", h.by_marriage()),
    ("shared_past", h.tie("classmate")),
    ("tips", h.tips(2)),
    ("direct_calls", h.calls(6)),
    ("private_tie", h.tie("associate")),
    ("small_meeting", h.meal(paid_by_gang=False)),
    ("broker", h.broker_calls()),
    ("money", h.payment()),
    ("money", h.joint_firm()),
    ("money_by_broker", h.by_broker()),
    ("money_by_broker", h.room_for_two()),
    ("shares", {"holdings": [{"record_id": "GQ5", **as_("holder", SPOUSE), **COMPANY, "role": "shareholder", "share_pct": "15"}]}),
    ("nominee", h.driver_holds_shares()),
    ("asset_use", h.car()),
    ("hospitality", h.meal()),
    ("lenient_outcomes", h.lenient_cases()),
    ("calls_before_raid", h.raid()),
    ("calls_before_raid", h.raid(by_broker=True)),
    ("awards", h.award()),
    ("cases_taken", h.taken_cases()),
    ("buried_leads", h.buried_lead()),
    ("buried_leads", h.told_in_text()),
    ("buried_leads", h.named_in_text()),
    ("measures_relaxed", h.bail()),
    ("interventions", h.intervention()),
    ("asset_price", h.bought()),
    ("asset_price", h.bought(paid=False)),
    ("lead_leaked", h.told()),
    ("lead_leaked", h.told(by=h.CLERK, unit=h.BUREAU)),
    ("lead_leaked", h.met()),
    ("leads_to_accused", h.accusing()),
    ("leads_to_accused", h.accusing(h.OTHER_UNIT, by=OFFICIAL)),
    ("shared_number", h.one_number()),
    ("shared_number", h.one_account()),
    ("chain_of_officials", h.through()),
    ("shared_company", h.one_unit()),
    ("buried_leads", h.stuck()),
]  # fmt: skip

UNSEEN: list[tuple[str, str, h.Tables]] = [
    ("hospitality", "a wedding is no small company", h.meal(kind="wedding")),
    ("hospitality", "thirty guests are no small company", h.meal(others=30)),
    ("small_meeting", "a funeral is no meeting", h.meal(paid_by_gang=False, kind="funeral")),
    ("money", "a tax is no gift", h.payment(memo="税款")),
    ("calls_before_raid", "the raid succeeded", h.raid(result="success")),
    ("calls_before_raid", "nobody called", h.raid(with_call=False)),
    (
        "kinship",
        "a relative of a relative, nobody married",
        {
            "kin": [
                {"record_id": "QS7", **as_("a", OFFICIAL), **as_("b", DRIVER), "relation": "堂弟"},
                *h.by_marriage("表弟", DRIVER)["kin"],
            ]
        },
    ),
    ("buried_leads", "the text names another company", h.told_in_text(text="举报宏达建材强占市场")),
    (
        "buried_leads",
        "two companies are called so",
        h.told_in_text(COMPANY["org_name"], "松岭县宏远建材有限责任公司"),
    ),
    ("buried_leads", "two are called like the member", h.named_in_text(namesakes=1)),
    ("buried_leads", "the lead speaks of another place", h.named_in_text(where="云岭镇")),
    ("money", "the company is the gang's, the family has a share", h.joint_firm("30", "70")),
    ("money_by_broker", "five in a room at the leader's cost", h.room_for_two(others=3)),
    ("money_by_broker", "the room was paid by somebody else", h.room_for_two(payer=DRIVER)),
    ("private_tie", "classmates are a link, not a tie", h.tie("classmate")),
    ("asset_price", "a fifth less is bargaining", h.bought("130000")),
    ("asset_price", "somebody else sold it", h.bought(seller=DRIVER)),
    ("asset_price", "somebody else owned it", h.bought(seller=DRIVER, paid=False)),
    ("asset_use", "what was bought is not used as a favour", h.bought()),
    ("lead_leaked", "in office hours it is work on the lead", h.told("2023-03-07 10:30")),
    ("lead_leaked", "the call came before the lead", h.told("2023-03-05 21:30")),
    ("lead_leaked", "the call came a week later", h.told("2023-03-14 21:30")),
    ("lead_leaked", "the lead lay with another", h.told(by=h.CLERK)),
    ("leads_to_accused", "the accused serves elsewhere", h.accusing(h.OTHER_UNIT)),
    ("shared_number", "six share it", h.one_number(4)),
    ("chain_of_officials", "the one between is no official", h.through(official=False)),
    ("shared_company", "the one had left before the other came", h.one_unit("2014")),
    ("buried_leads", "it has not lain for long", h.stuck("2023-04-01")),
]


@pytest.fixture
def weight(request: pytest.FixtureRequest) -> Weight:
    """Sum of the fact weights of a rule on the official and the gang."""

    def run(rule: str, added: h.Tables) -> float:
        tables = {table: [*BASE.get(table, []), *added.get(table, [])] for table in {*BASE, *added}}
        mentions, rows_of = unfiled(tables)
        views = open_views(rows_of, resolve(mentions, rows_of).entity_of)
        request.addfinalizer(views.close)
        found = collect(views, {rule: rules()[rule]})
        return sum(fact.weight for facts in found.values() for fact in facts)

    return run


@pytest.mark.parametrize(("rule", "happened"), SEEN, ids=[f"{n}-{rule}" for n, (rule, _) in enumerate(SEEN)])
def test_a_rule_sees_what_it_is_for(weight: Weight, rule: str, happened: h.Tables) -> None:
    assert weight(rule, happened) > 0


@pytest.mark.parametrize(("rule", "why", "happened"), UNSEEN, ids=[why for _, why, _ in UNSEEN])
def test_a_rule_leaves_the_rest_alone(weight: Weight, rule: str, why: str, happened: h.Tables) -> None:
    assert weight(rule, happened) == 0, why


def test_a_call_before_a_raid_says_less_the_more_people_knew(
    weight: Weight,
) -> None:
    """Of forty who knew, somebody will have called by chance."""
    alone = weight("calls_before_raid", h.raid())
    assert weight("calls_before_raid", h.bystanders(40)) < 0.7 * alone


def test_a_call_before_a_raid_says_less_the_more_the_pair_calls(
    weight: Weight,
) -> None:
    """Calls of other weeks on the days and at the hours between planning and raid."""
    seldom = weight("calls_before_raid", h.raid())
    assert weight("calls_before_raid", h.calls_on_fridays(10)) < 0.7 * seldom


def test_contact_after_a_lead_says_less_the_more_the_pair_calls(
    weight: Weight,
) -> None:
    """Calls on the same evenings of other weeks."""
    seldom = weight("lead_leaked", h.told())
    called = h.told()
    often = weight("lead_leaked", {**called, "calls": [*called["calls"], *h.evenings(10)["calls"]]})
    assert often < 0.5 * seldom


def test_whoever_is_lenient_with_everybody_is_not_meant(weight: Weight) -> None:
    """Twelve cases of the gang, and sixteen of others, all lenient in these hands: hardly more than usual."""
    alone = weight("lenient_outcomes", h.lenient_cases())
    assert alone > 5
    assert weight("lenient_outcomes", h.lenient_cases(others="withdrawn")) < alone / 2
    assert weight("lenient_outcomes", h.lenient_cases(others="convicted")) > alone


def test_one_lenient_outcome_is_no_pattern(weight: Weight) -> None:
    assert weight("lenient_outcomes", h.lenient_cases(gang=1)) == 0
    assert weight("lenient_outcomes", h.lenient_cases(gang=2)) > 1


def test_leads_of_one_reporter_count_once_together(weight: Weight) -> None:
    """Passed on or buried: whoever writes many letters lifts nobody over the line."""
    one = weight("leads_to_accused", h.accusing(count=1))
    assert weight("leads_to_accused", h.accusing(count=6, reporter="R-1")) == pytest.approx(one)
    assert weight("leads_to_accused", h.accusing(count=6)) > 2 * one
    leads = h.buried_lead()
    alone = {**leads, "leads": [{**row, "reporter_phone": "R-1"} for row in leads["leads"]]}
    assert weight("buried_leads", alone) == pytest.approx(weight("buried_leads", leads) / 2, abs=2e-3)


def test_a_buried_lead_says_less_the_more_leads_end_so(weight: Weight) -> None:
    """In whosever hands: where hardly any is founded, one more without result is what is usual."""

    def beside(others: h.Tables) -> float:
        mine = h.buried_lead()
        return weight(
            "buried_leads", {table: [*mine.get(table, []), *rows] for table, rows in others.items()}
        )

    assert beside(h.other_leads(20, "insufficient")) < weight("buried_leads", h.buried_lead()) / 2
    assert beside(h.other_leads(20, "founded")) > weight("buried_leads", h.buried_lead())


def test_every_rule_but_the_address_has_a_case() -> None:
    """`shared_address` needs a register with door numbers; the demo county has it."""
    assert set(rules()) - {rule for rule, _ in SEEN} == {"shared_address"}


def test_rules_are_complete() -> None:
    families = {rule.family for rule in rules().values()}
    assert families == set(Family)
    for rule in rules().values():
        assert rule.label.zh
        assert rule.reason
        assert rule.weight > 0
        assert rule.half > 0


def test_explanations_cover_rules_that_exist() -> None:
    for explanation in explanations().values():
        assert set(explanation.covers) <= set(rules())
        assert 0 <= explanation.keeps < 1

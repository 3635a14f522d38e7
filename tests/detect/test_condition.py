"""When an alert is raised, and when not: the promise that a flag is a question, case by case."""

from collections.abc import Callable
from pathlib import Path

import happenings as h
import pytest
from situation import MEMBER, OFFICIAL, SPOUSE

from netinv.detect.run import Detection
from netinv.model.alerts import Alert, Family

AlertOf = Callable[..., Alert | None]

RAISED: list[tuple[str, list[h.Tables], set[str]]] = [
    ("a paid table and money", [h.meal(), h.payment(), h.calls(12)], {"tie", "benefit"}),
    ("money and awards", [h.payment(), h.award(), h.award(id="ZB2")], {"benefit", "act"}),
    ("calls before a raid, and contact", [h.raid(), h.tie()], {"tie", "act"}),
    ("a driver who holds shares, and awards", [h.driver_holds_shares(), h.award(), h.award(id="ZB2")], {"benefit", "act"}),
    ("a car, and bail", [h.car(), h.bail()], {"benefit", "act"}),
    ("intervention and private contact", [h.intervention(), h.tie()], {"tie", "act"}),
    ("cases taken over, and money", [h.taken_cases(), h.payment()], {"benefit", "act"}),
    ("a chain: the gang pays one who pays the spouse; and awards", [h.by_broker(), h.award(), h.award(id="ZB2")], {"benefit", "act"}),
    ("a relay on the eve of two raids, and a broker", [h.raids(2), h.broker_calls(16)], {"tie", "act"}),
]  # fmt: skip

NEVER: list[tuple[str, list[h.Tables]]] = [
    ("nothing happened", []),
    ("kinship alone", [h.kinship()]),
    ("kinship, a shared school and many tips", [h.kinship(), h.tie("classmate"), h.tips(40)]),
    ("a thousand tips of one reporter", [h.tips(1000, reporter="R-ONE")]),
    ("a thousand tips and one family of evidence", [h.tips(1000, reporter="R-ONE"), h.payment()]),
    ("lenient outcomes alone", [h.lenient_cases()]),
    ("lenient outcomes and kinship", [h.lenient_cases(), h.kinship()]),
    ("money alone, however much", [h.payment("9000000"), h.payment("8000000", id="ZJ2")]),
    ("contact alone, of three kinds", [h.calls(20), h.tie(), h.meal(paid_by_gang=False)]),
    ("acts alone, of three kinds", [h.award(), h.bail(), h.intervention()]),
    ("calls and open tenders", [h.calls(20), h.award(bidders="6"), h.award(bidders="5", id="ZB2")]),
    ("the informant's handler", [h.duty("informant_contact", "2022-01-01"), h.calls(20), h.raid()]),
    ("wages to the spouse and calls", [*(h.payment("4500", memo="工资", to=SPOUSE, at=f"2023-{m:02d}-10", id=f"ZJ{m}") for m in range(1, 10)), h.calls(20)]),
    ("a loan that was paid back, and contact", [h.payment("50000", memo="借款"), h.payment("50000", memo="还款", to=MEMBER, by=OFFICIAL, at="2023-09-01", id="ZJ2"), h.tie()]),
    ("a loan repaid in parts, and contact", [h.payment("60000", memo="借款"), *(h.payment("20000", to=MEMBER, by=OFFICIAL, at=f"2023-0{m}-01", id=f"ZJ{m}") for m in (7, 8, 9)), h.tie()]),
    ("one dinner that the gang paid: table and bill are one record", [h.meal()]),
    ("acts years before the two first met", [h.award(at="2016-07-08"), h.award(at="2016-08-08", id="ZB2"), h.payment()]),
    ("calls in office hours about a case in hand, and the case", [h.duty_calls(), h.award(bidders="5")]),
    ("one call before one raid, among many calls of old neighbours", [h.raid(), h.tie("neighbour"), h.calls(40)]),
    ("one who stood aside from what was decided", [h.duty("recused", "2022-01-01"), h.award(), h.tie()]),
]  # fmt: skip


@pytest.mark.parametrize(("why", "happened", "families"), RAISED, ids=[case[0] for case in RAISED])
def test_two_families_raise_an_alert(
    alert_of: AlertOf, why: str, happened: list[h.Tables], families: set[str]
) -> None:
    alert = alert_of(*happened)
    assert alert is not None, why
    assert {str(f) for f in alert.families} >= families


@pytest.mark.parametrize(("why", "happened"), NEVER, ids=[case[0] for case in NEVER])
def test_these_never_do(alert_of: AlertOf, why: str, happened: list[h.Tables]) -> None:
    assert alert_of(*happened) is None, why


def test_a_cleared_gang_raises_nothing(detected: Callable[..., Detection]) -> None:
    """The later version of the gang's row says so: a version is added, the earlier one stays readable."""
    cleared = {"gangs": [{"gang_id": "TH1", "name": "柳河镇邵某团伙", "status": "cleared"}]}
    assert detected(cleared, h.meal(), h.payment(), h.tie()).alerts == []


def test_a_duty_covers_only_what_came_after_it(alert_of: AlertOf) -> None:
    alert = alert_of(h.duty("informant_contact", "2023-06-01"), h.calls(40), h.payment())
    assert alert is not None
    (found,) = [e for e in alert.innocent_explanations if e.code == "informant_contact"]
    assert found.finding == "explains"
    tie = next(s for s in alert.signals if s.rule == "direct_calls")
    assert tie.until is not None
    assert tie.until < "2023-06-01"
    assert any(s.rule == "direct_calls" and (s.since or "") >= "2023-06-01" for s in alert.suspended)


@pytest.mark.parametrize("declared", ["2022-01-01", "2023-12-01"], ids=["before", "afterwards"])
def test_a_declared_tie_weighs_less_but_does_not_close(alert_of: AlertOf, declared: str) -> None:
    """Whoever shelters hides his tie; one that is declared afterwards was there at the meal, too."""
    alert = alert_of(h.tie(), h.payment(), h.meal(), h.award(), h.duty("declared_tie", declared))
    assert alert is not None
    (found,) = [e for e in alert.innocent_explanations if e.code == "declared_tie"]
    assert found.finding == "weakens"
    assert ("duties", "LXdeclared_tie") in found.records
    meal = next(signal for signal in alert.signals if signal.rule == "hospitality")
    undeclared = alert_of(h.tie(), h.payment(), h.meal(), h.award())
    assert undeclared is not None
    assert meal.log_lr < next(s.log_lr for s in undeclared.signals if s.rule == "hospitality")


def test_calls_of_old_acquaintances_weigh_less(alert_of: AlertOf) -> None:
    strangers = alert_of(h.payment(), h.calls(20))
    neighbours = alert_of(h.payment(), h.calls(20), h.tie("neighbour"))
    assert strangers is not None
    assert neighbours is not None
    calls = [next(s.log_lr for s in a.signals if s.rule == "direct_calls") for a in (strangers, neighbours)]
    assert calls[1] < calls[0]
    (found,) = [e for e in neighbours.innocent_explanations if e.code == "old_acquaintance"]
    assert (found.finding, found.records) == ("weakens", [("ties", "GXneighbour邵大勇")])


def test_what_is_no_more_than_usual_is_shown_and_does_not_count(alert_of: AlertOf) -> None:
    """A third of the gang's cases in these hands end lenient, and half of all such cases."""
    happened = h.lenient_cases()
    cases = [
        {**case, "outcome": "withdrawn" if n % (3 if case["gang_id"] else 2) == 0 else "convicted"}
        for n, case in enumerate(happened["cases"])
    ]
    alert = alert_of(h.meal(), h.payment(), h.tie(), {**happened, "cases": cases})
    assert alert is not None
    assert [signal.rule for signal in alert.usual] == ["lenient_outcomes"]
    assert ("cases", "AJ0003") in alert.usual[0].records
    assert ("cases", "AJ0001") not in alert.usual[0].records
    assert not any(signal.rule == "lenient_outcomes" for signal in alert.signals)
    assert Family.ACT not in alert.families


def test_a_record_counts_once_in_one_family(alert_of: AlertOf) -> None:
    """The calls before the raid are calls, too: they stand under the act only."""
    alert = alert_of(h.raid(), h.calls(10, start=0), h.payment(), h.meal())
    assert alert is not None
    seen: dict[tuple[str, str], str] = {}
    for signal in alert.signals:
        if signal.family != "link":
            for record in signal.records:
                assert seen.setdefault(record, signal.family) == signal.family
    assert ("calls", "HDR1") in [r for s in alert.signals if s.rule == "calls_before_raid" for r in s.records]


def test_an_alert_says_all_that_it_must(alert_of: AlertOf) -> None:
    alert = alert_of(h.meal(), h.payment(), h.award(), h.award(id="ZB2"), h.kinship())
    assert alert is not None
    assert alert.gang.status == "suspected"
    assert 0 < alert.prior < alert.probability < 1
    assert alert.interval is not None
    assert alert.interval[0] <= alert.probability <= alert.interval[1]
    assert alert.q_value is not None
    assert 0 < alert.q_value <= 1
    assert alert.as_of == "2024-06-01"
    assert alert.expires_on > alert.as_of
    assert len(alert.without) == len(alert.signals)
    assert all(w.probability <= alert.probability for w in alert.without)
    assert {e.code for e in alert.innocent_explanations} >= {
        "namesake",
        "open_tender",
        "family_loan",
        "unrecorded_duty",
    }
    assert alert.refutations
    assert {n.role for n in alert.nodes} >= {"official", "gang", "member"}
    known = {n.id for n in alert.nodes}
    assert all({e.source, e.target} <= known for e in alert.edges)
    assert all(s.records for s in alert.signals)
    assert all(e.records for e in alert.edges)  # a membership, too, names its row
    assert all("{" not in s.text.zh + s.text.en for s in alert.signals)


def test_removing_a_piece_lowers_the_probability(alert_of: AlertOf) -> None:
    alert = alert_of(h.meal(), h.payment(), h.award(), h.award(id="ZB2"))
    assert alert is not None
    for piece in alert.without:
        if alert.signals[piece.signal].family != "link":
            assert piece.probability < alert.probability


MECHANISM = {
    "meal": h.meal(),
    "payment": h.payment(),
    "awards": {"awards": [*h.award()["awards"], *h.award(id="ZB2")["awards"]]},
}


@pytest.mark.parametrize("gone", MECHANISM)
def test_without_a_mechanism_the_probability_is_lower(alert_of: AlertOf, gone: str) -> None:
    whole = alert_of(*MECHANISM.values())
    rest = alert_of(*(rows for name, rows in MECHANISM.items() if name != gone))
    assert whole is not None
    assert rest is None or rest.probability < whole.probability


@pytest.mark.parametrize("left", MECHANISM)
def test_without_two_families_there_is_no_alert(alert_of: AlertOf, left: str) -> None:
    assert alert_of(MECHANISM[left]) is None


def test_the_order_of_rows_plays_no_part(detected: Callable[..., Detection], tmp_path: Path) -> None:
    happened = list(MECHANISM.values())
    turned = [{table: rows[::-1] for table, rows in more.items()} for more in reversed(happened)]
    written, backwards = (
        detected(*order, ledger_in=tmp_path / name)
        for name, order in (("written", happened), ("backwards", turned))
    )
    assert written.alerts == backwards.alerts


def test_copied_tips_change_nothing_but_the_attention(alert_of: AlertOf) -> None:
    """A thousand letters of one hand say what one says."""
    one = alert_of(*MECHANISM.values(), h.tips(1))
    many = alert_of(*MECHANISM.values(), h.tips(300, reporter="R-ONE"))
    assert one is not None
    assert many is not None
    assert many.probability == pytest.approx(one.probability, abs=0.02)

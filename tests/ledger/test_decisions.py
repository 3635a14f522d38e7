"""Judgements, models and alerts: decided, undone, never overwritten."""

import pytest

from netinv.ledger import Ledger
from netinv.ledger.types import Shown, Verdict
from netinv.model.errors import NotFoundError, UsageError

from .office import alert


def test_the_last_judgement_on_a_pair_counts_and_undoing_it_brings_back_the_one_before(
    ledger: Ledger,
) -> None:
    first = ledger.judge("b", "a", "same", "同一电话", "analyst")
    second = ledger.judge("a", "b", "different", "两个证号", "chief")
    other = ledger.judge("a", "c", "unsure", "同名", "analyst")
    assert [
        (each.judgement_id, each.left_key, each.right_key, each.verdict) for each in ledger.judgements()
    ] == [
        (second, "a", "b", "different"),
        (other, "a", "c", "unsure"),
    ]
    ledger.revoke(second, "chief")
    assert [each.judgement_id for each in ledger.judgements()] == [first, other]
    assert [each.judgement_id for each in ledger.judgements(as_of=2)] == [second]
    history = [(each.judgement_id, each.actor, each.revoked) for each in ledger.judgements(history=True)]
    assert history == [(first, "analyst", False), (second, "chief", True), (other, "analyst", False)]
    assert ledger.verify() == []


def test_revoking_twice_is_once(ledger: Ledger) -> None:
    number = ledger.judge("a", "b", "same", "", "analyst")
    ledger.revoke(number, "analyst")
    head = ledger.head()
    ledger.revoke(number, "analyst")
    assert ledger.head() == head
    with pytest.raises(NotFoundError):
        ledger.revoke(99, "analyst")


def test_several_judgements_are_one_decision_and_taken_back_as_one(ledger: Ledger) -> None:
    verdicts = [Verdict("b", "a", "same", "x", forced=True), Verdict("a", "c", "different", "x")]
    ids = ledger.judge_all(verdicts, "analyst")
    assert {each.seq for each in ledger.judgements()} == {1}
    assert [each.forced for each in ledger.judgements()] == [True, False]
    assert ledger.revoke_all(ids, "chief") == ids
    assert (ledger.judgements(), ledger.head().seq) == ([], 2)
    assert ledger.verify() == []


def test_of_several_judgements_all_are_written_or_none(ledger: Ledger) -> None:
    with pytest.raises(UsageError):
        ledger.judge_all([Verdict("a", "b", "same", ""), Verdict("a", "c", "maybe", "")], "analyst")
    assert (ledger.judgements(), ledger.head().seq) == ([], 0)


@pytest.mark.parametrize(("left", "right", "verdict"), [("a", "b", "maybe"), ("a", "a", "same")])
def test_a_judgement_must_make_sense(ledger: Ledger, left: str, right: str, verdict: str) -> None:
    with pytest.raises(UsageError):
        ledger.judge(left, right, verdict, "", "analyst")
    assert ledger.head().seq == 0


def test_the_same_model_is_the_same_version(ledger: Ledger) -> None:
    assert ledger.model() is None
    assert [
        ledger.put_model(body)
        for body in ({"w": 1, "v": [2]}, {"v": [2], "w": 1}, {"w": 2}, {"w": 1, "v": [2]})
    ] == [
        1,
        1,
        2,
        3,
    ]
    assert ledger.model() == {"w": 1, "v": [2]}
    assert ledger.model(as_of=2) == {"w": 2}
    assert ledger.model(as_of=0) is None


def test_alerts_stand_best_first(ledger: Ledger) -> None:
    assert ledger.put_alerts([alert("A2", 0.2), alert("A1", 0.2), alert("A3", 0.9)], "detect") == 3
    assert [each.alert_id for each in ledger.alerts()] == ["A3", "A1", "A2"]
    assert ledger.alerts()[0] == alert("A3", 0.9)


@pytest.mark.parametrize(
    ("second", "new", "standing"),
    [
        ([alert("A1", 0.5)], 0, {"A1": 0.5}),
        ([alert("A1", 0.5, as_of="2026-05-05")], 0, {"A1": 0.5}),  # another day says nothing new
        ([alert("A1", 0.6)], 1, {"A1": 0.6}),
        ([alert("A1", 0.5), alert("A2", 0.1)], 1, {"A1": 0.5, "A2": 0.1}),
        ([], 1, {}),
        ([alert("A2", 0.1)], 2, {"A2": 0.1}),
    ],
)
def test_only_what_is_new_makes_a_version(
    ledger: Ledger, second: list[object], new: int, standing: dict[str, float]
) -> None:
    ledger.put_alerts([alert("A1", 0.5)], "detect")
    assert ledger.put_alerts(second, "detect") == new  # type: ignore[arg-type]
    assert {each.alert_id: each.probability for each in ledger.alerts()} == standing
    assert ledger.head().seq == 1 + (new > 0)
    assert {each.alert_id for each in ledger.alerts(as_of=1)} == {"A1"}
    assert ledger.verify() == []


def test_an_alert_keeps_its_history_through_withdrawal_and_return(ledger: Ledger) -> None:
    for now in ([alert("A1", 0.5)], [], [], [alert("A1", 0.5)], [alert("A1", 0.7)]):
        ledger.put_alerts(now, "detect")
    story = [(each.version, each.seq, each.state) for each in ledger.alert_versions("A1")]
    assert story == [(4, 4, "raised"), (3, 3, "raised"), (2, 2, "withdrawn"), (1, 1, "raised")]
    old = ledger.alert_versions("A1")[-1].alert
    assert old is not None
    assert old.probability == 0.5
    assert ledger.alert_versions("A9") == []


def test_what_an_alert_ever_showed_is_remembered_through_change_and_withdrawal(ledger: Ledger) -> None:
    assert ledger.alerts_shown() == {}
    runs = [
        [alert("A1", 0.5, [("calls", "C1"), ("calls", "C2")], "2026-03-01"), alert("A2", as_of="2026-03-01")],
        [alert("A1", 0.6, [("calls", "C2"), ("calls", "C3")], "2026-04-01")],
        [],
    ]
    for now in runs:
        ledger.put_alerts(now, "detect")
    assert ledger.alerts_shown() == {
        "A1": Shown("2026-04-01", frozenset({("calls", "C1"), ("calls", "C2"), ("calls", "C3")})),
        "A2": Shown("2026-03-01", frozenset()),
    }, "raised when the last version says; of versions before that was kept, the day of the snapshot"
    again = alert("A1", 0.7, [("calls", "C2")], "2026-05-01").model_copy(update={"raised_on": "2026-04-01"})
    ledger.put_alerts([again], "detect")
    assert ledger.alerts_shown()["A1"].raised_on == "2026-04-01"


def test_one_alert_is_given_once(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="A1"):
        ledger.put_alerts([alert("A1", 0.5), alert("A1", 0.6)], "detect")
    assert ledger.alerts() == []


def test_the_alerts_that_stand_are_read_once_for_each_state(ledger: Ledger) -> None:
    ledger.put_alerts([alert("A1"), alert("A2")], "model")
    first = ledger.alerts()
    assert all(a is b for a, b in zip(first, ledger.alerts(), strict=True))
    first.clear()
    assert len(ledger.alerts()) == 2, "a list of one's own"
    ledger.put_alerts([alert("A2")], "model")
    assert [each.alert_id for each in ledger.alerts()] == ["A2"]
    assert [each.alert_id for each in ledger.alerts(as_of=1)] == ["A1", "A2"]

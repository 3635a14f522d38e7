# ruff: noqa: E501  one case a line, like a table
"""What changed between two versions of an alert, as a table: what is done to it -> what is said of it."""

from collections.abc import Callable

import pytest
from faces_sample import full_alert

from netinv.ledger.types import AlertVersion
from netinv.model.alerts import Alert, Family, Signal, Text
from netinv.report.changes import changes, history

BASE = full_alert()
CALLS = next(i for i, s in enumerate(BASE.signals) if s.rule == "direct_calls")
NEW = Signal(
    rule="nominee", family=Family.BENEFIT, log_lr=1.2, records=[("shareholdings", "SH9")],
    text=Text(zh="代持。", en="A nominee."),
)  # fmt: skip


def signals(change: Callable[[list[Signal]], list[Signal]]) -> Alert:
    return BASE.model_copy(update={"signals": change(list(BASE.signals))})


def put(place: int, **update: object) -> Alert:
    return signals(lambda s: [*s[:place], s[place].model_copy(update=update), *s[place + 1 :]])


def suspended(rule: str) -> Alert:
    taken = next(s for s in BASE.signals if s.rule == rule)
    less = signals(lambda s: [each for each in s if each.rule != rule])
    return less.model_copy(update={"suspended": [*BASE.suspended, taken]})


def reading(finding: str, place: int) -> Alert:
    found = list(BASE.innocent_explanations)
    found[place] = found[place].model_copy(update={"finding": finding, "records": [("duties", "D1")]})
    return BASE.model_copy(update={"innocent_explanations": found})


LOOKED_UP = next(i for i, e in enumerate(BASE.innocent_explanations) if e.finding == "none")
FOUND = next(i for i, e in enumerate(BASE.innocent_explanations) if e.finding in ("explains", "weakens"))

CASES = {
    "the same": (BASE, ["Nothing of substance changed."], []),
    "later days": (BASE.model_copy(update={"as_of": "2031-01-01"}), ["Nothing of substance changed."], []),
    "a new signal": (signals(lambda s: [*s, NEW]), ["New: A nominee."], [("shareholdings", "SH9")]),
    "a signal gone": (signals(lambda s: [e for e in s if e.rule != "asset_use"]), ["Gone: "], [("assets", "AS019")]),
    "a signal explained": (suspended("asset_use"), ["no longer counted"], [("assets", "AS019")]),
    "a call more": (
        put(CALLS, records=[*BASE.signals[CALLS].records, ("calls", "CL9")]), ["records added: 1"], [("calls", "CL9")],
    ),
    "a call less": (put(CALLS, records=BASE.signals[CALLS].records[1:]), ["records gone: 1"], [("calls", "CL00101")]),
    "another weight": (put(CALLS, log_lr=0.3), ["the same records weigh otherwise"], BASE.signals[CALLS].records),
    "a hair's weight": (put(CALLS, log_lr=BASE.signals[CALLS].log_lr + 0.01), ["Nothing of substance changed."], []),
    "all weights together": (
        signals(lambda s: [e.model_copy(update={"log_lr": e.log_lr * 0.8}) for e in s]),
        ["Nothing of substance changed."], [],
    ),
    "a reading found": (reading("explains", LOOKED_UP), ["An innocent explanation was found"], [("duties", "D1")]),
    "a reading lost": (
        reading("none", FOUND), ["no longer holds"], list(BASE.innocent_explanations[FOUND].records),
    ),
    "only the comparison": (
        BASE.model_copy(update={"probability": BASE.probability - 0.2}),
        ["The probability went from", "No evidence changed"], [],
    ),
    "another status": (
        BASE.model_copy(update={"gang": BASE.gang.model_copy(update={"status": "cleared"})}), ["legal status"], [],
    ),
    "another post": (
        BASE.model_copy(update={"official": BASE.official.model_copy(update={"title": "局长"})}), ["局长"], [],
    ),
    "put together anew": (
        BASE.model_copy(update={"official": BASE.official.model_copy(update={"entity_id": "POTHER"})}),
        ["identity was put together anew"], [],
    ),
    "raised again": (
        BASE.model_copy(update={"raised_on": "2031-01-01", "expires_on": "2031-06-30"}), ["the term runs anew, to 2031-06-30"], [],
    ),
    "no doubt any more": (BASE.model_copy(update={"weakest_merge": None}), ["The least certain identity"], []),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_is_said(case: str) -> None:
    after, said, records = CASES[case]
    found = changes(BASE, after)
    assert len(found) == len(said)
    for change, part in zip(found, said, strict=True):
        assert part in change.text.en
        assert any("\u4e00" <= c <= "\u9fff" for c in change.text.zh)
        assert "{" not in change.text.en + change.text.zh
    assert [r for change in found for r in change.records] == records


@pytest.mark.parametrize("case", [case for case in CASES if CASES[case][2]])
def test_what_came_is_what_goes_when_it_is_taken_back(case: str) -> None:
    after, _, records = CASES[case]
    assert [r for change in changes(after, BASE) for r in change.records] == records


def test_a_history_leaves_out_what_changed_nothing_and_tells_a_withdrawal() -> None:
    lower = BASE.model_copy(update={"probability": 0.3})
    states = [("raised", BASE), ("raised", BASE), ("withdrawn", BASE), ("raised", lower), ("raised", None)]
    versions = [
        AlertVersion(BASE.alert_id, n, n, f"2026-0{n}-01 09:00:00", state, alert)
        for n, (state, alert) in enumerate(states, 1)
    ][::-1]
    told = history(versions)
    assert [chapter.version for chapter in told] == [5, 4, 3, 1]
    said = [" ".join(change.text.en for change in chapter.changes) for chapter in told]
    assert "expunged" in said[0]
    assert said[1].startswith("Raised again")
    assert "to 30.0%" in said[1]
    assert said[2].startswith("Withdrawn")
    assert said[3] == "First raised."

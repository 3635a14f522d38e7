"""Identities that are likely and not settled: shown beside an alert, and never counted."""

from collections.abc import Callable
from dataclasses import replace

import happenings as h
import pytest
from records import unfiled
from situation import BASE, OFFICIAL, SPOUSE

from netinv.detect.likely import likely
from netinv.detect.run import detect
from netinv.model.alerts import Alert
from netinv.model.keys import mention_key
from netinv.resolve.resolve import resolve
from netinv.resolve.result import Doubt, Resolution

PEOPLE, POST, PAID, GUEST = (
    mention_key("局", table, record, "", "person")
    for table, record in (("people", "1"), ("posts", "2"), ("transfers", "3"), ("event_people", "4"))
)
APART = Resolution({PEOPLE: "P1", POST: "P2", PAID: "P3", GUEST: "P4"}, [])


def doubt(left: str, right: str, probability: float, outcome: str = "below") -> Doubt:
    """A pair that stayed two."""
    return Doubt(left, right, probability, outcome, "", 0.0, ())


CASES: list[tuple[str, list[Doubt], dict[str, str]]] = [
    ("nothing is in doubt", [], {}),
    ("likelier than not", [doubt(PEOPLE, PAID, 0.7)], {PAID: "P1"}),
    ("whichever side stands first", [doubt(PAID, PEOPLE, 0.7)], {PAID: "P1"}),
    ("likelier to be another", [doubt(PEOPLE, PAID, 0.5)], {}),
    ("barred by what cannot be", [doubt(PEOPLE, PAID, 0.7, "barred")], {}),
    ("the likeliest of two", [doubt(PEOPLE, PAID, 0.6), doubt(POST, PAID, 0.8)], {PAID: "P2"}),
    ("two who stand on registers", [doubt(PEOPLE, POST, 0.9)], {}),
    ("somebody who may be a third", [doubt(GUEST, PAID, 0.7), doubt(PEOPLE, GUEST, 0.6)], {GUEST: "P1"}),
]


@pytest.mark.parametrize(("why", "doubts", "moved"), CASES, ids=[case[0] for case in CASES])
def test_a_loose_mention_is_held_to_be_whom_it_likely_names(
    why: str, doubts: list[Doubt], moved: dict[str, str]
) -> None:
    entity_of, joins = likely(replace(APART, doubts=doubts))
    assert entity_of == {**APART.entity_of, **moved}, why
    assert {join.right: entity_of[join.left] for join in joins} == moved


@pytest.fixture
def with_loose_payee() -> Callable[[float], Alert]:
    """The alert where the spouse is paid once more, but by bare name: how likely it is the spouse is given."""

    def run(probability: float) -> Alert:
        tables = {table: list(rows) for table, rows in BASE.items()}
        bare = {"name": SPOUSE["name"]}
        for more in (h.meal(), h.award(), h.award(id="ZB2"), h.payment(to=bare, id="ZJ9")):
            for table, rows in more.items():
                tables.setdefault(table, []).extend(rows)
        mentions, rows_of = unfiled(tables)
        found = resolve(mentions, rows_of)
        payee = next(key for key in found.entity_of if "ZJ9" in key and "payee" in key)
        spouse = next(k for k in found.entity_of if "kin" in k and k.endswith("person") and "b" in k)
        apart = replace(
            found,
            entity_of={**found.entity_of, payee: "PLOOSE"},
            joins=[join for join in found.joins if payee not in (join.left, join.right)],
            doubts=[doubt(spouse, payee, probability)],
        )
        alerts = detect(rows_of, mentions, apart, as_of="2024-06-01").alerts
        (alert,) = (each for each in alerts if each.official.name == OFFICIAL["name"])
        return alert

    return run


def test_evidence_on_a_likely_identity_is_shown_and_does_not_count(
    with_loose_payee: Callable[[float], Alert],
) -> None:
    likely_, unlikely = with_loose_payee(0.72), with_loose_payee(0.3)
    assert [(s.rule, s.log_lr) for s in likely_.unsettled] == [("money", 0.0)]
    assert ("transfers", "ZJ9") in likely_.unsettled[0].records
    assert "72%" in likely_.unsettled[0].discounts[0].zh
    assert unlikely.unsettled == []
    assert likely_.model_copy(update={"unsettled": []}) == unlikely

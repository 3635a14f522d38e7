"""A source that its unit trusts less carries less; a better one a little more, and no more than that."""

from pathlib import Path

import happenings as h
import pytest
from records import Records
from situation import BASE

from netinv.detect.grades import MOST, worth
from netinv.detect.run import detect
from netinv.model.alerts import Alert
from netinv.resolve.resolve import resolve


def alert_from(folder: Path, grade: str, told: bool = True) -> Alert:
    """The alert on money and two awards out of sources of a grade; `told`: detection is told the grades."""
    records = Records(folder).add(BASE)
    for number, rows in enumerate((h.payment(), h.award(), h.award(id="ZB2"))):
        records.add(
            {t: [{**r, "record_id": f"{t}{number}"} for r in each] for t, each in rows.items()}, grade=grade
        )
    ledger = records.ledger
    try:
        mentions = ledger.mentions()
        grades = {source.source_id: source.grade for source in ledger.sources()} if told else None
        (alert,) = detect(ledger.rows, mentions, resolve(mentions, ledger.rows), grades=grades).alerts
        return alert
    finally:
        ledger.close()


def test_the_lower_the_grade_the_lower_the_number(tmp_path: Path) -> None:
    numbers = [alert_from(tmp_path / grade, grade).probability for grade in "AC"]
    poor = alert_from(tmp_path / "E", "E")
    assert numbers[0] > numbers[1] > poor.probability
    assert any("来源等级" in text.zh for signal in poor.signals for text in signal.discounts)
    assert (
        alert_from(tmp_path / "none", "E", told=False).probability == numbers[1]
    )  # C is as if nothing were said


@pytest.mark.parametrize("grade", ["C", "", "X"])
def test_an_unknown_grade_changes_nothing(grade: str) -> None:
    assert worth(grade) == 1


def test_grades_are_in_order_and_bounded() -> None:
    assert [worth(grade) for grade in "FEDCBA"] == sorted(worth(grade) for grade in "FEDCBA")
    assert worth("A") <= MOST
    assert worth("F") > 0.3  # what a poor source says is not nothing

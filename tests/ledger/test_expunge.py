"""Expungement: what a record said is gone from every byte; that it was there stays proven."""

from pathlib import Path

import pytest

from netinv.ledger import Counts, Ledger, QuarantineRow
from netinv.model.errors import NotFoundError, UsageError

from .office import ORIGIN, TABLE, alert, names, put, read, source, staged

SECRET = "独孤求安"


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.fixture
def full(ledger: Ledger) -> Ledger:
    with ledger.batch("clerk") as batch:
        put(batch, {"1": SECRET, "2": "乙"})
        origin = batch.add_source(source("d2"))
        batch.add(origin, ORIGIN, TABLE, staged([("1", SECRET + "改")]))
        batch.quarantine(origin, [QuarantineRow(2, "note", SECRET, "读不出", "unreadable", "cell")])
    about = alert("A1", records=[(TABLE, "1")])
    about = about.model_copy(update={"official": about.official.model_copy(update={"name": SECRET})})
    ledger.put_alerts([about, alert("A2", records=[(TABLE, "2")])], "detect")
    return ledger


def test_nothing_of_it_is_left_in_any_byte(full: Ledger, folder: Path) -> None:
    full.close()
    assert SECRET.encode() in bytes_of(folder)
    full.expunge(TABLE, "1", "clerk", "保存期满")
    full.close()
    assert SECRET.encode() not in bytes_of(folder)
    assert full.verify() == []


def test_it_is_gone_from_every_read_past_ones_too(full: Ledger) -> None:
    seq = full.expunge(TABLE, "1", "clerk", "保存期满")
    assert seq == full.head().seq == 3
    assert names(full) == {"2": "乙"} == names(full, as_of=1)
    assert full.mentions(as_of=1).fields["name"] == ["乙"]
    assert [each.alert_id for each in full.alerts()] == ["A2"]
    assert [(each.state, each.alert) for each in full.alert_versions("A1")] == [("raised", None)]
    assert [each.value for each in full.quarantined()] == [""]
    assert [(each.expunged, each.payload) for each in full.versions(TABLE, "1")] == [(True, {}), (True, {})]


def test_it_does_not_come_back_with_the_next_file(full: Ledger) -> None:
    full.expunge(TABLE, "1", "clerk", "保存期满")
    assert read(full, {"1": SECRET, "3": "丙"}, digest="d3") == Counts(new=1, barred=1)
    assert names(full) == {"2": "乙", "3": "丙"}
    with full.batch("clerk") as batch:
        put(batch, {"3": "丙"}, digest="d4")
        assert batch.retract_missing(ORIGIN, TABLE) == 1  # of "2" only
    assert full.verify() == []


def test_an_alert_about_what_is_left_may_be_raised_again(full: Ledger) -> None:
    full.expunge(TABLE, "1", "clerk", "保存期满")
    assert (
        full.put_alerts([alert("A1", records=[(TABLE, "2")]), alert("A2", records=[(TABLE, "2")])], "detect")
        == 1
    )
    assert [each.version for each in full.alert_versions("A1")] == [2, 1]
    assert full.put_alerts([], "detect") == 2
    assert full.verify() == []


def test_an_expungement_names_a_record_and_a_reason(full: Ledger) -> None:
    with pytest.raises(UsageError):
        full.expunge(TABLE, "1", "clerk", "")
    with pytest.raises(NotFoundError):
        full.expunge(TABLE, "9", "clerk", "保存期满")
    with pytest.raises(NotFoundError):
        full.expunge(TABLE, "1", "clerk", "保存期满", origin="别处")
    assert full.head().seq == 2
    full.expunge(TABLE, "1", "clerk", "保存期满", origin=ORIGIN)
    with pytest.raises(NotFoundError):
        full.expunge(TABLE, "1", "clerk", "保存期满")

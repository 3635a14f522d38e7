"""Records: identity, versions, deltas and snapshots, and what the office knew when."""

from datetime import date, datetime

import pytest

from netinv.ledger import Counts, Ledger, StagedRow
from netinv.ledger.types import Head
from netinv.model.errors import NotFoundError, UsageError

from .office import ORIGIN, TABLE, Clock, bad_cell, mention, names, put, read, source, staged

OTHER = "青岚县纪委"


def test_an_empty_ledger_stands_at_nothing(ledger: Ledger) -> None:
    assert ledger.head() == Head(0, "", "")
    assert (ledger.tables(), len(ledger.rows(TABLE)), len(ledger.mentions()), ledger.sources()) == (
        [],
        0,
        0,
        [],
    )
    assert ledger.rows(TABLE, columns=["name"]).columns == {"name": []}
    assert ledger.verify() == []


@pytest.mark.parametrize(
    ("first", "second", "counts", "after"),
    [
        ({"1": "甲"}, {"1": "甲"}, Counts(same=1), {"1": "甲"}),
        ({"1": "甲"}, {"2": "乙"}, Counts(new=1), {"1": "甲", "2": "乙"}),
        ({"1": "甲"}, {"1": "乙"}, Counts(changed=1), {"1": "乙"}),
        ({"1": "甲"}, {"1": "甲", "2": "乙"}, Counts(new=1, same=1), {"1": "甲", "2": "乙"}),
        ({"1": "甲"}, [("1", "乙"), ("1", "丙")], Counts(changed=2), {"1": "丙"}),
        ({}, [("1", "甲"), ("1", "甲")], Counts(new=1, same=1), {"1": "甲"}),
        ({}, [("1", "甲"), ("1", "乙")], Counts(new=1, changed=1), {"1": "乙"}),
        ({"1": "甲"}, {}, Counts(), {"1": "甲"}),
    ],
)
def test_files_are_deltas(
    ledger: Ledger,
    first: dict[str, str],
    second: dict[str, str] | list[tuple[str, str]],
    counts: Counts,
    after: dict[str, str],
) -> None:
    read(ledger, first)
    assert read(ledger, second, digest="d2") == counts
    assert names(ledger) == after
    assert ledger.verify() == []


def test_reading_the_same_again_publishes_nothing(ledger: Ledger) -> None:
    def once() -> Head:
        with ledger.batch("clerk") as batch:
            origin = batch.add_source(source())
            batch.add(origin, ORIGIN, TABLE, staged([("1", "甲")]))
            batch.quarantine(origin, [bad_cell()])
        return ledger.head()

    head = once()
    assert once() == head == once()
    assert (len(ledger.sources()), len(ledger.quarantined())) == (1, 1)


def test_the_same_name_of_two_origins_is_two_records(ledger: Ledger) -> None:
    read(ledger, {"1": "甲"})
    read(ledger, {"1": "乙"}, origin=OTHER)
    rows = ledger.rows(TABLE)
    assert list(zip(rows.origin, rows.record_id, rows.columns["name"], strict=True)) == sorted(
        [(ORIGIN, "1", "甲"), (OTHER, "1", "乙")]
    )


def test_rows_are_columns_with_blanks_for_what_is_unknown(ledger: Ledger) -> None:
    with ledger.batch("clerk") as batch:
        origin = batch.add_source(source())
        batch.add(
            origin,
            ORIGIN,
            TABLE,
            [StagedRow("2", 3, {"name": "乙", "备用": "x"}), StagedRow("1", 2, {"name": "甲", "unit": "所"})],
        )
    rows = ledger.rows(TABLE)
    assert rows.record_id == ["1", "2"]
    assert rows.columns == {"name": ["甲", "乙"], "unit": ["所", ""], "备用": ["", "x"]}
    assert ledger.rows(TABLE, columns=["unit", "nothing"]).columns == {
        "unit": ["所", ""],
        "nothing": ["", ""],
    }
    assert rows.source_id == [origin, origin]
    assert len(set(rows.version)) == 2


def test_mentions_come_sorted_and_only_of_current_rows(ledger: Ledger) -> None:
    with ledger.batch("clerk") as batch:
        for table, origin in (("people", OTHER), ("calls", ORIGIN), ("calls", OTHER)):
            each = batch.add_source(source(table=table, origin=origin))
            named = [mention("丙", "to"), mention("乙", "from"), mention("某公司", "from", "organization")]
            batch.add(
                each, origin, table, [StagedRow("9", 1, {"a": "1"}, named), StagedRow("10", 2, {}, named)]
            )
    ledger.retract("calls", "9", "错登", "clerk", origin=OTHER)
    found = ledger.mentions()
    keys = list(zip(found.origin, found.table, found.record_id, found.ref, found.kind, strict=True))
    assert keys == sorted(keys)
    assert len(keys) == 15
    assert (OTHER, "calls", "9", "to", "person") not in keys
    assert found.fields["name"][keys.index((ORIGIN, "calls", "9", "to", "person"))] == "丙"


def test_a_past_state_stays_readable(ledger: Ledger, clock: Clock) -> None:
    read(ledger, {"1": "甲", "2": "乙"})
    clock.pass_days(1)
    read(ledger, {"1": "丙"}, digest="d2")
    clock.pass_days(1)
    ledger.retract(TABLE, "2", "重复登记", "clerk")
    assert [names(ledger, seq) for seq in range(4)] == [
        {},
        {"1": "甲", "2": "乙"},
        {"1": "丙", "2": "乙"},
        {"1": "丙"},
    ]
    assert names(ledger) == {"1": "丙"}
    assert [sorted(ledger.mentions(seq).fields["name"]) for seq in (1, 3)] == [["乙", "甲"], ["丙"]]
    assert [ledger.tables(seq) for seq in (0, 1)] == [[], [TABLE]]
    assert [len(ledger.sources(seq)) for seq in (0, 1, 3)] == [0, 1, 2]


@pytest.mark.parametrize(
    ("moment", "seq"),
    [
        (date(2026, 2, 28), 0),
        (date(2026, 3, 1), 1),
        (datetime(2026, 3, 1, 15, 59), 0),  # without a zone: Shanghai, eight hours ahead
        (datetime(2026, 3, 1, 16, 0), 1),
        (date(2026, 3, 2), 2),
        (date(2030, 1, 1), 2),
    ],
)
def test_a_day_names_the_last_transaction_of_it(
    ledger: Ledger, clock: Clock, moment: date | datetime, seq: int
) -> None:
    read(ledger, {"1": "甲"})
    clock.pass_days(1)
    read(ledger, {"1": "乙"}, digest="d2")
    assert ledger.seq_at(moment) == seq


def test_a_clock_that_runs_back_does_not_turn_the_ledger_round(ledger: Ledger, clock: Clock) -> None:
    read(ledger, {"1": "甲"})
    clock.pass_days(-400)
    read(ledger, {"1": "乙"}, digest="d2")
    assert ledger.head().at == "2026-03-01T08:00:00Z"
    assert ledger.verify() == []


def test_versions_of_many_records_are_those_of_each(ledger: Ledger) -> None:
    read(ledger, {str(number): "甲" for number in range(400)})
    read(ledger, {"1": "乙"}, digest="d2")
    names = [(TABLE, str(number)) for number in range(401)] + [("cases", "1")]
    found = ledger.versions_of(names)
    assert found.keys() == {(TABLE, str(number)) for number in range(400)}
    assert all(versions == ledger.versions(*name) for name, versions in found.items())
    assert [len(found[TABLE, number]) for number in "01"] == [1, 2]


def test_versions_tell_the_whole_story(ledger: Ledger) -> None:
    read(ledger, {"1": "甲"})
    read(ledger, {"1": "乙"}, digest="d2")
    ledger.retract(TABLE, "1", "错登", "chief")
    assert read(ledger, {"1": "乙"}, digest="d2") == Counts(barred=1)
    ledger.restore(TABLE, "1", "没有登错", "chief")
    story = [
        (each.seq, each.actor, each.retracted, each.reason, each.payload)
        for each in ledger.versions(TABLE, "1")
    ]
    assert story == [
        (4, "chief", False, "没有登错", {"record_id": "1", "name": "乙"}),
        (3, "chief", True, "错登", {}),
        (2, "clerk", False, None, {"record_id": "1", "name": "乙"}),
        (1, "clerk", False, None, {"record_id": "1", "name": "甲"}),
    ]
    first = ledger.versions(TABLE, "1")[-1]
    assert first.source is not None
    assert (first.source.file, first.source.origin, first.row) == ("people.csv", ORIGIN, 2)
    assert ledger.versions(TABLE, "nobody") == []
    assert names(ledger) == {"1": "乙"}


def test_a_snapshot_retracts_what_it_lacks_of_its_origin_and_table(ledger: Ledger) -> None:
    read(ledger, {"1": "甲", "2": "乙", "3": "丙"})
    read(ledger, {"2": "丁"}, origin=OTHER)
    with ledger.batch("clerk") as batch:
        put(batch, {"1": "甲", "3": "戊"}, digest="d2")
        assert batch.retract_missing(ORIGIN, TABLE) == 1
    rows = ledger.rows(TABLE)
    assert set(zip(rows.origin, rows.record_id, rows.columns["name"], strict=True)) == {
        (ORIGIN, "1", "甲"),
        (ORIGIN, "3", "戊"),
        (OTHER, "2", "丁"),
    }
    head = ledger.head()
    with ledger.batch("clerk") as batch:
        put(batch, {"1": "甲", "3": "戊"}, digest="d2")
        assert batch.retract_missing(ORIGIN, TABLE) == 0
    assert ledger.head() == head


def test_a_retraction_names_one_record_and_a_reason(ledger: Ledger) -> None:
    read(ledger, {"1": "甲"})
    read(ledger, {"1": "甲"}, origin=OTHER)
    with pytest.raises(UsageError, match="several origins"):
        ledger.retract(TABLE, "1", "错登", "clerk")
    with pytest.raises(UsageError, match="needs a reason"):
        ledger.retract(TABLE, "1", " ", "clerk", origin=OTHER)
    with pytest.raises(NotFoundError):
        ledger.retract(TABLE, "2", "错登", "clerk")
    assert ledger.retract(TABLE, "1", "错登", "clerk", origin=OTHER) == 3
    with pytest.raises(NotFoundError):
        ledger.retract(TABLE, "1", "错登", "clerk", origin=OTHER)
    assert ledger.retract(TABLE, "1", "错登", "clerk") == 4
    assert ledger.tables() == []


def test_a_retraction_can_be_taken_back(ledger: Ledger) -> None:
    read(ledger, {"1": "甲"})
    with pytest.raises(NotFoundError):
        ledger.restore(TABLE, "1", "误撤", "clerk")
    before = ledger.mentions()
    ledger.retract(TABLE, "1", "错登", "clerk")
    with pytest.raises(UsageError, match="needs a reason"):
        ledger.restore(TABLE, "1", " ", "clerk")
    assert ledger.restore(TABLE, "1", "误撤", "clerk") == 3
    assert (names(ledger), ledger.mentions(), ledger.verify()) == ({"1": "甲"}, before, [])
    assert read(ledger, {"1": "甲"}) == Counts(same=1)


def test_nobody_sees_a_batch_before_it_is_published(ledger: Ledger) -> None:
    read(ledger, {"1": "甲"})
    with ledger.batch("clerk") as batch:
        put(batch, {"1": "乙", "2": "丙"}, digest="d2")
        batch.quarantine(batch.add_source(source("d3")), [bad_cell()])
        assert names(ledger) == {"1": "甲"}
        assert ledger.mentions().fields["name"] == ["甲"]
        assert (len(ledger.sources()), ledger.quarantined(), len(ledger.versions(TABLE, "1"))) == (1, [], 1)
        assert (ledger.head().seq, ledger.verify(), batch.published) == (1, [], None)
    assert batch.published == 2
    assert names(ledger) == {"1": "乙", "2": "丙"}


def test_a_batch_that_fails_leaves_nothing(ledger: Ledger) -> None:
    read(ledger, {"1": "甲"})

    def fail() -> None:
        with ledger.batch("clerk") as batch:
            put(batch, {"1": "乙", "2": "丙"}, digest="d2")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (names(ledger), ledger.head().seq, ledger.verify()) == ({"1": "甲"}, 1, [])
    assert read(ledger, {"2": "丁"}, digest="d2") == Counts(new=1)


def test_one_batch_at_a_time(ledger: Ledger) -> None:
    with ledger.batch("clerk") as batch:
        put(batch, {"1": "甲"})
        with pytest.raises(RuntimeError, match="a batch is being staged"):
            ledger.judge("a", "b", "same", "", "clerk")
    assert names(ledger) == {"1": "甲"}


def test_what_is_learned_of_a_source_later_holds_for_its_rows(ledger: Ledger) -> None:
    read(ledger, {"1": "甲"})
    with ledger.batch("clerk") as batch:
        again = batch.add_source(source(grade="A", legal_basis="调取证据通知书"))
        assert batch.add(again, ORIGIN, TABLE, staged([("1", "甲")])) == Counts(same=1)
    assert ledger.head().seq == 2
    assert [each.grade for each in ledger.sources()] == ["A", "A"]
    assert [each.grade for each in ledger.sources(as_of=1)] == ["C"]
    told = ledger.versions(TABLE, "1")[0].source
    assert told is not None
    assert (told.grade, told.legal_basis, told.seq) == ("A", "调取证据通知书", 1)


def test_quarantine_keeps_what_could_not_be_read_with_its_file(ledger: Ledger) -> None:
    with ledger.batch("clerk") as batch:
        origin = batch.add_source(source())
        batch.quarantine(origin, [bad_cell(7), bad_cell(3, "三月")])
    found = ledger.quarantined()
    assert [(each.row, each.value, each.file, each.origin, each.level) for each in found] == [
        (3, "三月", "people.csv", ORIGIN, "cell"),
        (7, "2023-02-31", "people.csv", ORIGIN, "cell"),
    ]
    assert ledger.quarantined(as_of=0) == []


def test_many_rows_come_in_chunks(ledger: Ledger) -> None:
    rows = {f"{number:05d}": f"甲{number % 7}" for number in range(12_001)}
    assert read(ledger, rows) == Counts(new=12_001)
    assert read(ledger, {**rows, "00000": "乙"}, digest="d2") == Counts(changed=1, same=12_000)
    assert names(ledger) == {**rows, "00000": "乙"}

# ruff: noqa: E501  one tampering a line, like a table
"""Whoever changes the file behind the ledger's back is found out: a table of tamperings."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from netinv.ledger import Head, Ledger

from .office import ORIGIN, TABLE, alert, bad_cell, put, read, source


@pytest.fixture
def full(ledger: Ledger) -> Ledger:
    """A ledger with something of everything."""
    with ledger.batch("clerk") as batch:
        put(batch, {"1": "甲", "2": "乙", "3": "丙"})
        batch.quarantine(batch.add_source(source("d9")), [bad_cell(), bad_cell(9)])
    read(ledger, {"1": "丁"}, digest="d2")
    ledger.retract(TABLE, "2", "错登", "clerk")
    ledger.judge("a", "b", "same", "同一电话", "analyst")
    ledger.revoke(ledger.judge("b", "c", "different", "两个证号", "analyst"), "chief")
    ledger.put_model({"weight": 1.5})
    ledger.put_alerts([alert("A1", records=[(TABLE, "1")]), alert("A2", records=[(TABLE, "3")])], "detect")
    ledger.put_alerts([alert("A1", 0.9, records=[(TABLE, "1")])], "detect")
    ledger.expunge(TABLE, "3", "clerk", "保存期满")
    assert ledger.verify() == []
    return ledger


@contextmanager
def unguarded(folder: Path) -> Iterator[sqlite3.Connection]:
    """The file as an intruder has it: the guards put aside, and back again as if nothing had been."""
    with closing(sqlite3.connect(folder / "ledger.db")) as raw:
        guards = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            raw.execute(f"DROP TRIGGER {name}")
        yield raw
        for _, sql in guards:
            raw.execute(sql)
        raw.commit()


TAMPERINGS = {
    "payload changed": "UPDATE payload SET body = replace(body, '丁', '戊')",
    "payload removed": "DELETE FROM payload WHERE version_pk = 1",
    "payload and its salt exchanged": "UPDATE payload SET salt = zeroblob(16), body = '{}' WHERE version_pk = 1",
    "payloads swapped": "UPDATE payload SET version_pk = CASE version_pk WHEN 1 THEN -2 ELSE -1 END"
    " WHERE version_pk IN (1, 2); UPDATE payload SET version_pk = -version_pk WHERE version_pk < 0",
    "content key changed": "UPDATE payload SET content_key = zeroblob(16) WHERE version_pk = 1",
    "payload of an expunged record put back": "INSERT INTO payload VALUES (3, zeroblob(16), zeroblob(16), '{}')",
    "mention renamed": "UPDATE mention SET name = '戊' WHERE version_pk = 1",
    "mention removed": "DELETE FROM mention WHERE version_pk = 1",
    "mention added": "INSERT INTO mention SELECT version_pk, 'a', kind, name, former_names, aliases, id_number, ids,"
    " gender, birth_date, birth_place, ethnicity, phones, emails, address, unit, title, account, uscc, region,"
    " org_kind, legal_rep FROM mention WHERE version_pk = 1",
    "record renamed": "UPDATE record SET record_id = '7' WHERE record_id = '1'",
    "record given to another origin": "UPDATE record SET origin = '别处' WHERE record_id = '1'",
    "record added": "INSERT INTO record VALUES (99, 1, 'people', '别处', '8')",
    "version removed": "DELETE FROM version WHERE version_pk = 4; DELETE FROM payload WHERE version_pk = 4;"
    " DELETE FROM mention WHERE version_pk = 4",
    "version retracted": "UPDATE version SET retracted = 1, reason = 'x' WHERE version_pk = 1",
    "version moved to another row": 'UPDATE version SET "row" = 77 WHERE version_pk = 1',
    "version moved to another source": "UPDATE version SET source_id = 2 WHERE version_pk = 1",
    "version moved to another batch": "UPDATE version SET batch_id = 2 WHERE version_pk = 1",
    "version added": "INSERT INTO version VALUES (99, 1, 1, 1, 5, 1, 'x', NULL, NULL)",
    "retraction undone": "DELETE FROM version WHERE reason = '错登'",
    "reason of a retraction changed": "UPDATE version SET reason = '别的' WHERE reason = '错登'",
    "source graded up": "UPDATE source SET grade = 'A'",
    "source removed": "DELETE FROM source WHERE source_id = 1",
    "batch hidden": "UPDATE batch SET seq = NULL WHERE batch_id = 2",
    "batch removed": "DELETE FROM batch WHERE batch_id = 2",
    "quarantine changed": "UPDATE quarantine SET value = 'x' WHERE quarantine_pk = 1",
    "quarantine emptied": "UPDATE quarantine SET value = NULL, salt = NULL WHERE quarantine_pk = 1",
    "quarantine removed": "DELETE FROM quarantine WHERE quarantine_pk = 1",
    "quarantine explained away": "UPDATE quarantine SET reason_zh = '无妨' WHERE quarantine_pk = 1",
    "judgement turned round": "UPDATE judgement SET verdict = 'different' WHERE judgement_id = 1",
    "judgement removed": "DELETE FROM judgement WHERE judgement_id = 1",
    "judgement added": "INSERT INTO judgement VALUES (9, 4, 'x', 'y', 'same', 'z', 0)",
    "judgement forced afterwards": "UPDATE judgement SET forced = 1 WHERE judgement_id = 1",
    "revocation removed": "DELETE FROM revocation",
    "model changed": """UPDATE model_version SET body = '{"weight":9}'""",
    "alert removed": "DELETE FROM alert WHERE alert_pk = 1; DELETE FROM alert_body WHERE alert_pk = 1",
    "alert withdrawn": "UPDATE alert SET state = 'withdrawn' WHERE alert_pk = 3",
    "alert body changed": "UPDATE alert_body SET body = replace(body, '柏清源', '别人')",
    "alert body removed": "DELETE FROM alert_body WHERE alert_pk = 1",
    "expungement denied": "DELETE FROM expungement",
    "reason of an expungement changed": "UPDATE expungement SET reason = '别的'",
    "expungement extended": "INSERT INTO expungement VALUES (1, 99, 'x'); DELETE FROM payload WHERE version_pk = 1;"
    " DELETE FROM mention WHERE version_pk = 1",
    "transaction signed by another": "UPDATE ledger_transaction SET actor = 'nobody' WHERE seq = 2",
    "transaction dated back": "UPDATE ledger_transaction SET at = '2020-01-01T00:00:00Z' WHERE seq = 1",
    "transaction counted anew": "UPDATE ledger_transaction SET body = '{}' WHERE seq = 1",
    "transaction removed": "DELETE FROM ledger_transaction WHERE seq = 4",
    "last transaction removed": "DELETE FROM ledger_transaction WHERE seq = (SELECT max(seq) FROM ledger_transaction)",
    "transaction added": "INSERT INTO ledger_transaction SELECT 99, at, actor, kind, body, digest, prev, hash"
    " FROM ledger_transaction WHERE seq = 1",
    "transactions exchanged": "UPDATE ledger_transaction SET seq = -seq WHERE seq IN (4, 5);"
    " UPDATE ledger_transaction SET seq = 9 + seq WHERE seq < 0",
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_found(full: Ledger, folder: Path, name: str) -> None:
    with unguarded(folder) as raw:
        before = raw.total_changes
        for statement in TAMPERINGS[name].split(";"):
            raw.execute(statement)
        assert raw.total_changes > before, "the tampering must touch something"
    assert full.verify(), name


def test_what_was_cut_off_the_end_shows_against_an_exported_head(full: Ledger, folder: Path) -> None:
    exported = full.head()
    assert full.verify([exported, Head(0, "", "")]) == []
    with unguarded(folder) as raw:
        raw.execute("DELETE FROM ledger_transaction WHERE seq = ?", (exported.seq,))
        raw.execute("DELETE FROM expungement")
        raw.execute("DELETE FROM alert_expungement")
    assert any(f"head {exported.seq}" in problem for problem in full.verify([exported]))


@pytest.mark.parametrize(
    "change",
    ["DROP TRIGGER guard_version_delete", "DROP TRIGGER guard_payload_delete"],
)
def test_a_missing_guard_is_found(full: Ledger, folder: Path, change: str) -> None:
    with closing(sqlite3.connect(folder / "ledger.db")) as raw:
        raw.execute(change)
        raw.commit()
    assert any(change.split()[-1] in problem for problem in full.verify())


APPEND_ONLY = [
    "UPDATE ledger_transaction SET actor = 'x'",
    "DELETE FROM ledger_transaction",
    "UPDATE version SET retracted = 1",
    "DELETE FROM version",
    "UPDATE payload SET body = ''",
    "DELETE FROM payload WHERE version_pk = 1",
    "UPDATE mention SET name = ''",
    "DELETE FROM mention WHERE version_pk = 1",
    "UPDATE record SET record_id = 'x'",
    "DELETE FROM record",
    "UPDATE source SET grade = 'A'",
    "DELETE FROM source",
    "UPDATE batch SET seq = 99",
    "DELETE FROM batch",
    "UPDATE quarantine SET value = 'x'",
    "UPDATE quarantine SET value = NULL, salt = NULL",
    "DELETE FROM quarantine",
    "UPDATE judgement SET verdict = 'same'",
    "DELETE FROM judgement",
    "DELETE FROM revocation",
    "UPDATE model_version SET body = ''",
    "DELETE FROM alert",
    "UPDATE alert SET state = 'withdrawn'",
    "UPDATE alert_body SET body = ''",
    "DELETE FROM alert_body",
    "DELETE FROM expungement",
    "UPDATE meta SET value = ''",
    "DELETE FROM migrations",
    "INSERT INTO version VALUES (99, 1, 1, 1, 5, 1, 'x', NULL, NULL)",
    "INSERT INTO record VALUES (99, 1, 'people', 'x', '8')",
    "INSERT INTO source SELECT 99, 1, file, table_name, origin, grade, NULL, NULL, NULL, digest, 0 FROM source LIMIT 1",
]


@pytest.mark.parametrize("statement", APPEND_ONLY)
def test_the_file_itself_refuses_to_forget(full: Ledger, folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "ledger.db")) as raw, pytest.raises(sqlite3.IntegrityError):
        raw.execute(statement)
    assert full.verify() == []


def test_a_stray_payload_is_found_even_without_a_version(full: Ledger, folder: Path) -> None:
    with closing(sqlite3.connect(folder / "ledger.db")) as raw:
        raw.execute("INSERT INTO payload VALUES (999, zeroblob(16), zeroblob(16), '{}')")
        raw.commit()
    assert any("999" in problem for problem in full.verify())


def test_verifying_after_every_step_of_a_busy_life(open_ledger: Callable[[], Ledger]) -> None:
    ledger = open_ledger()
    for number in range(6):
        read(ledger, {"1": f"甲{number}", str(number): "乙"}, digest=f"d{number}", origin=ORIGIN)
        assert open_ledger().verify() == []

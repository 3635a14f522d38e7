"""No audit, no answer: written first, chained, provable, and silent about what was looked at."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from netinv.access import Act, Audit, Viewer, operator
from netinv.ledger import Head, Keyring
from netinv.model.errors import AuditUnavailableError

from .conftest import WORKSPACE, Clock

WANG = Viewer("analyst:wang", "analyst", "核查线索", "线〔2026〕1号")


def test_an_act_is_on_disk_when_record_returns(audit: Audit, open_audit: Callable[[], Audit]) -> None:
    audit.record(WANG, "search", "柏清源", "3 results")
    (entry,) = open_audit().entries()
    assert entry == (
        1,
        "2026-03-01T08:00:00Z",
        WANG.id,
        "analyst",
        "search",
        "柏清源",
        "3 results",
        *entry[7:],
    )
    assert (entry.purpose, entry.case_no) == ("核查线索", "线〔2026〕1号")


def test_a_viewer_asks_for_a_purpose() -> None:
    assert operator().role == "operator"
    asking = operator().asking("核查", "1号")
    assert (asking.id, asking.purpose, asking.case_no) == (operator().id, "核查", "1号")


def test_a_group_is_written_together_when_it_ends(audit: Audit, open_audit: Callable[[], Audit]) -> None:
    with audit.group():
        audit.record(WANG, "alert", "A1")
        with audit.group():
            audit.record_many([Act(WANG, "record", "calls:1"), Act(WANG, "record", "calls:2")])
        assert open_audit().entries() == []
    assert [each.subject for each in open_audit().entries()] == ["A1", "calls:1", "calls:2"]
    assert [each.subject for each in audit.entries(last=1)] == ["calls:2"]


def test_what_failed_was_asked_for_all_the_same(audit: Audit) -> None:
    def fail() -> None:
        with audit.group():
            audit.record(WANG, "alert", "A1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert [each.subject for each in audit.entries()] == ["A1"]


def test_threads_share_one_chain(audit: Audit) -> None:
    def work(number: int) -> None:
        for step in range(10):
            audit.record(WANG, "read", f"{number}:{step}")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({each.subject for each in audit.entries()}) == 80
    assert audit.verify() == []


def test_processes_share_one_chain(audit: Audit, folder: Path, keyring: Keyring) -> None:
    program = (
        "import sys; from pathlib import Path;"
        "from netinv.access import *; from netinv.ledger import Keyring;"
        "audit = Audit.open(Path(sys.argv[1]), Keyring(Path(sys.argv[2])), sys.argv[3]);"
        "[audit.record(operator(), 'read', str(n)) for n in range(20)]"
    )
    words = [sys.executable, "-c", program, str(folder), str(keyring.directory), WORKSPACE]
    others = [subprocess.Popen(words) for _ in range(2)]
    for number in range(20):
        audit.record(WANG, "read", str(number))
    assert [each.wait() for each in others] == [0, 0]
    assert len(audit.entries()) == 60
    assert audit.verify() == []


def test_the_file_is_silent_about_what_was_looked_at(audit: Audit, folder: Path) -> None:
    audit.record(WANG, "search", "独孤求安 13900000042", "查举报人 独孤求安")
    audit.close()
    content = b"".join(path.read_bytes() for path in folder.iterdir())
    assert "独孤".encode() not in content
    assert b"13900000042" not in content


def test_halves_of_characters_are_written_too(audit: Audit) -> None:
    audit.record(WANG, "search", "\ud83d")
    assert audit.entries()[0].subject == "\ud83d"
    assert audit.verify() == []


def make_read_only(path: Path) -> None:
    """As on a medium that takes no writes: the header says that this program is too old to write to it."""
    content = bytearray(path.read_bytes())
    content[18] = 3
    path.write_bytes(bytes(content))


def make_garbage(path: Path) -> None:
    path.write_bytes(b"x" * 5000)


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("breaking", [make_read_only, make_garbage, make_folder])
def test_no_audit_no_answer(audit: Audit, folder: Path, breaking: Callable[[Path], None]) -> None:
    audit.record(WANG, "read", "before")
    audit.close()
    for beside in ("audit.db-wal", "audit.db-shm"):
        (folder / beside).unlink(missing_ok=True)
    breaking(folder / "audit.db")
    with pytest.raises(AuditUnavailableError, match=r"audit\.db"):
        audit.record(WANG, "read", "after")
    with pytest.raises(AuditUnavailableError), audit.group():
        audit.record(WANG, "read", "after")


def test_an_audit_that_cannot_be_opened(folder: Path, keyring: Keyring) -> None:
    make_garbage(folder / "audit.db")
    with pytest.raises(AuditUnavailableError):
        Audit.open(folder, keyring, WORKSPACE)


def test_every_thread_is_told_that_nothing_was_written(audit: Audit, folder: Path) -> None:
    audit.record(WANG, "read", "before")
    audit.close()
    make_read_only(folder / "audit.db")
    refused: list[int] = []

    def work(number: int) -> None:
        try:
            audit.record(WANG, "read", str(number))
        except AuditUnavailableError:
            refused.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(refused) == list(range(8))


TAMPERINGS = {
    "signed by another": "UPDATE entry SET viewer = 'nobody' WHERE seq = 2",
    "another role": "UPDATE entry SET role = 'chief' WHERE seq = 2",
    "another action": "UPDATE entry SET action = 'nothing' WHERE seq = 2",
    "another purpose": "UPDATE entry SET purpose = 'none' WHERE seq = 2",
    "another case": "UPDATE entry SET case_no = 'none' WHERE seq = 2",
    "dated back": "UPDATE entry SET at = '2020-01-01T00:00:00Z' WHERE seq = 2",
    "about something else": "UPDATE entry SET about = zeroblob(40) WHERE seq = 2",
    "removed": "DELETE FROM entry WHERE seq = 2",
    "first removed": "DELETE FROM entry WHERE seq = 1",
    "added": "INSERT INTO entry SELECT 9, at, viewer, role, action, purpose, case_no, nonce, about, prev,"
    " hash FROM entry WHERE seq = 1",
    "exchanged": "UPDATE entry SET seq = -seq; UPDATE entry SET seq = 4 + seq",
}


@pytest.fixture
def busy(audit: Audit, clock: Clock) -> Audit:
    for number in range(3):
        audit.record(WANG, "read", str(number))
        clock.pass_days(1)
    assert audit.verify() == []
    return audit


def tamper(folder: Path, statements: str) -> None:
    with closing(sqlite3.connect(folder / "audit.db")) as raw:
        for name in ("guard_entry_update", "guard_entry_delete"):
            raw.execute(f"DROP TRIGGER {name}")
        for statement in statements.split(";"):
            raw.execute(statement)
        raw.commit()


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_found(busy: Audit, folder: Path, name: str) -> None:
    tamper(folder, TAMPERINGS[name])
    assert busy.verify()


@pytest.mark.parametrize("statement", ["UPDATE entry SET viewer = 'x'", "DELETE FROM entry"])
def test_the_file_itself_refuses_to_forget(busy: Audit, folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "audit.db")) as raw, pytest.raises(sqlite3.IntegrityError):
        raw.execute(statement)
    assert busy.verify() == []


def test_an_exported_head_proves_that_nothing_was_cut_off(busy: Audit, folder: Path) -> None:
    head = busy.heads()
    assert head.seq == 3
    busy.record(WANG, "read", "later")
    assert busy.verify([head, Head(0, "", "")]) == []
    tamper(folder, "DELETE FROM entry WHERE seq >= 3")
    assert busy.verify() == []
    assert len(busy.verify([head])) == 1


def test_a_clock_that_runs_back_does_not_turn_the_audit_round(busy: Audit, clock: Clock) -> None:
    clock.pass_days(-100)
    busy.record(WANG, "read", "later")
    times = [each.at for each in busy.entries()]
    assert times == sorted(times)
    assert busy.verify() == []

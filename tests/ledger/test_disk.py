"""A full or broken disk: one clear sentence, nothing half published, and the work can go on afterwards."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from netinv.ledger import Keyring, Ledger
from netinv.model.errors import NetinvError

from .office import alert, names, read
from .test_crash import start

MANY = {f"{number:05d}": f"甲{number}" * 20 for number in range(4_000)}


@contextmanager
def every_connection(ledger: Ledger, statement: str) -> Iterator[None]:
    """Run a statement on each connection that is opened meanwhile."""

    def connected(connection: object, _: object) -> None:
        connection.execute(statement)  # type: ignore[attr-defined]

    ledger.close()
    event.listen(Engine, "connect", connected)
    try:
        yield
    finally:
        event.remove(Engine, "connect", connected)
        ledger.close()


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [("PRAGMA max_page_count=120", "the disk is full"), ("PRAGMA query_only=ON", "read-only")],
)
def test_a_disk_that_takes_no_more(ledger: Ledger, statement: str, sentence: str) -> None:
    read(ledger, {"x": "甲"})
    head = ledger.head()
    with every_connection(ledger, statement), pytest.raises(NetinvError, match=sentence) as failure:
        read(ledger, MANY, digest="d2")
    assert "ledger.db" in str(failure.value)
    assert "\n" not in str(failure.value)
    assert (ledger.head(), names(ledger), ledger.verify()) == (head, {"x": "甲"}, [])
    assert read(ledger, MANY, digest="d2").new == len(MANY)
    assert ledger.verify() == []


def test_no_room_for_a_decision_either(ledger: Ledger) -> None:
    read(ledger, {"x": "甲"})
    many = [alert(f"A{number}", records=MANY.items()) for number in range(20)]
    with (
        every_connection(ledger, "PRAGMA max_page_count=100"),
        pytest.raises(NetinvError, match="disk is full"),
    ):
        ledger.put_alerts(many, "detect")
    assert (ledger.alerts(), ledger.head().seq, ledger.verify()) == ([], 1, [])


@pytest.mark.parametrize("limit", [250_000, 400_000, 900_000])
def test_the_system_refuses_to_write_on(folder: Path, open_ledger: Callable[[], Ledger], limit: int) -> None:
    ledger = open_ledger()
    read(ledger, {"x": "甲"})
    process = start(folder, 20_000, limit)
    said = process.communicate()[0].splitlines()
    assert process.returncode == 1
    assert said[-1].startswith("refused: ")
    assert "ledger.db" in said[-1]
    assert (names(ledger), ledger.head().seq, ledger.verify()) == ({"x": "甲"}, 1, [])
    assert read(ledger, {"y": "乙"}, digest="d2").new == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"no database at all, but long enough to look like a file of one" * 40, "no database"),
        (b"", "no workspace"),
    ],
)
def test_a_file_that_is_no_ledger(folder: Path, keyring: Keyring, content: bytes, sentence: str) -> None:
    folder.mkdir()
    (folder / "ledger.db").write_bytes(content)
    with pytest.raises(NetinvError, match=sentence):
        Ledger.open(folder, keyring)


def test_a_damaged_file_says_so(ledger: Ledger, folder: Path) -> None:
    read(ledger, MANY)
    ledger.close()
    path = folder / "ledger.db"
    content = bytearray(path.read_bytes())
    content[8192:] = b"\xff" * (len(content) - 8192)
    path.write_bytes(bytes(content))
    with pytest.raises(NetinvError, match="damaged"):
        ledger.rows("people")

"""Opening: the key outside, migrations forward, never a guess."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import inspect

from netinv.ledger import Keyring, Ledger
from netinv.ledger.clock import utc_now
from netinv.ledger.database import open_engine, reading, select, writing
from netinv.ledger.migrations import Step, applied, bring_forward, migrate
from netinv.ledger.schema import STEPS
from netinv.model.errors import NetinvError, UsageError
from netinv.model.mentions import MENTION_FIELDS

from .office import names, read

ONE = Step("one", ["CREATE TABLE a (x INTEGER)"])
TWO = Step("two", ["ALTER TABLE a ADD COLUMN y TEXT", "UPDATE a SET y = x"])
BROKEN = Step("broken", ["CREATE TABLE b (x INTEGER)", "CREATE TABLE a (x INTEGER)"])


def test_the_mention_table_holds_the_fields_of_a_mention(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "x.db")
    with writing(engine) as connection:
        migrate(connection, STEPS, "")
        columns = [column["name"] for column in inspect(connection).get_columns("mention")]
    assert columns == ["version_pk", "ref", "kind", *MENTION_FIELDS]


def test_an_older_file_is_brought_forward_step_by_step(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "x.db")
    bring_forward(engine, [ONE], utc_now)
    with writing(engine) as connection:
        connection.exec_driver_sql("INSERT INTO a VALUES (7)")
    bring_forward(engine, [ONE, TWO], utc_now)
    bring_forward(engine, [ONE, TWO], utc_now)
    with reading(engine) as connection:
        assert select(connection, "SELECT x, y FROM a") == [(7, "7")]
        assert applied(connection) == ["one", "two"]


def test_a_step_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "x.db")
    bring_forward(engine, [ONE], utc_now)
    with pytest.raises(Exception, match="already exists"):
        bring_forward(engine, [ONE, BROKEN], utc_now)
    with reading(engine) as connection:
        assert applied(connection) == ["one"]
        assert select(connection, "SELECT name FROM sqlite_master WHERE name = 'b'") == []


@pytest.mark.parametrize("known", [[ONE], [TWO], [Step("other", []), TWO]])
def test_a_newer_or_foreign_file_is_refused(tmp_path: Path, known: list[Step]) -> None:
    engine = open_engine(tmp_path / "x.db")
    bring_forward(engine, [ONE, TWO], utc_now)
    with pytest.raises(NetinvError, match="newer version of netinv"):
        bring_forward(engine, known, utc_now)


def test_a_ledger_of_a_newer_netinv_is_refused(ledger: Ledger, folder: Path, keyring: Keyring) -> None:
    with closing(sqlite3.connect(folder / "ledger.db")) as raw:
        raw.execute("INSERT INTO migrations VALUES (99, 'later', '2030-01-01T00:00:00Z')")
        raw.commit()
    with pytest.raises(NetinvError, match="upgrade netinv"):
        Ledger.open(folder, keyring)


def test_a_workspace_is_made_only_when_asked(folder: Path, keyring: Keyring) -> None:
    with pytest.raises(NetinvError, match="no workspace"):
        Ledger.open(folder, keyring)
    assert not folder.exists()


def test_a_workspace_that_cannot_be_made(tmp_path: Path, keyring: Keyring) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NetinvError, match="choose another place"):
        Ledger.open(tmp_path / "file" / "ws", keyring, create=True)


def test_opening_again_finds_what_was_there(open_ledger: Callable[[], Ledger]) -> None:
    read(open_ledger(), {"1": "甲"})
    assert names(open_ledger()) == {"1": "甲"}
    assert open_ledger().workspace_id == open_ledger().workspace_id


def test_only_the_owner_may_read(ledger: Ledger, folder: Path, keyring: Keyring) -> None:
    read(ledger, {"1": "甲"})
    files = [*folder.iterdir(), *keyring.directory.iterdir()]
    assert len(files) >= 3
    assert {path.stat().st_mode & 0o077 for path in [folder, keyring.directory, *files]} == {0}


def test_the_key_is_made_once_and_never_replaced(keyring: Keyring) -> None:
    keyring.create("workspace-1")
    key = keyring.key("workspace-1")
    keyring.create("workspace-1")
    assert keyring.key("workspace-1") == key
    assert len(key) == 32
    assert [path.name for path in keyring.directory.iterdir()] == ["workspace-1.key"]


def test_no_two_purposes_and_no_two_workspaces_share_a_key(keyring: Keyring) -> None:
    keyring.create("workspace-1")
    keyring.path("workspace-2").write_bytes(keyring.key("workspace-1"))
    keys = {
        keyring.subkey(each, purpose) for each in ("workspace-1", "workspace-2") for purpose in ("a", "b")
    }
    assert len(keys | {keyring.key("workspace-1")}) == 5
    assert keyring.subkey("workspace-1", "a") == keyring.subkey("workspace-1", "a")


def test_a_workspace_without_its_key(ledger: Ledger, folder: Path, keyring: Keyring, tmp_path: Path) -> None:
    with pytest.raises(NetinvError, match="is missing"):
        Ledger.open(folder, Keyring(tmp_path / "elsewhere"))
    path = keyring.path(ledger.workspace_id)
    path.write_bytes(path.read_bytes()[:31])
    with pytest.raises(NetinvError, match="damaged"):
        Ledger.open(folder, keyring)
    path.write_bytes(b"x" * 32)
    with pytest.raises(NetinvError, match="does not fit"):
        Ledger.open(folder, keyring)


def test_the_key_never_lies_in_the_workspace(folder: Path) -> None:
    for inside in (folder, folder / "keys"):
        with pytest.raises(UsageError, match="inside the workspace"):
            Ledger.open(folder, Keyring(inside), create=True)


def test_the_key_folder_may_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETINV_KEY_DIR", str(tmp_path / "named"))
    assert Keyring().directory == (tmp_path / "named").resolve()
    assert Keyring(tmp_path / "given").directory == (tmp_path / "given").resolve()
    monkeypatch.delenv("NETINV_KEY_DIR")
    assert Keyring().directory.name == "keys"


@pytest.mark.parametrize("name", ["", "../../../etc/passwd", "a/b", "short"])
def test_a_workspace_id_is_no_path(keyring: Keyring, name: str) -> None:
    with pytest.raises(UsageError):
        keyring.path(name)

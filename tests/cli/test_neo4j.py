"""netinv neo4j questions, import-files, start, status, stop, as typed."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from netinv.cli import app
from netinv.graph.embedded import EmbeddedStore
from netinv.graph.neo4j.questions import questions
from netinv.graph.neo4j.server import running
from netinv.graph.neo4j.store import Neo4jStore
from netinv.graph.neo4j.target import target
from netinv.ledger import Keyring, Ledger

NETINV = Path(sys.executable).with_name("netinv")
Call = Callable[..., Result]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """A desk with two people who called one another."""
    monkeypatch.setenv("NETINV_KEY_DIR", str(tmp_path / "keys"))
    monkeypatch.chdir(tmp_path)
    data = tmp_path / "data"
    data.mkdir()
    (data / "people.csv").write_text(
        "record_id,name,phones\nP1,王建国,13900000001\nP2,李芳,13900000002\n", "utf-8"
    )
    (data / "calls.csv").write_text(
        "record_id,at,from_phone,to_phone\nC1,2024-01-01,13900000001,13900000002\n", "utf-8"
    )
    return lambda *line: CliRunner().invoke(app, [str(part) for part in line], catch_exceptions=False)


def test_questions_are_listed_in_both_languages_and_shown(call: Call) -> None:
    zh, en = call("neo4j", "questions").stdout, call("neo4j", "questions", "--lang", "en").stdout
    for each in questions():
        assert each.name in zh
        assert each.purpose.zh in zh
        assert each.purpose.en in en
        assert each.example in zh
    assert call("neo4j", "questions", "money").stdout.startswith("// 团伙成员")
    missing = call("neo4j", "questions", "meaning-of-life")
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert "netinv neo4j questions" in missing.stderr


def test_files_only_say_how_to_import_them_and_never_go_over_others(call: Call, tmp_path: Path) -> None:
    assert call("ingest", tmp_path / "data").exit_code == 0
    result = call("neo4j", "import-files", "--to", tmp_path / "files")
    assert result.exit_code == 0, result.stderr
    (line,) = (
        line for line in result.stdout.splitlines() if line.startswith("neo4j-admin database import full")
    )
    for path in (tmp_path / "files").iterdir():
        assert str(path) in line
    again = call("neo4j", "import-files", "--to", tmp_path / "files")
    assert (again.exit_code, len(again.stderr.splitlines())) == (2, 1)


def test_a_first_load_is_the_graph_that_the_store_would_have_written(
    call: Call, tmp_path: Path, neo4j_server: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Loaded, started, asked, stopped from another window. `neo4j_server` only says that there is a Neo4j."""
    assert call("ingest", tmp_path / "data").exit_code == 0
    home = tmp_path / "neo4j"
    assert call("neo4j", "status", "--home", home).exit_code == 1
    assert "does not run" in call("neo4j", "stop", "--home", home).stdout
    result = call("neo4j", "import-files", "--home", home)
    assert result.exit_code == 0, result.stderr
    with started(home) as address:
        assert address in call("neo4j", "status", "--home", home).stdout
        for line, code, said in (
            (("start", "--port", "0"), 1, "running already"),
            (("import-files",), 2, "netinv neo4j stop"),
        ):
            refused = call("neo4j", *line, "--home", home)
            assert (refused.exit_code, said in refused.stderr) == (code, True)
        server = running(home)
        assert server is not None
        for name, value in (("URI", server.uri), ("USER", server.user), ("PASSWORD", server.password)):
            monkeypatch.setenv(f"NETINV_NEO4J_{name}", value)
        assert call("resolve", "--store", "neo4j").exit_code == 0
        ledger = Ledger.open(tmp_path / "netinv-workspace", Keyring(tmp_path / "keys"))
        loaded = Neo4jStore(target(), ledger.workspace_id)
        ledger.close()
        embedded = EmbeddedStore(tmp_path / "netinv-workspace" / "graph.db")
        assert (loaded.seq(), loaded.digest()) == (embedded.seq(), embedded.digest())
        assert loaded.export().equals(embedded.export())
        loaded.close()
        embedded.close()
        assert "ended" in call("neo4j", "stop", "--home", home).stdout
    assert call("neo4j", "status", "--home", home).exit_code == 1


@contextmanager
def started(home: Path) -> Iterator[str]:
    """`netinv neo4j start` in a window of its own: the address that it prints; it must end in good order."""
    command = [
        NETINV,
        "neo4j",
        "start",
        "--home",
        home,
        "--port",
        "0",
        "--heap",
        "512m",
        "--pagecache",
        "64m",
    ]
    window = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert window.stdout is not None
        address = window.stdout.readline().strip()
        assert address.startswith("bolt://127.0.0.1:")
        yield address
        assert window.wait(timeout=60) == 0
    finally:
        window.terminate()
        window.wait()

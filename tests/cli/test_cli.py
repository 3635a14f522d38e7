"""The command line as scripts and people meet it: exit codes, one clear line, one JSON object, quick help."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from netinv.cli import app

PEOPLE = "\n".join(
    (
        "姓名,身份证号,手机号,性别",
        "柏清源,511399197001010018,13900000001,男",
        "尚屹川,511399198002020028,13900000002,男",
        ",,,男",
    )
)


@dataclass(frozen=True)
class Desk:
    """A folder in which commands are typed."""

    folder: Path

    @property
    def workspace(self) -> Path:
        return self.folder / "ws"

    @property
    def office(self) -> Path:
        """A drop folder with two people and a row that names nobody."""
        place = self.folder / "office"
        place.mkdir(exist_ok=True)
        (place / "people.csv").write_text(PEOPLE, "utf-8")
        return place

    def call(self, *arguments: str | Path) -> Result:
        line = [*map(str, arguments), "--workspace", str(self.workspace)]
        return CliRunner().invoke(app, line, catch_exceptions=False)

    def json(self, *arguments: str | Path) -> dict[str, Any]:
        result = self.call(*arguments, "--json")
        assert result.exit_code == 0, result.output
        said = json.loads(result.stdout)
        assert isinstance(said, dict)
        return said


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("NETINV_KEY_DIR", str(tmp_path / "keys"))
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path)


@pytest.mark.parametrize(
    "line",
    [
        "no-such-command",
        "run",
        "run nowhere",
        "run . --no-such-option",
        "ingest . --mapping map.yml",
        "mapping suggest people.xlsx",
        "rules try no-such-rule.yaml",
        "detect --store papyrus",
        "export alerts",
        "export alerts --to alerts.csv",
        "export graph --to graph.csv",
        "export secrets --to secrets.csv",
        "report --to report.docx",
        "retract nothing --reason x",
        "retract people:P1",
        "serve --port 70000",
        "serve --host 0.0.0.0",
        "serve --listen 0.0.0.0",
        "serve --listen county.example",
        "demo-data county --people 10",
        "demo-data county --people 2000 --scale S",
        "demo-data county --scale enormous",
        "demo-data county --difficulty absurd",
    ],
)
def test_wrong_usage_exits_2_and_makes_no_workspace(desk: Desk, line: str) -> None:
    result = desk.call(*line.split())
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.strip()
    assert not desk.workspace.exists()


@pytest.mark.parametrize(
    "line",
    [
        "resolve",
        "detect",
        "report",
        "serve",
        "quarantine",
        "audit verify",
        "export alerts --to a.jsonl",
        "retract people:P1 --reason x",
    ],
)
def test_a_missing_workspace_exits_1_with_one_line(desk: Desk, line: str) -> None:
    result = desk.call(*line.split())
    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 1
    assert " / " in result.stderr, "Chinese, and English beside it"


def test_failures_are_one_line(desk: Desk) -> None:
    desk.call("ingest", desk.office)
    result = desk.call("retract", "people:none", "--reason", "x")
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    (desk.workspace / "audit.db").write_bytes(b"no database at all, but long enough to be looked at" * 20)
    result = desk.call("quarantine")
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)


def test_a_run_of_two_people(desk: Desk) -> None:
    said = desk.json("run", desk.office)
    assert (said["ingest"]["new"], said["ingest"]["quarantined"]) == (2, 1)
    assert (said["resolve"]["persons"], said["detect"]["alerts"]) == (2, 0)
    assert Path(said["report"]["path"]).is_file()
    again = desk.json("run", desk.office)
    assert all(again[step]["skipped"] for step in ("resolve", "detect", "report"))


def test_each_step_says_one_json_object(desk: Desk) -> None:
    lines: list[list[str | Path]] = [
        ["ingest", desk.office],
        ["resolve"],
        ["detect"],
        ["report", "--to", desk.folder / "copy.html"],
        ["export", "entities", "--to", desk.folder / "entities.csv"],
        ["quarantine"],
        ["audit", "verify"],
        ["demo-data", desk.folder / "county", "--people", "1000"],
    ]
    said = {str(line[0]): desk.json(*line) for line in lines}
    assert said["quarantine"]["rows"] == 1
    assert said["export"]["rows"] == 2
    assert said["audit"]["problems"] == []
    assert (desk.folder / "copy.html").is_file()
    assert (desk.folder / "county" / "data" / "people.csv").is_file()


@pytest.mark.parametrize(("lang", "word"), [("zh", "人"), ("en", "persons")])
def test_summaries_in_both_languages(desk: Desk, lang: str, word: str) -> None:
    desk.call("ingest", desk.office)
    assert word in desk.call("resolve", "--lang", lang).stdout


def test_quarantine_says_where_and_why(desk: Desk) -> None:
    desk.call("ingest", desk.office)
    said = desk.call("quarantine").stdout
    assert "people.csv:4" in said
    assert "1 行" in said
    assert "people.csv:4" in desk.call("quarantine", "--lang", "en").stdout


def test_quarantine_is_corrected_and_the_correction_undone(desk: Desk) -> None:
    desk.call("ingest", desk.office)
    (item,) = desk.json("quarantine")["quarantined"]
    number = str(item["number"])
    before = desk.call("quarantine").stdout
    seen = desk.call("quarantine", "correct", number, "name=苗长庚", "--dry-run").stdout
    assert "苗长庚" in seen
    assert desk.call("quarantine").stdout == before
    assert desk.call("quarantine", "correct", number, "name", "--reason", "x").exit_code == 2
    assert desk.call("quarantine", "correct", number, "name=苗长庚").exit_code == 2, "it needs a reason"
    made = desk.json("quarantine", "correct", number, "name=苗长庚", "--reason", "已核对")
    assert "已改正" in desk.call("quarantine").stdout
    assert "撤销" in desk.call("quarantine", "undo", str(made["seq"])).stdout
    assert desk.call("quarantine").stdout == before


def test_a_retracted_record_is_gone_and_can_be_seen(desk: Desk) -> None:
    (desk.office / "people.csv").write_text("record_id,name\nP1,柏清源\nP2,尚屹川\n", "utf-8")
    desk.call("ingest", desk.folder / "office")
    assert desk.json("retract", "people:P1", "--reason", "entered twice")["seq"] == 2
    assert desk.json("resolve")["persons"] == 1
    assert desk.json("ingest", desk.folder / "office")["same"] == 1
    assert desk.json("resolve")["persons"] == 1
    assert desk.json("retract", "people:P1", "--undo", "--reason", "it was not")["seq"] == 3
    assert desk.json("resolve")["persons"] == 2


def test_a_broken_chain_is_told(desk: Desk) -> None:
    import sqlite3

    desk.call("ingest", desk.office)
    with sqlite3.connect(desk.workspace / "ledger.db") as ledger:
        for (name,) in ledger.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            ledger.execute(f'DROP TRIGGER "{name}"')
        ledger.execute("UPDATE ledger_transaction SET actor = 'somebody else'")
    result = desk.call("audit", "verify", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["problems"]
    assert len(result.stderr.splitlines()) == 1


def test_progress_goes_to_plain_lines_where_there_is_no_terminal(desk: Desk) -> None:
    lines = desk.call("run", desk.office).stdout.splitlines()
    assert "… people.csv" in lines
    assert any(" / " in line for line in lines if line.startswith("…"))


def test_help_loads_no_heavy_room() -> None:
    code = (
        "import sys\nfrom netinv.cli import app\n"
        "try:\n    app(['--help'])\nexcept SystemExit:\n    pass\n"
        "print(sorted({'numpy', 'sqlalchemy', 'fastapi', 'numba', 'duckdb', 'pydantic'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.splitlines()[-1] == "[]"


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_serve_answers_on_loopback_and_ends_on_ctrl_c(desk: Desk) -> None:
    desk.call("run", desk.office)
    server = subprocess.Popen(
        [Path(sys.executable).with_name("netinv"), "serve", "--workspace", desk.workspace, "--port", "0"],
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+", server.stdout.readline())
        assert found
        for path in ("/", "/search?q=13900000001", "/imports", "/report/latest.html"):
            with urllib.request.urlopen(found.group() + path, timeout=60) as answer:
                assert answer.status == 200
        server.send_signal(signal.SIGINT)
        said, complaints = server.communicate(timeout=60)
        assert (server.returncode in (0, 130), complaints) == (True, "")
        assert "13900000001" not in said, "addresses name whom the office looks at"
    finally:
        server.kill()
        server.wait()


def test_the_environment_may_name_workspace_and_store(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETINV_WORKSPACE", str(desk.workspace.with_name("named")))
    monkeypatch.setenv("NETINV_STORE", "embedded")
    assert CliRunner().invoke(app, ["ingest", str(desk.office)]).exit_code == 0
    assert (desk.workspace.with_name("named") / "ledger.db").exists()
    assert not desk.workspace.exists()
    monkeypatch.setenv("NETINV_STORE", "papyrus")
    assert CliRunner().invoke(app, ["resolve"]).exit_code == 2


@pytest.mark.parametrize(
    ("address", "in_container"),
    [("127.0.0.1", False), ("127.0.0.2", False), ("::1", False), ("0.0.0.0", True), ("::", True)],
)
def test_only_a_container_is_served_beyond_loopback(
    address: str, in_container: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from netinv.cli.serve import IN_CONTAINER, allowed
    from netinv.model.errors import UsageError

    if in_container:
        with pytest.raises(UsageError, match="容器内除外）/ will not"):
            allowed(address)
        monkeypatch.setenv(IN_CONTAINER, "1")
    assert allowed(address) == address


def test_a_taken_port_is_told(desk: Desk) -> None:
    import socket

    desk.call("ingest", desk.office)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        result = desk.call("serve", "--port", str(other.getsockname()[1]))
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert "--port" in result.stderr


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("people.csv", "姓名,性别\n,男\n"),
        ("people.csv", "姓名\n柏清源\n"),
        ("organizations.csv", "名称\n云栖谷酒店\n"),
        ("sources.csv", "file,origin\npeople.csv,青岚县公安局\n"),
        ("calls.csv", "record_id,at,from_phone,to_phone\nC1,2022-03-01 10:00,13900000001,13900000002\n"),
    ],
    ids=["nobody", "one person", "one organisation", "sources only", "one call"],
)
def test_the_smallest_deliveries_run_to_the_end(desk: Desk, name: str, text: str) -> None:
    place = desk.folder / "small"
    place.mkdir()
    (place / name).write_text(text, "utf-8")
    said = desk.json("run", place)
    assert said["detect"]["alerts"] == 0
    assert Path(said["report"]["path"]).is_file()

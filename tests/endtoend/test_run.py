"""`netinv run` through the real command line: what scripts may rely on; equal input, equal bytes.

What each command does with wrong usage, and that each says one JSON object, cli/test_cli.py shows without
starting processes; here, that the process passes it on.
"""

from pathlib import Path

import pytest
from desk import EXPORTS, Desk, Ran
from rewrite import every_second, reversed_in_chinese, rewrite

from netinv.demo import CountySummary

GIGABYTE = 1 << 30


# --- exit codes and closing lines -------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        "run",
        "ingest",
        "resolve",
        "detect",
        "report",
        "serve",
        "export",
        "retract",
        "quarantine",
        "audit verify",
    ],
)
def test_every_command_says_what_it_takes(new_desk: Desk, command: str) -> None:
    said = new_desk.call(*command.split(), "--help").stdout
    assert "--workspace" in said
    assert command == "serve" or "--json" in said


def test_wrong_usage_exits_2(new_desk: Desk) -> None:
    result = new_desk.call("run", "county", "--no-such-option")
    assert result.returncode == 2
    assert result.stderr.strip()


def test_a_missing_workspace_exits_1_with_one_clear_line(new_desk: Desk) -> None:
    result = new_desk.call("detect")
    assert result.returncode == 1
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.stderr


def test_a_missing_folder_fails_and_leaves_no_workspace(new_desk: Desk) -> None:
    result = new_desk.call("run", "nowhere")
    assert result.returncode in (1, 2)
    assert "nowhere" in result.stderr
    assert not new_desk.workspace.exists() or new_desk.call("quarantine").returncode in (0, 1)


# --- the same input gives the same bytes ------------------------------------------------------


def test_exports_are_not_empty(exports: dict[str, bytes]) -> None:
    for what in EXPORTS:
        assert exports[what].strip(), what
    assert len(exports["entities"].splitlines()) > 1000


def test_a_second_run_changes_nothing(desk: Desk, county: CountySummary, exports: dict[str, bytes]) -> None:
    desk.run(county.data)
    assert desk.exported() == exports


def test_order_encoding_language_of_headers_and_single_steps_play_no_part(
    new_desk: Desk, county: CountySummary, exports: dict[str, bytes], tmp_path: Path
) -> None:
    """Rows, columns and files backwards, in GB18030, under Chinese headers; and step by step."""
    to = tmp_path / "again" / county.data.name
    data = rewrite(county.data, to, reversed_in_chinese, encoding="gb18030", backwards=True)
    assert "姓名" in (data / "people.csv").read_text("gb18030")
    for step in (["ingest", str(data)], ["resolve"], ["detect"], ["report"]):
        new_desk.do(*step)
    assert new_desk.exported() == exports


def test_two_deliveries_equal_one(
    new_desk: Desk, county: CountySummary, exports: dict[str, bytes], tmp_path: Path
) -> None:
    name = county.data.name
    for rest in (1, 0):
        new_desk.do("ingest", rewrite(county.data, tmp_path / str(rest) / name, every_second(rest)))
        new_desk.do("resolve")
    # who is who; alerts may tell their history, which two deliveries have and one has not
    assert new_desk.exported(["entities"])["entities"] == exports["entities"]


# --- what one office computer can bear --------------------------------------------------------


def test_peak_memory_stays_under_two_gigabytes(ran: Ran) -> None:
    assert ran.peak < 2 * GIGABYTE


def test_the_report_is_one_file_that_loads_nothing(desk: Desk) -> None:
    reports = sorted(desk.workspace.rglob("*.html"))
    assert reports
    text = reports[-1].read_text("utf-8")
    assert "线索，非证据" in text
    for loads in ('src="http', "src='http", 'href="http', "url(http", "@import"):
        assert loads not in text

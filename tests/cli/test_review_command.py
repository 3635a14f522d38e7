"""review, judge, split, undo, judgements, explain at the command line: answers survive whatever comes."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from netinv.cli import app
from netinv.ledger import Keyring, Ledger

PEOPLE = (
    "record_id,name,id_number,phones\n"
    "P1,柏清源,511399197001010018,13900000001\nP2,柏清源,511399199104040059,\nP3,柏清源,,\nP4,尚屹川,,13900000002\n"
)
MET = "record_id,event_id,name,phone\nEP1,E1,柏清源,\nEP2,E1,尚屹川,13900000002\nEP3,E2,柏清源,\n"


class Desk:
    """A resolved workspace in a folder of its own, with two bare names that could be several people."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workspace = folder / "ws"
        office = folder / "青岚县"
        office.mkdir()
        (office / "people.csv").write_text(PEOPLE, "utf-8")
        (office / "event_people.csv").write_text(MET, "utf-8")
        self.say("ingest", str(office))
        self.say("resolve")

    def call(self, *arguments: str, answers: str = "") -> Any:
        line = [*arguments, "--workspace", str(self.workspace)]
        return CliRunner().invoke(app, line, input=answers, catch_exceptions=False)

    def say(self, *arguments: str, answers: str = "") -> str:
        result = self.call(*arguments, answers=answers)
        assert result.exit_code == 0, result.output
        return str(result.stdout)

    def json(self, *arguments: str) -> Any:
        return json.loads(self.say(*arguments, "--json").splitlines()[-1])

    def verdicts(self) -> list[tuple[str, bool]]:
        found = self.json("judgements", "--history")["judgements"]
        return [(each["verdict"], each["revoked"]) for each in found]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("NETINV_KEY_DIR", str(tmp_path / "keys"))
    return Desk(tmp_path)


def test_the_queue_as_json_is_what_review_asks(desk: Desk) -> None:
    queue = desk.json("review")["queue"]
    assert len(queue) >= 2
    assert [pair["value"] for pair in queue] == sorted((pair["value"] for pair in queue), reverse=True)
    assert desk.json("review", "--limit", "1")["queue"] == queue[:1]
    said = desk.say("review", answers="q\n")
    assert queue[0]["left"]["speaker"]["mention"] in said
    assert queue[0]["right"]["speaker"]["mention"] in said


@pytest.mark.parametrize(
    ("answers", "verdicts"),
    [
        ("q\n", []),
        ("", []),
        ("k\nq\n", []),
        ("x\n\nq\n", []),
        ("u\n\nq\n", [("unsure", False)]),
        ("s\n电话核实\nq\n", [("same", False)]),
        ("u\n\nz\nq\n", [("unsure", True)]),
        ("u\n\nz\ns\n\nq\n", [("unsure", True), ("same", False)]),
        ("z\nu\n\n", [("unsure", False)]),
        ("s\n", []),
    ],
    ids=[
        "quit",
        "end of input",
        "skip",
        "no such key",
        "unsure",
        "same",
        "undo",
        "undo and again",
        "none to undo",
        "no reason",
    ],
)
def test_a_sitting(desk: Desk, answers: str, verdicts: list[tuple[str, bool]]) -> None:
    desk.say("review", answers=answers)
    assert desk.verdicts() == verdicts


def test_a_different_is_written_and_not_asked_again(desk: Desk) -> None:
    first = desk.json("review")["queue"][0]
    desk.say("review", "--limit", "1", answers="d\n不是一人\n")
    assert {verdict for verdict, _ in desk.verdicts()} == {"different"}
    assert first not in desk.json("review")["queue"]


@pytest.mark.parametrize(("lang", "words"), [("zh", ("同一", "理由")), ("en", ("same s", "why"))])
def test_a_sitting_speaks_both_languages(desk: Desk, lang: str, words: tuple[str, str]) -> None:
    said = desk.say("review", "--lang", lang, answers="u\n\nq\n")
    assert all(word in said for word in words)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_sitting_that_is_killed_keeps_every_answer(desk: Desk) -> None:
    sitting = subprocess.Popen(
        [Path(sys.executable).with_name("netinv"), "review", "--workspace", desk.workspace],
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert sitting.stdin is not None
        assert sitting.stdout is not None
        sitting.stdin.write("u\n先放一放\n")
        sitting.stdin.flush()
        for line in sitting.stdout:  # the acknowledgement, after which it waits for the next answer
            if "号决定" in line:
                break
        sitting.send_signal(signal.SIGKILL)
    finally:
        sitting.kill()
        sitting.communicate()
    assert desk.verdicts() == [("unsure", False)]
    assert desk.json("audit", "verify")["problems"] == []
    assert len(desk.json("review")["queue"]) >= 1


def test_while_another_process_writes_the_answer_is_not_taken_and_not_lost(desk: Desk) -> None:
    other = Ledger.open(desk.workspace, Keyring())
    with other.lock.held():
        result = desk.call("judge", "people:P3", "people:P2", "same", "--reason", "x")
        assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
        said = desk.say("review", answers="u\n\nq\n")
        assert "正由" in said, "it says who writes, and asks again"
    other.close()
    assert desk.verdicts() == []
    desk.say("review", answers="u\n\nq\n")
    assert desk.verdicts() == [("unsure", False)]


def test_judge_says_what_it_touches_and_undo_takes_it_back(desk: Desk) -> None:
    made = desk.json("judge", "people:P1", "event_people:EP1", "same", "--reason", "本人确认")
    assert [(j["left"], j["right"], j["reason"]) for j in made["judgements"]] == [
        ("event_people:EP1", "people:P1", "本人确认")
    ]
    desk.say("resolve")
    assert desk.json("explain", "people:P1", "event_people:EP1")["together"]
    undone = desk.json("undo", str(made["decision"]))
    assert undone["decision"] == made["decision"]
    desk.say("resolve")
    assert not desk.json("explain", "people:P1", "event_people:EP1")["together"]


def test_a_dry_run_writes_nothing(desk: Desk) -> None:
    said = desk.json("judge", "people:P1", "people:P2", "same", "--reason", "x", "--dry-run")
    assert said["conflicts"]
    desk.say("split", "event_people:EP2", "--reason", "x", "--dry-run")
    assert desk.verdicts() == []


def test_a_conflict_is_refused_with_one_line_and_forced_with_a_reason(desk: Desk) -> None:
    line = ("judge", "people:P1", "people:P2", "same", "--reason", "证号录错")
    result = desk.call(*line)
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert "--force" in result.stderr
    desk.say(*line, "--force")
    assert "强制" in desk.say("judgements")


def test_split_takes_a_mention_out(desk: Desk) -> None:
    desk.say("split", "event_people:EP2", "--reason", "号码被人借用")
    desk.say("resolve")
    found = desk.json("explain", "people:P4", "event_people:EP2")
    assert not found["together"]
    assert any("号码被人借用" in reason["zh"] for reason in found["reasons"])


@pytest.mark.parametrize(("lang", "word"), [("zh", "同一对象"), ("en", "one entity")])
def test_explain_in_words_and_as_a_page(desk: Desk, lang: str, word: str, tmp_path: Path) -> None:
    page = tmp_path / "why.html"
    said = desk.say("explain", "people:P4", "event_people:EP2", "--lang", lang, "--html", str(page))
    assert word in said
    assert "13900000002" in said
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    "line",
    [
        "judge people:P1 people:P2 same",
        "judge people:P1 people:P2 perhaps --reason x",
        "judge people:P1 people:P1 same --reason x",
        "split --reason x",
        "split people:P4 event_people:EP2 --reason x",
        "explain people:P1 --html why.pdf",
        "review --limit 0",
    ],
)
def test_wrong_usage_exits_2(desk: Desk, line: str) -> None:
    assert desk.call(*line.split()).exit_code == 2


@pytest.mark.parametrize(
    "line", ["explain people:P99", "undo", "undo 99", "judge people:P9 people:P1 same --reason x"]
)
def test_what_is_not_there_exits_1(desk: Desk, line: str) -> None:
    result = desk.call(*line.split())
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)

"""kill -9 and a second writer: an import is all there or not at all, and the next one completes."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from netinv.ledger import Ledger
from netinv.model.errors import WorkspaceBusyError

from .office import names, read

IMPORTER = Path(__file__).with_name("importer.py")
ROWS = 4_000


def start(folder: Path, rows: int = ROWS, limit: int | None = None) -> subprocess.Popen[str]:
    """An import in a process of its own, with the key folder beside the workspace."""
    words = [sys.executable, str(IMPORTER), str(folder), str(folder.parent / "keys"), str(rows)]
    return subprocess.Popen(
        words + ([str(limit)] if limit else []), stdout=subprocess.PIPE, text=True, start_new_session=True
    )


def wait_until_it_stages(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"


@pytest.mark.parametrize("seed", range(5))
def test_killed_at_any_moment_it_is_nothing_or_all(
    folder: Path, open_ledger: Callable[[], Ledger], seed: int
) -> None:
    chance = random.Random(seed)
    process = start(folder)
    wait_until_it_stages(process)
    time.sleep(chance.uniform(0, 0.4))
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()

    ledger = open_ledger()
    seen = len(ledger.rows("people"))
    assert (seen, ledger.head().seq) in {(0, 0), (ROWS, 1)}
    assert len(ledger.mentions()) == seen
    assert ledger.verify() == []

    again = start(folder)
    assert again.wait() == 0
    again.communicate()
    assert len(ledger.rows("people")) == ROWS == len(ledger.mentions())
    assert (ledger.head().seq, len(ledger.sources())) == (1, 1)
    assert ledger.rows("people").version == list(range(1, ROWS + 1)), "nothing of the killed import is left"
    assert ledger.verify() == []


@pytest.mark.parametrize("seed", range(3))
def test_killed_while_the_workspace_is_made(
    folder: Path, open_ledger: Callable[[], Ledger], seed: int
) -> None:
    process = start(folder, 10)
    time.sleep(0.25 + 0.1 * seed)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    ledger = open_ledger()
    assert ledger.head().seq in (0, 1)
    read(ledger, {"x": "甲"})
    assert ledger.verify() == []


def test_what_a_killed_import_left_goes_with_the_next_write(
    folder: Path, open_ledger: Callable[[], Ledger]
) -> None:
    ledger = open_ledger()
    read(ledger, {"x": "甲"})
    process = start(folder, 200_000)
    wait_until_it_stages(process)
    assert process.stdout is not None
    assert process.stdout.readline() == "0\n"
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert names(ledger) == {"x": "甲"}
    ledger.judge("a", "b", "same", "", "clerk")
    assert read(ledger, {"x": "甲", "y": "乙"}, digest="d2").new == 1
    assert ledger.rows("people").version == [1, 2]
    assert ledger.verify() == []


def test_a_second_writer_is_told_who_writes_and_readers_go_on(
    folder: Path, open_ledger: Callable[[], Ledger]
) -> None:
    ledger = open_ledger()
    read(ledger, {"x": "甲"})
    process = start(folder, 200_000)
    wait_until_it_stages(process)
    with pytest.raises(WorkspaceBusyError, match=str(process.pid)):
        read(ledger, {"y": "乙"})
    with pytest.raises(WorkspaceBusyError, match=str(process.pid)):
        ledger.judge("a", "b", "same", "", "clerk")
    assert names(ledger) == {"x": "甲"}
    assert ledger.verify() == []
    process.kill()
    process.communicate()
    assert read(ledger, {"y": "乙"}, digest="d2").new == 1


def test_a_second_ledger_of_the_same_process_is_told_too(open_ledger: Callable[[], Ledger]) -> None:
    one, two = open_ledger(), open_ledger()
    with one.batch("clerk"), pytest.raises(WorkspaceBusyError, match=str(os.getpid())):
        two.put_model({})
    assert two.put_model({}) == 1

"""What is dear to make is made once, however many processes the tests run in; each gets a copy of its own."""

import os
import pickle
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest

from netinv.ledger.lock import WriterLock
from netinv.model.errors import WorkspaceBusyError

_T = TypeVar("_T")


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], _T]) -> tuple[Path, _T]:
    """A copy of the folder that `make` fills, and what it returned. Who comes second waits for the first."""
    base = factory.getbasetemp()
    common = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    original, said = common / f"once-{name}", common / f"once-{name}.said"
    with alone(common / f"once-{name}.lock"):
        if not said.exists():
            shutil.rmtree(original, ignore_errors=True)  # of a process that failed in the middle
            original.mkdir()
            said.write_bytes(pickle.dumps(make(original)))
    copy = factory.mktemp(name) / "copy"
    shutil.copytree(original, copy)
    return copy, pickle.loads(said.read_bytes())


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """One process at a time; others wait."""
    held = WriterLock(lock)
    while True:
        try:
            with held.held():
                yield
            return
        except WorkspaceBusyError:
            time.sleep(1)

"""Fixtures of the tests of resolve."""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from records import Records, Row
from resolved import Resolved

from netinv.resolve.resolve import resolve


@pytest.fixture
def resolved(tmp_path: Path) -> Callable[..., Resolved]:
    """Put rows into a new ledger and resolve them."""

    def run(tables: Mapping[str, Sequence[Row]], origin: str = "县公安局") -> Resolved:
        ledger = Records(tmp_path).add(tables, origin).ledger
        try:
            return Resolved(resolve(ledger.mentions(), ledger.rows, ledger.judgements()), origin)
        finally:
            ledger.close()

    return run

"""Fixtures of the tests of resolve."""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from records import Row, unfiled
from resolved import Resolved

from netinv.resolve.resolve import resolve


@pytest.fixture
def resolved() -> Callable[..., Resolved]:
    """Resolve rows as a ledger would give them."""

    def run(tables: Mapping[str, Sequence[Row]], origin: str = "县公安局") -> Resolved:
        return Resolved(resolve(*unfiled(tables, origin)), origin)

    return run

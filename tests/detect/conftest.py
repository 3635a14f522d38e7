"""Fixtures of the tests of detect."""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from records import Records, Row, unfiled
from situation import BASE, OFFICIAL

from netinv.detect.run import Detection, detect
from netinv.model.alerts import Alert
from netinv.resolve.resolve import resolve


@pytest.fixture
def detected() -> Callable[..., Detection]:
    """Detect over the base with rows added (rows of a table are appended); given a folder, out of a ledger there."""

    def run(*added: Mapping[str, Sequence[Row]], ledger_in: Path | None = None) -> Detection:
        tables: dict[str, list[Row]] = {table: list(rows) for table, rows in BASE.items()}
        for more in added:
            for table, rows in more.items():
                tables.setdefault(table, []).extend(rows)
        if ledger_in is None:
            mentions, rows_of = unfiled(tables)
            return detect(rows_of, mentions, resolve(mentions, rows_of), as_of="2024-06-01")
        ledger = Records(ledger_in).add(tables).ledger
        try:
            mentions = ledger.mentions()
            return detect(ledger.rows, mentions, resolve(mentions, ledger.rows), as_of="2024-06-01")
        finally:
            ledger.close()

    return run


@pytest.fixture
def alert_of(detected: Callable[..., Detection]) -> Callable[..., Alert | None]:
    """The alert on the official, if one is raised."""

    def run(*added: Mapping[str, Sequence[Row]]) -> Alert | None:
        alerts = detected(*added).alerts
        assert all(a.official.name == OFFICIAL["name"] for a in alerts), "somebody else is accused"
        return alerts[0] if alerts else None

    return run

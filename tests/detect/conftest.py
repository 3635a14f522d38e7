"""Fixtures of the tests of detect."""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from records import Records, Row
from situation import BASE, OFFICIAL

from netinv.detect.run import Detection, detect
from netinv.model.alerts import Alert
from netinv.resolve.resolve import resolve


@pytest.fixture
def detected(tmp_path: Path) -> Callable[..., Detection]:
    """Detect over the base with rows added (rows of a table are appended)."""

    def run(*added: Mapping[str, Sequence[Row]], folder: Path = tmp_path) -> Detection:
        tables: dict[str, list[Row]] = {table: list(rows) for table, rows in BASE.items()}
        for more in added:
            for table, rows in more.items():
                tables.setdefault(table, []).extend(rows)
        ledger = Records(folder).add(tables).ledger
        try:
            mentions = ledger.mentions()
            return detect(ledger.rows, mentions, resolve(mentions, ledger.rows), as_of="2024-06-01")
        finally:
            ledger.close()

    return run


@pytest.fixture
def alert_of(detected: Callable[..., Detection], tmp_path: Path) -> Callable[..., Alert | None]:
    """The alert on the official, if one is raised."""

    def run(*added: Mapping[str, Sequence[Row]], folder: Path = tmp_path) -> Alert | None:
        alerts = detected(*added, folder=folder).alerts
        assert all(a.official.name == OFFICIAL["name"] for a in alerts), "somebody else is accused"
        return alerts[0] if alerts else None

    return run

"""Two counties for all tests of the demo room: one with umbrellas and its twin without."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from netinv.demo import CountySummary, write_county
from netinv.model.tables import TABLES

Row = dict[str, str]


def read(path: Path) -> list[Row]:
    """Rows of one CSV; none where the file is absent."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@dataclass(frozen=True)
class County:
    """A written county, read back: rows by table, rows by (table, record_id), answers by file."""

    summary: CountySummary
    tables: dict[str, list[Row]]
    records: dict[tuple[str, str], Row]

    def truth(self, name: str) -> list[Row]:
        return read(self.summary.truth / f"truth_{name}.csv")

    def cited(self, text: str) -> list[tuple[str, str, str]]:
        """The parts of an evidence cell: table, record_id, family."""
        parts = [tuple(x.split(":")) for x in text.split(";") if x]
        assert all(len(p) == 3 for p in parts)
        return [(p[0], p[1], p[2]) for p in parts]


def write(to: Path, **options: object) -> County:
    summary = write_county(to, **options)  # type: ignore[arg-type]
    tables = {name: read(summary.data / f"{name}.csv") for name in TABLES}
    records = {(t, r[TABLES[t].id_column]): r for t, rows in tables.items() for r in rows}
    return County(summary, tables, records)


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    return write(tmp_path_factory.mktemp("county"), seed=7)


@pytest.fixture(scope="session")
def twin(tmp_path_factory: pytest.TempPathFactory) -> County:
    return write(tmp_path_factory.mktemp("twin"), seed=7, null=True)


@pytest.fixture(scope="session")
def write_small(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., County]:
    def make(**options: object) -> County:
        return write(tmp_path_factory.mktemp("small"), **({"people": 1_200} | options))

    return make

"""Fixtures of the tests of resolve."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from records import Row, unfiled
from resolved import Resolved

from netinv.access import Vault
from netinv.demo import CountySummary, write_county
from netinv.ingest.importing import ingest_path
from netinv.ledger.keyring import Keyring
from netinv.ledger.ledger import Ledger
from netinv.ledger.types import Mentions
from netinv.resolve.resolve import resolve
from netinv.resolve.result import Resolution


@pytest.fixture
def resolved() -> Callable[..., Resolved]:
    """Resolve rows as a ledger would give them."""

    def run(tables: Mapping[str, Sequence[Row]], origin: str = "县公安局") -> Resolved:
        return Resolved(resolve(*unfiled(tables, origin)), origin)

    return run


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> CountySummary:
    """A small county with all its slips of the pen. Nothing changes it."""
    return write_county(tmp_path_factory.mktemp("files") / "county", people=1_000, seed=5)


@pytest.fixture(scope="session")
def truth(files: CountySummary) -> Path:
    """Where the answers to it lie."""
    return files.truth


@pytest.fixture(scope="session")
def county(files: CountySummary, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """Its ledger."""
    folder = tmp_path_factory.mktemp("county")
    keyring = Keyring(folder / "keys")
    ledger = Ledger.open(folder / "workspace", keyring, create=True)
    vault = Vault.open(folder / "workspace", keyring, ledger.workspace_id)
    ingest_path(files.data, ledger, vault, "test")
    yield ledger
    vault.close()
    ledger.close()


@pytest.fixture(scope="session")
def mentions(county: Ledger) -> Mentions:
    """Its mentions."""
    return county.mentions()


@pytest.fixture(scope="session")
def resolution(county: Ledger, mentions: Mentions) -> Resolution:
    """Who is who in it, before anybody judged anything."""
    return resolve(mentions, county.rows)

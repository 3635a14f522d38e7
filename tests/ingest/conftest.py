"""A workspace for every test, and a folder to drop files into."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from netinv.ledger.keyring import Keyring
from netinv.ledger.ledger import Ledger

from .tokens import Tokens


@pytest.fixture
def vault() -> Tokens:
    return Tokens()


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(tmp_path / "ws", Keyring(tmp_path / "keys"), create=True)
    yield opened
    opened.close()


@pytest.fixture
def drop(tmp_path: Path) -> Callable[..., Path]:
    """Write files into a drop folder; text is UTF-8, bytes are taken as they are. Returns the folder."""
    folder = tmp_path / "县公安局"

    def write(**files: str | bytes) -> Path:
        folder.mkdir(exist_ok=True)
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            (folder / (name if "." in name else f"{name}.csv")).write_bytes(data)
        return folder

    return write

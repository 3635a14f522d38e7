"""Files that were handed over and wait to be looked at: in memory only, for they may name a reporter."""

import threading
from collections.abc import AsyncIterator

from netinv.ingest.drop import ARCHIVE, BOOKS, READ
from netinv.model.errors import UsageError

MOST = 64 << 20
"""Bytes that wait at one time. Larger deliveries go through `netinv ingest`, which reads where they lie."""
FILES = 40
NAME = 120
"""Characters of a name."""
_TAKEN = tuple(sorted(READ | BOOKS | {".json"}))


class Uploads:
    """What waits, by name."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._files: dict[str, bytes] = {}

    def files(self) -> dict[str, bytes]:
        """What waits, in the order of arrival."""
        with self._guard:
            return dict(self._files)

    def clear(self) -> None:
        """Forget all of it."""
        with self._guard:
            self._files.clear()

    async def take(self, name: str, body: AsyncIterator[bytes]) -> None:
        """Take a file. UsageError: its name is no plain one of a format that is read, or it is too much."""
        check(name)
        taken = bytearray()
        room = MOST - self._size(but=name)
        async for part in body:
            taken += part
            if len(taken) > room:
                raise UsageError(
                    f"{name}：在网页中一次最多导入 {MOST >> 20} MB，更大的请用 netinv ingest / "
                    f"{name}: at most {MOST >> 20} MB at a time here; use netinv ingest for more"
                )
        with self._guard:
            if name not in self._files and len(self._files) >= FILES:
                raise UsageError(f"一次最多 {FILES} 个文件 / at most {FILES} files at a time")
            self._files[name] = bytes(taken)

    def _size(self, but: str) -> int:
        with self._guard:
            return sum(len(data) for name, data in self._files.items() if name != but)


def check(name: str) -> None:
    """UsageError for a name that is no plain name of a file that can be read."""
    plain = (
        name.isprintable() and not any(sign in name for sign in "/\\:") and not name.startswith((".", "~"))
    )
    if not plain or not name.strip() or len(name) > NAME:
        raise UsageError("文件名不正确 / this is not a plain file name")
    if name.lower().endswith(ARCHIVE):
        raise UsageError(
            f"{name}：请先解压，再拖入其中的文件；或用 netinv ingest 导入压缩包 / "
            f"{name}: unpack it and drop the files, or use netinv ingest for an archive"
        )
    if not name.lower().endswith(_TAKEN):
        raise UsageError(f"{name}：请用 CSV、.xlsx 或 .jsonl / {name}: hand over CSV, .xlsx or .jsonl files")

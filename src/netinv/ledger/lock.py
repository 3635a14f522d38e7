"""One writer at a time: an advisory lock on a file, dropped by the system when its process dies."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from netinv.model.errors import NetinvError, WorkspaceBusyError

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30  # Windows locks bytes against reading too: lock one far behind the number of the holder

    def _try_lock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try_lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class WriterLock:
    """The lock of one workspace. Its holder, a thread, may take it again; others are told who holds it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._thread = threading.RLock()
        self._depth = 0
        self._descriptor = -1

    @property
    def depth(self) -> int:
        """How many times the holder has taken it."""
        return self._depth

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock; WorkspaceBusyError, at once, where another thread or process has it."""
        if not self._thread.acquire(blocking=False):
            raise _busy(os.getpid())
        try:
            if self._depth == 0:
                self._descriptor = self._lock_file()
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                if self._depth == 0:
                    os.close(self._descriptor)
        finally:
            self._thread.release()

    def _lock_file(self) -> int:
        try:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise NetinvError(
                f"无法写入工作区 {self.path.parent}（{error.strerror}），请检查权限 / cannot write to the "
                f"workspace {self.path.parent} ({error.strerror}); check its permissions"
            ) from error
        try:
            _try_lock(descriptor)
        except OSError:
            holder = os.pread(descriptor, 20, 0) if hasattr(os, "pread") else os.read(descriptor, 20)
            os.close(descriptor)
            raise _busy(int(holder) if holder.strip().isdigit() else None) from None
        try:
            os.lseek(descriptor, 0, os.SEEK_SET)
            os.write(descriptor, f"{os.getpid():<20}".encode())
        except OSError:
            pass  # a full disk must not keep anybody from expunging; the number is a courtesy
        return descriptor


def _busy(pid: int | None) -> WorkspaceBusyError:
    zh = f"进程 {pid}" if pid else "另一个进程"
    en = f"process {pid}" if pid else "another process"
    return WorkspaceBusyError(
        f"工作区正由{zh}写入，请等它结束后重试 / "
        f"the workspace is being written by {en}; try again when it has finished"
    )

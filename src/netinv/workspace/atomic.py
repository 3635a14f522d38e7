"""A file is written whole or not at all."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from netinv.model.errors import NetinvError, UsageError


def write_whole(path: Path, pieces: Iterable[str] | Iterable[bytes]) -> int:
    """Write to a new file beside `path`, then put it in its place. Returns how many pieces were written.

    UTF-8, line ends as given; readable by its owner only, as what it says concerns people.
    """
    if path.is_dir():
        raise UsageError(f"{path} 是文件夹，请指明文件名 / {path} is a folder; name a file")
    beside = ""
    try:
        descriptor, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        count = 0
        with os.fdopen(descriptor, "wb") as file:
            for piece in pieces:
                file.write(piece.encode() if isinstance(piece, str) else piece)
                count += 1
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    except OSError as error:
        if beside:
            Path(beside).unlink(missing_ok=True)
        raise NetinvError(
            f"无法写出 {path}（{error.strerror}），请检查目录、权限和空间 / "
            f"cannot write {path} ({error.strerror}); check the folder, its permissions and space"
        ) from error
    return count

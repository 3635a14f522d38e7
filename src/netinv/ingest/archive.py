"""ZIP archives: what lies in them, and guards against archives that are made to do harm.

Members are read as a stream, in place: nothing is unpacked, so a member's name can lead nowhere, and
nothing plain is ever written beside the archive.
"""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, BinaryIO, NamedTuple

from netinv.model.errors import NetinvError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MEMBERS = 10_000
RATIO = 200
"""Tables shrink to a twentieth or so. What unpacks to more than 200 times its size is no table …"""
HARMLESS = 64 << 20
"""… unless it is small. Bytes."""
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


class Member(NamedTuple):
    """A file in an archive: its path there, and how to open it, again and again."""

    path: PurePosixPath
    open: Callable[[], BinaryIO]


def members_of(path: Path) -> list[Member]:
    """The files of an archive, in its own order. NetinvError where it is broken, locked or a bomb."""
    with archive_errors(path.name), zipfile.ZipFile(path) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
    guard(path.name, infos)
    return [Member(PurePosixPath(_name(info).replace("\\", "/")), _opener(path, info)) for info in infos]


def guard(name: str, infos: list[zipfile.ZipInfo]) -> None:
    """NetinvError for an archive that cannot or must not be read."""
    if len(infos) > MEMBERS:
        raise NetinvError(
            f"{name}：压缩包内文件过多（{len(infos)}），未读取 / "
            f"{name}: {len(infos)} files in one archive are too many; nothing was read"
        )
    for info in infos:
        if info.flag_bits & _ENCRYPTED:
            raise NetinvError(
                f"{name}：有密码，请先解密再导入 / {name}: locked by a password; unlock it first"
            )
        if info.file_size > HARMLESS and info.file_size > RATIO * info.compress_size:
            raise NetinvError(
                f"{name}：其中 {_name(info)} 解压后大得不合常理（疑似压缩炸弹），未读取 / "
                f"{name}: {_name(info)} unpacks to an absurd size (a zip bomb?); nothing was read"
            )


@contextmanager
def archive_errors(name: str) -> Iterator[None]:
    """Turn what is wrong with an archive into one clear sentence."""
    try:
        yield
    except _BROKEN as error:
        raise NetinvError(
            f"{name}：压缩包已损坏或格式不支持，请重新压缩，或解压后导入 / "
            f"{name}: the archive is damaged or of an unknown kind; pack it anew, or unpack it first"
        ) from error


def _name(info: zipfile.ZipInfo) -> str:
    """The member's path. Windows writes Chinese names in GBK and does not say so; Python then reads CP437."""
    if info.flag_bits & _UTF8_NAME or info.filename.isascii():
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return info.filename


def _opener(path: Path, info: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
    def opened() -> BinaryIO:
        with archive_errors(path.name):
            # the member keeps the file of the archive open as long as it needs it
            member = zipfile.ZipFile(path).open(info)  # noqa: SIM115
        return io.BufferedReader(_Stream(path.name, member), 1 << 16)

    return opened


class _Stream(io.RawIOBase):
    """A member, whose bytes may turn out to be broken only while they are read."""

    def __init__(self, name: str, member: IO[bytes]) -> None:
        self._name = name
        self._member = member

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Fill a buffer as far as there is something left."""
        view = memoryview(buffer)
        with archive_errors(self._name):
            data = self._member.read(len(view))
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Let go of the archive."""
        self._member.close()
        super().close()

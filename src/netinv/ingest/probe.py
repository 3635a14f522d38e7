"""What a file is, before it is read: its encoding, its hash, its size. One pass, bounded memory.

The encoding is proven, not guessed: a byte order mark, else strict UTF-8, else strict GB18030, in this
order, over the whole file. A few broken bytes do not turn a UTF-8 file into a Chinese-looking one: where
nearly all of it is valid UTF-8 it is read as such, and the cells with the broken bytes are listed.
"""

import codecs
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BLOCK = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 (BOM)"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_DAMAGE = 20
"""One broken character among this many non-ASCII ones, and a file still counts as of that encoding."""


@dataclass(frozen=True)
class Probe:
    """`codec` is Python's name and None where no encoding fits; `label` is for people.

    `damaged`: some bytes do not fit the encoding or are NUL, so cells must be searched for them.
    `digest` is SHA-256 over the file's bytes.
    """

    codec: str | None
    label: str
    damaged: bool
    digest: str
    size: int


def probe(path: Path) -> Probe:
    """Read a file once and say what it is."""
    digest, size, nul = hashlib.sha256(), 0, 0
    for block in _blocks(path):
        digest.update(block)
        size += len(block)
        nul += block.count(0)
    codec, label, damaged = _encoding(path, nul, size)
    has_nul = nul > 0 and codec is not None and not codec.startswith("utf-16")
    return Probe(codec, label, damaged or has_nul, digest.hexdigest(), size)


def _encoding(path: Path, nul: int, size: int) -> tuple[str | None, str, bool]:
    with path.open("rb") as file:
        head = file.read(4)
    for mark, codec, label in _MARKS:
        if head.startswith(mark):
            good, bad = _decoded(path, codec)
            return (codec, label, bad > 0) if bad * _DAMAGE <= max(good, _DAMAGE) else (None, "?", True)
    candidates = [("utf-8", "UTF-8"), ("gb18030", "GB18030")]
    wide = _utf16(path) if nul else None
    if wide is not None:
        # Latin text in UTF-16 is half NUL and would pass as UTF-8; Chinese text in UTF-16 does not
        candidates = [wide] if nul * 5 > size else [candidates[0], wide, candidates[1]]
    for codec, label in candidates:
        good, bad = _decoded(path, codec)
        if bad * _DAMAGE <= good:
            return codec, label, bad > 0
    return None, "?", True


def _utf16(path: Path) -> tuple[str, str] | None:
    """UTF-16 without a mark shows by its NUL bytes: separators and line ends have theirs all on one side."""
    with path.open("rb") as file:
        block = file.read(BLOCK)
    even, odd = block[0::2].count(0), block[1::2].count(0)
    if max(even, odd) < 3 or min(even, odd) * _DAMAGE > max(even, odd):
        return None
    return ("utf-16-le", "UTF-16 LE") if odd > even else ("utf-16-be", "UTF-16 BE")


def _decoded(path: Path, codec: str) -> tuple[int, int]:
    """How many non-ASCII characters a codec reads from a file, and how many it cannot read."""
    decoder = codecs.getincrementaldecoder(codec)(errors="replace")
    good = bad = 0
    for block in (*_blocks(path), b""):
        text = decoder.decode(block, final=not block)
        broken = text.count("\ufffd")
        bad += broken
        good += len(text) - len(text.encode("ascii", "ignore")) - broken
    return good, bad


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block

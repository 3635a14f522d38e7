"""What a file is, before it is read: its encoding, its hash, its size. One pass, bounded memory.

The encoding is proven, not guessed: a byte order mark, else strict UTF-8, else strict GB18030, in this
order, over the whole file. A few broken bytes do not turn a UTF-8 file into a Chinese-looking one: where
nearly all of it is valid UTF-8 it is read as such, and the cells with the broken bytes are listed. A file
that is in part the one and in part the other is not read.
"""

import codecs
import hashlib
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from netinv.ingest.parts import MappedPart, Part, SheetPart, TextPart

BLOCK = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 (BOM)"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
MIXED = "UTF-8 + GB18030"
"""Label of a file in two encodings, which no codec reads."""

_NOT_HAN = re.compile("[^\u4e00-\u9fff]+")
_SOME, _BY_CHANCE = 10, 40
_DAMAGE = 20
"""One broken character among this many non-ASCII ones, and a file still counts as of that encoding."""


@dataclass(frozen=True)
class Probe:
    """`codec` is Python's name and None where no encoding fits; `label` is for people.

    `damaged`: some bytes do not fit the encoding or are NUL, so cells must be searched for them; always
    where escapes may stand for any character, as in JSON and workbooks.
    `digest` is SHA-256 over the file's bytes.
    """

    codec: str | None
    label: str
    damaged: bool
    digest: str
    size: int


def probe(part: Part) -> Probe:
    """Read a file once and say what it is."""
    if isinstance(part, MappedPart):
        return probe(part.part)
    if isinstance(part, SheetPart):
        return Probe("sheet", "XLSX", True, part.digest, 0 if part.is_empty else 1)
    digest, size, nul = hashlib.sha256(), 0, 0
    for block in _blocks(part):
        digest.update(block)
        size += len(block)
        nul += block.count(0)
    codec, label, damaged = _encoding(part, nul, size)
    has_nul = nul > 0 and codec is not None and not codec.startswith("utf-16")
    return Probe(codec, label, damaged or has_nul or part.is_json, digest.hexdigest(), size)


def _encoding(part: TextPart, nul: int, size: int) -> tuple[str | None, str, bool]:
    with part.open() as file:
        head = file.read(4)
    for mark, codec, label in _MARKS:
        if head.startswith(mark):
            good, bad = _decoded(part, codec)
            return (codec, label, bad > 0) if bad * _DAMAGE <= max(good, _DAMAGE) else (None, "?", True)
    candidates = [("utf-8", "UTF-8"), ("gb18030", "GB18030")]
    wide = _utf16(part) if nul else None
    if wide is not None:
        # Latin text in UTF-16 is half NUL and would pass as UTF-8; Chinese text in UTF-16 does not
        candidates = [wide] if nul * 5 > size else [candidates[0], wide, candidates[1]]
    counts: dict[str, tuple[int, int]] = {}
    for codec, label in candidates:
        good, bad = counts[codec] = _decoded(part, codec)
        if bad * _DAMAGE <= good:
            if codec == "gb18030" and _mixed(part, counts["utf-8"][1]):
                return None, MIXED, True
            return codec, label, bad > 0
    if not nul:
        # a short file, or one with hardly any Chinese: a broken byte or two among so much that is plain text
        codec, label = min(candidates, key=lambda each: counts[each[0]][1])
        if counts[codec][1] * _DAMAGE <= size:
            return codec, label, True
    return None, "?", True


def _mixed(part: TextPart, broken: int) -> bool:
    """Whether a file that reads as GB18030 is UTF-8 in part, as lists put together from two are.

    GB18030 reads anything. Of what UTF-8 cannot read in a Chinese text written in GB18030, it reads a Chinese
    character by chance for every hundred that it cannot (measured on sentences and on characters at random).
    """
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    found = sum(len(_NOT_HAN.sub("", decoder.decode(block))) for block in _blocks(part))
    return found >= _SOME and found * _BY_CHANCE > broken


def _utf16(part: TextPart) -> tuple[str, str] | None:
    """UTF-16 without a mark shows by its NUL bytes: separators and line ends have theirs all on one side."""
    with part.open() as file:
        block = file.read(BLOCK)
    even, odd = block[0::2].count(0), block[1::2].count(0)
    if max(even, odd) < 3 or min(even, odd) * _DAMAGE > max(even, odd):
        return None
    return ("utf-16-le", "UTF-16 LE") if odd > even else ("utf-16-be", "UTF-16 BE")


def _decoded(part: TextPart, codec: str) -> tuple[int, int]:
    """How many non-ASCII characters a codec reads from a file, and how many it cannot read."""
    decoder = codecs.getincrementaldecoder(codec)(errors="replace")
    good = bad = 0
    for block in itertools.chain(_blocks(part), [b""]):
        text = decoder.decode(block, final=not block)
        broken = text.count("\ufffd")
        bad += broken
        good += len(text) - len(text.encode("ascii", "ignore")) - broken
    return good, bad


def _blocks(part: TextPart) -> Iterator[bytes]:
    with part.open() as file:
        while block := file.read(BLOCK):
            yield block

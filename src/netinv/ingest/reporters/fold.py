"""Folding that keeps every character in its place: what is found folded is cut from the text itself."""

import re
import unicodedata
from functools import cache

from opencc import OpenCC

GAP = r"[\s\-‐-―−.·•_,，、()/|*~​-‏⁠﻿]{0,3}"
"""What people put between the digits or characters of what they do not want to be found."""
_NUMERALS = str.maketrans("零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖幺oO", "001234567891234567891" + "00")


@cache
def _table() -> dict[int, str]:
    """One character for one character: compatibility forms, traditional to simplified, small letters."""
    table: dict[int, str] = {ord("×"): "x", ord("✕"): "x", ord("Ｘ"): "x"}
    for code in range(0x80, 0x10000):
        if 0xD800 <= code < 0xE000:
            continue
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain != chr(code):
            table[code] = plain.lower() if len(plain.lower()) == 1 else plain
    for code in range(ord("A"), ord("Z") + 1):
        table[code] = chr(code).lower()
    ideographs = "\n".join(map(chr, range(0x4E00, 0xA000)))
    for before, after in zip(ideographs, OpenCC("t2s").convert(ideographs), strict=True):
        if before != after:
            table[ord(before)] = after
    return table


def fold(text: str) -> str:
    """A text of the same length in which equal things look equal."""
    return text.translate(_table())


def numerals(folded: str) -> str:
    """A folded text with digits in place of numerals written as Chinese characters; same length."""
    return folded.translate(_NUMERALS)


def spaced(text: str) -> str:
    """A pattern for a folded text with gaps between its characters."""
    return GAP.join(re.escape(character) for character in re.sub(r"\s", "", text))

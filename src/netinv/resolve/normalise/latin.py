"""Names and places in Latin letters: their words, how these sound, and how far two of them agree."""

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

_WORD = re.compile(r"[^\W_]+")
_SOUND = {
    letter: digit
    for letters, digit in (("BFPV", "1"), ("CGJKQSXZ", "2"), ("DT", "3"), ("L", "4"), ("MN", "5"), ("R", "6"))
    for letter in letters
}
CLOSE = 0.9
"""Jaro-Winkler similarity from which on two words are one with a slip of the pen."""
NEAR = 0.8
"""... from which on they may be forms of one: a short form, two slips."""


class Agreement(IntEnum):
    """How two names of several words agree, best last."""

    OTHER = 0
    ONE_WORD = 1
    """One word agrees: the surname of a woman who married, the given name of another spelling."""
    FEWER_WORDS = 2
    """All words of the shorter, or their initials: J. H. Smith, John Smith, John Henry Smith."""
    NEAR = 3
    """As many words, each near the other, or in another order."""
    CLOSE = 4
    """As many words in one order, each a slip apart at most."""
    SAME = 5
    """The same but for spaces, hyphens and accents."""


def is_latin(text: str) -> bool:
    """Whether a text is written in Latin letters, accents included; digits may stand in it."""
    if text.isascii():
        return any(c.isalpha() for c in text)
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and all(unicodedata.name(c, "").startswith("LATIN") for c in letters)


@lru_cache(maxsize=1 << 17)
def words(text: str) -> tuple[str, ...]:
    """Words in capitals without accents: "O'Brien-Núñez" -> OBRIEN, NUNEZ; 买买提·艾力 -> 买买提, 艾力."""
    plain = unicodedata.normalize("NFKD", text.upper().replace("'", "").replace("’", ""))
    return tuple(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))


@lru_cache(maxsize=1 << 17)
def sound(word: str) -> str:
    """Soundex (R. C. Russell, US patent 1261167, 1918): its first letter and three digits for consonants."""
    code, last = word[:1], _SOUND.get(word[:1], "")
    for letter in word[1:]:
        digit = _SOUND.get(letter, "")
        if digit and digit != last:
            code += digit
        if letter not in "HW":
            last = digit
    return (code + "000")[:4] if word else ""


@lru_cache(maxsize=1 << 18)
def agreement(left: str, right: str) -> Agreement:
    """How two names agree, word by word."""
    a, b = words(left), words(right)
    if "".join(a) == "".join(b):
        return Agreement.SAME
    short, long = sorted((a, b), key=lambda each: (len(each), each))
    place, worst, whole = [], 1.0, 0
    free = list(range(len(long)))
    for word in short:
        likeness, at = max(((_alike(word, long[k]), -k) for k in free), default=(0.0, 0))
        if likeness >= NEAR:
            whole += len(word) > 1
            free.remove(-at)
            place.append(-at)
        worst = min(worst, likeness)
    if not whole:
        return Agreement.OTHER
    if worst < NEAR or (len(short) == 1 < len(long)):
        return Agreement.ONE_WORD
    if len(short) < len(long):
        return Agreement.FEWER_WORDS
    return Agreement.CLOSE if worst >= CLOSE and place == sorted(place) else Agreement.NEAR


def _alike(a: str, b: str) -> float:
    """Similarity of two words; an initial is near what it begins, and so are words that sound alike."""
    if a == b:
        return 1.0
    if len(a) == 1 or len(b) == 1:
        return NEAR if a[0] == b[0] else 0.0
    likeness = JaroWinkler.similarity(a, b)
    return max(likeness, NEAR) if sound(a) == sound(b) else likeness

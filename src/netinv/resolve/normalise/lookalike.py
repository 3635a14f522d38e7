"""Characters that clerks mistake: another form of the same, alike in sound, alike in shape."""

from enum import IntEnum
from functools import cache, lru_cache

from netinv.resolve.normalise import surnames
from netinv.resolve.normalise.memo import table
from netinv.resolve.normalise.names import clean_name, split_name
from netinv.resolve.normalise.pinyin import character_reading, surname_reading
from netinv.resolve.normalise.script import simplified


class Likeness(IntEnum):
    """How alike two characters or names are; the smaller the more alike."""

    SAME = 0
    TRADITIONAL = 1
    """Another written form of the same character: 葉 and 叶; of surnames also 肖 and 萧."""
    BOTH = 2
    """Alike in sound and in shape: 芳 and 坊."""
    HOMOPHONE = 3
    """Alike in sound but for the tone: 红 and 宏."""
    LOOKALIKE = 4
    """Alike in shape only: 未 and 末."""
    OTHER = 5


@cache
def _shapes() -> dict[str, frozenset[str]]:
    """Character -> all that share a group with it."""
    alike: dict[str, set[str]] = {}
    for groups in table("lookalike").values():
        for group in groups.split():
            for character in group:
                alike.setdefault(character, set()).update(group)
    return {character: frozenset(others - {character}) for character, others in alike.items()}


@cache
def _variants() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair) for pair in surnames.VARIANTS)


def lookalikes(character: str) -> frozenset[str]:
    """All characters of the table that look like this one, itself left out."""
    return _shapes().get(character, frozenset())


@lru_cache(maxsize=1 << 16)
def similarity(left: str, right: str, surname: bool = False) -> Likeness:
    """How alike two characters are; `surname` reads them as surnames (or two compounds as a whole)."""
    if left == right:
        return Likeness.SAME
    a, b = simplified(left), simplified(right)
    if a == b or (surname and frozenset((a, b)) in _variants()):
        return Likeness.TRADITIONAL
    if surname:
        sound = surname_reading(a) == surname_reading(b)
    else:
        sound = character_reading(a) == character_reading(b)
    shape = len(a) == len(b) and all(x == y or y in lookalikes(x) for x, y in zip(a, b, strict=True))
    if sound:
        return Likeness.BOTH if shape else Likeness.HOMOPHONE
    return Likeness.LOOKALIKE if shape else Likeness.OTHER


@lru_cache(maxsize=1 << 17)
def name_similarity(left: str, right: str) -> tuple[Likeness, int]:
    """(worst likeness over all places, number of places that differ) of two names of one length.

    Surnames are compared as surnames. Names of different length, or with surnames of different length, are
    (OTHER, the longer length). Spelling (traditional, spaces) has been evened out and does not count.
    """
    a, b = clean_name(left), clean_name(right)
    if a == b:
        return Likeness.SAME, 0
    (surname_a, given_a), (surname_b, given_b) = split_name(a), split_name(b)
    if bool(surname_a) != bool(surname_b) and "·" not in a + b:
        # One begins with no known surname, most often a slip (列 for 刘): split it like the other
        length = len(surname_a or surname_b)
        surname_a, given_a, surname_b, given_b = a[:length], a[length:], b[:length], b[length:]
    if len(a) != len(b) or len(given_a) != len(given_b):
        return Likeness.OTHER, max(len(a), len(b))
    levels = [similarity(surname_a, surname_b, True)]
    levels += [similarity(x, y) for x, y in zip(given_a, given_b, strict=True)]
    return max(levels), sum(level is not Likeness.SAME for level in levels)


def one_left_out(left: str, right: str) -> bool:
    """Whether one name is the other with one character of the given name left out: 沈志远 and 沈远."""
    (surname_a, a), (surname_b, b) = split_name(left), split_name(right)
    short, long = sorted((a, b), key=len)
    if surname_a != surname_b or not surname_a or not short or len(long) - len(short) != 1:
        return False
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def swapped(left: str, right: str) -> bool:
    """Whether two names have the characters of the given name in the other order: 沈志远 and 沈远志."""
    (surname_a, a), (surname_b, b) = split_name(left), split_name(right)
    return bool(surname_a) and surname_a == surname_b and len(a) == 2 and a != b and a == b[::-1]

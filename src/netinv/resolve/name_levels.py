"""How two names agree: from the very same to what a slip of the pen, a nickname or a mask leaves."""

from enum import IntEnum
from functools import lru_cache

from netinv.resolve.normalise.latin import Agreement, agreement, is_latin
from netinv.resolve.normalise.lookalike import Likeness, name_similarity, one_left_out, swapped
from netinv.resolve.normalise.names import Reading, read_name


class NameLevel(IntEnum):
    """How two names agree, best last."""

    UNKNOWN = 0
    OTHER = 1
    FAMILY = 2
    """Two whole names of one surname: as likely two of a family as anything else."""
    SURNAME = 3
    """Only the surname agrees where one side says no more (王所长, 张某)."""
    NICKNAME = 4
    """A nickname made of a character of the name; of names in Latin letters one word."""
    SHORTENED = 5
    """One character of the given name left out; a Latin word, or all but its initial."""
    LOOKALIKE = 6
    """One character that looks alike, two that sound or look alike, or two in the other order; Latin words
    that are near each other, or in another order."""
    HOMOPHONE = 7
    """One character that sounds alike; Latin words a slip apart."""
    RECORDED = 8
    """A former name or nickname that a record states."""
    SAME = 9


VARIANTS = (NameLevel.SHORTENED, NameLevel.LOOKALIKE, NameLevel.HOMOPHONE)
"""Levels that a slip of the pen explains."""

LATIN = {
    Agreement.OTHER: NameLevel.OTHER,
    Agreement.ONE_WORD: NameLevel.NICKNAME,
    Agreement.FEWER_WORDS: NameLevel.SHORTENED,
    Agreement.NEAR: NameLevel.LOOKALIKE,
    Agreement.CLOSE: NameLevel.HOMOPHONE,
    Agreement.SAME: NameLevel.SAME,
}
"""What the agreement of two names in Latin letters is among all levels."""


@lru_cache(maxsize=1 << 18)
def names_level(a: str, b: str) -> NameLevel:
    """Level of two cleaned names by themselves."""
    if a == b:
        return NameLevel.SAME
    left, right = read_name(a), read_name(b)
    kinds = {left.kind, right.kind}
    if kinds <= {"full", "other", "foreign"}:
        return _whole(left, right)
    if "nickname" in kinds:
        nick, full = (left, right) if left.kind == "nickname" else (right, left)
        if not nick.hint or full.kind != "full":
            return NameLevel.UNKNOWN
        of_surname = nick.hint_kind in ("surname", "either") and nick.hint == full.surname
        of_given = nick.hint_kind in ("given", "either") and nick.hint in full.given
        return NameLevel.NICKNAME if of_surname or of_given else NameLevel.UNKNOWN
    if not left.surname or not right.surname:
        return NameLevel.UNKNOWN
    if left.surname != right.surname:
        return NameLevel.OTHER
    if left.given and right.given:
        return NameLevel.SAME if left.given == right.given else NameLevel.OTHER
    return NameLevel.SURNAME


def _whole(left: Reading, right: Reading) -> NameLevel:
    a, b = left.clean, right.clean
    if left.kind == right.kind == "foreign" and is_latin(a) and is_latin(b):
        return LATIN[agreement(a, b)]
    if len(a) == len(b):
        # Most pairs of names end here: two places that differ are a slip only where all of them are alike
        differ = sum(x != y for x, y in zip(a, b, strict=True))
        if differ <= 2:
            worst, places = name_similarity(a, b)
            if worst <= Likeness.HOMOPHONE and places == 1:
                return NameLevel.HOMOPHONE
            if (worst <= Likeness.LOOKALIKE and places <= 2) or swapped(a, b):
                return NameLevel.LOOKALIKE
    elif one_left_out(a, b):
        return NameLevel.SHORTENED
    family = left.surname == right.surname and left.surname
    return NameLevel.FAMILY if family else NameLevel.OTHER

"""Nicknames (绰号): what looks like one, and which character of the real name it may carry."""

import re
from typing import Literal, NamedTuple

from netinv.resolve.normalise import surnames
from netinv.resolve.normalise.memo import table
from netinv.resolve.normalise.script import folded, is_han

HintKind = Literal["", "surname", "given", "either"]

_TABLE: dict[str, str] = table("nicknames")
_WORDS = frozenset(_TABLE["words"].split())
_KIN = _TABLE["kin"]
_ORDER = frozenset(_TABLE["order"])
_PATTERN = re.compile(
    rf"^(?:(?P<prefix>[老小阿大])(?P<a>.{{1,2}})|(?P<b>.{{1,2}})(?P<suffix>[{_KIN}]|老大|老板|老幺)|(?P<c>.)子|二(?P<d>.))$"
)
BEGINNINGS = frozenset("老小阿大二")
ENDINGS = frozenset(_KIN + "大板幺子") | {word[-1] for word in _WORDS}
"""Characters with which a nickname may begin, or end: what does neither is none."""
_LATIN = re.compile(r"^[老小阿大]?[A-Za-z]{1,8}[哥姐爷仔]?$")


class Nickname(NamedTuple):
    """`pattern` as in 老X, X哥, X子, 二X, word; `hint` the character that may be of the name, or ""."""

    pattern: str
    hint: str = ""
    hint_kind: HintKind = ""


def nickname(text: str) -> Nickname | None:
    """Read a text as a nickname; None if it does not look like one (so 何子 and 任小龙 are names)."""
    name = folded(text).strip("“”\"'")
    if name in _WORDS:
        return Nickname("word")
    if _LATIN.match(name) and not name.isascii():
        return Nickname("latin")
    match = _PATTERN.match(name) if 2 <= len(name) <= 3 else None
    if not match or not is_han(name):
        return None
    if match["prefix"]:
        return _prefixed(match["prefix"], match["a"])
    if match["suffix"]:
        # 王少, 陈伯 may be names in full; a bare kin word after one character hardly is
        if (
            match["suffix"] in "少伯娃妹妞婆"
            and match["b"][0] in surnames.COMMON
            and match["suffix"] not in "娃"
        ):
            return None
        return Nickname("X" + match["suffix"], *_hint(match["b"]))
    if match["c"]:
        return None if match["c"] in surnames.COMMON else Nickname("X子", *_hint(match["c"]))
    return Nickname("二X", *_hint(match["d"]))


def _prefixed(prefix: str, rest: str) -> Nickname | None:
    # 阿卜杜, 阿依: names of other peoples begin so; two characters after 老/大 only in kin words (老三哥)
    if len(rest) == 2:
        if rest[0] == rest[1] or rest[1] in _KIN + "子儿头" or (prefix in "老小" and rest[0] in _ORDER):
            return Nickname(prefix + "X", *_hint(rest[0]))
        return Nickname(prefix + "X", "", "") if prefix in "老小" and rest in surnames.COMPOUND else None
    return Nickname(prefix + "X", *_hint(rest))


def _hint(part: str) -> tuple[str, HintKind]:
    """The character a nickname is made of and where in the name it may stand."""
    character = part[-1]
    if character in _ORDER:
        return "", ""
    in_surname, in_given = character in surnames.SINGLE, character in surnames.GIVEN
    if in_surname and in_given:
        return character, "either"
    if in_surname:
        # 单, 老黑: an uncommon surname may as well be a word; a common one after 老/小/阿 is the surname
        return (character, "surname") if character in surnames.COMMON else (character, "either")
    return (character, "given") if in_given else (character, "either")

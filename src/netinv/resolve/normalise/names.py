"""Personal names as written: cleaned, split, read as a full, masked or titled name or a nickname."""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from netinv.resolve.normalise import nicknames, surnames, titles
from netinv.resolve.normalise.latin import is_latin
from netinv.resolve.normalise.memo import table
from netinv.resolve.normalise.script import folded, is_han, stays

_BRACKETS = re.compile(r"[(（\[【〔<《「『][^)）\]】〕>》」』]*[)）\]】〕>》」』]?")
_DOTS = re.compile(r"[·•‧∙⋅・･●᛫⸱.．。﹒,，]+")
_QUOTES = re.compile("[\"'“”‘’`´]+")
_TAILS = ("等人", "等", "同志", "先生", "女士")
_TAIL = re.compile(rf"(?<=..)(?:{'|'.join(_TAILS)})$")
_USUAL = re.compile("[\u4e00-\u9fff]{2,4}")
_MASK = "*×✕✖○◯□■●?？_＊"
_MASKED = re.compile(rf"[{re.escape(_MASK)}]|(?<=[\u4e00-\u9fff*])[Xx]+(?=[\u4e00-\u9fff*]|$)")
_PASSES = 8
_ANONYMOUS = re.compile(r"^某*([甲乙丙丁戊己庚辛壬癸]|[0-9A-Za-z]|[男女])?$")
_OFFICE_END = re.compile(
    "局|院|所|大队|中队|支队|政府|街道|办事处|委员会|政法委|纪委|监委|公司|村|镇|乡|县|市"
)

ReadingKind = Literal["full", "masked", "titled", "nickname", "surname", "foreign", "other", "empty"]


class Reading(NamedTuple):
    """What a name as written says.

    `surname` and `given` are "" where not said; of kind `other` they are a guess.
    `title` only for titled names. `hint` and `hint_kind`
    only for nicknames: a character and whether it may come from the surname, the given name or either.
    """

    kind: ReadingKind
    clean: str
    surname: str = ""
    given: str = ""
    title: str = ""
    hint: str = ""
    hint_kind: nicknames.HintKind = ""


@lru_cache(maxsize=1 << 17)
def clean_name(text: str) -> str:
    """One spelling of a name: NFKC, simplified, without spaces, brackets, courtesy words; one middle dot.

    Masks become `*` (王×× -> 王**), so 王** and 王XX are equal. Latin names go to capitals and keep
    one space between words.
    """
    if 2 <= len(text) <= 4 and stays(text) and not text.endswith(_TAILS):
        return text  # most names: nothing of what follows would change them
    # What one pass uncovers (a bracket in a bracket, 等 before 同志) the next one takes off
    for _ in range(_PASSES):
        text, before = _clean_once(text), text
        if text == before:
            break
    return text


def _clean_once(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    text = _QUOTES.sub("", _BRACKETS.sub("", text)).strip()
    if text and not any(is_han(c) for c in text):
        return unicodedata.normalize("NFKC", " ".join(text.upper().split()))
    text = _DOTS.sub("·", folded(text)).strip("·")
    if len(text) > 1 and text[0] not in "老小阿":
        text = _MASKED.sub(lambda match: "*" * len(match.group()), text)
    return _TAIL.sub("", text)


@lru_cache(maxsize=1 << 17)
def split_name(name: str) -> tuple[str, str]:
    """(surname, given) of a full name; ("", name) where no Chinese surname begins it or a dot is in it."""
    name = clean_name(name)
    if "·" in name or not is_han(name[:1]):
        return "", name
    for length in (4, 3, 2):
        head = name[:length]
        if head in surnames.COMPOUND and (len(name) > length + 1 or head not in surnames.DOUBTFUL_COMPOUND):
            return head, name[length:]
    if name[0] in surnames.SINGLE:
        return name[0], name[1:]
    return "", name


def masked_surname(name: str) -> str | None:
    """The surname that a masked name still says ("" if it hides that too); None if the name is not masked."""
    name = clean_name(name)
    if name in _nobody():
        return ""
    if "*" in name:
        return split_name(name.split("*")[0])[0]
    if "某" not in name:
        return None
    head, tail = name.split("某", 1)
    if not _ANONYMOUS.match(tail) or len(head) > 2:
        return None
    return head if not head or head in surnames.COMPOUND or head in surnames.SINGLE else None


@cache
def _nobody() -> frozenset[str]:
    return frozenset(map(clean_name, table("surnames")["nobody"]))


class Titled(NamedTuple):
    """A title in place of a name or beside it; `given` is "" in 王所长; 局 is spelt out as 局长."""

    surname: str
    given: str
    title: str


def title_name(text: str) -> Titled | None:
    """Read 王所长, 副所长王建国, 柳河派出所张政委, 周局; None if the text is no name with a title."""
    name = clean_name(text)
    if not is_han(name):
        return None
    found = _titled(name)
    # 柳河派出所张政委: the office goes off, but only where a name with a title is left
    if not found:
        rests = (name[match.end() :] for match in _OFFICE_END.finditer(name, 2))
        found = next((titled for rest in rests if (titled := _titled(rest))), None)
    return found


@cache
def _title_ranks() -> dict[str, int]:
    """Every title, and which is tried first: the longest."""
    return {word: rank for rank, word in enumerate(titles.words())}


def _titles_at(name: str) -> list[str]:
    """The titles that begin or end a name, longest first."""
    ranks, length = _title_ranks(), len(name)
    found = {part for k in range(1, length) for part in (name[:k], name[k:]) if part in ranks}
    return sorted(found, key=ranks.__getitem__)


def _titled(name: str) -> Titled | None:
    shorts: dict[str, str] = table("titles")["short"]
    for word in _titles_at(name):
        if name.endswith(word) and len(name) > len(word):
            person, section = _without_section(name[: -len(word)])
            surname, given = split_name(person)
            if surname and len(given) <= 2:
                return Titled(surname, given, section + word)
        if name.startswith(word) and len(name) > len(word):
            surname, given = split_name(name[len(word) :])
            if surname and 1 <= len(given) <= 2:
                return Titled(surname, given, word)
    for k in range(1, len(name)):
        title, surname = shorts.get(name[k:]), name[:k]
        if title and (surname in surnames.COMMON or surname in surnames.COMPOUND):
            return Titled(surname, "", title)
    return None


@cache
def _sections() -> list[str]:
    return sorted(table("titles")["sections"], key=len, reverse=True)


def _without_section(text: str) -> tuple[str, str]:
    for section in _sections():
        if text.endswith(section) and len(text) > len(section):
            return text[: -len(section)], section
    return text, ""


def is_person_name(text: str) -> bool:
    """Whether a text can be somebody's full name: a known surname with a given name, or a foreign name."""
    return read_name(text).kind in ("full", "foreign")


@cache
def _edges() -> tuple[frozenset[str], frozenset[str]]:
    """Characters of which one begins or ends whatever is more than a plain name."""
    words = (*titles.words(), *table("titles")["short"])
    beginnings = frozenset(word[0] for word in words) | nicknames.BEGINNINGS
    return beginnings, frozenset(word[-1] for word in words) | nicknames.ENDINGS | {"某"}


def _is_plain(name: str) -> bool:
    """Whether a name of two or three characters can be nothing but a surname of one and a given name."""
    beginnings, endings = _edges()
    return (
        len(name) in (2, 3)
        and name[0] in surnames.SINGLE
        and name[0] not in beginnings
        and name[-1] not in endings
        and name[1] != "某"
        and name[:2] not in surnames.COMPOUND
        and _USUAL.fullmatch(name) is not None
    )


@lru_cache(maxsize=1 << 17)
def read_name(text: str) -> Reading:
    """Read a name as written, once: which kind it is and all that it says. See `Reading`."""
    return read_cleaned(clean_name(text))


def read_cleaned(name: str) -> Reading:
    """The same of a name that `clean_name` gave."""
    if _is_plain(name):
        return Reading("full", name, name[0], name[1:])
    if not name:
        return Reading("empty", "")
    masked = masked_surname(name)
    if masked is not None:
        return Reading("masked", name, masked)
    titled = title_name(name)
    if titled:
        return Reading("titled", name, *titled)
    nickname = nicknames.nickname(name)
    if nickname:
        return Reading("nickname", name, hint=nickname.hint, hint_kind=nickname.hint_kind)
    surname, given = split_name(name)
    if "·" in name or (not surname and len(name) > 1 and is_latin(name)):
        return Reading("foreign", name, "", name)
    if surname and not given:
        return Reading("surname", name, surname)
    if surname and is_han(name) and len(given) <= (2 if len(surname) > 1 else 3):
        return Reading("full", name, surname, given)
    if is_han(name) and len(name) in (2, 3):
        # No known surname, often a slip (列 for 刘): the split is a guess, and the kind says so
        return Reading("other", name, name[0], name[1:])
    return Reading("other", name, "", name)

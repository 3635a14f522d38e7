"""What of a node can be searched and how a query is read: the same for every store. Pure functions."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from typing import Any

import opencc
import pypinyin

from netinv.graph.ids import number_key, plain
from netinv.graph.protocol import Node, Prop

NAME_PROPS = ("names",)
NUMBER_PROPS = ("id_numbers", "uscc", "phones", "accounts", "numbers")
CONTEXT_PROPS = ("units", "titles", "region", "charge", "place")

# Surnames read otherwise than the word is.
_SURNAMES = {
    **{
        "单": "s",
        "仇": "q",
        "解": "x",
        "曾": "z",
        "查": "z",
        "翟": "z",
        "朴": "p",
        "区": "o",
        "乐": "y",
        "盖": "g",
    },
    **{
        "缪": "m",
        "冼": "x",
        "召": "s",
        "员": "y",
        "种": "c",
        "繁": "p",
        "秘": "b",
        "折": "s",
        "覃": "q",
        "尉迟": "yc",
    },
    **{
        "长孙": "zs",
        "万俟": "mq",
        "澹台": "tt",
        "宿": "s",
        "重": "c",
        "能": "n",
        "逄": "p",
        "卜": "b",
        "车": "c",
    },
}


class Field(IntEnum):
    """Where a term comes from; results rank in this order when they match equally well."""

    NAME = 0
    NUMBER = 1
    INITIALS = 2
    CONTEXT = 3


@dataclass(frozen=True, slots=True)
class Term:
    """One searchable term of a node: `text` as compared, `written` as shown."""

    text: str
    written: str
    field: Field

    @property
    def grams(self) -> frozenset[str]:
        """Characters and bigrams; none for plain numbers, which match whole or from their beginning."""
        return grams(self.text) if self.field != Field.INITIALS and has_words(self.text) else frozenset()


def terms(node: Node) -> list[Term]:
    """All terms of a node, each (text, field) once, in a fixed order."""
    found: dict[tuple[str, Field], Term] = {}

    def add(text: str, written: str, field: Field) -> None:
        if text and (text, field) not in found:
            found[text, field] = Term(text, written, field)

    names = [node.label, *_values(node, NAME_PROPS)]
    for written in names:
        add(comparable(written), written, Field.NAME)
    for written in _values(node, NUMBER_PROPS):
        add(comparable(number_key(written)), written, Field.NUMBER)
    if node.kind in ("person", "organization"):
        for written in names:
            add(initials(comparable(written)), written, Field.INITIALS)
    for written in _values(node, CONTEXT_PROPS):
        add(comparable(written), written, Field.CONTEXT)
    return list(found.values())


def words(query: str) -> list[str]:
    """The words of a query, each of which a result must hold; a number written in groups is one word."""
    number = number_key(query)
    if number.isascii() and number[:-1].isdigit() and number[-1] in "0123456789x":
        return [number]
    return list(dict.fromkeys(comparable(word) for word in plain(query).split()))


def comparable(text: str) -> str:
    """The form in which terms and queries meet: folded, simplified characters, no inner spaces or dots."""
    folded = plain(text)
    if not folded.isascii():
        folded = _simplifier().convert(folded)
    return "".join(char for char in folded if char not in " \t\n\u3000·•")


def grams(text: str) -> frozenset[str]:
    """Single characters and pairs of neighbours: names need pairs, one-character queries singles."""
    return frozenset(text) | {text[i : i + 2] for i in range(len(text) - 1)}


def query_grams(word: str) -> frozenset[str]:
    """The grams that any term containing a word must have."""
    return frozenset(word[i : i + 2] for i in range(len(word) - 1)) if len(word) > 1 else frozenset(word)


def has_words(text: str) -> bool:
    """Whether a text is more than a number (digits and at most a closing x)."""
    return not text[:-1].isdigit() if len(text) > 1 else not text.isdigit()


def initials(name: str) -> str:
    """First letters of the syllables of a Chinese name with surnames read as surnames; "" otherwise."""
    if not all("\u3400" <= char <= "\u9fff" for char in name):
        return ""
    for length in (2, 1):
        if (surname := _SURNAMES.get(name[:length])) and len(name) > length:
            return surname + "".join(map(_initial, name[length:]))
    return "".join(map(_initial, name))


@lru_cache(maxsize=20_000)
def _initial(char: str) -> str:
    return str(pypinyin.lazy_pinyin(char, style=pypinyin.Style.FIRST_LETTER)[0])[:1]


@cache
def _simplifier() -> Any:
    return opencc.OpenCC("t2s")


def _values(node: Node, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        value: Prop = node.props.get(name, ())
        if isinstance(value, tuple):
            yield from value
        else:
            yield str(value)

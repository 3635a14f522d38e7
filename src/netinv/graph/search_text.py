"""What of a node can be searched and how a query is read: the same for every store. Pure functions."""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from netinv.graph.ids import looks_like_phone, number_key, phone_key
from netinv.graph.protocol import Node
from netinv.resolve.normalise.pinyin import initials
from netinv.resolve.normalise.script import folded, is_han

NAME_PROPS = ("names",)
NUMBER_PROPS = ("id_numbers", "uscc", "phones", "accounts", "numbers")
CONTEXT_PROPS = ("units", "titles", "region", "charge", "place")


Rank = tuple[int, int, int, str, str]
"""Equal 0, beginning 1, containing 2, hints after them; field; length; term; as written."""


class Field(IntEnum):
    """Where a term comes from; results rank in this order when they match equally well."""

    NAME = 0
    NUMBER = 1
    INITIALS = 2
    CONTEXT = 3


class Term(NamedTuple):
    """One searchable term of a node: `text` as compared, `written` as shown."""

    text: str
    written: str
    field: Field

    @property
    def grams(self) -> frozenset[str]:
        """Pairs of characters; none for plain numbers, which match whole or from their beginning."""
        return grams_of(self.text) if self.field != Field.INITIALS and has_words(self.text) else frozenset()


def terms(node: Node) -> list[Term]:
    """All terms of a node, each text once, in a fixed order."""
    found: dict[str, Term] = {}

    def add(text: str, written: str, field: Field) -> None:
        if text and text not in found:
            found[text] = Term(text, written, field)

    names = {written: comparable(written) for written in (node.label, *_values(node, NAME_PROPS))}
    for written, text in names.items():
        add(text, written, Field.NAME)
    for written in _values(node, NUMBER_PROPS):
        add(number_key(written), written, Field.NUMBER)
    if node.kind in ("person", "organization"):
        for written, text in names.items():
            add(initials(text) if is_han(text) else "", written, Field.INITIALS)
    for written in _values(node, CONTEXT_PROPS):
        add(comparable(written), written, Field.CONTEXT)
    return list(found.values())


def words(query: str) -> list[str]:
    """The words of a query, each of which a result must hold; a number written in groups is one word."""
    if looks_like_phone(query) and (number := phone_key(query)):
        return [number]
    number = number_key(query)
    if number.isascii() and number and not has_words(number):
        return [number]
    return [word for word in dict.fromkeys(map(comparable, query.split())) if word]


def comparable(text: str) -> str:
    """The form in which terms and queries meet: folded, simplified characters, no inner spaces or dots."""
    return folded(text).casefold().replace("·", "").replace("•", "")


def grams_of(text: str) -> frozenset[str]:
    """Every character with its follower: pairs find names, their beginnings single characters."""
    return frozenset([text[i : i + 2] for i in range(len(text))])


def query_grams(word: str) -> frozenset[str]:
    """The pairs that any term containing a word must have; none for a single character."""
    return frozenset(word[i : i + 2] for i in range(len(word) - 1))


def rank(word: str, text: str, written: str, field: int) -> Rank:
    """How well a term matches a word that it holds: less is better."""
    match = 0 if text == word else 1 if text.startswith(word) else 2
    # a hint (unit, region) never outranks a name, however well it matches
    return (match + (3 if field == Field.CONTEXT else 0), field, len(text), text, written)


def best_rank(found: Sequence[Term], word: str) -> Rank | None:
    """The best match of a word among the terms of one node; None if none holds it."""
    inside = False
    if not word.isdigit():
        grams = frozenset[str]().union(*(term.grams for term in found))
        pairs = query_grams(word)
        inside = pairs <= grams if pairs else any(gram.startswith(word) for gram in grams)
    ranks = [
        rank(word, term.text, term.written, term.field)
        for term in found
        # initials match from their beginning only: "wjg" asks for a name, not for every name with these in it
        if term.text.startswith(word) or (inside and term.field != Field.INITIALS and word in term.text)
    ]
    return min(ranks, default=None)


def has_words(text: str) -> bool:
    """Whether a text is more than a number (digits and at most a closing x, as ID numbers have)."""
    digits = text[:-1] if text.endswith("x") and len(text) > 1 else text
    return not digits.isdigit()


def _values(node: Node, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        value = node.props.get(name, ())
        if isinstance(value, tuple):
            yield from value
        else:
            yield str(value)

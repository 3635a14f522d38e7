"""Surnames that a record tells of those whom it names otherwise: 王某涉嫌寻衅滋事案, 绰号“老鹏”的王某."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from netinv.resolve.normalise.names import clean_name, masked_surname, read_name
from netinv.resolve.normalise.pinyin import homophone_key
from netinv.resolve.people import People

NAMELESS = frozenset({"nickname", "other", "empty"})
"""Kinds of names that say no surname for certain."""

_CALLED = r"(?:绰号|外号|诨号|诨名|花名|人称)叫?[“\"‘'「]?{}[”\"’'」]?"
_NICKNAME = r"([^“”\"‘’'「」，。；、()（）的\s]{1,5})"
_MASKED = r"([\u4e00-\u9fff]{1,2}某)"
_BEHIND = re.compile(_CALLED.format(_NICKNAME) + "的" + _MASKED)
_BEFORE = re.compile(_MASKED + "{1,2}[(（，,]?" + _CALLED.format(_NICKNAME) + "(?![\u4e00-\u9fff])")
_ACCUSED = re.compile(r"^(.{2,30}?)(?:等.{0,3})?涉嫌|^([\u4e00-\u9fff]{1,2}某)")


def of_title(people: People, suspects: Sequence[int], title: str) -> Iterator[tuple[int, str]]:
    """(mention, surname): a case is called after its suspects. A surname that none of them bears is of the
    one whose name says none, if there is just one.
    """
    readings = {i: people.reading[i] for i in suspects}
    nameless = [i for i, reading in readings.items() if reading.kind in NAMELESS]
    found = _ACCUSED.match(title) if len(nameless) == 1 else None
    if found:
        borne = {reading.surname for i, reading in readings.items() if i != nameless[0]}
        surnames = {_surname(name) for name in re.split("[、,，和]", found[1] or found[2])} - borne - {""}
        if len(surnames) == 1:
            yield nameless[0], surnames.pop()


def of_text(people: People, subjects: Sequence[int], text: str) -> Iterator[tuple[int, str]]:
    """(mention, surname): a text that says who goes by a nickname, be it spelt as it sounds."""
    nicknamed = [i for i in subjects if people.reading[i].kind in NAMELESS and people.name[i]]
    if not nicknamed:
        return
    said = [(m[1], m[2]) for m in _BEHIND.finditer(text)] + [(m[2], m[1]) for m in _BEFORE.finditer(text)]
    told: Mapping[str, set[str]] = defaultdict(set)
    for nickname, masked in said:
        told[homophone_key(clean_name(nickname))].add(_surname(masked))
    for i in nicknamed:
        surnames = told.get(homophone_key(people.name[i]), set()) - {""}
        if len(surnames) == 1:
            yield i, next(iter(surnames))


def _surname(name: str) -> str:
    reading = read_name(clean_name(name))
    return masked_surname(name) or (reading.surname if reading.kind == "full" else "")

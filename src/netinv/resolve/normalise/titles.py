"""Titles and ranks: normal form and class. 副所长 is never 所长; 二级警长 is a rank and no post."""

import re
from enum import StrEnum
from functools import cache

from netinv.resolve.normalise.memo import table
from netinv.resolve.normalise.script import folded


class Rank(StrEnum):
    """What a title says of its holder."""

    HEAD = "head"
    DEPUTY = "deputy"
    MIDDLE = "middle"
    RANK = "rank"
    """A personal grade (二级警长, 四级主任科员): many in one office bear it, it names nobody."""
    STAFF = "staff"
    CADRE = "cadre"
    PRIVATE = "private"
    OTHER = "other"


_PARTS = re.compile(r"[、,;，；/|]|兼(?:任)?")
_NOISE = re.compile(r"^(?:原|时任|现任|代理|代|前)|\([^)]*\)|(?:（[^）]*）)")


@cache
def words() -> tuple[str, ...]:
    """All titles of the table, longest first."""
    data = table("titles")
    return tuple(sorted({w for rank in Rank if rank in data for w in data[rank]}, key=lambda w: (-len(w), w)))


@cache
def _ranks() -> dict[str, Rank]:
    data = table("titles")
    return {word: rank for rank in reversed(Rank) if rank in data for word in data[rank]}


def title_key(title: str) -> str:
    """Normal form of one title: folded, 原/时任/brackets off, synonyms unified (审判员 -> 法官). "" for none.

    A section before the title stays (规划所所长, 刑庭庭长): it tells holders of the same title apart.
    """
    text = folded(title)
    stripped = _NOISE.sub("", text) or text
    same: dict[str, str] = table("titles")["same"]
    return same.get(stripped, stripped)


def title_keys(cell: str) -> tuple[str, ...]:
    """Normal forms of all titles in a cell, in the order written: 村党支部书记、村委会主任 -> both."""
    return tuple(dict.fromkeys(key for part in _PARTS.split(folded(cell)) if (key := title_key(part))))


def base_title(title: str) -> str:
    """The title without the section before it: 规划所所长 -> 所长; "" if no known title ends the text."""
    key = title_key(title)
    return key if key in _ranks() else next((word for word in words() if key.endswith(word)), "")


def rank_class(title: str) -> Rank:
    """Class of a title; of several the highest. An unknown title that begins with 副 is a deputy's."""
    found = [_one_class(part) for part in title_keys(title)]
    order = list(Rank)
    return min(found, key=order.index, default=Rank.OTHER)


def _one_class(key: str) -> Rank:
    known = _ranks().get(key)
    if known:
        return known
    base = base_title(key)
    if not base:
        return Rank.DEPUTY if key.startswith("副") else Rank.OTHER
    rank = _ranks()[base]
    # The head of a section (规划所所长, 综治办主任) is not the head of the office
    return Rank.MIDDLE if rank is Rank.HEAD else rank


def agree_title(left: str, right: str) -> str:
    """How two titles agree: `same`, `rank`, `class`, `other` or `unknown`.

    `rank`: one is a personal grade, which goes with any post; `class`: different words of one class.
    """
    if not left or not right:
        return "unknown"
    a, b = set(title_keys(left)), set(title_keys(right))
    if a & b:
        return "same"
    ranks = {rank_class(left), rank_class(right)}
    if Rank.RANK in ranks or ranks == {Rank.STAFF, Rank.MIDDLE}:
        return "rank"
    return "class" if len(ranks) == 1 and Rank.OTHER not in ranks else "other"

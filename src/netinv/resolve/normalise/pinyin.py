"""Pinyin of names without tones, surnames read as surnames (单 shan, 尉迟 yu chi); keys for homophones."""

import os
from functools import cache, lru_cache
from importlib import import_module
from types import ModuleType

from netinv.resolve.normalise.memo import table
from netinv.resolve.normalise.names import split_name


@cache
def character_reading(character: str) -> str:
    """Reading of one character in a given name, ü as v (绿 lv); the character itself if it has none."""
    known: str | None = table("pinyin")["given"].get(character)
    if known:
        return known
    return str(_dictionary().lazy_pinyin(character, v_to_u=False)[0]).lower()


@cache
def _dictionary() -> ModuleType:
    """Loaded when first asked for: most commands need no reading. Single characters need no phrases, which
    take longest to load."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    return import_module("pypinyin")


def surname_reading(surname: str) -> tuple[str, ...]:
    """Reading of a surname of one or more characters."""
    known: dict[str, str | list[str]] = table("pinyin")["surnames"]
    reading = known.get(surname)
    if reading:
        return (reading,) if isinstance(reading, str) else tuple(reading)
    # In a compound every character reads as ever: the special readings are those of single surnames
    return tuple(map(character_reading, surname))


@lru_cache(maxsize=1 << 17)
def syllables(name: str) -> tuple[str, ...]:
    """Syllables of a name without tones: 单晓晟 -> shan, xiao, sheng. Latin parts stay, in small letters."""
    surname, given = split_name(name)
    return (*surname_reading(surname), *(character_reading(c) for c in given if c not in "·* "))


def initials(name: str) -> str:
    """First letters, as people type them into a search box: 欧阳靖宇 -> oyjy."""
    return "".join(syllable[0] for syllable in syllables(name) if syllable)


def homophone_key(name: str) -> str:
    """Equal for names that sound alike but for the tone: 张伟 and 章薇 -> zhang wei."""
    return " ".join(syllables(name))

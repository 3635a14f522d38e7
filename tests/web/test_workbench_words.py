"""Sentences of the workbench: what is filled in, and words by number."""

import re

import pytest

from netinv.web.workbench.words import catalogue, spoken

CASES: list[tuple[str, str, dict[str, object], str]] = [
    ("status", "en", {"n": 1, "links": 1}, "1 node · 1 relation"),
    ("status", "en", {"n": 2, "links": 0}, "2 nodes · 0 relations"),
    ("status", "zh", {"n": 1, "links": 1}, "对象 1 · 关系 1"),
    ("excluded_hubs", "en", {"n": 1}, "1 node with very many links is avoided;"),
    ("excluded_hubs", "en", {"n": 11}, "11 nodes with very many links are avoided;"),
    ("removed_n", "en", {"n": 1}, "1 node is no longer there."),
]


@pytest.mark.parametrize(("key", "lang", "filled", "said"), CASES)
def test_words_go_by_number(key: str, lang: str, filled: dict[str, object], said: str) -> None:
    assert spoken(key, lang, **filled) == said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_place_is_left_open(lang: str) -> None:
    """A bar or a bracket that is misspelt would be shown as it stands."""
    for key, text in catalogue().items():
        names = re.findall(r"\{(\w+)", getattr(text, lang))
        assert not set("{|}") & set(spoken(key, lang, **dict.fromkeys(names, 2))), key

"""Both languages are complete, and nothing is in the catalogue that no face says."""

import re
from importlib import resources
from string import Formatter

import pytest

from netinv.model.alerts import Family, Text
from netinv.report.words import Voice, catalogue, word

CHINESE = re.compile(r"[\u3400-\u9fff]")
SWITCH = {"switch_language"}  # says the other language's name on purpose


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_every_key_speaks_both_languages(key: str) -> None:
    text = word(key)
    assert text.zh.strip()
    assert text.en.strip()
    if key not in SWITCH:
        assert not CHINESE.search(text.en), "Chinese left in the English text"
    fields = [{name for _, name, _, _ in Formatter().parse(said) if name} for said in (text.zh, text.en)]
    assert fields[0] == fields[1], "the two languages are filled in with different things"


def test_templates_say_only_what_the_catalogue_has() -> None:
    said: set[str] = set()
    for package in ("netinv.report", "netinv.web"):
        for template in (resources.files(package) / "templates").iterdir():
            said |= set(re.findall(r"""say\("(\w+)"[,)]""", template.read_text(encoding="utf-8")))
    assert said
    assert said <= set(catalogue())


@pytest.mark.parametrize(
    "key",
    [
        *(f"family_{family.value}{form}" for family in Family for form in ("", "_long")),
        *(f"finding_{finding}" for finding in ("explains", "weakens", "none", "open")),
        *(f"kind_{kind}" for kind in ("official", "village_cadre")),
        *(f"quarantine_{level}" for level in ("row", "cell")),
        *(f"sort_{sort}" for sort in ("probability", "expires", "name", "gang")),
    ],
)
def test_words_that_are_put_together_exist(key: str) -> None:
    assert key in catalogue()


def test_parameters_are_escaped_and_spoken_in_the_language_of_the_sentence() -> None:
    both = Voice(("zh", "en")).say(
        "question", official="<b>", gang="{x}", status=Text(zh="涉嫌", en="suspected")
    )
    zh, en = both.split("</span>")[:2]
    assert "&lt;b&gt;" in zh
    assert "（涉嫌）" in zh
    assert "(suspected)" in en
    assert "{x}" in both
    assert "<b>" not in both


def test_a_sentence_of_the_data_may_hold_braces() -> None:
    assert Voice(["en"]).say(Text(zh="{", en="100 {yuan}")) == "100 {yuan}"

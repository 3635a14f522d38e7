"""Both languages are complete, and nothing is in the catalogue that no face says."""

import re
from collections.abc import Iterator
from importlib import resources
from string import Formatter

import pytest

from netinv.model.alerts import Family, Text
from netinv.model.ontology import ontology
from netinv.model.rules import NAMED, explanations, rules
from netinv.model.tables import TABLES
from netinv.model.wording import by_number
from netinv.report import labels
from netinv.report.story import mention
from netinv.report.words import Voice, catalogue, word
from netinv.resolve import comparisons, placing
from netinv.web.workbench.words import catalogue as bench_words

CHINESE = re.compile(r"[\u3400-\u9fff]")
SWITCH = {"switch_language"}  # says the other language's name on purpose
SILENT = {"space"}  # between two sentences, of which Chinese ones have none


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_every_key_speaks_both_languages(key: str) -> None:
    text = word(key)
    if key not in SILENT:
        assert text.zh.strip()
        assert text.en.strip()
    if key not in SWITCH:
        assert not CHINESE.search(text.en), "Chinese left in the English text"
    fields = [
        {name.partition("|")[0] for _, name, _, _ in Formatter().parse(said) if name}
        for said in (text.zh, text.en)
    ]
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


NARROW = re.compile(r"[\u3400-\u9fff}]\s?[(),:;?!]|[(),:;?!]\s?[\u3400-\u9fff]")
WIDE = re.compile(r"[\u3000-\u303f\uff00-\uffef“”‘’]")


def spoken() -> Iterator[tuple[str, Text]]:
    """Every sentence and label that pages, workbench and reports say, and where it stands."""
    for name, said in (("report", catalogue()), ("workbench", bench_words())):
        yield from ((f"{name}: {key}", text) for key, text in said.items())
    for kind, known in (ontology().entities | ontology().relations).items():
        yield f"ontology: {kind}", Text(zh=known.zh, en=known.en)
    for key, rule in rules().items():
        for field in ("label", "sentence", "reason", "refuted_by"):
            yield f"rule: {key}.{field}", getattr(rule, field)
    for key, reading in explanations().items():
        for field in ("label", "found", "none"):
            yield f"explanation: {key}.{field}", getattr(reading, field)


def test_punctuation_is_wide_among_chinese_and_narrow_in_english() -> None:
    """A wide sign stands out in English as a narrow one does among characters. So do curved quotation marks:
    a machine that has a Chinese font only draws them as wide as a character."""
    wrong = [where for where, text in spoken() if NARROW.search(text.zh) or WIDE.search(text.en)]
    assert wrong == []


@pytest.mark.parametrize(
    ("n", "said"),
    [(1, "import 1: 1 file, 3 rows"), (2, "import 1: 2 files, 3 rows"), (0, "import 1: 0 files, 3 rows")],
)
def test_words_go_by_number(n: int, said: str) -> None:
    assert Voice(["en"]).plain("import_batch", n=1, files=n, rows=3) == said


@pytest.mark.parametrize("rule", sorted(rules()))
def test_a_rule_speaks_of_one_as_of_several(rule: str) -> None:
    """A place that is misspelt would be shown as it stands."""
    for n in (1, 2):
        filled = dict.fromkeys(NAMED, "x") | {"n": n}
        assert not set("{|}") & set(by_number(rules()[rule].sentence.en, filled).format(**filled))


def in_both(text: Text) -> bool:
    return bool(CHINESE.search(text.zh)) and not CHINESE.search(text.en) and "_" not in text.en


@pytest.mark.parametrize("field", [*comparisons.LEVELS, *placing.FIELDS, "judgement"])
def test_every_comparison_of_resolve_has_words(field: str) -> None:
    assert in_both(labels.field_name("person", field))
    named = comparisons.LEVELS.get(field, ())
    counted = range(1, placing.FIELDS.get(field, 1))
    assert all(in_both(labels.level(field, level)) for level in named)
    assert all(in_both(labels.level(field, str(level))) for level in counted)


@pytest.mark.parametrize("rule", sorted(rules()))
def test_every_rule_has_a_label_and_a_reason(rule: str) -> None:
    reason = labels.rule_reason(rule)
    assert in_both(labels.rule_label(rule))
    assert reason is not None
    assert in_both(reason)


@pytest.mark.parametrize("code", [*sorted(explanations()), "namesake", "unrecorded_duty"])
def test_every_innocent_reading_has_a_label(code: str) -> None:
    assert in_both(labels.explanation_label(code))


@pytest.mark.parametrize("table", sorted(TABLES))
def test_every_table_and_column_has_words(table: str) -> None:
    assert in_both(labels.table_name(table))
    for column in TABLES[table].columns:
        name = labels.column_name(table, column)
        assert name.zh != column
        assert not CHINESE.search(name.en)
        assert "_" not in name.en


def test_a_column_of_an_offices_own_keeps_its_header() -> None:
    assert labels.column_name("people", "备用列") == Text(zh="备用列", en="备用列")


@pytest.mark.parametrize(
    ("written", "row", "ref"),
    [
        ("posts:RZ1", ("posts", "RZ1"), ""),
        ("transfers:ZJ1 (payee)", ("transfers", "ZJ1"), "payee"),
        ("cases:云公（刑）字:104 (x) (handler)", ("cases", "云公（刑）字:104 (x)"), "handler"),
    ],
)
def test_a_mention_is_read_as_detection_writes_it(written: str, row: tuple[str, str], ref: str) -> None:
    assert mention(written) == (row, ref)

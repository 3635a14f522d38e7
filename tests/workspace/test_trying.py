"""An office's own rule: a mistake is told with its line; a trial says what it changes and writes nothing."""

from pathlib import Path

import pytest

from netinv.access.viewer import Viewer
from netinv.model.errors import NetinvError, UsageError
from netinv.workspace import Workspace

from .desk import contents

RULE = """\
id: shared_tea
family: act
label: {zh: "茶室", en: "Tea house"}
sentence: {zh: "{official}与{parties}在茶室 {n} 次", en: "{official} and {parties} met for tea {n} times"}
weight: 2.0
half: 1
reason: {zh: "试用", en: "A trial."}
maturity: draft
refuted_by: {zh: "并未见面", en: "They did not meet"}
select: |
  SELECT c.official, c.gang_id, c.member AS party, c."at", 0.5 AS weight,
         [c.record] AS records,
         [c.official, c.member] AS path
  FROM official_calls c
"""


@pytest.fixture
def written(tmp_path: Path) -> Path:
    return tmp_path / "tea.yaml"


def test_a_trial_says_what_would_change_and_writes_nothing(
    done: Workspace, viewer: Viewer, written: Path, folder: Path
) -> None:
    written.write_text(RULE, "utf-8")
    before = held(folder)
    said = done.try_rule(viewer, written)
    assert held(folder) == before
    assert (said.rule, said.replaces, said.pairs) == ("shared_tea", False, 1)
    assert [(found.official, found.facts, found.weight) for found in said.best] == [("柏清源", 12, 6.0)]
    assert (
        said.best[0].records == ["calls:C1", "calls:C10", "calls:C11"]
        or said.best[0].records[0] == "calls:C1"
    )
    assert [(move.line.official, move.before is not None) for move in said.moved] == [("柏清源", True)]
    assert said.moved[0].after != said.moved[0].before
    assert "柏清源" in said.text("zh")
    assert "nothing is written" in said.text("en")


def test_a_rule_as_it_stands_changes_nothing(done: Workspace, viewer: Viewer, written: Path) -> None:
    from importlib.resources import files

    built_in = files("netinv.model").joinpath("rules", "money.yaml").read_text("utf-8")
    written.write_text(built_in, "utf-8")
    said = done.try_rule(viewer, written)
    assert said.replaces
    assert said.moved == []
    assert said.warnings == []


WARNED = [
    ("[c.record] AS", "[]::VARCHAR[] AS", "cite no record"),
    ("[c.record] AS", "['calls:C1', 'calls:NONE'] AS", "calls:NONE"),
    ("FROM official_calls c", "FROM official_calls c WHERE c.seconds < 0", "finds no official"),
    ("c.official, c.gang_id", "c.member AS official, c.gang_id", "name no official"),
    ("weight: 2.0", "weight: 9", "cap 3.6"),
    ("weight: 2.0", "weight: 2", "no innocent reading"),
]


@pytest.mark.parametrize(("old", "new", "said"), WARNED, ids=[each[2] for each in WARNED])
def test_what_would_not_count_is_said(
    done: Workspace, viewer: Viewer, written: Path, old: str, new: str, said: str
) -> None:
    assert old in RULE
    written.write_text(RULE.replace(old, new), "utf-8")
    assert any(said in warning.en for warning in done.try_rule(viewer, written).warnings)


WRONG = [
    ("weight: 2.0", "weight: -1", 5, "weight is not written"),
    ("half: 1", "half: 0", 6, "half is not written"),
    ("half: 1\n", "", 1, "half is missing"),
    ("maturity: draft", "maturity: sure", 8, "maturity is not written"),
    ("family: act", "family: guess", 2, "family is not written"),
    ("id: shared_tea", "id: Shared Tea", 1, "id is not written"),
    ("half: 1", "half: 1\nwheight: 3", 7, "wheight is not known"),
    ("{n} 次", "{many} 次", 4, "{many} cannot stand"),
    ("half: 1", "half: [1", 7, "no YAML"),
    ("FROM official_calls c", "FROM oficial_calls c", 14, "oficial_calls does not exist"),
    ("[c.record] AS", "[c.recorded] AS", 12, "recorded"),
    ("c.member AS party, ", "", 11, "lacks column party"),
    ("0.5 AS weight", "'much' AS weight", 11, "must be DOUBLE and is VARCHAR"),
    ("[c.record] AS", "c.record AS", 11, "must be VARCHAR[]"),
    ("0.5 AS weight", "random() AS weight", 11, "random"),
    ("FROM official_calls c", "FROM official_calls c; DROP TABLE members", 11, "one SELECT"),
    ("FROM official_calls c", "FROM read_csv('people.csv') c", 14, "cannot be run"),
]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"), WRONG, ids=[f"{n} {each[3]}" for n, each in enumerate(WRONG)]
)
def test_a_mistake_is_told_with_file_line_and_remedy(
    done: Workspace, viewer: Viewer, written: Path, old: str, new: str, line: int, said: str
) -> None:
    assert old in RULE
    written.write_text(RULE.replace(old, new), "utf-8")
    with pytest.raises(UsageError) as wrong:
        done.try_rule(viewer, written)
    assert f"tea.yaml 第 {line} 行" in str(wrong.value)
    assert f"tea.yaml, line {line}: " in str(wrong.value)
    assert said in str(wrong.value)


def test_a_rule_is_tried_on_alerts_that_stand(
    ws: Workspace, viewer: Viewer, written: Path, office: Path
) -> None:
    written.write_text(RULE, "utf-8")
    ws.ingest(viewer, office)
    with pytest.raises(NetinvError, match="netinv detect"):
        ws.try_rule(viewer, written)


def held(folder: Path) -> dict[str, bytes]:
    """Ledger, projections and reports, byte for byte."""
    databases = [folder / "ledger.db", folder / "graph.db"]
    return {path.name: path.read_bytes() for path in databases} | contents(folder / "reports")

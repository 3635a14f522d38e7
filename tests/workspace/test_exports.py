"""Exports to the letter of the data contract."""

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netinv.access.viewer import Viewer
from netinv.model.alerts import Alert, Family, Gang, Official, Screened, Signal, Text
from netinv.model.errors import NetinvError, UsageError
from netinv.model.keys import mention_key
from netinv.workspace import Workspace, exports
from netinv.workspace.atomic import write_whole

ALERT_KEYS = [
    "alert_id", "official", "gang_id", "probability", "interval", "q_value", "families", "signals",
    "weakest_merge", "innocent_explanations", "as_of",
]  # fmt: skip

words = st.text(st.characters(exclude_characters="\x1f", exclude_categories=("Cs", "Cc")), max_size=5)
keys = st.tuples(words, words, words, words, st.sampled_from(["person", "organization"]))


def alert(probability: float = 0.5, log_lr: float = 1.0) -> Alert:
    signal = Signal(
        rule="money",
        family=Family.BENEFIT,
        log_lr=log_lr,
        records=[("transfers", "T2"), ("transfers", "T1"), ("transfers", "T2")],
        text=Text(zh="", en=""),
    )
    return Alert(
        alert_id="A1",
        official=Official(entity_id="P1", name="柏清源", id_number=None, kind="official", unit="某所"),
        gang=Gang(gang_id="G1", name="某团伙", kind=None, status=None),
        probability=probability,
        prior=0.01,
        families=[Family.TIE, Family.BENEFIT],
        signals=[signal],
        weakest_merge=None,
        innocent_explanations=[],
        refutations=[],
        without=[],
        nodes=[],
        edges=[],
        as_of="2026-03-02",
        expires_on="2026-09-02",
    )


@pytest.mark.parametrize(
    ("what", "name"),
    [
        ("entities", "e.jsonl"),
        ("entities", "e"),
        ("alerts", "a.csv"),
        ("candidates-screened", "c.xlsx"),
        ("graph", "g.csv"),
        ("graph", "g.json"),
        ("graph", "g.zip"),
        ("secrets", "s.csv"),
    ],
)
def test_what_cannot_be_exported_is_wrong_usage(what: str, name: str) -> None:
    with pytest.raises(UsageError):
        exports.check(what, Path(name))


@pytest.mark.parametrize("name", ["a.jsonl", "A.JSONL", "folder.csv/a.jsonl"])
def test_the_ending_decides(name: str) -> None:
    exports.check("alerts", Path(name))


def test_an_alert_has_exactly_the_keys_of_the_contract() -> None:
    (line,) = exports.alerts([alert()])
    said = json.loads(line)
    assert list(said) == ALERT_KEYS
    assert list(said["official"]) == ["entity_id", "name", "id_number", "kind"]
    records = [["transfers", "T1"], ["transfers", "T2"]]
    assert said["signals"] == [{"rule": "money", "family": "benefit", "log_lr": 1.0, "records": records}]
    assert "柏清源" in line
    assert line.endswith("}\n")


@pytest.mark.parametrize(
    ("number", "written"),
    [(0.12345649, 0.123456), (1 / 3, 0.333333), (0.9999999, 1.0), (-0.0000001, 0.0), (0.5, 0.5)],
)
def test_numbers_have_six_decimals(number: float, written: float) -> None:
    (line,) = exports.alerts([alert(log_lr=number)])
    assert json.loads(line)["signals"][0]["log_lr"] == written
    assert "-0.0" not in line


@given(
    st.dictionaries(st.tuples(words, words, words, words, st.sampled_from(["person", "organization"])), words)
)
def test_entities_are_sorted_and_can_be_read_back(given_rows: dict[tuple[str, ...], str]) -> None:
    lines = list(exports.entities({mention_key(*key): id for key, id in given_rows.items()}))
    header, *rows = csv.reader("".join(lines).splitlines(keepends=True))
    assert header == ["entity_id", "kind", "origin", "table", "record_id", "ref"]
    assert rows == sorted(rows)
    assert {(o, t, r, ref, kind): id for id, kind, o, t, r, ref in rows} == given_rows


def test_candidates_by_record_with_findings_that_can_be_parted() -> None:
    findings = [Text(zh="与团伙成员同名；身份待核", en="namesake"), Text(zh="二", en="two")]
    later = Screened(record_id="N2", name="乙", id_number="", flagged=False, findings=findings, records=[])
    records = [("kin", "K2"), ("gang_members", "M1")]
    first = Screened(record_id="N1", name="甲", id_number="1", flagged=True, findings=[], records=records)
    header, one, two = csv.reader(list(exports.screened([later, first])))
    assert header == ["record_id", "name", "id_number", "flagged", "findings", "records"]
    assert one == ["N1", "甲", "1", "true", "", "gang_members:M1;kin:K2"]
    assert (two[3], two[4].split(";")) == ("false", ["与团伙成员同名，身份待核", "二"])


def test_an_export_that_cannot_be_written_leaves_nothing(
    ws: Workspace, viewer: Viewer, tmp_path: Path
) -> None:
    with pytest.raises(NetinvError, match=r"nowhere"):
        ws.export(viewer, "alerts", tmp_path / "nowhere" / "alerts.jsonl")
    assert not (tmp_path / "nowhere").exists()


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    place = tmp_path / "out.csv"
    write_whole(place, ["old\n"])

    def broken() -> object:
        yield "new\n"
        raise OSError(28, "No space left on device")

    with pytest.raises(NetinvError, match="No space left"):
        write_whole(place, broken())  # type: ignore[arg-type]
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
    assert place.read_bytes() == b"old\n"


def test_an_empty_workspace_exports_headers(ws: Workspace, viewer: Viewer, tmp_path: Path) -> None:
    for what, header in (("entities", "entity_id,"), ("alerts", ""), ("candidates-screened", "record_id,")):
        to = tmp_path / f"x{exports.ENDINGS[what][0]}"
        assert ws.export(viewer, what, to).rows == 0
        assert to.read_text("utf-8").startswith(header)

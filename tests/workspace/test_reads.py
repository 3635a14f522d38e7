"""Reads: audited before they answer, every fact with its row, every former id still leads somewhere."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

import netinv
from netinv.access.viewer import Viewer
from netinv.model.errors import AuditUnavailableError, NetinvError, NotFoundError
from netinv.workspace import Workspace

from .desk import MEMBER, OFFICIAL, REPORTER, TABLES, drop

READS: dict[str, tuple[str, ...]] = {
    "alerts": (),
    "alert": ("A",),
    "entity": ("P",),
    "record": ("people", "P1"),
    "search": ("柏清源",),
    "to_networkx": ("P",),
    "figures": (),
    "sources": (),
    "quarantined": (),
    "screened": (),
    "supervision": (),
    "report_path": (),
}


def found(workspace: Workspace, viewer: Viewer, text: str) -> str:
    """The id of the one person that a search finds."""
    (hit,) = [hit for hit in workspace.search(viewer, text) if hit[1] == "person"]
    return hit[0]


def asked(workspace: Workspace, viewer: Viewer, read: str) -> object:
    try:
        return getattr(workspace, read)(viewer, *READS[read])
    except NotFoundError:
        return None


@pytest.mark.parametrize("read", READS)
def test_every_read_is_in_the_audit(done: Workspace, viewer: Viewer, read: str) -> None:
    before = done.verify(viewer).audit_head[0]
    asked(done, viewer, read)
    assert done.verify(viewer).audit_head[0] == before + 2  # the read, and the second proof


@pytest.mark.parametrize("read", READS)
def test_no_audit_no_answer(done: Workspace, viewer: Viewer, folder: Path, read: str) -> None:
    with sqlite3.connect(folder / "audit.db") as audit:
        audit.execute("DROP TABLE entry")
    with pytest.raises(AuditUnavailableError):
        asked(done, viewer, read)


@pytest.mark.parametrize(
    ("read", "arguments"), [("alert", ("ANONE",)), ("entity", ("PNONE",)), ("record", ("people", "none"))]
)
def test_what_is_absent_is_not_found(
    done: Workspace, viewer: Viewer, read: str, arguments: tuple[str, ...]
) -> None:
    with pytest.raises(NotFoundError):
        getattr(done, read)(viewer, *arguments)


def test_an_entity_shows_every_fact_with_its_rows(done: Workspace, viewer: Viewer) -> None:
    view = done.entity(viewer, found(done, viewer, MEMBER))
    facts = {(fact.column, fact.value): fact.records for fact in view.facts}
    assert view.label == "尚屹川"
    assert facts["phones", "13900000012"] == [("people", "P2")]
    assert ("gang_members", "M1") in facts["id_number", MEMBER]
    assert all(fact.records for fact in view.facts)
    assert {(m.table, m.ref) for m in view.mentions} >= {("transfers", "payer"), ("calls", "from")}


def test_relations_speak_the_ontology_and_kin_as_written(done: Workspace, viewer: Viewer) -> None:
    view = done.entity(viewer, found(done, viewer, OFFICIAL))
    relations = {(r.label, r.other_label): r for r in view.relations}
    assert relations["配偶", "尤曼青"].records == [("kin", "K1")]
    assert relations["配偶", "尤曼青"].outgoing
    paid = relations["转账", "尚屹川"]
    assert (paid.count, paid.outgoing, paid.records) == (2, False, [("transfers", "T1"), ("transfers", "T2")])
    seen_from_there = done.entity(viewer, paid.other_id)
    assert paid.relation_id in {r.relation_id for r in seen_from_there.relations if r.outgoing}


def test_every_merge_says_why(done: Workspace, viewer: Viewer) -> None:
    view = done.entity(viewer, found(done, viewer, OFFICIAL))
    assert view.merges
    assert all(merge.comparisons and 0 < merge.probability <= 1 for merge in view.merges)
    assert [m.probability for m in view.merges] == sorted(m.probability for m in view.merges)


@pytest.mark.parametrize(
    ("kind", "label", "table"),
    [("case", "强迫交易案", "cases"), ("gang", "柳溪尚某团伙", "gangs"), ("event", "茶室", "events")],
)
def test_other_nodes_have_a_page_too(
    done: Workspace, viewer: Viewer, kind: str, label: str, table: str
) -> None:
    member = done.entity(viewer, found(done, viewer, MEMBER))
    (other,) = {r.other_id for r in member.relations if (r.other_kind, r.other_label) == (kind, label)}
    view = done.entity(viewer, other)
    assert (view.kind, view.label) == (kind, label)
    assert {record[0] for fact in view.facts for record in fact.records} == {table}


def test_a_former_id_leads_to_the_entity_that_grew(ws: Workspace, viewer: Viewer, tmp_path: Path) -> None:
    """Two persons turn out to be one when a record is corrected: both ids lead to that one."""
    person = {"record_id": "P9", "name": "宿怀瑾", "id_number": MEMBER}
    payment = {"record_id": "T9", "payer_name": "苗长庚", "payer_id_number": "", "amount_yuan": "900"}
    ws.run(viewer, drop(tmp_path / "one" / "office", {"transfers": [payment], "people": [person]}))
    named = [ws.record(viewer, "transfers", "T9"), ws.record(viewer, "people", "P9")]
    before = {record.entities[0][2] for record in named}
    assert len(before) == 2
    corrected = {**payment, "payer_name": "宿怀瑾", "payer_id_number": MEMBER}
    ws.run(viewer, drop(tmp_path / "two" / "office", {"transfers": [corrected]}))
    after = {ws.entity(viewer, id).entity_id for id in before}
    assert len(after) == 1
    assert after <= before


def test_a_record_shows_all_its_versions_and_whom_it_names(
    done: Workspace, viewer: Viewer, tmp_path: Path, office: Path
) -> None:
    row = {**TABLES["transfers"][0], "amount_yuan": "51000"}
    done.run(viewer, drop(tmp_path / "more" / office.name, {"transfers": [row]}))
    view = done.record(viewer, "transfers", "T1")
    assert [v.payload["amount_yuan"] for v in view.versions] == ["51000", "50000"]
    assert {(ref, label) for ref, _, _, label in view.entities} == {("payer", "尚屹川"), ("payee", "柏清源")}
    assert (view.versions[0].source.file, view.versions[0].source.row) == ("transfers.csv", 2)
    assert view.versions[0].at == "2026-03-02T04:00:00+08:00"


def test_a_retraction_keeps_the_place_of_the_row(done: Workspace, viewer: Viewer) -> None:
    done.retract(viewer, "kin", "K1", "entered twice")
    latest, first = done.record(viewer, "kin", "K1").versions
    assert (latest.retracted, latest.reason, latest.payload) == (True, "entered twice", {})
    assert latest.source == first.source


def test_an_alert_is_found_by_its_id(done: Workspace, viewer: Viewer) -> None:
    (alert,) = done.alerts(viewer)
    assert done.alert(viewer, alert.alert_id) == alert
    assert alert.gang.gang_id == "G1"


def test_a_search_tells_namesakes_apart(done: Workspace, viewer: Viewer) -> None:
    hits = [hit for hit in done.search(viewer, "柏清源") if hit[1] == "person"]
    hints = {hint for _, _, _, hint in hits}
    assert len(hits) == len(hints) >= 2
    assert all(hints), "of whom only the name is known, his record says"
    assert any("柳溪派出所" in hint for hint in hints)


def test_figures_count_what_the_records_hold(done: Workspace, viewer: Viewer) -> None:
    figures = done.figures(viewer)
    assert figures.records == sum(map(len, TABLES.values()))
    assert (figures.officials, figures.gangs, figures.gang_members, figures.cases) == (1, 1, 1, 1)
    assert figures.leads_by_result == {"partly": 1}, "of several results the last one counts"
    assert figures.leads_by_channel == {"hotline": 1}
    assert figures.cases_by_outcome == {"mediated": 1}
    assert figures.gangs_by_status == {"suspected": 1}


def test_no_reporter_is_shown_anywhere(done: Workspace, viewer: Viewer) -> None:
    assert REPORTER not in done.record(viewer, "leads", "L1").model_dump_json()
    assert done.search(viewer, REPORTER) == []


def test_the_first_page_of_a_new_workspace_is_empty(ws: Workspace, viewer: Viewer) -> None:
    assert ws.alerts(viewer) == []
    assert ws.search(viewer, "柏") == []
    assert ws.screened(viewer) == []
    assert ws.supervision(viewer) is None
    assert ws.report_path(viewer) is None
    assert ws.figures(viewer).records == 0


def test_opening_by_name(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_workspace: Callable[[], Workspace]
) -> None:
    monkeypatch.setenv("NETINV_KEY_DIR", str(tmp_path / "keys"))
    with pytest.raises(NetinvError):
        netinv.open(folder)
    with netinv.open(folder, create=True) as workspace:
        assert workspace.alerts(netinv.operator()) == []
    with netinv.open(str(folder)) as workspace:
        assert workspace.folder == folder

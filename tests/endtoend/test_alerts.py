"""The alert condition, on every exported alert: contract, *Writing*, and design, section 5."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from netinv.demo import CountySummary
from netinv.model.tables import TABLES

COUNTED = {"tie", "benefit", "act"}
FIELDS = {
    "alert_id", "official", "gang_id", "probability", "interval", "q_value", "families", "signals",
    "weakest_merge", "innocent_explanations", "as_of",
}  # fmt: skip

Alert = dict[str, Any]


@pytest.fixture(scope="module")
def alerts(exports: dict[str, bytes]) -> list[Alert]:
    found = [json.loads(line) for line in exports["alerts"].decode().splitlines()]
    assert found, "the small county has umbrellas; without alerts nothing is tested here"
    return found


@pytest.fixture(scope="module")
def records(county: CountySummary) -> set[tuple[str, str]]:
    """Every (table, record_id) of the county's files."""
    return {
        (name, row[table.id_column])
        for name, table in TABLES.items()
        if table.id_column and (path := county.data / f"{name}.csv").exists()
        for row in read(path)
    }


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def cited(alert: Alert) -> list[tuple[str, tuple[str, str]]]:
    """(family, record) of every record that an alert cites."""
    return [(signal["family"], tuple(record)) for signal in alert["signals"] for record in signal["records"]]


def test_every_field_of_the_contract_is_there(alerts: list[Alert]) -> None:
    for alert in alerts:
        assert set(alert) >= FIELDS
        assert set(alert["official"]) >= {"entity_id", "name", "id_number", "kind"}
        assert alert["official"]["kind"] in {"official", "village_cadre"}
        assert all(set(s) >= {"rule", "family", "log_lr", "records"} for s in alert["signals"])
        assert all(set(e) >= {"code", "checked", "finding"} for e in alert["innocent_explanations"])
        assert re.fullmatch(r"\d{4}-\d\d-\d\d.*", alert["as_of"])


def test_two_families_at_least_and_no_other_than_its_signals_show(alerts: list[Alert]) -> None:
    for alert in alerts:
        shown = {signal["family"] for signal in alert["signals"]}
        assert set(alert["families"]) == shown & COUNTED
        assert len(alert["families"]) >= 2
        assert shown <= COUNTED | {"link"}


def test_every_cited_record_exists(alerts: list[Alert], records: set[tuple[str, str]]) -> None:
    for alert in alerts:
        assert all(signal["records"] for signal in alert["signals"])
        assert {record for _, record in cited(alert)} <= records


def test_a_record_counts_once_in_one_family(alerts: list[Alert]) -> None:
    for alert in alerts:
        family_of: dict[tuple[str, str], str] = {}
        for family, record in cited(alert):
            if family in COUNTED:
                assert family_of.setdefault(record, family) == family


def test_the_families_stand_on_records_of_fact(alerts: list[Alert]) -> None:
    """Tips open no alert: without what leads say, two families remain."""
    tips = {"leads", "lead_subjects"}
    for alert in alerts:
        families = {family for family, (table, _) in cited(alert) if table not in tips}
        assert len(families & COUNTED) >= 2
        assert len({record for family, record in cited(alert) if family in COUNTED}) >= 2


def test_innocent_explanations_were_looked_up(alerts: list[Alert]) -> None:
    for alert in alerts:
        assert any(explanation["checked"] for explanation in alert["innocent_explanations"])
        assert not any(
            e["finding"] == "explains" and not e["checked"] for e in alert["innocent_explanations"]
        )


def test_best_first_and_each_pair_once(alerts: list[Alert]) -> None:
    probabilities = [alert["probability"] for alert in alerts]
    assert probabilities == sorted(probabilities, reverse=True)
    assert all(0 < p < 1 for p in probabilities)
    assert len({(a["official"]["entity_id"], a["gang_id"]) for a in alerts}) == len(alerts)
    assert len({a["alert_id"] for a in alerts}) == len(alerts)


def test_every_alert_says_how_often_its_like_is_wrong(alerts: list[Alert]) -> None:
    for alert in alerts:
        low, high = alert["interval"]
        assert 0 <= low <= high <= 1
        assert 0 < alert["q_value"] <= 1
    best_first = [alert["q_value"] for alert in alerts]
    assert best_first == sorted(best_first)


def test_numbers_have_six_decimals_at_most(exports: dict[str, bytes]) -> None:
    assert not re.search(rb"\d\.\d{7,}", exports["alerts"])


def test_candidates_are_flagged_only_with_a_record(exports: dict[str, bytes], county: CountySummary) -> None:
    rows = list(csv.DictReader(exports["candidates-screened"].decode().splitlines()))
    assert {row["record_id"] for row in rows} == {
        row["record_id"] for row in read(county.data / "candidates.csv")
    }
    assert {row["flagged"] for row in rows} <= {"true", "false"}
    assert all(row["findings"] and row["records"] for row in rows if row["flagged"] == "true")

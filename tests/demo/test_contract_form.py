"""A demo county is a drop folder of the data contract, to the letter."""

import csv
from typing import Any

import pytest

from netinv.demo.layout import LAYOUTS
from netinv.model.mentions import mentions_of
from netinv.model.tables import TABLES

REFERENCES = [
    ("gang_members", "gang_id", "gangs"),
    ("lead_subjects", "lead_id", "leads"),
    ("lead_steps", "lead_id", "leads"),
    ("cases", "gang_id", "gangs"),
    ("case_people", "case_id", "cases"),
    ("case_assets", "case_id", "cases"),
    ("operations", "gang_id", "gangs"),
    ("operation_people", "op_id", "operations"),
    ("measures", "case_id", "cases"),
    ("interventions", "case_id", "cases"),
    ("event_people", "event_id", "events"),
]


def test_every_table_of_the_contract_is_written(county: Any) -> None:
    assert {t for t, rows in county.tables.items() if rows} == set(TABLES)


@pytest.mark.parametrize("table", LAYOUTS)
def test_headers_are_the_contracts(county: Any, table: str) -> None:
    with (county.summary.data / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        header = next(csv.reader(handle))
    assert set(header) <= set(TABLES[table].columns)
    assert len(header) == len(set(header))


@pytest.mark.parametrize("table", LAYOUTS)
def test_ids_are_unique_and_coded_values_known(county: Any, table: str) -> None:
    spec = TABLES[table]
    ids = [r[spec.id_column] for r in county.tables[table]]
    assert all(ids)
    assert len(ids) == len(set(ids))
    for column in spec.columns.values():
        if column.type == "enum":
            assert {r.get(column.name) or "" for r in county.tables[table]} <= {"", *column.enum}, column.name


@pytest.mark.parametrize(("table", "column", "parent"), REFERENCES)
def test_references_between_tables_exist(county: Any, table: str, column: str, parent: str) -> None:
    known = {r[TABLES[parent].id_column] for r in county.tables[parent]}

    assert {r[column] for r in county.tables[table]} - {""} <= known


def test_references_exist_without_umbrellas_too(twin: Any) -> None:
    for table, column, parent in REFERENCES:
        known = {r[TABLES[parent].id_column] for r in twin.tables[parent]}
        assert {r[column] for r in twin.tables[table]} - {""} <= known, table


def test_truth_names_exactly_the_mentions_that_the_contract_sees(county: Any) -> None:
    seen = {
        (table, row[TABLES[table].id_column], m.ref, m.kind)
        for table, rows in county.tables.items()
        for row in rows
        for m in mentions_of(TABLES[table], {k: v for k, v in row.items() if v})
    }
    answers = [(r["table"], r["record_id"], r["ref"], r["kind"]) for r in county.truth("mentions")]
    assert len(answers) == len(set(answers))
    assert set(answers) == seen


def test_a_default_county_is_like_a_countys_half_year(county: Any) -> None:
    s = county.summary
    assert (s.people, s.officials, s.units, s.gangs, s.members, s.rows["leads"]) == (
        5_000,
        400,
        27,
        7,
        50,
        37,
    )
    assert 58_000 < s.rows["calls"] < 64_000
    assert 7_500 < s.rows["transfers"] < 9_000
    assert s.planted == 10
    assert s.decoys > 100

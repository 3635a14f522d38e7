"""The investigators' questions: each head says what the statement does; each statement only reads, by indexes
and bounded, and gives on a real server the rows that the embedded store gives, asked in SQL (answers.py).
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import neo4j
import pytest
from answers import ANSWERS, Reference

from netinv.access.viewer import Viewer
from netinv.demo import write_county
from netinv.graph.neo4j.questions import Question, questions
from netinv.graph.neo4j.store import Neo4jStore
from netinv.graph.neo4j.target import Target
from netinv.graph.protocol import Change
from netinv.ledger import Keyring
from netinv.workspace import Workspace

BY_NAME = {question.name: question for question in questions()}
SMALL_LABELS = {"Gang", "Lead"}
"""Kinds of which an office has hundreds, not hundreds of thousands: they may be read whole."""


@dataclass
class Asked:
    """A county in both stores: Neo4j to ask, the embedded store to compare with."""

    driver: neo4j.Driver
    reference: Reference

    def rows(self, question: Question, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        records, _, _ = self.driver.execute_query(question.text, parameters, routing_="r")
        return [record.data() for record in records]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """graph.db of a small invented county, with one official who asks after a case of each gang."""
    place = tmp_path_factory.mktemp("questions")
    county = write_county(place / "county", people=1_000, seed=3)
    _intervene(county.data)
    with Workspace.open(place / "ws", create=True, keyring=Keyring(place / "keys")) as workspace:
        viewer = Viewer("operator:test", "operator")
        workspace.ingest(viewer, county.data)
        workspace.resolve(viewer)
    return place / "ws" / "graph.db"


def _intervene(data: Path) -> None:
    """Add rows to the demo's interventions, which seldom concern a gang's case."""
    cases = [row["case_id"] for row in _table(data, "cases") if row["gang_id"]]
    sample = _table(data, "interventions")[0]
    with (data / "interventions.csv").open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, sample)
        for number, case in enumerate(cases[::10]):
            writer.writerow({**sample, "record_id": f"GW9{number:03d}", "case_id": case})


def _table(data: Path, name: str) -> list[dict[str, str]]:
    with (data / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def asked(graph: Path, neo4j_server: Target) -> Iterator[Asked]:
    from neo4j_server import wipe

    wipe(neo4j_server)
    reference = Reference(graph)
    store = Neo4jStore(neo4j_server, "questions")
    store.apply(Change(1, *reference.everything()))
    store.close()
    auth = (neo4j_server.user, neo4j_server.password)
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=auth, notifications_min_severity="OFF") as driver:
        yield Asked(driver, reference)
    reference.close()
    wipe(neo4j_server)


# --- the heads ----------------------------------------------------------------------


def test_there_are_enough_questions_and_an_answer_to_compare_each_with() -> None:
    assert len(BY_NAME) >= 16
    assert {*ANSWERS, "paths"} == set(BY_NAME)


@pytest.mark.parametrize("name", BY_NAME)
def test_the_head_says_what_it_is_for_in_both_languages_with_an_example(name: str) -> None:
    question = BY_NAME[name]
    assert re.search(r"[\u4e00-\u9fff]{4}", question.purpose.zh)
    assert re.fullmatch(r"[A-Z][ -~…]+", question.purpose.en)
    example = re.findall(r"(\w+): ", question.example)
    assert sorted(example) == question.parameters
    for parameter in question.parameters:
        assert re.search(rf"^// .*\b{parameter}\b.*[\u4e00-\u9fff]", question.text, flags=re.MULTILINE), (
            parameter
        )


@pytest.mark.parametrize("name", BY_NAME)
def test_the_statement_is_one_reads_only_and_is_bounded(name: str) -> None:
    body = "\n".join(line for line in BY_NAME[name].text.splitlines() if not line.startswith("//"))
    assert ";" not in body
    assert re.search(r"^LIMIT \d+$", body, flags=re.MULTILINE) or "\n  LIMIT" in body
    assert not re.search(r"(?i)\b(create|merge|set|delete|remove|drop|load csv|call dbms)\b", body)
    assert "*]" not in body, "a path without a bound"


@pytest.mark.parametrize("name", BY_NAME)
def test_a_gang_is_never_named_without_its_legal_status(name: str) -> None:
    returned = BY_NAME[name].text.rpartition("RETURN")[2]
    if re.search(r"AS 团伙\b(?!状态)", BY_NAME[name].text):
        assert "status" in BY_NAME[name].text
        assert "团伙状态" in BY_NAME[name].text or "'：'" in BY_NAME[name].text, returned


# --- on a real server ---------------------------------------------------------------


@pytest.mark.parametrize("name", BY_NAME)
def test_rows_are_those_of_the_embedded_store(asked: Asked, name: str) -> None:
    question, found = BY_NAME[name], 0
    for parameters in asked.reference.parameters(name):
        rows, expected = asked.rows(question, parameters), asked.reference.answer(name, parameters)
        found += len(rows)
        columns = expected[0].keys() if expected else ()
        assert len(rows) == len(expected), parameters
        assert _comparable(rows, columns) == _comparable(expected, columns), parameters
    assert found, "nothing for any parameter: such a question teaches nobody"


def _comparable(rows: list[dict[str, Any]], columns: Any) -> list[Any]:
    return sorted(([(name, _plain(row[name])) for name in sorted(columns)] for row in rows), key=repr)


def _plain(value: Any) -> Any:
    """Lists of names in no particular order; lists of lists (records, step by step) as they are."""
    if isinstance(value, list):
        return value if any(isinstance(each, list) for each in value) else sorted(value, key=repr)
    return value


@pytest.mark.parametrize("name", BY_NAME)
def test_the_columns_are_those_of_the_head(asked: Asked, name: str) -> None:
    question = BY_NAME[name]
    _, _, keys = asked.driver.execute_query(question.text, asked.reference.parameters(name)[0])
    head = re.search(r"列 columns: (.*?)\n//(?! {3})", question.text, flags=re.DOTALL)
    assert head is not None
    named = [
        part.split()[0].rstrip(";") for part in re.split(r";\s*(?://\s*)?", head[1].replace("\n//   ", " "))
    ]
    assert named == keys


@pytest.mark.parametrize("name", BY_NAME)
def test_no_question_reads_all_nodes_to_find_its_first(asked: Asked, name: str) -> None:
    question = BY_NAME[name]
    _, summary, _ = asked.driver.execute_query(
        "EXPLAIN " + question.text, asked.reference.parameters(name)[0]
    )
    assert summary.query_type == "r"
    assert summary.plan is not None
    for operator, details in _operators(summary.plan):
        assert "AllNodesScan" not in operator, details
        assert "AllRelationshipsScan" not in operator, details
        if "NodeByLabelScan" in operator:
            assert re.search(":(" + "|".join(SMALL_LABELS) + ")$", details), details


def _operators(plan: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield plan["operatorType"], plan["args"].get("Details", "")
    for child in plan.get("children", ()):
        yield from _operators(child)


def test_an_unknown_status_is_no_status(asked: Asked) -> None:
    """A gang of which the office has not said where it stands is shown without one, not left out."""
    with asked.driver.session() as session, session.begin_transaction() as tx:
        tx.run("MATCH (g:Gang) REMOVE g.status")
        number = tx.run("MATCH (:Case)-->(g:Gang) RETURN g.numbers[0] LIMIT 1").single(strict=True)
        rows = tx.run(BY_NAME["gang-cases"].text, gang=number[0]).data()
        assert rows
        assert {row["团伙状态"] for row in rows} == {None}
        tx.rollback()

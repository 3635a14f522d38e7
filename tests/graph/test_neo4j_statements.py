"""Every statement of `cypher/`: it parses, its head explains it, it goes by an index where one serves."""

import re
from collections.abc import Iterator
from typing import Any

import neo4j
import pytest

from netinv.graph.neo4j.statements import names, statement
from netinv.graph.neo4j.store import Neo4jStore
from netinv.graph.neo4j.target import Target

STATEMENTS = [name for room in ("schema", "write", "read") for name in names(room)]
PARAMETERS: dict[str, Any] = {
    "ids": ["P1"],
    "id": "P1",
    "types": None,
    "among": None,
    "kinds": None,
    "limit": 10,
    "confidence": 0.5,
    "query": "x*",
    "after": "",
    "size": 10,
    "first": "P1",
    "last": "P2",
    "nodes": ["P1"],
    "relations": ["R1"],
    "state": {},
    "loading": "token",
    "lane": "lane 0",
    "batch": 1,
    "lanes": ["lane 0"],
    "index": "netinv_text",
    "rows": [{"id": "R1", "a": "P1", "b": "P2", "kind": "Person", "type": "KIN", "props": {}}],
}
# All of it is what is asked for, or a relation is known by its id alone.
WHOLE = {"read/gone", "read/sums", "read/empty", "write/drop-relations", "write/shed-relations"}
WHOLE |= {"write/clear-relations", "write/clear-nodes"}
# Two ends, each found by its id, one row each.
PRODUCTS = {
    "write/create-relations",
    "write/load-relations",
    "write/replace-relations",
    "read/present-relations",
}
# The one row of the state, beside what is asked.
PRODUCTS |= {"read/counts", "read/neighbours"}
SCANS = re.compile(r"AllNodesScan|NodeByLabelScan|RelationshipsScan|RelationshipTypeScan")


@pytest.fixture
def session(neo4j_server: Target, neo4j_store: Neo4jStore) -> Iterator[neo4j.Session]:
    """Beside the store, so that the schema is there."""
    auth = (neo4j_server.user, neo4j_server.password)
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=auth) as driver, driver.session() as opened:
        yield opened


@pytest.mark.parametrize("name", STATEMENTS)
def test_the_head_says_purpose_parameters_and_columns(name: str) -> None:
    text = statement(name)
    head = [line for line in text.splitlines() if line.startswith("//")]
    for part in ("Purpose", "Parameters", "Columns"):
        assert sum(line.startswith(f"// {part}: ") for line in head) == 1
    said = next(line for line in head if line.startswith("// Parameters: "))
    body = re.sub(r"^//.*$|`[^`]*`|'[^']*'", "", text, flags=re.M)
    used = set(re.findall(r"\$(\w+)", body))
    assert used <= set(re.findall(r"\w+", said))
    assert used <= PARAMETERS.keys()
    assert not used or "none" not in said


@pytest.mark.parametrize("name", [name for name in STATEMENTS if not name.startswith("schema/")])
def test_it_is_planned_by_an_index(session: neo4j.Session, name: str) -> None:
    plan = session.run(f"EXPLAIN {statement(name)}", PARAMETERS).consume().plan
    assert plan is not None
    operators = set(_operators(plan))
    scans = {operator for operator in operators if SCANS.search(operator)}
    assert not scans or name in WHOLE
    assert not any("Cartesian" in operator for operator in operators) or name in PRODUCTS


def test_the_schema_can_be_asked_for_again(neo4j_server: Target, neo4j_store: Neo4jStore) -> None:
    """Constraints before any load; both indexes of full text, one of them for people."""
    Neo4jStore(neo4j_server, "contract-suite").close()
    auth = (neo4j_server.user, neo4j_server.password)
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=auth) as driver, driver.session() as session:
        indexes = session.run(
            "SHOW INDEXES YIELD name, state, options WHERE name STARTS WITH 'netinv_'"
        ).values()
    found = {
        name: (state, options["indexConfig"].get("fulltext.analyzer")) for name, state, options in indexes
    }
    assert found["netinv_text"] == ("ONLINE", "cjk")
    assert found["netinv_search"] == ("ONLINE", "whitespace")
    assert found["netinv_entity_id"][0] == found["netinv_state_name"][0] == "ONLINE"


def _operators(plan: dict[str, Any]) -> Iterator[str]:
    yield plan["operatorType"]
    for child in plan.get("children", ()):
        yield from _operators(child)

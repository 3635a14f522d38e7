"""The page of a network: whatever names and records say, it stays one page that fetches nothing."""

import json
import re

import networkx as nx
import pytest

from netinv.model.ontology import ontology
from netinv.report.network import SHAPES, network_page

NASTY = "</script><script>alert(1)</script>"


def graph() -> "nx.MultiDiGraph[str]":
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph(centre="P1")
    made.add_node("P2", kind="person", label=NASTY)
    made.add_node("P1", kind="person", label="柏清源")
    made.add_edge(
        "P1",
        "P2",
        key="R1",
        kind="kin",
        since="2016",
        until=None,
        confidence=0.9,
        records=[f"kin:K{n}" for n in range(9)],
    )
    return made


def data_of(page: str) -> dict[str, list[dict[str, object]]]:
    found = re.search(r"const data = (\{.*\});", page)
    assert found
    data: dict[str, list[dict[str, object]]] = json.loads(found.group(1))
    return data


def test_nodes_and_edges_tell_what_they_are() -> None:
    data = data_of(network_page(graph(), "柏清源"))
    assert [node["id"] for node in data["nodes"]] == ["P1", "P2"]
    (edge,) = data["edges"]
    assert edge["label"] == "亲属 ×9"
    assert edge["arrows"] == "to"
    assert edge["title"] == "亲属 Kin\n2016\nkin:K0 kin:K1 kin:K2 kin:K3 kin:K4 … (9)"


def test_relations_of_one_kind_between_two_are_one_line() -> None:
    made = graph()
    dates = {"since": "2020-05-01", "until": "2021", "confidence": 0.9}
    made.add_edge("P2", "P1", key="R2", kind="kin", records=["kin:K1"], **dates)
    made.add_edge("P2", "P1", key="R3", kind="paid", records=["transfers:T1"], **dates)
    lines = {str(line["label"]): line for line in data_of(network_page(made, "x"))["edges"]}
    assert set(lines) == {"亲属 ×9", "转账"}
    assert lines["亲属 ×9"]["arrows"] == "to, from"
    assert str(lines["亲属 ×9"]["title"]).splitlines()[1] == "2016 – 2021"


def test_no_name_ends_the_script_or_the_title() -> None:
    page = network_page(graph(), NASTY)
    assert NASTY not in page
    assert page.count("</script>") == 2
    assert any(node["label"] == NASTY for node in data_of(page)["nodes"])


def test_nothing_is_fetched() -> None:
    page = network_page(graph(), "x")
    assert "default-src 'none'" in page
    assert not re.search(r"<(?:link|img|iframe)\b|<script[^>]+src|@import", page)


def test_the_same_graph_gives_the_same_page() -> None:
    assert network_page(graph(), "x") == network_page(graph(), "x")


def test_every_kind_looks_like_no_other() -> None:
    words = ontology()
    looks = [(words.colour(name), SHAPES[kind.shape]) for name, kind in words.entities.items()]
    assert len(set(looks)) == len(looks)


def test_without_pyvis_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from netinv.model.errors import UsageError

    monkeypatch.setattr("netinv.report.network.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"netinv\[notebook\]"):
        network_page(graph(), "x")

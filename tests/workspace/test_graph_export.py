"""The graph in other programs' formats: everything is in it, it reads back, and equal graphs are equal bytes."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import networkx as nx
import pytest

from netinv.access.viewer import Viewer
from netinv.graph.embedded import EmbeddedStore
from netinv.graph.protocol import Change, Node, Relation
from netinv.workspace import Workspace, exports
from netinv.workspace.atomic import write_whole

NASTY = "甲<&>\"'\x01\ud7ff 𠮷\r\n;=1+1"
NODES = [
    Node("PAAAAAAAAAAAA", "person", NASTY, {"names": ("甲", "乙;丙"), "status": "official", "gender": "男"}),
    Node(
        "PBBBBBBBBBBBB", "person", "乙", {"id_numbers": ("511399197001010018",), "phones": ("13900000001",)}
    ),
    Node("OCCCCCCCCCCCC", "organization", "某公司", {"uscc": ("91510000000000000X",)}),
    Node(
        "SDDDDDDDDDDDD",
        "asset",
        "川R18F1",
        {"type": "vehicle", "price_yuan": 120000.5, "numbers": ("川R18F1",)},
    ),
    Node("SEEEEEEEEEEEE", "asset", "房", {"type": "property", "price_yuan": 10**20}),
]
RELATIONS = [
    Relation("R1", "kin", NODES[0].id, NODES[1].id, None, None, 0.85, ("kin:K1", "kin:K2"), {"role": "连襟", "count": 2}),
    Relation("R2", "paid", NODES[1].id, NODES[0].id, "2022-03", "2022-05-01", 1 / 3, ("transfers:T1",), {"amount_yuan": 5e4}),
    Relation("R3", "paid", NODES[1].id, NODES[2].id, "2022", None, 0.5, ("transfers:T2",), {"amount_yuan": 1.25, "count": 1}),
    Relation("R4", "holds", NODES[0].id, NODES[2].id, None, None, 0.9, ("holdings:H1",), {"role": "shareholder", "share_pct": 30}),
    Relation("R5", "owns", NODES[0].id, NODES[3].id, None, None, 0.9, ("assets:A1",), {}),
]  # fmt: skip
ENDINGS = exports.ENDINGS["graph"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    opened = EmbeddedStore(tmp_path / "graph.db")
    yield opened
    opened.close()


def written(store: EmbeddedStore, folder: Path, ending: str) -> Path:
    place = folder / f"g{ending}"
    pieces, _ = exports.graph(store, place)
    write_whole(place, pieces)
    return place


@pytest.fixture
def filled(store: EmbeddedStore) -> EmbeddedStore:
    store.apply(Change(1, NODES, RELATIONS))
    return store


@pytest.mark.parametrize("ending", ENDINGS)
def test_any_history_gives_the_same_bytes(tmp_path: Path, filled: EmbeddedStore, ending: str) -> None:
    first = written(filled, tmp_path, ending).read_bytes()
    other = EmbeddedStore(tmp_path / "other.db")
    for seq, node in enumerate(reversed(NODES), start=1):
        other.apply(Change(seq, [node]))
    for seq, link in enumerate(reversed(RELATIONS), start=9):
        other.apply(Change(seq, relations=[link]))
    assert written(other, tmp_path, ending).read_bytes() == first
    assert re.search(rb"20[0-9]{2}-[0-9]{2}-[0-9]{2}T|lastmodified", first) is None, "a clock stands in it"
    other.close()


@pytest.mark.parametrize(("ending", "read"), [(".graphml", nx.read_graphml), (".gexf", nx.read_gexf)])
def test_networkx_reads_it_back(
    tmp_path: Path, filled: EmbeddedStore, ending: str, read: Callable[[Path], "nx.MultiDiGraph[str]"]
) -> None:
    graph = read(written(filled, tmp_path, ending))
    assert graph.is_directed()
    assert set(graph) == {node.id for node in NODES}
    person = graph.nodes[NODES[0].id]
    assert (person["kind"], person["status"], person["names"]) == ("person", "official", "甲;乙；丙")
    assert person["label"].replace("\r\n", "\n") == NASTY.replace("\x01", "\ufffd").replace("\r\n", "\n")
    edges = {(u, v): data for u, v, data in graph.edges(data=True)}
    paid = edges[NODES[1].id, NODES[0].id]
    assert {name: paid[name] for name in ("kind", "since", "until", "confidence", "records", "amount_yuan")} == {
        "kind": "paid", "since": "2022-03", "until": "2022-05-01", "confidence": 0.333333, "records": "transfers:T1", "amount_yuan": 50000.0,
    }  # fmt: skip
    kin = edges[NODES[0].id, NODES[1].id]
    assert (kin["records"], kin["count"], kin.get("since")) == ("kin:K1;kin:K2", 2, None)


def test_parallel_relations_keep_their_ids(tmp_path: Path, filled: EmbeddedStore) -> None:
    twin = Relation("R9", "associate", NODES[0].id, NODES[1].id, None, None, 0.5, ("ties:T1",))
    filled.apply(Change(2, relations=[twin]))
    graph = nx.read_graphml(written(filled, tmp_path, ".graphml"), force_multigraph=True)
    assert set(graph[NODES[0].id][NODES[1].id]) == {"R1", "R9"}


def tables(path: Path) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(path) as packed:
        read = {name: packed.read(name).decode() for name in packed.namelist()}
    return {name: list(csv.DictReader(io.StringIO(text, newline=""))) for name, text in read.items()}


def test_tables_begin_with_the_columns_of_the_contract(tmp_path: Path, filled: EmbeddedStore) -> None:
    found = tables(written(filled, tmp_path, ".csv.zip"))
    assert list(found) == ["nodes.csv", "edges.csv"]
    assert list(found["nodes.csv"][0])[:3] == ["id", "kind", "label"]
    assert list(found["edges.csv"][0])[:8] == [
        "id",
        "source",
        "target",
        "kind",
        "since",
        "until",
        "confidence",
        "records",
    ]
    assert [row["id"] for row in found["edges.csv"]] == ["R1", "R2", "R3", "R4", "R5"]
    assert found["nodes.csv"][1]["label"] == NASTY
    assert found["edges.csv"][1]["confidence"] == "0.333333"
    assert found["edges.csv"][0]["since"] == ""


def test_followthemoney_says_what_it_has_words_for_and_keeps_the_rest_beside(
    tmp_path: Path, filled: EmbeddedStore
) -> None:
    lines = written(filled, tmp_path, ".ftm.json").read_text("utf-8").splitlines()
    found = {item["id"]: item for item in map(json.loads, lines)}
    assert set(found) == {each.id for each in (*NODES, *RELATIONS)}
    assert {id: item["schema"] for id, item in found.items()} == {
        NODES[0].id: "Person", NODES[1].id: "Person", NODES[2].id: "Company", NODES[3].id: "Vehicle", NODES[4].id: "RealEstate",
        "R1": "Family", "R2": "Payment", "R3": "Payment", "R4": "Ownership", "R5": "Ownership",
    }  # fmt: skip
    assert found[NODES[1].id]["properties"]["idNumber"] == ["511399197001010018"]
    assert found["R1"]["properties"]["relationship"] == ["连襟"]
    assert (found["R2"]["properties"]["payer"], found["R2"]["properties"]["beneficiary"]) == (
        [NODES[1].id],
        [NODES[0].id],
    )
    assert (found["R2"]["kind"], found["R2"]["confidence"], found["R2"]["records"]) == (
        "paid",
        0.333333,
        ["transfers:T1"],
    )


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_empty_workspace_is_an_empty_graph(
    ws: Workspace, viewer: Viewer, tmp_path: Path, ending: str
) -> None:
    assert ws.export(viewer, "graph", tmp_path / f"g{ending}").rows == 0
    if ending in (".graphml", ".gexf"):
        assert len({".graphml": nx.read_graphml, ".gexf": nx.read_gexf}[ending](tmp_path / f"g{ending}")) == 0


def test_the_graph_of_an_office_is_whole(done: Workspace, viewer: Viewer, tmp_path: Path) -> None:
    summary = done.export(viewer, "graph", tmp_path / "g.csv.zip")
    found = tables(tmp_path / "g.csv.zip")
    assert summary.rows == len(found["nodes.csv"]) + len(found["edges.csv"])
    ids = {row["id"] for row in found["nodes.csv"]}
    assert all(row["source"] in ids and row["target"] in ids and row["records"] for row in found["edges.csv"])
    assert {"person", "gang", "case", "phone", "lead"} <= {row["kind"] for row in found["nodes.csv"]}

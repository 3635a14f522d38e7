"""Both stores, the same history of changes: the same answers to every question the protocol has.

Histories are those of a ledger: people appear, are renamed, merged into one, split again, withdrawn; links
come, change and go with them. Property values take every type and every awkward name.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netinv.graph.embedded import EmbeddedStore
from netinv.graph.ids import node_id, relation_id
from netinv.graph.neo4j.store import Neo4jStore
from netinv.graph.protocol import Change, GraphError, GraphStore, Node, Relation

KINDS = ("person", "organization", "gang", "phone")
LINKS = ("kin", "paid", "member_of", "uses_phone")
PLACES = [(kind, number) for kind in KINDS for number in range(3)]
TEXTS = st.one_of(
    st.sampled_from(
        ["王伟", "王 伟", "李建国", "王伟强", "青石县公安局", "wang Wei", "A-1·B", "川R12345", "x"]
    ),
    st.sampled_from(["51010119700101123X", "13800001111", "138-0000", "%_'\"\\", "AND OR", "(+*?)", "1"]),
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=6),
)
VALUES = st.one_of(
    TEXTS,
    st.integers(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False),
    st.lists(TEXTS, max_size=3).map(tuple),
)
AWKWARD = "price_yuan 属性 type _search _id _int:x id kind label fingerprint since until confidence records"
NAMES = st.sampled_from([*AWKWARD.split(), "a b"])
SEARCHED = ("names", "phones", "numbers", "units", "titles")
DATES = st.sampled_from([None, "2016", "2016-04", "2016-04-03", "2021-12-31"])
QUERIES = ["王", "王伟", "伟", "ww", "wang", "王伟 公安", "138", "1", "x", "川r", "r1", "%_'\"\\", "and or"]
QUERIES += ["(+*?)", "-", "李建国", "5101", "·", "", "县公", "51010119700101123x", "3x"]


def _props() -> st.SearchStrategy[dict[str, object]]:
    texts = st.dictionaries(st.sampled_from(SEARCHED), st.lists(TEXTS, max_size=2).map(tuple), max_size=2)
    others = st.dictionaries(NAMES, VALUES, max_size=3)
    return st.builds(lambda a, b: {**a, **b}, texts, others)


@dataclass(frozen=True)
class Step:
    """What one change makes of the graph: people and links as told; of two who are merged the first stays."""

    people: dict[tuple[str, int], Node]
    links: list[Relation]
    merged: list[tuple[int, int]]


def _node(place: tuple[str, int], label: str, props: dict[str, object]) -> Node:
    kind, number = place
    return Node(node_id(kind, str(number)), kind, label, props)  # type: ignore[arg-type]


def _link(
    kind: str, ends: tuple, confidence: float, dates: tuple, records: list[str], props: dict
) -> Relation:
    a, b = (node_id(kind_, str(number)) for kind_, number in ends)
    return Relation(
        relation_id(kind, a, b, ""), kind, a, b, *dates, confidence, tuple(sorted(records)), props
    )


PEOPLE = st.dictionaries(st.sampled_from(PLACES), st.tuples(TEXTS, _props()), max_size=6).map(
    lambda told: {place: _node(place, label, props) for place, (label, props) in told.items()}
)
RELATIONS = st.lists(
    st.builds(
        _link,
        st.sampled_from(LINKS),
        st.tuples(st.sampled_from(PLACES), st.sampled_from(PLACES)),
        st.floats(0.01, 1.0),
        st.tuples(DATES, DATES),
        st.lists(st.sampled_from(["calls:1", "kin:QS0001", "表:编 号"]), max_size=3, unique=True),
        _props(),
    ),
    max_size=8,
)
MERGES = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=1)
STEPS = st.lists(st.builds(Step, PEOPLE, RELATIONS, MERGES), min_size=1, max_size=4)


def state_after(step: Step) -> tuple[dict[str, Node], dict[str, Relation]]:
    """Nodes and relations that ought to be there: links of who is merged move, links to nobody are gone."""
    moved = {node_id("person", str(b)): node_id("person", str(a)) for a, b in step.merged if a != b}
    nodes = {node.id: node for node in step.people.values() if node.id not in moved}
    links = {}
    for link in step.links:
        source, target = moved.get(link.source, link.source), moved.get(link.target, link.target)
        if source in nodes and target in nodes:
            id = relation_id(link.kind, source, target, "")
            links[id] = replace(link, id=id, source=source, target=target)
    return nodes, links


def change(seq: int, old: tuple, new: tuple) -> Change:
    """As a projection writes it: only the difference."""
    nodes = [node for id, node in new[0].items() if old[0].get(id) != node]
    links = [link for id, link in new[1].items() if old[1].get(id) != link]
    gone = sorted(old[0].keys() - new[0].keys()), sorted(old[1].keys() - new[1].keys())
    return Change(seq, nodes, links, *gone)


def answers(store: GraphStore) -> dict[str, object]:
    """What a store says to everything that can be asked, types told apart."""
    ids = [node_id(kind, str(number)) for kind, number in PLACES]
    said: dict[str, object] = {
        "seq": store.seq(),
        "digest": store.digest(),
        "fingerprints": store.fingerprints(),
        "nodes": repr(sorted(store.get([*ids, "Pnone"]).items())),
        "relations": repr(store.relations(ids)),
        "inner": repr(store.relations(ids[:5], inner=True)),
        "some": repr(store.relations(ids[::2], ["kin", "paid"], limit=3)),
    }
    for id in [*ids[:4], "Pnone"]:
        said[f"counts {id}"] = list(store.counts(id).items())
        said[f"neighbours {id}"] = repr(store.neighbours(id))
        said[f"surest {id}"] = repr(store.neighbours(id, ["kin", "paid"], 2, 0.5))
    for query in QUERIES:
        said[f"search {query}"] = repr(store.search(query))
        said[f"people {query}"] = repr(store.search(query, 3, ["person", "phone"]))
    return said


@pytest.fixture
def both(tmp_path: Path, neo4j_store: Neo4jStore) -> Iterator[tuple[GraphStore, GraphStore]]:
    embedded = EmbeddedStore(tmp_path / "graph.db")
    yield embedded, neo4j_store
    embedded.close()


@settings(max_examples=10)
@given(STEPS)
def test_any_history_gives_the_same_answers(both: tuple[GraphStore, GraphStore], steps: list[Step]) -> None:
    embedded, neo4j = both
    for store in both:
        store.clear()
    old: tuple[dict, dict] = ({}, {})
    for seq, step in enumerate(steps, 1):
        new = state_after(step)
        told = change(seq, old, new)
        for store in both:
            store.apply(told)
        old = new
        assert embedded.fingerprints() == neo4j.fingerprints()
        assert embedded.export().equals(neo4j.export())
    said = answers(embedded)
    assert said == answers(neo4j)
    neo4j.apply(Change(len(steps), list(old[0].values()), list(old[1].values())))
    assert answers(neo4j) == said, "written again, nothing changes"


@settings(max_examples=7)
@given(STEPS, RELATIONS, st.lists(st.sampled_from(PLACES), max_size=3))
def test_both_refuse_the_same_changes(
    both: tuple[GraphStore, GraphStore], steps: list[Step], links: list[Relation], gone: list[tuple[str, int]]
) -> None:
    state = state_after(steps[0])
    bad = Change(2, relations=links, gone_nodes=[node_id(kind, str(number)) for kind, number in gone])
    outcomes = []
    for store in both:
        store.clear()
        store.apply(change(1, ({}, {}), state))
        try:
            store.apply(bad)
            outcomes.append("written")
        except GraphError:
            outcomes.append("refused")
        outcomes.append(store.fingerprints())
    assert outcomes[:2] == outcomes[2:]

"""Paths against networkx and against every path there is, on small random graphs."""

import itertools
import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netinv.graph.arrays import EdgeArrays
from netinv.graph.paths import best_path, combined, disjoint_paths, reach
from netinv.graph.snapshot import Snapshot
from netinv.graph.weights import Weights, weights
from netinv.model.ontology import ontology

ENTITY = {name: code for code, name in enumerate(ontology().entities)}
RELATION = {name: code for code, name in enumerate(ontology().relations)}

Edge = tuple[str, str, str]


def build(edges: list[Edge], kinds: dict[str, str] | None = None, **dates: str) -> Snapshot:
    names = sorted({name for a, b, _ in edges for name in (a, b)})
    nodes = [(name, ENTITY[(kinds or {}).get(name, "person")]) for name in names]
    relations = [
        (f"R{i:03}", a, b, RELATION[kind], dates.get("since"), dates.get("until"), 0.9)
        for i, (a, b, kind) in enumerate(edges)
    ]
    return Snapshot.of(EdgeArrays.build(nodes, relations))


def strength(kind: str) -> float:
    return ontology().relations[kind].strength * 0.9


_nodes = st.sampled_from("abcdefg")
_edge = st.tuples(_nodes, _nodes, st.sampled_from(["kin", "paid", "called", "holds"])).filter(
    lambda e: e[0] != e[1]
)
_graphs = st.lists(_edge, min_size=1, max_size=16)


@given(_graphs, _nodes, _nodes)
@settings(deadline=None, max_examples=150)
def test_the_best_path_is_dijkstras(edges: list[Edge], a: str, b: str) -> None:
    snapshot = build(edges)
    w = Weights(weights(snapshot).edge, np.zeros(len(snapshot.arrays.node_ids)))
    graph = nx.Graph()
    for edge, cost in enumerate(w.edge):
        ends = [snapshot.node_id(int(end[edge])) for end in (snapshot.arrays.source, snapshot.arrays.target)]
        old = graph.get_edge_data(*ends, {"weight": math.inf})["weight"]
        graph.add_edge(*ends, weight=min(old, cost))
    expected = None
    if a in graph and b in graph and a != b and nx.has_path(graph, a, b):
        expected = nx.dijkstra_path_length(graph, a, b)
    found = best_path(snapshot, w, a, [b], max_hops=7, min_probability=0.0)
    assert (found is None) == (expected is None)
    if found is not None and expected is not None:
        assert found.probability == pytest.approx(math.exp(-expected))
        assert (found.nodes[0], found.nodes[-1]) == (a, b)
        assert len(found.relations) == len(found.nodes) - 1


def every_path(snapshot: Snapshot, w: Weights, a: str, b: str, hops: int) -> float:
    """Reliability of the best path by trying all simple ones of at most some hops."""
    ids = [snapshot.node_id(i) for i in range(len(snapshot.arrays.node_ids))]
    if a not in ids or b not in ids or a == b:
        return 0.0
    cheapest = np.full((len(ids), len(ids)), np.inf)
    ends = zip(snapshot.arrays.source, snapshot.arrays.target, w.edge, strict=True)
    for source, target, cost in ends:
        cheapest[source, target] = cheapest[target, source] = min(cheapest[source, target], cost)
    start, goal = ids.index(a), ids.index(b)
    others = [i for i in range(len(ids)) if i not in (start, goal)]
    best = math.inf
    for length in range(min(hops, len(ids) - 1)):
        for inner in itertools.permutations(others, length):
            walk = [start, *inner, goal]
            cost = sum(cheapest[x, y] for x, y in itertools.pairwise(walk)) + sum(w.node[x] for x in inner)
            best = min(best, cost)
    return math.exp(-best)


@given(_graphs, _nodes, _nodes, st.integers(1, 4), st.lists(st.floats(0, 2), min_size=7, max_size=7))
@settings(deadline=None, max_examples=100)
def test_bounded_hops_and_costly_nodes(
    edges: list[Edge], a: str, b: str, hops: int, passing: list[float]
) -> None:
    """Where hops are few or passing is dear, plain Dijkstra is wrong: compared with all paths there are."""
    snapshot = build(edges)
    w = Weights(weights(snapshot).edge, np.array(passing[: len(snapshot.arrays.node_ids)]))
    found = best_path(snapshot, w, a, [b], max_hops=hops, min_probability=0.0)
    expected = every_path(snapshot, w, a, b, hops)
    assert (found.probability if found else 0.0) == pytest.approx(expected)
    if (index := snapshot.index(b)) is not None and a != b:
        assert reach(snapshot, w, [a], hops, 0.0)[index] == pytest.approx(expected)


@given(_graphs, _nodes, _nodes)
@settings(deadline=None, max_examples=60)
def test_disjoint_paths_share_no_edge_and_get_weaker(edges: list[Edge], a: str, b: str) -> None:
    snapshot = build(edges)
    paths = disjoint_paths(snapshot, weights(snapshot), a, [b], count=5, min_probability=0.0)
    used = [relation for path in paths for relation in path.relations]
    assert len(used) == len(set(used))
    strengths = [path.probability for path in paths]
    assert strengths == sorted(strengths, reverse=True)
    assert (best_path(snapshot, weights(snapshot), a, [b], min_probability=0.0) is None) == (not paths)


def test_money_is_preferred_to_kinship_and_a_detour_of_money_may_beat_it() -> None:
    snapshot = build([("a", "b", "kin"), ("a", "c", "holds"), ("c", "b", "holds")])
    paths = disjoint_paths(snapshot, weights(snapshot), "a", ["b"])
    assert [path.nodes for path in paths] == [("a", "c", "b"), ("a", "b")]
    assert [path.probability for path in paths] == pytest.approx([strength("holds") ** 2, strength("kin")])
    assert combined([0.5, 0.5]) == 0.75
    assert combined([]) == 0.0


def test_a_link_stated_twice_is_one_path() -> None:
    snapshot = build([("a", "b", "kin"), ("b", "a", "kin"), ("a", "b", "paid")])
    paths = disjoint_paths(snapshot, weights(snapshot), "a", ["b"])
    assert [path.probability for path in paths] == pytest.approx([strength("paid"), strength("kin")])


def test_allowed_kinds_confidence_and_the_least_probability() -> None:
    snapshot = build([("a", "b", "kin"), ("b", "c", "paid")])
    assert best_path(snapshot, weights(snapshot, kinds=["paid"]), "a", ["b"]) is None
    assert best_path(snapshot, weights(snapshot, min_confidence=0.95), "a", ["b"]) is None
    assert best_path(snapshot, weights(snapshot), "a", ["c"], min_probability=0.9) is None
    assert best_path(snapshot, weights(snapshot), "a", ["c"], max_hops=1) is None
    assert best_path(snapshot, weights(snapshot), "a", ["nobody"]) is None
    assert best_path(snapshot, weights(snapshot), "nobody", ["a"]) is None
    assert best_path(snapshot, weights(snapshot), "a", ["a"]) is None


def test_a_hidden_node_is_not_there() -> None:
    edges = [("a", "x", "holds"), ("x", "b", "holds"), ("a", "b", "kin")]
    snapshot, without = build(edges), build(edges[2:])
    hidden = np.array([snapshot.node_id(i) == "x" for i in range(3)])
    found = best_path(snapshot, weights(snapshot, hidden=hidden), "a", ["b"])
    expected = best_path(without, weights(without), "a", ["b"])
    assert found is not None
    assert expected is not None
    assert (found.nodes, found.probability) == (expected.nodes, expected.probability)


def test_a_hotline_that_everybody_uses_connects_nobody() -> None:
    few = build([(f"p{i:03}", "t", "uses_phone") for i in range(2)], {"t": "phone"})
    many = build([(f"p{i:03}", "t", "uses_phone") for i in range(200)], {"t": "phone"})
    cap, node_cap = ontology().relations["uses_phone"].hub_cap, ontology().entities["phone"].hub_cap
    assert cap is not None
    assert node_cap is not None
    first, second = (reach(each, weights(each), ["p000"])[each.index("p001")] for each in (few, many))
    assert first == pytest.approx(strength("uses_phone") ** 2)
    assert second == pytest.approx(first * cap / 200 * node_cap / 200)


@pytest.mark.parametrize(
    ("until", "factor"),
    [(None, 1.0), ("2024-01-01", 1.0), ("2022-01-01", 0.5), ("2020-01-02", 0.25), ("2030", 1.0)],
)
def test_what_is_long_over_carries_less(until: str | None, factor: float) -> None:
    snapshot = build([("a", "b", "called")], until=until or "")
    found = best_path(snapshot, weights(snapshot, as_of="2024-01-01"), "a", ["b"])
    assert found is not None
    assert found.probability == pytest.approx(strength("called") * factor, rel=1e-3)


def test_of_equally_reliable_paths_always_the_same_is_taken() -> None:
    edges = [("a", "c", "paid"), ("c", "z", "paid"), ("a", "b", "paid"), ("b", "z", "paid")]
    found = {
        best_path(build(list(order)), weights(build(edges)), "a", ["z"])
        for order in itertools.permutations(edges)
    }
    assert {path.nodes for path in found if path} == {("a", "b", "z")}

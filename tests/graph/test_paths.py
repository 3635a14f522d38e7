"""All-pairs, first few and disjoint paths against every path that networkx lists, on small random graphs."""

import itertools
import math
from collections.abc import Collection

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netinv.graph.arrays import EdgeArrays
from netinv.graph.disjoint import combined, disjoint
from netinv.graph.network import Network
from netinv.graph.paths import most_reliable, ranked
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


def strengths(
    snapshot: Snapshot, w: Weights, a: str, b: str, hops: int = 4, least: float = 1e-6
) -> list[float]:
    """Reliability of the best path of a pair, by name; empty where there is none."""
    ends = [[index] if (index := snapshot.index(name)) is not None else [] for name in (a, b)]
    return most_reliable(Network.of(snapshot, w), *ends, hops, least).probability.tolist()


_nodes = st.sampled_from("abcdefg")
_edge = st.tuples(_nodes, _nodes, st.sampled_from(["kin", "paid", "called", "holds"])).filter(
    lambda e: e[0] != e[1]
)
_graphs = st.lists(_edge, min_size=1, max_size=16)
_passing = st.lists(st.floats(0, 2), min_size=7, max_size=7)


def every_path(snapshot: Snapshot, w: Weights, hops: int, least: float) -> dict[tuple[int, ...], float]:
    """Reliability of every path that is reliable enough, by its nodes."""
    graph = nx.Graph()
    for a, b, cost in zip(snapshot.arrays.source, snapshot.arrays.target, w.edge, strict=True):
        known = graph.get_edge_data(int(a), int(b), {"cost": math.inf})["cost"]
        graph.add_edge(int(a), int(b), cost=min(float(cost), known))
    found = {}
    for a, b in itertools.permutations(graph, 2):
        for path in nx.all_simple_paths(graph, a, b, cutoff=hops):
            cost = sum(graph.edges[pair]["cost"] for pair in itertools.pairwise(path))
            strength = math.exp(-cost - sum(w.node[n] for n in path[1:-1]))
            if strength >= least:
                found[tuple(path)] = strength
    return found


@given(
    _graphs, st.sets(_nodes), st.sets(_nodes), st.integers(1, 6), st.sampled_from([1e-9, 0.02, 0.2]), _passing
)
@settings(max_examples=80)
def test_the_best_path_of_all_pairs_is_the_best_of_all_paths(
    edges: list[Edge], sources: set[str], targets: set[str], hops: int, least: float, passing: list[float]
) -> None:
    snapshot = build(edges)
    w = Weights(weights(snapshot).edge, np.array(passing[: len(snapshot.arrays.node_ids)]))

    def indices(names: Collection[str]) -> list[int]:
        return [index for name in names if (index := snapshot.index(name)) is not None]

    one, other = indices(sources), indices(targets)
    every = every_path(snapshot, w, hops, least)
    best: dict[tuple[int, int], float] = {}
    for path, strength in every.items():
        if path[0] in one and path[-1] in other:
            best[path[0], path[-1]] = max(strength, best.get((path[0], path[-1]), 0.0))
    found = most_reliable(Network.of(snapshot, w), one, other, hops, least)
    ends = list(zip(found.source.tolist(), found.target.tolist(), strict=True))
    assert ends == sorted(best)
    assert found.probability.tolist() == pytest.approx([best[pair] for pair in ends])
    assert found.probability.tolist() == pytest.approx(
        [every[tuple(found.walk(i))] for i in range(len(ends))]
    )


@given(_graphs, st.integers(1, 6), st.integers(1, 5), st.sampled_from([1e-9, 0.02, 0.2]), _passing)
@settings(max_examples=80)
def test_the_first_few_paths_are_the_first_few_of_all(
    edges: list[Edge], hops: int, count: int, least: float, passing: list[float]
) -> None:
    snapshot = build(edges)
    size = len(snapshot.arrays.node_ids)
    w = Weights(weights(snapshot).edge, np.array(passing[:size]))
    every = every_path(snapshot, w, hops, least)
    pairs = [(a, b) for a in range(size) for b in range(size)]
    for (a, b), found in zip(pairs, ranked(Network.of(snapshot, w), pairs, count, hops, least), strict=True):
        expected = sorted((s for path, s in every.items() if (path[0], path[-1]) == (a, b)), reverse=True)
        walks = [tuple(found.walk(row)) for row in range(len(found))]
        assert len(set(walks)) == len(walks)
        assert found.probability.tolist() == pytest.approx(expected[:count])
        assert [every[walk] for walk in walks] == pytest.approx(expected[:count])


@given(_graphs, _nodes, _nodes)
@settings(max_examples=40)
def test_disjoint_paths_share_no_relation_and_get_weaker(edges: list[Edge], a: str, b: str) -> None:
    snapshot = build(edges)
    w = weights(snapshot)
    one, other = snapshot.index(a), snapshot.index(b)
    if one is None or other is None:
        return
    paths = disjoint(snapshot, w, Network.of(snapshot, w), one, [other], count=5, min_probability=1e-6)
    used = [relation for path in paths for relation in path.relations]
    assert len(used) == len(set(used))
    assert all(
        {int(snapshot.arrays.source[r]), int(snapshot.arrays.target[r])} == {x, y}
        for path in paths
        for r, (x, y) in zip(path.relations, itertools.pairwise(path.nodes), strict=True)
    )
    found = [path.probability for path in paths]
    assert found == sorted(found, reverse=True)
    assert found[:1] == pytest.approx(strengths(snapshot, w, a, b))


def shown(snapshot: Snapshot, a: str, b: str) -> list[tuple[str, float]]:
    """The disjoint paths of a pair: letters of their nodes, reliability."""
    w = weights(snapshot)
    one, other = snapshot.index(a), snapshot.index(b)
    assert one is not None
    assert other is not None
    found = disjoint(snapshot, w, Network.of(snapshot, w), one, [other])
    return [("".join(snapshot.node_id(node) for node in path.nodes), path.probability) for path in found]


def test_money_is_preferred_to_kinship_and_a_detour_of_money_may_beat_it() -> None:
    snapshot = build([("a", "b", "kin"), ("a", "c", "holds"), ("c", "b", "holds")])
    assert shown(snapshot, "a", "b") == [
        ("acb", pytest.approx(strength("holds") ** 2)),
        ("ab", pytest.approx(strength("kin"))),
    ]
    assert combined([0.5, 0.5]) == 0.75
    assert combined([]) == 0.0


def test_a_link_stated_twice_is_one_path_and_one_of_another_kind_is_another() -> None:
    snapshot = build([("a", "b", "kin"), ("b", "a", "kin"), ("a", "b", "paid")])
    assert shown(snapshot, "a", "b") == [
        ("ab", pytest.approx(strength("paid"))),
        ("ab", pytest.approx(strength("kin"))),
    ]


def test_allowed_kinds_confidence_and_the_least_probability() -> None:
    snapshot = build([("a", "b", "kin"), ("b", "c", "paid")])
    assert not strengths(snapshot, weights(snapshot, kinds=["paid"]), "a", "b")
    assert not strengths(snapshot, weights(snapshot, min_confidence=0.95), "a", "b")
    assert not strengths(snapshot, weights(snapshot), "a", "c", least=0.9)
    assert not strengths(snapshot, weights(snapshot), "a", "c", hops=1)
    assert not strengths(snapshot, weights(snapshot), "a", "nobody")
    assert not strengths(snapshot, weights(snapshot), "a", "a")
    with pytest.raises(ValueError, match="1 to 6 links"):
        strengths(snapshot, weights(snapshot), "a", "b", hops=7)


def test_a_hidden_node_is_not_there() -> None:
    edges = [("a", "x", "holds"), ("x", "b", "holds"), ("a", "b", "kin")]
    snapshot, without = build(edges), build(edges[2:])
    hidden = np.array([snapshot.node_id(i) == "x" for i in range(3)])
    found = strengths(snapshot, weights(snapshot, hidden=hidden), "a", "b")
    assert found == strengths(without, weights(without), "a", "b") != []


def test_a_hotline_that_everybody_uses_connects_nobody() -> None:
    few = build([(f"p{i:03}", "t", "uses_phone") for i in range(2)], {"t": "phone"})
    many = build([(f"p{i:03}", "t", "uses_phone") for i in range(200)], {"t": "phone"})
    cap, node_cap = ontology().relations["uses_phone"].hub_cap, ontology().entities["phone"].hub_cap
    assert cap is not None
    assert node_cap is not None
    (first,), (second,) = (strengths(each, weights(each), "p000", "p001") for each in (few, many))
    assert first == pytest.approx(strength("uses_phone") ** 2)
    assert second == pytest.approx(first * cap / 200 * node_cap / 200)


@pytest.mark.parametrize(
    ("until", "factor"),
    [(None, 1.0), ("2024-01-01", 1.0), ("2022-01-01", 0.5), ("2020-01-02", 0.25), ("2030", 1.0)],
)
def test_what_is_long_over_carries_less(until: str | None, factor: float) -> None:
    snapshot = build([("a", "b", "called")], until=until or "")
    found = strengths(snapshot, weights(snapshot, as_of="2024-01-01"), "a", "b")
    assert found == pytest.approx([strength("called") * factor], rel=1e-3)


def test_of_equally_reliable_paths_always_the_same_is_taken() -> None:
    edges = [("a", "c", "paid"), ("c", "z", "paid"), ("a", "b", "paid"), ("b", "z", "paid")]
    found = {shown(build(list(order)), "a", "z")[0][0] for order in itertools.permutations(edges)}
    assert found == {"abz"}


def test_of_equally_reliable_paths_the_shorter_is_taken() -> None:
    snapshot = build([("a", "b", "paid"), ("b", "z", "paid"), ("a", "z", "kin")])
    same = Weights(np.where(snapshot.arrays.kind == RELATION["kin"], 1.0, 0.5), np.zeros(3))
    found = most_reliable(Network.of(snapshot, same), [0], [2])
    assert [found.walk(row) for row in range(len(found))] == [[0, 2]]

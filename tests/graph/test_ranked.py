"""The k best paths against every simple path that networkx lists, on small random graphs."""

import itertools
import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netinv.graph.arrays import EdgeArrays
from netinv.graph.ranked import LEAST, Ways, runs_in_time
from netinv.graph.snapshot import Snapshot
from netinv.graph.weights import Weights, weights
from netinv.model.ontology import ontology

RELATION = {name: code for code, name in enumerate(ontology().relations)}
KINDS = ("kin", "paid", "called", "holds")

_nodes = st.sampled_from("abcdef")
_edge = st.tuples(_nodes, _nodes, st.sampled_from(KINDS)).filter(lambda e: e[0] != e[1])
_graphs = st.lists(_edge, min_size=1, max_size=14)


def built(
    edges: list[tuple[str, str, str]], dates: list[tuple[str | None, str | None]] | None = None
) -> Snapshot:
    nodes = [(name, 0) for name in sorted({name for a, b, _ in edges for name in (a, b)})]
    spans = dates or [(None, None)] * len(edges)
    relations = [
        (f"R{i:03}", a, b, RELATION[kind], *span, 0.9)
        for i, ((a, b, kind), span) in enumerate(zip(edges, spans, strict=True))
    ]
    return Snapshot.of(EdgeArrays.build(nodes, relations))


@given(_graphs, st.integers(1, 4), st.lists(st.floats(0, 1), min_size=6, max_size=6))
@settings(max_examples=80)
def test_every_simple_path_is_found_the_most_reliable_first(
    edges: list[tuple[str, str, str]], hops: int, passing: list[float]
) -> None:
    snapshot = built(edges)
    size = len(snapshot.arrays.node_ids)
    w = Weights(weights(snapshot).edge, np.array(passing[:size]))
    graph = nx.Graph()
    for edge, cost in enumerate(w.edge):
        a, b = int(snapshot.arrays.source[edge]), int(snapshot.arrays.target[edge])
        graph.add_edge(a, b, weight=min(cost, graph.get_edge_data(a, b, {"weight": math.inf})["weight"]))
    source, target = 0, size - 1

    def cost_of(nodes: tuple[int, ...]) -> float:
        steps = sum(graph.edges[pair]["weight"] for pair in itertools.pairwise(nodes))
        return float(steps + sum(w.node[n] for n in nodes[1:-1]))

    every = {tuple(path) for path in nx.all_simple_paths(graph, source, target, cutoff=hops)}
    ways = Ways(snapshot, w)
    found = list(ways.ranked(source, target, hops))
    expected = {path for path in every if cost_of(path) <= -math.log(LEAST)}
    assert {way.nodes for way in found} == expected
    assert [way.cost for way in found] == pytest.approx(sorted(cost_of(path) for path in expected))
    assert all(way.cost == pytest.approx(ways.cost(way.nodes)) for way in found)


@pytest.mark.parametrize(
    ("dates", "follows"),
    [
        ([("2020-01-01", "2020-02-01"), ("2020-03-01", "2020-03-01")], True),
        ([("2020-03-01", "2020-03-01"), ("2020-01-01", "2020-02-01")], True),  # read from the other end
        ([("2020", "2020"), ("2020", "2020")], True),
        ([(None, None), ("2020-01-01", "2020-01-01")], True),
        ([("2020-01-01", None), ("2019-01-01", "2019-02-01")], True),  # begins after, but from the other end
        ([("2020-01-01", "2020-02-01"), ("2019-01-01", "2019-01-02"), ("2020-03-01", "2020-03-01")], False),
        ([("2020-01-01", None), ("2019-01-01", "2021-01-02"), ("2018-03-01", None)], True),
    ],
)
def test_a_path_runs_in_time_if_its_links_can_follow_one_another_either_way(
    dates: list[tuple[str | None, str | None]], follows: bool
) -> None:
    names = "abcdef"
    edges = [(names[n], names[n + 1], "paid") for n in range(len(dates))]
    snapshot = built(edges, dates)
    ways = Ways(snapshot, weights(snapshot))
    steps = [ways.between(n, n + 1) for n in range(len(dates))]
    assert runs_in_time(snapshot, steps) is follows


def test_one_of_several_links_between_two_is_enough() -> None:
    edges = [("a", "b", "paid"), ("a", "b", "kin"), ("b", "c", "paid"), ("c", "d", "paid")]
    late, early = ("2022-01-01", "2022-01-01"), ("2019-01-01", "2019-01-01")
    snapshot = built(edges, [late, early, ("2020", "2020"), ("2021", "2021")])
    ways = Ways(snapshot, weights(snapshot))
    assert runs_in_time(snapshot, [ways.between(n, n + 1) for n in range(3)])

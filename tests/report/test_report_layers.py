"""The picture's layout: official left, gang right, nothing upon anything else, always the same."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from netinv.report.layers import lay_out

NODES = [f"n{i}" for i in range(9)]
graphs = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), max_size=24)


@given(graphs)
def test_official_left_gang_right_and_nothing_overlaps(pairs: list[tuple[str, str]]) -> None:
    edges = sorted({(a, b, 30.0) for a, b in pairs if a < b})
    room = {node: 80.0 + 10 * i for i, node in enumerate(NODES)}
    layout = lay_out(room, edges, "n0", "n8")
    assert layout == lay_out(room, edges, "n0", "n8")
    assert [n for n in NODES if layout.layer[n] == 0] == ["n0"]
    assert [n for n in NODES if layout.layer[n] == layout.layers - 1] == ["n8"]
    for layer in range(layout.layers):
        row = sorted((n for n in NODES if layout.layer[n] == layer), key=lambda n: layout.y[n])
        for above, below in pairwise(row):
            assert layout.y[above] + room[above] / 2 <= layout.y[below] - room[below] / 2 + 1e-6
        for node in row:
            assert room[node] / 2 - 1e-6 <= layout.y[node] <= layout.height - room[node] / 2 + 1e-6
    for (a, b), bends in layout.bends.items():
        between = sorted((layout.layer[a], layout.layer[b]))
        assert sorted(depth for depth, _ in bends) == list(range(between[0] + 1, between[1]))

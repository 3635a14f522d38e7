"""Which nodes of a picture belong together, and how little of a large picture is sent."""

import random
from collections.abc import Iterable
from itertools import pairwise

import pytest

from netinv.graph.arrays import EdgeArrays
from netinv.graph.ids import node_id
from netinv.graph.protocol import Line, Node
from netinv.graph.snapshot import Snapshot
from netinv.model.errors import UsageError
from netinv.model.exploring import Drawing
from netinv.model.ontology import ontology
from netinv.web.workbench import content as page
from netinv.web.workbench.shaping import Shape
from netinv.workspace.exploring.contents import content, opening
from netinv.workspace.exploring.grouping import MANY, parted

MOST_SENT = 830_000
"""Bytes of the picture of 10,000 nodes and 30,000 relations below: places, groups, and of each relation only
what filters and the time line need."""
KINDS = {entity.initial: kind for kind, entity in ontology().entities.items()}


class Graph:
    """As much of a store as a picture asks; a node's kind is the initial of its id."""

    def __init__(self, lines: Iterable[Line], nodes: Iterable[str] = ()) -> None:
        self.all = sorted(lines)
        ids = {*nodes, *(id for line in self.all for id in (line.source, line.target))}
        self.nodes = {
            id: Node(id, KINDS[id[0]], f"姓名{id[-4:]}", {"units": (f"单位{id[-2:]}",)}) for id in sorted(ids)
        }
        kinds = list(ontology().entities), list(ontology().relations)
        self.snapshot = Snapshot.of(
            EdgeArrays.build(
                [(node.id, kinds[0].index(node.kind)) for node in self.nodes.values()],
                [(*x[:1], *x[2:4], kinds[1].index(x.kind), *x[4:7]) for x in self.all],
            )
        )  # fmt: skip

    def get(self, ids: Iterable[str]) -> dict[str, Node]:
        return {id: self.nodes[id] for id in ids if id in self.nodes}

    def lines(self, ids: Iterable[str]) -> list[Line]:
        there = set(ids)
        return [line for line in self.all if line.source in there and line.target in there]


def drawn(text: str) -> Graph:
    """Relations as `P1 kin P2`, one a line."""
    rows = [line.split() for line in text.strip().splitlines()]
    return Graph(Line(f"R{n}", kind, a, b, None, None, 0.9, "{}") for n, (a, kind, b) in enumerate(rows))


@pytest.mark.parametrize(
    ("by", "relations", "groups"),
    [
        ("gang", "P1 member_of G1\nP2 kin P1", {"G1": {"G1", "P1"}}),
        ("gang", "P1 member_of G1\nP1 uses_phone T1\nP2 member_of G1", {"G1": {"G1", "P1", "P2", "T1"}}),
        ("gang", "P1 member_of G1\nP1 uses_phone T1\nP2 uses_phone T1", {"G1": {"G1", "P1"}}),
        ("gang", "P1 member_of G1\nP2 member_of G2\nP1 uses_phone T1\nP2 uses_phone T1",
         {"G1": {"G1", "P1"}, "G2": {"G2", "P2"}}),
        ("gang", "P1 member_of G2\nP1 member_of G1", {"G1": {"G1", "P1"}}),
        ("unit", "P1 works_at O1\nP2 works_at O1\nP3 holds O1", {"O1": {"O1", "P1", "P2"}}),
        ("unit", "P1 kin P2", {}),
        ("kind", "P1 kin P2\nP1 uses_phone T1", {"person": {"P1", "P2"}}),
    ],
)  # fmt: skip
def test_who_belongs_together(by: str, relations: str, groups: dict[str, set[str]]) -> None:
    graph = drawn(relations)
    found = {group.key: set(group.members) for group in parted(graph.snapshot, list(graph.nodes), by)}
    assert found == groups


def test_clusters_that_hardly_know_one_another_are_communities() -> None:
    clusters = [[f"P{n}{m}" for m in range(10, 22)] for n in range(10, 20)]
    inner = "\n".join(f"{a} kin {b}" for one in clusters for a in one for b in one if a < b)
    between = "\n".join(f"{a[0]} called {b[0]}" for a, b in pairwise(clusters))
    graph = drawn(f"{inner}\n{between}")
    found = parted(graph.snapshot, list(graph.nodes), "community")
    assert sorted(group.members for group in found) == clusters
    assert all(group.key in group.members for group in found)
    assert found == parted(graph.snapshot, sorted(graph.nodes, reverse=True), "community"), "in any order"


def test_there_are_four_ways_to_group() -> None:
    with pytest.raises(UsageError, match="gang, unit, community, kind"):
        parted(drawn("P1 kin P2").snapshot, ["P1"], "age")


# --- how much is sent


@pytest.fixture(scope="module")
def large() -> Graph:
    """10,000 nodes with 30,000 relations, most of them with somebody near."""
    dice = random.Random(7)
    ids = [node_id(KINDS["PPPBT"[n % 5]], str(n)) for n in range(10_000)]
    ends = [(n, (n + dice.randint(1, 60)) % 10_000) for n in range(10_000) for _ in range(3)]
    days = [f"202{n % 5}-{n % 12 + 1:02}-{n % 28 + 1:02}" for n in range(1_400)]
    kinds = list(ontology().relations)
    return Graph(
        Line(f"R{n:016x}", kinds[n % 20], ids[a], ids[b], day := dice.choice(days), day, 0.9, "{}")
        for n, (a, b) in enumerate(ends)
    )  # fmt: skip


def test_of_a_large_picture_little_is_sent_until_a_group_is_opened(large: Graph) -> None:
    nodes = {id: {"x": n % 100 * 130, "y": n // 100 * 130} for n, id in enumerate(large.nodes)}
    found = opening(large, large.snapshot, Drawing(revision=1, body={"nodes": nodes}))
    members = {id for group in found.groups for id in group.members}
    assert members == set(nodes)
    assert {card.id for card in found.content.cards} == {g.key for g in found.groups if g.by == "community"}
    sent = page.answer(page.opening(Shape("zh"), found)).body
    assert len(sent) <= MOST_SENT

    first = found.groups[0]
    known = [card.id for card in found.content.cards]
    opened = content(large, large.snapshot, [id for id in first.members if id not in known], known, (), {})
    assert {card.id for card in opened.cards} == set(first.members) - set(known)
    assert opened.inner == []
    assert {id for line in opened.lines for id in (line.source, line.target)} <= {*first.members, *known}


def test_every_relation_is_sent_once(large: Graph) -> None:
    """Filters and the time line look through groups: nothing of what they count is left out."""
    nodes = {id: {"x": 0, "y": 0} for id in large.nodes}
    found = opening(large, large.snapshot, Drawing(revision=1, body={"nodes": nodes})).content
    assert sorted([*found.lines, *found.inner]) == large.all


def test_a_picture_that_can_be_read_comes_without_groups(large: Graph) -> None:
    nodes = {id: {"x": 0, "y": 0} for id in sorted(large.nodes)[:MANY]}
    found = opening(large, large.snapshot, Drawing(revision=1, body={"nodes": nodes}))
    assert (found.groups, found.content.inner) == ([], [])
    assert [card.id for card in found.content.cards] == list(nodes)

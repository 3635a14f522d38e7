"""The contract of a graph store, over every store there is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netinv.graph.arrays import NO_DATE
from netinv.graph.ids import node_id, relation_id
from netinv.graph.protocol import (
    Change,
    GraphError,
    GraphStore,
    Node,
    Relation,
    combined_digest,
    fingerprint,
    from_canonical,
)
from netinv.model.ontology import ontology


def person(name: str, **props: object) -> Node:
    return Node(node_id("person", name), "person", name, props)  # type: ignore[arg-type]


def link(
    kind: str,
    source: Node,
    target: Node,
    confidence: float = 0.85,
    since: str | None = None,
    until: str | None = None,
    records: tuple[str, ...] = ("ties:1",),
) -> Relation:
    id = relation_id(kind, source.id, target.id, "")
    return Relation(
        id, kind, source.id, target.id, since, until, confidence, records, {"count": len(records)}
    )


LI = person("李建国", names=("李建国", "李建囯"), id_numbers=("510101197001011234",), phones=("13800001111",))
WANG = person("王伟", names=("王伟",), units=("青石县公安局",), titles=("所长",))
SHAN = person("单雄信", names=("单雄信", "阿龚"))
GANG = Node(node_id("gang", "TH1"), "gang", "清口镇方某团伙", {"region": "清口镇"})
COMPANY = Node(
    node_id("organization", "X"), "organization", "青石县达宏食品有限公司", {"names": ("达宏食品",)}
)
CAR = Node(node_id("asset", "川R12345"), "asset", "川R12345", {"numbers": ("川R12345",)})
NODES = [LI, WANG, SHAN, GANG, COMPANY, CAR]
KIN = link("kin", LI, WANG, 0.98, records=("kin:1", "kin:2"))
MEMBER = link("member_of", SHAN, GANG, 0.85, since="2016-04")
CALL = link("called", LI, SHAN, 0.7, since="2022-01-01", until="2022-02")
RELATIONS = [KIN, MEMBER, CALL]


@pytest.fixture
def full(store: GraphStore) -> GraphStore:
    store.apply(Change(5, NODES, RELATIONS))
    return store


def test_an_empty_store_stands_at_zero(store: GraphStore) -> None:
    assert store.seq() == 0
    assert store.digest() == combined_digest(())
    assert store.fingerprints().nodes == {}
    assert store.search("王") == []
    assert len(store.export().node_ids) == 0


def test_what_is_written_is_read_back(full: GraphStore) -> None:
    assert full.seq() == 5
    assert full.get([LI.id, "Pnone", GANG.id]) == {LI.id: LI, GANG.id: GANG}
    assert full.relations([LI.id]) == sorted([KIN, CALL], key=lambda r: r.id)
    assert full.fingerprints().nodes == {node.id: fingerprint(node) for node in NODES}
    assert full.fingerprints().relations == {r.id: fingerprint(r) for r in RELATIONS}


@pytest.mark.parametrize("amount", [2**70, -(2**80), 1.5e-7, 1e300, float("inf")])
def test_a_number_of_any_size_comes_back_as_it_was(store: GraphStore, amount: float) -> None:
    rich = Node(LI.id, "person", "李伟", {"amount_yuan": amount, "names": ("李伟",)})
    store.apply(Change(1, [rich]))
    assert store.get([LI.id]) == {LI.id: rich}


def test_a_replaced_node_loses_its_old_terms(full: GraphStore) -> None:
    full.apply(Change(6, [Node(WANG.id, "person", "赵六", {})]))
    assert full.search("王伟") == []
    assert [hit.node.label for hit in full.search("赵六")] == ["赵六"]
    assert full.relations([WANG.id]) == [KIN]


def test_removal_takes_the_relation_and_the_search(full: GraphStore) -> None:
    full.apply(Change(6, gone_nodes=[CAR.id, SHAN.id], gone_relations=[MEMBER.id, CALL.id]))
    assert full.search("川R12345") == []
    assert full.counts(LI.id) == {"kin": 1}
    assert full.get([SHAN.id]) == {}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(Change(6, relations=[link("kin", LI, person("无人"))]), id="an end that does not exist"),
        pytest.param(Change(6, [person("新人")], gone_nodes=[SHAN.id]), id="a node gone under its relations"),
        pytest.param(Change(4, [person("新人")]), id="a sequence number that goes back"),
    ],
)
def test_a_bad_change_is_refused_whole(full: GraphStore, change: Change) -> None:
    before = full.digest()
    with pytest.raises(GraphError):
        full.apply(change)
    assert full.seq() == 5
    assert full.digest() == before
    assert full.search("新人") == []


def test_an_empty_change_moves_the_sequence_number_only(full: GraphStore) -> None:
    before = full.digest()
    full.apply(Change(9))
    assert (full.seq(), full.digest()) == (9, before)


def test_cleared_and_rebuilt_is_the_same(full: GraphStore) -> None:
    before = full.digest()
    full.clear()
    assert (full.seq(), full.get([LI.id])) == (0, {})
    full.apply(Change(3, NODES[::-1], RELATIONS[::-1]))
    assert full.digest() == before


def test_relations_by_kind_limit_and_inner(full: GraphStore) -> None:
    assert full.relations([LI.id], ["kin"]) == [KIN]
    assert full.relations([LI.id, WANG.id], inner=True) == [KIN]
    assert len(full.relations([LI.id, SHAN.id], limit=2)) == 2
    assert full.relations([], []) == []


def test_lines_are_the_relations_within_without_their_records(full: GraphStore) -> None:
    ids = [LI.id, WANG.id, SHAN.id]
    found = full.lines(ids)
    assert [(*line[:7], from_canonical(line.props)) for line in found] == [
        (r.id, r.kind, r.source, r.target, r.since, r.until, r.confidence, r.props)
        for r in full.relations(ids, inner=True)
    ]
    assert full.lines([LI.id]) == full.lines([]) == []


def test_counts_come_in_the_order_of_the_ontology(full: GraphStore) -> None:
    assert list(full.counts(LI.id).items()) == [("kin", 1), ("called", 1)]
    assert full.counts("Pnone") == {}


def test_neighbours_surest_first(full: GraphStore) -> None:
    assert full.neighbours(LI.id) == [(KIN, WANG), (CALL, SHAN)]
    assert full.neighbours(LI.id, limit=1) == [(KIN, WANG)]
    assert full.neighbours(LI.id, min_confidence=0.9) == [(KIN, WANG)]
    assert full.neighbours(SHAN.id, ["called"]) == [(CALL, LI)]


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        ("王伟", ["王伟"]),
        ("伟", ["王伟"]),
        ("建国", ["李建国"]),
        ("李建國", ["李建国"]),
        ("阿龚", ["单雄信"]),
        ("sxx", ["单雄信"]),
        ("LJG", ["李建国"]),
        ("ljgx", []),
        ("达宏", ["青石县达宏食品有限公司"]),
        ("王伟 所长", ["王伟"]),
        ("李建国 所长", []),
        ("510101197001011234", ["李建国"]),
        ("510101", ["李建国"]),
        ("1234", []),
        ("138 0000 1111", ["李建国"]),
        ("+86 138-0000-1111", ["李建国"]),
        ("川R12345", ["川R12345"]),
        ("川r1", ["川R12345"]),
        ("清口", ["清口镇方某团伙"]),
        ("没有的人", []),
        ("", []),
        ("   ", []),
        ("%_'\"", []),
    ],
)
def test_search(full: GraphStore, query: str, labels: list[str]) -> None:
    assert [hit.node.label for hit in full.search(query)] == labels


def test_search_ranks_equal_before_beginning_before_containing_before_hints(store: GraphStore) -> None:
    nodes = [person("张王伟"), person("王伟强"), person("王伟"), person("赵六", units=("王伟公司",))]
    store.apply(Change(1, nodes))
    assert [hit.node.label for hit in store.search("王伟")] == ["王伟", "王伟强", "张王伟", "赵六"]
    assert [hit.node.label for hit in store.search("王伟", limit=2)] == ["王伟", "王伟强"]
    assert store.search("王伟", kinds=["gang"]) == []


def test_search_says_which_term_matched(full: GraphStore) -> None:
    assert [(hit.node.label, hit.term) for hit in full.search("阿龚")] == [("单雄信", "阿龚")]


def test_export_is_sorted_and_complete(full: GraphStore) -> None:
    arrays = full.export()
    assert [id.decode() for id in arrays.node_ids] == sorted(node.id for node in NODES)
    ends = list(zip(arrays.source, arrays.target, arrays.kind, strict=True))
    assert ends == sorted(ends)
    by_id = {id.decode(): i for i, id in enumerate(arrays.relation_ids)}
    assert set(by_id) == {r.id for r in RELATIONS}
    call, kin = by_id[CALL.id], by_id[KIN.id]
    assert arrays.node_ids[arrays.source[call]].decode() == LI.id
    assert ontology().relation_kinds[arrays.kind[call]] == "called"
    assert (arrays.until[call], arrays.since[kin]) == (19051, NO_DATE)  # 2022-02 reaches to 2022-02-28
    assert arrays.confidence[kin] == pytest.approx(0.98)


_people = [person(f"人{i}") for i in range(6)]
_changes = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from(range(6)), st.sampled_from(["甲乙", "丙", "丁戊己"])),
        st.sets(
            st.tuples(st.sampled_from(range(6)), st.sampled_from(range(6)), st.sampled_from(["kin", "paid"]))
        ),
    ),
    max_size=5,
)


@settings(max_examples=20)
@given(_changes)
def test_any_history_leaves_only_the_last_state(
    store: GraphStore, history: list[tuple[dict[int, str], set]]
) -> None:
    """Written step by step or at once: the same digest, fingerprints, arrays and search results."""
    store.clear()
    nodes: dict[str, Node] = {}
    relations: dict[str, Relation] = {}
    for seq, (labels, links) in enumerate(history, 1):
        new_nodes = {_people[i].id: Node(_people[i].id, "person", label) for i, label in labels.items()}
        found = [link(kind, _people[a], _people[b]) for a, b, kind in links if a in labels and b in labels]
        new_relations = {r.id: r for r in found}
        gone = (sorted(nodes.keys() - new_nodes.keys()), sorted(relations.keys() - new_relations.keys()))
        store.apply(Change(seq, list(new_nodes.values()), list(new_relations.values()), *gone))
        nodes, relations = new_nodes, new_relations
    stepwise = (store.digest(), store.fingerprints(), [store.search(q) for q in ("甲", "丁戊", "乙")])
    arrays = store.export()
    store.clear()
    store.apply(Change(1, list(nodes.values()), list(relations.values())))
    assert stepwise == (store.digest(), store.fingerprints(), [store.search(q) for q in ("甲", "丁戊", "乙")])
    assert arrays.equals(store.export())

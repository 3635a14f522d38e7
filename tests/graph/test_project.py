"""What rows become in the graph, table by table; and that any history of projections ends like a rebuild."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office import Office, links, node, said, who

from netinv.graph.aggregate import believed, days_of
from netinv.graph.ids import node_id
from netinv.graph.mapping import LINKS, THINGS, Own, Ref, Who
from netinv.graph.protocol import GraphStore
from netinv.model.keys import mention_key
from netinv.model.ontology import ontology
from netinv.model.tables import TABLES
from netinv.model.values import day

CASE = {
    "case_id": "AJ1",
    "title": "李某案",
    "opened_at": "2022-03-01",
    "outcome_at": "2022年5月",
    "gang_id": "TH1",
}
CALL = {"from_phone": "13800001111", "to_phone": "13900002222", "seconds": "30"}


@pytest.mark.parametrize(
    ("table", "row", "kind", "ends"),
    [
        ("kin", {"a_name": "王强", "b_name": "李梅", "relation": "配偶"}, "kin", ("王强", "李梅")),
        ("ties", {"a_name": "王强", "b_name": "李梅", "kind": "同学"}, "classmate", None),
        ("ties", {"a_name": "王强", "b_name": "李梅", "kind": "不清楚"}, "associate", None),
        ("posts", {"name": "王强", "org_name": "清口镇政府"}, "works_at", ("王强", "清口镇政府")),
        (
            "holdings",
            {"holder_name": "王强", "org_name": "达宏公司", "role": "股东"},
            "holds",
            ("王强", "达宏公司"),
        ),
        (
            "holdings",
            {"holder_org_name": "利信集团", "org_name": "达宏公司", "role": "director"},
            "holds",
            ("利信集团", "达宏公司"),
        ),
        (
            "holdings",
            {"holder_name": "王强", "org_name": "达宏公司", "role": "法人"},
            "legal_rep_of",
            ("王强", "达宏公司"),
        ),
        (
            "organizations",
            {"name": "达宏公司", "legal_rep_name": "王强"},
            "legal_rep_of",
            ("王强", "达宏公司"),
        ),
        ("gang_members", {"gang_id": "TH9", "name": "王强", "role": "core"}, "member_of", ("王强", "TH9")),
        ("case_people", {"case_id": "AJ9", "name": "王强", "role": "承办人"}, "handler_of", ("王强", "AJ9")),
        ("case_people", {"case_id": "AJ9", "name": "王强", "role": "?"}, "involved_in", ("王强", "AJ9")),
        (
            "lead_subjects",
            {"lead_id": "XS9", "name": "王强", "role": "被举报"},
            "reported_in",
            ("王强", "XS9"),
        ),
        (
            "lead_steps",
            {"lead_id": "XS9", "by_name": "王强", "step": "checked"},
            "handled_lead",
            ("王强", "XS9"),
        ),
        (
            "operation_people",
            {"op_id": "XD9", "name": "王强", "role": "informed"},
            "informed_of",
            ("王强", "XD9"),
        ),
        (
            "measures",
            {"case_id": "AJ9", "name": "王强", "by_name": "李梅", "measure": "bail"},
            "decided_measure",
            ("李梅", "王强"),
        ),
        (
            "interventions",
            {"by_name": "王强", "handler_name": "李梅", "lead_id": "XS9"},
            "intervened_with",
            ("王强", "李梅"),
        ),
        (
            "interventions",
            {"by_name": "王强", "handler_name": "李梅", "lead_id": "XS9"},
            "intervened_in",
            ("王强", "XS9"),
        ),
        ("calls", CALL, "called", ("13800001111", "13900002222")),
        (
            "transfers",
            {"payer_name": "王强", "payee_org_name": "达宏公司", "amount_yuan": "5"},
            "paid",
            ("王强", "达宏公司"),
        ),
        ("event_people", {"event_id": "HY9", "name": "王强"}, "attended", ("王强", "HY9")),
        ("assets", {"identifier": "川R12345", "owner_name": "王强"}, "owns", ("王强", "川R12345")),
        ("assets", {"identifier": "川R12345", "user_name": "王强"}, "uses_asset", ("王强", "川R12345")),
        (
            "awards",
            {"kind": "permit", "at": "2022-01-07", "org_name": "达宏公司", "approver_name": "王强"},
            "approved",
            ("王强", "许可 2022-01-07"),
        ),
        (
            "awards",
            {"kind": "permit", "at": "2022-01-07", "org_name": "达宏公司"},
            "won",
            ("达宏公司", "许可 2022-01-07"),
        ),
        (
            "duties",
            {"name": "王强", "subject_name": "李梅", "kind": "informant_contact"},
            "duty_towards",
            ("王强", "李梅"),
        ),
        (
            "case_assets",
            {"case_id": "AJ9", "kind": "车辆", "identifier": "川R12345"},
            "asset_in_case",
            ("川R12345", "AJ9"),
        ),
        ("people", {"name": "王强", "phones": "+86 138-0000-1111"}, "uses_phone", ("王强", "13800001111")),
        (
            "transfers",
            {"payer_name": "王强", "payer_account": "6217 0084"},
            "uses_account",
            ("王强", "6217 0084"),
        ),
        (
            "people",
            {"name": "王强", "address": "青石县红集乡幸福村7组47号"},
            "located_at",
            ("王强", "青石县红集乡幸福村7组47号"),
        ),
    ],
)
def test_one_row_one_relation(
    table: str, row: dict[str, str], kind: str, ends: tuple[str, str] | None
) -> None:
    goal = Office({table: [{TABLES[table].id_column: "1", **row}]}).desired()
    if ends is not None:
        assert said(goal, kind) == [ends]
    (link,) = links(goal, kind)
    assert link.records == (f"{table}:1",)
    assert link.confidence == 0.85


def test_every_link_fits_the_contract_and_the_ontology() -> None:
    relations, things = ontology().relations, {thing.kind for thing in THINGS} | {"case", "lead"}
    for link in LINKS:
        table = TABLES[link.table]
        for column in (link.by, link.role, link.since, link.until, *link.totals.values(), *link.last):
            assert not column or column in table.columns, (link.table, column)
        for kind in {link.kind, *link.kinds.values()}:
            for end, allowed in (
                (link.source, relations[kind].source),
                (link.target, relations[kind].target),
            ):
                if isinstance(end, Who):
                    assert end.prefix in table.refs, (link.table, end)
                    assert end.kind in ("", *allowed)
                else:
                    assert end.kind in allowed
                    assert isinstance(end, Own) or (end.column in table.columns and end.kind in things)
                    assert isinstance(end, Ref) or (end.kind, link.table) in {
                        (t.kind, t.table) for t in THINGS
                    }
        assert set(link.kinds) <= set(table.columns[link.by].enum if link.by else ())


def test_many_records_are_one_relation_with_their_span_and_totals() -> None:
    pay = {"payer_name": "王强", "payee_name": "李梅"}
    rows = [
        {"record_id": "3", "at": "2022-05-01 08:00", "amount_yuan": "1万", **pay},
        {"record_id": "1", "at": "2022年1月2日", "amount_yuan": "50.5", **pay},
        {"record_id": "2", "at": "看不清", "amount_yuan": "若干", **pay},
    ]
    (link,) = links(Office({"transfers": rows}).desired(), "paid")
    assert link.records == ("transfers:1", "transfers:2", "transfers:3")
    assert (link.since, link.until) == ("2022-01-02", "2022-05-01")
    assert link.props == {"count": 3, "amount_yuan": 10050.5}


def test_roles_and_directions_are_relations_of_their_own_symmetric_ones_are_not() -> None:
    pay = [("1", "王强", "李梅"), ("2", "李梅", "王强")]
    transfers = [{"record_id": i, "payer_name": a, "payee_name": b} for i, a, b in pay]
    ties = [{"record_id": i, "a_name": a, "b_name": b, "kind": "classmate"} for i, a, b in pay]
    roles = [("1", "股东"), ("2", "董事"), ("3", "shareholder")]
    holdings = [{"record_id": i, "holder_name": "王强", "org_name": "达宏公司", "role": r} for i, r in roles]
    goal = Office({"transfers": transfers, "ties": ties, "holdings": holdings}).desired()
    assert len(links(goal, "paid")) == 2
    assert [link.records for link in links(goal, "classmate")] == [("ties:1", "ties:2")]
    assert sorted((link.props["role"], link.props["count"]) for link in links(goal, "holds")) == [
        ("director", 1),
        ("shareholder", 2),
    ]


def test_a_period_that_goes_on_has_no_end() -> None:
    post = {"name": "王强", "org_name": "清口镇政府", "kind": "official"}
    past = {"record_id": "1", "start": "2015", "end": "2018-06", **post}
    now = {"record_id": "2", "start": "2018-07", **post}
    (ended,) = links(Office({"posts": [past]}).desired(), "works_at")
    (lasting,) = links(Office({"posts": [past, now]}).desired(), "works_at")
    assert (ended.since, ended.until) == ("2015", "2018-06")
    assert (lasting.since, lasting.until) == ("2015", None)


def test_who_takes_part_has_the_dates_of_the_thing() -> None:
    people = [{"record_id": "1", "case_id": "AJ1", "name": "王强", "role": "suspect"}]
    goal = Office({"cases": [CASE], "case_people": people}).desired()
    (link,) = links(goal, "suspect_of")
    assert (link.since, link.until) == ("2022-03-01", "2022-05")
    assert said(goal, "case_of_gang") == [("李某案", "TH1")]


def test_nobody_is_linked_with_himself() -> None:
    rows = [{"record_id": "1", "payer_name": "王强", "payee_name": "王强"}]
    assert links(Office({"transfers": rows}).desired(), "paid") == []


@pytest.mark.parametrize(
    ("sources", "confidence"),
    [
        ([("县局", "1")], 0.85),
        ([("县局", "2")], 0.98),
        ([("县局", "1"), ("县局", "1")], 0.85),
        ([("县局", "3"), ("县局", "1")], 0.85),
        ([("县局", "1"), ("税务局", "3")], 1 - 0.15 * 0.7),
        ([("县局", "2"), ("税务局", "2")], 0.999),
    ],
)
def test_confidence_grows_with_independent_sources_only(
    sources: list[tuple[str, str]], confidence: float
) -> None:
    rows = [
        {
            "record_id": str(i),
            "a_name": "王强",
            "b_name": "李梅",
            "relation": "兄",
            "_origin": o,
            "_source": s,
        }
        for i, (o, s) in enumerate(sources)
    ]
    (link,) = links(Office({"kin": rows}).desired(), "kin")
    assert link.confidence == pytest.approx(confidence)


def test_belief_does_not_depend_on_order() -> None:
    assert believed([0.3, 0.85, 0.5]) == believed([0.5, 0.3, 0.85])


@pytest.mark.parametrize(
    ("names", "label"),
    [
        (["王建国", "王建国", "王建囯"], "王建国"),
        (["王某", "王某", "王建国"], "王建国"),
        (["王所长", "王所长", "王建国"], "王建国"),
        (["王某某"], "王某某"),
        (["欧阳靖宇", "欧阳静宇"], "欧阳靖宇"),
    ],
)
def test_a_person_is_called_by_the_most_frequent_full_name(names: list[str], label: str) -> None:
    rows = [{"record_id": str(i), "name": name, "id_number": "x"} for i, name in enumerate(names)]
    same = {mention_key("县局", "people", row["record_id"], "", "person"): "x" for row in rows}
    goal = Office({"people": rows}, same).desired()
    assert goal.nodes[who("x")].label == label


def test_a_person_without_a_name_is_called_by_what_is_known() -> None:
    goal = Office({"calls": [{"record_id": "1", **CALL}]}).desired()
    assert node(goal, "13800001111").props == {"phones": ("13800001111",)}


def test_officials_and_village_cadres_are_marked() -> None:
    posts = [("1", "王强", "公职"), ("2", "李梅", "村干部"), ("3", "赵敏", "聘用")]
    rows = [{"record_id": i, "name": n, "org_name": "清口镇政府", "kind": k} for i, n, k in posts]
    people = [{"record_id": "1", "name": "孙勇", "is_official": "是"}, {"record_id": "2", "name": "李梅"}]
    goal = Office({"posts": rows, "people": people}).desired()
    status = {n.label: n.props.get("status") for n in goal.nodes.values() if n.kind == "person"}
    assert status == {"王强": "official", "李梅": "village_cadre", "赵敏": None, "孙勇": "official"}


def test_a_unit_written_beside_a_person_is_the_one_organisation_of_that_name() -> None:
    organizations = [{"record_id": "1", "name": "青石县达宏食品有限公司", "region": "青石县"}]
    people = [{"record_id": "1", "name": "王强", "unit": "达宏食品"}]
    goal = Office({"organizations": organizations, "people": people}).desired()
    assert said(goal, "works_at") == [("王强", "青石县达宏食品有限公司")]
    twins = [*organizations, {"record_id": "2", "name": "青石县达宏食品经营部", "region": "青石县"}]
    assert said(Office({"organizations": twins, "people": people}).desired(), "works_at") == []


def test_the_same_house_is_one_node_a_village_is_none() -> None:
    addresses = ["青石县红集乡幸福村7组47号", "红集乡幸福村七组47号", "红集乡幸福村"]
    rows = [{"record_id": str(i), "name": f"王{i}", "address": a} for i, a in enumerate(addresses)]
    assert len(links(Office({"people": rows}).desired(), "located_at")) == 2


def test_things_have_ids_that_others_can_know() -> None:
    goal = Office({"cases": [CASE], "gangs": [{"gang_id": "TH1", "name": "方某团伙"}]}).desired()
    assert goal.nodes[node_id("gang", "TH1")].label == "方某团伙"
    assert goal.nodes[node_id("case", "AJ1")].props["numbers"] == ("AJ1",)


def test_what_a_reporter_says_is_not_in_the_graph() -> None:
    lead = {"lead_id": "XS1", "reporter_name": "匿名甲", "reporter_phone": "13712345678", "text": "举报内容"}
    goal = Office({"leads": [lead]}).desired()
    assert not any(secret in repr(goal) for secret in ("匿名甲", "13712345678", "举报内容"))


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        ("2022-01-01 00:12:16", "2022-01-01"),
        ("2022-02-31 00:12:16", ""),
        ("2022-01-01 25:12:16", "2022-01-01"),
        ("2022年5月", "2022-05"),
        ("2022", "2022"),
        ("2022-01-01T23:30:00Z", "2022-01-02"),
        ("", ""),
        ("不详", ""),
    ],
)
def test_dates_are_as_precise_as_known(cell: str, iso: str) -> None:
    assert day(cell) == iso
    assert days_of([cell]) == [iso]


def test_only_differences_are_written(store: GraphStore) -> None:
    people = [{"record_id": str(i), "name": name} for i, name in enumerate(["王强", "李梅", "赵敏"])]
    kin = [{"record_id": "1", "a_name": "王强", "b_name": "李梅", "relation": "妻"}]
    first = Office({"people": people, "kin": kin}).project(store, 1)
    again = Office({"people": people, "kin": kin}).project(store, 2)
    fewer = Office({"people": people[:2], "kin": kin}).project(store, 3)
    assert (first.written, first.removed) == (4, 0)
    assert (again.written, again.removed) == (0, 0)
    assert (fewer.written, fewer.removed) == (0, 1)
    assert store.seq() == 3


_NAMES = st.sampled_from(["王强", "李梅", "赵敏", "孙勇"])
_records = st.fixed_dictionaries(
    {
        "people": st.dictionaries(st.sampled_from("123"), _NAMES),
        "kin": st.dictionaries(st.sampled_from("12"), st.tuples(_NAMES, _NAMES)),
        "transfers": st.dictionaries(st.sampled_from("123"), st.tuples(_NAMES, _NAMES)),
        "case_people": st.dictionaries(
            st.sampled_from("12"), st.tuples(_NAMES, st.sampled_from(["AJ1", "AJ2"]))
        ),
        "cases": st.sampled_from([[], [CASE]]),
        "split": st.booleans(),
    }
)


def _office(state: dict[str, object]) -> Office:
    pairs = {name: dict(state[name]) for name in ("people", "kin", "transfers", "case_people")}  # type: ignore[call-overload]
    tables = {
        "people": [{"record_id": i, "name": n, "phones": "13800001111"} for i, n in pairs["people"].items()],
        "kin": [{"record_id": i, "a_name": a, "b_name": b} for i, (a, b) in pairs["kin"].items()],
        "transfers": [
            {"record_id": i, "payer_name": a, "payee_name": b, "amount_yuan": "0.1"}
            for i, (a, b) in pairs["transfers"].items()
        ],
        "case_people": [
            {"record_id": i, "name": n, "case_id": c} for i, (n, c) in pairs["case_people"].items()
        ],
        "cases": state["cases"],
    }
    # a person judges one mention to be somebody else, and takes it back
    split = {mention_key("县局", "people", "1", "", "person"): "另一个"} if state["split"] else {}
    return Office(tables, split)  # type: ignore[arg-type]


@settings(max_examples=25)
@given(st.lists(_records, min_size=1, max_size=4))
def test_rebuilt_equals_incremental(store: GraphStore, history: list[dict[str, object]]) -> None:
    """Rows come, change and go, entities split and join again: the last state alone decides the content."""
    store.clear()
    for seq, state in enumerate(history, 1):
        _office(state).project(store, seq)
    stepwise, content = store.export(), (store.digest(), store.fingerprints())
    store.clear()
    _office(history[-1]).project(store, len(history))
    assert content == (store.digest(), store.fingerprints())
    assert stepwise.equals(store.export())

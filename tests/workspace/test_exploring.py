"""What the workbench asks: search with a purpose, counts first, the best few, paths, drawings."""

from collections.abc import Callable

import pytest

from netinv.access.viewer import Viewer
from netinv.graph.ids import node_id
from netinv.graph.protocol import from_canonical
from netinv.model.errors import NotFoundError, UsageError
from netinv.model.exploring import Asked, Change, PathsAsked, StepsRun
from netinv.model.ontology import ontology
from netinv.model.readings import readings
from netinv.workspace import Workspace
from netinv.workspace.exploring.drawings import DraftMovedError
from netinv.workspace.exploring.independent import together

from .desk import MEMBER, OFFICIAL

GANG, ABSENT = node_id("gang", "G1"), "P" + "Z" * 12
OPERATOR = Viewer("operator:test", "operator")


@pytest.fixture
def viewer() -> Viewer:
    return OPERATOR.asking("线索核查", "案1")


def person(ws: Workspace, number: str) -> str:
    return next(id for id, kind, *_ in ws.search(OPERATOR, number) if kind == "person")


@pytest.fixture
def official(done: Workspace) -> str:
    return person(done, OFFICIAL)


@pytest.fixture
def member(done: Workspace) -> str:
    return person(done, MEMBER)


def test_every_kind_of_relation_has_its_innocent_reading() -> None:
    assert list(readings()) == list(ontology().relations)


# --- searching


@pytest.mark.parametrize("text", ["柏清源", "bqy", "13900000001", OFFICIAL])
def test_a_search_finds_by_name_initials_and_numbers(
    done: Workspace, viewer: Viewer, official: str, text: str
) -> None:
    assert official in {found.card.id for found in done.explore.suggest(viewer, text)}


def test_namesakes_are_told_apart(done: Workspace, viewer: Viewer) -> None:
    found = done.explore.suggest(viewer, "柏清源")
    hints = [tuple(each.card.hints) for each in found if each.card.label == "柏清源"]
    assert len(hints) == 3  # one of them is known by name alone
    assert len(set(hints)) == 3
    assert all(bool(each.beside) is not bool(each.card.hints) for each in found), "and of him his record says"


def test_searching_and_paths_take_a_purpose(done: Workspace, official: str, member: str) -> None:
    for ask in (
        lambda: done.explore.suggest(OPERATOR, "柏"),
        lambda: done.explore.paths(OPERATOR, PathsAsked(ends=[official, member])),
    ):
        with pytest.raises(UsageError, match="用途"):
            ask()


# --- counts and expansions


def neighbours(ws: Workspace, id: str) -> set[str]:
    return {relation.other_id for relation in ws.entity(OPERATOR, id).relations}


def test_counts_are_those_of_the_entitys_page(done: Workspace, viewer: Viewer, official: str) -> None:
    by_kind: dict[str, set[str]] = {}
    for relation in done.entity(OPERATOR, official).relations:
        by_kind.setdefault(relation.kind, set()).add(relation.other_id)
    known = sorted(by_kind["paid"])
    counted = done.explore.counts(viewer, official, known)
    assert {each.kind: each.neighbours for each in counted} == {
        kind: len(ids) for kind, ids in by_kind.items()
    }
    assert {each.kind: each.known for each in counted} == {
        kind: len(ids & set(known)) for kind, ids in by_kind.items()
    }


@pytest.mark.parametrize("by", ["rarity", "strength"])
def test_step_by_step_an_expansion_brings_everybody_once(
    done: Workspace, viewer: Viewer, official: str, by: str
) -> None:
    every, known = neighbours(done, official), list[str]()
    while True:
        found = done.explore.expand(viewer, official, Asked(), by, limit=2, known=known)
        assert found.total == len(every)
        assert found.known == len(known)
        if not found.ids:
            break
        known += found.ids
    assert sorted(known) == sorted(every)


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        (Asked(kinds=["kin"]), {"kin"}),
        (Asked(kinds=["kin", "paid"], forbidden=["paid"]), {"kin"}),
        (Asked(kinds=["paid"], since="2022-05", until="2022-05"), {"paid"}),
        (Asked(kinds=["paid"], until="2021"), set()),
        (Asked(kinds=["paid"], min_confidence=1), set()),
    ],
)
def test_an_expansion_keeps_to_what_is_asked(
    done: Workspace, viewer: Viewer, official: str, asked: Asked, kinds: set[str]
) -> None:
    found = done.explore.expand(viewer, official, asked).ids
    relations = done.entity(OPERATOR, official).relations
    assert set(found) == {r.other_id for r in relations if r.kind in kinds}


@pytest.mark.parametrize(
    "bad",
    [
        {"asked": Asked(kinds=["nope"])},
        {"asked": Asked(since="when")},
        {"by": "age"},
        {"limit": 0},
        {"limit": 999},
    ],
)
def test_what_cannot_be_asked_is_said(
    done: Workspace, viewer: Viewer, official: str, bad: dict[str, object]
) -> None:
    with pytest.raises(UsageError):
        done.explore.expand(viewer, official, **{"asked": Asked(), **bad})  # type: ignore[arg-type]


def test_content_has_every_link_among_the_new_and_the_known(
    done: Workspace, viewer: Viewer, official: str, member: str
) -> None:
    both = done.explore.content(viewer, [official, member, ABSENT])
    assert [card.id for card in both.cards] == [official, member]
    assert {line.kind for line in both.lines} == {"paid", "called"}
    later = done.explore.content(viewer, [member], [official])
    assert [card.id for card in later.cards] == [member]
    assert later.lines == both.lines
    money = next(line for line in both.lines if line.kind == "paid")
    assert from_canonical(money.props)["amount_yuan"] == 130000


def test_groups_hold_who_can_be_shown(done: Workspace, viewer: Viewer, official: str) -> None:
    group = {"by": "chosen", "key": official, "x": 0, "y": 0}
    groups = {"g:a": {**group, "members": [official, ABSENT]}, "g:b": {**group, "members": [ABSENT]}}
    body = {"nodes": {official: {"x": 0, "y": 0}}, "groups": groups}
    view, found = done.explore.view(viewer, done.explore.save_view(viewer, "组", body).view_id)
    assert view.name == "组"
    assert found.drawing.body["groups"] == {"g:a": {**group, "members": [official]}}


def test_a_draft_is_changed_by_what_changed_of_it(
    done: Workspace, viewer: Viewer, official: str, member: str
) -> None:
    """The page tells keys and steps, and not all of a large work anew."""
    here, there = {"x": 0, "y": 0}, {"x": 5, "y": 5, "pin": True}
    step = [{"name": f"{n}", "sets": []} for n in range(4)]
    body = {"nodes": {official: here, member: here}, "notes": {"": "甲"}, "done": step[:3], "undone": []}
    at = done.explore.keep_draft(viewer, body, done.explore.draft(viewer).revision)
    change = Change(
        parts={"nodes": {official: there, member: None}, "notes": {official: "乙"}},
        steps={
            "done": StepsRun(start=1, stop=3, added=step[3:]),
            "undone": StepsRun(start=0, stop=0, added=[]),
        },
        whole={"purpose": "线索核查", "saved": "1"},
    )
    assert done.explore.change_draft(viewer, [change], at) == at + 1
    assert done.explore.draft(viewer).body == {
        "nodes": {official: there},
        "notes": {"": "甲", official: "乙"},
        "done": step[1:],
        "undone": [],
        "purpose": "线索核查",
        "saved": "1",
    }
    with pytest.raises(DraftMovedError):
        done.explore.change_draft(viewer, [change], at)


@pytest.mark.parametrize("arrived", [True, False])
def test_a_saving_that_is_sent_twice_is_taken_once(
    done: Workspace, viewer: Viewer, official: str, member: str, arrived: bool
) -> None:
    """A page that is left while it saves sends that saving again, with what came after."""
    here = {"x": 0, "y": 0}
    first, then, others = (
        Change(parts={"nodes": parts}, steps={}, whole={"saved": mark})
        for parts, mark in (
            ({official: here, member: here}, "1"),
            ({member: None}, "2"),
            ({}, "another window"),
        )
    )
    at = done.explore.keep_draft(viewer, {}, done.explore.draft(viewer).revision)
    if arrived:
        done.explore.change_draft(viewer, [first], at)
    assert done.explore.change_draft(viewer, [first, then], at) == at + 2
    assert done.explore.draft(viewer).body["nodes"] == {official: here}
    with pytest.raises(DraftMovedError):
        done.explore.change_draft(viewer, [others, then], at + 1)


def test_an_opening_is_the_draft_and_what_is_on_it(
    done: Workspace, viewer: Viewer, official: str, member: str
) -> None:
    body = {"nodes": {official: {"x": 0, "y": 0}, ABSENT: {"x": 9, "y": 9}}, "purpose": "线索核查"}
    done.explore.keep_draft(viewer, body, done.explore.draft(viewer).revision)
    drawing, content, groups = done.explore.opening(viewer)
    assert groups == []
    assert (list(drawing.body["nodes"]), drawing.removed) == ([official], 1)
    assert content == done.explore.content(viewer, [official])


def test_all_links_between_two_come_with_all_their_records(
    done: Workspace, viewer: Viewer, official: str, member: str
) -> None:
    found = done.explore.between(viewer, member, official)
    calls = next(link for link in found if link.kind == "called")
    assert len(calls.records) == calls.record_count == 12


@pytest.mark.parametrize("kind", ["official", "gang", "phone"])
def test_facts_are_those_of_the_entitys_page(
    done: Workspace, viewer: Viewer, official: str, kind: str
) -> None:
    id = {"official": official, "gang": GANG, "phone": node_id("phone", "13900000001")}[kind]
    card, facts = done.explore.facts(viewer, id)
    view = done.entity(OPERATOR, id)
    assert (card.id, card.kind, card.label) == (view.entity_id, view.kind, view.label)
    assert [(fact.column, fact.value, sorted(fact.records)) for fact in facts] == [
        (fact.column, fact.value, sorted(fact.records)) for fact in view.facts
    ]


# --- paths


def test_paths_are_found_with_their_links_and_records(done: Workspace, viewer: Viewer, official: str) -> None:
    (between,) = done.explore.paths(viewer, PathsAsked(ends=[official, GANG])).between
    assert all(path.nodes[0] == official and path.nodes[-1] == GANG for path in between.paths)
    strengths = [path.strength for path in between.paths]
    assert strengths == sorted(strengths, reverse=True)
    assert len(strengths) > 1
    for path in between.paths:
        assert [(s.source, s.target) for s in path.steps] == list(
            zip(path.nodes, path.nodes[1:], strict=False)
        )
        assert all(link.records for step in path.steps for link in step.links)


def test_a_path_keeps_to_its_conditions(done: Workspace, viewer: Viewer, official: str, member: str) -> None:
    def kinds_of(**asked: object) -> set[str]:
        found = done.explore.paths(viewer, PathsAsked(ends=[official, GANG], **asked))  # type: ignore[arg-type]
        return {link.kind for path in found.between[0].paths for s in path.steps for link in s.links}

    assert kinds_of(kinds=["paid", "member_of"]) == {"paid", "member_of"}
    assert "paid" not in kinds_of(forbidden=["paid"])
    assert "paid" not in kinds_of(until="2022-02")
    passing = done.explore.paths(viewer, PathsAsked(ends=[official, GANG], through=[member], count=20))
    assert passing.between[0].paths
    assert all(member in path.nodes for path in passing.between[0].paths)


def test_where_there_is_none_each_condition_says_what_it_shut_out(
    done: Workspace, viewer: Viewer, official: str
) -> None:
    asked = PathsAsked(ends=[official, GANG], kinds=["kin"], since="2022")
    (between,) = done.explore.paths(viewer, asked).between
    assert between.paths == []
    assert {one.condition: one.hops_without for one in between.excluded} == {"kinds": 2}
    assert next(one.count for one in between.excluded if one.condition == "kinds") > 10


def test_paths_between_three_are_paths_between_every_two(
    done: Workspace, viewer: Viewer, official: str, member: str
) -> None:
    found = done.explore.paths(viewer, PathsAsked(ends=[official, member, GANG], count=1))
    assert [each.ends for each in found.between] == [(official, member), (official, GANG), (member, GANG)]


def test_an_alert_says_how_its_two_sides_are_connected(done: Workspace, official: str, member: str) -> None:
    (alert,) = done.alerts(OPERATOR)
    found = done.explore.ways(OPERATOR, alert)
    assert [(way.nodes, [each.kind for each in way.steps[0].links]) for way in found.ways] == [
        ([official, member], ["paid"]),
        ([official, member], ["called"]),
    ]  # not the case that is his to handle, and not one evening years ago
    used = [each.id for way in found.ways for step in way.steps for each in step.links]
    assert len(used) == len(set(used))
    assert max(way.strength for way in found.ways) < found.together < 1
    assert {each.id for each in found.cards} == {node for way in found.ways for node in way.nodes}
    gone = alert.model_copy(update={"gang": alert.gang.model_copy(update={"gang_id": "none"})})
    assert done.explore.ways(OPERATOR, gone).ways == []


def test_ways_on_the_same_merge_stand_or_fall_together() -> None:
    merge = ("a", "b")
    assert together([(0.5, 1.0, None), (0.5, 1.0, None)]) == pytest.approx(0.75)
    assert together([(0.5, 0.8, merge), (0.5, 0.8, merge)]) == pytest.approx(0.8 * 0.75)
    assert together([(0.5, 0.8, merge), (0.5, 0.8, ("c", "d"))]) == pytest.approx(1 - 0.6 * 0.6)
    assert together([]) == 0


@pytest.mark.parametrize("asks", ["facts", "counts", "expand", "paths"])
def test_what_is_absent_is_not_found(done: Workspace, viewer: Viewer, official: str, asks: str) -> None:
    explore = done.explore
    questions: dict[str, Callable[[], object]] = {
        "facts": lambda: explore.facts(viewer, ABSENT),
        "counts": lambda: explore.counts(viewer, ABSENT),
        "expand": lambda: explore.expand(viewer, ABSENT, Asked()),
        "paths": lambda: explore.paths(viewer, PathsAsked(ends=[official, ABSENT])),
    }
    with pytest.raises(NotFoundError):
        questions[asks]()


# --- drawings


def test_a_draft_survives_and_two_windows_do_not_overwrite_one_another(
    done: Workspace, open_workspace: Callable[[], Workspace], viewer: Viewer, official: str
) -> None:
    body = {
        "nodes": {official: {"x": 1, "y": 2}},
        "notes": {"": "整图"},
        "done": [{"name": "放入"}],
        "purpose": "核查",
    }
    assert done.explore.draft(viewer).body == {}
    assert done.explore.keep_draft(viewer, body, 0) == 1
    kept = open_workspace().explore.draft(viewer)
    assert (kept.revision, kept.removed) == (1, 0)
    assert kept.body == {**body}
    with pytest.raises(DraftMovedError):
        done.explore.keep_draft(viewer, body, 0)
    assert done.explore.draft(Viewer("somebody:else", "operator")).body == {}


def test_what_is_gone_is_left_out_of_a_drawing(done: Workspace, viewer: Viewer, official: str) -> None:
    place = {"x": 0, "y": 0}
    body = {
        "nodes": {official: place, ABSENT: place},
        "notes": {ABSENT: "秘", official: "明"},
        "done": [{"name": "a"}],
    }
    saved = done.explore.save_view(viewer, "一", body)
    drawing = done.explore.view(viewer, saved.view_id)[1].drawing
    assert drawing.removed == 1
    assert drawing.body == {"nodes": {official: place}, "notes": {official: "明"}, "done": [], "undone": []}


def test_a_view_has_versions_and_can_be_taken_off_the_list(
    done: Workspace, viewer: Viewer, official: str
) -> None:
    explore = done.explore
    first = explore.save_view(viewer, "核查图", {"nodes": {}})
    second = explore.save_view(viewer, "核查图", {"nodes": {official: {"x": 0, "y": 0}}}, first.view_id)
    assert (first.version, second.version) == (1, 2)
    assert [view.version for view in explore.views(viewer)] == [2]
    assert explore.view(viewer, first.view_id, 1)[1].drawing.body["nodes"] == {}
    explore.delete_view(viewer, first.view_id)
    assert explore.views(viewer) == []
    for version in (None, 1, 2, 3):
        with pytest.raises(NotFoundError):
            explore.view(viewer, first.view_id, version)


@pytest.mark.parametrize("name", ["", "  ", "长" * 81])
def test_a_view_needs_a_name(done: Workspace, viewer: Viewer, name: str) -> None:
    with pytest.raises(UsageError):
        done.explore.save_view(viewer, name, {})


def test_nothing_of_a_drawing_can_be_read_from_the_file(
    done: Workspace, viewer: Viewer, official: str
) -> None:
    done.explore.keep_draft(viewer, {"nodes": {official: {"x": 0, "y": 0}}, "notes": {"": "密语备注"}}, 0)
    done.explore.save_view(viewer, "密语视图", {"nodes": {official: {}}})
    files = list(done.folder.glob("drawings.db*"))
    content = b"".join(path.read_bytes() for path in files)
    assert content
    assert not any(word in content for word in (official.encode(), "密语备注".encode(), "密语视图".encode()))

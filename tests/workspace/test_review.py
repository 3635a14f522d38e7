"""People decide who is who: what is asked, what a decision writes, and that all of it can be taken back."""

from collections.abc import Callable, Iterator
from itertools import permutations
from math import log2
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netinv.access.viewer import Viewer
from netinv.ledger import Keyring
from netinv.model.errors import NetinvError, NotFoundError, UsageError
from netinv.report.pairs import beginning
from netinv.resolve.placing import ROUNDS
from netinv.workspace import Workspace

from .desk import drop, tables

CIRCLE = """
# people
record_id,name,id_number,phones,address,unit
P1,柏清源,511399197001010018,13900000001,,柳溪镇人民政府
P2,柏清源,511399199104040059,,,
P3,尚屹川,,13900000002,青岚县柳溪镇东街3号,
P4,尤曼青,,13900000003,,
P5,尤漫青,,,青岚县柳溪镇西街9号,
# kin
record_id,a_name,a_id_number,b_name,b_phone,relation
K1,柏清源,511399197001010018,尤曼青,13900000003,配偶
# events
event_id,kind,title,at
E1,会面,茶室,2022-04-02 20:00
# event_people
record_id,event_id,name,phone
EP1,E1,柏清源,13900000001
EP2,E1,尚屹川,13900000002
EP3,E1,柏清源,
EP4,E1,尚屹川,13900000002
# organizations
record_id,name,uscc
O1,云栖谷酒店有限公司,91510100MA6CXXXX1A
O2,云栖谷酒店有限公司,
O3,望江茶楼,
"""


@pytest.fixture(scope="module")
def circle(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Workspace]:
    """A few people and companies, resolved. Tests take back what they decide."""
    place = tmp_path_factory.mktemp("circle")
    with Workspace.open(place / "ws", create=True, keyring=Keyring(place / "keys")) as workspace:
        workspace.ingest(OPERATOR, drop(place / "青岚县", tables(CIRCLE)))
        workspace.resolve(OPERATOR)
        yield workspace


OPERATOR = Viewer("operator:test", "operator")


@pytest.fixture
def undone(circle: Workspace) -> Iterator[Workspace]:
    """The circle; whatever a test decided is taken back behind it."""
    yield circle
    take_back(circle)


def take_back(ws: Workspace) -> None:
    for number in sorted({j.decision for j in ws.review.judgements(OPERATOR, history=True) if not j.revoked}):
        ws.review.undo(OPERATOR, number)
    ws.resolve(OPERATOR)


def one(ws: Workspace, *names: str) -> bool:
    """Whether all these mentions are one entity as things stand."""
    return len({ws.review.explain(OPERATOR, name, name).left.entity_id for name in names}) == 1


def digest(ws: Workspace, tmp: Path) -> tuple[bytes, tuple[object, ...]]:
    """Every entity and every relation of the graph."""
    file = tmp / "entities.csv"
    ws.export(OPERATOR, "entities", file)
    graph = ws._projections.graph
    ids = sorted({line.split(",")[0] for line in file.read_text("utf-8").splitlines()[1:]})
    found = graph.relations(ids)
    return file.read_bytes(), tuple(sorted(map(repr, found)))


# --- names


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("people:P1", "people:P1"),
        ("kin:K1:a", "kin:K1:a"),
        ("青岚县|kin:K1:b", "kin:K1:b"),
        ("organizations:O1", "organizations:O1"),
        ("organizations:O1/org", "organizations:O1"),
    ],
)
def test_a_mention_is_named_by_table_record_and_reference(circle: Workspace, name: str, meant: str) -> None:
    assert circle.review.explain(OPERATOR, name, name).left.speaker.mention == meant


@pytest.mark.parametrize(
    ("name", "error", "says"),
    [
        ("people:P99", NotFoundError, "people:P99"),
        ("nowhere:P1", NotFoundError, "TABLE:RECORD_ID"),
        ("kin:K1", UsageError, "kin:K1:a、kin:K1:b"),
        ("PAAAAAAAAAAAA", NotFoundError, "PAAAAAAAAAAAA"),
        ("别处|people:P1", NotFoundError, "people:P1"),
    ],
)
def test_what_nobody_can_tell_is_refused(
    circle: Workspace, name: str, error: type[NetinvError], says: str
) -> None:
    with pytest.raises(error, match=says.replace("|", r"\|")):
        circle.review.explain(OPERATOR, name, "people:P1")


# --- judgements


def test_same_and_different_hold_after_the_next_resolve_and_undo_restores(
    undone: Workspace, tmp_path: Path
) -> None:
    before = digest(undone, tmp_path)
    undone.review.judge(OPERATOR, "people:P4", "people:P5", "same", "一人两名")
    undone.review.judge(OPERATOR, "people:P1", "event_people:EP1", "different", "号码被人借用")
    undone.resolve(OPERATOR)
    assert one(undone, "people:P4", "people:P5")
    assert not one(undone, "people:P1", "event_people:EP1")
    undone.review.undo(OPERATOR)
    undone.review.undo(OPERATOR)
    undone.resolve(OPERATOR)
    assert digest(undone, tmp_path) == before
    with pytest.raises(NotFoundError):
        undone.review.undo(OPERATOR)
    assert len(undone.review.judgements(OPERATOR, history=True)) >= 2, "nothing is erased"


def test_a_conflict_is_said_first_and_refused_unless_forced(undone: Workspace) -> None:
    said = undone.review.preview(OPERATOR, "people:P1", "people:P2", "same")
    assert said.forceable
    assert any("511399197001010018" in text.zh and "511399199104040059" in text.en for text in said.conflicts)
    assert [text.zh[:6] for text in said.notices] == ["两个对象本身"], "what contradicts is said once"
    found = undone.review.explain(OPERATOR, "people:P1", "people:P2").reasons
    assert set(said.conflicts) <= set(found), "and by the same example where it is said again"
    with pytest.raises(NetinvError, match="--force"):
        undone.review.judge(OPERATOR, "people:P1", "people:P2", "same", "同一人")
    assert undone.review.judgements(OPERATOR) == []
    undone.review.judge(OPERATOR, "people:P1", "people:P2", "same", "证号录错，已核", force=True)
    undone.resolve(OPERATOR)
    assert one(undone, "people:P1", "people:P2", "kin:K1:a", "event_people:EP1")
    assert [j.forced for j in undone.review.judgements(OPERATOR)] == [True]


def test_a_persons_own_judgement_is_not_overruled_by_another(undone: Workspace) -> None:
    undone.review.judge(OPERATOR, "people:P3", "people:P4", "different", "两人")
    undone.review.judge(OPERATOR, "people:P4", "people:P5", "same", "一人两名")
    with pytest.raises(NetinvError, match="netinv undo"):
        undone.review.judge(OPERATOR, "people:P3", "people:P5", "same", "误会", force=True)
    said = undone.review.preview(OPERATOR, "people:P3", "people:P4", "same")
    assert (said.conflicts, len(said.notices)) == ([], 1), "the very pair may be judged anew, and says so"


@pytest.mark.parametrize(
    ("a", "b", "verdict", "reason"),
    [
        ("people:P1", "people:P1", "same", "x"),
        ("people:P1", "people:P2", "different", "  "),
        ("people:P1", "event_people:EP1", "perhaps", "x"),
    ],
)
def test_a_judgement_must_make_sense(undone: Workspace, a: str, b: str, verdict: str, reason: str) -> None:
    with pytest.raises(UsageError):
        undone.review.judge(OPERATOR, a, b, verdict, reason)
    assert undone.review.judgements(OPERATOR) == []


def test_a_judgement_on_entities_is_written_by_their_mentions(undone: Workspace) -> None:
    ids = [undone.review.explain(OPERATOR, n, n).left.entity_id for n in ("people:P4", "people:P5")]
    made = undone.review.judge(OPERATOR, ids[0], ids[1], "different", "两人")
    assert {(j.left, j.right) for j in made.judgements} == {("people:P4", "people:P5")}


DECISIONS = [
    ("people:P4", "people:P5", "same"),
    ("people:P1", "event_people:EP3", "different"),
    ("people:P3", "event_people:EP2", "different"),
]


def test_decisions_in_any_order_give_the_same_and_so_does_a_rebuild(
    undone: Workspace, tmp_path: Path
) -> None:
    seen = set()
    for order in permutations(DECISIONS):
        for a, b, verdict in order:
            undone.review.judge(OPERATOR, a, b, verdict, "x")
        undone.resolve(OPERATOR)
        seen.add(digest(undone, tmp_path))
        undone.rebuild(OPERATOR)
        undone.resolve(OPERATOR)
        seen.add(digest(undone, tmp_path))
        take_back(undone)
    assert len(seen) == 1


# --- split


def mentions(ws: Workspace, name: str) -> set[str]:
    entity = ws.review.explain(OPERATOR, name, name).left.entity_id
    return {
        f"{m.table}:{m.record_id}" + f":{m.ref}" * bool(m.ref) for m in ws.entity(OPERATOR, entity).mentions
    }


def test_a_split_takes_the_mentions_out_and_keeps_the_rest_together(undone: Workspace) -> None:
    assert mentions(undone, "people:P3") == {"people:P3", "event_people:EP2", "event_people:EP4"}
    said = undone.review.preview_split(OPERATOR, ["event_people:EP4"])
    assert (said.left.mentions, said.right.mentions) == (2, 1)
    made = undone.review.split(OPERATOR, ["event_people:EP4"], "另一人")
    assert len(made.judgements) == said.judgements
    undone.resolve(OPERATOR)
    assert mentions(undone, "people:P3") == {"people:P3", "event_people:EP2"}
    assert mentions(undone, "event_people:EP4") == {"event_people:EP4"}


def test_one_judgement_speaks_for_all_that_bear_one_number(undone: Workspace) -> None:
    """柏清源's number stands in two rows; the bare mention is kept from one of them, which is enough."""
    made = undone.review.split(OPERATOR, ["event_people:EP1"], "号码被人借用")
    assert [(j.left, j.right) for j in made.judgements] == [("event_people:EP1", "people:P1")]
    undone.resolve(OPERATOR)
    assert not one(undone, "kin:K1:a", "event_people:EP1")


@pytest.mark.parametrize(
    "out", [["people:P3", "event_people:EP2", "event_people:EP4"], ["people:P3", "people:P1"]]
)
def test_a_split_needs_some_and_not_all_of_one_entity(undone: Workspace, out: list[str]) -> None:
    with pytest.raises(UsageError):
        undone.review.split(OPERATOR, out, "x")


def test_new_records_do_not_rejoin_what_was_split(
    open_workspace: Callable[[], Workspace], tmp_path: Path
) -> None:
    ws = open_workspace()
    ws.ingest(OPERATOR, drop(tmp_path / "青岚县", tables(CIRCLE)))
    ws.resolve(OPERATOR)
    ws.review.split(OPERATOR, ["event_people:EP4"], "另一人")
    more = "# event_people\nrecord_id,event_id,name,phone\n"
    more += "".join(f"EX{n},E1,尚屹川,13900000002\n" for n in range(5))
    ws.ingest(OPERATOR, drop(tmp_path / "more", tables(more)), origin="青岚县")
    ws.resolve(OPERATOR)
    assert not one(ws, "people:P3", "event_people:EP4")
    assert not one(ws, "event_people:EP2", "event_people:EP4")


PERSONS = ("people:P1", "people:P2", "people:P3", "people:P4", "people:P5")


@settings(max_examples=12)
@given(pair=st.sampled_from([(a, b) for a in PERSONS for b in PERSONS if a < b]))
def test_merge_then_split_restores_every_relation(
    undone: Workspace, tmp_path: Path, pair: tuple[str, str]
) -> None:
    before, moved = digest(undone, tmp_path), sorted(mentions(undone, pair[1]))
    undone.review.judge(OPERATOR, *pair, "same", "疑为一人", force=True)
    undone.resolve(OPERATOR)
    assert one(undone, *pair)
    undone.review.split(OPERATOR, moved, "查明为两人")
    undone.resolve(OPERATOR)
    assert digest(undone, tmp_path) == before
    undone.rebuild(OPERATOR)
    undone.resolve(OPERATOR)
    assert digest(undone, tmp_path) == before, "no later run rejoins"
    take_back(undone)
    assert digest(undone, tmp_path) == before


# --- the queue


def test_the_queue_asks_first_where_most_hangs_on_the_answer(done: Workspace) -> None:
    asked = done.review.queue(OPERATOR)
    pairs = [(p.left.speaker.mention, p.right.speaker.mention) for p in asked]
    assert pairs == [("people:P1", "candidates:N2"), ("people:P4", "candidates:N2")]
    first, second = asked
    assert (first.left.official, first.left.gang_member) == (True, False)
    assert first.value > second.value
    assert first.uncertainty == second.uncertainty
    assert (first.outcome, first.rival) == ("below", "people:P4")
    assert [a.gang for a in first.alerts] == ["柳溪尚某团伙"]
    assert second.alerts == []
    assert done.review.queue(OPERATOR, limit=1) == [first]


@pytest.mark.parametrize("verdict", ["same", "different", "unsure"])
def test_what_was_judged_is_not_asked_again(done: Workspace, verdict: str) -> None:
    first = done.review.queue(OPERATOR)[0]
    assert not done.review.asked(OPERATOR, first)
    made = done.review.judge(OPERATOR, "people:P1", "candidates:N2", verdict, "x")
    assert done.review.asked(OPERATOR, first)
    assert [p.left.speaker.mention for p in done.review.queue(OPERATOR)] == ["people:P4"]
    assert [a.gang for a in made.alerts] == ["柳溪尚某团伙"], "every decision says which alerts it touches"
    done.review.undo(OPERATOR)
    assert done.review.queue(OPERATOR)[0] == first


@pytest.mark.parametrize("verdict", ["same", "different"])
def test_an_answer_teaches_and_undo_takes_it_back(done: Workspace, tmp_path: Path, verdict: str) -> None:
    """What is learnt is said in a sentence, stands as a row of its own in what was not asked, and is gone
    with the answer."""
    before, (first, second) = digest(done, tmp_path), done.review.queue(OPERATOR)
    assert done.review.learnt(OPERATOR) == []
    done.review.answer(OPERATOR, [second], verdict, "走访核实")
    assert done.review.learnt(OPERATOR) == [], "with the next resolve"
    summary = done.resolve(OPERATOR)
    (said,) = done.review.learnt(OPERATOR)
    assert summary.learnt == [said]
    assert "by 1 answer:" in said.en and "据 1 次复核" in said.zh  # noqa: PT018
    assert said.zh in summary.text("zh")
    if verdict == "different":
        found = done.review.explain(OPERATOR, first.left.speaker.mention, first.right.speaker.mention)
        (join,) = [step.merge for step in found.steps if step.on_path]
        start = beginning(join.probability, join.comparisons)
        assert start is not None
        total = start + sum(c.weight for c in join.comparisons)
        assert total == pytest.approx(log2(join.probability / (1 - join.probability)))
        (learnt,) = [c.weight for c in join.comparisons if c.field == "answers"]
        assert learnt < 0
    done.review.undo(OPERATOR)
    done.resolve(OPERATOR)
    assert (digest(done, tmp_path), done.review.learnt(OPERATOR)) == (before, [])


def test_what_is_judged_by_hand_teaches_nothing(done: Workspace) -> None:
    done.review.judge(OPERATOR, "people:P1", "candidates:N2", "different", "x")
    assert done.resolve(OPERATOR).learnt == []


def test_a_number_that_is_split_holds_nothing_together(done: Workspace) -> None:
    """The gang's register took somebody else's number: its row leaves, all others stay as they are."""
    held = mentions(done, "people:P2")
    done.review.split(OPERATOR, ["gang_members:M1"], "证号被冒用")
    done.resolve(OPERATOR)
    assert mentions(done, "people:P2") == held - {"gang_members:M1"}


def test_alerts_follow_decisions_and_come_back_with_undo(done: Workspace) -> None:
    before = done.alerts(OPERATOR)
    assert len(before) == 1
    said = done.review.preview_split(OPERATOR, ["gang_members:M1"])
    assert [a.alert_id for a in said.alerts] == [before[0].alert_id]
    done.review.split(OPERATOR, ["gang_members:M1"], "证号被冒用")
    done.detect(OPERATOR)
    assert done.alerts(OPERATOR) == []
    done.review.undo(OPERATOR)
    done.detect(OPERATOR)
    assert done.alerts(OPERATOR) == before


# --- explanations


def test_two_are_one_join_by_join(circle: Workspace) -> None:
    found = circle.review.explain(OPERATOR, "event_people:EP2", "event_people:EP4")
    assert found.together
    assert sum(step.on_path for step in found.steps) in (1, 2)
    assert found.steps[-1].left_size + found.steps[-1].right_size == 3, "how the entity grew"
    phone = [c for step in found.steps for c in step.merge.comparisons if c.field == "phone"]
    assert all((c.left, c.right, c.level) == ("13900000002", "13900000002", "same") for c in phone)
    assert all(c.weight > 0 for c in phone)


def test_weights_and_start_add_up_to_the_odds(circle: Workspace) -> None:
    found = circle.review.explain(OPERATOR, "people:P3", "event_people:EP2")
    starts = set()
    for step in found.steps:
        start = beginning(step.merge.probability, step.merge.comparisons)
        assert start is not None
        total = start + sum(c.weight for c in step.merge.comparisons)
        assert total == pytest.approx(log2(step.merge.probability / (1 - step.merge.probability)))
        starts.add(round(start, 3))
    assert len(starts) == 1, "one model, one prior: what is left over is no fudge"


@pytest.mark.parametrize(
    ("a", "b", "says"),
    [
        ("people:P1", "people:P2", "511399199104040059"),
        ("people:P3", "people:P4", "未被列为可能"),
    ],
)
def test_two_are_two_and_why(circle: Workspace, a: str, b: str, says: str) -> None:
    found = circle.review.explain(OPERATOR, a, b)
    assert not found.together
    assert any(says in reason.zh for reason in found.reasons), found.reasons
    assert all(reason.zh and reason.en for reason in found.reasons)
    assert found.compared is not None
    assert found.compared.comparisons


def test_a_bare_name_stays_alone_and_it_says_who_else_it_may_be(done: Workspace) -> None:
    found = done.review.explain(OPERATOR, "people:P1", "candidates:N2")
    assert [("人员 P4" in r.zh, f"{ROUNDS[-1]:.1%}" in r.en) for r in found.reasons] == [(True, True)]
    assert found.start is not None
    assert found.compared is not None
    assert [(c.field, c.left, c.right) for c in found.compared.comparisons[:1]] == [
        ("name", "柏清源", "柏清源")
    ]


def test_a_different_is_a_reason_with_its_author(undone: Workspace) -> None:
    undone.review.judge(OPERATOR, "people:P3", "event_people:EP2", "different", "本人否认")
    undone.resolve(OPERATOR)
    reasons = [r.zh for r in undone.review.explain(OPERATOR, "people:P3", "event_people:EP2").reasons]
    assert any("operator:test" in reason and "本人否认" in reason for reason in reasons)


def test_an_explanation_is_one_page_that_fetches_nothing(circle: Workspace, tmp_path: Path) -> None:
    page = tmp_path / "why.html"
    circle.review.explain_page(OPERATOR, "people:P3", "event_people:EP2", page)
    text = page.read_text("utf-8")
    assert text.count("<svg role=") == 2, "the one join between the two, in both languages"
    assert "default-src 'none'" in text
    outside = text.replace("http://www.w3.org/2000/svg", "").replace("http://www.w3.org/1999/xlink", "")
    assert "http:" not in outside
    assert "https:" not in outside
    assert "<script" not in text


# --- who asks


def test_everything_is_audited_before_it_is_answered(undone: Workspace) -> None:
    undone.review.queue(OPERATOR)
    undone.review.explain(OPERATOR, "people:P1", "people:P2")
    undone.review.preview(OPERATOR, "people:P4", "people:P5", "same")
    undone.review.judge(OPERATOR, "people:P4", "people:P5", "same", "一人两名")
    undone.review.undo(OPERATOR)
    undone.review.judgements(OPERATOR)
    said = [(e.action, e.viewer) for e in undone._audit.entries(last=6)]
    actions = ["review queue", "explain", "judge preview", "judge", "undo", "judgements"]
    assert said == [(action, "operator:test") for action in actions]

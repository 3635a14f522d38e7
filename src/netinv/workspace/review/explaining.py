"""Why two mentions are one, join by join, or why they are not."""

from collections.abc import Iterable, Sequence

import numpy as np

from netinv.ledger.types import Mentions
from netinv.model.alerts import Text
from netinv.model.keys import SEPARATOR
from netinv.model.review import Explanation, Step
from netinv.model.views import MergeView
from netinv.report.numbers import percent
from netinv.report.pairs import beginning
from netinv.resolve.comparisons import compare
from netinv.resolve.contradictions import contradictions
from netinv.resolve.holders import ENOUGH
from netinv.resolve.normalise.regions import Regions
from netinv.resolve.people import read_people
from netinv.resolve.persons import ACCEPT
from netinv.resolve.placing import ROUNDS
from netinv.resolve.reasons import why
from netinv.resolve.result import Comparison, Doubt
from netinv.resolve.tree import Tree
from netinv.workspace.entities import record_of
from netinv.workspace.review.deciding import contradiction_text, judged_text, led_by
from netinv.workspace.review.desk import Desk
from netinv.workspace.review.naming import Target, spoken
from netinv.workspace.review.queue import compared


def explain(desk: Desk, a: Target, b: Target) -> Explanation:
    """Why two mentions or entities are one or two; the same entity twice: how it grew."""
    if a.entity == b.entity:
        return _together(desk, a, b)
    keys = desk.stated(a.entity), desk.stated(b.entity)
    spoken_for = led_by(desk.speaker(a), keys[0]), led_by(desk.speaker(b), keys[1])
    between = desk.between(*keys)
    doubt = _nearest(desk, a, b)
    reasons = [judged_text(j) for j in between if j.verdict == "different"]
    named = desk.named([*keys[0], *keys[1]])
    reasons += [contradiction_text(c) for c in contradictions(named, *spoken_for)]
    left, right = (doubt.left, doubt.right) if doubt else (desk.speaker(a), desk.speaker(b))
    if doubt and _entity(desk, left) != a.entity:
        left, right = right, left
    view: MergeView | None = None
    start: float | None = None
    if doubt:
        reasons.append(_outcome(doubt))
        view = _view(doubt.left, doubt.right, doubt.probability, doubt.comparisons)
        start = beginning(view.probability, view.comparisons)
    elif comparisons := _weigh(named, left, right, desk.resolution.weights()):
        view = _view(left, right, 0.0, comparisons)
        reasons.append(
            Text(
                zh="两者未被列为可能：除姓名外没有共同的号码、账号、单位、住址，或差距太大。下列权重未计姓名的稀有程度",
                en="never a likely pair: they share no number, account, unit or address, or too much "
                "differs. The weights below leave out how rare the name is",
            )
        )
    return Explanation(
        left=desk.side(keys[0], a.entity, left),
        right=desk.side(keys[1], b.entity, right),
        together=False,
        steps=[],
        reasons=reasons,
        compared=view,
        start=start,
        judgements=desk.views(between),
    )


def _together(desk: Desk, a: Target, b: Target) -> Explanation:
    keys = desk.stated(a.entity)
    joins = desk.resolution.joins(a.entity)
    path = Tree(joins).way(a.mention, b.mention) if a.mention and b.mention else set()
    head: dict[str, str] = {}
    size: dict[str, int] = {}

    def find(key: str) -> str:
        while head.get(key, key) != key:
            key = head[key]
        return key

    steps = []
    for join in joins:
        ends = find(join.left), find(join.right)
        sizes = size.get(ends[0], 1), size.get(ends[1], 1)
        on_path = frozenset((join.left, join.right)) in path
        if on_path or not join.of_one_number:
            shown = _view(join.left, join.right, join.probability, join.comparisons)
            steps.append(Step(merge=shown, left_size=sizes[0], right_size=sizes[1], on_path=on_path))
        if ends[0] != ends[1]:
            head[ends[1]] = ends[0]
            size[ends[0]] = sizes[0] + sizes[1]
    reasons = []
    if any(t.mention and t.mention.split(SEPARATOR)[1] == "calls" for t in (a, b)):
        reasons.append(
            Text(
                zh="话单的一端随陈述该号码最多的对象",
                en="the end of a call follows whoever states its number most often",
            )
        )
    sides = [desk.speaker(each) for each in (a, b)]
    return Explanation(
        left=desk.side(keys if a.mention is None else [a.mention], a.entity, sides[0]),
        right=desk.side(keys if b.mention is None else [b.mention], b.entity, sides[1]),
        together=True,
        steps=steps,
        reasons=reasons,
        compared=None,
        start=None,
        judgements=desk.views(desk.between(keys, keys)),
    )


def _entity(desk: Desk, key: str) -> str:
    return desk.resolution.entities_of([key])[key]


def _nearest(desk: Desk, a: Target, b: Target) -> Doubt | None:
    """The likeliest pair that was weighed between the two entities, that of the very mentions first."""
    entity_of: dict[str, str] = {}
    found = []
    for doubt in desk.resolution.doubts(a.entity):
        entity_of |= desk.resolution.entities_of([doubt.left, doubt.right])
        if {entity_of[doubt.left], entity_of[doubt.right]} == {a.entity, b.entity}:
            found.append(doubt)
    asked = {a.mention, b.mention}
    return min(found, key=lambda d: (not {d.left, d.right} <= asked, -d.probability), default=None)


def _outcome(doubt: Doubt) -> Text:
    shown = percent(doubt.probability)
    rival = _rival(doubt) if doubt.rival else None
    if doubt.outcome == "outdone" and rival:
        return Text(
            zh=f"可能性 {shown}；另有更可能者胜出：{rival.zh}",
            en=f"probability {shown}; somebody likelier won: {rival.en}",
        )
    if doubt.outcome == "barred":
        return Text(
            zh=f"可能性 {shown}，但合并后会与不可能成立的情况相抵触",
            en=f"probability {shown}, but as one they would hold what cannot be",
        )
    if rival:
        needed = percent(ROUNDS[-1])
        return Text(
            zh=f"可能性 {shown}，低于归入所需的 {needed}；也可能是{rival.zh}，或各登记册之外的人",
            en=f"probability {shown}, below the {needed} that placing needs; it may also be {rival.en}, or "
            "somebody whom no register holds",
        )
    if any(c.field == "contacts" for c in doubt.comparisons):
        needed = percent(ENOUGH)
    else:
        needed = percent(ROUNDS[-1] if all(not c.left for c in doubt.comparisons[1:]) else ACCEPT)
    return Text(
        zh=f"可能性 {shown}，低于合并所需的 {needed}",
        en=f"probability {shown}, below the {needed} that it needs",
    )


def _rival(doubt: Doubt) -> Text:
    """Who else it could be, and how likely."""
    name, likely = spoken(doubt.rival), percent(doubt.rival_probability)
    return Text(zh=f"{name.zh}（{likely}）", en=f"{name.en} ({likely})")


def _view(left: str, right: str, probability: float, comparisons: Iterable[Comparison]) -> MergeView:
    return MergeView(
        left=record_of(left)[1:],
        right=record_of(right)[1:],
        probability=probability,
        comparisons=compared(comparisons),
    )


def _weigh(
    named: Mentions, left: str, right: str, weights: dict[str, tuple[float, ...]]
) -> Sequence[Comparison]:
    """Compare two mentions of persons that were not compared before."""
    people = read_people(named, Regions.learn(()))
    place = {key: i for i, key in enumerate(people.key)}
    if left not in place or right not in place or not weights:
        return ()
    pair = place[left], place[right]
    levels = compare(people, np.array([pair], np.int64))[0]
    return [Comparison(*each) for each in why(people, weights, levels.tolist(), 0.0, *pair)]

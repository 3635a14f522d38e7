"""What a decision would do, and the judgements it is written as."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from netinv.ledger.types import Judgement, Verdict
from netinv.model.alerts import Text
from netinv.model.errors import ContradictedError, UsageError
from netinv.model.review import Consequences
from netinv.report import labels
from netinv.resolve.apart import apart
from netinv.resolve.contradictions import Contradiction, contradictions
from netinv.workspace.review.desk import Desk
from netinv.workspace.review.naming import Target, spoken

_VERDICT = {"same": Text(zh="同一", en="same"), "different": Text(zh="不同", en="different")}


class Plan(NamedTuple):
    """Judgements to be written, in pairs of mention keys, and what to say of them before."""

    verdict: str
    pairs: list[tuple[str, str]]
    consequences: Consequences


def plan(desk: Desk, a: Target, b: Target, verdict: str) -> Plan:
    """What it takes to hold two mentions or entities to be the same, different, or unsure."""
    if a == b:
        raise UsageError("两边是同一处提及或同一对象 / both sides name the same mention or entity")
    sides = desk.keys(a), desk.keys(b)
    speakers = desk.speaker(a), desk.speaker(b)
    pairs = [speakers]
    if verdict == "different" and not (a.mention and b.mention):
        if a.entity == b.entity:
            raise UsageError(
                "两边属于同一对象：请用 netinv split 指明分出哪些提及 / "
                "both belong to one entity: use `netinv split` to say which mentions to take out"
            )
        pairs = apart(desk.named([*sides[0], *sides[1]]), *sides) or pairs
    conflicts, forceable, fields = _conflicts(desk, *speakers, verdict)
    notices = [*_replaced(desk, pairs, verdict), *_notices(desk, a, b, speakers, verdict, fields)]
    return Plan(
        verdict,
        pairs,
        Consequences(
            left=desk.side(desk.stated(a.entity), a.entity, speakers[0]),
            right=desk.side(desk.stated(b.entity), b.entity, speakers[1]),
            verdict=verdict,
            alerts=desk.touched({a.entity, b.entity}) if verdict != "unsure" else [],
            conflicts=conflicts,
            forceable=forceable,
            notices=notices,
            judgements=len(pairs),
        ),
    )


def plan_split(desk: Desk, out: Sequence[Target]) -> Plan:
    """What it takes to move some mentions out of their entity for good."""
    entities = {each.entity for each in out}
    going = sorted({each.mention for each in out if each.mention})
    if len(entities) != 1 or len(going) != len(set(out)):
        raise UsageError(
            "请列出同一对象的提及（表:编号[:引用]）/ name mentions (TABLE:RECORD_ID[:REF]) of one entity"
        )
    entity = entities.pop()
    rest = [key for key in desk.stated(entity) if key not in going]
    if not rest:
        raise UsageError("不能分出全部提及 / the mentions to take out are all that the entity has")
    bound = [(j.left_key, j.right_key) for j in desk.between(rest, going) if j.verdict == "same"]
    named = desk.named([*rest, *going])
    pairs = sorted({*apart(named, rest, going, listed=True), *bound})
    alike = [c for c in contradictions(named, rest, going) if c.field in ("number", "uscc")]
    notices = [contradiction_text(c) for c in alike]
    return Plan(
        "different",
        pairs,
        Consequences(
            left=desk.side(rest, entity),
            right=desk.side(going, entity),
            verdict="different",
            alerts=desk.touched({entity}),
            conflicts=[],
            forceable=True,
            notices=[*_replaced(desk, pairs, "different"), *notices],
            judgements=len(pairs),
        ),
    )


def verdicts(made: Plan, reason: str, force: bool) -> list[Verdict]:
    """The judgements of a plan. UsageError: no reason; ContradictedError: a conflict, no force."""
    if not reason.strip():
        raise UsageError("判定须说明理由（--reason）/ a judgement needs a reason (--reason)")
    said = made.consequences
    if said.conflicts and not (force and said.forceable):
        zh, en = ("；".join(c.zh for c in said.conflicts), "; ".join(c.en for c in said.conflicts))
        how_zh = "，如确有依据可加 --force" if said.forceable else "，须先撤销该判定（netinv undo）"
        how_en = "; --force writes it all the same" if said.forceable else "; undo that judgement first"
        raise ContradictedError(
            f"与已知情况矛盾，未写入：{zh}{how_zh} / not written, for it contradicts: {en}{how_en}"
        )
    forced = bool(said.conflicts) and made.verdict == "same"
    return [Verdict(left, right, made.verdict, reason.strip(), forced) for left, right in made.pairs]


def _conflicts(desk: Desk, left: str, right: str, verdict: str) -> tuple[list[Text], bool, set[str]]:
    """What speaks against a verdict on two mentions, whether it may be written all the same, and the fields
    in which the two contradict each other."""
    pair = min(left, right), max(left, right)
    bound = desk.bound(left, pair), desk.bound(right, pair)
    if verdict == "same":
        apart_by_hand = [
            j for j in desk.between(*bound) if j.verdict == "different" and (j.left_key, j.right_key) != pair
        ]
        stated = contradictions(
            desk.named([*bound[0], *bound[1]]), led_by(left, bound[0]), led_by(right, bound[1])
        )
        said = [*map(judged_text, apart_by_hand), *map(contradiction_text, stated)]
        return said, not apart_by_hand, {each.field for each in stated}
    if verdict == "different" and right in bound[0]:
        chain = [j for j in desk.judgements if j.verdict == "same" and {j.left_key, j.right_key} <= bound[0]]
        return [judged_text(j) for j in chain if (j.left_key, j.right_key) != pair], False, set()
    return [], True, set()


def led_by(speaker: str, keys: Collection[str]) -> list[str]:
    """Mentions with the one that speaks for them first: what contradicts is shown of it where it can be, so
    that whoever is told so twice sees the same example."""
    return [speaker, *sorted(key for key in keys if key != speaker)]


def _notices(
    desk: Desk, a: Target, b: Target, pair: tuple[str, str], verdict: str, said: Collection[str]
) -> list[Text]:
    """What somebody should know who holds two to be the same although their entities cannot be one.

    Fields already `said` to contradict are not named again.
    """
    if verdict != "same" or a.entity == b.entity:
        return []
    left, right = desk.stated(a.entity), desk.stated(b.entity)
    judged = [
        judged_text(j)
        for j in desk.between(left, right)
        if j.verdict == "different" and {j.left_key, j.right_key} != set(pair)
    ]
    stated = contradictions(desk.named([*left, *right]), left, right)
    if not judged and not stated:
        return []
    return [
        Text(
            zh="两个对象本身不能合为一个，只有这两处提及（及与其绑定者）会在一起",
            en="the two entities cannot become one; only these two mentions, and what is bound to them, "
            "will be together",
        ),
        *judged,
        *(contradiction_text(each) for each in stated if each.field not in said),
    ]


def _replaced(desk: Desk, pairs: Sequence[tuple[str, str]], verdict: str) -> list[Text]:
    wanted = {tuple(sorted(pair)) for pair in pairs}
    return [
        Text(zh=f"将取代：{judged_text(j).zh}", en=f"this replaces: {judged_text(j).en}")
        for j in desk.judgements
        if (j.left_key, j.right_key) in wanted and j.verdict != verdict
    ]


def judged_text(j: Judgement) -> Text:
    """A judgement as a sentence."""
    said = _VERDICT.get(j.verdict, Text(zh="存疑", en="unsure"))
    left, right = spoken(j.left_key), spoken(j.right_key)
    return Text(
        zh=f"{j.actor} 已判定 {left.zh} — {right.zh} 为“{said.zh}”（第 {j.seq} 号决定，理由：{j.reason}）",
        en=f"{j.actor} held {left.en} — {right.en} to be {said.en} (decision {j.seq}, because: {j.reason})",
    )


def contradiction_text(c: Contradiction) -> Text:
    """A contradiction as a sentence."""
    field = labels.field_name("organization" if c.field == "uscc" else "person", c.field)
    left, right = spoken(c.left), spoken(c.right)
    return Text(
        zh=f"{field.zh}不同：{c.left_value} 见{left.zh}，{c.right_value} 见{right.zh}",
        en=f"{field.en} differs: {c.left_value} in {left.en}, {c.right_value} in {right.en}",
    )

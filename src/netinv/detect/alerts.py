"""Scored signals of one pair -> the alert that people read: sentences, picture, what speaks against it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from netinv.detect.chance import Chance
from netinv.detect.facts import Fact, Pair, Reading, refs
from netinv.detect.interval import interval
from netinv.detect.labels import Labels
from netinv.detect.score import Scored, families, signals, strength, usual
from netinv.detect.term import last_day
from netinv.model.alerts import (
    Alert,
    Explanation,
    Family,
    Gang,
    Merge,
    Official,
    PictureEdge,
    PictureNode,
    Signal,
    Text,
    WithoutPiece,
)  # fmt: skip
from netinv.model.keys import SEPARATOR
from netinv.model.rules import ExplanationRule, Rule, explanations
from netinv.model.wording import by_number

SHOWN_PARTIES = 3
Members = Mapping[str, tuple[str, ...]]
"""Whoever a gang is said to hold, with the records that say so."""
KINDS = {"P": "person", "O": "organization"}


@dataclass(frozen=True)
class Weighed:
    """One pair that meets the condition: its facts as they count, its signals, and the readings that bear on
    it."""

    facts: tuple[Fact, ...]
    scored: tuple[Scored, ...]
    used: tuple[Reading, ...]


@dataclass(frozen=True)
class Context:
    """What all alerts of one run share."""

    labels: Labels
    entity_of: Mapping[str, str]
    members: Mapping[str, Members]
    chance: Chance
    as_of: str
    rules: dict[str, Rule]


def signal(scored: Scored, official: str, gang: str, labels: Labels, worth: float = 1.0) -> Signal:
    """A scored rule as the signal that people read; `worth`: what its stated weight is worth, measured."""
    facts = [f for f in scored.facts if f.records]
    days = sorted(f.at.date().isoformat() for f in facts if f.at)
    parties = list(dict.fromkeys(labels.name(f.party) for f in facts if f.party))
    amount = sum(f.amount or 0.0 for f in facts)
    values = {
        "official": labels.name(official),
        "gang": gang,
        "n": len(facts),
        "since": days[0] if days else "？",
        "until": days[-1] if days else "？",
    }
    shown, more = parties[:SHOWN_PARTIES], len(parties) - SHOWN_PARTIES
    zh = "、".join(shown) + (f"等 {len(parties)} 方" if more > 0 else "")
    en = ", ".join(shown) + (f" and {more} more" if more > 0 else "")
    sentence = scored.rule.sentence
    longest = max(facts, key=lambda f: (f.counts, len(f.path)))
    return Signal(
        rule=scored.rule.id,
        family=scored.rule.family,
        log_lr=round(worth * scored.log_lr, 6),
        records=list(dict.fromkeys(ref for f in facts for ref in refs(f.records))),
        text=Text(
            zh=sentence.zh.format(**values, parties=zh, amount=_yuan_zh(amount)),
            en=by_number(sentence.en, values).format(**values, parties=en, amount=f"CNY {amount:,.0f}"),
        ),
        since=days[0] if days else None,
        until=days[-1] if days else None,
        path=list(longest.path),
        discounts=_discounts(facts),
    )


def open_signal(scored: Scored, official: str, gang: str, labels: Labels) -> Signal:
    """A signal on identities that are likely and not settled: it says how likely, and counts nothing."""
    sure = [f.sure for f in scored.facts]
    low, high = f"{min(sure):.0%}", f"{max(sure):.0%}"
    span = low if low == high else f"{low}–{high}"
    likely = Text(
        zh=f"身份尚未认定，是同一人的可能性 {span}",
        en=f"identity not settled; the same person with probability {span}",
    )
    return signal(scored, official, gang, labels, worth=0.0).model_copy(update={"discounts": [likely]})


def usual_signal(scored: Scored, official: str, gang: str, labels: Labels) -> Signal:
    """What is no more than usual, as the signal that people read: its rule's sentence would say it is."""
    found = signal(scored, official, gang, labels, worth=0.0)
    text = Text(
        zh="该团伙的事务中有此类情形，但未超出常例",
        en="There are such in matters of the gang, no more than usual",
    )
    return found.model_copy(update={"text": text})


def _yuan_zh(amount: float) -> str:
    return f"{amount / 10_000:.1f} 万元" if amount >= 10_000 else f"{amount:.0f} 元"


def _discounts(facts: Sequence[Fact]) -> list[Text]:
    weakened = [f for f in facts if f.keep < 1]
    doubtful = [f for f in facts if f.sure < 0.9]
    poor = [f for f in facts if f.believed < 1]
    result = []
    if weakened:
        result.append(
            Text(
                zh=f"其中 {len(weakened)} 项因有合理解释减轻",
                en=f"less weight to {len(weakened)} of these, for an innocent reading",
            )
        )
    if doubtful:
        result.append(
            Text(
                zh=f"其中 {len(doubtful)} 项的身份认定不足九成把握",
                en=f"an identity less than 90 % sure under {len(doubtful)} of these",
            )
        )
    if poor:
        result.append(
            Text(
                zh=f"其中 {len(poor)} 项因来源等级较低减轻",
                en=f"less weight to {len(poor)} of these, for the low grade of their source",
            )
        )
    return result


def explained(
    pair: Pair,
    facts: Sequence[Fact],
    readings: Sequence[Reading],
    rules: Mapping[str, ExplanationRule],
    labels: Labels,
) -> list[Explanation]:
    """Every innocent reading that bears on the alert's rules: found in the records, looked up in vain, or
    open."""
    used = {f.rule for f in facts}
    name = labels.name(pair[0])
    result = []
    for code, rule in rules.items():
        if not used & set(rule.covers):
            continue
        found = [r for r in readings if r.code == code]
        text = rule.found if found else rule.none
        result.append(
            Explanation(
                code=code,
                checked=True,
                finding=("explains" if rule.keeps == 0 else "weakens") if found else "none",
                text=Text(zh=text.zh.format(official=name), en=text.en.format(official=name)),
                records=list(dict.fromkeys(ref for r in found for ref in refs(r.records)))[:12],
            )
        )
    others = labels.bearers.get(name, 1) - 1
    result.append(
        Explanation(
            code="namesake",
            checked=True,
            finding="weakens" if others else "none",
            text=Text(
                zh=f"数据中另有 {others} 名“{name}”，须先核实身份" if others else f"数据中没有其他“{name}”",
                en=f"{others} more bear the name {name}: check the identity first"
                if others
                else f"Nobody else in the data is called {name}",
            ),
        )
    )
    result.append(
        Explanation(
            code="unrecorded_duty",
            checked=False,
            finding="open",
            text=Text(
                zh="是否另有未登记的公务安排，须向其单位核实",
                en="Whether there was a duty that nobody recorded: ask the unit",
            ),
        )
    )
    return result


def picture(
    facts: Sequence[Fact],
    pair: Pair,
    gang: Gang,
    members: Members,
    labels: Labels,
    families_of: Mapping[str, Text],
) -> tuple[list[PictureNode], list[PictureEdge]]:
    """Nodes and edges of the alert: each counted fact's path, and the gang behind its members."""
    nodes: dict[str, PictureNode] = {
        pair[0]: PictureNode(id=pair[0], kind="person", label=labels.name(pair[0]), role="official")
    }
    edges: dict[tuple[str, str, str], list[Fact]] = {}
    for fact in facts:
        path = list(fact.path)
        if path[:1] != [pair[0]]:
            path = [pair[0], *(p for p in path if p != pair[0])]
        for id in path[1:]:
            role = "member" if id in members else "company" if id.startswith("O") else "between"
            nodes.setdefault(
                id, PictureNode(id=id, kind=KINDS.get(id[:1], "person"), label=labels.name(id), role=role)
            )
        end = path[-1]
        if end not in members:
            path.append(gang.gang_id)
        for left, right in pairwise(path):
            edges.setdefault((left, right, fact.rule), []).append(fact)
    nodes[gang.gang_id] = PictureNode(id=gang.gang_id, kind="gang", label=gang.name, role="gang")
    result = [
        PictureEdge(
            source=left,
            target=right,
            kind=rule,
            family=group[0].family,
            text=families_of[rule],
            records=list(dict.fromkeys(ref for f in group for ref in refs(f.records)))[:12],
        )
        for (left, right, rule), group in edges.items()
    ]
    for id in nodes:
        if id in members:
            result.append(
                PictureEdge(
                    source=id,
                    target=gang.gang_id,
                    kind="member_of",
                    family=Family.LINK,
                    text=Text(zh="团伙成员", en="member"),
                    records=refs(members[id]),
                )
            )
    return list(nodes.values()), result


def without_each(scored: Sequence[Scored], chance: Chance) -> list[WithoutPiece]:
    """The probability without each signal."""
    return [
        WithoutPiece(
            signal=i,
            probability=round(chance.probability(strength(s for s in scored if s is not one)), 6),
        )
        for i, one in enumerate(scored)
    ]


def weakest_merge(
    scored: Sequence[Scored], labels: Labels, entity_of: Mapping[str, str]
) -> tuple[Merge | None, tuple[str, str] | None]:
    """The least sure merge among the counted facts."""
    doubtful = [f for s in scored for f in s.facts if f.doubt]
    if not doubtful:
        return None, None
    worst = min(doubtful, key=lambda f: (f.sure, f.doubt or ("", "")))
    assert worst.doubt is not None
    left, right = (_where(key) for key in worst.doubt)
    name = labels.name(entity_of[worst.doubt[0]])
    return (
        Merge(
            probability=round(worst.sure, 6),
            left=left,
            right=right,
            text=Text(
                zh=f"{left} 与 {right} 被认定为同一人或单位（{name}），把握 {worst.sure:.0%}",
                en=f"{left} and {right} are held to be one ({name}), {worst.sure:.0%} sure",
            ),
        ),
        worst.doubt,
    )


def _where(key: str) -> str:
    _, table, record, ref, _ = key.split(SEPARATOR)
    return f"{table}:{record}" + (f" ({ref})" if ref else "")


def compose(
    alert_id: str,
    official: Official,
    gang: Gang,
    weighed: Weighed,
    context: Context,
    q_value: float,
    unsettled: Sequence[Scored] = (),
) -> Alert:
    """Put one alert together; see `Alert` for what each part says."""
    pair, labels, chance = (official.entity_id, gang.gang_id), context.labels, context.chance
    scored, known, members = weighed.scored, context.rules, context.members[gang.gang_id]
    facts = [f for s in scored for f in s.facts if f.records]
    nodes, edges = picture(facts, pair, gang, members, labels, {s.rule.id: s.rule.label for s in scored})
    suspended = signals([f for f in weighed.facts if f.keep == 0], known, explained=False)
    merge, doubt = weakest_merge(scored, labels, context.entity_of)
    rescored = None
    if doubt:
        rest = signals([f for f in weighed.facts if f.doubt != doubt], known)
        rescored = round(chance.probability(strength(rest)), 6)
    ids = {s.rule.id for s in scored}
    bearing = [f for f in weighed.facts if f.rule in ids or f.keep == 0]
    counted = families(scored)
    return Alert(
        alert_id=alert_id,
        official=official,
        gang=gang,
        probability=round(chance.probability(strength(scored)), 6),
        prior=round(chance.prior, 6),
        interval=interval(alert_id, weighed.facts, known, chance),
        q_value=round(q_value, 6),
        families=[f for f in (Family.TIE, Family.BENEFIT, Family.ACT) if f in counted],
        # a stated weight is worth `b` times itself: so prior and signals add up to the number
        signals=[signal(s, pair[0], gang.name, labels, chance.b) for s in scored],
        suspended=[signal(s, pair[0], gang.name, labels, chance.b) for s in suspended],
        unsettled=[open_signal(s, pair[0], gang.name, labels) for s in unsettled],
        usual=[usual_signal(s, pair[0], gang.name, labels) for s in usual(weighed.facts, known)],
        weakest_merge=merge,
        without_weakest_merge=rescored,
        innocent_explanations=explained(pair, bearing, weighed.used, explanations(), labels),
        refutations=[
            *(s.rule.refuted_by for s in scored if s.rule.family is not Family.LINK),
            Text(
                zh="核实后发现相关记录说的不是同一个人",
                en="The records turn out to speak of different people",
            ),
        ],
        without=without_each(scored, chance),
        nodes=nodes,
        edges=edges,
        as_of=context.as_of,
        raised_on=context.as_of,
        expires_on=last_day(context.as_of),
    )

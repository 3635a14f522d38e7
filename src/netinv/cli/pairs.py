"""Pairs, explanations and decisions as lines of text, in one language."""

from collections.abc import Iterator, Sequence

from netinv.model.alerts import Text
from netinv.model.review import (
    AlertTouched,
    Consequences,
    Decision,
    Doubtful,
    Explanation,
    JudgementView,
    Side,
)
from netinv.model.views import ComparisonView, MergeView
from netinv.report import labels

FIELDS = (
    "name", "former_names", "aliases", "id_number", "gender", "birth_date", "phones", "account", "address",
    "unit", "title", "uscc", "region", "legal_rep",
)  # fmt: skip
"""What is shown side by side, in this order."""
VALUES = 4
"""Values of one field that are shown; the rest are counted."""

Row = tuple[str, str, str]


class Lines:
    """Speaks one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def of(self, text: Text) -> str:
        """A text in the language."""
        return str(getattr(text, self.lang))

    def say(self, zh: str, en: str) -> str:
        """The one of two."""
        return en if self.lang == "en" else zh

    # --- pairs

    def side_by_side(self, left: Side, right: Side) -> list[Row]:
        """(field, left, right) of everything that either side states."""
        rows = [("", self.head(left), self.head(right))]
        for field in FIELDS:
            cells = self._cell(left, field), self._cell(right, field)
            if any(cells):
                rows.append((self.of(labels.field_name(left.kind, field)), *cells))
        return rows

    def head(self, side: Side) -> str:
        """A side in a line: its name, role, the mention that speaks for it, how many there are."""
        roles = [
            word
            for word, holds in (
                (self.say("公职", "official"), side.official),
                (self.say("团伙成员", "gang member"), side.gang_member),
            )
            if holds
        ]
        role = f" [{', '.join(roles)}]" if roles else ""
        count = self.say(
            f"{side.mentions} 处提及", f"{side.mentions} mention{'s' if side.mentions > 1 else ''}"
        )
        return f"{side.label}{role} {side.speaker.mention} ({count})"

    def _cell(self, side: Side, field: str) -> str:
        values = [fact.value for fact in side.facts if fact.column == field]
        more = len(values) - VALUES
        return "; ".join(values[:VALUES]) + (f" … +{more}" if more > 0 else "")

    def comparisons(self, kind: str, found: Sequence[ComparisonView]) -> list[tuple[str, str, str, str, str]]:
        """(field, left, right, level, weight in bits) of each comparison."""
        return [
            (
                self.of(labels.field_name(kind, c.field)),
                c.left,
                c.right,
                self.of(labels.level(c.field, c.level)),
                f"{c.weight:+.1f}",
            )
            for c in found
        ]

    def asked(self, pair: Doubtful) -> str:
        """What a pair of the queue asks."""
        p = f"{pair.probability:.2f}"
        if pair.joined:
            return self.say(
                f"现合为一（可能性 {p}），是否同一？若不同，将分出 {pair.right.mentions} 处提及",
                f"held to be one (probability {p}): are they? If not, {pair.right.mentions} mentions go",
            )
        rival = ""
        if pair.rival:
            shown = f"{pair.rival} ({pair.rival_probability:.2f})"
            rival = self.say(f"；也可能是 {shown}", f"; it may also be {shown}")
        return self.say(
            f"现为两个（可能性 {p}{rival}），是否同一？", f"held to be two (probability {p}{rival}): same?"
        )

    # --- what a decision does

    def alerts(self, touched: Sequence[AlertTouched]) -> str:
        """The alerts that stand on the entities concerned, in a line."""
        if not touched:
            return self.say("不涉及现有预警", "touches no alert that stands")
        named = "; ".join(f"{a.official} ↔ {a.gang} ({a.probability:.2f})" for a in touched)
        return self.say(f"涉及 {len(touched)} 条预警：{named}", f"touches {len(touched)} alerts: {named}")

    def consequences(self, said: Consequences) -> Iterator[str]:
        """What a decision would do."""
        yield self.alerts(said.alerts)
        if said.judgements > 1:
            yield self.say(f"写入 {said.judgements} 条判定", f"takes {said.judgements} judgements")
        yield from (self.say("矛盾：", "conflict: ") + self.of(text) for text in said.conflicts)
        yield from (self.say("注意：", "note: ") + self.of(text) for text in said.notices)

    def decided(self, made: Decision) -> Iterator[str]:
        """A decision that was written."""
        count, number = len(made.judgements), made.decision
        yield self.say(
            f"已写入第 {number} 号决定（{count} 条判定），可用 netinv undo {number} 撤销",
            f"decision {number} is written ({count} judgements); netinv undo {number} takes it back",
        )
        yield self.alerts(made.alerts)
        yield self.next_step()

    def undone(self, made: Decision) -> Iterator[str]:
        """A decision that was taken back."""
        yield self.say(f"已撤销第 {made.decision} 号决定", f"decision {made.decision} is taken back")
        yield self.alerts(made.alerts)
        yield self.next_step()

    def next_step(self) -> str:
        """What brings the rest up to date."""
        return self.say(
            "合并与预警由 netinv detect 更新", "`netinv detect` brings entities and alerts up to date"
        )

    def judgement(self, j: JudgementView) -> str:
        """One judgement in a line."""
        verdict = {
            "same": self.say("同一", "same"),
            "different": self.say("不同", "different"),
            "unsure": self.say("存疑", "unsure"),
        }[j.verdict]
        marks = [
            mark
            for mark, holds in (
                (self.say("强制", "forced"), j.forced),
                (self.say("已撤销", "taken back"), j.revoked),
                (self.say("合并结果尚未体现", "not shown by the entities as they stand"), not j.obeyed),
            )
            if holds
        ]
        mark = f" [{', '.join(marks)}]" if marks else ""
        return f"{j.decision}  {j.at[:16]}  {j.actor}  {j.left} — {j.right}: {verdict}{mark}  {j.reason}"

    # --- explanations

    def explanation(self, found: Explanation) -> Iterator[str]:
        """Why two are one, or not."""
        for side in (found.left, found.right):
            yield self.head(side)
        kind = found.left.kind
        if found.together:
            shown = [step for step in found.steps if step.on_path] or found.steps
            count, between = len(found.steps), len(shown)
            line = self.say(f"同一对象，由 {count} 次合并而成", f"one entity, grown by {count} joins")
            if between < count:
                line += self.say(f"；两者之间经 {between} 次", f"; {between} lie between the two")
            yield line
            for n, step in enumerate(shown, 1):
                sizes = f"{step.left_size}+{step.right_size}"
                yield f"{n}. {self._merge(step.merge)}  ({sizes})"
                yield from self._weights(kind, step.merge)
        else:
            yield self.say("不是同一对象：", "not one entity:")
        yield from (f"· {self.of(reason)}" for reason in found.reasons)
        if found.compared:
            yield self._merge(found.compared)
            if found.start is not None:
                start = self.say(
                    "起点（基础可能性与同名竞争）", "start: how likely before, and who else competes"
                )
                yield f"   {start} {found.start:+.1f}"
            yield from self._weights(kind, found.compared)
        yield from (self.judgement(j) for j in found.judgements)

    def _merge(self, merge: MergeView) -> str:
        pair = " — ".join(":".join(ref) for ref in (merge.left, merge.right))
        return f"{pair}  p = {merge.probability:.4f}" if merge.probability else pair

    def _weights(self, kind: str, merge: MergeView) -> Iterator[str]:
        for field, left, right, level, weight in self.comparisons(kind, merge.comparisons):
            values = f"  {left} | {right}" if left or right else ""
            yield f"   {weight:>6}  {field}: {level}{values}"

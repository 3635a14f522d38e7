"""Review of identities: `Workspace.review`."""

from collections.abc import Sequence
from pathlib import Path

from netinv.access.audit import Audit
from netinv.access.viewer import Viewer
from netinv.ledger.ledger import Ledger
from netinv.ledger.types import Judgement
from netinv.model.errors import NotFoundError
from netinv.model.keys import SEPARATOR
from netinv.model.review import Consequences, Decision, Doubtful, Explanation, JudgementView
from netinv.workspace.atomic import write_whole
from netinv.workspace.projections import Projections
from netinv.workspace.review.deciding import Plan, plan, plan_split, verdicts
from netinv.workspace.review.desk import Desk
from netinv.workspace.review.explaining import explain
from netinv.workspace.review.queue import dressed, ranked

SHOWN = 50
"""Pairs of the queue that are dressed up unless more are asked for."""


class Review:
    """What people decide about identities. Names of mentions and entities: see `review.naming`.

    Every method is audited before it answers. A judgement is on disk when its method returns; entities
    and alerts follow with the next `resolve` and `detect`. UsageError, NotFoundError: what was named is
    unclear or absent.
    """

    def __init__(self, ledger: Ledger, projections: Projections, audit: Audit) -> None:
        self._ledger = ledger
        self._projections = projections
        self._audit = audit

    def queue(self, viewer: Viewer, limit: int = SHOWN) -> list[Doubtful]:
        """The doubtful pairs of the entities as they stand, the most informative first."""
        self._audit.record(viewer, "review queue", "", f"limit={limit}")
        desk = self._desk()
        return [dressed(desk, pair) for pair in ranked(desk)[:limit]]

    def asked(self, viewer: Viewer, pair: Doubtful) -> bool:
        """Whether somebody has judged a pair of the queue since it was read."""
        sides = pair.left.speaker, pair.right.speaker
        self._audit.record(viewer, "review pair", " ".join(side.mention for side in sides))
        names = [(side.origin, side.table, side.record_id, side.ref, side.kind) for side in sides]
        keys = {SEPARATOR.join(name) for name in names}
        return any({j.left_key, j.right_key} == keys for j in self._ledger.judgements())

    def explain(self, viewer: Viewer, a: str, b: str) -> Explanation:
        """Why two are one, or why they are not."""
        self._audit.record(viewer, "explain", f"{a} {b}")
        desk = self._desk()
        return explain(desk, desk.target(a), desk.target(b))

    def explain_page(self, viewer: Viewer, a: str, b: str, to: Path, lang: str = "zh") -> None:
        """The explanation as one HTML file with pictures that opens offline, in both languages."""
        from netinv.report.explanation import render_explanation

        write_whole(to, [render_explanation(self.explain(viewer, a, b), lang)])

    def preview(self, viewer: Viewer, a: str, b: str, verdict: str) -> Consequences:
        """What a judgement would do: alerts touched, conflicts, how many judgements it takes."""
        self._audit.record(viewer, "judge preview", f"{a} {b}", verdict)
        return self._plan(a, b, verdict)[1].consequences

    def judge(
        self, viewer: Viewer, a: str, b: str, verdict: str, reason: str, force: bool = False
    ) -> Decision:
        """Hold two mentions or entities to be `same`, `different` or `unsure`.

        NetinvError where it contradicts what is known: `force` writes a *same* although numbers or birth
        dates differ; a person's own judgement has to be undone first.
        """
        self._audit.record(viewer, "judge", f"{a} {b}", f"{verdict}: {reason}")
        desk, made = self._plan(a, b, verdict)
        return self._write(desk, made, viewer, reason, force)

    def preview_split(self, viewer: Viewer, mentions: Sequence[str]) -> Consequences:
        """What a split would do; see `split`."""
        self._audit.record(viewer, "split preview", " ".join(mentions))
        desk = self._desk()
        return plan_split(desk, [desk.target(each) for each in mentions]).consequences

    def split(self, viewer: Viewer, mentions: Sequence[str], reason: str) -> Decision:
        """Take mentions out of their entity: the fewest *different* so that no later run rejoins the two."""
        self._audit.record(viewer, "split", " ".join(mentions), reason)
        desk = self._desk()
        made = plan_split(desk, [desk.target(each) for each in mentions])
        return self._write(desk, made, viewer, reason, force=False)

    def undo(self, viewer: Viewer, decision: int | None = None) -> Decision:
        """Take a decision back, by default the viewer's last one that stands. Nothing is erased."""
        self._audit.record(viewer, "undo", str(decision or ""))
        standing = [
            j
            for j in self._ledger.judgements(history=True)
            if not j.revoked and (j.seq == decision if decision is not None else j.actor == viewer.id)
        ]
        if not standing:
            raise NotFoundError(
                "没有可撤销的决定 / there is no decision to undo"
                if decision is None
                else f"没有仍然有效的第 {decision} 号决定 / no decision {decision} stands"
            )
        last = max(j.seq for j in standing)
        taken = [j for j in standing if j.seq == last]
        self._ledger.revoke_all([j.judgement_id for j in taken], viewer.id)
        return self._decision(self._desk(), last, taken)

    def judgements(self, viewer: Viewer, history: bool = False) -> list[JudgementView]:
        """The judgements that count, oldest first; with `history` all that were ever made."""
        self._audit.record(viewer, "judgements", "")
        return self._desk().views(self._ledger.judgements(history=history))

    def _desk(self) -> Desk:
        return Desk(self._ledger, self._projections)

    def _plan(self, a: str, b: str, verdict: str) -> tuple[Desk, Plan]:
        desk = self._desk()
        return desk, plan(desk, desk.target(a), desk.target(b), verdict)

    def _write(self, desk: Desk, made: Plan, viewer: Viewer, reason: str, force: bool) -> Decision:
        ids = set(self._ledger.judge_all(verdicts(made, reason, force), viewer.id))
        written = [j for j in self._ledger.judgements() if j.judgement_id in ids]
        return self._decision(desk, written[0].seq, written)

    def _decision(self, desk: Desk, decision: int, judgements: Sequence[Judgement]) -> Decision:
        keys = {key for j in judgements for key in (j.left_key, j.right_key)}
        return Decision(
            decision=decision,
            judgements=desk.views(judgements),
            alerts=desk.touched(set(desk.resolution.entities_of(keys).values())),
        )

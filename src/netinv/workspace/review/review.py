"""Review of identities: `Workspace.review`."""

import threading
from collections.abc import Sequence
from pathlib import Path

from netinv.access.audit import Audit
from netinv.access.viewer import Viewer
from netinv.ledger.clock import Clock
from netinv.ledger.ledger import Ledger
from netinv.ledger.types import Judgement
from netinv.model.alerts import Text
from netinv.model.errors import NotFoundError
from netinv.model.keys import SEPARATOR
from netinv.model.review import Consequences, Decision, Doubtful, Explanation, JudgementView, Question
from netinv.resolve.result import Joined
from netinv.workspace.atomic import write_whole
from netinv.workspace.facts import today
from netinv.workspace.projections import Projections
from netinv.workspace.review.answering import apart, plan_answer, question
from netinv.workspace.review.deciding import Plan, plan, plan_split, verdicts
from netinv.workspace.review.desk import Desk
from netinv.workspace.review.explaining import explain
from netinv.workspace.review.learnt import learnt_texts
from netinv.workspace.review.queue import Pair, dressed, ranked, single

SHOWN = 50
"""Pairs of the queue that are dressed up unless more are asked for."""


class Review:
    """What people decide about identities. Names of mentions and entities: see `review.naming`.

    Every method is audited before it answers. A judgement is on disk when its method returns; entities
    and alerts follow with the next `resolve` and `detect`. UsageError, NotFoundError: what was named is
    unclear or absent.
    """

    def __init__(self, ledger: Ledger, projections: Projections, audit: Audit, clock: Clock) -> None:
        self._ledger = ledger
        self._projections = projections
        self._audit = audit
        self._clock = clock
        self._guard = threading.Lock()
        self._order: tuple[object, list[Pair]] | None = None

    def queue(
        self, viewer: Viewer, limit: int = SHOWN, kind: str = "", joined: bool | None = None, skip: int = 0
    ) -> list[Doubtful]:
        """The doubtful pairs of the entities as they stand, the most informative first.

        `kind` keeps to persons or organisations, `joined` to those held to be one (True) or two (False).
        """
        wanted = f"limit={limit} kind={kind} joined={'' if joined is None else joined} skip={skip}"
        self._audit.record(viewer, "review queue", "", wanted)
        desk = self._desk()
        chosen = [
            pair
            for pair in self._ranked(desk)
            if (not kind or pair.found.left.endswith(SEPARATOR + kind))
            and joined in (None, isinstance(pair.found, Joined))
        ]
        return [dressed(desk, pair) for pair in chosen[skip : skip + limit]]

    def learnt(self, viewer: Viewer) -> list[Text]:
        """What the answers so far taught the entities as they stand, as sentences; see `netinv resolve`."""
        self._audit.record(viewer, "review learnt", "")
        return learnt_texts(self._projections.resolution.taught())

    def pairs(self, viewer: Viewer, names: Sequence[tuple[str, str]]) -> list[Doubtful]:
        """What the queue asks about these; what it does not ask about, or somebody judged, is left out."""
        self._audit.record(viewer, "review pairs", " ".join(f"{a} {b}" for a, b in names))
        desk = self._desk()
        judged = {frozenset((j.left_key, j.right_key)) for j in desk.judgements}
        found = []
        for a, b in names:
            ends = desk.speaker(desk.target(a)), desk.speaker(desk.target(b))
            pair = None if frozenset(ends) in judged else single(desk, *ends)
            found += [dressed(desk, pair)] if pair else []
        return found

    def asked(self, viewer: Viewer, pair: Doubtful) -> bool:
        """Whether somebody has judged a pair of the queue since it was read."""
        sides = pair.left.speaker, pair.right.speaker
        self._audit.record(viewer, "review pair", " ".join(side.mention for side in sides))
        names = [(side.origin, side.table, side.record_id, side.ref, side.kind) for side in sides]
        keys = {SEPARATOR.join(name) for name in names}
        return any({j.left_key, j.right_key} == keys for j in self._ledger.judgements())

    def question(self, viewer: Viewer, a: str, b: str) -> Question:
        """Two mentions or entities with what speaks for and against, and what each answer would do."""
        self._audit.record(viewer, "review question", f"{a} {b}")
        return question(self._desk(), a, b)

    def foresee(self, viewer: Viewer, pairs: Sequence[Doubtful], verdict: str) -> list[Consequences]:
        """What the same answer to each of these pairs of the queue would do."""
        self._audit.record(viewer, "answer preview", _names(pairs), verdict)
        desk = self._desk()
        return [plan_answer(desk, pair, verdict).consequences for pair in pairs]

    def answer(
        self, viewer: Viewer, pairs: Sequence[Doubtful], verdict: str, reason: str, force: bool = False
    ) -> Decision:
        """Answer pairs of the queue alike, in one decision that is undone as one; see `judge`.

        All of it is written or nothing. UsageError: an entity stands in several of the pairs.
        """
        self._audit.record(viewer, "answer", _names(pairs), f"{verdict}: {reason}")
        apart(pairs)
        desk = self._desk()
        made = [plan_answer(desk, pair, verdict) for pair in pairs]
        return self._write(desk, made, viewer, reason, force, asked=True)

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
        return self._write(desk, [made], viewer, reason, force)

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
        return self._write(desk, [made], viewer, reason, force=False)

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

    def _ranked(self, desk: Desk) -> list[Pair]:
        """The queue in its order, made once for each state of ledger and resolution."""
        state = self._ledger.head(), self._projections.resolution.seq()
        with self._guard:
            if self._order is None or self._order[0] != state:
                self._order = state, ranked(desk)
            return self._order[1]

    def _desk(self) -> Desk:
        return Desk(self._ledger, self._projections, today(self._clock))

    def _plan(self, a: str, b: str, verdict: str) -> tuple[Desk, Plan]:
        desk = self._desk()
        return desk, plan(desk, desk.target(a), desk.target(b), verdict)

    def _write(
        self,
        desk: Desk,
        made: Sequence[Plan],
        viewer: Viewer,
        reason: str,
        force: bool,
        asked: bool = False,
    ) -> Decision:
        said = [verdict for each in made for verdict in verdicts(each, reason, force)]
        ids = set(self._ledger.judge_all(said, viewer.id, asked))
        written = [j for j in self._ledger.judgements() if j.judgement_id in ids]
        return self._decision(desk, written[0].seq, written)

    def _decision(self, desk: Desk, decision: int, judgements: Sequence[Judgement]) -> Decision:
        keys = {key for j in judgements for key in (j.left_key, j.right_key)}
        return Decision(
            decision=decision,
            judgements=desk.views(judgements),
            alerts=desk.touched(set(desk.resolution.entities_of(keys).values())),
        )


def _names(pairs: Sequence[Doubtful]) -> str:
    return " ".join(f"{pair.left.speaker.mention} {pair.right.speaker.mention}" for pair in pairs)

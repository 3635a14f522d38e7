"""Who is who, as people decide it: the queue, a pair, several alike, a split, decisions and their undoing."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import FastAPI, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import QueryParams

from netinv.access.viewer import Viewer
from netinv.model.errors import UsageError
from netinv.model.review import Consequences, Doubtful, JudgementView
from netinv.report.pairs import beginning, fields, telling
from netinv.web.asking import Asks, Form
from netinv.web.faces import Pages
from netinv.workspace import Workspace
from netinv.workspace.review.answering import VERDICTS, named
from netinv.workspace.review.review import SHOWN

BETWEEN = "\t"
"""Between the two names of a pair in one field of a form."""
KINDS = ("person", "organization")
STATES = {"joined": True, "apart": False}
MOST = 500

Names = tuple[str, str]


def register(app: FastAPI, pages: Pages, workspace: Workspace) -> None:
    """Add the pages."""
    _queue(app, pages, workspace)
    _pair(app, pages, workspace)
    _several(app, pages, workspace)
    _split(app, pages, workspace)
    _decided(app, pages, workspace)


def names_of(pair: Doubtful) -> Names:
    """How addresses and forms name a pair."""
    return named(pair.left.speaker), named(pair.right.speaker)


def alike(pair: Doubtful) -> str:
    """The same for pairs that agree and differ in the same fields to the same extent."""
    levels = sorted((c.field, c.level) for c in pair.comparisons)
    said = repr((pair.left.kind, pair.joined, levels)).encode()
    return hashlib.sha256(said).hexdigest()[:12]


def _limit(asked: QueryParams) -> int:
    text = asked.get("limit", "")
    return min(max(int(text), 1), MOST) if text.isascii() and text.isdigit() else SHOWN


def _asked(viewer: Viewer, workspace: Workspace, asked: QueryParams, limit: int, skip: int) -> list[Doubtful]:
    """The queue as far as the filters of an address want it."""
    kind = asked.get("kind", "") if asked.get("kind") in KINDS else ""
    joined = STATES.get(asked.get("state", ""))
    return workspace.review.queue(viewer, limit, kind=kind, joined=joined, skip=skip)


def _kept(asked: QueryParams) -> dict[str, str]:
    """The filters, to be handed on."""
    return {name: asked[name] for name in ("kind", "state", "skip") if asked.get(name)}


def _skip(asked: QueryParams) -> int:
    text = asked.get("skip", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _queue(app: FastAPI, pages: Pages, workspace: Workspace) -> None:
    @app.get("/review")
    def queue(request: Request, viewer: Asks) -> HTMLResponse:
        asked = request.query_params
        limit = _limit(asked)
        found = _asked(viewer, workspace, asked, limit, 0)
        counts = Counter(map(alike, found))
        chosen = asked.get("alike", "")
        return pages.show(
            request,
            "review.html",
            pairs=[pair for pair in found if not chosen or alike(pair) == chosen],
            total=len(found),
            full=len(found) == limit and limit < MOST,
            asked=asked,
            filters=urlencode(_kept(asked)),
            alike=alike,
            counts=counts,
            names=names_of,
            telling=telling,
            current=workspace.current(viewer),
            learnt=workspace.review.learnt(viewer),
            most=MOST,
        )

    @app.get("/review/next")
    def following(request: Request, viewer: Asks) -> RedirectResponse:
        asked = request.query_params
        found = _asked(viewer, workspace, asked, 1, _skip(asked))
        done = {"done": asked["done"]} if asked.get("done") else {}
        if not found:
            return _to("/review", {**done, "end": "1"})
        a, b = names_of(found[0])
        return _to("/review/pair", {"a": a, "b": b, "queue": "1", **_kept(asked), **done})


def _pair(app: FastAPI, pages: Pages, workspace: Workspace) -> None:
    @app.get("/review/pair")
    def pair(request: Request, viewer: Asks, a: str, b: str) -> HTMLResponse:
        if _is_words(b):
            return _choose(request, viewer, a, b)
        asked = request.query_params
        question = workspace.review.question(viewer, a.strip(), b.strip())
        shown = question.pair or question.found
        merges = [step.merge for step in question.found.steps if step.on_path]
        nearest = min(merges, key=lambda m: m.probability, default=question.found.compared)
        comparisons = question.pair.comparisons if question.pair else nearest.comparisons if nearest else []
        probability = question.pair.probability if question.pair else nearest.probability if nearest else None
        start = beginning(probability, comparisons)
        weights = [start or 0.0, *(c.weight for c in comparisons)]
        return pages.show(
            request,
            "pair.html",
            question=question,
            left=shown.left,
            right=shown.right,
            rows=fields(shown.left, shown.right),
            comparisons=comparisons,
            start=start,
            most=max((abs(bits) for bits in (*weights, sum(weights))), default=0),
            probability=probability,
            filters=urlencode(_kept(asked)),
            skip=urlencode({**_kept(asked), "skip": _skip(asked) + 1}),
            asked=asked,
        )

    def _choose(request: Request, viewer: Viewer, a: str, words: str) -> HTMLResponse:
        """Somebody wrote a name: which of those who bear it?"""
        kind = workspace.entity(viewer, a).kind
        found = [hit for hit in workspace.search(viewer, words) if hit[1] == kind and hit[0] != a]
        return pages.show(request, "choose.html", a=a, words=words, found=found)

    @app.post("/review/judge")
    def judge(viewer: Asks, form: Form) -> RedirectResponse:
        a, b, verdict = form.get("a", ""), form.get("b", ""), _verdict(form)
        reason, force = form.get("reason", ""), form.get("force") == "1"
        pairs = workspace.review.pairs(viewer, [(a, b)])
        if pairs:
            made = workspace.review.answer(viewer, pairs, verdict, reason, force)
        else:
            made = workspace.review.judge(viewer, a, b, verdict, reason, force)
        if form.get("queue"):
            return _to("/review/next", {**_kept(form), "done": str(made.decision)})
        return _to("/review/decisions", {"done": str(made.decision)})


def _several(app: FastAPI, pages: Pages, workspace: Workspace) -> None:
    @app.get("/review/several")
    def preview(
        request: Request, viewer: Asks, pair: Annotated[list[str], Query()], verdict: str = ""
    ) -> HTMLResponse:
        verdict = _verdict(request.query_params)
        pairs = workspace.review.pairs(viewer, [_names(each) for each in pair][:MOST])
        said = workspace.review.foresee(viewer, pairs, verdict)
        together, single = _sorted(pairs, said)
        return pages.show(
            request,
            "several.html",
            verdict=verdict,
            together=together,
            single=single,
            gone=len(pair) - len(pairs),
            names=names_of,
            between=BETWEEN,
        )

    @app.post("/review/several")
    def write(viewer: Asks, form: Form) -> RedirectResponse:
        names = [_names(each) for each in form.getlist("pair")]
        pairs = workspace.review.pairs(viewer, names)
        if not pairs or len(pairs) < len(names):
            raise UsageError("有的对已被判定，请重新选择 / some pairs are judged already; choose again")
        made = workspace.review.answer(viewer, pairs, _verdict(form), form.get("reason", ""))
        return _to("/review", {"done": str(made.decision)})


def _sorted(
    pairs: Sequence[Doubtful], said: Sequence[Consequences]
) -> tuple[list[tuple[Doubtful, Consequences]], list[tuple[Doubtful, Consequences]]]:
    """Those that can be answered together, and those to be looked at one by one: something speaks against
    the answer, or an entity stands in a pair before."""
    together, single, seen = [], [], set[str]()
    for pair, consequences in zip(pairs, said, strict=True):
        ends = {pair.left.entity_id, pair.right.entity_id}
        if consequences.conflicts or ends & seen:
            single.append((pair, consequences))
        else:
            together.append((pair, consequences))
            seen |= ends
    return together, single


def _split(app: FastAPI, pages: Pages, workspace: Workspace) -> None:
    @app.get("/review/split")
    def preview(
        request: Request, viewer: Asks, entity: str, mention: Annotated[list[str] | None, Query()] = None
    ) -> HTMLResponse:
        if not mention:
            raise UsageError("请先勾选要分出的提及 / first tick the mentions to take out")
        said = workspace.review.preview_split(viewer, mention)
        rows = fields(said.left, said.right)
        return pages.show(request, "split.html", said=said, rows=rows, mentions=mention, entity=entity)

    @app.post("/review/split")
    def write(viewer: Asks, form: Form) -> RedirectResponse:
        made = workspace.review.split(viewer, form.getlist("mention"), form.get("reason", ""))
        return _to("/review/decisions", {"done": str(made.decision)})


def _decided(app: FastAPI, pages: Pages, workspace: Workspace) -> None:
    @app.get("/review/decisions")
    def decisions(request: Request, viewer: Asks) -> HTMLResponse:
        made: dict[int, list[JudgementView]] = {}
        for judgement in workspace.review.judgements(viewer, history=True):
            made.setdefault(judgement.decision, []).append(judgement)
        return pages.show(
            request,
            "decisions.html",
            decisions=[made[number] for number in sorted(made, reverse=True)],
            asked=request.query_params,
            current=workspace.current(viewer),
        )

    @app.post("/review/undo")
    def undo(viewer: Asks, form: Form) -> RedirectResponse:
        number = form.get("decision", "")
        if not number.isascii() or not number.isdigit():
            raise UsageError("没有指明哪一次决定 / no decision is named")
        workspace.review.undo(viewer, int(number))
        return _to("/review/decisions", {"undone": number})


def _verdict(asked: QueryParams) -> str:
    verdict = asked.get("verdict", "")
    if verdict not in VERDICTS:
        raise UsageError("请选择同一、不同或存疑 / choose same, different or unsure")
    return verdict


def _names(text: str) -> Names:
    a, _, b = text.partition(BETWEEN)
    return a, b


def _is_words(text: str) -> bool:
    """Whether somebody wrote a name, where the name of an entity or a mention was expected."""
    return ":" not in text and not (len(text) == 13 and text.isascii())


def _to(path: str, asked: dict[str, str]) -> RedirectResponse:
    return RedirectResponse(f"{path}?{urlencode(asked)}", 303)

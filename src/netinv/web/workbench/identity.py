"""Merge and split from the canvas: what a decision would do, the decision itself, its undoing, the update."""

from typing import Annotated, Any, Literal

from fastapi import FastAPI
from pydantic import BaseModel, Field

from netinv.model.review import Consequences, Decision
from netinv.report import labels, numbers
from netinv.web.faces import mention_name
from netinv.web.jobs import Jobs
from netinv.web.updating import start
from netinv.web.workbench.asking import API, Asks, Speaks
from netinv.web.workbench.shaping import Json, Shape
from netinv.workspace import Workspace

Mentions = Annotated[list[str], Field(min_length=1, max_length=2_000)]


class Two(BaseModel):
    """Two entities."""

    a: str
    b: str


class Judge(Two):
    """A decision on two."""

    verdict: Literal["same", "different", "unsure"]
    reason: str = Field(max_length=300)
    force: bool = False


class One(BaseModel):
    """An entity that may have to be split."""

    id: str


class Out(BaseModel):
    """Mentions to take out of their entity."""

    mentions: Mentions
    reason: str = Field("", max_length=300)


class Undo(BaseModel):
    """A decision to take back."""

    decision: int


def register(app: FastAPI, workspace: Workspace, jobs: Jobs) -> None:
    """Add what the dialog on identities asks."""
    review = workspace.review

    @app.post(f"{API}/identity/two")
    def two(viewer: Asks, shape: Speaks, asked: Two) -> Json:
        question = review.question(viewer, asked.a, asked.b)
        reasons = [shape.say(text) for text in question.found.reasons]
        return {"reasons": reasons, "answers": [_does(shape, said) for said in question.answers]}

    @app.post(f"{API}/identity/judge")
    def judge(viewer: Asks, asked: Judge) -> Json:
        return _made(review.judge(viewer, asked.a, asked.b, asked.verdict, asked.reason, asked.force))

    @app.post(f"{API}/identity/parts")
    def parts(viewer: Asks, shape: Speaks, one: One) -> Json:
        found = workspace.entity(viewer, one.id)
        return {
            "mentions": [
                {
                    "name": mention_name(m, found.kind),
                    "label": m.name,
                    "where": f"{shape.say(labels.table_name(m.table))} {m.record_id}",
                    "origin": m.origin,
                }
                for m in found.mentions
                if m.table != "calls"
            ]
        }

    @app.post(f"{API}/identity/split/preview")
    def foresee(viewer: Asks, shape: Speaks, out: Out) -> Json:
        return _does(shape, review.preview_split(viewer, out.mentions))

    @app.post(f"{API}/identity/split")
    def split(viewer: Asks, out: Out) -> Json:
        return _made(review.split(viewer, out.mentions, out.reason))

    @app.post(f"{API}/identity/undo")
    def undo(viewer: Asks, asked: Undo) -> Json:
        return _made(review.undo(viewer, asked.decision))

    @app.post(f"{API}/identity/update")
    def update(viewer: Asks) -> dict[str, Any]:
        start(jobs, workspace, viewer)
        return {}


def _does(shape: Shape, said: Consequences) -> Json:
    return {
        "verdict": said.verdict,
        "alerts": [
            {
                "href": f"/alerts/{alert.alert_id}",
                "text": f"{alert.official} — {alert.gang} {numbers.percent(alert.probability)}",
            }
            for alert in said.alerts
        ],
        "conflicts": [shape.say(text) for text in said.conflicts],
        "forceable": said.forceable,
        "notices": [shape.say(text) for text in said.notices],
    }


def _made(decision: Decision) -> Json:
    return {"decision": decision.decision}

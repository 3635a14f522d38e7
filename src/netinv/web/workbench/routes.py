"""The workbench page and its JSON API. What is asked for stands in bodies, not in addresses."""

from contextlib import suppress
from typing import Annotated, Any, Literal

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from netinv.graph.ids import node_id
from netinv.model.errors import NetinvError
from netinv.model.exploring import Asked, Change, PathsAsked
from netinv.model.values import fold
from netinv.web.faces import Pages
from netinv.web.jobs import Jobs
from netinv.web.workbench import assets, identity, reporting
from netinv.web.workbench.asking import API, Asks, Ids, LinkIds, Speaks
from netinv.web.workbench.content import answer, columns, element, groups, opening
from netinv.web.workbench.setup import setup
from netinv.web.workbench.shaping import Json
from netinv.web.workbench.words import spoken
from netinv.workspace import Workspace

SHORTCUTS = (
    ("/", "find"), ("L", "list"), ("D", "detail"), ("E", "expand"), ("G", "paths"), ("T", "filters"),
    ("V", "views"), ("M", "note"), ("P", "pin"), ("H", "hide"), ("Shift+H", "hide_others"),
    ("Shift+R", "restore"), ("Delete", "remove"), ("N", "neighbours"), ("A", "all"), ("Esc", "none"),
    ("B", "box"), ("O", "lasso"), ("W", "paste"), ("K", "play"),
    ("R", "arrange"), ("F", "fit"), ("+ -", "zoom"), ("Alt+←↑→↓", "move"), ("←↑→↓", "pan"),
    ("Ctrl+Z", "undo"), ("Ctrl+Y", "redo"), ("Ctrl+S", "save"), ("↑ ↓", "rows"), ("Space", "toggle"),
    ("Enter", "open"), ("Y", "group"), ("C", "fold"), ("X", "unfold"),
    ("I", "identity"), ("U", "purpose"), ("?", "keys"),
)  # fmt: skip
"""Keys as the sheet shows them, and the word for what they do."""


class Search(BaseModel):
    """What is looked for."""

    text: str = Field(max_length=400)


class One(BaseModel):
    """A node, and what is on the canvas already."""

    id: str
    known: Ids = []


class Many(BaseModel):
    """Nodes that come to the canvas, and what is on it already: with a card, or inside a folded group."""

    ids: Ids
    known: Ids = []
    inside: Ids = []


class Apart(BaseModel):
    """Nodes that are to be grouped, and by what."""

    ids: Ids
    by: str


class Expand(One):
    """What an expansion may bring."""

    asked: Asked = Asked()
    by: str = "rarity"
    limit: int = 12


class Pair(BaseModel):
    """Two nodes."""

    a: str
    b: str


class Picture(BaseModel):
    """A picture that is about to be made into a file."""

    ids: Ids
    format: Literal["png", "svg", "print"]


class Seen(BaseModel):
    """What is seen, to become a file."""

    ids: Ids
    links: LinkIds
    format: Literal["graphml", "gexf", "csv.zip"]


class Lines(BaseModel):
    """A pasted list: a name or number a line."""

    texts: Annotated[list[Annotated[str, Field(max_length=400)]], Field(max_length=200)]


class Keep(BaseModel):
    """A canvas to keep whole, and the revision that it follows: for scripts; the page sends what changed."""

    revision: int = Field(ge=0)
    body: dict[str, Any]


class Changed(BaseModel):
    """What changed of a canvas since a revision of it was kept, one saving after the other."""

    revision: int = Field(ge=0)
    changes: list[Change] = Field(min_length=1, max_length=2)


class Save(BaseModel):
    """A view to save; with an id as its next version."""

    name: str
    body: dict[str, Any]
    id: str = ""


def register(app: FastAPI, pages: Pages, workspace: Workspace, jobs: Jobs) -> None:
    """Add the page, what it loads and what it asks."""
    assets.register(app)
    _page(app, pages, workspace)
    _looking(app, workspace)
    _drawings(app, workspace)
    identity.register(app, workspace, jobs)
    reporting.register(app, pages, workspace)


def _page(app: FastAPI, pages: Pages, workspace: Workspace) -> None:
    @app.get("/workbench")
    def workbench(request: Request, viewer: Asks, shape: Speaks) -> Response:
        if missing := assets.missing():
            return pages.show(request, "workbench_missing.html", missing=missing)
        page = pages.html(
            request,
            "workbench.html",
            bench=spoken,
            setup=setup(shape),
            loads=assets.addresses(),
            shortcuts=SHORTCUTS,
        )

        def picture() -> str:
            # what goes wrong is told where the page asks once more, as all that goes wrong
            with suppress(NetinvError):
                return element("opening", opening(shape, workspace.explore.opening(viewer)))
            return ""

        return pages.answer_in_two(request, page, picture)

    @app.post(f"{API}/alert")
    def alert(viewer: Asks, one: One) -> Json:
        found = workspace.alert(viewer, one.id)
        gang = node_id("gang", fold(found.gang.gang_id))
        others = [node.id for node in found.nodes if node.kind != "gang"]
        return {"ids": [found.official.entity_id, *others, gang]}


def _looking(app: FastAPI, workspace: Workspace) -> None:
    @app.post(f"{API}/search")
    def search(viewer: Asks, shape: Speaks, asked: Search) -> Json:
        return {"found": [shape.found(each) for each in workspace.explore.suggest(viewer, asked.text)]}

    @app.post(f"{API}/node")
    def node(viewer: Asks, shape: Speaks, one: One) -> Json:
        card, facts = workspace.explore.facts(viewer, one.id)
        return {**shape.card(card), "facts": [shape.fact(card.kind, fact) for fact in facts]}

    @app.post(f"{API}/content")
    def content(viewer: Asks, shape: Speaks, many: Many) -> Response:
        return answer(columns(shape, workspace.explore.content(viewer, many.ids, many.known, many.inside)))

    @app.post(f"{API}/groups")
    def parts(viewer: Asks, asked: Apart) -> Json:
        return groups(workspace.explore.groups(viewer, asked.ids, asked.by), asked.ids)

    @app.post(f"{API}/counts")
    def counts(viewer: Asks, one: One) -> Json:
        found = workspace.explore.counts(viewer, one.id, one.known)
        return {"counts": [each.model_dump() for each in found]}

    @app.post(f"{API}/expand")
    def expand(viewer: Asks, asked: Expand) -> Json:
        found = workspace.explore.expand(viewer, asked.id, asked.asked, asked.by, asked.limit, asked.known)
        return found.model_dump()

    @app.post(f"{API}/links")
    def links(viewer: Asks, shape: Speaks, pair: Pair) -> Json:
        return {"links": [shape.link(each) for each in workspace.explore.between(viewer, pair.a, pair.b)]}

    @app.post(f"{API}/picture")
    def picture(viewer: Asks, asked: Picture) -> JSONResponse:
        workspace.explore.picture(viewer, asked.ids, asked.format)
        return JSONResponse({})

    @app.post(f"{API}/export")
    def export(viewer: Asks, seen: Seen) -> Response:
        made = workspace.explore.export(viewer, seen.ids, seen.links, seen.format)
        return Response(made, media_type="application/octet-stream")

    @app.post(f"{API}/list")
    def pasted(viewer: Asks, shape: Speaks, lines: Lines) -> Json:
        found = workspace.explore.suggest_all(viewer, lines.texts)
        return {"lines": [[shape.found(each) for each in several] for several in found]}

    @app.post(f"{API}/paths")
    def paths(viewer: Asks, shape: Speaks, asked: PathsAsked) -> Json:
        return shape.paths(workspace.explore.paths(viewer, asked))


def _drawings(app: FastAPI, workspace: Workspace) -> None:
    @app.get(f"{API}/draft")
    def draft(viewer: Asks, shape: Speaks) -> Json:
        return shape.drawing(workspace.explore.draft(viewer))

    @app.get(f"{API}/opening")
    def opened(viewer: Asks, shape: Speaks) -> Response:
        return answer(opening(shape, workspace.explore.opening(viewer)))

    @app.put(f"{API}/draft")
    def keep(viewer: Asks, asked: Keep) -> Json:
        return {"revision": workspace.explore.keep_draft(viewer, asked.body, asked.revision)}

    @app.patch(f"{API}/draft")
    def change(viewer: Asks, asked: Changed) -> Json:
        return {"revision": workspace.explore.change_draft(viewer, asked.changes, asked.revision)}

    @app.get(f"{API}/views")
    def views(viewer: Asks, shape: Speaks) -> Json:
        return {"views": [shape.view(view) for view in workspace.explore.views(viewer)]}

    @app.post(f"{API}/views")
    def save(viewer: Asks, shape: Speaks, asked: Save) -> Json:
        return shape.view(workspace.explore.save_view(viewer, asked.name, asked.body, asked.id))

    @app.get(f"{API}/views/{{view_id}}")
    def view(viewer: Asks, shape: Speaks, view_id: str, version: int | None = None) -> Response:
        shown, found = workspace.explore.view(viewer, view_id, version)
        return answer({**shape.view(shown), **opening(shape, found)})

    @app.delete(f"{API}/views/{{view_id}}")
    def delete(viewer: Asks, view_id: str) -> JSONResponse:
        workspace.explore.delete_view(viewer, view_id)
        return JSONResponse({})

"""The browser's face: server-side pages over one workspace, for this machine alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import groupby
from threading import Timer

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException as StarletteHTTPException

from netinv.access.viewer import Viewer
from netinv.model.errors import (
    AuditUnavailableError,
    ContradictedError,
    NetinvError,
    NotFoundError,
    UsageError,
    WorkspaceBusyError,
)
from netinv.report.changes import history
from netinv.report.numbers import expected_by_chance
from netinv.report.page import opened_in, policy_of, style
from netinv.report.picture import status_key
from netinv.report.story import tell, tell_all
from netinv.web import candidates, correcting, imports, review, updating, ways, workbench
from netinv.web.asking import viewer_of
from netinv.web.faces import Pages, language_of, own_half, standing_of, voice_of
from netinv.web.guard import Guard
from netinv.web.jobs import Jobs
from netinv.web.listing import Choice
from netinv.web.remembered import Remembered
from netinv.workspace import Workspace
from netinv.workspace.exploring.drawings import DraftMovedError

GANG = "gang"
AT_ONCE = 8
"""Requests worked on at a time: more threads would only take turns, each with memory of its own. Half as many
cost the same processor time a request, and 40 MB less over a graph of a million nodes."""
WARM_AFTER = 2.0
"""Seconds after the start at which the path search is made ready: the first page comes before."""
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M8 9L24 16L9 25" fill="none" '
    'stroke="#22344a" stroke-width="2"/><g fill="#22344a"><circle cx="8" cy="9" r="5"/>'
    '<circle cx="24" cy="16" r="5"/><circle cx="9" cy="25" r="4"/></g></svg>'
)


def create_app(workspace: Workspace) -> FastAPI:
    """The whole application over an open workspace. The caller serves it, on loopback."""
    jobs = Jobs()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = AT_ONCE
        warming = Timer(WARM_AFTER, _warm, [workspace])
        warming.start()
        yield
        warming.cancel()
        await run_in_threadpool(warming.join)  # whoever opened the workspace closes it after this
        await run_in_threadpool(jobs.wait)

    # No interactive documentation: its pages would load scripts from outside.
    app = FastAPI(title="netinv", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    pages = Pages()
    _errors(app, pages)
    _alerts(app, pages, workspace)
    _records(app, pages, workspace)
    _documents(app, pages, workspace)
    review.register(app, pages, workspace)
    ways.register(app, pages, workspace)
    candidates.register(app, pages, workspace)
    imports.register(app, pages, workspace, jobs)
    correcting.register(app, pages, workspace)
    updating.register(app, pages, workspace, jobs)
    workbench.register(app, pages, workspace, jobs)
    app.add_middleware(Guard)
    return app


def _warm(workspace: Workspace) -> None:
    with suppress(NetinvError):  # whoever asks first is told
        workspace.explore.warm()


def _alerts(app: FastAPI, pages: Pages, workspace: Workspace) -> None:
    remembered = Remembered()

    @app.get("/")
    def alerts(request: Request) -> HTMLResponse:
        choice = Choice.of(request)
        every = workspace.alerts(viewer_of(request), choice.expired)
        expired = len(workspace.expired())

        def made() -> str:
            stories = tell_all(choice.apply(every), voice_of(request))
            gangs = {alert.gang.gang_id: (alert.gang, status_key(alert.gang.status)) for alert in every}
            return pages.html(
                request,
                "alerts.html",
                officials=[s for s in stories if s.alert.official.kind != "village_cadre"],
                cadres=[s for s in stories if s.alert.official.kind == "village_cadre"],
                shown=len(stories),
                total=len(every),
                error_counts=expected_by_chance(every),
                choice=choice,
                expired=expired,
                gangs=sorted(gangs.values(), key=lambda pair: (pair[0].name, pair[0].gang_id)),
            )

        asked = language_of(request), request.url.query, expired
        return pages.answer(request, remembered.page(asked, every, made))

    @app.get("/alerts/{alert_id}")
    def alert(request: Request, alert_id: str) -> HTMLResponse:
        versions = workspace.alert_history(viewer_of(request), alert_id)
        newest = next(version.alert for version in versions if version.alert)
        story = tell(newest, voice_of(request))
        return pages.show(
            request,
            "alert.html",
            story=story,
            history=history(versions),
            expired=newest.alert_id in workspace.expired(),
        )


def _records(app: FastAPI, pages: Pages, workspace: Workspace) -> None:
    @app.get("/entities/{entity_id}")
    def entity(request: Request, entity_id: str) -> HTMLResponse:
        found = workspace.entity(viewer_of(request), entity_id)
        ordered = sorted(found.relations, key=lambda r: (r.kind, -r.count, r.other_label, r.relation_id))
        groups = [(kind, list(rows)) for kind, rows in groupby(ordered, key=lambda r: r.kind)]
        gangs = {r.other_id for r in found.relations if r.other_kind == GANG}
        standing = _standing(workspace, viewer_of(request), gangs)
        if found.kind == GANG:
            standing[found.entity_id] = standing_of(found)
        named = workspace.alerts_naming(viewer_of(request), found.entity_id)
        return pages.show(request, "entity.html", entity=found, groups=groups, standing=standing, named=named)

    @app.get("/records/{table}/{record_id:path}")
    def record(request: Request, table: str, record_id: str) -> HTMLResponse:
        return pages.show(
            request, "record.html", record=workspace.record(viewer_of(request), table, record_id)
        )

    @app.get("/search")
    def search(request: Request, q: str = "") -> HTMLResponse:
        asked = q.strip()
        found = workspace.search(viewer_of(request), asked) if asked else []
        gangs = {id for id, kind, _, _ in found if kind == GANG}
        standing = _standing(workspace, viewer_of(request), gangs)
        return pages.show(request, "search.html", q=asked, found=found, standing=standing)


def _standing(workspace: Workspace, viewer: Viewer, gangs: set[str]) -> dict[str, str]:
    """The legal status of gangs by id, as a word of the catalogue: no gang is named without."""
    return {id: standing_of(workspace.entity(viewer, id)) for id in sorted(gangs)}


def _documents(app: FastAPI, pages: Pages, workspace: Workspace) -> None:
    @app.get("/report")
    def report(request: Request) -> HTMLResponse:
        return pages.show(
            request, "report_frame.html", exists=workspace.report_path(viewer_of(request)) is not None
        )

    @app.get("/report/latest.html")
    def latest(request: Request) -> HTMLResponse:
        path = workspace.report_path(viewer_of(request))
        if path is None:
            raise NotFoundError("no report yet")
        text = path.read_text(encoding="utf-8")
        # The file's own style and nothing else; shown inside our page, and nobody else's.
        policy = policy_of(text) + "; frame-ancestors 'self'"
        return HTMLResponse(
            opened_in(text, language_of(request)),
            headers={"content-security-policy": policy, "x-frame-options": "SAMEORIGIN"},
        )

    @app.get("/health")
    def health() -> JSONResponse:
        return JSONResponse({"status": "ok"})

    @app.get("/static/icon.svg")
    def icon() -> Response:
        return Response(ICON, media_type="image/svg+xml")

    @app.get("/static/netinv.css")
    def stylesheet() -> Response:
        return Response(str(style()), media_type="text/css", headers={"cache-control": "no-cache"})


def _errors(app: FastAPI, pages: Pages) -> None:
    def page(request: Request, status: int, title: str, text: str, detail: str = "") -> Response:
        if request.url.path.startswith("/api/"):  # asked by a script: it says it on its page
            said = [str(voice_of(request).plain(key)) for key in (title, text) if key]
            return JSONResponse({"error": detail or " ".join(said)}, status)
        return pages.show(request, "error.html", status, title=title, text=text, detail=detail)

    @app.exception_handler(NetinvError)
    def known(request: Request, error: NetinvError) -> Response:
        if isinstance(
            error, NotFoundError
        ):  # one page for absent and hidden, and no word of the error itself
            return page(request, 404, "error_not_found", "error_not_found_text")
        if isinstance(error, AuditUnavailableError):
            return page(request, 503, "error_audit", "error_audit_text")
        if isinstance(error, DraftMovedError | ContradictedError):
            return page(request, 409, "error_title", "", own_half(str(error), language_of(request)))
        if isinstance(error, UsageError):
            return page(request, 400, "error_title", "", own_half(str(error), language_of(request)))
        if isinstance(error, WorkspaceBusyError):
            return page(request, 503, "error_busy", "", own_half(str(error), language_of(request)))
        return page(request, 500, "error_title", "", str(error))

    @app.exception_handler(StarletteHTTPException)
    def http(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404:
            return page(request, 404, "error_not_found", "error_not_found_text")
        return page(request, error.status_code, "error_request", "error_request_text")

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        return page(request, 400, "error_request", "error_request_text")

    @app.exception_handler(Exception)
    def unexpected(request: Request, error: Exception) -> Response:
        return page(request, 500, "error_internal", "error_internal_text")

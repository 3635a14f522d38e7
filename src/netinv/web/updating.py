"""Bringing entities and alerts to the state of records and decisions, and watching long work go on."""

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse

from netinv.access.viewer import Viewer
from netinv.model.alerts import Text
from netinv.model.errors import WorkspaceBusyError
from netinv.report.words import filled
from netinv.web.asking import Asks
from netinv.web.faces import Pages, language_of, own_half, voice_of
from netinv.web.jobs import Job, Jobs, Work
from netinv.workspace import Progress, Workspace

UPDATE = "update"


def register(app: FastAPI, pages: Pages, workspace: Workspace, jobs: Jobs) -> None:
    """Add the page and what its script asks."""

    @app.post("/update")
    def update(viewer: Asks) -> RedirectResponse:
        start(jobs, workspace, viewer)
        return RedirectResponse("/update", 303)

    @app.get("/update")
    def page(request: Request, viewer: Asks) -> HTMLResponse:
        return pages.show(
            request, "update.html", job=spoken(request, jobs.last), current=workspace.current(viewer)
        )

    @app.get("/api/job")
    def job(request: Request) -> JSONResponse:
        return JSONResponse(spoken(request, jobs.last) or {})


def start(jobs: Jobs, workspace: Workspace, viewer: Viewer) -> None:
    """Start to bring all forward; see `begin`."""

    def work(progress: Progress) -> Text:
        return filled("update_done", alerts=workspace.report(viewer, progress).alerts)

    begin(jobs, UPDATE, work)


def begin(jobs: Jobs, name: str, work: Work) -> None:
    """Start a piece of work. WorkspaceBusyError where another is running."""
    if not jobs.start(name, work):
        raise WorkspaceBusyError(
            "另一项工作正在进行，请等它结束 / another piece of work is going on; wait until it has ended"
        )


def spoken(request: Request, job: Job | None) -> dict[str, object] | None:
    """A piece of work in the visitor's language, as its page and script know it."""
    if job is None:
        return None
    voice, lang = voice_of(request), language_of(request)
    return {
        "title": voice.plain(f"job_{job.name}"),
        "running": job.running,
        "part": round(job.done / job.total, 3) if job.total else 0,
        "what": own_half(job.what, lang),
        "error": own_half(job.error, lang),
        "said": str(getattr(job.said, lang)) if job.said else "",
    }

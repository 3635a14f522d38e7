"""What was imported, what could not be read, and handing over new files."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse

from netinv.ledger.types import Quarantined, Source
from netinv.model.alerts import Text
from netinv.model.errors import UsageError
from netinv.report.words import filled
from netinv.web.asking import Asks, Form
from netinv.web.faces import Pages
from netinv.web.jobs import Jobs
from netinv.web.updating import begin
from netinv.web.uploads import MOST, Uploads
from netinv.workspace import Progress, Workspace

IMPORT = "import"
SHOWN = 200
"""Rows of the quarantine on the page; one file at a time shows more."""
ONE_FILE = 5_000


def register(app: FastAPI, pages: Pages, workspace: Workspace, jobs: Jobs) -> None:
    """Add the page and what it does."""
    uploads = Uploads()

    @app.get("/imports")
    def imports(
        request: Request,
        viewer: Asks,
        source: int | None = None,
        corrected: int | None = None,
        uncorrected: int | None = None,
    ) -> HTMLResponse:
        sources, quarantine = workspace.sources(viewer), workspace.quarantined(viewer)
        chosen = [each for each in quarantine if source in (None, each.source_id)]
        chosen.sort(key=lambda each: each.correction is not None)  # what is left to do comes first
        settled = sum(each.correction is not None for each in chosen)
        waiting = uploads.files()
        return pages.show(
            request,
            "imports.html",
            batches=_batches(sources),
            out=_out(quarantine),
            source=next((each for each in sources if each.source_id == source), None),
            quarantine=chosen[: SHOWN if source is None else ONE_FILE],
            left=max(0, len(chosen) - (SHOWN if source is None else ONE_FILE)),
            settled=settled,
            open=len(chosen) - settled,
            done=corrected,
            undone=uncorrected,
            waiting=workspace.handing.preview(viewer, waiting) if waiting else [],
            origins=sorted({each.origin for each in sources}),
            current=workspace.current(viewer),
            most=MOST >> 20,
        )

    @app.put("/api/imports/{name}")
    async def take(request: Request, name: str) -> JSONResponse:
        await uploads.take(name, request.stream())
        return JSONResponse({})

    @app.post("/imports/discard")
    def discard(viewer: Asks) -> RedirectResponse:
        uploads.clear()
        return RedirectResponse("/imports", 303)

    @app.post("/imports/start")
    def start(viewer: Asks, form: Form) -> RedirectResponse:
        origin, files = form.get("origin", "").strip()[:80], uploads.files()
        if not origin:
            raise UsageError("请填写来源单位 / say which unit gave the files")
        if not files:
            raise UsageError("没有等待导入的文件 / no file waits to be imported")

        def work(progress: Progress) -> Text:
            report = workspace.handing.ingest(viewer, files, origin, progress)
            uploads.clear()
            updated = workspace.report(viewer, progress)
            numbers = {
                "rows": report.rows, "new": report.new, "changed": report.changed, "same": report.same,
                "out": report.quarantined, "cells": report.unreadable_cells, "alerts": updated.alerts,
            }  # fmt: skip
            return filled("import_done", **numbers)

        begin(jobs, IMPORT, work)
        return RedirectResponse("/update", 303)


def _batches(sources: Sequence[Source]) -> list[list[Source]]:
    """The files of each import, the latest first."""
    ordered = sorted(sources, key=lambda each: (-each.seq, each.source_id))
    return [list(files) for _, files in groupby(ordered, key=lambda each: each.seq)]


def _out(quarantine: Sequence[Quarantined]) -> dict[str, Counter[int]]:
    """How many rows and cells of each source could not be read, and are not corrected."""
    found = {"row": Counter[int](), "cell": Counter[int]()}
    for each in quarantine:
        if each.correction is None:
            found["cell" if each.level == "cell" else "row"][each.source_id] += 1
    return found

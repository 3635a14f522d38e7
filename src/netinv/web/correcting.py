"""Something quarantined, written anew: first what would be read, then with a reason into the ledger."""

from collections.abc import Mapping
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import QueryParams

from netinv.ingest.correcting import Reading
from netinv.model.alerts import Text
from netinv.model.errors import UsageError
from netinv.model.tables import TABLES
from netinv.report import labels
from netinv.web.asking import Asks, Form
from netinv.web.faces import Pages
from netinv.workspace import Workspace
from netinv.workspace.correcting import Correctable

CELL = "cell."
"""What the fields of the form begin with, before the name of the column."""
REASON = 300


def register(app: FastAPI, pages: Pages, workspace: Workspace) -> None:
    """Add the page and what it does."""
    correcting = workspace.correcting

    @app.get("/imports/quarantine/{number}")
    def item(request: Request, viewer: Asks, number: int) -> HTMLResponse:
        return _page(pages, request, correcting.item(viewer, number), {}, None)

    @app.post("/imports/quarantine/{number}/look")
    def look(request: Request, viewer: Asks, form: Form, number: int) -> HTMLResponse:
        found, cells = correcting.item(viewer, number), _cells(form)
        reading = correcting.look(viewer, number, cells)
        exists = correcting.exists(viewer, number, reading.row.record_id)
        return _page(pages, request, found, cells, reading, exists)

    @app.post("/imports/quarantine/{number}")
    def write(viewer: Asks, form: Form, number: int) -> RedirectResponse:
        source = correcting.item(viewer, number).item.source_id
        seq = correcting.correct(viewer, number, _cells(form), form.get("reason", "")[:REASON])
        return _back({"source": source, "corrected": seq})

    @app.post("/imports/uncorrect")
    def undo(viewer: Asks, form: Form) -> RedirectResponse:
        seq = form.get("seq", "")
        if not seq.isdigit():
            raise UsageError("请指明哪一次改正 / say which correction")
        correcting.undo(viewer, int(seq))
        return _back({"uncorrected": int(seq)})


def _page(
    pages: Pages,
    request: Request,
    found: Correctable,
    cells: Mapping[str, str],
    reading: Reading | None,
    exists: bool = False,
) -> HTMLResponse:
    table, held = found.item.table, {**found.cells, **cells}
    order = [
        name for name, _ in labels.in_order(table, dict.fromkeys([*found.cells, *found.open_columns], ""))
    ]
    filled = [name for name in order if name in held]
    return pages.show(
        request,
        "correct.html",
        item=found.item,
        why_not=found.why_not,
        open=[name for name in filled if name in found.open_columns],
        more=[name for name in order if name not in held and name in found.open_columns],
        fixed=[name for name in filled if name not in found.open_columns],
        cells=held,
        reading=reading,
        exists=exists,
        read={cell.column: _said(table, cell.column, cell.read) for cell in reading.cells} if reading else {},
        choices={name: spec.enum for name, spec in TABLES[table].columns.items() if spec.enum},
    )


def _said(table: str, column: str, read: object) -> Text:
    """A value as it was read: a date with as much of it as is known, a code's label, yes or no."""
    if isinstance(read, bool):
        return Text(zh="是" if read else "否", en="yes" if read else "no")
    if isinstance(read, tuple):
        moment, precision = read
        shown = str(moment)[: {"year": 4, "month": 7, "day": 10, "hour": 13, "minute": 16}.get(precision, 19)]
        return Text(zh=shown.replace("T", " "), en=shown.replace("T", " "))
    said = f"{read:.15g}" if isinstance(read, float) else str(read)
    return labels.meaning(table, column, said) or Text(zh=said, en=said)


def _cells(form: QueryParams) -> dict[str, str]:
    return {name.removeprefix(CELL): text for name, text in form.items() if name.startswith(CELL)}


def _back(said: Mapping[str, int]) -> RedirectResponse:
    return RedirectResponse(f"/imports?{urlencode(said)}#quarantine", 303)

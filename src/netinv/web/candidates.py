"""Candidates for village committees, screened (任前联审)."""

from collections import Counter

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from netinv.model.alerts import Screened
from netinv.report.html import STATES
from netinv.web.asking import Asks
from netinv.web.faces import Pages
from netinv.workspace import Workspace

FLAGGED, NAMESAKE, CLEAR = STATES


def state_of(person: Screened) -> str:
    """Flagged where identity is certain; otherwise a finding says that identity is to be checked."""
    return FLAGGED if person.flagged else NAMESAKE if person.findings else CLEAR


def register(app: FastAPI, pages: Pages, workspace: Workspace) -> None:
    """Add the page."""

    @app.get("/candidates")
    def candidates(request: Request, viewer: Asks, state: str = "", q: str = "") -> HTMLResponse:
        people = [(person, state_of(person)) for person in workspace.screened(viewer)]
        people.sort(key=lambda pair: (STATES.index(pair[1]), pair[0].name, pair[0].record_id))
        chosen, words = state if state in STATES else "", q.strip()
        return pages.show(
            request,
            "candidates.html",
            people=people,
            shown=[
                (person, its)
                for person, its in people
                if chosen in ("", its)
                and (not words or words in person.name or words in (person.record_id, person.id_number))
            ],
            counts=Counter(its for _, its in people),
            states=STATES,
            chosen=chosen,
            q=words,
            current=workspace.current(viewer),
        )

"""The canvas as a report: one file that opens without internet, with the picture and the records behind."""

import base64
from typing import Annotated

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from netinv.model.ontology import ontology
from netinv.model.readings import readings
from netinv.report import labels, page
from netinv.web.faces import Pages
from netinv.web.workbench.asking import API, Asks, Ids, LinkIds, Speaks
from netinv.web.workbench.words import spoken
from netinv.workspace import Workspace


class Drawn(BaseModel):
    """What is seen, as data and as the page drew it; notes by node, that on the whole picture under ""."""

    ids: Ids
    links: LinkIds
    sub: str = Field(max_length=400)
    notes: dict[str, Annotated[str, Field(max_length=10_000)]]
    svg: str = Field(max_length=20_000_000)


def register(app: FastAPI, pages: Pages, workspace: Workspace) -> None:
    """Add the report of what is drawn."""

    @app.post(f"{API}/report")
    def report(request: Request, viewer: Asks, shape: Speaks, drawn: Drawn) -> HTMLResponse:
        cards, links = workspace.explore.told(viewer, drawn.ids, drawn.links)
        nodes = {card.id: shape.card(card) for card in cards}
        style, shown = page.style(), {link.kind for link in links}
        kinds = [kind for kind in ontology().relations if kind in shown]
        html = pages.html(
            request,
            "view_report.html",
            bench=spoken,
            style=style,
            style_hash=page.style_hash(str(style)),
            asked=viewer,
            sub=drawn.sub,
            # as a picture: what is drawn in it can neither run nor fetch anything
            picture="data:image/svg+xml;base64," + base64.b64encode(drawn.svg.encode()).decode(),
            nodes=nodes,
            kind_names={kind: shape.say(labels.entity_kind(kind)) for kind in ontology().entities},
            notes=drawn.notes,
            links=[shape.link(link) for link in links],
            innocent=[(shape.say(labels.relation_kind(k)), shape.say(readings()[k])) for k in kinds],
        )
        return HTMLResponse(html)

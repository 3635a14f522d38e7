"""On an alert's page: how the official and the gang are connected, each way independent of the others."""

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from netinv.resolve.calibration import SURE
from netinv.web.asking import Asks
from netinv.web.faces import Pages, language_of
from netinv.web.workbench.shaping import Shape
from netinv.workspace import Workspace


def register(app: FastAPI, pages: Pages, workspace: Workspace) -> None:
    """Add the page; an alert's page takes its section from there when it has been shown."""

    @app.get("/alerts/{alert_id}/ways")
    def ways(request: Request, viewer: Asks, alert_id: str) -> HTMLResponse:
        versions = workspace.alert_history(viewer, alert_id)
        alert = next(version.alert for version in versions if version.alert)
        found, shape = workspace.explore.ways(viewer, alert), Shape(language_of(request))
        return pages.show(
            request,
            "ways.html",
            alert=alert,
            cards={card.id: shape.card(card) for card in found.cards},
            ways=[(way, shape.path(way)) for way in found.ways],
            together=found.together,
            sure=SURE,  # what people are asked about is said beside the way that stands on it
        )

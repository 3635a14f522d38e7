"""What the workbench page loads: our own modules, libraries put there by `make browser`, icons of kinds."""

from functools import cache
from importlib.resources import files

from fastapi import FastAPI
from fastapi.responses import Response

from netinv.model.errors import NotFoundError
from netinv.model.ontology import ontology
from netinv.web.workbench.marks import alone, icon

OWN = "static"
LIBRARIES = "vendor"
NEEDED = ("cytoscape.esm.min.mjs", "layout-base.js", "cose-base.js", "cytoscape-fcose.js")
"""Files of the libraries, in the order in which scripts have to run. Nothing of theirs is committed."""

OTHER_PAGES = frozenset({"pages.mjs", "uploads.mjs"})
"""Modules of pages of forms, which ask on their own."""

_TYPES = {"js": "text/javascript", "mjs": "text/javascript", "css": "text/css"}


def missing() -> list[str]:
    """The library files that are not there: the package was built without Node."""
    folder = files("netinv.web") / LIBRARIES
    return [name for name in NEEDED if not (folder / name).is_file()]


def register(app: FastAPI) -> None:
    """Add the addresses under /static. Only listed names are served: no path is ever put together."""

    @app.get("/static/workbench/{name}")
    def own(name: str) -> Response:
        if name not in _own():
            raise NotFoundError(name)
        text = (files("netinv.web") / OWN / name).read_text(encoding="utf-8")
        return _asset(text, name)

    @app.get("/static/vendor/{name}")
    def library(name: str) -> Response:
        if name not in NEEDED or name in missing():
            raise NotFoundError(name)
        return _asset((files("netinv.web") / LIBRARIES / name).read_text(encoding="utf-8"), name)

    @app.get("/static/kinds/{kind}.svg")
    def kind_icon(kind: str) -> Response:
        if kind not in ontology().entities:
            raise NotFoundError(kind)
        return Response(icon(kind), media_type="image/svg+xml", headers={"cache-control": "no-cache"})

    @app.get("/static/marks/{kind}.svg")
    def kind_mark(kind: str) -> Response:
        if kind not in ontology().entities:
            raise NotFoundError(kind)
        return Response(alone(kind), media_type="image/svg+xml", headers={"cache-control": "no-cache"})


def modules() -> list[str]:
    """The modules of the workbench, to be fetched side by side and not as one is found to need the next."""
    return sorted(name for name in _own() if name.endswith(".mjs") and name not in OTHER_PAGES)


@cache
def _own() -> frozenset[str]:
    return frozenset(each.name for each in (files("netinv.web") / OWN).iterdir() if each.is_file())


def _asset(text: str, name: str) -> Response:
    kind = _TYPES[name.rpartition(".")[2]]
    return Response(text, media_type=kind, headers={"cache-control": "no-cache"})

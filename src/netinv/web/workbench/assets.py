"""What the workbench page loads: our own modules, libraries put there by `make browser`, icons of kinds.

The page names a file by its content (`name?v=…`), so that a browser keeps it until it is another.
"""

from functools import cache
from hashlib import sha256
from importlib.resources import files

from fastapi import FastAPI
from fastapi.responses import Response

from netinv.model.errors import NotFoundError
from netinv.model.ontology import ontology
from netinv.web.workbench.bundle import bundle
from netinv.web.workbench.marks import alone, icon

OWN = "static"
LIBRARIES = "vendor"
NEEDED = ("cytoscape.esm.min.mjs", "layout-base.js", "cose-base.js", "cytoscape-fcose.js")
"""Files of the libraries, in the order in which scripts have to run. Nothing of theirs is committed."""

SCRIPT = "workbench.mjs"
"""All modules of the workbench as one."""
DRAWING = NEEDED[0]

_TYPES = {"js": "text/javascript", "mjs": "text/javascript", "css": "text/css"}


def missing() -> list[str]:
    """The library files that are not there: the package was built without Node."""
    folder = files("netinv.web") / LIBRARIES
    return [name for name in NEEDED if not (folder / name).is_file()]


def register(app: FastAPI) -> None:
    """Add the addresses under /static. Only listed names are served: no path is ever put together.

    `async`, for nothing here waits: a turn in a worker thread would wait for whatever else is worked on.
    """

    @app.get("/static/workbench/{name}")
    async def own(name: str, v: str = "") -> Response:
        if name == SCRIPT:
            return _asset(script(), name, v)
        if name not in _own():
            raise NotFoundError(name)
        return _asset(_read(OWN, name), name, v)

    @app.get("/static/vendor/{name}")
    async def library(name: str, v: str = "") -> Response:
        if name not in NEEDED or name in missing():
            raise NotFoundError(name)
        return _asset(_read(LIBRARIES, name), name, v)

    @app.get("/static/kinds/{kind}.svg")
    async def kind_icon(kind: str) -> Response:
        if kind not in ontology().entities:
            raise NotFoundError(kind)
        return Response(icon(kind), media_type="image/svg+xml", headers={"cache-control": "no-cache"})

    @app.get("/static/marks/{kind}.svg")
    async def kind_mark(kind: str) -> Response:
        if kind not in ontology().entities:
            raise NotFoundError(kind)
        return Response(alone(kind), media_type="image/svg+xml", headers={"cache-control": "no-cache"})


def addresses() -> dict[str, str]:
    """Where the page finds its style, the drawing library and its script."""
    return {
        "style": f"/static/workbench/workbench.css?v={_version(_read(OWN, 'workbench.css'))}",
        "drawing": _drawing(),
        "script": f"/static/workbench/{SCRIPT}?v={_version(script())}",
    }


@cache
def script() -> str:
    """The modules of the workbench as one, with the drawing library under its present address."""
    modules = {name.removesuffix(".mjs"): _read(OWN, name) for name in _own() if name.endswith(".mjs")}
    return bundle("main", modules).replace(f'"/static/vendor/{DRAWING}"', f'"{_drawing()}"')


def _drawing() -> str:
    return f"/static/vendor/{DRAWING}?v={_version(_read(LIBRARIES, DRAWING))}"


@cache
def _own() -> frozenset[str]:
    return frozenset(each.name for each in (files("netinv.web") / OWN).iterdir() if each.is_file())


@cache
def _read(folder: str, name: str) -> str:
    return (files("netinv.web") / folder / name).read_text(encoding="utf-8")


@cache
def _version(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def _asset(text: str, name: str, version: str) -> Response:
    keeps = "public, max-age=31536000, immutable" if version == _version(text) else "no-cache"
    return Response(
        _bytes(text), media_type=_TYPES[name.rpartition(".")[2]], headers={"cache-control": keeps}
    )


@cache
def _bytes(text: str) -> bytes:
    return text.encode()

"""netinv: from leads and cases to link alerts, with evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike

    from netinv.access.viewer import Viewer
    from netinv.workspace import Workspace

__version__ = "0.1.0"
__all__ = ["__version__", "open", "operator"]


def open(path: str | PathLike[str], create: bool = False, store: str = "embedded") -> Workspace:
    """Open a workspace folder: `with netinv.open("county") as ws: ws.alerts(netinv.operator())`.

    With `create`, make it where there is none; else that is a NetinvError. `store="neo4j"`: the graph lies in
    the server that NETINV_NEO4J_URI, NETINV_NEO4J_USER and NETINV_NEO4J_PASSWORD name.
    """
    from pathlib import Path

    from netinv.workspace import Workspace

    return Workspace.open(Path(path), create, store=store)


def operator() -> Viewer:
    """The one local operator, on whose behalf everything is read until there are accounts."""
    from netinv.access.viewer import operator as local

    return local()

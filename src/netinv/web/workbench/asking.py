"""Who asks from the workbench, for what, and in which language."""

from typing import Annotated
from urllib.parse import unquote

from fastapi import Depends, Request
from pydantic import Field

from netinv.access.viewer import Viewer, operator
from netinv.web.faces import language_of
from netinv.web.workbench.shaping import Shape

API = "/api/workbench"

Ids = Annotated[list[str], Field(max_length=20_000)]
LinkIds = Annotated[list[str], Field(max_length=200_000)]


async def asking(request: Request) -> Viewer:
    """The viewer with the purpose and the case number of this piece of work, as the page sends them."""
    headers = request.headers
    purpose, case_no = (unquote(headers.get(name, ""))[:200] for name in ("x-purpose", "x-case-no"))
    return operator().asking(purpose, case_no)


async def shaped(request: Request) -> Shape:
    """In the visitor's language. Asynchronous, as `asking`, so that neither takes a thread."""
    return Shape(language_of(request))


Asks = Annotated[Viewer, Depends(asking)]
Speaks = Annotated[Shape, Depends(shaped)]

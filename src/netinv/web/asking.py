"""Who asks, and what a form says."""

from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import QueryParams

from netinv.access.viewer import Viewer, operator
from netinv.model.errors import UsageError

MOST = 1_000_000
"""Bytes of a form: a thousand pairs with their reason are less."""


def viewer_of(request: Request) -> Viewer:
    """On whose behalf a request reads: the one local operator, until there are accounts."""
    return operator()


async def form_of(request: Request) -> QueryParams:
    """The fields of a form as browsers send it. UsageError where it is too long or no text."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST:
            raise UsageError("表单内容过长 / the form is too long")
    try:
        return QueryParams(body.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise UsageError("表单内容无法读取 / the form cannot be read") from error


async def _asking(request: Request) -> Viewer:
    return viewer_of(request)  # asynchronous, though it waits for nothing: no thread is taken for it


Asks = Annotated[Viewer, Depends(_asking)]
Form = Annotated[QueryParams, Depends(form_of)]

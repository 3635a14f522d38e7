"""export."""

from pathlib import Path
from typing import Annotated

import typer

from netinv.cli.options import (
    DEFAULT_WORKSPACE,
    JsonOption,
    Lang,
    LangOption,
    StoreOption,
    WorkspaceOption,
)
from netinv.cli.steps import step
from netinv.model.stores import Store


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(export)


def export(
    what: Annotated[
        str,
        typer.Argument(
            help="entities | alerts | candidates-screened | graph", metavar="WHAT", show_default=False
        ),
    ],
    to: Annotated[Path, typer.Option("--to", help="写到哪个文件 / the file to write", metavar="FILE")],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    store: StoreOption = Store.EMBEDDED,
    json: JsonOption = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """导出结果，格式由扩展名决定 / write results to a file; its ending decides the format."""
    from netinv.workspace.exports import check

    check(what, to)
    step(
        workspace, lambda ws, viewer, progress: ws.export(viewer, what, to, progress), json, lang, store=store
    )

"""mapping suggest: a first draft of how a foreign table maps to the contract."""

from pathlib import Path
from typing import Annotated

import typer

from netinv.cli.options import DEFAULT_WORKSPACE, JsonOption, WorkspaceOption
from netinv.model.errors import UsageError

mapping = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="字段对照 / mappings of foreign tables"
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    mapping.command()(suggest)
    app.add_typer(mapping, name="mapping")


@mapping.callback()
def _group() -> None:
    """字段对照 / mappings of foreign tables."""


def suggest(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="外来的表 / a foreign table", show_default=False)
    ],
    to: Annotated[
        Path | None, typer.Option("--to", help="写到哪个文件 / the file to write", metavar="MAP.yml")
    ] = None,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    json: JsonOption = False,
) -> None:
    """由表头和抽样的行起草对照文件 / draft a mapping from headers and a sample of rows."""
    from netinv.cli.telling import tell_json
    from netinv.ingest.mapping import suggest as drafted
    from netinv.workspace.atomic import write_whole

    text = drafted(file)
    if to is not None:
        if to.exists():
            raise UsageError(f"{to} 已存在，不覆盖 / {to} exists and is not overwritten")
        write_whole(to, [text])
    if json:
        tell_json({"mapping": text, "path": str(to) if to else None})
    else:
        typer.echo(str(to) if to else text.rstrip())

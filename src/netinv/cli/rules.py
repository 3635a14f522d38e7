"""rules try: an office's own rule, tried before it counts."""

from pathlib import Path
from typing import Annotated

import typer

from netinv.cli.options import DEFAULT_WORKSPACE, JsonOption, Lang, LangOption, StoreOption, WorkspaceOption
from netinv.cli.steps import must_exist, step
from netinv.model.stores import Store

rules = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="研判规则 / rules of detection")


def register(app: typer.Typer) -> None:
    """Add the command."""
    rules.command("try")(attempt)
    app.add_typer(rules, name="rules")


@rules.callback()
def _group() -> None:
    """研判规则 / rules of detection."""


def attempt(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="规则文件 / the file of a rule", show_default=False)
    ],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    store: StoreOption = Store.EMBEDDED,
    json: JsonOption = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """试用规则：会找到什么、哪些预警会变；不写入 / what a rule would find and change; writes nothing."""
    must_exist(file)
    step(workspace, lambda ws, viewer, progress: ws.try_rule(viewer, file, progress), json, lang, store=store)

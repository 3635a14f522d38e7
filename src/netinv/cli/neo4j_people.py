"""neo4j questions, import-files: the catalogue for investigators, and a first load of a large graph."""

import shlex
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from netinv.cli.neo4j import HomeOption, commands
from netinv.cli.options import DEFAULT_WORKSPACE, Lang, LangOption, WorkspaceOption
from netinv.cli.steps import opened
from netinv.model.errors import UsageError


def register(_app: typer.Typer) -> None:
    """Add the commands to those of `netinv neo4j`."""
    commands.command()(questions)
    commands.command("import-files")(import_files)


def questions(
    name: Annotated[
        str | None, typer.Argument(help="显示其语句 / show its statement", metavar="NAME", show_default=False)
    ] = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """可以问 Neo4j 的问题 / questions to ask in Neo4j Browser; with a name, the statement."""
    from netinv.graph.neo4j.questions import question
    from netinv.graph.neo4j.questions import questions as catalogue

    if name is not None:
        typer.echo(question(name).text.rstrip())
        return
    for each in catalogue():
        typer.echo(f"{each.name:<18} {each.purpose.en if lang is Lang.EN else each.purpose.zh}")
        typer.echo(f"{'':<18} {each.example}")


def import_files(
    to: Annotated[
        Path | None,
        typer.Option("--to", help="只写文件，不导入 / only write the files, into here", metavar="DIR"),
    ] = None,
    home: HomeOption = None,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
) -> None:
    """首次装载大图：从文件导入已停止的本机 Neo4j / first load of a large graph, server stopped."""
    from netinv.cli.telling import progress_of
    from netinv.graph.neo4j.bulk import load_files
    from netinv.graph.neo4j.server import Neo4jServer, running
    from netinv.graph.neo4j.target import default_home

    place = home or default_home()
    if to is None and running(place) is not None:
        raise UsageError(
            "请先停止本机的 Neo4j（netinv neo4j stop）：导入会替换其全部内容 / "
            "stop the Neo4j of this machine first (netinv neo4j stop): the import replaces all that it holds"
        )
    if to is not None and to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise UsageError(f"{to} 不是空文件夹 / {to} is not an empty folder")
    with tempfile.TemporaryDirectory(prefix="netinv-files-") as own:
        with opened(workspace) as (open_workspace, viewer), progress_of(False) as progress:
            files = open_workspace.neo4j_files(viewer, (to or Path(own)).resolve(), progress)
        typer.echo(f"{files.nodes} 个节点、{files.relations} 条关系 / nodes and relations")
        if to is None:
            load_files(Neo4jServer(place), files)
            typer.echo("已导入，可用 netinv neo4j start 启动 / imported; netinv neo4j start serves it")
            return
    typer.echo("停止服务器后运行 / with the server stopped, run:")
    typer.echo(shlex.join(["neo4j-admin", *files.arguments()]))
    typer.echo("启动服务器后运行 / with the server started, run: netinv resolve --store neo4j")

"""neo4j start, stop, status: a Neo4j of one's own on this machine, for `--store neo4j`."""

import signal
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home", help="服务器的文件夹 / folder of the server", metavar="DIR", show_default="user data"
    ),
]

PORT = 7687

commands = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="本机的 Neo4j / a Neo4j of one's own"
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (start, stop, status):
        commands.command()(command)
    app.add_typer(commands, name="neo4j")


def start(
    home: HomeOption = None,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="端口，0 为任选 / port; 0: any free one")
    ] = PORT,
    heap: Annotated[str, typer.Option("--heap", help="Java 内存 / memory of Java")] = "1g",
    pagecache: Annotated[str, typer.Option("--pagecache", help="页缓存 / page cache")] = "256m",
) -> None:
    """启动，按 Ctrl-C 结束；首次需下载 124 MB / start it, until Ctrl-C; at first 124 MB are fetched."""
    from netinv.graph.neo4j.server import Neo4jServer, free_port, must_be_free
    from netinv.graph.neo4j.target import default_home

    port = port or free_port()
    must_be_free(port)
    typer.echo("… 正在启动 Neo4j / starting Neo4j", err=True)
    server = Neo4jServer(home or default_home(), port, heap, pagecache)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        server.start()
        typer.echo(f"{server.uri}")
        typer.echo(f"用户 {server.user}，密码在 / user {server.user}, password in {server.home / 'password'}")
        if home is None:
            typer.echo(
                "本机的 netinv … --store neo4j 会用它 / netinv … --store neo4j uses it on this machine"
            )
        assert server.process is not None
        server.process.wait()
    except KeyboardInterrupt:
        pass  # Ctrl-C is how it ends
    finally:
        server.stop()


def stop(home: HomeOption = None) -> None:
    """结束本机的 Neo4j / end it, from another window."""
    from netinv.graph.neo4j.server import stop as end
    from netinv.graph.neo4j.target import default_home

    found = end(home or default_home())
    typer.echo("已结束 / ended" if found else "没有在运行 / it does not run")


def status(home: HomeOption = None) -> None:
    """本机的 Neo4j 是否在运行；未运行时退出码为 1 / whether it runs; exit code 1 if not."""
    from netinv.graph.neo4j.server import running
    from netinv.graph.neo4j.target import default_home

    found = running(home or default_home())
    if found is None:
        typer.echo("没有在运行 / it does not run")
        raise typer.Exit(1)
    typer.echo(f"{found.uri}（进程 {found.pid}）/ {found.uri}, process {found.pid}")


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt

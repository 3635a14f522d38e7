"""serve: the browser's face, for this machine alone."""

import errno
import socket
from contextlib import suppress
from typing import Annotated

import typer

from netinv.cli.options import DEFAULT_WORKSPACE, Store, StoreOption, WorkspaceOption
from netinv.cli.steps import opened
from netinv.model.errors import NetinvError

LOOPBACK = "127.0.0.1"
PORT = 8765


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(serve)


def serve(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="端口，0 为任选 / port; 0: any free one")
    ] = PORT,
    store: StoreOption = Store.EMBEDDED,
) -> None:
    """在本机浏览器中查看，按 Ctrl-C 结束 / look at it in this machine's browser, until Ctrl-C."""
    with opened(workspace) as (open_workspace, _), _listening(port) as listener:
        import uvicorn

        from netinv.web import create_app

        app = create_app(open_workspace)
        # no access log: addresses name whom the office looks at
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
        typer.echo(f"http://{LOOPBACK}:{listener.getsockname()[1]}")
        with suppress(KeyboardInterrupt):  # Ctrl-C is how it ends
            uvicorn.Server(config).run(sockets=[listener])


def _listening(port: int) -> socket.socket:
    """A socket that already listens, so that whoever reads the address may come at once."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise NetinvError(
                f"端口 {port} 已被占用，请用 --port 另选 / port {port} is taken; choose another with --port"
            ) from error
        raise NetinvError(
            f"无法使用端口 {port}（{error.strerror}）/ cannot use port {port} ({error.strerror})"
        ) from error
    return listener

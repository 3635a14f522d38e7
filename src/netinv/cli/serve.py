"""serve: the browser's face, for this machine alone unless told otherwise."""

import errno
import os
import socket
from contextlib import suppress
from ipaddress import ip_address
from typing import Annotated

import typer

from netinv.cli.options import DEFAULT_WORKSPACE, StoreOption, WorkspaceOption
from netinv.cli.steps import opened
from netinv.model.errors import NetinvError, UsageError
from netinv.model.stores import Store

LOOPBACK = "127.0.0.1"
PORT = 8765
IN_CONTAINER = "NETINV_IN_CONTAINER"
"""Set by the image: there the loopback of the container is of no use to anybody."""


def allowed(address: str) -> str:
    """The address to listen on, if it may be: loopback; any other within a container only (UsageError)."""
    try:
        fine = ip_address(address).is_loopback or IN_CONTAINER in os.environ
    except ValueError:
        fine = False
    if not fine:
        raise UsageError(
            f"不能在 {address} 上监听：本版没有账户，只在本机回环地址上提供（容器内除外）/ "
            f"will not listen on {address}: there are no accounts yet, so only loopback is served, "
            "but for a container, whose published ports decide"
        )
    return address


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(serve)


def serve(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="端口，0 为任选 / port; 0: any free one")
    ] = PORT,
    listen: Annotated[
        str,
        typer.Option(
            "--listen",
            help="监听地址（本机回环，容器内除外）/ loopback, or another within a container",
            metavar="ADDRESS",
            callback=allowed,
        ),
    ] = LOOPBACK,
    store: StoreOption = Store.EMBEDDED,
) -> None:
    """在本机浏览器中查看，按 Ctrl-C 结束 / look at it in this machine's browser, until Ctrl-C."""
    with opened(workspace, store=store) as (open_workspace, _), _listening(listen, port) as listener:
        import uvicorn

        from netinv.web import create_app

        app = create_app(open_workspace)
        # no access log: addresses name whom the office looks at
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
        typer.echo(f"http://{LOOPBACK}:{listener.getsockname()[1]}")
        with suppress(KeyboardInterrupt):  # Ctrl-C is how it ends
            uvicorn.Server(config).run(sockets=[listener])


def _listening(address: str, port: int) -> socket.socket:
    """A socket that already listens, so that whoever reads the address may come at once.

    Wherever it listens, only requests for this machine's own names are answered (web/guard.py).
    """
    listener = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((address, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise NetinvError(
                f"端口 {port} 已被占用，请用 --port 另选 / port {port} is taken; choose another with --port"
            ) from error
        raise NetinvError(
            f"无法使用 {address} 的端口 {port}（{error.strerror}）/ "
            f"cannot use port {port} of {address} ({error.strerror})"
        ) from error
    return listener

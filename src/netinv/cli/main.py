"""The root of the commands and what they have in common."""

import sys
from typing import Annotated

import typer

import netinv
from netinv.cli.errors import Commands

app = typer.Typer(
    name="netinv",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="关系网络研判：线索与案件 → 关联预警，附证据 / leads and cases to link alerts, with evidence",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"netinv {netinv.__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", help="版本 / version", callback=_version, is_eager=True)
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="出错时显示详情 / show details of an internal error")
    ] = False,
) -> None:
    """What comes before every command."""
    for stream in (sys.stdout, sys.stderr):
        # a terminal that lacks a character gets a mark in its place, never a crash
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _register() -> None:
    """Each module adds its commands to `app`."""
    from netinv.cli import care, decide, demo, mapping, neo4j, neo4j_people, results, rules, serve, steps

    for module in (steps, results, serve, decide, care, demo, mapping, rules, neo4j, neo4j_people):
        module.register(app)


_register()

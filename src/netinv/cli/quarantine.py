"""quarantine: what could not be read, and correcting it in place."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from netinv.cli.options import DEFAULT_WORKSPACE, JsonOption, Lang, LangOption, WorkspaceOption
from netinv.cli.steps import opened
from netinv.model.errors import UsageError

if TYPE_CHECKING:
    from netinv.ingest.correcting import Reading

Number = Annotated[
    int, typer.Argument(metavar="NUMBER", help="列表中的编号 / its number in the list", show_default=False)
]

quarantine = typer.Typer(rich_markup_mode=None, help="读不出的行与单元格 / what could not be read")


def register_quarantine(app: typer.Typer) -> None:
    """Add the commands."""
    quarantine.callback(invoke_without_command=True)(listed)
    quarantine.command()(correct)
    quarantine.command()(undo)
    app.add_typer(quarantine, name="quarantine")


def listed(
    context: typer.Context,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    json: JsonOption = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """读不出的行与单元格 / rows and cells that could not be read, and why."""
    from netinv.cli.telling import tell_json

    if context.invoked_subcommand is not None:
        return
    with opened(workspace) as (open_workspace, viewer):
        found = open_workspace.quarantined(viewer)
    cells = sum(item.level == "cell" for item in found)
    rows = len(found) - cells
    if json:
        tell_json({"rows": rows, "cells": cells, "quarantined": [asdict(item) for item in found]})
        return
    english = lang is Lang.EN
    for item in found:
        place = f"{item.file}:{item.row}" + (f" {item.column}" if item.column else "")
        named = f" ({item.table}:{item.record_id})" if item.record_id else ""
        value = f" {item.value!r}" if item.value else ""
        said = f": {item.reason_en}" if english else f"：{item.reason_zh}"
        done = (" [corrected]" if english else "〔已改正〕") if item.correction else ""
        typer.echo(f"[{item.number}] {place}{value}{named}{said}{done}")
    typer.echo(
        f"{rows} rows in quarantine, {cells} unreadable cells."
        if english
        else f"隔离 {rows} 行，读不出的单元格 {cells} 个。"
    )


def correct(
    number: Number,
    cells: Annotated[
        list[str],
        typer.Argument(
            metavar="COLUMN=TEXT…", help="列名=改正后的内容 / column=what it should say", show_default=False
        ),
    ],
    reason: Annotated[str, typer.Option("--reason", help="理由 / why", show_default=False)] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只说会读成什么，不写入 / say what would be read, write nothing")
    ] = False,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    json: JsonOption = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """就地改正读不出的内容；原文件不变 / write anew what could not be read; the file does not change."""
    from netinv.cli.telling import tell_json

    written = _written(cells)
    with opened(workspace) as (ws, viewer):
        reading = ws.correcting.look(viewer, number, written)
        seq = None if dry_run else ws.correcting.correct(viewer, number, written, reason)
    record = reading.row.record_id
    if json:
        found = {cell.column: cell.read for cell in reading.cells}
        tell_json({"number": number, "record_id": record, "read": found, "seq": seq})
        return
    zh = lang is Lang.ZH
    for line in _lines(reading, zh):
        typer.echo(line)
    if seq is not None:
        typer.echo(
            f"第 {seq} 号改正已写入（{record}）。预警与报告由 netinv report 更新。"
            if zh
            else f"Correction {seq} is written ({record}). `netinv report` brings alerts up to date."
        )


def undo(
    seq: Annotated[
        int, typer.Argument(metavar="SEQ", help="第几号改正 / which correction", show_default=False)
    ],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    json: JsonOption = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """撤销一次改正 / take a correction back."""
    from netinv.cli.telling import tell_json

    with opened(workspace) as (ws, viewer):
        undone = ws.correcting.undo(viewer, seq)
    if json:
        tell_json({"correction": seq, "seq": undone})
    else:
        said = f"第 {seq} 号改正已撤销。" if lang is Lang.ZH else f"Correction {seq} is taken back."
        typer.echo(said)


def _written(cells: list[str]) -> dict[str, str]:
    written = {}
    for cell in cells:
        column, equals, text = cell.partition("=")
        if not (equals and column):
            raise UsageError(
                f"应写成 列=内容，如 birth_date=1987-02-28，而不是 {cell} / write COLUMN=TEXT, not {cell}"
            )
        written[column] = text
    return written


def _lines(reading: "Reading", zh: bool) -> list[str]:
    lines = []
    for cell in reading.cells:
        read = cell.read[0] if isinstance(cell.read, tuple) else cell.read
        why = (cell.why.zh if zh else cell.why.en) if cell.why else f"{read}"
        lines.append(f"{cell.column}: {cell.before!r} → {cell.written!r} → {why}")
    if reading.useless:
        lines.append(reading.useless.zh if zh else reading.useless.en)
    return lines

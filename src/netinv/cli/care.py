"""retract, audit verify: looking after the data."""

from typing import Annotated

import typer

from netinv.cli.errors import fail
from netinv.cli.options import DEFAULT_WORKSPACE, JsonOption, Lang, LangOption, OriginOption, WorkspaceOption
from netinv.cli.quarantine import register_quarantine
from netinv.cli.steps import opened
from netinv.model.errors import UsageError

audit = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="审计 / the audit")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(retract)
    register_quarantine(app)
    audit.command()(verify)
    app.add_typer(audit, name="audit")


def retract(
    record: Annotated[
        str, typer.Argument(metavar="TABLE:RECORD_ID", help="哪条记录 / which record", show_default=False)
    ],
    reason: Annotated[str, typer.Option("--reason", help="理由 / why", show_default=False)],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    origin: OriginOption = None,
    undo: Annotated[
        bool, typer.Option("--undo", help="恢复已撤回的记录 / take a retraction back", show_default=False)
    ] = False,
    json: JsonOption = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """撤回一条记录（不删除）/ withdraw one record; nothing is erased."""
    from netinv.cli.telling import tell_json

    table, colon, record_id = record.partition(":")
    if not (table and colon and record_id):
        raise UsageError(
            f"应写成 表:编号，如 kin:QS0001，而不是 {record} / write TABLE:RECORD_ID, not {record}"
        )
    with opened(workspace) as (open_workspace, viewer):
        act = open_workspace.restore if undo else open_workspace.retract
        seq = act(viewer, table, record_id, reason, origin)
        resting = open_workspace.resting_on(viewer, table, record_id)
    if json:
        alerts = [alert.alert_id for alert in resting.alerts]
        reports = [str(path) for path in resting.reports]
        tell_json({"table": table, "record_id": record_id, "seq": seq, "alerts": alerts, "reports": reports})
        return
    zh = lang is Lang.ZH
    for alert in resting.alerts:
        said = "以此为依据的预警" if zh else "An alert stands on it"
        typer.echo(f"{said} {alert.alert_id}: {alert.official.name} ↔ {alert.gang.name}")
    for path in resting.reports:
        typer.echo(f"{'引用此记录的报告' if zh else 'A report cites it'}: {path}")
    if zh:
        done = "已恢复" if undo else "已撤回"
        typer.echo(f"{done} {record}（第 {seq} 号事务）。预警与报告由 netinv report 更新。")
    else:
        done = "Taken back into use" if undo else "Withdrawn"
        typer.echo(
            f"{done}: {record} (transaction {seq}). `netinv report` brings alerts and report up to date."
        )


def verify(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE, json: JsonOption = False, lang: LangOption = Lang.ZH
) -> None:
    """证明账本、审计与保密库未被改动 / prove that ledger, audit and vault were not altered."""
    from netinv.cli.telling import tell

    with opened(workspace) as (open_workspace, viewer):
        proof = open_workspace.verify(viewer)
    tell(proof, json, lang)
    if proof.problems:
        count = len(proof.problems)
        fail(f"验证未通过：{count} 处问题 / not proven: {count} problems", 1)

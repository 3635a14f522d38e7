"""review, judge, split, undo, judgements, explain: people decide who is who."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from netinv.cli.options import DEFAULT_WORKSPACE, JsonOption, Lang, LangOption, WorkspaceOption
from netinv.cli.steps import opened
from netinv.model.errors import UsageError

_NAMES = "提及（表:编号[:引用]）或对象编号 / a mention (TABLE:RECORD_ID[:REF]) or an entity id"
First = Annotated[str, typer.Argument(metavar="A", help=_NAMES, show_default=False)]
Second = Annotated[str, typer.Argument(metavar="B", help=_NAMES, show_default=False)]
Reason = Annotated[str, typer.Option("--reason", help="理由 / why", show_default=False)]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="只说明后果，不写入 / say what it would do, write nothing")
]


class Verdict(StrEnum):
    """What can be held of a pair."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (review, judge, split, undo, judgements, explain):
        app.command()(command)


def review(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    limit: Annotated[int, typer.Option("--limit", min=1, help="最多几对 / how many pairs at most")] = 50,
    json: JsonOption = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """逐对判定存疑的身份，最有价值的在前 / judge doubtful pairs one by one, the most informative first."""
    from netinv.cli.pairs import Lines
    from netinv.cli.session import Session
    from netinv.cli.telling import tell_json

    with opened(workspace) as (ws, viewer):
        if json:
            found = ws.review.queue(viewer, limit)
            tell_json({"queue": [pair.model_dump(mode="json") for pair in found]})
        else:
            Session(ws.review, viewer, Lines(lang.value)).run(limit)


def judge(
    a: First,
    b: Second,
    verdict: Annotated[Verdict, typer.Argument(help="同一 | 不同 | 存疑", show_default=False)],
    reason: Reason,
    force: Annotated[
        bool, typer.Option("--force", help="即使与记录矛盾也判为同一 / same, whatever the records state")
    ] = False,
    dry_run: DryRun = False,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    json: JsonOption = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """判定两处提及或两个对象是否同一 / hold two mentions or entities to be the same, different or unsure."""
    from netinv.cli.pairs import Lines
    from netinv.cli.telling import tell_json

    with opened(workspace) as (ws, viewer):
        said = ws.review.preview(viewer, a, b, verdict.value)
        made = None if dry_run else ws.review.judge(viewer, a, b, verdict.value, reason, force)
    if json:
        tell_json((made or said).model_dump(mode="json"))
        return
    lines = Lines(lang.value)
    for line in lines.consequences(said) if made is None else lines.decided(made):
        typer.echo(line)


def split(
    mentions: Annotated[
        list[str],
        typer.Argument(
            metavar="MENTION…", help="要分出的提及 / the mentions to take out", show_default=False
        ),
    ],
    reason: Reason,
    dry_run: DryRun = False,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    json: JsonOption = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """从对象中分出若干提及，此后不再合并 / take mentions out of their entity, for good."""
    from netinv.cli.pairs import Lines
    from netinv.cli.telling import tell_json

    with opened(workspace) as (ws, viewer):
        said = ws.review.preview_split(viewer, mentions)
        made = None if dry_run else ws.review.split(viewer, mentions, reason)
    if json:
        tell_json((made or said).model_dump(mode="json"))
        return
    lines = Lines(lang.value)
    for line in lines.consequences(said) if made is None else lines.decided(made):
        typer.echo(line)


def undo(
    decision: Annotated[
        int | None,
        typer.Argument(
            metavar="[DECISION]", help="决定编号，缺省为自己最近一次 / default: your last", show_default=False
        ),
    ] = None,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    json: JsonOption = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """撤销一次决定（不删除）/ take a decision back; nothing is erased."""
    from netinv.cli.pairs import Lines
    from netinv.cli.telling import tell_json

    with opened(workspace) as (ws, viewer):
        made = ws.review.undo(viewer, decision)
    if json:
        tell_json(made.model_dump(mode="json"))
        return
    for line in Lines(lang.value).undone(made):
        typer.echo(line)


def judgements(
    history: Annotated[
        bool, typer.Option("--history", help="包括已被取代和撤销的 / also those replaced or taken back")
    ] = False,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    json: JsonOption = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """已作出的判定 / the judgements that people made."""
    from netinv.cli.pairs import Lines
    from netinv.cli.telling import tell_json

    with opened(workspace) as (ws, viewer):
        found = ws.review.judgements(viewer, history)
    if json:
        tell_json({"judgements": [j.model_dump(mode="json") for j in found]})
        return
    lines = Lines(lang.value)
    for j in found:
        typer.echo(lines.judgement(j))
    typer.echo(lines.say(f"{len(found)} 条判定", f"{len(found)} judgements"))


def explain(
    a: First,
    b: Annotated[str | None, typer.Argument(metavar="[B]", help=_NAMES, show_default=False)] = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", help="写成可离线打开的网页 / write a page that opens offline", metavar="FILE"),
    ] = None,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    json: JsonOption = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """两者为何合为一个或为何没有；只给一个则说明其由来 / why two are one or not; of one, how it grew."""
    from netinv.cli.pairs import Lines
    from netinv.cli.telling import tell_json

    if html is not None and html.suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"只能写成 .html 文件，不能是 {html.name} / it is HTML, not {html.name}")
    with opened(workspace) as (ws, viewer):
        found = ws.review.explain(viewer, a, b or a)
        if html is not None:
            ws.review.explain_page(viewer, a, b or a, html, lang.value)
    if json:
        tell_json(found.model_dump(mode="json"))
        return
    for line in Lines(lang.value).explanation(found):
        typer.echo(line)
    if html is not None:
        typer.echo(str(html))

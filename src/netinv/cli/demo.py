"""demo-data."""

from pathlib import Path
from typing import Annotated

import typer

from netinv.cli.options import DEFAULT_WORKSPACE, JsonOption, Lang, LangOption, WorkspaceOption
from netinv.model.errors import NetinvError, UsageError


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo-data")(demo_data)


def demo_data(
    to: Annotated[
        Path, typer.Argument(metavar="DIR", help="写到哪个文件夹 / the folder to write", show_default=False)
    ],
    people: Annotated[
        int | None, typer.Option("--people", help="人数 / people of the county", show_default="5000")
    ] = None,
    scale: Annotated[str | None, typer.Option("--scale", help="S | M | L | XL | XXL")] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="随机种子 / seed")] = 0,
    null: Annotated[bool, typer.Option("--null", help="不含保护伞 / without umbrellas")] = False,
    difficulty: Annotated[str, typer.Option("--difficulty", help="easy | mixed | hard")] = "mixed",
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    json: JsonOption = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """生成一个虚构的县（DIR/data），答案另存（DIR/truth）/ write an invented county, its truth apart."""
    from netinv.cli.telling import progress_of, tell_json
    from netinv.demo import SCALES, write_county

    if people is not None and scale is not None:
        raise UsageError("--people 与 --scale 只能选一个 / give --people or --scale, not both")
    if scale is not None and scale.upper() not in SCALES:
        raise UsageError(f"--scale {scale}：可选 {'、'.join(SCALES)} / --scale is one of {', '.join(SCALES)}")
    wanted = SCALES[scale.upper()] if scale is not None else people if people is not None else SCALES["S"]
    try:
        with progress_of(json) as progress:
            county = write_county(
                to, wanted, seed, null, difficulty, progress=lambda what: progress(0, 0, what)
            )
    except OSError as error:
        raise NetinvError(
            f"无法写到 {to}（{error.strerror}）/ cannot write to {to} ({error.strerror})"
        ) from error
    rows = sum(county.rows.values())
    if json:
        tell_json(
            {
                "name": county.name,
                "data": str(county.data),
                "truth": str(county.truth),
                "people": county.people,
                "officials": county.officials,
                "units": county.units,
                "gangs": county.gangs,
                "members": county.members,
                "planted": county.planted,
                "rows": county.rows,
            }
        )
    elif lang is Lang.EN:
        typer.echo(
            f"{county.data}: {rows} rows, {county.people} people, {county.gangs} gangs. Truth: {county.truth}"
        )
    else:
        typer.echo(
            f"{county.name}：{county.people} 人，{county.gangs} 个团伙，共 {rows} 行，写在 {county.data}；"
            f"答案在 {county.truth}，产品不读。"
        )

"""The options that commands share."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from netinv.model.stores import Store


class Lang(StrEnum):
    """Language of summaries."""

    ZH = "zh"
    EN = "en"


WorkspaceOption = Annotated[
    Path,
    typer.Option(
        "--workspace",
        help="工作区目录 / workspace folder",
        metavar="DIR",
        envvar="NETINV_WORKSPACE",
        show_envvar=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="以 JSON 输出结果 / print one JSON object")]
LangOption = Annotated[Lang, typer.Option("--lang", help="结果的语言 / language of the summary")]
RebuildOption = Annotated[
    bool, typer.Option("--rebuild", help="即使数据未变也重算 / compute anew even if nothing has changed")
]
OriginOption = Annotated[
    str | None, typer.Option("--origin", help="来源单位 / the unit that gave the files", metavar="UNIT")
]
ReplaceOption = Annotated[
    bool,
    typer.Option(
        "--replace", help="文件为完整快照，缺少的记录撤回 / files are full snapshots: retract what they lack"
    ),
]


StoreOption = Annotated[
    Store,
    typer.Option("--store", help="图存储 / graph store", envvar="NETINV_STORE", show_envvar=False),
]

DEFAULT_WORKSPACE = Path("netinv-workspace")

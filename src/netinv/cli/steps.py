"""run, ingest, resolve, detect, report."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from netinv.cli.options import (
    DEFAULT_WORKSPACE,
    JsonOption,
    Lang,
    LangOption,
    OriginOption,
    RebuildOption,
    ReplaceOption,
    StoreOption,
    WorkspaceOption,
)
from netinv.model.errors import UsageError
from netinv.model.stores import Store

if TYPE_CHECKING:
    from netinv.access.viewer import Viewer
    from netinv.cli.telling import Summary
    from netinv.workspace import Progress, Workspace

PathArgument = Annotated[
    Path, typer.Argument(help="文件夹或文件 / a folder or a file", metavar="PATH", show_default=False)
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (run, ingest, resolve, detect, report):
        app.command()(command)


def run(
    path: PathArgument,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    origin: OriginOption = None,
    replace: ReplaceOption = False,
    rebuild: RebuildOption = False,
    store: StoreOption = Store.EMBEDDED,
    json: JsonOption = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """导入、合并、研判、出报告，一步完成 / ingest, resolve, detect and report in one go."""
    must_exist(path)
    step(
        workspace,
        lambda ws, viewer, progress: ws.run(viewer, path, origin=origin, replace=replace, progress=progress),
        json,
        lang,
        store=store,
        create=True,
        rebuild=rebuild,
    )


def ingest(
    path: PathArgument,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    origin: OriginOption = None,
    replace: ReplaceOption = False,
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", help="字段对照文件 / which column feeds which field", metavar="MAP.yml"),
    ] = None,
    store: StoreOption = Store.EMBEDDED,
    json: JsonOption = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """导入文件 / read files into the ledger."""
    must_exist(path)
    if mapping is not None:
        from netinv.ingest.mapping import read_mapping

        read_mapping(mapping)  # before a workspace is made for it
    step(
        workspace,
        lambda ws, viewer, progress: ws.ingest(
            viewer, path, origin=origin, replace=replace, mapping=mapping, progress=progress
        ),
        json,
        lang,
        store=store,
        create=True,
    )


def resolve(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    rebuild: RebuildOption = False,
    store: StoreOption = Store.EMBEDDED,
    json: JsonOption = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """合并身份、构建关系图 / which mentions are one person or one organisation, and the graph."""
    step(
        workspace,
        lambda ws, viewer, progress: ws.resolve(viewer, progress),
        json,
        lang,
        store=store,
        rebuild=rebuild,
    )


def detect(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    rebuild: RebuildOption = False,
    store: StoreOption = Store.EMBEDDED,
    json: JsonOption = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """研判关联、筛查拟任人选 / which links are worth a look; candidates screened."""
    step(
        workspace,
        lambda ws, viewer, progress: ws.detect(viewer, progress),
        json,
        lang,
        store=store,
        rebuild=rebuild,
    )


def report(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    to: Annotated[
        Path | None, typer.Option("--to", help="另存一份 / write a copy here too", metavar="FILE.html")
    ] = None,
    rebuild: RebuildOption = False,
    store: StoreOption = Store.EMBEDDED,
    json: JsonOption = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """出具报告 / write the report: one HTML file that opens without internet."""
    if to is not None and to.suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"报告只能写成 .html 文件，不能是 {to.name} / the report is HTML, not {to.name}")
    step(
        workspace,
        lambda ws, viewer, progress: ws.report(viewer, progress, to, lang.value),
        json,
        lang,
        store=store,
        rebuild=rebuild,
    )


def must_exist(path: Path) -> None:
    """Before a workspace is made for it."""
    if not path.exists():
        raise UsageError(f"没有这个文件或文件夹：{path} / no such file or folder: {path}")


@contextmanager
def opened(
    folder: Path, create: bool = False, store: Store = Store.EMBEDDED
) -> Iterator[tuple["Workspace", "Viewer"]]:
    """A workspace and the operator on whose behalf a command acts."""
    from netinv.access.viewer import operator
    from netinv.workspace import Workspace

    with Workspace.open(folder, create=create, store=store) as workspace:
        yield workspace, operator()


def step(
    folder: Path,
    work: "Callable[[Workspace, Viewer, Progress], Summary]",
    as_json: bool,
    lang: Lang,
    *,
    store: Store,
    create: bool = False,
    rebuild: bool = False,
) -> None:
    """Do one step and tell what it did."""
    from netinv.cli.telling import progress_of, tell

    with opened(folder, create, store) as (workspace, viewer):
        if rebuild:
            workspace.rebuild(viewer)
        with progress_of(as_json) as progress:
            summary = work(workspace, viewer, progress)
        tell(summary, as_json, lang)

"""Opening a ledger: made where wanted, migrated where old, refused where newer or under another key."""

import secrets
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine

from netinv.ledger.clock import Clock, iso_utc
from netinv.ledger.database import insert, open_engine, reading, select, writing
from netinv.ledger.keyring import Keyring
from netinv.ledger.lock import WriterLock
from netinv.ledger.migrations import applied, migrate, pending
from netinv.ledger.schema import STEPS
from netinv.ledger.seal import Seal
from netinv.model.errors import NetinvError

FILE = "ledger.db"


class OpenFile(NamedTuple):
    """What a ledger works with."""

    engine: Engine
    workspace_id: str
    seal: Seal
    lock: WriterLock


def open_file(folder: Path, keyring: Keyring, create: bool, clock: Clock) -> OpenFile:
    """Open `ledger.db` of a workspace folder; NetinvError says what is wrong and what to do."""
    keyring.keep_outside(folder)
    path, lock = folder / FILE, WriterLock(folder / ".lock")
    if not path.exists():
        if not create:
            raise _no_workspace(folder)
        _make(folder)
    engine = open_engine(path)
    with reading(engine) as connection:
        behind = bool(pending(connection, STEPS))
    if behind:
        with lock.held(), writing(engine) as connection:
            fresh = not applied(connection)
            if fresh and not create:
                raise _no_workspace(folder)
            migrate(connection, STEPS, iso_utc(clock()))
            if fresh:
                workspace_id = secrets.token_hex(8)
                keyring.create(workspace_id)  # first: a workspace without its key would be lost
                meta: list[tuple[object, ...]] = [
                    ("workspace_id", workspace_id),
                    ("key_check", Seal(keyring, workspace_id).check()),
                ]
                insert(connection, "meta", ("name", "value"), meta)
    with reading(engine) as connection:
        known = dict(select(connection, "SELECT name, value FROM meta"))
    workspace_id = known["workspace_id"]
    seal = Seal(keyring, workspace_id)
    if seal.check() != known["key_check"]:
        key = keyring.path(workspace_id)
        raise NetinvError(
            f"密钥 {key} 与工作区 {folder} 不符，请恢复原密钥 / "
            f"the key {key} does not fit the workspace {folder}; restore the right one"
        )
    return OpenFile(engine, workspace_id, seal, lock)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise NetinvError(
            f"无法建立工作区 {folder}（{error.strerror}），请换一个位置或检查权限 / "
            f"cannot make the workspace {folder} ({error.strerror}); choose another place"
        ) from error


def _no_workspace(folder: Path) -> NetinvError:
    return NetinvError(
        f"{folder} 不是工作区（没有账本），请先导入数据或另指目录 / "
        f"{folder} is no workspace (it has no ledger); ingest data first or name another folder"
    )

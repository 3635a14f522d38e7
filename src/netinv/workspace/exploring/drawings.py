"""`drawings.db`: what somebody works on in the workbench, and the views that he saved. Encrypted.

A drawing holds ids, places and notes, no facts: what its nodes are is read anew, for whoever opens it. It
lies here and not in the browser, whose files are neither encrypted nor part of the workspace's backup.
A saved view is never overwritten: saving it again makes its next version.
"""

import json
import os
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Engine

from netinv.ledger.clock import Clock, iso_utc, utc_now
from netinv.ledger.database import insert, open_engine, reading, select, writing
from netinv.ledger.keyring import Keyring
from netinv.ledger.migrations import Step, bring_forward
from netinv.model.canonical import canonical
from netinv.model.errors import NetinvError, NotFoundError, UsageError
from netinv.model.exploring import Drawing, DrawingView
from netinv.workspace.facts import china_time

FILE = "drawings.db"
LARGEST = 8 << 20
"""Bytes of one drawing. A thousand nodes with a hundred steps to undo take one of them."""

_NONCE_BYTES = 12
_VIEW = ("view_id", "version", "at", "viewer", "nonce", "body")
_STEPS = (
    Step(
        "first",
        [
            """CREATE TABLE draft (viewer TEXT PRIMARY KEY, revision INTEGER NOT NULL, at TEXT NOT NULL,
                nonce BLOB NOT NULL, body BLOB NOT NULL) WITHOUT ROWID""",
            """CREATE TABLE view (view_id TEXT, version INTEGER, at TEXT NOT NULL, viewer TEXT NOT NULL,
                nonce BLOB NOT NULL, body BLOB NOT NULL, PRIMARY KEY (view_id, version)) WITHOUT ROWID""",
        ],
    ),
)


class DraftMovedError(NetinvError):
    """Another window has saved the same piece of work since this one read it."""


class Drawings:
    """The drafts and saved views of one workspace."""

    def __init__(self, engine: Engine, cipher: AESGCM, clock: Clock) -> None:
        self._engine = engine
        self._cipher = cipher
        self._clock = clock

    @classmethod
    def open(cls, folder: Path, keyring: Keyring, workspace_id: str, clock: Clock = utc_now) -> "Drawings":
        """Open the drawings of a workspace, or make the file."""
        engine = open_engine(folder / FILE)
        bring_forward(engine, _STEPS, clock)
        return cls(engine, AESGCM(keyring.subkey(workspace_id, "drawings")), clock)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def draft(self, viewer: str) -> Drawing:
        """What a viewer works on; revision 0 and an empty body where there is nothing."""
        with reading(self._engine) as connection:
            sql = "SELECT revision, nonce, body FROM draft WHERE viewer = ?"
            found = select(connection, sql, (viewer,))
        if not found:
            return Drawing(revision=0, body={})
        revision, nonce, body = found[0]
        return Drawing(revision=revision, body=self._opened(nonce, body, f"draft|{viewer}"))

    def keep(self, viewer: str, body: dict[str, Any], revision: int) -> int:
        """Write what a viewer works on, last read as `revision`; the new one. DraftMovedError otherwise."""
        nonce, sealed = self._sealed(body, f"draft|{viewer}")
        with writing(self._engine) as connection:
            found = select(connection, "SELECT revision FROM draft WHERE viewer = ?", (viewer,))
            present = found[0][0] if found else 0
            if present != revision:
                raise DraftMovedError(
                    "另一个窗口已修改这份工作，请重新载入本页 / "
                    "another window has changed this piece of work; load this page again"
                )
            connection.exec_driver_sql(
                "INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?, ?)",
                (viewer, present + 1, iso_utc(self._clock()), nonce, sealed),
            )
        return int(present + 1)

    def views(self) -> list[DrawingView]:
        """The saved views as they stand, newest first."""
        sql = f"SELECT {', '.join(_VIEW)} FROM view ORDER BY at DESC, view_id, version DESC"
        with reading(self._engine) as connection:
            rows = select(connection, sql)
        latest: dict[str, DrawingView | None] = {}
        for view_id, version, at, viewer, nonce, body in sorted(rows, key=lambda row: -row[1]):
            if view_id not in latest:
                name = self._opened(nonce, body, f"view|{view_id}|{version}").get("name", "")
                latest[view_id] = name and DrawingView(
                    view_id=view_id, version=version, name=name, at=china_time(at), by=viewer
                )
        return sorted(
            (view for view in latest.values() if view), key=lambda v: (v.at, v.view_id), reverse=True
        )

    def view(self, view_id: str, version: int | None = None) -> tuple[DrawingView, dict[str, Any]]:
        """One saved view, its newest version unless another is asked for. NotFoundError: none, or deleted."""
        sql = f"SELECT {', '.join(_VIEW)} FROM view WHERE view_id = ? ORDER BY version DESC"
        with reading(self._engine) as connection:
            rows = select(connection, sql, (view_id,))
        bodies = [(row, self._opened(row[4], row[5], f"view|{view_id}|{row[1]}")) for row in rows]
        if bodies and bodies[0][1].get("name"):  # the last word is not that it was deleted
            for (_, number, at, viewer, *_), body in bodies:
                if version in (None, number) and body.get("name"):
                    shown = DrawingView(
                        view_id=view_id, version=number, name=body["name"], at=china_time(at), by=viewer
                    )
                    return shown, body["body"]
        raise NotFoundError(f"没有视图 {view_id} / there is no view {view_id}")

    def save(self, viewer: str, name: str, body: dict[str, Any], view_id: str = "") -> DrawingView:
        """Save a view: a new one, or the next version of one that exists."""
        if not name.strip() or len(name) > 80:
            raise UsageError("视图名称须为 1–80 字 / a view's name has 1 to 80 characters")
        if view_id:
            self.view(view_id)
        return self._write(viewer, view_id or f"V{os.urandom(6).hex()}", {"name": name.strip(), "body": body})

    def delete(self, viewer: str, view_id: str) -> None:
        """Take a saved view off the list. NotFoundError: there is none."""
        self.view(view_id)
        self._write(viewer, view_id, {})

    def _write(self, viewer: str, view_id: str, body: dict[str, Any]) -> DrawingView:
        at = iso_utc(self._clock())
        with writing(self._engine) as connection:
            sql = "SELECT coalesce(max(version), 0) FROM view WHERE view_id = ?"
            version = select(connection, sql, (view_id,))[0][0] + 1
            nonce, sealed = self._sealed(body, f"view|{view_id}|{version}")
            insert(connection, "view", _VIEW, [(view_id, version, at, viewer, nonce, sealed)])
        name = str(body.get("name", ""))
        return DrawingView(view_id=view_id, version=version, name=name, at=china_time(at), by=viewer)

    def _sealed(self, body: dict[str, Any], where: str) -> tuple[bytes, bytes]:
        text = canonical(body).encode()
        if len(text) > LARGEST:
            raise UsageError(
                f"画布内容过大（上限 {LARGEST >> 20} MB），请减少对象 / "
                f"the canvas is too large to be kept ({LARGEST >> 20} MB at most); take nodes off it"
            )
        nonce = os.urandom(_NONCE_BYTES)
        return nonce, self._cipher.encrypt(nonce, text, where.encode())

    def _opened(self, nonce: bytes, body: bytes, where: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._cipher.decrypt(nonce, body, where.encode()))
        return found

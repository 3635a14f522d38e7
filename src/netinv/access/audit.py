"""The audit: no audit, no answer. A sensitive read is written, chained and synced before it is answered."""

import json
import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from netinv.access.viewer import Viewer
from netinv.ledger.clock import Clock, iso_utc, utc_now
from netinv.ledger.database import insert, open_engine, reading, scan, select, writing
from netinv.ledger.keyring import Keyring
from netinv.ledger.migrations import Step, bring_forward
from netinv.ledger.seal import keyed_line
from netinv.ledger.types import Head
from netinv.model.canonical import canonical
from netinv.model.errors import AuditUnavailableError, NetinvError

FILE = "audit.db"
_NONCE_BYTES = 12
_COLUMNS = ("seq", "at", "viewer", "role", "action", "purpose", "case_no", "nonce", "about", "prev", "hash")
_STEPS = (
    Step(
        "first",
        [
            """CREATE TABLE entry (
                seq INTEGER PRIMARY KEY, at TEXT NOT NULL, viewer TEXT NOT NULL, role TEXT NOT NULL,
                action TEXT NOT NULL, purpose TEXT NOT NULL, case_no TEXT NOT NULL, nonce BLOB NOT NULL,
                about BLOB NOT NULL, prev BLOB NOT NULL, hash BLOB NOT NULL)""",
            *(
                f"""CREATE TRIGGER guard_entry_{action.lower()} BEFORE {action} ON entry
                BEGIN SELECT RAISE(ABORT, 'the audit is append-only: {action}'); END"""
                for action in ("UPDATE", "DELETE")
            ),
        ],
    ),
)


class Act(NamedTuple):
    """One thing done: by whom, what, on what, and a detail (a reason, a query, a count)."""

    viewer: Viewer
    action: str
    subject: str
    detail: str = ""


class Entry(NamedTuple):
    """One line of the audit as an auditor reads it. `at` is UTC."""

    seq: int
    at: str
    viewer: str
    role: str
    action: str
    subject: str
    detail: str
    purpose: str
    case_no: str


class Audit:
    """The audit of one workspace, in a file of its own so that a long import never holds it up.

    Subject and detail are encrypted: what a user typed may itself name a reporter, and whoever steals the
    file must not learn whom the office looks at.
    """

    def __init__(self, engine: Engine, cipher: AESGCM, chain_key: bytes, clock: Clock) -> None:
        self._engine = engine
        self._cipher = cipher
        self._chain_key = chain_key
        self._clock = clock
        self._queue = threading.Lock()
        self._commit = threading.Lock()
        self._waiting: list[_Ticket] = []
        self._local = threading.local()

    @classmethod
    def open(cls, folder: Path, keyring: Keyring, workspace_id: str, clock: Clock = utc_now) -> "Audit":
        """Open the audit of a workspace, or make it. AuditUnavailableError where the file cannot be used."""
        cipher = AESGCM(keyring.subkey(workspace_id, "audit/about"))
        chain_key = keyring.subkey(workspace_id, "audit/chain")
        with _unavailable(folder / FILE):
            engine = open_engine(folder / FILE)
            bring_forward(engine, _STEPS, clock)
        return cls(engine, cipher, chain_key, clock)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def record(self, viewer: Viewer, action: str, subject: str, detail: str = "") -> None:
        """Write one act; on disk when this returns. AuditUnavailableError: then the answer must not be given.

        Inside `group` it is on disk when the group ends. Acts of several threads share one commit.
        """
        self.record_many([Act(viewer, action, subject, detail)])

    def record_many(self, acts: Sequence[Act]) -> None:
        """Write many acts in one commit."""
        group: list[Act] | None = getattr(self._local, "group", None)
        if group is not None:
            group.extend(acts)
        elif acts:
            self._write(acts)

    @contextmanager
    def group(self) -> Iterator[None]:
        """Acts this thread records in the block are written together when it ends: answer after it."""
        if getattr(self._local, "group", None) is not None:
            yield
            return
        acts: list[Act] = []
        self._local.group = acts
        try:
            yield
        finally:
            self._local.group = None
            if acts:  # what was tried and failed was asked for all the same
                self._write(acts)

    def entries(self, last: int | None = None) -> list[Entry]:
        """What was written, oldest first; `last` limits to so many of the newest."""
        sql = "SELECT * FROM (SELECT * FROM entry ORDER BY seq DESC LIMIT ?) ORDER BY seq"
        with _unavailable(self._engine.url.database), reading(self._engine) as connection:
            found = select(connection, sql, (-1 if last is None else last,))
        return [self._entry(row) for row in found]

    def heads(self) -> Head:
        """The last link. Kept by each agency, it later proves that nothing was changed or cut off."""
        with _unavailable(self._engine.url.database), reading(self._engine) as connection:
            return _head(connection)

    def verify(self, exported: Sequence[Head] = ()) -> list[str]:
        """Prove the chain and that it holds every exported head. One sentence a problem; empty: proven."""
        problems: list[str] = []
        known = {0: ""}
        expected, previous = 1, b""
        with _unavailable(self._engine.url.database), reading(self._engine) as connection:
            for row in scan(connection, f"SELECT {', '.join(_COLUMNS)} FROM entry ORDER BY seq"):
                seq, prev, link = row[0], row[-2], row[-1]
                if seq != expected:
                    problems.append(f"审计第 {expected} 条缺失 / audit entry {expected} is missing")
                if prev != previous or link != keyed_line(self._chain_key, row[:-1]) or not self._opens(row):
                    problems.append(f"审计第 {seq} 条与链不符 / audit entry {seq} does not fit the chain")
                expected, previous = seq + 1, link
                known[seq] = link.hex()
        problems += [
            f"审计链上没有先前导出的第 {head.seq} 号链头 / the exported head {head.seq} is not in the audit"
            for head in exported
            if known.get(head.seq) != head.hash
        ]
        return problems

    def _write(self, acts: Sequence[Act]) -> None:
        """Queue the acts; whoever gets to commit first commits for everybody who waits."""
        ticket = _Ticket(acts)
        with self._queue:
            self._waiting.append(ticket)
        with self._commit:
            if not ticket.done:
                with self._queue:
                    tickets, self._waiting = self._waiting, []
                self._flush(tickets)
        if ticket.error is not None:
            raise AuditUnavailableError(str(ticket.error)) from ticket.error

    def _flush(self, tickets: "list[_Ticket]") -> None:
        error: AuditUnavailableError | None = None
        try:
            with _unavailable(self._engine.url.database), writing(self._engine) as connection:
                insert(
                    connection,
                    "entry",
                    _COLUMNS,
                    self._linked(connection, [a for t in tickets for a in t.acts]),
                )
        except AuditUnavailableError as failure:
            error = failure
        except Exception as failure:  # whatever it was, nobody who waits may take it for written
            error = AuditUnavailableError(
                f"审计写入失败（{failure}）/ the audit could not be written ({failure})"
            )
        for ticket in tickets:
            ticket.done, ticket.error = True, error

    def _linked(self, connection: Connection, acts: Sequence[Act]) -> list[tuple[object, ...]]:
        head = _head(connection)
        seq, at, prev = head.seq, max(head.at, iso_utc(self._clock())), bytes.fromhex(head.hash)
        rows: list[tuple[object, ...]] = []
        for viewer, action, subject, detail in acts:
            seq += 1
            nonce = os.urandom(_NONCE_BYTES)
            # a query may hold halves of characters; they must not keep it from being written
            about = self._cipher.encrypt(
                nonce, canonical([subject, detail]).encode(errors="surrogatepass"), str(seq).encode()
            )
            row = (
                seq,
                at,
                viewer.id,
                viewer.role,
                action,
                viewer.purpose,
                viewer.case_no,
                nonce,
                about,
                prev,
            )
            prev = keyed_line(self._chain_key, row)
            rows.append((*row, prev))
        return rows

    def _opens(self, row: Sequence[Any]) -> bool:
        try:
            self._entry(row)
        except InvalidTag:
            return False
        return True

    def _entry(self, row: Sequence[Any]) -> Entry:
        seq, at, viewer, role, action, purpose, case_no, nonce, about, *_ = row
        subject, detail = json.loads(self._cipher.decrypt(nonce, about, str(seq).encode()))
        return Entry(seq, at, viewer, role, action, subject, detail, purpose, case_no)


class _Ticket:
    """The acts of one caller until they are on disk."""

    def __init__(self, acts: Sequence[Act]) -> None:
        self.acts = acts
        self.done = False
        self.error: AuditUnavailableError | None = None


def _head(connection: Connection) -> Head:
    rows = select(connection, "SELECT seq, at, hash FROM entry ORDER BY seq DESC LIMIT 1")
    return Head(rows[0][0], rows[0][1], rows[0][2].hex()) if rows else Head(0, "", "")


@contextmanager
def _unavailable(path: object) -> Iterator[None]:
    try:
        yield
    except AuditUnavailableError:
        raise
    except (NetinvError, SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise AuditUnavailableError(
            f"无法使用审计文件 {path}，因此不予答复，请检查磁盘和权限（{error}）/ "
            f"the audit {path} cannot be used, so no answer is given; check disk and permissions ({error})"
        ) from error

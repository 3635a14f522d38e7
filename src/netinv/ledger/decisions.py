"""What people and models decided: judgements on pairs of mentions, versions of the model."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from netinv.ledger.database import insert, select
from netinv.ledger.types import Judgement, Verdict
from netinv.model.canonical import canonical
from netinv.model.errors import NotFoundError, UsageError

VERDICTS = ("same", "different", "unsure")


def judge(connection: Connection, seq: int, verdicts: Sequence[Verdict]) -> list[int]:
    """Write judgements; the keys are put in order, so a pair has one name. Returns their ids."""
    first = int(select(connection, "SELECT coalesce(max(judgement_id), 0) + 1 FROM judgement")[0][0])
    rows: list[tuple[object, ...]] = []
    for judgement_id, each in enumerate(verdicts, first):
        if each.verdict not in VERDICTS:
            raise UsageError(f"判定只能是 {'、'.join(VERDICTS)} / a verdict is one of {', '.join(VERDICTS)}")
        if each.left_key == each.right_key:
            raise UsageError("不能把一处提及与它自身比较 / a mention cannot be judged against itself")
        left, right = sorted((each.left_key, each.right_key))
        rows.append((judgement_id, seq, left, right, each.verdict, each.reason, int(each.forced)))
    columns = ("judgement_id", "seq", "left_key", "right_key", "verdict", "reason", "forced")
    insert(connection, "judgement", columns, rows)
    return list(range(first, first + len(rows)))


def revoke(connection: Connection, seq: int, judgement_ids: Sequence[int]) -> list[int]:
    """Take judgements back: the one before on the same pair counts again. Returns those that still stood."""
    standing = []
    for judgement_id in judgement_ids:
        if not select(connection, "SELECT 1 FROM judgement WHERE judgement_id = ?", (judgement_id,)):
            raise NotFoundError(f"没有判定 {judgement_id} / there is no judgement {judgement_id}")
        if not select(connection, "SELECT 1 FROM revocation WHERE judgement_id = ?", (judgement_id,)):
            standing.append(judgement_id)
    insert(connection, "revocation", ("judgement_id", "seq"), [(each, seq) for each in standing])
    return standing


def judgements(connection: Connection, as_of: int | None, history: bool) -> list[Judgement]:
    """The last unrevoked judgement of every pair, by id; with `history` all of them, revoked ones marked."""
    found = select(
        connection,
        """SELECT j.judgement_id, j.seq, x.at, x.actor, j.left_key, j.right_key, j.verdict, j.reason,
            j.forced, EXISTS (SELECT 1 FROM revocation r
                WHERE r.judgement_id = j.judgement_id AND r.seq <= coalesce(:at, r.seq)),
            x.kind = 'answer'
        FROM judgement j JOIN ledger_transaction x USING (seq)
        WHERE j.seq <= coalesce(:at, j.seq) ORDER BY j.judgement_id""",
        {"at": as_of},
    )
    every = [
        Judgement(n, seq, at, actor, a, b, verdict, reason, bool(forced), bool(revoked), bool(asked))
        for n, seq, at, actor, a, b, verdict, reason, forced, revoked, asked in found
    ]
    if history:
        return every
    last = {(each.left_key, each.right_key): each for each in every if not each.revoked}
    return sorted(last.values(), key=lambda each: each.judgement_id)


def put_model(connection: Connection, seq: int, body: dict[str, Any]) -> tuple[int, bool]:
    """Keep a model. Returns its version and whether it is a new one: the same body as the last one is not."""
    last = select(connection, "SELECT version, body FROM model_version ORDER BY version DESC LIMIT 1")
    text = canonical(body)
    if last and last[0][1] == text:
        return int(last[0][0]), False
    version = int(last[0][0]) + 1 if last else 1
    insert(connection, "model_version", ("version", "seq", "body"), [(version, seq, text)])
    return version, True


def model(connection: Connection, as_of: int | None) -> dict[str, Any] | None:
    """The last model."""
    sql = "SELECT body FROM model_version WHERE seq <= coalesce(?, seq) ORDER BY version DESC LIMIT 1"
    found = select(connection, sql, (as_of,))
    body: dict[str, Any] | None = json.loads(found[0][0]) if found else None
    return body

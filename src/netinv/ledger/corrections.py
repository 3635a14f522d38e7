"""Corrections of what was quarantined: which there are, and which of them a newer delivery must respect.

A correction is a batch of its own kind. It adds a version to the record, or a new record, that names the same
row of the same source; what was delivered stays as it was. Its link of the chain says what it corrects.
"""

import json
from collections.abc import Sequence

from sqlalchemy import Connection

from netinv.ledger.database import select
from netinv.ledger.types import Correction, Quarantined

CORRECT, UNCORRECT = "correct", "uncorrect"
MADE = f"('{CORRECT}', '{UNCORRECT}')"
"""Kinds of batches that people write and no delivery, as SQL."""

DELIVERED = f"""(SELECT content_key FROM version o JOIN payload USING (version_pk)
    JOIN batch ob USING (batch_id) WHERE o.record_pk = r.record_pk AND ob.kind NOT IN {MADE}
    ORDER BY o.batch_id DESC, o.version_pk DESC LIMIT 1)"""
"""What the units last delivered of record `r`."""


def corrections(connection: Connection, as_of: int | None) -> dict[int, Correction]:
    """The corrections that stand, by the number of what they correct."""
    found = select(
        connection,
        f"""SELECT x.seq, x.at, x.actor, x.kind, x.body,
            (SELECT v.reason FROM batch b JOIN version v USING (batch_id) WHERE b.seq = x.seq LIMIT 1)
        FROM ledger_transaction x WHERE x.kind IN {MADE} AND x.seq <= coalesce(?, x.seq) ORDER BY x.seq""",
        (as_of,),
    )
    made: dict[int, tuple[int, Correction]] = {}
    for seq, at, actor, kind, body, reason in found:
        said = json.loads(body)
        if kind == CORRECT:
            made[seq] = said["quarantine"], Correction(seq, at, actor, reason or "")
        else:
            made.pop(said["undone"], None)
    return dict(made.values())


def settled(items: Sequence[Quarantined], standing: dict[int, Correction]) -> dict[int, Correction]:
    """The correction of every item: its own, or that of the same thing as it was delivered before."""
    alike = {_said(each): standing[each.number] for each in items if each.number in standing}
    return {each.number: alike[_said(each)] for each in items if _said(each) in alike}


def _said(item: Quarantined) -> tuple[object, ...]:
    cells = None if item.cells is None else tuple(sorted(item.cells.items()))
    # where nothing tells one row from another, only the row itself is the same
    place = () if item.record_id or cells else (item.source_id, item.row)
    return item.origin, item.table, item.level, item.record_id, item.column, item.value, cells, place

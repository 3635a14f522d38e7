"""Alerts as snapshots: later data make a new version and leave the old one as it was."""

import os
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import Connection

from netinv.ledger.database import insert, select
from netinv.ledger.seal import Seal
from netinv.ledger.types import AlertVersion, Shown
from netinv.model.alerts import Alert, Family, RecordRef
from netinv.model.canonical import canonical

RAISED, WITHDRAWN = "raised", "withdrawn"
SALT_BYTES = 16
_LAST = """SELECT a.alert_id, a.version, a.state, coalesce(b.body, '')
    FROM alert a LEFT JOIN alert_body b USING (alert_pk) WHERE a.version = (
        SELECT max(version) FROM alert l WHERE l.alert_id = a.alert_id AND l.seq <= coalesce(:at, l.seq))"""


def put(connection: Connection, seal: Seal, seq: int, alerts: Sequence[Alert]) -> dict[str, int]:
    """Make `alerts` the ones that are raised. Returns how many versions were raised and withdrawn.

    An alert that says the same as its last version, dates of the snapshot aside, makes no version.
    """
    doubled = [
        alert_id for alert_id, count in Counter(alert.alert_id for alert in alerts).items() if count > 1
    ]
    if doubled:
        raise ValueError(f"alerts given more than once: {', '.join(doubled)}")
    last = {
        alert_id: (version, state, body)
        for alert_id, version, state, body in select(connection, _LAST, {"at": None})
    }
    versions: list[tuple[str, int, str, str]] = []
    for alert in sorted(alerts, key=lambda each: each.alert_id):
        version, state, body = last.pop(alert.alert_id, (0, "", ""))
        if state != RAISED or not body or _matter(Alert.model_validate_json(body)) != _matter(alert):
            versions.append((alert.alert_id, version + 1, RAISED, canonical(alert.model_dump(mode="json"))))
    raised = len(versions)
    versions += [
        (alert_id, version + 1, WITHDRAWN, body)
        for alert_id, (version, state, body) in sorted(last.items())
        if state == RAISED
    ]
    first = int(select(connection, "SELECT coalesce(max(alert_pk), 0) + 1 FROM alert")[0][0])
    rows: list[tuple[object, ...]] = []
    bodies: list[tuple[object, ...]] = []
    for alert_pk, (alert_id, version, state, body) in enumerate(versions, start=first):
        salt = os.urandom(SALT_BYTES)
        rows.append((alert_pk, alert_id, version, seq, state, seal.digest(salt, body)))
        bodies.append((alert_pk, salt, body))
    insert(connection, "alert", ("alert_pk", "alert_id", "version", "seq", "state", "digest"), rows)
    insert(connection, "alert_body", ("alert_pk", "salt", "body"), bodies)
    return {"raised": raised, "withdrawn": len(versions) - raised}


def raised(connection: Connection, as_of: int | None) -> list[Alert]:
    """The alerts that stand, best first."""
    bodies = [
        body for _, _, state, body in select(connection, _LAST, {"at": as_of}) if state == RAISED and body
    ]
    alerts = [Alert.model_validate_json(body) for body in bodies]
    return sorted(alerts, key=lambda alert: (-alert.probability, alert.alert_id))


def versions(connection: Connection, alert_id: str) -> list[AlertVersion]:
    """All versions of one alert, newest first."""
    found = select(
        connection,
        """SELECT a.alert_id, a.version, a.seq, x.at, a.state, b.body
        FROM alert a JOIN ledger_transaction x USING (seq) LEFT JOIN alert_body b USING (alert_pk)
        WHERE a.alert_id = ? ORDER BY a.version DESC""",
        (alert_id,),
    )
    return [
        AlertVersion(alert_id, version, seq, at, state, Alert.model_validate_json(body) if body else None)
        for alert_id, version, seq, at, state, body in found
    ]


def shown(connection: Connection) -> dict[str, Shown]:
    """What the versions of every alert showed so far, by alert id; versions that were expunged aside.

    Read by the database from the bodies as they lie: these grow with every run.
    """
    raised_on = select(
        connection,
        """SELECT a.alert_id, max(a.version),
            coalesce(nullif(json_extract(b.body, '$.raised_on'), ''), json_extract(b.body, '$.as_of'))
        FROM alert a JOIN alert_body b USING (alert_pk) GROUP BY a.alert_id""",
    )
    evidence: dict[str, set[RecordRef]] = {alert_id: set() for alert_id, *_ in raised_on}
    records = select(
        connection,
        """SELECT DISTINCT a.alert_id, json_extract(r.value, '$[0]'), json_extract(r.value, '$[1]')
        FROM alert a JOIN alert_body b USING (alert_pk),
            json_each(b.body, '$.signals') s, json_each(s.value, '$.records') r
        WHERE json_extract(s.value, '$.family') <> :link""",
        {"link": str(Family.LINK)},
    )
    for alert_id, table, record_id in records:
        evidence[alert_id].add((table, record_id))
    return {alert_id: Shown(day, frozenset(evidence[alert_id])) for alert_id, _, day in raised_on}


def _matter(alert: Alert) -> str:
    """What an alert says, without the days on which it says it."""
    return canonical(alert.model_dump(mode="json", exclude={"as_of", "raised_on", "expires_on"}))

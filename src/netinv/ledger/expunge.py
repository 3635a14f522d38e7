"""Expungement, the one exception to append-only: a record loses what it said; that it was there stays proven.

Gone afterwards: the payloads of all its versions with their salts, its mentions, what quarantine holds of its
rows, and the snapshots of alerts that cite it. The row's identity is barred from coming back.
"""

from sqlalchemy import Connection

from netinv.ledger.database import insert, select
from netinv.model.alerts import Alert
from netinv.model.errors import NotFoundError


def expunge(
    connection: Connection, seq: int, table: str, record_id: str, origin: str | None, reason: str
) -> int:
    """Expunge the records of this name, of one origin or all. Returns how many."""
    found = select(
        connection,
        """SELECT record_pk FROM record
        WHERE table_name = ? AND record_id = ? AND origin = coalesce(?, origin)
        AND record_pk NOT IN (SELECT record_pk FROM expungement) ORDER BY record_pk""",
        (table, record_id, origin),
    )
    if not found:
        raise NotFoundError(f"没有记录 {table}:{record_id} / there is no record {table}:{record_id}")
    insert(connection, "expungement", ("record_pk", "seq", "reason"), [(pk, seq, reason) for (pk,) in found])
    for record in found:
        versions = "SELECT version_pk FROM version WHERE record_pk = ?"
        connection.exec_driver_sql(f"DELETE FROM payload WHERE version_pk IN ({versions})", record)
        connection.exec_driver_sql(f"DELETE FROM mention WHERE version_pk IN ({versions})", record)
        connection.exec_driver_sql(
            """UPDATE quarantine SET value = NULL, salt = NULL, cells = NULL WHERE (source_id, "row") IN
            (SELECT source_id, "row" FROM version WHERE record_pk = :pk AND source_id IS NOT NULL)
            OR quarantine_pk IN (SELECT q.quarantine_pk FROM record r
                JOIN source s ON s.table_name = r.table_name AND s.origin = r.origin
                JOIN quarantine q ON q.source_id = s.source_id AND q.record_id = r.record_id
                WHERE r.record_pk = :pk)""",
            {"pk": record[0]},
        )
    _expunge_alerts(connection, seq, (table, record_id))
    return len(found)


def _expunge_alerts(connection: Connection, seq: int, record: tuple[str, str]) -> None:
    bodies = select(connection, "SELECT alert_pk, body FROM alert_body ORDER BY alert_pk")
    citing = [pk for pk, body in bodies if record in cited(Alert.model_validate_json(body))]
    insert(connection, "alert_expungement", ("alert_pk", "seq"), [(pk, seq) for pk in citing])
    for alert_pk in citing:
        connection.exec_driver_sql("DELETE FROM alert_body WHERE alert_pk = ?", (alert_pk,))


def cited(alert: Alert) -> set[tuple[str, str]]:
    """Every (table, record_id) that an alert names anywhere."""
    spoken = [signal.records for signal in (*alert.signals, *alert.uncounted)]
    spoken += [explanation.records for explanation in alert.innocent_explanations]
    spoken += [edge.records for edge in alert.edges]
    return {record for records in spoken for record in records}

"""What is taken out of a batch before it is published, and what a killed import left behind."""

import json
from collections.abc import Iterable

from sqlalchemy import Connection

from netinv.ledger.database import select

_EQUAL = """FROM source e WHERE e.batch_id < :batch AND e.digest = s.digest AND e.origin = s.origin
    AND e.table_name = s.table_name"""
_IDLE = f"""(SELECT s.source_id FROM source s WHERE s.batch_id = :batch
    AND s.source_id NOT IN (SELECT value FROM json_each(:used))
    AND CASE WHEN EXISTS (SELECT 1 {_EQUAL})
        THEN EXISTS (SELECT 1 {_EQUAL} AND e.source_id = (SELECT max(e.source_id) {_EQUAL})
            AND e.grade = s.grade AND e.legal_basis IS s.legal_basis AND e.approval_no IS s.approval_no
            AND e.valid_until IS s.valid_until)
        ELSE NOT EXISTS (SELECT 1 FROM quarantine q WHERE q.source_id = s.source_id) END)"""


def drop_idle_sources(connection: Connection, batch_id: int, used: Iterable[int]) -> None:
    """Drop the sources that brought nothing; from those in `used` a row came.

    One stays if a row came from it, if it is new and brought something for quarantine, or if what is known of
    it (grade, legal basis, approval, validity) is not what was known when the same content was last read.
    """
    cursor = connection.connection.cursor()
    parameters = {"batch": batch_id, "used": json.dumps(sorted(used))}
    for table in ("quarantine", "source"):
        cursor.execute(f"DELETE FROM {table} WHERE batch_id = :batch AND source_id IN {_IDLE}", parameters)


def discard_unpublished(connection: Connection) -> None:
    """Remove what batches left behind that were never published. Needs the writer lock and a transaction."""
    for batch in select(connection, "SELECT batch_id FROM batch WHERE seq IS NULL"):
        for table in ("mention", "payload"):
            versions = "SELECT version_pk FROM version WHERE batch_id = ?"
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE version_pk IN ({versions})", batch)
        for table in ("version", "record", "quarantine", "source", "batch"):
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE batch_id = ?", batch)

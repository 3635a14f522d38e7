"""The tables of `ledger.db`.

Two ideas carry it. A row of a batch that is not yet published has a higher `batch_id` than every published
one (there is one writer), so "visible" is one comparison. And the chain never holds what a record says, only
keyed, salted hashes of it, so a payload can be expunged and the chain still proves the rest.
"""

from netinv.ledger.migrations import Step

_UNPUBLISHED = "(SELECT seq FROM batch WHERE batch_id = {}.batch_id) IS NULL"
_VERSION_UNPUBLISHED = (
    "(SELECT b.seq FROM version v JOIN batch b USING (batch_id) WHERE v.version_pk = {}.version_pk) IS NULL"
)
_VERSION_EXPUNGED = (
    "EXISTS (SELECT 1 FROM version v JOIN expungement e USING (record_pk)"
    " WHERE v.version_pk = OLD.version_pk)"
)


def _forbid(table: str, action: str, unless: str | None = None) -> str:
    """A trigger that lets an action on a table happen only under a condition."""
    when = f"WHEN NOT ({unless})" if unless else ""
    return (
        f"CREATE TRIGGER guard_{table}_{action.lower()} BEFORE {action} ON {table} {when} "
        f"BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: {action} on {table}'); END"
    )


def _append_only(*tables: str) -> list[str]:
    return [_forbid(table, action) for table in tables for action in ("UPDATE", "DELETE")]


FIRST = Step(
    "first",
    [
        "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        """CREATE TABLE ledger_transaction (
            seq INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, kind TEXT NOT NULL,
            body TEXT NOT NULL, digest BLOB NOT NULL, prev BLOB NOT NULL, hash BLOB NOT NULL)""",
        "CREATE TABLE batch (batch_id INTEGER PRIMARY KEY, kind TEXT NOT NULL, seq INTEGER UNIQUE)",
        """CREATE TABLE source (
            source_id INTEGER PRIMARY KEY, batch_id INTEGER NOT NULL, file TEXT NOT NULL,
            table_name TEXT NOT NULL, origin TEXT NOT NULL, grade TEXT NOT NULL, legal_basis TEXT,
            approval_no TEXT, valid_until TEXT,
            digest TEXT NOT NULL, "rows" INTEGER NOT NULL)""",
        "CREATE INDEX source_digest ON source (digest)",
        """CREATE TABLE record (
            record_pk INTEGER PRIMARY KEY, batch_id INTEGER NOT NULL, table_name TEXT NOT NULL,
            origin TEXT NOT NULL, record_id TEXT NOT NULL, UNIQUE (table_name, origin, record_id))""",
        """CREATE TABLE version (
            version_pk INTEGER PRIMARY KEY, record_pk INTEGER NOT NULL, batch_id INTEGER NOT NULL,
            source_id INTEGER, "row" INTEGER, retracted INTEGER NOT NULL, reason TEXT,
            digest BLOB, mention_digest BLOB)""",
        "CREATE INDEX version_of_record ON version (record_pk, batch_id)",
        """CREATE TABLE payload (
            version_pk INTEGER PRIMARY KEY, salt BLOB NOT NULL, content_key BLOB NOT NULL,
            body TEXT NOT NULL)""",
        """CREATE TABLE mention (
            version_pk INTEGER NOT NULL, ref TEXT NOT NULL, kind TEXT NOT NULL,
            name TEXT NOT NULL, former_names TEXT NOT NULL, aliases TEXT NOT NULL, id_number TEXT NOT NULL,
            ids TEXT NOT NULL, gender TEXT NOT NULL, birth_date TEXT NOT NULL, birth_place TEXT NOT NULL,
            ethnicity TEXT NOT NULL, phones TEXT NOT NULL, emails TEXT NOT NULL, address TEXT NOT NULL,
            unit TEXT NOT NULL, title TEXT NOT NULL, account TEXT NOT NULL, uscc TEXT NOT NULL,
            region TEXT NOT NULL, org_kind TEXT NOT NULL, legal_rep TEXT NOT NULL,
            PRIMARY KEY (version_pk, ref, kind)) WITHOUT ROWID""",
        """CREATE TABLE quarantine (
            quarantine_pk INTEGER PRIMARY KEY, batch_id INTEGER NOT NULL, source_id INTEGER NOT NULL,
            "row" INTEGER NOT NULL, "column" TEXT NOT NULL, reason_zh TEXT NOT NULL, reason_en TEXT NOT NULL,
            level TEXT NOT NULL, digest BLOB NOT NULL, salt BLOB, value TEXT)""",
        "CREATE INDEX quarantine_of_source ON quarantine (source_id)",
        """CREATE TABLE expungement (
            record_pk INTEGER PRIMARY KEY, seq INTEGER NOT NULL, reason TEXT NOT NULL)""",
        """CREATE TABLE judgement (
            judgement_id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, left_key TEXT NOT NULL,
            right_key TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL)""",
        "CREATE TABLE revocation (judgement_id INTEGER PRIMARY KEY, seq INTEGER NOT NULL)",
        "CREATE TABLE model_version (version INTEGER PRIMARY KEY, seq INTEGER NOT NULL, body TEXT NOT NULL)",
        """CREATE TABLE alert (
            alert_pk INTEGER PRIMARY KEY, alert_id TEXT NOT NULL, version INTEGER NOT NULL,
            seq INTEGER NOT NULL, state TEXT NOT NULL, digest BLOB NOT NULL, UNIQUE (alert_id, version))""",
        "CREATE TABLE alert_body (alert_pk INTEGER PRIMARY KEY, salt BLOB NOT NULL, body TEXT NOT NULL)",
        """CREATE TABLE alert_expungement (alert_pk INTEGER PRIMARY KEY, seq INTEGER NOT NULL)""",
        # the chain and everything that is decided: never changed, never deleted
        *_append_only(
            "migrations",
            "meta",
            "ledger_transaction",
            "expungement",
            "alert_expungement",
            "judgement",
            "revocation",
            "model_version",
            "alert",
        ),
        # what is staged may still be discarded, and nothing joins a batch once it is published
        _forbid("batch", "UPDATE", "OLD.seq IS NULL AND NEW.batch_id = OLD.batch_id AND NEW.kind = OLD.kind"),
        _forbid("batch", "DELETE", "OLD.seq IS NULL"),
        *(
            trigger
            for table in ("source", "record", "version", "quarantine")
            for trigger in (
                _forbid(table, "INSERT", _UNPUBLISHED.format("NEW")),
                _forbid(table, "DELETE", _UNPUBLISHED.format("OLD")),
            )
        ),
        *(
            _forbid(table, "UPDATE")
            for table in ("source", "record", "version", "payload", "mention", "alert_body")
        ),
        # the one exception: an expunged record loses what it said, with its salt
        *(
            _forbid(table, "DELETE", f"{_VERSION_UNPUBLISHED.format('OLD')} OR {_VERSION_EXPUNGED}")
            for table in ("payload", "mention")
        ),
        _forbid(
            "alert_body",
            "DELETE",
            "EXISTS (SELECT 1 FROM alert_expungement e WHERE e.alert_pk = OLD.alert_pk)",
        ),
        _forbid(
            "quarantine",
            "UPDATE",
            "NEW.value IS NULL AND NEW.salt IS NULL AND NEW.digest = OLD.digest"
            " AND NEW.quarantine_pk = OLD.quarantine_pk AND NEW.batch_id = OLD.batch_id"
            ' AND NEW.source_id = OLD.source_id AND NEW."row" = OLD."row" AND NEW."column" = OLD."column"'
            " AND NEW.reason_zh = OLD.reason_zh AND NEW.reason_en = OLD.reason_en AND NEW.level = OLD.level"
            " AND EXISTS (SELECT 1 FROM version v JOIN expungement e USING (record_pk)"
            ' WHERE v.source_id = OLD.source_id AND v."row" = OLD."row")',
        ),
    ],
)

FORCED = Step(
    "forced judgements",
    ["ALTER TABLE judgement ADD COLUMN forced INTEGER NOT NULL DEFAULT 0"],
)
"""A *same* that was written although what the records state speaks against it."""

_QUARANTINE_EXPUNGED = (
    "EXISTS (SELECT 1 FROM version v JOIN expungement e USING (record_pk)"
    ' WHERE v.source_id = OLD.source_id AND v."row" = OLD."row")'
    " OR EXISTS (SELECT 1 FROM source s JOIN record r ON r.table_name = s.table_name AND r.origin = s.origin"
    " AND r.record_id = OLD.record_id JOIN expungement e USING (record_pk) WHERE s.source_id = OLD.source_id)"
)

CORRECTABLE = Step(
    "quarantine names records",
    [
        "ALTER TABLE quarantine ADD COLUMN record_id TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE quarantine ADD COLUMN cells TEXT",
        "DROP TRIGGER guard_quarantine_update",
        _forbid(
            "quarantine",
            "UPDATE",
            "NEW.value IS NULL AND NEW.salt IS NULL AND NEW.cells IS NULL AND NEW.digest = OLD.digest"
            " AND NEW.quarantine_pk = OLD.quarantine_pk AND NEW.batch_id = OLD.batch_id"
            ' AND NEW.source_id = OLD.source_id AND NEW."row" = OLD."row" AND NEW."column" = OLD."column"'
            " AND NEW.reason_zh = OLD.reason_zh AND NEW.reason_en = OLD.reason_en AND NEW.level = OLD.level"
            f" AND NEW.record_id = OLD.record_id AND ({_QUARANTINE_EXPUNGED})",
        ),
    ],
)
"""What was quarantined names its record and keeps the cells of its row: it can be corrected in place."""

STEPS = (FIRST, FORCED, CORRECTABLE)

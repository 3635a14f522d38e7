"""The records and judgements of one state of the ledger, each table read once."""

from datetime import datetime

from netinv.ledger.clock import SHANGHAI, Clock, iso_utc
from netinv.ledger.ledger import Ledger
from netinv.ledger.types import Head, Judgement, Mentions, Quarantined, Rows, Source

DERIVED = ("detect",)
"""Kinds of transactions that follow from the others: what detect writes does not make projections stale."""

_OF_RECORDS = ("detect", "judge", "answer", "revoke", "model")
"""Kinds of transactions that leave the records as they are."""


class Facts:
    """A state of the ledger. Whatever is published meanwhile stays out of sight."""

    def __init__(self, ledger: Ledger, head: Head) -> None:
        self.head = head
        self._ledger = ledger
        self._rows: dict[str, Rows] = {}
        self._mentions: Mentions | None = None

    def rows(self, table: str) -> Rows:
        """The rows of one table."""
        if table not in self._rows:
            self._rows[table] = self._ledger.rows(table, self.head.seq)
        return self._rows[table]

    def mentions(self) -> Mentions:
        """All mentions."""
        if self._mentions is None:
            self._mentions = self._ledger.mentions(self.head.seq)
        return self._mentions

    def tables(self) -> list[str]:
        """Names of the tables that hold records."""
        return self._ledger.tables(self.head.seq)

    def judgements(self) -> list[Judgement]:
        """The judgements that count."""
        return self._ledger.judgements(self.head.seq)

    def sources(self) -> list[Source]:
        """The sources."""
        return self._ledger.sources(self.head.seq)

    def quarantined(self) -> list[Quarantined]:
        """What could not be read and nobody corrected since."""
        return [each for each in self._ledger.quarantined(self.head.seq) if each.correction is None]

    def grades(self) -> dict[int, str]:
        """Reliability grade by source id."""
        return {source.source_id: source.grade for source in self.sources()}

    def as_of(self) -> str:
        """The day (ISO, China) on which records were last changed: the date of everything derived."""
        return china_time(self._ledger.head(_OF_RECORDS).at)[:10]


def today(clock: Clock) -> str:
    """The day (ISO, China) by a clock. For what people look at; what is written goes by `Facts.as_of`."""
    return china_time(iso_utc(clock()))[:10]


def china_time(at: str) -> str:
    """`2026-01-31T23:59:59Z` as the ledger writes it -> `2026-02-01T07:59:59+08:00`; "" stays empty."""
    return datetime.fromisoformat(at).astimezone(SHANGHAI).isoformat() if at else ""

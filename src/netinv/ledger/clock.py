"""Time as the ledger writes it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8))
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time of this machine."""
    return datetime.now(UTC)


def iso_utc(moment: datetime) -> str:
    """`2026-01-31T23:59:59Z`; a time without a zone is Asia/Shanghai."""
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
    return zoned.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

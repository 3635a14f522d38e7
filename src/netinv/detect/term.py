"""How long an alert may be used: its term runs from the last evidence that was new, not from the last run.

Every record moves every number a little, for what is usual is learnt from all of them. Were that enough to
raise an alert again, none would ever expire. So it is raised again only where it counts a record that no
version of it counted before (design, section 5: *only when something material did*). Tips and links are no
evidence and renew nothing: whoever writes letters without end keeps no suspicion alive. Nor does a record
that went and came back. What speaks for the official moves number and story at once, the term stays.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from netinv.ledger.types import Shown
from netinv.model.alerts import Alert

EXPIRES_AFTER = timedelta(days=180)
"""Unreviewed suspicion does not live for ever."""


def last_day(raised_on: str) -> str:
    """The last day (ISO) on which what was raised on a day may be used."""
    return (date.fromisoformat(raised_on) + EXPIRES_AFTER).isoformat()


def is_news(alert: Alert, shown: Mapping[str, Shown]) -> bool:
    """Whether an alert counts a record that none of its versions counted."""
    before = shown.get(alert.alert_id)
    return before is None or not alert.evidence <= before.evidence


def continued(found: Iterable[Alert], shown: Mapping[str, Shown]) -> list[Alert]:
    """Alerts as a run finds them, with the terms that they have: those without news keep the one they had."""
    return [alert if is_news(alert, shown) else _since(alert, shown[alert.alert_id]) for alert in found]


def _since(alert: Alert, before: Shown) -> Alert:
    day = before.raised_on
    return alert.model_copy(update={"raised_on": day, "expires_on": last_day(day)})


def in_term(alerts: Iterable[Alert], day: str) -> list[Alert]:
    """Those that may be used on a day (ISO)."""
    return [alert for alert in alerts if not alert.expired(day)]

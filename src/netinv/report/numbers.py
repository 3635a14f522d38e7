"""Numbers as people read them. No probability is ever rounded to 0 % or 100 %."""

import math
from collections.abc import Sequence

from netinv.model.alerts import Alert, Text


def percent(probability: float | None) -> str:
    """`0.873` -> `87.3%`; beyond what one decimal can say `<0.1%` or `>99.9%`; unknown `—`."""
    if probability is None:
        return "—"
    if probability < 0.001:
        return "<0.1%"
    if probability > 0.999:
        return ">99.9%"
    return f"{probability * 100:.1f}%"


def times(log_ratio: float) -> str:
    """A natural-log likelihood ratio as a factor: `×12`, `×1.4`; below one as a divisor: `÷3.0`."""
    size = math.exp(min(abs(log_ratio), 25))
    shown = f"{size:,.0f}" if size >= 9.95 else f"{size:.1f}"
    return f"{'×' if log_ratio >= 0 else '÷'}{shown}"


def money(yuan: float) -> Text:
    """`125000` -> 12.5 万元 / CNY 125,000; from 10^8 on 亿元."""
    if abs(yuan) >= 1e8:
        zh = f"{_short(yuan / 1e8)} 亿元"
    elif abs(yuan) >= 1e4:
        zh = f"{_short(yuan / 1e4)} 万元"
    else:
        zh = f"{_short(yuan)} 元"
    return Text(zh=zh, en=f"CNY {yuan:,.0f}" if yuan == round(yuan) else f"CNY {yuan:,.2f}")


def count(number: int) -> str:
    """`61234` -> `61,234`."""
    return f"{number:,}"


def period(since: str | None, until: str | None) -> str:
    """One day, or first day – last day; `2021-03-01 –` goes on; `—` where neither is known."""
    since, until = (since or "")[:10], (until or "")[:10]
    if since == until or not since:
        return until or "—"
    return f"{since} – {until}".rstrip()


def logit(probability: float) -> float:
    """Natural log of the odds, kept finite."""
    p = min(max(probability, 1e-9), 1 - 1e-9)
    return math.log(p / (1 - p))


def _short(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def expected_by_chance(alerts: Sequence[Alert]) -> tuple[int, str] | None:
    """How many alerts there are, and about how many of these are expected by chance; None if not measured.

    The q-value of the weakest alert is the share expected false among all of them.
    """
    measured = [alert.q_value for alert in alerts if alert.q_value is not None]
    if len(measured) < len(alerts):
        return None
    return len(alerts), f"{max(measured, default=0.0) * len(alerts):.1f}"

"""What the answers to the queue taught, as sentences."""

from collections.abc import Mapping

import numpy as np

from netinv.model.alerts import Text
from netinv.report.numbers import percent
from netinv.report.words import filled
from netinv.resolve.calibration import Calibration
from netinv.resolve.odds import log_odds, probability

SHOWN = 0.8
"""The probability of which a sentence says what it counts as now: what a join needs."""


def learnt_texts(taught: Mapping[str, Calibration]) -> list[Text]:
    """A sentence for each model that answers recalibrated: how many, what it had said of those pairs, what
    people held, and what it says now."""
    return [_text(name, found) for name, found in sorted(taught.items())]


def _text(name: str, found: Calibration) -> Text:
    now = float(probability(found.odds(log_odds(np.array(SHOWN)))))
    values = {
        "n": found.answers,
        "said": percent(found.said),
        "right": f"{found.right:.0%}",
        "at": f"{SHOWN:.0%}",
        "now": percent(now),
    }
    return filled(f"learnt_{name}", **values)

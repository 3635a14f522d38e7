"""The list of alerts: what to leave out and in which order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from netinv.model.alerts import Alert, Family

SORTS: dict[str, Callable[[Alert], Any]] = {
    "probability": lambda alert: (-alert.probability, alert.alert_id),
    "expires": lambda alert: (alert.expires_on, -alert.probability, alert.alert_id),
    "name": lambda alert: (alert.official.name, alert.alert_id),
    "gang": lambda alert: (alert.gang.name, -alert.probability, alert.alert_id),
}
KINDS = ("official", "village_cadre")


@dataclass(frozen=True)
class Choice:
    """What the visitor asked to see; empty means all. Unknown values are as if not given."""

    gang: str = ""
    family: str = ""
    kind: str = ""
    sort: str = "probability"
    expired: bool = False

    @classmethod
    def of(cls, request: Request) -> "Choice":
        """From the address."""
        asked = request.query_params
        return cls(
            gang=asked.get("gang", ""),
            family=asked.get("family", "") if asked.get("family") in set(Family) else "",
            kind=asked.get("kind", "") if asked.get("kind") in KINDS else "",
            sort=asked.get("sort", "") if asked.get("sort") in SORTS else "probability",
            expired=asked.get("expired") == "1",
        )

    def apply(self, alerts: Sequence[Alert]) -> list[Alert]:
        """The alerts chosen, in order."""
        chosen = [
            alert
            for alert in alerts
            if (not self.gang or alert.gang.gang_id == self.gang)
            and (not self.family or self.family in alert.families)
            and (not self.kind or alert.official.kind == self.kind)
        ]
        return sorted(chosen, key=SORTS[self.sort])

"""The alerts that stand: one by any id that it had, and those in which somebody stands."""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from netinv.graph.ids import node_id
from netinv.ledger.ledger import Ledger
from netinv.ledger.types import AlertVersion
from netinv.model.alerts import Alert
from netinv.model.errors import NotFoundError
from netinv.model.values import fold
from netinv.resolve.store import ResolutionStore
from netinv.workspace.facts import china_time


class NamedIn(NamedTuple):
    """An alert in whose picture somebody stands; `role` as in `PictureNode`."""

    alert: Alert
    role: str


def standing_alert(alert_id: str, ledger: Ledger, resolution: ResolutionStore) -> Alert:
    """One alert as it stands. An id whose pair now has another alert, since the official's id changed, leads
    to that one; NotFoundError where none stands."""
    standing = ledger.alerts()
    for alert in standing:
        if alert.alert_id == alert_id:
            return alert
    for version in ledger.alert_versions(alert_id):
        if version.alert is not None:
            old = version.alert
            official = resolution.current(old.official.entity_id)
            for alert in standing:
                if (alert.official.entity_id, alert.gang.gang_id) == (official, old.gang.gang_id):
                    return alert
    raise NotFoundError(f"没有预警 {alert_id} / there is no alert {alert_id}")


def versions(ledger: Ledger, alert: Alert) -> list[AlertVersion]:
    """All versions of an alert, newest first; times are China's."""
    return [replace(each, at=china_time(each.at)) for each in ledger.alert_versions(alert.alert_id)]


def named_in(entity_id: str, alerts: Iterable[Alert], resolution: ResolutionStore) -> list[NamedIn]:
    """Those of some alerts in which a person, an organisation or a gang stands, in their order.

    An alert names its people by the ids of its day: whoever has another now is found all the same.
    """
    standing = list(alerts)
    now = resolution.currents(node.id for alert in standing for node in alert.nodes)
    now |= {alert.gang.gang_id: node_id("gang", fold(alert.gang.gang_id)) for alert in standing}
    found = []
    for alert in standing:
        roles = (node.role for node in alert.nodes if now.get(node.id, node.id) == entity_id)
        if role := next(roles, None):
            found.append(NamedIn(alert, role))
    return found

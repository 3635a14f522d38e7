"""In which alerts somebody stands, and as what."""

from collections.abc import Iterable
from typing import NamedTuple

from netinv.graph.ids import node_id
from netinv.model.alerts import Alert
from netinv.model.values import fold
from netinv.resolve.store import ResolutionStore


class NamedIn(NamedTuple):
    """An alert in whose picture somebody stands; `role` as in `PictureNode`."""

    alert: Alert
    role: str


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

"""What rests on a record: the alerts that stand, and the reports that were written of alerts that did."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from netinv.ledger.ledger import Ledger
from netinv.model.alerts import Alert, RecordRef
from netinv.workspace.reports import report_paths


@dataclass(frozen=True)
class Resting:
    """Alerts of which a record is evidence or an innocent reading, and report files in which one was."""

    alerts: list[Alert]
    reports: list[Path]


def resting_on(ledger: Ledger, folder: Path, record: RecordRef) -> Resting:
    """All that rests on one record. A report shows the alerts of the transaction in its name."""
    alerts = [alert for alert in ledger.alerts() if record in set(cited(alert))]
    reports = [
        path
        for seq, path in sorted(report_paths(folder).items())
        if any(record in set(cited(alert)) for alert in ledger.alerts(seq))
    ]
    return Resting(alerts, reports)


def cited(alert: Alert) -> Iterable[RecordRef]:
    """Every record that an alert cites: of its signals, also those that do not count, its readings, its
    picture."""
    for signal in (*alert.signals, *alert.uncounted):
        yield from signal.records
    for reading in alert.innocent_explanations:
        yield from reading.records
    for edge in alert.edges:
        yield from edge.records

"""What the browser needs of a workspace: reads on behalf of a viewer, nothing else."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from netinv.access.viewer import Viewer
from netinv.ledger.types import AlertVersion, Quarantined, Source
from netinv.model.alerts import Alert
from netinv.model.views import EntityView, RecordView
from netinv.workspace.exploring import Explore


class Reading(Protocol):
    """Every method writes the audit before it answers; what is absent or hidden raises NotFoundError."""

    @property
    def explore(self) -> Explore:
        """The graph as the workbench explores it."""

    def alerts(self, viewer: Viewer) -> list[Alert]:
        """Alerts raised now, best first."""

    def alert(self, viewer: Viewer, alert_id: str) -> Alert:
        """One alert as it stands."""

    def alert_history(self, viewer: Viewer, alert_id: str) -> list[AlertVersion]:
        """All versions of an alert that stands, newest first."""

    def entity(self, viewer: Viewer, entity_id: str) -> EntityView:
        """A person or organisation with all that the records hold."""

    def record(self, viewer: Viewer, table: str, record_id: str) -> RecordView:
        """A record with all its versions."""

    def search(self, viewer: Viewer, text: str) -> list[tuple[str, str, str, str]]:
        """Found entities: (id, kind, label, hint that tells namesakes apart)."""

    def quarantined(self, viewer: Viewer) -> Sequence[Quarantined]:
        """Rows and cells that could not be read."""

    def sources(self, viewer: Viewer) -> Sequence[Source]:
        """Files that were read."""

    def report_path(self, viewer: Viewer) -> Path | None:
        """The latest report, or None."""

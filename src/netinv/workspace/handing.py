"""Files that are handed over in memory: `Workspace.handing`."""

from collections.abc import Mapping

from netinv.access.audit import Audit
from netinv.access.vault import Vault
from netinv.access.viewer import Viewer
from netinv.ingest.drop import delivery_of_files
from netinv.ingest.importing import ingest_delivery
from netinv.ingest.preview import Preview, preview
from netinv.ingest.result import ImportReport
from netinv.ledger.ledger import Ledger
from netinv.workspace.collecting import uncollected
from netinv.workspace.progress import Progress, silent


class Handing:
    """Looks at files by name, or reads them in. They may name a reporter: nothing plain is written."""

    def __init__(self, ledger: Ledger, vault: Vault, audit: Audit) -> None:
        self._ledger = ledger
        self._vault = vault
        self._audit = audit

    def preview(self, viewer: Viewer, files: Mapping[str, bytes]) -> list[Preview]:
        """What an import would read, and as what. What a reporter gives is not shown."""
        self._audit.record(viewer, "import preview", " ".join(files))
        return preview(delivery_of_files(files, ""))

    def ingest(
        self, viewer: Viewer, files: Mapping[str, bytes], origin: str, progress: Progress = silent
    ) -> ImportReport:
        """Read files that the unit `origin` gave into the ledger: all of them, or nothing where it raises."""
        self._audit.record(viewer, "ingest", " ".join(files), f"origin={origin}")
        with uncollected():
            delivery = delivery_of_files(files, origin)
            return ingest_delivery(delivery, self._ledger, self._vault, viewer.id, origin, progress=progress)

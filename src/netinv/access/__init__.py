"""Who may see what: viewers, audit, the reporter vault."""

from netinv.access.audit import Act, Audit, Entry
from netinv.access.vault import Vault
from netinv.access.viewer import Viewer, operator

__all__ = ["Act", "Audit", "Entry", "Vault", "Viewer", "operator"]

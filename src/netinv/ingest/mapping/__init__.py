"""Any other table: which file feeds which table of the contract, and which column which field."""

from netinv.ingest.mapping.delivery import mapped_delivery
from netinv.ingest.mapping.model import Mapping, read_mapping
from netinv.ingest.mapping.suggest import suggest

__all__ = ["Mapping", "mapped_delivery", "read_mapping", "suggest"]

"""What was said and decided, append-only."""

from netinv.ledger.batch import Batch
from netinv.ledger.keyring import Keyring
from netinv.ledger.ledger import Ledger
from netinv.ledger.types import (
    AlertVersion,
    Counts,
    Head,
    Judgement,
    Mentions,
    Quarantined,
    QuarantineRow,
    Rows,
    Source,
    SourceRow,
    StagedRow,
    Version,
)

__all__ = [
    "AlertVersion",
    "Batch",
    "Counts",
    "Head",
    "Judgement",
    "Keyring",
    "Ledger",
    "Mentions",
    "QuarantineRow",
    "Quarantined",
    "Rows",
    "Source",
    "SourceRow",
    "StagedRow",
    "Version",
]

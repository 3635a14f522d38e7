"""Files -> records and mentions. Reporters are sealed before anything is stored."""

from netinv.ingest.importing import Progress, ingest_path
from netinv.ingest.result import FileReport, ImportReport

__all__ = ["FileReport", "ImportReport", "Progress", "ingest_path"]

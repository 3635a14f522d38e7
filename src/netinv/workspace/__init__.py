"""One object that opens it all: the Python API, and what both faces stand on."""

from netinv.workspace.progress import Progress
from netinv.workspace.summaries import (
    DetectSummary,
    ExportSummary,
    ReportSummary,
    ResolveSummary,
    RunSummary,
    Verification,
)
from netinv.workspace.workspace import Workspace

__all__ = [
    "DetectSummary",
    "ExportSummary",
    "Progress",
    "ReportSummary",
    "ResolveSummary",
    "RunSummary",
    "Verification",
    "Workspace",
]

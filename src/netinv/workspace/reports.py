"""The report files of a workspace."""

from pathlib import Path

REPORTS = "reports"


def report_file(folder: Path, seq: int) -> Path:
    """Where the report of one ledger transaction lies."""
    return folder / REPORTS / f"report-{seq}.html"


def latest_report(folder: Path) -> Path | None:
    """The report of the latest state."""
    found = report_paths(folder)
    return found[max(found)] if found else None


def report_paths(folder: Path) -> dict[int, Path]:
    """The reports in a workspace by the ledger transaction whose alerts each shows."""
    found = (path for path in (folder / REPORTS).glob("report-*.html") if path.stem[7:].isdigit())
    return {int(path.stem[7:]): path for path in found}

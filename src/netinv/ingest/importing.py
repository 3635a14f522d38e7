"""`ingest_path`: a drop folder into the ledger, as one batch that is published whole or not at all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from netinv.ingest.drop import Delivery, delivery_of
from netinv.ingest.layout import Layout
from netinv.ingest.mapping.delivery import mapped_delivery
from netinv.ingest.mapping.model import Mapping
from netinv.ingest.parts import MappedPart, Part
from netinv.ingest.probe import Probe, probe
from netinv.ingest.reading import Unreadable, chunks_of, separator_name
from netinv.ingest.reporters.sealing import Sealer
from netinv.ingest.result import FileReport, ImportReport
from netinv.ingest.sources import SourceInfo, Sources
from netinv.ingest.staging import Place, Stager
from netinv.ledger.batch import Batch
from netinv.ledger.ledger import Ledger
from netinv.ledger.types import QuarantineRow, SourceRow
from netinv.model.errors import NetinvError
from netinv.model.tables import TableSpec
from netinv.model.values import readable

Progress = Callable[[int, int, str], None]
"""Called as (rows done, rows in all, file) after every chunk."""


@dataclass
class _Job:
    """One file to be read, and what its report will say."""

    part: Part
    table: TableSpec
    probe: Probe
    source: SourceInfo
    origin: str
    index: int
    report: FileReport
    rows: int = 0
    broken: bool = False
    unreadable: Unreadable | None = None


def ingest_path(
    path: Path,
    ledger: Ledger,
    vault: Sealer,
    actor: str,
    origin: str | None = None,
    replace: bool = False,
    progress: Progress | None = None,
    mapping: Mapping | None = None,
) -> ImportReport:
    """Read a delivery (see `drop`), or what a mapping makes of any other files, into the ledger.

    `origin` names the unit that gave the files, before the `sources` table and the folder's name.
    `replace` takes each file as a full snapshot of its origin and table. UsageError where there is
    nothing to read; NetinvError where a file cannot be opened. An exception leaves the ledger as it was.
    """
    try:
        delivery = delivery_of(path) if mapping is None else mapped_delivery(path, mapping)
        return ingest_delivery(delivery, ledger, vault, actor, origin, replace, progress)
    except OSError as error:
        place, reason = error.filename or path, error.strerror or error
        raise NetinvError(
            f"{place}：文件读不出（{reason}），未导入任何内容；请检查文件和权限 / "
            f"{place}: cannot be read ({reason}); nothing was imported; check the file and its permissions"
        ) from error


def ingest_delivery(
    delivery: Delivery,
    ledger: Ledger,
    vault: Sealer,
    actor: str,
    origin: str | None = None,
    replace: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Read what is in a delivery into the ledger; see `ingest_path`."""
    origin = readable(origin).strip() or None if origin else None
    reports = [FileReport(file=i.name, note_zh=i.note_zh, note_en=i.note_en) for i in delivery.items]
    jobs = _jobs(delivery, reports, origin)
    last = _repeated(jobs)
    total, done = sum(job.rows for job in jobs), 0
    with ledger.batch(actor, kind="import") as batch:
        for job in jobs:
            done = _read(job, batch, vault, last.get((job.origin, job.table.name), {}), done, total, progress)
        if replace:
            _retract(jobs, batch)
    return ImportReport(files=reports)


def _jobs(delivery: Delivery, reports: list[FileReport], origin: str | None) -> list[_Job]:
    sources = Sources()
    for part in delivery.beside:
        sources.read(part, probe(part))
    jobs: list[_Job] = []
    for item, report in zip(delivery.items, reports, strict=True):
        if item.part is None or item.table is None:
            continue
        facts = probe(item.part)
        if item.table.name == "sources":
            sources.read(item.part, facts)
        report.table, report.encoding = item.table.name, facts.label
        report.separator = separator_name(item.part, item.table, facts)
        jobs.append(_Job(item.part, item.table, facts, SourceInfo(), "", len(jobs), report))
    for job in jobs:
        job.source = sources.of(job.part)
        job.origin = job.report.origin = origin or _mapped(job.part) or job.source.origin or delivery.origin
    return jobs


def _mapped(part: Part) -> str:
    """The origin that a mapping names."""
    return part.origin if isinstance(part, MappedPart) else ""


def _repeated(jobs: Iterable[_Job]) -> dict[tuple[str, str], dict[str, Place]]:
    """Count the rows, and find the numbers that come more than once in what is read now: the last one counts.

    Without this a file that holds one number twice would make new versions every time it is read.
    """
    seen: dict[tuple[str, str], set[str]] = {}
    repeated: dict[tuple[str, str], dict[str, Place]] = {}
    for job in jobs:
        group = job.origin, job.table.name
        once, twice = seen.setdefault(group, set()), repeated.setdefault(group, {})
        for chunk in chunks_of(job.part, job.table, job.probe):
            if isinstance(chunk, Unreadable):
                continue
            job.rows += len(chunk.rows) + len(chunk.broken)
            if job.table.id_column not in chunk.layout.columns:
                continue
            at = chunk.layout.columns.index(job.table.id_column)
            for number, cells in chunk.rows:
                record_id = cells[at].strip()
                if record_id in once:
                    twice[record_id] = Place(job.index, number, hash(tuple(cells)))
                elif record_id:
                    once.add(record_id)
    return repeated


def _read(
    job: _Job,
    batch: Batch,
    vault: Sealer,
    last: dict[str, Place],
    done: int,
    total: int,
    progress: Progress | None,
) -> int:
    """Read one file into the batch. Returns the rows done so far."""
    source_id = batch.add_source(
        SourceRow(
            file=job.part.name,
            table=job.table.name,
            origin=job.origin,
            grade=job.source.grade,
            legal_basis=job.source.legal_basis or None,
            approval_no=job.source.approval_no or None,
            valid_until=job.source.valid_until or None,
            digest=job.probe.digest,
            rows=job.rows,
        )
    )
    stager = Stager(job.table, vault, job.probe.damaged, job.index, last)
    report = job.report
    for chunk in chunks_of(job.part, job.table, job.probe):
        if isinstance(chunk, Unreadable):
            report.note_zh, report.note_en = chunk.zh, chunk.en
            job.unreadable = chunk
            batch.quarantine(source_id, [QuarantineRow(1, "", "", chunk.zh, chunk.en, "file")])
            continue
        _columns(report, chunk.layout)
        staged = stager.stage(chunk)
        counts = batch.add(source_id, job.origin, job.table.name, staged.rows)
        if staged.quarantine:
            batch.quarantine(source_id, staged.quarantine)
        rows_out = sum(1 for item in staged.quarantine if item.level == "row")
        job.broken = job.broken or bool(chunk.broken)
        report.rows += staged.found
        report.new += counts.new
        report.changed += counts.changed
        report.same += counts.same
        report.barred += counts.barred
        report.quarantined += rows_out
        report.unreadable_cells += len(staged.quarantine) - rows_out
        batch.name(job.origin, job.table.name, stager.unused)
        stager.unused.clear()
        done += len(chunk.rows) + len(chunk.broken)
        if progress is not None:
            progress(done, total, job.part.name)
    return done


def _columns(report: FileReport, layout: Layout) -> None:
    for columns, listed in (
        (layout.unknown, report.unknown_columns),
        (layout.repeated, report.repeated_columns),
        (tuple(layout.sealed), report.sealed_columns),
    ):
        listed[:] = dict.fromkeys([*listed, *columns])


def _retract(jobs: list[_Job], batch: Batch) -> None:
    """Retract what the snapshots lack. A file with broken lines is no full snapshot: it retracts nothing."""
    groups: dict[tuple[str, str], list[_Job]] = {}
    for job in jobs:
        groups.setdefault((job.origin, job.table.name), []).append(job)
    for (origin, table), members in groups.items():
        report = members[-1].report
        if any(job.broken or job.unreadable for job in members):
            report.note_zh = "有读不出的行，不能当作完整快照，未撤回任何记录"
            report.note_en = "has lines that cannot be read, so it is no full snapshot: nothing was retracted"
        else:
            report.retracted = batch.retract_missing(origin, table)

"""The workspace: a folder with the ledger, its projections, the audit, the vault and the reports.

What only some methods need, they import themselves: a command that lists rows does not load what computes.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from netinv.access.audit import Audit
from netinv.access.vault import Vault
from netinv.access.viewer import Viewer
from netinv.ingest.result import ImportReport
from netinv.ledger.clock import Clock, utc_now
from netinv.ledger.keyring import Keyring
from netinv.ledger.ledger import Ledger
from netinv.ledger.types import AlertVersion, Quarantined, Source
from netinv.model.alerts import Alert, Screened
from netinv.model.stores import Store
from netinv.model.supervision import Supervision
from netinv.model.views import EntityView, Figures, RecordView
from netinv.workspace import summaries
from netinv.workspace.atomic import write_whole
from netinv.workspace.collecting import uncollected
from netinv.workspace.entities import entity_view
from netinv.workspace.facts import DERIVED, Facts, china_time, today
from netinv.workspace.forward import bring_forward, stand
from netinv.workspace.progress import Progress, silent
from netinv.workspace.projections import Projections
from netinv.workspace.records import record_view
from netinv.workspace.reports import latest_report
from netinv.workspace.resting import Resting, resting_on
from netinv.workspace.standing_alerts import NamedIn, named_in, standing_alert, versions

if TYPE_CHECKING:
    import networkx as nx

    from netinv.graph.neo4j.bulk import Files
    from netinv.workspace.correcting import Correcting
    from netinv.workspace.exploring.explore import Explore
    from netinv.workspace.handing import Handing
    from netinv.workspace.review import Review
    from netinv.workspace.steps import Chain


class Workspace:
    """Everything there is to do with one workspace folder. Use it as a context manager, or close it.

    Every method takes the viewer on whose behalf it acts and writes the audit before it answers or changes
    anything (AuditUnavailableError: neither happens). What is absent raises NotFoundError. Steps take the
    writer lock: WorkspaceBusyError where another process has it. Reads never wait.
    """

    def __init__(
        self, folder: Path, ledger: Ledger, audit: Audit, keyring: Keyring, clock: Clock, store: Store
    ) -> None:
        self.folder = folder
        self._ledger = ledger
        self._audit = audit
        self._keyring = keyring
        self._clock = clock
        self._projections = Projections(folder, ledger.workspace_id, store)

    @classmethod
    def open(
        cls,
        path: str | Path,
        create: bool = False,
        keyring: Keyring | None = None,
        clock: Clock = utc_now,
        store: str = Store.EMBEDDED,
    ) -> Self:
        """Open a workspace folder; with `create`, make it where there is none. NetinvError otherwise.

        `store` says where the graph lies, `embedded` or `neo4j`; the server is the one that the environment
        names (`graph.neo4j.target`); it must answer.
        """
        folder, keyring, chosen = Path(path), keyring or Keyring(), Store.named(store)
        ledger = Ledger.open(folder, keyring, create, clock)
        try:
            audit = Audit.open(folder, keyring, ledger.workspace_id, clock)
        except BaseException:
            ledger.close()
            raise
        workspace = cls(folder, ledger, audit, keyring, clock, chosen)
        try:
            workspace._projections.reach()
        except BaseException:
            workspace.close()
            raise
        return workspace

    def close(self) -> None:
        """Let go of all files."""
        self._projections.close()
        if "_vault" in self.__dict__:
            self._vault.close()
        if "explore" in self.__dict__:
            self.explore.close()
        self._audit.close()
        self._ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- steps

    def ingest(
        self,
        viewer: Viewer,
        path: Path,
        *,
        origin: str | None = None,
        replace: bool = False,
        mapping: Path | None = None,
        progress: Progress = silent,
    ) -> ImportReport:
        """Read a folder or a file into the ledger: all of it, or nothing where it raises.

        `mapping` names a file that says which file feeds which table, and which column which field.
        """
        from netinv.ingest.importing import ingest_path
        from netinv.ingest.mapping import read_mapping

        known = read_mapping(mapping) if mapping is not None else None
        said = f"origin={origin or ''} replace={replace} mapping={mapping or ''}"
        self._audit.record(viewer, "ingest", str(path), said)
        with uncollected():
            return ingest_path(path, self._ledger, self._vault, viewer.id, origin, replace, progress, known)

    def resolve(self, viewer: Viewer, progress: Progress = silent) -> summaries.ResolveSummary:
        """Bring entities and graph to the state of the ledger."""
        with self._stepping(viewer, "resolve", progress) as chain:
            return chain.resolve()

    def detect(self, viewer: Viewer, progress: Progress = silent) -> summaries.DetectSummary:
        """Bring alerts and screened candidates to the state of the ledger."""
        with self._stepping(viewer, "detect", progress) as chain:
            return chain.detect()

    def report(
        self, viewer: Viewer, progress: Progress = silent, to: Path | None = None, lang: str = "zh"
    ) -> summaries.ReportSummary:
        """Write the report on the state of the ledger, unless it is there.

        `to` names a file for a copy, which opens in `lang`; the report holds both languages.
        """
        from netinv.report.page import opened_in

        with self._stepping(viewer, "report", progress) as chain:
            summary = chain.report()
        if to is not None:
            write_whole(to, [opened_in(Path(summary.path).read_text("utf-8"), lang)])
            summary = summary.model_copy(update={"copied_to": str(to)})
        return summary

    def run(
        self,
        viewer: Viewer,
        path: Path,
        *,
        origin: str | None = None,
        replace: bool = False,
        progress: Progress = silent,
    ) -> summaries.RunSummary:
        """Ingest, resolve, detect and report in one go."""
        with self._ledger.lock.held():
            imported = self.ingest(viewer, path, origin=origin, replace=replace, progress=progress)
            with self._stepping(viewer, "run", progress) as chain:
                return summaries.RunSummary(
                    workspace=str(self.folder),
                    ingest=imported,
                    resolve=chain.resolve(),
                    detect=chain.detect(),
                    report=chain.report(),
                )

    def rebuild(self, viewer: Viewer) -> None:
        """Forget what the projections stand at, so that the next step computes all of it anew."""
        self._audit.record(viewer, "rebuild", "")
        with self._ledger.lock.held():
            self._projections.forget()

    def retract(
        self, viewer: Viewer, table: str, record_id: str, reason: str, origin: str | None = None
    ) -> int:
        """Withdraw one record; nothing is erased. Returns the ledger transaction."""
        self._audit.record(viewer, "retract", f"{table}:{record_id}", reason)
        return self._ledger.retract(table, record_id, reason, viewer.id, origin)

    def restore(
        self, viewer: Viewer, table: str, record_id: str, reason: str, origin: str | None = None
    ) -> int:
        """Take the retraction of one record back. Returns the ledger transaction."""
        self._audit.record(viewer, "restore", f"{table}:{record_id}", reason)
        return self._ledger.restore(table, record_id, reason, viewer.id, origin)

    def export(
        self, viewer: Viewer, what: str, to: Path, progress: Progress = silent
    ) -> summaries.ExportSummary:
        """Write an export of the data contract; projections are brought forward first."""
        from netinv.workspace import exports

        exports.check(what, to)
        self._audit.record(viewer, "export", what, str(to))
        if self._ledger.head(DERIVED).seq:
            bring_forward(what, self._ledger, self._projections, progress)
        return exports.write(what, to, self._ledger, self._projections)

    def neo4j_files(self, viewer: Viewer, folder: Path, progress: Progress = silent) -> "Files":
        """Write the graph as files for a first load into Neo4j, into an empty folder (`graph.neo4j.bulk`)."""
        from netinv.graph.neo4j.bulk import write_files
        from netinv.workspace.graph_export import Graph

        self._audit.record(viewer, "export", "neo4j-files", str(folder))
        bring_forward("graph", self._ledger, self._projections, progress)
        store = self._projections.graph
        graph = Graph.of(store)
        return write_files(graph.nodes, graph.relations, folder, self._ledger.workspace_id, store.seq())

    def verify(self, viewer: Viewer) -> summaries.Verification:
        """Prove the chains of ledger and audit, and that the vault opens."""
        self._audit.record(viewer, "verify", "")
        problems = [*self._ledger.verify(), *self._audit.verify(), *self._vault.verify()]
        ledger, audit = self._ledger.head(), self._audit.heads()
        return summaries.Verification(
            problems=problems, ledger_head=(ledger.seq, ledger.hash), audit_head=(audit.seq, audit.hash)
        )

    # --- reads

    def alerts(self, viewer: Viewer, expired: bool = False) -> list[Alert]:
        """The alerts that stand and may be used today, best first; or those whose term is over."""
        self._audit.record(viewer, "alerts", "expired" if expired else "")
        day = today(self._clock)
        return [alert for alert in self._ledger.alerts() if alert.expired(day) == expired]

    def expired(self) -> set[str]:
        """Ids of the alerts that the records still bear out although their term is over today."""
        day = today(self._clock)
        return {alert.alert_id for alert in self._ledger.alerts() if alert.expired(day)}

    def alert(self, viewer: Viewer, alert_id: str) -> Alert:
        """One alert as it stands, by any id that it had."""
        self._audit.record(viewer, "alert", alert_id)
        return standing_alert(alert_id, self._ledger, self._projections.resolution)

    def alert_history(self, viewer: Viewer, alert_id: str) -> list[AlertVersion]:
        """All versions of an alert that stands, newest first; times are China's. What no longer meets the
        condition is shown to nobody: NotFoundError, as for an id that never was."""
        return versions(self._ledger, self.alert(viewer, alert_id))

    def resting_on(self, viewer: Viewer, table: str, record_id: str) -> Resting:
        """Alerts that stand on a record, and reports that cite it."""
        self._audit.record(viewer, "resting", f"{table}:{record_id}")
        return resting_on(self._ledger, self.folder, (table, record_id))

    def entity(self, viewer: Viewer, entity_id: str) -> EntityView:
        """A person or organisation by any id it ever had, or another node of the graph."""
        self._audit.record(viewer, "entity", entity_id)
        return entity_view(self._ledger, self._projections, entity_id)

    def alerts_naming(self, viewer: Viewer, entity_id: str) -> list[NamedIn]:
        """The alerts in whose picture an entity or gang stands, by its present id; best first."""
        return named_in(entity_id, self.alerts(viewer), self._projections.resolution)

    def record(self, viewer: Viewer, table: str, record_id: str) -> RecordView:
        """A record with all its versions and the entities that it names."""
        self._audit.record(viewer, "record", f"{table}:{record_id}")
        return record_view(self._ledger, self._projections, table, record_id)

    def search(self, viewer: Viewer, text: str) -> list[tuple[str, str, str, str]]:
        """Nodes found: (id, kind, label, hint that tells namesakes apart), best first."""
        from netinv.workspace.searching import found

        self._audit.record(viewer, "search", text)
        return found(self._projections, text)

    def to_networkx(
        self,
        viewer: Viewer,
        entity_id: str,
        hops: int = 1,
        kinds: Sequence[str] | None = None,
        at_most: int = 200,
    ) -> "nx.MultiDiGraph[str]":
        """What lies within some hops of an entity, by any id it ever had; see `network.surroundings`.

        `kinds` are relation kinds of the ontology, None for all; `at_most` nodes, the surest first.
        """
        from netinv.workspace.network import surroundings

        self._audit.record(viewer, "network", entity_id, f"hops={hops}")
        current = self._projections.resolution.current(entity_id) or entity_id
        return surroundings(self._projections.graph, current, hops, kinds, at_most)

    def figures(self, viewer: Viewer) -> Figures:
        """The figures of the campaign."""
        from netinv.workspace import figures

        self._audit.record(viewer, "figures", "")
        facts = Facts(self._ledger, self._ledger.head(DERIVED))
        return figures.count(facts, self._projections.resolution.entity_of(), facts.quarantined())

    def sources(self, viewer: Viewer) -> Sequence[Source]:
        """The files that were read, in order; times are China's."""
        self._audit.record(viewer, "sources", "")
        return [replace(s, imported_at=china_time(s.imported_at)) for s in self._ledger.sources()]

    def quarantined(self, viewer: Viewer) -> Sequence[Quarantined]:
        """The rows and cells that could not be read."""
        self._audit.record(viewer, "quarantined", "")
        return self._ledger.quarantined()

    def screened(self, viewer: Viewer) -> list[Screened]:
        """The screened candidates."""
        self._audit.record(viewer, "screened", "")
        return self._projections.screening.screened()

    def supervision(self, viewer: Viewer) -> Supervision | None:
        """The supervision summary: counts by unit, grass-roots organisations; None before the first run."""
        self._audit.record(viewer, "supervision", "")
        return self._projections.screening.supervision()

    def report_path(self, viewer: Viewer) -> Path | None:
        """The latest report, or None."""
        self._audit.record(viewer, "report", "")
        return latest_report(self.folder)

    def try_rule(self, viewer: Viewer, path: Path, progress: Progress = silent) -> summaries.TrialSummary:
        """What the rule in a file would find, and which alerts would change. Nothing is written.

        UsageError says what is wrong in the file and where; NetinvError: the alerts do not stand yet.
        """
        from netinv.workspace.trying import try_rule

        self._audit.record(viewer, "try rule", str(path))
        with uncollected():
            return try_rule(self._ledger, self._projections, path, progress)

    def current(self, viewer: Viewer) -> bool:
        """Whether entities and alerts stand at the records and decisions there are; True for none at all."""
        self._audit.record(viewer, "state", "")
        return not self._ledger.head(DERIVED).seq or stand(self._ledger, self._projections)

    @cached_property
    def handing(self) -> "Handing":
        """Files that are handed over in memory: to be looked at, to be read in."""
        from netinv.workspace.handing import Handing

        return Handing(self._ledger, self._vault, self._audit)

    @cached_property
    def correcting(self) -> "Correcting":
        """What could not be read, written anew by a person."""
        from netinv.workspace.correcting import Correcting

        return Correcting(self._ledger, self._vault, self._audit)

    # --- deciding and exploring

    @cached_property
    def review(self) -> "Review":
        """Who is who, as people decide it: the queue, explanations, judgements, splits, undo."""
        from netinv.workspace.review import Review

        return Review(self._ledger, self._projections, self._audit, self._clock)

    @cached_property
    def explore(self) -> "Explore":
        """The graph as the workbench explores it: search, counts, expansions, paths, saved drawings."""
        from netinv.workspace.exploring.explore import Explore

        return Explore(self.folder, self._ledger, self._projections, self._audit, self._keyring, self._clock)

    # --- how

    @cached_property
    def _vault(self) -> Vault:
        return Vault.open(self.folder, self._keyring, self._ledger.workspace_id, self._clock)

    @contextmanager
    def _stepping(self, viewer: Viewer, action: str, progress: Progress) -> "Iterator[Chain]":
        from netinv.workspace.steps import Chain

        self._audit.record(viewer, action, "")
        with self._ledger.lock.held(), uncollected():
            yield Chain(self._ledger, self._projections, progress)

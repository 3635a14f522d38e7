"""The steps from records to a report.

Each brings forward what it stands on, and does nothing where nothing changed. All of them write under the
workspace's writer lock, so that no two processes bring the same projection forward.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from netinv.detect.term import continued, in_term, is_news
from netinv.graph.snapshot import snapshot
from netinv.ledger.ledger import Ledger
from netinv.ledger.types import Head, Mentions, Rows
from netinv.model.alerts import Alert, RecordRef, Screened
from netinv.model.errors import NetinvError
from netinv.model.views import VersionView
from netinv.resolve.result import Resolution
from netinv.workspace import figures
from netinv.workspace.atomic import write_whole
from netinv.workspace.facts import DERIVED, Facts
from netinv.workspace.progress import Progress
from netinv.workspace.projecting import project_forward
from netinv.workspace.projections import Projections
from netinv.workspace.records import version_views
from netinv.workspace.reports import report_file
from netinv.workspace.resolving import Grown, resolve_forward
from netinv.workspace.review.learnt import learnt_texts
from netinv.workspace.summaries import AlertLine, DetectSummary, ReportSummary, ResolveSummary

BEST = 10
"""Alerts named in a summary."""

RESOLVING = {
    "mentions": "读取提及 / reading the mentions",
    "organizations": "合并单位 / resolving organisations",
    "pairs": "比对人员 / comparing people",
    "joining": "合并人员 / joining people",
    "graph": "构建关系图 / building the graph",
    "snapshot": "保存快照 / keeping a snapshot",
}
"""Stages of resolving, three of them as its room names them."""

DETECTING = {
    "views": "整理记录 / arranging the records",
    "rules": "逐条比对规则 / applying the rules",
    "alerts": "核对无辜解释 / looking up innocent explanations",
    "candidates": "筛查拟任人选 / screening candidates",
}
"""Stages of detection as its room names them."""


class Chain:
    """The steps over one state of the ledger's records, with what they share."""

    def __init__(self, ledger: Ledger, projections: Projections, progress: Progress) -> None:
        self.facts = Facts(ledger, ledger.head(DERIVED))
        self._ledger = ledger
        self._projections = projections
        self._say = progress
        self._grown: Grown | None = None
        self._resolved: ResolveSummary | None = None
        self._detected: DetectSummary | None = None
        if not self.facts.head.seq:
            raise NetinvError(
                f"{ledger.folder} 中还没有记录，请先导入（netinv ingest）/ "
                f"{ledger.folder} holds no records yet; ingest some first (netinv ingest)"
            )

    def resolve(self) -> ResolveSummary:
        """Mentions to entities to the graph and its arrays."""
        if self._resolved is None:
            self._resolved = self._resolve_step()
        return self._resolved

    def _resolve_step(self) -> ResolveSummary:
        skipped = self._bring("resolve", self._resolve)
        skipped = self._bring("graph", self._project) and skipped
        held = self._projections
        arrays = snapshot(held.graph, held.snapshots).arrays
        return ResolveSummary(
            seq=self.facts.head.seq,
            skipped=skipped,
            **held.resolution.counts()._asdict(),
            nodes=len(arrays.node_ids),
            relations=len(arrays.relation_ids),
            learnt=learnt_texts(held.resolution.taught()),
        )

    def detect(self) -> DetectSummary:
        """The graph to alerts and screened candidates."""
        self.resolve()
        if self._detected is None:
            self._detected = self._detect_step()
        return self._detected

    def _detect_step(self) -> DetectSummary:
        changed = 0

        def work() -> None:
            nonlocal changed
            changed = self._detect()

        skipped = self._bring("detect", work)
        standing, screened = self._ledger.alerts(), self._projections.screening.screened()
        as_of = self.facts.as_of()
        alerts = in_term(standing, as_of)
        return DetectSummary(
            seq=self.facts.head.seq,
            skipped=skipped,
            as_of=as_of,
            alerts=len(alerts),
            changed=changed,
            expired=len(standing) - len(alerts),
            screened=len(screened),
            flagged=sum(each.flagged for each in screened),
            best=[alert_line(alert) for alert in alerts[:BEST]],
        )

    def report(self) -> ReportSummary:
        """Alerts to one HTML file."""
        self.detect()
        head = self._ledger.head()  # with the alerts, which the report shows
        path = report_file(self._ledger.folder, head.seq)
        standing = self._ledger.alerts(head.seq)
        alerts = in_term(standing, self.facts.as_of())
        expired = len(standing) - len(alerts)
        skipped = self._bring("report", lambda: self._report(path, alerts, expired), head, path.is_file())
        return ReportSummary(seq=head.seq, skipped=skipped, path=str(path), alerts=len(alerts))

    @cached_property
    def _resolution(self) -> Resolution:
        """Who is who and why, asked for once `resolve` is done.

        As it was kept, not as it was computed: a later run must see the very same.
        """
        return self._projections.resolution.resolution()

    @property
    def _entity_of(self) -> Mapping[str, str]:
        return self._resolution.entity_of

    def _bring(
        self, step: str, work: Callable[[], None], head: Head | None = None, there: bool = True
    ) -> bool:
        """Do a step unless it stands at `head` already. Returns whether it did."""
        held, head = self._projections, head or self.facts.head
        if there and held.holds(step, head):
            return True
        work()
        held.put(step, head)
        return False

    def _resolve(self) -> None:
        self._resolving("mentions")
        held = self._projections
        self._grown = resolve_forward(
            self._ledger, self.facts, held.resolution, held.head("resolve"), progress=self._resolving
        )

    def _project(self) -> None:
        self._resolving("graph")
        held = self._projections
        forward = project_forward(self._ledger, self.facts, held, lambda: self._entity_of, self._grown)
        self._resolving("snapshot")
        snapshot(held.graph, held.snapshots, forward)
        self._say(len(RESOLVING), len(RESOLVING), "关系图已就绪 / the graph stands")

    def _detect(self) -> int:
        from netinv.detect.run import SILENT, detect

        facts, held = self.facts, self._projections
        if set(facts.tables()) <= SILENT:  # a large register is not read in vain
            rows, mentions, resolution = _no_rows, Mentions.none(), Resolution({}, [])
        else:
            rows, mentions, resolution = facts.rows, facts.mentions(), self._resolution
        found = detect(
            rows,
            mentions,
            resolution,
            self._previous(),
            facts.as_of(),
            self._detecting,
            grades=facts.grades(),
        )
        held.screening.save(found.screened, found.supervision, facts.head.seq)
        shown, standing = self._ledger.alerts_shown(), self._ledger.alerts()
        alerts = continued(found.alerts, shown)
        self._ledger.put_alerts(alerts, "detect")
        self._say(len(DETECTING), len(DETECTING), "预警已就绪 / the alerts stand")
        gone = {alert.alert_id for alert in standing} - {alert.alert_id for alert in alerts}
        return sum(is_news(alert, shown) for alert in alerts) + len(gone)

    def _previous(self) -> list[Alert]:
        """The alerts that stand, one a pair, their officials named by the ids that they have now."""
        by_pair: dict[tuple[str, str], Alert] = {}
        for alert in self._ledger.alerts():
            id = self._projections.resolution.current(alert.official.entity_id)
            if id is not None:
                official = alert.official.model_copy(update={"entity_id": id})
                by_pair.setdefault((id, alert.gang.gang_id), alert.model_copy(update={"official": official}))
        return list(by_pair.values())

    def _detecting(self, stage: str) -> None:
        detecting(stage, self._say)

    def _resolving(self, stage: str) -> None:
        self._say(list(RESOLVING).index(stage), len(RESOLVING), RESOLVING[stage])

    def _report(self, path: Path, alerts: list[Alert], expired: int) -> None:
        from netinv.report.html import render_report

        self._say(0, 1, "撰写报告 / writing the report")
        held, facts = self._projections, self.facts
        quarantined = facts.quarantined()
        positions = facts.rows("candidates")
        position_of = dict(zip(positions.record_id, positions.columns.get("position", ()), strict=False))

        def versions_of(records: Sequence[RecordRef]) -> dict[RecordRef, list[VersionView]]:
            found = self._ledger.versions_of(records)
            return {record: version_views(versions) for record, versions in found.items()}

        text = render_report(
            alerts,
            figures.count(facts, self._entity_of, quarantined),
            [_candidate(each, position_of) for each in held.screening.screened()],
            quarantined,
            versions_of,
            supervision=held.screening.supervision(),
            expired=expired,
        )
        path.parent.mkdir(mode=0o700, exist_ok=True)
        write_whole(path, [text])
        self._say(1, 1, "报告已写出 / the report is written")


def _no_rows(table: str) -> Rows:
    return Rows.none()


def detecting(stage: str, say: Progress) -> None:
    """Tell a stage of detection in words."""
    place = list(DETECTING).index(stage) if stage in DETECTING else 0
    say(place, len(DETECTING), DETECTING.get(stage, stage))


def alert_line(alert: Alert) -> AlertLine:
    """An alert in one line."""
    return AlertLine(
        alert_id=alert.alert_id,
        official=alert.official.name,
        kind=alert.official.kind,
        gang=alert.gang.name or alert.gang.gang_id,
        probability=round(alert.probability, 6),
        families=[family.value for family in alert.families],
    )


def _candidate(each: Screened, position_of: dict[str, str]) -> dict[str, object]:
    # findings stay texts in both languages
    return {**dict(each), "position": position_of.get(each.record_id, "")}

"""What a step did, for people and for scripts. The same state of the ledger gives the same summary."""

from pydantic import BaseModel

from netinv.ingest.result import ImportReport
from netinv.model.alerts import Text


class ResolveSummary(BaseModel):
    """Entities and graph. `seq` is the ledger transaction they stand at; `skipped`: they stood there before.

    `joins` counts the accepted pairs of mentions; each of them can be looked up with its comparisons.
    `learnt`: what answers of the review queue changed, as sentences.
    """

    seq: int
    skipped: bool
    mentions: int
    persons: int
    organizations: int
    joins: int
    nodes: int
    relations: int
    learnt: list[Text] = []

    def text(self, lang: str = "zh") -> str:
        """One line, and one for each model that people's answers recalibrated."""
        if lang == "en":
            head = (
                f"{self.mentions} mentions resolved to {self.persons} persons and {self.organizations} "
                f"organisations; {self.nodes} nodes, {self.relations} relations{_en(self.skipped)}"
            )
        else:
            head = (
                f"{self.mentions} 处提及合并为 {self.persons} 人、{self.organizations} 个单位；"
                f"图中 {self.nodes} 个节点、{self.relations} 条关系{_zh(self.skipped)}"
            )
        return "\n".join([head, *(f"  {getattr(said, lang)}" for said in self.learnt)])


class AlertLine(BaseModel):
    """An alert in one line. A flag is a question, not a verdict."""

    alert_id: str
    official: str
    kind: str
    gang: str
    probability: float
    families: list[str]


class DetectSummary(BaseModel):
    """Alerts that stand, and the screened candidates.

    `changed` counts those that are new, have new evidence or were withdrawn; `expired` those that the records
    still bear out, but whose term ended without anything new: they are not among `alerts`.
    """

    seq: int
    skipped: bool
    as_of: str
    alerts: int
    changed: int
    expired: int
    screened: int
    flagged: int
    best: list[AlertLine]

    def text(self, lang: str = "zh") -> str:
        """One line, and one for each of the best alerts."""
        if lang == "en":
            head = (
                f"{self.alerts} alerts ({self.changed} new, with new evidence or withdrawn"
                f"{f'; {self.expired} more have expired' if self.expired else ''}); "
                f"{self.screened} candidates screened, {self.flagged} to be checked{_en(self.skipped)}"
            )
        else:
            head = (
                f"预警 {self.alerts} 条（新增、有新依据或撤销 {self.changed} 条"
                f"{f'，另有 {self.expired} 条已到期' if self.expired else ''}）；"
                f"筛查拟任人选 {self.screened} 人，须核查 {self.flagged} 人{_zh(self.skipped)}"
            )
        return "\n".join(
            [
                head,
                *(
                    f"  {line.probability:.2f}  {line.official} ↔ {line.gang}  [{', '.join(line.families)}]"
                    for line in self.best
                ),
            ]
        )


class FoundPair(BaseModel):
    """What a rule says of one pair: how many facts, their weight together, some of their records."""

    official: str
    gang: str
    facts: int
    weight: float
    records: list[str]


class AlertMoved(BaseModel):
    """An alert, and its probability without and with a rule; None where there is no alert."""

    line: AlertLine
    before: float | None
    after: float | None


class TrialSummary(BaseModel):
    """What a rule finds and changes; nothing was written.

    `pairs` is how many pairs of official and gang it finds, `by_chance` how many it finds beside look-alikes
    of the same gangs; `replaces`: a built-in rule has the same id. `best` holds the pairs of most weight.
    """

    rule: str
    replaces: bool
    pairs: int
    by_chance: float
    best: list[FoundPair]
    moved: list[AlertMoved]
    warnings: list[Text]

    def text(self, lang: str = "zh") -> str:
        """What it finds, then what would change."""
        en = lang == "en"
        instead = (
            (", in place of the built-in one" if en else "（代替同名内置规则）") if self.replaces else ""
        )
        lines = [
            f"Rule {self.rule}{instead}: tried, nothing is written. It finds {self.pairs} pairs; beside "
            f"look-alikes of the gangs it finds {self.by_chance:.1f}."
            if en
            else f"规则 {self.rule}{instead}：仅试用，未写入任何内容。"
            f"找到 {self.pairs} 对；在对照团伙上平均找到 {self.by_chance:.1f} 对。"
        ]
        lines += [f"! {warning.en if en else warning.zh}" for warning in self.warnings]
        for found in self.best:
            records = ", ".join(found.records)
            lines.append(
                f"  {found.official} ↔ {found.gang}  n={found.facts} Σ={found.weight:.2f}  {records}"
            )
        lines.append(
            (f"{len(self.moved)} alerts would change:" if en else f"将变化的预警 {len(self.moved)} 条：")
            if self.moved
            else ("No alert would change." if en else "没有预警会变化。")
        )
        lines += [
            f"  {_shown(move.before)} → {_shown(move.after)}  {move.line.official} ↔ {move.line.gang}"
            for move in self.moved
        ]
        return "\n".join(lines)


class ReportSummary(BaseModel):
    """The report, where it lies and where a copy was wanted."""

    seq: int
    skipped: bool
    path: str
    alerts: int
    copied_to: str | None = None

    def text(self, lang: str = "zh") -> str:
        """One line."""
        where = self.copied_to or self.path
        if lang == "en":
            return f"Report on {self.alerts} alerts: {where}{_en(self.skipped)}"
        return f"报告（{self.alerts} 条预警）：{where}{_zh(self.skipped)}"


class RunSummary(BaseModel):
    """All four steps."""

    workspace: str
    ingest: ImportReport
    resolve: ResolveSummary
    detect: DetectSummary
    report: ReportSummary

    def text(self, lang: str = "zh") -> str:
        """All steps, one under the other."""
        return "\n".join(step.text(lang) for step in (self.ingest, self.resolve, self.detect, self.report))


class ExportSummary(BaseModel):
    """A file that was written."""

    what: str
    path: str
    rows: int

    def text(self, lang: str = "zh") -> str:
        """One line."""
        return f"{self.rows} rows: {self.path}" if lang == "en" else f"已写出 {self.rows} 行：{self.path}"


class Verification(BaseModel):
    """The proof of ledger, audit and vault. No problems: proven. A head is (number, hash) of a last link."""

    problems: list[str]
    ledger_head: tuple[int, str]
    audit_head: tuple[int, str]

    def text(self, lang: str = "zh") -> str:
        """The heads, which each agency should keep elsewhere, or the problems."""
        if self.problems:
            return "\n".join(self.problems)
        ledger, audit = (f"{number} {link}" for number, link in (self.ledger_head, self.audit_head))
        if lang == "en":
            return f"Ledger, audit and vault are intact.\nLedger head {ledger}\nAudit head {audit}"
        return f"账本、审计、保密库均完好。\n账本链头 {ledger}\n审计链头 {audit}"


def _shown(probability: float | None) -> str:
    return " -- " if probability is None else f"{probability:.2f}"


def _zh(skipped: bool) -> str:
    return "（数据未变，未重算）" if skipped else ""


def _en(skipped: bool) -> str:
    return " (nothing has changed, not computed again)" if skipped else ""

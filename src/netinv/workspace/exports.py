"""Exports of the data contract (*Writing*): sorted, rounded, the ledger's times. Equal state, equal bytes."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from netinv.detect.term import in_term
from netinv.graph.protocol import GraphStore
from netinv.ledger.ledger import Ledger
from netinv.model.alerts import Alert, Merge, RecordRef, Screened, Signal
from netinv.model.errors import UsageError
from netinv.model.keys import SEPARATOR
from netinv.workspace.atomic import write_whole
from netinv.workspace.facts import DERIVED, Facts
from netinv.workspace.projections import Projections
from netinv.workspace.summaries import ExportSummary

ENDINGS = {
    "entities": (".csv",),
    "alerts": (".jsonl",),
    "candidates-screened": (".csv",),
    "graph": (".graphml", ".gexf", ".ftm.json", ".csv.zip"),
}
DECIMALS = 6


def check(what: str, to: Path) -> None:
    """UsageError for an export that does not exist, or is asked for in another format."""
    if what not in ENDINGS:
        names = "、".join(ENDINGS)
        raise UsageError(
            f"没有导出项 {what!r}，可选：{names} / no export {what!r}; one of {', '.join(ENDINGS)}"
        )
    if not to.name.lower().endswith(ENDINGS[what]):
        raise UsageError(
            f"{what} 只能导出为 {'、'.join(ENDINGS[what])} 文件，不能是 {to.name} / "
            f"{what} is exported as {', '.join(ENDINGS[what])}, not as {to.name}"
        )


def write(what: str, to: Path, ledger: Ledger, projections: Projections) -> ExportSummary:
    """Write an export that `check` let pass, of the state at which the projections stand."""
    if what == "graph":
        pieces, rows = graph(projections.graph, to)
        write_whole(to, pieces)
        return ExportSummary(what=what, path=str(to), rows=rows)
    if what == "entities":
        lines = entities(projections.resolution.entity_of())
    elif what == "alerts":
        lines = alerts(in_term(ledger.alerts(), Facts(ledger, ledger.head(DERIVED)).as_of()))
    else:
        lines = screened(projections.screening.screened())
    header = 0 if what == "alerts" else 1
    return ExportSummary(what=what, path=str(to), rows=write_whole(to, lines) - header)


def entities(entity_of: Mapping[str, str]) -> Iterator[str]:
    """entities.csv from mention key -> entity id, header first."""
    yield _line(("entity_id", "kind", "origin", "table", "record_id", "ref"))
    rows = []
    for key, entity_id in entity_of.items():
        origin, table, record_id, ref, kind = key.split(SEPARATOR)
        rows.append((entity_id, kind, origin, table, record_id, ref))
    yield from map(_line, sorted(rows))


def alerts(found: Iterable[Alert]) -> Iterator[str]:
    """alerts.jsonl, in the order given."""
    for alert in found:
        yield json.dumps(_alert(alert), ensure_ascii=False) + "\n"


def screened(found: Iterable[Screened]) -> Iterator[str]:
    """candidates-screened.csv, header first."""
    yield _line(("record_id", "name", "id_number", "flagged", "findings", "records"))
    for each in sorted(found, key=lambda one: (one.record_id, one.name, one.id_number)):
        # `;` parts the findings, so none may hold one
        findings = ";".join(text.zh.replace(";", "，").replace("；", "，") for text in each.findings)
        records = ";".join(f"{table}:{record_id}" for table, record_id in sorted(set(each.records)))
        flagged = "true" if each.flagged else "false"
        yield _line((each.record_id, each.name, each.id_number, flagged, findings, records))


def graph(store: GraphStore, to: Path) -> tuple[Iterator[str] | Iterator[bytes], int]:
    """The graph in the format that the name of a file asks for; and how many nodes and relations it has."""
    from netinv.workspace import graph_export, graph_ftm

    whole = graph_export.Graph.of(store)
    count = len(whole.nodes) + len(whole.relations)
    name = to.name.lower()
    if name.endswith(".graphml"):
        return graph_export.graphml(whole), count
    if name.endswith(".gexf"):
        return graph_export.gexf(whole), count
    if name.endswith(".ftm.json"):
        return graph_ftm.ftm(whole), count
    return graph_export.csv_zip(whole), count


def _alert(alert: Alert) -> dict[str, Any]:
    official = alert.official
    return {
        "alert_id": alert.alert_id,
        "official": {
            "entity_id": official.entity_id,
            "name": official.name,
            "id_number": official.id_number,
            "kind": official.kind,
        },
        "gang_id": alert.gang.gang_id,
        "probability": _rounded(alert.probability),
        "interval": None if alert.interval is None else [_rounded(end) for end in alert.interval],
        "q_value": None if alert.q_value is None else _rounded(alert.q_value),
        "families": [family.value for family in alert.families],
        # what is shown and does not count comes last, and weighs nothing
        "signals": [
            *(_signal(signal, signal.log_lr) for signal in alert.signals),
            *(_signal(signal, 0.0) for signal in alert.uncounted),
        ],
        "weakest_merge": _merge(alert.weakest_merge),
        "innocent_explanations": [
            {"code": each.code, "checked": each.checked, "finding": each.finding}
            for each in alert.innocent_explanations
        ],
        "as_of": alert.as_of,
    }


def _signal(signal: Signal, log_lr: float) -> dict[str, Any]:
    return {
        "rule": signal.rule,
        "family": signal.family.value,
        "log_lr": _rounded(log_lr),
        "records": _records(signal.records),
    }


def _merge(merge: Merge | None) -> dict[str, Any] | None:
    if merge is None:
        return None
    return {"probability": _rounded(merge.probability), "left": merge.left, "right": merge.right}


def _records(records: Iterable[RecordRef]) -> list[list[str]]:
    return [list(record) for record in sorted(set(records))]


def _rounded(number: float) -> float:
    return round(number, DECIMALS) + 0.0  # no negative zero


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()

"""Candidates for village committees, screened before they stand (任前联审).

An objection is raised only where identity is certain: the candidate's own number, or evidence as good. A
namesake is a finding for people to check, never a flag.
"""

from importlib.resources import files

import duckdb

from netinv.detect.doubt import Doubts
from netinv.detect.facts import refs
from netinv.detect.labels import Labels
from netinv.model.alerts import Screened, Text
from netinv.model.keys import SEPARATOR
from netinv.resolve.normalise.idnumber import id_kind
from netinv.resolve.result import Resolution

CERTAIN = 0.99


def screen(views: duckdb.DuckDBPyConnection, labels: Labels, resolution: Resolution) -> list[Screened]:
    """Every candidate by record id, with findings."""
    sql = files(__package__).joinpath("screen.sql").read_text(encoding="utf-8")
    findings: dict[str, list[tuple[str, str, list[str]]]] = {}
    for person, zh, en, records, _ in views.execute(sql).fetchall():
        findings.setdefault(person, []).append((zh or "", en or "", records))
    bearers: dict[str, set[str]] = {}
    for person in findings:
        bearers.setdefault(labels.name(person), set()).add(person)
    doubts = Doubts(resolution)
    candidates = [key for key in resolution.entity_of if key.split(SEPARATOR)[1] == "candidates"]
    by_id = {key.split(SEPARATOR)[2]: key for key in candidates}
    result = []
    rows = views.execute(
        "SELECT record_id, record, name, id_number, person FROM candidates ORDER BY record_id"
    ).fetchall()
    for record_id, record, name, number, person in rows:
        key = by_id.get(record_id or record.partition(":")[2])
        certain = bool(key) and (
            id_kind(number or "") in ("resident", "legacy") or doubts.of(key or "")[0] >= CERTAIN
        )
        mine = findings.get(person or "", [])
        texts = [
            Text(
                zh=zh if certain else f"身份待核实——{zh}",
                en=en if certain else f"identity to be checked: {en}",
            )
            for zh, en, _ in mine
        ]
        for other in sorted(bearers.get(name or "", set()) - {person or ""}):
            who = f"{labels.name(other)} ({other})"
            texts.append(
                Text(
                    zh=f"身份待核实——与有记录者同名：{who}",
                    en=f"identity to be checked: same name as {who}, who is on record",
                )
            )
        result.append(
            Screened(
                record_id=record_id or record.partition(":")[2],
                name=name or "",
                id_number=number or "",
                flagged=certain and bool(mine),
                findings=texts,
                records=refs(tuple(dict.fromkeys(r for _, _, records in mine for r in records))),
            )
        )
    return result

"""Candidates for village committees, screened before they stand (任前联审).

An objection is raised only where identity is certain: the candidate's own number, or evidence as good. A
namesake is a finding for people to check, never a flag.
"""

import duckdb

from netinv.detect.doubt import Doubts
from netinv.detect.facts import refs
from netinv.detect.labels import Labels
from netinv.model.alerts import Screened, Text
from netinv.model.keys import SEPARATOR
from netinv.resolve.normalise.idnumber import id_kind
from netinv.resolve.result import Resolution

CERTAIN = 0.99

_FINDINGS = """
SELECT person, '团伙成员：' || gang_id AS zh, 'member of gang ' || gang_id AS en, records, 1 AS rank FROM members
UNION ALL
SELECT x.person, '有罪判决：' || c.charge || '（' || c.case_id || '）', 'convicted: ' || c.charge || ' (' || c.case_id || ')', [c.record, x.record], 2
FROM case_people x JOIN cases c USING (case_id) WHERE x.role = 'suspect' AND c.outcome = 'convicted' AND x.person IS NOT NULL
UNION ALL
SELECT h.party, '在团伙成员的公司持股或任职：' || min(h.org_name), 'holds or runs a company of gang members: ' || min(h.org_name), list_distinct(list(h.record) || flatten(list(g.records))), 3
FROM (SELECT held.*, o.name AS org_name FROM held LEFT JOIN (SELECT org, min(name) AS name FROM organizations GROUP BY org) o USING (org)) h
JOIN gang_parties g ON g.party = h.org AND g.kind = 'company' AND g.member <> h.party
GROUP BY h.party, h.org
ORDER BY rank, zh
"""


def screen(views: duckdb.DuckDBPyConnection, labels: Labels, resolution: Resolution) -> list[Screened]:
    """Every candidate by record id, with findings."""
    findings: dict[str, list[tuple[str, str, list[str]]]] = {}
    for person, zh, en, records, _ in views.execute(_FINDINGS).fetchall():
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
            texts.append(
                Text(
                    zh=f"身份待核实——与有记录者同名：{labels.name(other)}（{other}）",
                    en=f"identity to be checked: same name as {labels.name(other)} ({other}), who is on record",
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

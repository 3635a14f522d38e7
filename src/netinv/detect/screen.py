"""Candidates for village committees, screened before they stand (任前联审).

An objection is raised only where identity is certain: the candidate's own number, or evidence as good. A
namesake is a finding for people to check, never a flag.
"""

from importlib.resources import files
from typing import NamedTuple

import duckdb

from netinv.detect.doubt import Doubts, Named
from netinv.detect.facts import refs
from netinv.detect.labels import Labels
from netinv.model.alerts import Screened, Text
from netinv.resolve.normalise.idnumber import id_kind
from netinv.resolve.result import Resolution

CERTAIN = 0.95
"""Probability that a mention placed by its surroundings needs: flags promise that 95 of 100 are right. What
both sides state counts as certain."""


def screen(
    views: duckdb.DuckDBPyConnection, labels: Labels, resolution: Resolution, named: Named
) -> list[Screened]:
    """Every candidate by record id, with findings."""
    sql = files(__package__).joinpath("screen.sql").read_text(encoding="utf-8")
    findings: dict[str, list[_Finding]] = {}
    for person, zh, en, records, _ in views.execute(sql).fetchall():
        findings.setdefault(person, []).append(_Finding(zh or "", en or "", tuple(records)))
    bearers: dict[str, set[str]] = {}
    for person in findings:
        bearers.setdefault(labels.name(person), set()).add(person)
    candidates = views.execute(
        "SELECT record_id, record, name, id_number, person FROM candidates ORDER BY record_id"
    ).fetchall()
    known = {person for *_, person in candidates if person}
    doubts = Doubts(resolution, named, known, lambda join: 1.0 if join.by_statement else join.probability)

    def sure(record: str, person: str) -> bool:
        names = any(resolution.entity_of[key] == person for key in named.of(record))
        return names and doubts.weakest([record], [person])[0] >= CERTAIN

    result = []
    for record_id, record, name, number, person in candidates:
        himself = id_kind(number or "") in ("resident", "legacy") or sure(record, person)
        mine = findings.get(person or "", [])
        # one record that surely names the person is enough; a doubtful one beside it takes nothing away
        certain = [himself and any(sure(r, person) for r in finding.records) for finding in mine]
        texts = [
            Text(
                zh=f.zh if is_certain else f"身份待核实——{f.zh}",
                en=f.en if is_certain else f"identity to be checked: {f.en}",
            )
            for f, is_certain in zip(mine, certain, strict=True)
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
                flagged=any(certain),
                findings=texts,
                records=refs(tuple(dict.fromkeys(r for f in mine for r in f.records))),
            )
        )
    return result


class _Finding(NamedTuple):
    zh: str
    en: str
    records: tuple[str, ...]

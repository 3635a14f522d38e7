"""How far the sources of a fact are believed: the grade that their unit gave them (A to F)."""

from collections.abc import Callable, Iterable, Mapping

from netinv.ledger.types import Rows
from netinv.model.ontology import UNGRADED, ontology

MOST = 1.1
"""However good its source, a fact weighs no more than so many times an ungraded one."""


def worth(grade: str) -> float:
    """What a grade makes of a fact's weight: its belief, of that in an ungraded source; `MOST` at most."""
    return min(MOST, ontology().belief(grade) / ontology().belief(UNGRADED))


def by_record(
    rows: Callable[[str], Rows], grades: Mapping[int, str], wanted: Iterable[str]
) -> dict[str, float]:
    """`worth` of the wanted records (`table:record_id`) where it is not 1; of several origins the least."""
    worths = {source: worth(grade) for source, grade in grades.items()}
    if all(value == 1.0 for value in worths.values()):
        return {}
    known = set(wanted)
    found: dict[str, float] = {}
    for table in sorted({record.partition(":")[0] for record in known}):
        content = rows(table)
        for record_id, source in zip(content.record_id, content.source_id, strict=True):
            value, record = worths.get(source, 1.0), f"{table}:{record_id}"
            if record in known:
                found[record] = min(value, found.get(record, MOST))
    return {record: value for record, value in found.items() if value != 1.0}


def of_fact(worths: Mapping[str, float], records: Iterable[str]) -> float:
    """The worth of a fact: as much as its least believed record."""
    return min((worths.get(record, 1.0) for record in records), default=1.0)

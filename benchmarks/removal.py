"""What becomes of alerts on umbrellas when what they did is not on record: a family at a time, and two."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path

from scoring import FAMILIES, rows

Pair = tuple[str, str]
Removed = tuple[str, ...]
"""Families whose planted records are left out."""
Record = tuple[str, str]
"""Table and record id."""
Result = tuple[int, int, int]
"""Alerts that had planted records of all these families; how many are less probable without; how many are gone."""

REMOVED: list[Removed] = [each for size in (1, 2) for each in combinations(sorted(FAMILIES), size)]


def planted(truth: Path) -> dict[Pair, dict[str, set[Record]]]:
    """The records of each umbrella by family, links left out."""
    found: dict[Pair, dict[str, set[Record]]] = {}
    for row in rows(truth / "truth_umbrellas.csv"):
        mine = found.setdefault((row["true_entity_id"], row["gang_id"]), {})
        for part in filter(None, row["evidence"].split(";")):
            table, record, family = part.split(":")
            if family in FAMILIES:
                mine.setdefault(family, set()).add((table, record))
    return found


def records(of: Mapping[Pair, Mapping[str, set[Record]]], removed: Removed) -> set[Record]:
    """Everything planted in these families."""
    return {r for mine in of.values() for family in removed for r in mine.get(family, ())}


def compared(
    of: Mapping[Pair, Mapping[str, set[Record]]],
    removed: Removed,
    whole: Mapping[Pair, float],
    less: Mapping[Pair, float],
) -> Result:
    """Compare the probabilities with all on record and without these families."""
    pairs = [pair for pair, mine in of.items() if pair in whole and set(removed) <= set(mine)]
    lower = sum(less.get(pair, 0.0) < whole[pair] for pair in pairs)
    return len(pairs), lower, sum(pair not in less for pair in pairs)


def table(found: Sequence[Mapping[Removed, Result]]) -> str:
    """The sums as Markdown."""
    lines = ["| planted records removed | alerts that had them | less probable | gone |", "|---|---|---|---|"]
    for removed in REMOVED:
        sums = [sum(column) for column in zip(*(each[removed] for each in found), strict=True)]
        lines.append(f"| {' and '.join(removed)} | " + " | ".join(map(str, sums)) + " |")
    return "\n".join(lines)

"""Rank stability: what becomes of the list of alerts when a share of all relations is not on record."""

import hashlib
from collections.abc import Callable, Mapping, Sequence

from scipy.stats import spearmanr
from scoring import average_precision

from netinv.ledger.types import Rows

SHARES = (0.1, 0.2, 0.3)
FIRST = 10
RELATIONS = (
    "kin", "ties", "holdings", "calls", "transfers", "event_people", "assets", "awards", "lead_subjects",
    "lead_steps", "case_people", "operation_people", "measures", "interventions", "duties",
)  # fmt: skip
"""Tables whose rows say what somebody has to do with somebody; who there is stays known."""

Pair = tuple[str, str]
Ranking = Mapping[Pair, float]
"""Probability of each pair listed."""


def thinned(read: Callable[[str], Rows], share: float, seed: str) -> Callable[[str], Rows]:
    """The rows without a share of the relations: the same ones for a seed, more of them for a larger share."""

    def stays(table: str, record: str) -> bool:
        mark = hashlib.blake2b(f"{seed} {table}:{record}".encode(), digest_size=8).digest()
        return int.from_bytes(mark, "big") / 2**64 >= share

    return kept(read, lambda table, record: table not in RELATIONS or stays(table, record))


def kept(read: Callable[[str], Rows], stays: Callable[[str, str], bool]) -> Callable[[str], Rows]:
    """The rows that stay, asked by table and record."""

    def less(table: str) -> Rows:
        rows = read(table)
        left = [i for i, record in enumerate(rows.record_id) if stays(table, record)]
        if len(left) == len(rows):
            return rows
        columns = {name: [cells[i] for i in left] for name, cells in rows.columns.items()}
        parts = ([values[i] for i in left] for values in (rows.record_id, rows.origin))
        numbers = ([values[i] for i in left] for values in (rows.source_id, rows.version))
        return Rows(*parts, *numbers, columns)

    return less


def compared(whole: Ranking, less: Ranking, wanted: set[Pair]) -> tuple[float, float, float, float]:
    """(average precision, share of the wanted still listed, of the first ten still so, rank correlation)."""
    ranked = [sorted(each, key=lambda pair: (-each[pair], pair)) for each in (whole, less)]
    first, now = (set(pairs[:FIRST]) for pairs in ranked)
    found = [pair for pair in wanted if pair in whole]
    pairs = sorted({*whole, *less})
    alike = spearmanr([whole.get(p, 0.0) for p in pairs], [less.get(p, 0.0) for p in pairs]).statistic
    return (
        average_precision(ranked[1], wanted),
        sum(pair in less for pair in found) / len(found) if found else 1.0,
        len(first & now) / len(first) if first else 1.0,
        float(alike),
    )


def table(found: Mapping[float, Sequence[tuple[float, float, float, float]]]) -> str:
    """The means as Markdown."""
    lines = [
        "| relations removed | average precision | umbrellas still listed | of the first ten still among them | rank correlation (Spearman) |",
        "|---|---|---|---|---|",
    ]
    for share, rows in sorted(found.items()):
        means = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
        lines.append(f"| {share:.0%} | " + " | ".join(f"{value:.2f}" for value in means) + " |")
    return "\n".join(lines)

"""Search in the embedded store: whole and beginning of terms by their index, the inside by bigrams."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from netinv.graph import embedded_tables as t
from netinv.graph.search_text import Field, Rank, query_grams, rank, words
from netinv.ledger.database import select

_CAP = 20_000
"""Rows looked at for one word: a search for one frequent character answers with some of its many results."""

_LAST = "\U0010ffff"
_COLUMNS = "t.node_id, t.field, t.text, t.written"
_FEW = 500
"""Holders up to which grams are counted at first."""


def search(
    connection: Connection, text: str, limit: int, kinds: Sequence[str] | None
) -> list[tuple[str, str]]:
    """(node id, matched term as written) of the nodes that hold every word, best first."""
    best: dict[str, Rank] | None = None
    for word in words(text):
        found = _word(connection, word)
        if best is None:
            best = found
        else:
            best = {id: max(best[id], this) for id, this in found.items() if id in best}
    ranked = sorted((this, id) for id, this in (best or {}).items())
    if kinds is not None:
        ranked = _of_kinds(connection, ranked, kinds, limit)
    return [(id, this[4]) for this, id in ranked[:limit]]


def _word(connection: Connection, word: str) -> dict[str, Rank]:
    """Best match by node."""
    found: dict[str, Rank] = {}
    for node_id, field, text, written in _matches(connection, word):
        this = rank(word, text, written, field)
        if node_id not in found or this < found[node_id]:
            found[node_id] = this
    return found


def _matches(connection: Connection, word: str) -> Iterator[tuple[Any, ...]]:
    """(node id, field, text, written) of the terms that hold a word."""
    between = (word, word + _LAST)
    begins = f"SELECT {_COLUMNS} FROM {t.term.name} t WHERE t.text >= ? AND t.text < ?"
    yield from select(connection, f"{begins} ORDER BY t.text LIMIT {_CAP}", between)
    if word.isdigit():
        return
    rarest, *others = _rarest_first(connection, query_grams(word)) or [""]
    held = "g.gram = ?" if rarest else "g.gram >= ? AND g.gram < ?"
    also = f" AND EXISTS (SELECT 1 FROM {t.gram.name} o WHERE o.gram = ? AND o.node_id = g.node_id)"
    # initials match from their beginning only: "wjg" asks for a name, not for every name with these in it
    inside = (
        f"SELECT {_COLUMNS} FROM {t.gram.name} g CROSS JOIN {t.term.name} t ON t.node_id = g.node_id"
        f" WHERE {held}{also * len(others)} AND instr(t.text, ?) > 0 AND t.field != ? LIMIT {_CAP}"
    )
    named = (rarest, *others) if rarest else between
    yield from select(connection, inside, (*named, word, int(Field.INITIALS)))


def _rarest_first(connection: Connection, grams: Collection[str]) -> list[str]:
    """Grams by how many nodes have them: whoever goes through those of the first asks little of the others.

    Counted only as far as it takes to tell the rarest.
    """
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {t.gram.name} WHERE gram = ? LIMIT ?)"
    counts, enough = dict.fromkeys(sorted(grams), 0), _FEW
    while len(counts) > 1:
        for gram in counts:
            counts[gram] = select(connection, sql, (gram, enough))[0][0]
        if min(counts.values()) < enough:
            break
        enough *= 16
    return sorted(counts, key=counts.__getitem__)


def _of_kinds(
    connection: Connection, ranked: list[tuple[Rank, str]], kinds: Sequence[str], limit: int
) -> list[tuple[Rank, str]]:
    kept: list[tuple[Rank, str]] = []
    of_kinds = f"kind IN ({', '.join('?' * len(kinds))})"
    for start in range(0, len(ranked), 500):
        chunk = ranked[start : start + 500]
        marks = ", ".join("?" * len(chunk))
        sql = f"SELECT id FROM {t.node.name} WHERE id IN ({marks}) AND {of_kinds}"
        ids = {id for (id,) in select(connection, sql, [*(id for _, id in chunk), *kinds])}
        kept += [entry for entry in chunk if entry[1] in ids]
        if len(kept) >= limit:
            break
    return kept

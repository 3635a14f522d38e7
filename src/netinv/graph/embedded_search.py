"""Search in the embedded store: whole and beginning of terms by their index, the inside by bigrams."""

from collections.abc import Sequence

import sqlalchemy as sa

from netinv.graph import embedded_tables as t
from netinv.graph.search_text import Field, Rank, query_grams, rank, words

_CAP = 20_000
"""Rows looked at for one word: a search for one frequent character answers with some of its many results."""

_LAST = "\U0010ffff"


def search(
    connection: sa.Connection, text: str, limit: int, kinds: Sequence[str] | None
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


def _word(connection: sa.Connection, word: str) -> dict[str, Rank]:
    """Best match by node."""
    c = t.term.c
    columns = sa.select(c.node_id, c.field, c.text, c.written)
    statements = [
        columns.where(c.text >= word, c.text < word + _LAST).order_by(c.text).limit(_CAP),
    ]
    if not word.isdigit():
        g = t.gram.c
        having = [sa.select(g.node_id).where(g.gram == gram) for gram in sorted(query_grams(word))]
        having = having or [sa.select(g.node_id).where(g.gram >= word, g.gram < word + _LAST)]
        nodes = sa.intersect(*having).subquery()
        inside = columns.join(nodes, nodes.c.node_id == c.node_id).where(sa.func.instr(c.text, word) > 0)
        # initials match from their beginning only: "wjg" asks for a name, not for every name with these in it
        statements.append(inside.where(c.field != int(Field.INITIALS)).limit(_CAP))
    found: dict[str, Rank] = {}
    for statement in statements:
        for node_id, field, text, written in connection.execute(statement):
            this = rank(word, text, written, field)
            if node_id not in found or this < found[node_id]:
                found[node_id] = this
    return found


def _of_kinds(
    connection: sa.Connection, ranked: list[tuple[Rank, str]], kinds: Sequence[str], limit: int
) -> list[tuple[Rank, str]]:
    kept: list[tuple[Rank, str]] = []
    for start in range(0, len(ranked), 500):
        chunk = ranked[start : start + 500]
        query = sa.select(t.node.c.id).where(
            t.node.c.id.in_([id for _, id in chunk]), t.node.c.kind.in_(kinds)
        )
        ids = set(connection.execute(query).scalars())
        kept += [entry for entry in chunk if entry[1] in ids]
        if len(kept) >= limit:
            break
    return kept

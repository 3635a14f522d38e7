"""Search in the embedded store: whole and beginning of terms by their index, the inside by bigrams."""

from collections.abc import Sequence

import sqlalchemy as sa

from netinv.graph import embedded_tables as t
from netinv.graph.search_text import query_grams, words

_CAP = 20_000
"""Rows looked at for one word: a search for one frequent character answers with some of its many results."""

_CONTAINS = 2
_LAST = "\U0010ffff"

_Rank = tuple[int, int, int, str, str]


def search(
    connection: sa.Connection, text: str, limit: int, kinds: Sequence[str] | None
) -> list[tuple[str, str]]:
    """(node id, matched term as written) of the nodes that hold every word, best first."""
    best: dict[str, _Rank] | None = None
    for word in words(text):
        found = _word(connection, word)
        if best is None:
            best = found
        else:
            best = {id: max(best[id], rank) for id, rank in found.items() if id in best}
    ranked = sorted((rank, id) for id, rank in (best or {}).items())
    if kinds is not None:
        ranked = _of_kinds(connection, ranked, kinds, limit)
    return [(id, rank[4]) for rank, id in ranked[:limit]]


def _word(connection: sa.Connection, word: str) -> dict[str, _Rank]:
    """Best (match, field, length, term, as written) by node: equal 0, beginning 1, containing 2."""
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
        statements.append(inside.where(c.field != 2).limit(_CAP))
    found: dict[str, _Rank] = {}
    for statement in statements:
        for node_id, field, text, written in connection.execute(statement):
            match = 0 if text == word else 1 if text.startswith(word) else _CONTAINS
            # a hint (unit, region) never outranks a name, however well it matches
            rank = (match + (3 if field == 3 else 0), field, len(text), text, written)
            if node_id not in found or rank < found[node_id]:
                found[node_id] = rank
    return found


def _of_kinds(
    connection: sa.Connection, ranked: list[tuple[_Rank, str]], kinds: Sequence[str], limit: int
) -> list[tuple[_Rank, str]]:
    kept: list[tuple[_Rank, str]] = []
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

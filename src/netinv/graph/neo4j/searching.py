"""Search: the full-text index finds candidates, their terms decide, as in every store."""

import re
from collections.abc import Sequence

from netinv.graph.neo4j.connection import Transaction
from netinv.graph.neo4j.values import PAIR, node_from
from netinv.graph.protocol import Hit
from netinv.graph.search_text import Rank, best_rank, query_grams, terms, words

_CAP = 20_000
"""Candidates looked at: a search for one frequent character answers with some of its many results."""

_SPECIAL = re.compile(r'[+\-!(){}\[\]^"~*?:\\/&|<>=]')
_LONGEST = 200
"""Characters of a word that the index is asked for; it cuts longer terms."""


def search(tx: Transaction, text: str, limit: int, kinds: Sequence[str] | None) -> list[Hit]:
    """Nodes whose terms hold every word, best first."""
    asked = words(text)
    if not asked or limit < 1:
        return []
    query = " ".join(f"+({_query(word)})" for word in asked)
    chosen = None if kinds is None else list(kinds)
    found: list[tuple[Rank, Hit]] = []
    for props in tx.rows("read/search", query=query, kinds=chosen, limit=_CAP)[0][0]:
        node = node_from(props)
        held = terms(node)
        ranks = [best_rank(held, word) for word in asked]
        known = [rank for rank in ranks if rank is not None]
        if len(known) == len(ranks):
            worst = max(known)
            found.append((worst, Hit(node, worst[4])))
    found.sort(key=lambda each: (each[0], each[1].node.id))
    return [hit for _, hit in found[:limit]]


def _query(word: str) -> str:
    """Terms that begin with a word, or have all its pairs of characters."""
    word = word[:_LONGEST]
    begins = f"{_escaped(word)}*"
    if word.isdigit():
        return begins
    pairs = sorted(query_grams(word))
    if not pairs:
        return f"{begins} {_escaped(PAIR + word)}*"
    inside = " ".join(f"+{_escaped(PAIR + pair)}" for pair in pairs)
    return f"{begins} ({inside})"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)

"""What is on a canvas: cards of nodes and every line among them, read at once."""

from collections.abc import Sequence
from typing import NamedTuple

from netinv.graph.protocol import GraphStore, Line
from netinv.graph.snapshot import Snapshot
from netinv.model.exploring import Card, Drawing
from netinv.workspace.exploring.cards import cards


class Content(NamedTuple):
    """Cards of the nodes asked for that exist, and every line that they have with one another or the known.

    `renamed` maps a former id to the present one.
    """

    cards: list[Card]
    lines: list[Line]
    renamed: dict[str, str]


class Opening(NamedTuple):
    """What somebody works on, and what is on it."""

    drawing: Drawing
    content: Content


def content(
    store: GraphStore, snapshot: Snapshot, ids: Sequence[str], known: Sequence[str], renamed: dict[str, str]
) -> Content:
    """Cards of nodes, and their lines with one another and with those that are known; former ids are read as
    the present ones."""
    present = list(dict.fromkeys(renamed.get(id, id) for id in ids))
    shown = cards(store, snapshot, present)
    fresh = {each.id for each in shown}
    lines = store.lines(fresh | {renamed.get(id, id) for id in known})
    if known:
        lines = [line for line in lines if line.source in fresh or line.target in fresh]
    return Content(shown, lines, renamed)

"""What is on a canvas: cards of nodes and every line among them, read at once.

Of the members of folded groups no cards are needed, but every line: filters, the time line and the counts
beside the picture look through groups, and must not ask for each step of a slider.
"""

from collections.abc import Sequence
from typing import NamedTuple

from netinv.graph.protocol import GraphStore, Line
from netinv.graph.snapshot import Snapshot
from netinv.model.exploring import Card, Drawing
from netinv.workspace.exploring.cards import cards
from netinv.workspace.exploring.grouping import Group, folded, tidied


class Content(NamedTuple):
    """Cards of the nodes asked for that exist, and every line that they have with one another or the known.

    `inner`: lines of which an end is within a folded group. `renamed` maps a former id to the present one.
    """

    cards: list[Card]
    lines: list[Line]
    inner: list[Line]
    renamed: dict[str, str]


class Opening(NamedTuple):
    """What somebody works on, what is on it, and the groups it comes in where it is too large to be read."""

    drawing: Drawing
    content: Content
    groups: list[Group]


def content(
    store: GraphStore,
    snapshot: Snapshot,
    ids: Sequence[str],
    known: Sequence[str],
    inside: Sequence[str],
    renamed: dict[str, str],
) -> Content:
    """Cards of nodes, and their lines with one another, with those that are known and with those inside
    folded groups; former ids are read as the present ones."""
    present = list(dict.fromkeys(renamed.get(id, id) for id in ids))
    shown = cards(store, snapshot, present)
    fresh = {each.id for each in shown}
    named = fresh | {renamed.get(id, id) for id in known}
    lines = store.lines(named | {renamed.get(id, id) for id in inside})
    if known or inside:
        lines = [line for line in lines if line.source in fresh or line.target in fresh]
    return Content(shown, *_halves(lines, named), renamed)


def opening(store: GraphStore, snapshot: Snapshot, drawing: Drawing) -> Opening:
    """A drawing with what is on it: cards of what is seen and of whom groups are called after, and all lines.
    It names everybody by his present id."""
    body = drawing.body
    groups = tidied(snapshot, body)
    inside = {*folded(body), *(id for group in groups for id in group.members)}
    keys = [*(group.key for group in groups), *(group["key"] for group in body.get("groups", {}).values())]
    nodes = list(body.get("nodes", {}))
    shown = cards(store, snapshot, [*(id for id in nodes if id not in inside), *keys])
    lines = _halves(store.lines(nodes), {card.id for card in shown})
    return Opening(drawing, Content(shown, *lines, {}), groups)


def _halves(lines: list[Line], named: set[str]) -> tuple[list[Line], list[Line]]:
    """Lines between two that have cards, and the others."""
    halves: tuple[list[Line], list[Line]] = ([], [])
    for line in lines:
        halves[line.source not in named or line.target not in named].append(line)
    return halves

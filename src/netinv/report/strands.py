"""The lines of an alert's picture: which relations are drawn as one, and how many a reader can take in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from string import ascii_lowercase

from netinv.model.alerts import Alert, Family, PictureEdge, PictureNode, Text
from netinv.report import labels

MOST_NODES, MOST_LINES = 14, 24
"""What a reader can take in, and what fits an A4 page. What is left out is said beside the picture."""


@dataclass
class Strand:
    """One drawn line: all edges of one kind and family between the same two nodes, in one direction.

    `number` is that of its signal in the evidence, so that picture, list and time line say the same; a line
    that no signal stands behind (a membership) has a letter. `place` is its order of appearance.
    """

    place: int
    number: str
    source: str
    target: str
    kind: str
    family: Family
    edges: list[PictureEdge] = field(default_factory=list)

    @property
    def label(self) -> Text:
        """The ontology's word, with the number of relations it bundles."""
        text = labels.link_kind(self.kind)
        extra = f" ×{len(self.edges)}" if len(self.edges) > 1 else ""
        return Text(zh=text.zh + extra, en=text.en + extra)


def strands(edges: Sequence[PictureEdge], numbers: Mapping[str, str]) -> list[Strand]:
    """Edges bundled by ends, kind and family, in the order of first appearance.

    `numbers` gives the number in the evidence by rule.
    """
    found: dict[tuple[str, str, str, Family], Strand] = {}
    letters = 0
    for edge in edges:
        key = (edge.source, edge.target, edge.kind, edge.family)
        if key not in found:
            number = numbers.get(edge.kind) or _letter(letters)
            letters += edge.kind not in numbers
            found[key] = Strand(len(found), number, *key)
        found[key].edges.append(edge)
    return list(found.values())


def _letter(n: int) -> str:
    """a, b … z, a1, b1 …"""
    turn, place = divmod(n, len(ascii_lowercase))
    return ascii_lowercase[place] + (str(turn) if turn else "")


@dataclass(frozen=True)
class Choice:
    """What of an alert is drawn, and how much is left out."""

    nodes: list[PictureNode]
    strands: list[Strand]
    nodes_left: int = 0
    lines_left: int = 0


def choose(alert: Alert, numbers: Mapping[str, str]) -> Choice:
    """The weightiest strands and their nodes, within what a reader can take in.

    A strand weighs what its rule adds to the alert. The first of them lead from the official to the gang
    already, so what is drawn hangs together; a node that is left alone is not drawn.
    """
    nodes = {node.id: node for node in alert.nodes}
    drawable = [e for e in alert.edges if e.source in nodes and e.target in nodes and e.source != e.target]
    every = strands(drawable, numbers)
    ends = {n.id for n in alert.nodes if n.role in ("official", "gang")}
    if len(nodes) <= MOST_NODES and len(every) <= MOST_LINES:
        return Choice(alert.nodes, sorted(every, key=_in_reading_order))
    weight = {signal.rule: signal.log_lr for signal in alert.signals}
    kept, lines = set(ends), list[Strand]()
    for strand in sorted(every, key=lambda s: (-weight.get(s.kind, 0.0), s.place)):
        new = {strand.source, strand.target} - kept
        if len(kept) + len(new) <= MOST_NODES and len(lines) < MOST_LINES:
            kept |= new
            lines.append(strand)
    joined = ends | _reached(lines, ends)
    lines = [s for s in lines if s.source in joined and s.target in joined]
    lines.sort(key=_in_reading_order)
    drawn = [node for node in alert.nodes if node.id in joined]
    return Choice(drawn, lines, len(nodes) - len(drawn), len(every) - len(lines))


def _in_reading_order(strand: Strand) -> tuple[bool, int, int]:
    """As in the evidence, what is not in it last."""
    known = strand.number.isdigit()
    return (not known, int(strand.number) if known else 0, strand.place)


def _reached(lines: Sequence[Strand], start: set[str]) -> set[str]:
    reached, more = set(start), True
    while more:
        found = {end for s in lines for end in (s.source, s.target) if {s.source, s.target} & reached}
        more = not found <= reached
        reached |= found
    return reached

"""The lines of an alert's picture: which relations are drawn as one, and how many a reader can take in."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from netinv.model.alerts import Alert, Family, PictureEdge, PictureNode, Text
from netinv.report import labels

MOST_NODES, MOST_LINES = 14, 24
"""What a reader can take in, and what fits an A4 page. What is left out is said beside the picture."""


@dataclass
class Strand:
    """One drawn line: all edges of one kind and family between the same two nodes, in one direction."""

    number: int
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


def strands(edges: Sequence[PictureEdge]) -> list[Strand]:
    """Edges bundled by ends, kind and family, numbered from 1 in the order of first appearance."""
    found: dict[tuple[str, str, str, Family], Strand] = {}
    for edge in edges:
        key = (edge.source, edge.target, edge.kind, edge.family)
        strand = found.setdefault(key, Strand(len(found) + 1, *key))
        strand.edges.append(edge)
    return list(found.values())


@dataclass(frozen=True)
class Choice:
    """What of an alert is drawn, and how much is left out."""

    nodes: list[PictureNode]
    strands: list[Strand]
    nodes_left: int = 0
    lines_left: int = 0


def choose(alert: Alert) -> Choice:
    """The weightiest strands and their nodes, within what a reader can take in.

    A strand weighs what its rule adds to the alert. The first of them lead from the official to the gang
    already, so what is drawn hangs together; a node that is left alone is not drawn.
    """
    nodes = {node.id: node for node in alert.nodes}
    every = [
        s for s in strands(alert.edges) if s.source in nodes and s.target in nodes and s.source != s.target
    ]
    ends = {n.id for n in alert.nodes if n.role in ("official", "gang")}
    if len(nodes) <= MOST_NODES and len(every) <= MOST_LINES:
        return Choice(alert.nodes, every)
    weight = {signal.rule: signal.log_lr for signal in alert.signals}
    kept, lines = set(ends), list[Strand]()
    for strand in sorted(every, key=lambda s: (-weight.get(s.kind, 0.0), s.number)):
        new = {strand.source, strand.target} - kept
        if len(kept) + len(new) <= MOST_NODES and len(lines) < MOST_LINES:
            kept |= new
            lines.append(strand)
    joined = ends | _reached(lines, ends)
    lines = [s for s in lines if s.source in joined and s.target in joined]
    lines.sort(key=lambda s: s.number)
    drawn = [node for node in alert.nodes if node.id in joined]
    return Choice(drawn, lines, len(nodes) - len(drawn), len(every) - len(lines))


def _reached(lines: Sequence[Strand], start: set[str]) -> set[str]:
    reached, more = set(start), True
    while more:
        found = {end for s in lines for end in (s.source, s.target) if {s.source, s.target} & reached}
        more = not found <= reached
        reached |= found
    return reached

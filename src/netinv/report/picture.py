"""The picture of an alert: official left, gang right, between them in layers. Drawn here, no script."""

from collections.abc import Sequence

from markupsafe import Markup

from netinv.model.alerts import Alert, PictureNode, Text
from netinv.report import labels, marks, svg
from netinv.report.layers import Layout, lay_out
from netinv.report.strands import Choice, Strand
from netinv.report.words import Voice, word

RADIUS = 22.0
LABEL = 132.0
"""Widest line of a node's label."""
COLUMN = 250.0
MARGIN = 84.0
FAN = 26.0
"""Distance between parallel edges, so that each has a line and a label of its own."""
BARE = 44.0
"""Width of a label without its word."""
SPOTS = (0.5, 0.43, 0.57, 0.36, 0.64, 0.29, 0.71, 0.22, 0.78)
ASIDE = (0.0, -13.0, 13.0, -26.0, 26.0)
"""Where on its line, and how far from it, a label may lie: the first free place is taken."""

Point = tuple[float, float]
Box = tuple[float, float, float, float]


def draw(alert: Alert, choice: Choice, voice: Voice, labelled_by: str) -> Markup:
    """The chosen part as inline SVG; empty where there is nothing to draw."""
    nodes = {node.id: node for node in choice.nodes}
    first = next((n.id for n in choice.nodes if n.role == "official"), None)
    last = next((n.id for n in choice.nodes if n.role == "gang"), None)
    if first is None or last is None:
        return Markup("")
    bundles: dict[tuple[str, str], list[Strand]] = {}
    for strand in choice.strands:
        low, high = sorted((strand.source, strand.target))
        bundles.setdefault((low, high), []).append(strand)
    text = {node.id: _caption(node, alert) for node in choice.nodes}
    tall = {n: RADIUS * 2 + 46 + svg.LINE * _lines(text[n], voice) for n in nodes}
    widest = [(a, b, max(30.0, FAN * len(group) + 8)) for (a, b), group in bundles.items()]
    layout = lay_out(tall, widest, first, last)
    at = {n: (MARGIN + COLUMN * layout.layer[n], layout.y[n] - tall[n] / 2 + RADIUS + 14) for n in nodes}
    taken: list[Box] = [
        (x - LABEL / 2, y - RADIUS - 4, x + LABEL / 2, y + RADIUS + 8 + svg.LINE * _lines(text[n], voice))
        for n, (x, y) in at.items()
    ]
    width = MARGIN * 2 + COLUMN * (layout.layers - 1)
    lines, tags = [], []
    for pair, group in bundles.items():
        for place, strand in enumerate(group):
            offset = FAN * (place - (len(group) - 1) / 2)
            path = _route(pair, layout, at, offset)
            lines.append(_line(strand, path, reverse=strand.source != pair[0]))
            tags.append(_tag(strand, path, taken, (width, layout.height), voice))
    people = [_node(nodes[n], at[n], text[n], voice) for n in nodes]
    body = Markup("").join([*lines, *people, *tags])
    return svg.document(width, layout.height, "picture", labelled_by, body)


def _caption(node: PictureNode, alert: Alert) -> Text:
    """The label; a gang never without its legal status."""
    if node.role != "gang":
        return Text(zh=node.label, en=node.label)
    status = word(status_key(alert.gang.status))
    return Text(zh=f"{node.label}\n（{status.zh}）", en=f"{node.label}\n({status.en})")


def status_key(status: str | None) -> str:
    """Catalogue key of a gang's legal status; what is unknown or strange counts as not yet judged."""
    return (
        f"status_{status}" if status in ("suspected", "charged", "convicted", "cleared") else "status_unknown"
    )


def _lines(text: Text, voice: Voice) -> int:
    return max(len(svg.wrapped(getattr(text, language), LABEL)) for language, _ in voice.each())


def _node(node: PictureNode, at: Point, text: Text, voice: Voice) -> Markup:
    x, y = at
    css = f"caption r-{node.role}"
    label: str | Text = text if text.zh != text.en else text.zh
    return marks.node(node.kind, x, y, RADIUS, ring=node.role == "official") + svg.lines_of_text(
        voice, label, x, y + RADIUS + 20, LABEL, css
    )


def _route(pair: tuple[str, str], layout: Layout, at: dict[str, Point], offset: float) -> list[Point]:
    """Points that the line passes, from the first node of the pair to the second."""
    (x1, y1), (x2, y2) = at[pair[0]], at[pair[1]]
    if x1 == x2:  # same layer: swing out to the right, past the labels
        swing = LABEL / 2 + 26 + abs(offset)
        return [(x1, y1), (x1 + swing, (y1 + y2) / 2 + offset), (x2, y2)]
    bends = [(MARGIN + COLUMN * depth, y + offset) for depth, y in layout.bends.get(pair, [])]
    middle = [((x1 + x2) / 2, (y1 + y2) / 2 + offset)] if not bends else []
    return [(x1, y1), *bends, *middle, (x2, y2)]


def _curve(path: Sequence[Point]) -> list[tuple[Point, Point, Point, Point]]:
    """Cubic pieces through the points, smooth (Catmull-Rom), the ends pulled in to the edge of the marks."""
    points = [_towards(path[0], path[1]), *path[1:-1], _towards(path[-1], path[-2])]
    padded = [points[0], *points, points[-1]]
    pieces = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        first = (b[0] + (c[0] - a[0]) / 6, b[1] + (c[1] - a[1]) / 6)
        second = (c[0] - (d[0] - b[0]) / 6, c[1] - (d[1] - b[1]) / 6)
        pieces.append((b, first, second, c))
    return pieces


def _towards(start: Point, other: Point) -> Point:
    dx, dy = other[0] - start[0], other[1] - start[1]
    far = max((dx * dx + dy * dy) ** 0.5, 1.0)
    reach = RADIUS + 8
    return start[0] + dx / far * reach, start[1] + dy / far * reach


def _line(strand: Strand, path: Sequence[Point], reverse: bool) -> Markup:
    pieces = _curve(path)
    start = pieces[0][0]
    d = f"M{start[0]:.1f} {start[1]:.1f}" + "".join(
        f"C{a[0]:.1f} {a[1]:.1f} {b[0]:.1f} {b[1]:.1f} {c[0]:.1f} {c[1]:.1f}" for _, a, b, c in pieces
    )
    symmetric = labels.is_symmetric(strand.kind)
    tip, before = (pieces[0][0], pieces[0][1]) if reverse else (pieces[-1][3], pieces[-1][2])
    arrow = Markup("") if symmetric else _arrow(tip, before)
    return Markup('<g class="edge f-{0}"><path class="line" d="{1}"/>{2}</g>').format(
        strand.family.value, d, arrow
    )


def _arrow(tip: Point, before: Point) -> Markup:
    dx, dy = tip[0] - before[0], tip[1] - before[1]
    far = max((dx * dx + dy * dy) ** 0.5, 0.01)
    ux, uy = dx / far, dy / far
    left = (tip[0] - 9 * ux - 4.5 * uy, tip[1] - 9 * uy + 4.5 * ux)
    right = (tip[0] - 9 * ux + 4.5 * uy, tip[1] - 9 * uy - 4.5 * ux)
    corners = "L".join(f"{x:.1f} {y:.1f}" for x, y in (tip, left, right))
    return Markup('<path class="arrow" d="M{0}Z"/>').format(corners)


def _tag(
    strand: Strand, path: Sequence[Point], taken: list[Box], field: tuple[float, float], voice: Voice
) -> Markup:
    """Number, family mark and word of a line, where they lie on nothing else.

    Where the picture is too full for the word, the number stands alone: the list below says the rest.
    """
    words = [(css, getattr(strand.label, language)) for language, css in voice.each()]
    wide = {text: svg.width_of(text, 12) + 46 for _, text in words}
    box = _free(path, max(wide.values()), taken, field)
    if box is None:
        box, words = _free(path, BARE, taken, field) or _least(path, BARE, taken, field), [("", "")]
    taken.append(box)
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return Markup("").join(
        _worded(strand, x - wide.get(text, BARE) / 2, y, wide.get(text, BARE), css, text)
        for css, text in words
    )


def _worded(strand: Strand, x: float, y: float, width: float, css: str, text: str) -> Markup:
    """A tag as wide as what it says in one language."""
    word = Markup('<text class="tag-word" x="{0:.1f}" y="{1:.1f}">{2}</text>').format(x + 41, y + 4.3, text)
    return Markup(
        '<g class="tag f-{f} {css}"><rect x="{x:.1f}" y="{top:.1f}" width="{w:.1f}" height="22" rx="11"/>'
        '{mark}<text class="tag-number" text-anchor="middle" x="{nx:.1f}" y="{ny:.1f}">{n}</text>{word}</g>'
    ).format(
        f=strand.family.value, css=css, x=x, top=y - 11, w=width,
        mark=marks.family(strand.family, x + 13, y, 5),
        nx=x + 29, ny=y + 4.3, n=strand.number, word=word if text else "",
    )  # fmt: skip


def _boxes(path: Sequence[Point], size: float, field: tuple[float, float]) -> list[Box]:
    """Places for a label of this width, the best first, all within the picture."""
    wide, high = field
    found = []
    for aside in ASIDE:
        for x, y in (_point(path, t) for t in SPOTS):
            left = min(max(x - size / 2, 2.0), wide - size - 2)
            above = min(max(y + aside - 11, 2.0), high - 24)
            found.append((left, above, left + size, above + 22))
    return found


def _free(path: Sequence[Point], size: float, taken: Sequence[Box], field: tuple[float, float]) -> Box | None:
    free = (b for b in _boxes(path, size, field) if not any(_overlap(b, other) for other in taken))
    return next(free, None)


def _least(path: Sequence[Point], size: float, taken: Sequence[Box], field: tuple[float, float]) -> Box:
    return min(_boxes(path, size, field), key=lambda b: sum(_shared(b, other) for other in taken))


def _point(path: Sequence[Point], t: float) -> Point:
    pieces = _curve(path)
    place = min(t * len(pieces), len(pieces) - 1e-6)
    a, b, c, d = pieces[int(place)]
    u = place - int(place)
    v = 1 - u
    x, y = (v**3 * a[i] + 3 * v * v * u * b[i] + 3 * v * u * u * c[i] + u**3 * d[i] for i in (0, 1))
    return x, y


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _shared(one: Box, other: Box) -> float:
    wide = max(0.0, min(one[2], other[2]) - max(one[0], other[0]))
    return wide * max(0.0, min(one[3], other[3]) - max(one[1], other[1]))

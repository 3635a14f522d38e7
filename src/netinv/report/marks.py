"""The marks of pictures and legends: a shape and an icon for each kind of entity, a shape for each family.

Nothing is said by colour alone: every kind has its own shape and icon, every family its own shape and line.
"""

import math
from collections.abc import Iterable

from markupsafe import Markup

from netinv.model.alerts import Family
from netinv.model.ontology import ontology

# Drawn on a 24 x 24 field, strokes only, so that they read at any size and in grey.
ICONS = {
    "person": '<circle cx="12" cy="8.2" r="4"/><path d="M4.5 20c0-4.4 3.3-6.8 7.5-6.8s7.5 2.4 7.5 6.8"/>',
    "organization": '<path d="M5 21V4h9v17M14 9h5v12M3 21h18M8 8h3M8 12h3M8 16h3"/>',
    "gang": '<circle cx="12" cy="7" r="3"/><circle cx="5.5" cy="10" r="2.3"/>'
    '<circle cx="18.5" cy="10" r="2.3"/><path d="M6.8 20c0-4 2.2-6.5 5.2-6.5s5.2 2.5 5.2 6.5'
    'M1.8 18c0-2.6 1.4-4.2 3.6-4.2M22.2 18c0-2.6-1.4-4.2-3.6-4.2"/>',
    "case": '<path d="M3 6h6l2 3h10v11H3zM3 6v14"/>',
    "lead": '<path d="M3 6h18v12H3zM3 6l9 7 9-7"/>',
    "phone": '<path d="M8 3h8v18H8zM10.5 18h3"/>',
    "account": '<path d="M3 6h18v12H3zM3 10h18M6 15h4"/>',
    "event": '<path d="M4 6h16v14H4zM4 10h16M8 3v5M16 3v5"/>',
    "asset": '<circle cx="8" cy="15" r="4"/><path d="M11 12l9-9M17 6l3 3M14 9l2 2"/>',
    "operation": '<path d="M12 3v18M3 12h18"/><circle cx="12" cy="12" r="6"/>',
    "award": '<path d="M6 3h12v18H6zM9 8h6M9 12h6"/><circle cx="14" cy="17" r="1.6"/>',
    "address": '<path d="M12 21s-6-6.5-6-11a6 6 0 0 1 12 0c0 4.5-6 11-6 11z"/>'
    '<circle cx="12" cy="10" r="2"/>',
}
POLYGONS = {
    "octagon": (8, 22.5),
    "diamond": (4, 0.0),
    "hexagon": (6, 0.0),
    "pentagon": (5, -90.0),
    "triangle": (3, -90.0),
}


def node(kind: str, x: float, y: float, radius: float, ring: bool = False) -> Markup:
    """An entity's mark centred at (x, y); `ring` draws the second outline that tells the official apart."""
    known = ontology().entities.get(kind)
    shape = known.shape if known else "ellipse"
    colour = ontology().colour(kind) if known else "#5F6368"
    outline = _outline(shape, x, y, radius)
    outer = _outline(shape, x, y, radius + 5) if ring else ""
    scale = radius * 1.05 / 12
    return Markup(
        '<g class="node" fill="{c}" stroke="{c}">{outer}{outline}'
        '<g class="icon" transform="translate({x:.1f} {y:.1f}) scale({s:.3f}) '
        'translate(-12 -12)">{icon}</g></g>'
    ).format(
        c=colour,
        outer=Markup('<g class="ring">{0}</g>').format(outer) if ring else "",
        outline=outline,
        x=x,
        y=y,
        s=scale * 0.62,
        icon=Markup(ICONS.get(kind, ICONS["case"])),
    )


def family(which: Family, x: float, y: float, radius: float = 6, hollow: bool = False) -> Markup:
    """A family's mark: link a ring, tie a disc, benefit a diamond, act a triangle. Hollow: not counted."""
    css = f"mark f-{which.value}" + (" hollow" if hollow or which is Family.LINK else "")
    if which in (Family.LINK, Family.TIE):
        shape = Markup('<circle cx="{0:.1f}" cy="{1:.1f}" r="{2:.1f}"/>').format(x, y, radius * 0.9)
    elif which is Family.BENEFIT:
        shape = _polygon(4, 0, x, y, radius * 1.2)
    else:
        shape = _polygon(3, -90, x, y + radius * 0.2, radius * 1.25)
    return Markup('<g class="{0}">{1}</g>').format(css, shape)


def icon(kind: str) -> Markup:
    """An entity kind's mark alone, 28 pixels: for legends and headings beside the word it stands for."""
    return Markup(
        '<svg class="glyph" width="28" height="28" viewBox="0 0 28 28" aria-hidden="true">{0}</svg>'
    ).format(node(kind, 14, 14, 12))


def badge(which: Family) -> Markup:
    """A family's mark alone, 16 pixels: beside the word it stands for."""
    return Markup(
        '<svg class="glyph" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">{0}</svg>'
    ).format(family(which, 8, 8, 6))


def _outline(shape: str, x: float, y: float, radius: float) -> Markup:
    if shape in POLYGONS:
        corners, turn = POLYGONS[shape]
        return _polygon(corners, turn, x, y, radius * (1.0 if corners > 4 else 1.2))
    if shape in ("rectangle", "round-rectangle"):
        corner = 6 if shape == "round-rectangle" else 0
        side = radius * 0.92
        return Markup('<rect x="{0:.1f}" y="{1:.1f}" width="{2:.1f}" height="{2:.1f}" rx="{3}"/>').format(
            x - side, y - side, 2 * side, corner
        )
    if shape == "star":
        return _path(
            (x + radius * (1.1 if i % 2 == 0 else 0.72) * math.cos(math.radians(36 * i - 90)),
             y + radius * (1.1 if i % 2 == 0 else 0.72) * math.sin(math.radians(36 * i - 90)))
            for i in range(10)
        )  # fmt: skip
    r = radius
    if shape == "tag":
        return _path([(x - r, y - r * 0.8), (x + r * 0.5, y - r * 0.8), (x + r * 1.1, y), (x + r * 0.5, y + r * 0.8), (x - r, y + r * 0.8)])  # fmt: skip # noqa: E501
    if shape == "vee":
        return _path([(x - r, y - r * 0.9), (x + r, y - r * 0.9), (x + r, y + r * 0.5), (x, y + r), (x - r, y + r * 0.5)])  # fmt: skip # noqa: E501
    if shape == "rhomboid":
        return _path([(x - r * 0.7, y - r * 0.8), (x + r * 1.1, y - r * 0.8), (x + r * 0.7, y + r * 0.8), (x - r * 1.1, y + r * 0.8)])  # fmt: skip # noqa: E501
    return Markup('<circle cx="{0:.1f}" cy="{1:.1f}" r="{2:.1f}"/>').format(x, y, radius)


def _polygon(corners: int, turn: float, x: float, y: float, radius: float) -> Markup:
    angles = [math.radians(turn + 360 / corners * i) for i in range(corners)]
    return _path((x + radius * math.cos(angle), y + radius * math.sin(angle)) for angle in angles)


def _path(points: Iterable[tuple[float, float]]) -> Markup:
    joined = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return Markup('<path d="M{0}Z"/>').format(joined)


def ring() -> Markup:
    """The double outline of an official, for legends."""
    return Markup(
        '<svg class="glyph" width="28" height="28" viewBox="0 0 28 28" aria-hidden="true">{0}</svg>'
    ).format(node("person", 14, 14, 8.5, ring=True))


def stroke(which: Family) -> Markup:
    """A family's line with its mark, for legends."""
    return Markup(
        '<svg class="glyph" width="46" height="16" viewBox="0 0 46 16" aria-hidden="true">'
        '<g class="edge f-{0}"><path class="line" d="M2 8H44"/></g>{1}</svg>'
    ).format(which.value, family(which, 23, 8, 5))

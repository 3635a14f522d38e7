"""Icons and marks of entity kinds as pictures of their own, for files and `<img>`: styled by attributes."""

from netinv.model.ontology import ontology
from netinv.report import marks

INK = "#1d2530"
_SHARE = 0.3
"""How much of a kind's colour is in its ground: dark strokes stand out on it on any page."""

_STROKES = f'fill="none" stroke="{INK}" stroke-width="1.7" stroke-linejoin="round" stroke-linecap="round"'


def icon(kind: str) -> str:
    """The icon alone, dark strokes for a light ground."""
    drawn = marks.ICONS.get(kind, marks.ICONS["case"])
    head = 'xmlns="http://www.w3.org/2000/svg" width="48" height="48" viewBox="0 0 24 24"'
    return f"<svg {head} {_STROKES}>{drawn}</svg>"


def mark(kind: str) -> str:
    """Shape and icon on a field of 28 by 28, without the `<svg>` around."""
    colour = ontology().colour(kind)
    drawn = str(marks.node(kind, 14, 14, 12))
    drawn = drawn.replace(f'fill="{colour}"', f'fill="{tint(colour)}" stroke-width="2"')
    return drawn.replace('class="icon"', _STROKES)


def alone(kind: str) -> str:
    """The mark as a picture."""
    head = 'xmlns="http://www.w3.org/2000/svg" width="28" height="28" viewBox="0 0 28 28"'
    return f"<svg {head}>{mark(kind)}</svg>"


def tint(colour: str) -> str:
    """A colour on white, `#RRGGBB`."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * _SHARE):02X}" for part in parts)

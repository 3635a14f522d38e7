"""Small pieces of SVG. Colours come from the style sheet, so that dark mode and print can change them."""

import unicodedata

from markupsafe import Markup

from netinv.model.alerts import Text
from netinv.report.words import Voice

LINE = 16
"""Height of a line of text, user units."""


def width_of(text: str, size: float = 13) -> float:
    """Approximate width of a text: a Chinese character is one em, a Latin letter a bit over half."""
    return size * sum(1.0 if unicodedata.east_asian_width(char) in "WF" else 0.6 for char in text)


def wrapped(text: str, limit: float, size: float = 13) -> list[str]:
    """Break a text into lines of at most `limit` units. Nothing is cut off; a long word is broken."""
    if "\n" in text:
        return [line for part in text.split("\n") for line in wrapped(part, limit, size)]
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width_of(line + piece.rstrip(), size) > limit:
            lines.append(line.rstrip())
            line = ""
        while width_of(piece, size) > limit and len(piece) > 1:
            fits = next(n for n in range(len(piece), 0, -1) if n == 1 or width_of(piece[:n], size) <= limit)
            lines.append(piece[:fits])
            piece = piece[fits:]
        line += piece if line else piece.lstrip()
    if line.strip():
        lines.append(line.rstrip())
    return lines or [""]


def _pieces(text: str) -> list[str]:
    """What may not be broken unless it must: a Latin word and its space; a Chinese character alone."""
    pieces: list[str] = []
    for char in text:
        wide = unicodedata.east_asian_width(char) in "WF"
        closing = unicodedata.category(char) in ("Pe", "Pf", "Po") and bool(pieces)
        opened = bool(pieces) and unicodedata.category(pieces[-1][-1]) in ("Ps", "Pi")
        if (
            closing
            or opened
            or (not wide and pieces and not pieces[-1].endswith(" ") and _narrow(pieces[-1]))
        ):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _narrow(piece: str) -> bool:
    return unicodedata.east_asian_width(piece[-1]) not in "WF"


def lines_of_text(
    voice: Voice, text: str | Text, x: float, y: float, limit: float, css: str, anchor: str = "middle"
) -> Markup:
    """A text in one or both languages, wrapped, its first baseline at `y`. A str is data: not translated."""
    spoken = (
        [("", text, "")] if isinstance(text, str) else [(k, getattr(text, k), c) for k, c in voice.each()]
    )
    parts = []
    for _, words, language in spoken:
        spans = Markup("").join(
            Markup('<tspan x="{0:.1f}" y="{1:.1f}">{2}</tspan>').format(x, y + LINE * i, line)
            for i, line in enumerate(wrapped(words, limit))
        )
        parts.append(
            Markup('<text class="{0}" text-anchor="{1}">{2}</text>').format(
                f"{css} {language}".strip(), anchor, spans
            )
        )
    return Markup("").join(parts)


def document(width: float, height: float, css: str, labelled_by: str, body: Markup) -> Markup:
    """An inline SVG that scales down to its column and is never blown up beyond its own size."""
    return Markup(
        '<svg class="{css}" viewBox="0 0 {w:.0f} {h:.0f}" width="{w:.0f}" height="{h:.0f}" role="img" '
        'aria-labelledby="{by}">{body}</svg>'
    ).format(css=css, w=width, h=height, by=labelled_by, body=body)

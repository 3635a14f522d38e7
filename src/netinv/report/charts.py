"""Small charts: bars of the campaign's figures, and the waterfall from prior to probability."""

from collections.abc import Mapping

from markupsafe import Markup

from netinv.model.alerts import Family, Text
from netinv.report import numbers, svg
from netinv.report.words import Voice

BAR, LABELS, ROW = 210.0, 128.0, 30.0
FALL_WIDTH, FALL_HEIGHT = 168.0, 22.0


def bars(values: Mapping[str, int], names: Mapping[str, Text], voice: Voice, labelled_by: str) -> Markup:
    """Horizontal bars, in the order given; `names` holds the label of each key."""
    if not values:
        return Markup("")
    most = max([*values.values(), 1])
    parts = []
    for row, (key, value) in enumerate(values.items()):
        middle = ROW * row + ROW / 2
        length = max(2.0, BAR * value / most) if value else 0.0
        name = names[key]
        lines = max(len(svg.wrapped(getattr(name, lang), LABELS - 12)) for lang, _ in voice.each())
        parts.append(
            svg.lines_of_text(
                voice,
                name,
                LABELS - 8,
                middle + 4.5 - svg.LINE * (lines - 1) / 2,
                LABELS - 12,
                "bar-name",
                "end",
            )
        )
        parts.append(
            Markup(
                '<rect class="bar" x="{0:.1f}" y="{1:.1f}" width="{2:.1f}" height="16" rx="2"/>'
                '<text class="bar-value" x="{3:.1f}" y="{4:.1f}">{5}</text>'
            ).format(LABELS, middle - 8, length, LABELS + length + 6, middle + 4.5, numbers.count(value))
        )
    return svg.document(LABELS + BAR + 60, ROW * len(values), "bars", labelled_by, Markup("").join(parts))


class Scale:
    """Log-odds to pixels, for all steps of one waterfall."""

    def __init__(self, lowest: float, highest: float) -> None:
        room = max((highest - lowest) * 0.06, 0.2)
        self._low, self._span = lowest - room, (highest - lowest) + 2 * room

    def x(self, log_odds: float) -> float:
        """Place of a log-odds value, in units of the cell."""
        return FALL_WIDTH * (log_odds - self._low) / self._span

    def ticks(self) -> list[tuple[float, str]]:
        """Probabilities worth a grid line within the scale."""
        marks = [(0.001, "0.1%"), (0.01, "1%"), (0.1, "10%"), (0.5, "50%"), (0.9, "90%"), (0.99, "99%")]
        placed = [(self.x(numbers.logit(p)), text) for p, text in marks]
        return [(x, text) for x, text in placed if 8 <= x <= FALL_WIDTH - 8]


def step(scale: Scale, start: float, end: float, family: Family | None) -> Markup:
    """One step of the waterfall, from log-odds `start` to `end`; to the left it lowers the probability."""
    left, right = sorted((scale.x(start), scale.x(end)))
    css = f"fall f-{family.value}" if family else "fall plain"
    grid = Markup("").join(
        Markup('<path class="grid" d="M{0:.1f} 0V{1:.0f}"/>').format(x, FALL_HEIGHT) for x, _ in scale.ticks()
    )
    return Markup(
        '<svg class="{css}" viewBox="0 0 {w:.0f} {h:.0f}" width="{w:.0f}" height="{h:.0f}" '
        'aria-hidden="true">{grid}<rect class="step" x="{x:.1f}" y="4" width="{wide:.1f}" height="14"/>'
        '<path class="level" d="M{end:.1f} 0V{h:.0f}"/></svg>'
    ).format(
        css=css, w=FALL_WIDTH, h=FALL_HEIGHT, grid=grid, x=left, wide=max(right - left, 1.5), end=scale.x(end)
    )  # fmt: skip


def level(scale: Scale, at: float) -> Markup:
    """The bar of a total (prior or probability), from the left edge."""
    return step(scale, scale._low, at, None)


def axis(scale: Scale) -> Markup:
    """The scale's probabilities, for the head of the waterfall's column. Crowded marks are left out."""
    parts, last = [], -99.0
    for x, text in scale.ticks():
        if x - last < 30:
            continue
        last = x
        parts.append(Markup('<text text-anchor="middle" x="{0:.1f}" y="11">{1}</text>').format(x, text))
    return Markup(
        '<svg class="axis" viewBox="0 0 {0:.0f} 14" width="{0:.0f}" height="14" aria-hidden="true">{1}</svg>'
    ).format(FALL_WIDTH, Markup("").join(parts))

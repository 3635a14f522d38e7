"""The time line of an alert: one lane a family, each signal at its dates, numbered as in the evidence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from markupsafe import Markup

from netinv.model.alerts import Family, Signal
from netinv.report import marks, svg
from netinv.report.words import Voice, word

LEFT, WIDTH, RIGHT = 96.0, 760.0, 34.0
STEP = 30.0
LANES = (Family.TIE, Family.BENEFIT, Family.ACT, Family.LINK)
LONG_GAP = 0.6
"""A silence longer than this share of the span is cut out: what lies before is shown at the left edge."""


@dataclass(frozen=True)
class Item:
    """One signal on the line. `number` is its number in the evidence; a suspended one is drawn hollow."""

    number: str
    signal: Signal
    suspended: bool = False


def day_number(text: str | None, end: bool = False) -> int | None:
    """`2023`, `2023-05`, `2023-05-01…` -> ordinal of its first (with `end`, last) day; None if unreadable."""
    if not text:
        return None
    parts = text[:10].split("-")
    try:
        year = int(parts[0])
        month = int(parts[1]) if len(parts) > 1 else (12 if end else 1)
        if len(parts) > 2:
            return date(year, month, int(parts[2])).toordinal()
        if not end:
            return date(year, month, 1).toordinal()
        return date(year + month // 12, month % 12 + 1, 1).toordinal() - 1
    except ValueError:
        return None


def draw(items: Sequence[Item], as_of: str, voice: Voice, labelled_by: str) -> Markup:
    """The line as inline SVG; empty where no signal has a date."""
    dated = []
    for item in items:
        start = day_number(item.signal.since) or day_number(item.signal.until)
        if start is not None:
            dated.append((start, max(start, day_number(item.signal.until, end=True) or start), item))
    if not dated:
        return Markup("")
    dated.sort(key=lambda entry: (entry[0], entry[1], entry[2].number))
    last = max(max(end for _, end, _ in dated), day_number(as_of) or 0)
    begin = _begin([start for start, _, _ in dated], last)
    span = max(last - begin, 30)

    def x(day: int) -> float:
        return LEFT + 14 + (WIDTH - 28) * max(0.0, (day - begin) / span)

    parts, top = [], 8.0
    lanes = [family for family in LANES if any(item.signal.family is family for _, _, item in dated)]
    for family in lanes:
        rows: list[float] = []
        drawn = []
        for start, end, item in (entry for entry in dated if entry[2].signal.family is family):
            left, right = x(start), max(x(end), x(start))
            row = next((n for n, free in enumerate(rows) if left - 12 > free), len(rows))
            earlier = start < begin
            reach = right + 14 + (34 if earlier else 0)
            rows[row : row + 1] = [reach]
            drawn.append((row, left, right, item, earlier, start))
        height = STEP * len(rows) + 8
        parts += [_lane(family, top, height, voice)]
        parts += [
            _item(left, right, top + 4 + STEP * row + STEP / 2, item, earlier, start)
            for row, left, right, item, earlier, start in drawn
        ]
        top += height
    ticks = _ticks(begin, begin + span, x, top)
    today = day_number(as_of)
    if today is not None:
        ticks += Markup('<path class="as-of" d="M{0:.1f} 8V{1:.1f}"/>').format(x(today), top)
    return svg.document(
        LEFT + WIDTH + RIGHT, top + 24, "timeline", labelled_by, ticks + Markup("").join(parts)
    )


def _begin(starts: Sequence[int], last: int) -> int:
    """First day drawn to scale: after the longest silence, where that takes most of the line."""
    points = [*sorted(starts), last]
    gaps = [(after - before, after) for before, after in pairwise(points[:-1])]
    widest, after = max(gaps, default=(0, points[0]))
    return after if widest > LONG_GAP * max(last - points[0], 1) else points[0]


def _lane(family: Family, top: float, height: float, voice: Voice) -> Markup:
    names = svg.lines_of_text(
        voice, word(f"family_{family.value}"), 28, top + height / 2 + 4.5, 80, "lane-name", "start"
    )
    return (
        Markup('<path class="lane" d="M{0:.0f} {1:.1f}H{2:.0f}"/>').format(
            0, top + height, LEFT + WIDTH + RIGHT
        )
        + marks.family(family, 14, top + height / 2, 6)
        + names
    )


def _item(left: float, right: float, y: float, item: Item, earlier: bool, start: int) -> Markup:
    css = f"item f-{item.signal.family.value}" + (" suspended" if item.suspended else "")
    bar = (
        Markup('<path class="stretch" d="M{0:.1f} {2:.1f}H{1:.1f}"/>').format(left, right, y)
        if right > left
        else ""
    )
    note = Markup('<text class="earlier" x="{0:.1f}" y="{1:.1f}">{2}</text>').format(
        left + 14, y + 4.3, date.fromordinal(start).year if earlier else ""
    )
    dot = Markup('<circle cx="{0:.1f}" cy="{1:.1f}" r="10.5"/>').format(left, y)
    number = Markup('<text text-anchor="middle" x="{0:.1f}" y="{1:.1f}">{2}</text>').format(
        left, y + 4.3, item.number
    )
    return Markup('<g class="{0}">{1}{2}{3}{4}</g>').format(css, bar, dot, number, note)


def _ticks(begin: int, end: int, x: Callable[[int], float], bottom: float) -> Markup:
    months = (end - begin) / 30.4
    pace = next((m for m in (1, 2, 3, 6, 12, 24, 60) if months / m <= 9), 120)
    first = date.fromordinal(begin)
    month = first.year * 12 + first.month - 1
    month += -month % pace
    parts = []
    while (day := date(month // 12, month % 12 + 1, 1)).toordinal() <= end:
        if day.toordinal() >= begin:
            text = str(day.year) if pace >= 12 else f"{day.year}-{day.month:02d}"
            at = x(day.toordinal())
            parts.append(
                Markup(
                    '<path class="grid" d="M{0:.1f} 8V{1:.1f}"/>'
                    '<text class="tick" text-anchor="middle" x="{0:.1f}" y="{2:.1f}">{3}</text>'
                ).format(at, bottom, bottom + 17, text)
            )
        month += pace
    return Markup("").join(parts)

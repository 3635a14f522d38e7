"""The waterfall of a pair: from the start, comparison by comparison, to the total, in bits."""

import io
import json
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from netinv.model.views import MergeView
from netinv.report import labels
from netinv.report.svg import width_of
from netinv.report.words import word

if TYPE_CHECKING:
    import altair as alt

WIDTH, ROW, SIZE = 420, 26, 12
COLOURS = {"start": "#5F6368", "for": "#1B6E53", "against": "#B3441E", "end": "#24466B"}
"""Sign and side of the bar say the same as its colour."""
FONT = "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif"


class Step(NamedTuple):
    """One bar, from `start` to `end` bits; `kind` start, for, against or end."""

    label: str
    start: float
    end: float
    kind: str
    shown: str


def steps(merge: MergeView, kind: str, lang: str) -> list[Step]:
    """The bars of a pair of mentions of a `kind`, labels in one language.

    The start is what the comparisons add to: how likely a match was before, and who else competes. It is left
    out where the probability says no more (0, or 1 to a computer).
    """
    found: list[Step] = []
    at = 0.0
    if 0 < merge.probability < 1:
        odds = math.log2(merge.probability / (1 - merge.probability))
        at = odds - sum(c.weight for c in merge.comparisons)
        found.append(Step(getattr(word("waterfall_start"), lang), 0.0, at, "start", f"{at:+.1f}"))
    for c in merge.comparisons:
        field = getattr(labels.field_name(kind, c.field), lang)
        level = getattr(labels.level(c.field, c.level), lang)
        label = f"{field}：{level}" if lang == "zh" else f"{field}: {level}"
        found.append(
            Step(label, at, at + c.weight, "for" if c.weight >= 0 else "against", f"{c.weight:+.1f}")
        )
        at += c.weight
    found.append(Step(getattr(word("waterfall_end"), lang), 0.0, at, "end", f"{at:+.1f}"))
    return found


def chart(bars: Sequence[Step], lang: str) -> "alt.LayerChart":
    """An Altair chart of the bars, in their order; a notebook shows it as it is."""
    import altair as alt

    rows = [{"row": n, **bar._asdict(), "right": max(bar.start, bar.end)} for n, bar in enumerate(bars)]
    names = json.dumps({str(n): bar.label for n, bar in enumerate(bars)}, ensure_ascii=False)
    room = max(width_of(bar.label, SIZE) for bar in bars) + 16  # the library measures Chinese too narrow
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y(
            "row:O",
            title=None,
            axis=alt.Axis(
                labelExpr=f"({names})[datum.value]",
                labelLimit=0,
                labelPadding=8,
                minExtent=room,
                ticks=False,
            ),
        )
    )
    axis = getattr(word("waterfall_axis"), lang)
    colours = alt.Scale(domain=list(COLOURS), range=list(COLOURS.values()))
    bar = base.mark_bar(height=ROW - 10).encode(
        x=alt.X("start:Q", title=axis, axis=alt.Axis(tickCount=6)),
        x2="end:Q",
        color=alt.Color("kind:N", legend=None, scale=colours),
    )
    text = base.mark_text(align="left", dx=5, fontSize=SIZE).encode(x="right:Q", text="shown:N")
    drawn: alt.LayerChart = (
        alt.layer(bar, text)
        .properties(width=WIDTH, height=ROW * len(bars))
        .configure(font=FONT)
        .configure_axis(labelFontSize=SIZE, titleFontSize=SIZE, titleFontWeight="normal")
        .configure_view(stroke=None)
    )
    return drawn


def svg(bars: Sequence[Step], lang: str) -> str:
    """The chart as SVG text; nothing of it is loaded from outside."""
    written = io.StringIO()
    chart(bars, lang).save(written, format="svg")
    return written.getvalue()

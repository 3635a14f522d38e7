"""An alert made ready to be read: numbered, grouped, drawn. Both faces show the same story."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from netinv.model.alerts import Alert, Explanation, Family, RecordRef, Signal
from netinv.report import charts, numbers, picture, timeline
from netinv.report.strands import Strand, choose
from netinv.report.words import Voice

ORDER = (Family.TIE, Family.BENEFIT, Family.ACT, Family.LINK)
COUNTED = (Family.TIE, Family.BENEFIT, Family.ACT)
NOTHING = 0.05
"""A remainder of the waterfall below this (natural log) is rounding and not shown."""


@dataclass(frozen=True)
class Piece:
    """One row of the evidence."""

    number: str
    signal: Signal
    weight: str
    bar: Markup
    without: float | None


@dataclass(frozen=True)
class Story:
    """Everything that a page or a report shows of one alert. `place` is its number in the list, from 1."""

    place: int
    alert: Alert
    groups: list[tuple[Family, list[Piece]]]
    axis: Markup
    prior_bar: Markup
    remainder: Piece | None
    result_bar: Markup
    suspended: list[tuple[str, Signal]]
    unsettled: list[tuple[str, Signal]]
    usual: list[tuple[str, Signal]]
    drawing: Markup
    strands: list[Strand]
    kinds: list[str]
    drawn_families: list[Family]
    line: Markup
    undated: list[str]
    nodes_left: int
    lines_left: int

    @property
    def anchor(self) -> str:
        """Fragment identifier of the alert's section."""
        return f"alert-{self.alert.alert_id}"

    @property
    def status(self) -> str:
        """Catalogue key of the gang's legal status."""
        return picture.status_key(self.alert.gang.status)

    @property
    def names(self) -> dict[str, str]:
        """Label of every node of the picture by its id; a node that is not drawn goes by its id."""
        ends = {end: end for edge in self.alert.edges for end in (edge.source, edge.target)}
        return ends | {node.id: node.label for node in self.alert.nodes}

    @property
    def found(self) -> list[Explanation]:
        """Innocent explanations that were found: those that explain, then those that weaken."""
        order = ("explains", "weakens")
        found = [e for e in self.alert.innocent_explanations if e.finding in order]
        return sorted(found, key=lambda e: order.index(e.finding))

    @property
    def open(self) -> list[Explanation]:
        """Innocent explanations that somebody has to ask about."""
        return [e for e in self.alert.innocent_explanations if e.finding == "open"]

    @property
    def searched(self) -> list[Explanation]:
        """Innocent explanations that were looked up in vain."""
        return [e for e in self.alert.innocent_explanations if e.finding == "none"]

    @property
    def merged(self) -> list[tuple[RecordRef, str]]:
        """The two mentions of the weakest merge: each row with the reference that names it."""
        merge = self.alert.weakest_merge
        return [mention(side) for side in (merge.left, merge.right)] if merge else []


def mention(text: str) -> tuple[RecordRef, str]:
    """`table:record_id` or `table:record_id (ref)` as detection writes a mention -> the row and the ref."""
    found = re.fullmatch(r"([^:]+):(.*?)(?: \((\w+)\))?", text, re.DOTALL)
    return ((found[1], found[2]), found[3] or "") if found else (("", text), "")


def tell(alert: Alert, voice: Voice, place: int = 1) -> Story:
    """Make an alert ready: waterfall, picture, time line."""
    without = {piece.signal: piece.probability for piece in alert.without}
    ranked = sorted(
        enumerate(alert.signals), key=lambda pair: (ORDER.index(pair[1].family), -pair[1].log_lr, pair[0])
    )
    at = numbers.logit(alert.prior)
    end = numbers.logit(alert.probability)
    levels = [at]
    for _, signal in ranked:
        levels.append(levels[-1] + signal.log_lr)
    scale = charts.Scale(min(*levels, end), max(*levels, end))
    groups: dict[Family, list[Piece]] = {}
    for n, (index, signal) in enumerate(ranked):
        bar = charts.step(scale, levels[n], levels[n + 1], signal.family)
        piece = Piece(str(n + 1), signal, numbers.times(signal.log_lr), bar, without.get(index))
        groups.setdefault(signal.family, []).append(piece)
    rest = end - levels[-1]
    remainder = None
    if abs(rest) > NOTHING and ranked:
        bar = charts.step(scale, levels[-1], end, None)
        remainder = Piece("", ranked[-1][1], numbers.times(rest), bar, None)
    suspended = [(f"S{n}", signal) for n, signal in enumerate(alert.suspended, 1)]
    unsettled = [(f"U{n}", signal) for n, signal in enumerate(alert.unsettled, 1)]
    items = [timeline.Item(p.number, p.signal) for pieces in groups.values() for p in pieces]
    items += [timeline.Item(number, signal, suspended=True) for number, signal in suspended]
    choice = choose(alert, {item.signal.rule: item.number for item in reversed(items)})
    return Story(
        place=place,
        alert=alert,
        groups=list(groups.items()),
        axis=charts.axis(scale),
        prior_bar=charts.level(scale, at),
        remainder=remainder,
        result_bar=charts.level(scale, end),
        suspended=suspended,
        unsettled=unsettled,
        usual=[(f"N{n}", signal) for n, signal in enumerate(alert.usual, 1)],
        drawing=picture.draw(alert, choice, voice, f"alert-{alert.alert_id}-picture"),
        strands=choice.strands,
        kinds=list(dict.fromkeys(node.kind for node in choice.nodes)),
        drawn_families=[f for f in ORDER if any(s.family is f for s in choice.strands)],
        line=timeline.draw(items, alert.as_of, voice, f"alert-{alert.alert_id}-timeline"),
        undated=[item.number for item in items if not (item.signal.since or item.signal.until)],
        nodes_left=choice.nodes_left,
        lines_left=choice.lines_left,
    )


def tell_all(alerts: Sequence[Alert], voice: Voice) -> list[Story]:
    """All alerts, numbered in the order given: officials first, then village cadres, who are listed apart."""
    officials = [alert for alert in alerts if alert.official.kind != "village_cadre"]
    cadres = [alert for alert in alerts if alert.official.kind == "village_cadre"]
    return [tell(alert, voice, place) for place, alert in enumerate(officials + cadres, 1)]

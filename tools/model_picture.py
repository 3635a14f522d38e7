"""The graph model as a picture, drawn from the ontology: every kind of node, every kind of relation, both languages.

    python tools/model_picture.py       # writes docs/graph-model.svg; `make docs` does this
    tests/house/test_model_picture.py   # fails where it differs

Persons and organisations, from which nearly everything goes out, stand in the middle; a card for each other kind
lists the relations that end there. On the right stand the kinds that are also linked among themselves.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from netinv.graph.mapping import THINGS
from netinv.model.ontology import ontology
from netinv.report.marks import node
from netinv.report.svg import width_of

FILE = Path(__file__).parents[1] / "docs" / "graph-model.svg"
CENTRE = ("person", "organization")
WIDTH, GAP, PADDING = 430, 26, 14
HEAD, ROW, NOTE = 46, 24, 20
COLUMN = WIDTH + 150
BELOW = 62

STYLE = """
text { font-family: "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif; fill: #1f2328 }
.card { fill: #fff; stroke: #8c959f } .title { font-size: 17px; font-weight: 700 }
.label { font-size: 13px; fill: #57606a } .row { font-size: 13px } .note { font-size: 12px; fill: #57606a }
.type { font-family: "DejaVu Sans Mono", Consolas, Menlo, monospace; font-size: 10.5px; fill: #57606a }
.node { stroke-width: 1.5; fill-opacity: .16 } .icon { fill: none; stroke-width: 1.8 }

.dot .node { fill-opacity: 1; stroke: none } .dot .icon { display: none }
.line { fill: none; stroke: #8c959f; stroke-width: 1.6 } .head { fill: #8c959f }
""".strip()

PROPERTIES = {
    "person": "names, id_numbers, ids, birth_date, gender, status, phones, accounts, addresses, units, titles",
    "organization": "names, uscc, ids, phones, accounts, addresses",
}
"""What facts.py gives the kinds of the middle; those of the other kinds stand in the mapping."""


@dataclass
class Card:
    """A kind of node with the relations that end at it. `x`, `y`: its upper left corner."""

    kind: str
    x: float = 0
    y: float = 0

    @property
    def rows(self) -> list[str]:
        """Names of the relation kinds."""
        return [name for name, r in ontology().relations.items() if self.kind in r.target]

    @property
    def notes(self) -> list[str]:
        """Its properties, wrapped."""
        words, lines = properties(self.kind).split(", "), [""]
        for word in words:
            longer = f"{lines[-1]}, {word}" if lines[-1] else word
            if width_of(longer, 12) > WIDTH - 2 * PADDING:
                lines.append(word)
            else:
                lines[-1] = longer
        return [line for line in lines if line]

    @property
    def height(self) -> float:
        """Height in user units."""
        return HEAD + NOTE * len(self.notes) + ROW * len(self.rows) + PADDING

    @property
    def middle(self) -> float:
        """Where lines meet it."""
        return self.y + HEAD / 2


def properties(kind: str) -> str:
    """The properties that nodes of a kind may have, beside id, kind, label and fingerprint."""
    found = [PROPERTIES[kind]] if kind in PROPERTIES else []
    for thing in (each for each in THINGS if each.kind == kind):
        found += ["type" if name == "kind" else name for name in thing.props]
        found += [name for name, columns in (("numbers", thing.numbers), ("names", thing.names)) if columns]
        found += [name for name, columns in (("since", thing.since), ("until", thing.until)) if columns]
    if not found and kind != "address":
        found = ["numbers"]
    return ", ".join(dict.fromkeys(found))


def arranged() -> tuple[list[Card], float]:
    """All cards in their places, and the height of the tallest column."""
    kinds = ontology().entities
    among = {
        end
        for relation in ontology().relations.values()
        if not set(CENTRE) & set(relation.source)
        for end in (*relation.source, *relation.target)
    }
    columns: list[list[Card]] = [
        [Card(kind) for kind in kinds if kind not in CENTRE and kind not in among],
        [Card(kind) for kind in CENTRE],
        [Card(kind) for kind in kinds if kind in among],
    ]
    tallest = max(sum(card.height + GAP for card in column) for column in columns) - GAP
    for number, column in enumerate(columns):
        spare = tallest - sum(card.height for card in column)
        gap = spare / (len(column) - 1) if len(column) > 1 else 0
        y = 0.0
        for card in column:
            card.x, card.y = number * COLUMN, y
            y += card.height + gap
    return [card for column in columns for card in column], tallest


def drawn(card: Card) -> Markup:
    """A card: mark, name in both languages, label in Neo4j, properties, and a line for each relation."""
    kind = ontology().entities[card.kind]
    label = ":" + "".join(part.capitalize() for part in card.kind.split("_"))
    parts = [
        Markup('<rect class="card" x="{0}" y="{1:.0f}" width="{2}" height="{3:.0f}" rx="8"/>').format(
            card.x, card.y, WIDTH, card.height
        ),
        node(card.kind, card.x + 28, card.y + 25, 13),
        text("title", card.x + 52, card.y + 31, kind.zh),
        text("label", card.x + 60 + width_of(kind.zh, 17), card.y + 31, kind.en),
        text("type", card.x + WIDTH - PADDING, card.y + 30, f":Entity{label}", "end"),
    ]
    y = card.y + HEAD
    for line in card.notes:
        y += NOTE
        parts.append(text("note", card.x + PADDING, y - 8, line))
    for name in card.rows:
        relation = ontology().relations[name]
        y += ROW
        x = card.x + PADDING + 4
        for source in relation.source:
            parts.append(dot(source, x, y - 9))
            x += 13
        parts.append(text("row", card.x + 50, y - 4, relation.zh))
        parts.append(text("label", card.x + 58 + width_of(relation.zh, 13), y - 4, relation.en))
        parts.append(text("type", card.x + WIDTH - PADDING, y - 5, name.upper(), "end"))
    return Markup("").join(parts)


def lines(cards: Iterable[Card]) -> Markup:
    """An arrow from kind to kind wherever a relation goes; the middle's two share theirs."""
    place = {card.kind: card for card in cards}
    pairs = dict.fromkeys(
        (source, target)
        for relation in ontology().relations.values()
        for source in relation.source
        for target in relation.target
    )
    return Markup("").join(
        arrow(place[source], place[target]) for source, target in pairs if source != target
    )


def arrow(a: Card, b: Card) -> Markup:
    """From card to card: across between columns, beside the column within one."""
    if a.x == b.x:
        out, reach = a.x + WIDTH, 34 + 26 * (abs(a.y - b.y) / 400)
        start, end = a.middle + 8, b.middle - 4
        path = f"M{out} {start:.0f}C{out + reach:.0f} {start:.0f} {out + reach:.0f} {end:.0f} {out + 9} {end:.0f}"
        return line(path, out, end, -1)
    right = b.x > a.x
    x0, x1 = (a.x + WIDTH, b.x) if right else (a.x, b.x + WIDTH)
    turn = -1 if right else 1
    bend = (x0 + x1) / 2
    path = f"M{x0} {a.middle:.0f}C{bend:.0f} {a.middle:.0f} {bend:.0f} {b.middle:.0f} {x1 + 9 * turn} {b.middle:.0f}"
    return line(path, x1, b.middle, -turn)


def line(path: str, x: float, y: float, towards: int) -> Markup:
    """A line with its head at (x, y), pointing right (1) or left (-1)."""
    back = x - 10 * towards
    return Markup(
        '<path class="line" d="{0}"/><path class="head" d="M{1} {2:.0f}L{3} {4:.0f}L{3} {5:.0f}Z"/>'
    ).format(path, x, y, back, y - 5, y + 5)


def dot(kind: str, x: float, y: float) -> Markup:
    """The mark of a kind, small and full: colour and shape, for two kinds may share a colour."""
    return Markup('<g class="dot">{0}</g>').format(node(kind, x, y, 5))


def text(css: str, x: float, y: float, words: str, anchor: str = "start") -> Markup:
    """One line of text."""
    return Markup('<text class="{0}" x="{1:.0f}" y="{2:.0f}" text-anchor="{3}">{4}</text>').format(
        css, x, y, anchor, words
    )


def legend(y: float) -> Markup:
    """What all have in common, and what the small marks mean."""
    parts = [
        text("row", 0, y, "每条关系都有 Every relation has: id, since 起, until 止, confidence 可信度, records 来源记录 "
             "(table:record_id), count 次数；有的还有 and some: role, amount_yuan, seconds, title, share_pct …"),
        text("row", 0, y + ROW, "小标记表示起点的种类，箭头指向的卡片列出该关系。 A small mark is the kind at which the relation "
             "begins; the card that the arrow points to lists it."),
    ]  # fmt: skip
    x = 0.0
    for kind in dict.fromkeys(s for relation in ontology().relations.values() for s in relation.source):
        known = ontology().entities[kind]
        words = f"{known.zh} {known.en}"
        parts.append(dot(kind, x + 5, y + 2 * ROW - 4))
        parts.append(text("row", x + 16, y + 2 * ROW, words))
        x += 40 + width_of(words)
    return Markup("").join(parts)


def picture() -> str:
    """The whole picture as an SVG document."""
    cards, height = arranged()
    wide, high = 2 * COLUMN + WIDTH + 80, height + BELOW + 2 * ROW
    body = lines(cards) + Markup("").join(map(drawn, cards)) + legend(height + 44)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-20 -20 {wide + 20:.0f} {high + 20:.0f}" '
        f'width="{wide + 20:.0f}" height="{high + 20:.0f}" role="img">\n'
        f"<title>图模型 Graph model</title>\n<style>\n{STYLE}\n</style>\n"
        f'<rect x="-20" y="-20" width="100%" height="100%" fill="#f6f8fa"/>\n{body}\n</svg>\n'
    )


if __name__ == "__main__":
    drawing = picture()
    if not FILE.exists() or drawing != FILE.read_text("utf-8"):
        FILE.write_text(drawing, "utf-8")
        print(f"{FILE.name}: drawn anew", file=sys.stderr)

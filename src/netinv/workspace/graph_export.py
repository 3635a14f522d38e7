"""The graph as files that other programs read: GraphML, GEXF, two tables in a ZIP.

Everything comes through the store protocol and is sorted by id, so that either store gives the same bytes.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from netinv.graph.protocol import GraphStore, Node, Prop, Relation

DECIMALS = 6
_LONGEST = 2**63
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RETURN = {"\r": "&#13;"}  # a reader would make a line feed of it
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time that members of an archive bear: the first that there is, never now."""

Cell = str | int | float | None


class Column(NamedTuple):
    """A property of all nodes or all edges. `type`: string, long or double."""

    name: str
    type: str


@dataclass(frozen=True)
class Part:
    """All nodes, or all edges: columns, and rows of as many cells (None where nothing is known)."""

    columns: list[Column]
    rows: list[list[Cell]]


@dataclass(frozen=True)
class Graph:
    """A whole graph, sorted by id."""

    nodes: list[Node]
    relations: list[Relation]

    @classmethod
    def of(cls, store: GraphStore) -> "Graph":
        """Everything that a store holds."""
        ids = [id.decode("ascii") for id in store.export().node_ids.tolist()]
        found = store.get(ids)
        return cls([found[id] for id in sorted(found)], store.relations(sorted(found), inner=True))

    def node_part(self) -> Part:
        """id, kind, label, then the properties by name."""
        fixed = [[n.id, n.kind, n.label] for n in self.nodes]
        return _part(("id", "kind", "label"), fixed, [n.props for n in self.nodes])

    def edge_part(self) -> Part:
        """id, source, target, kind, since, until, confidence, records, then the properties by name."""
        fixed = [
            [r.id, r.source, r.target, r.kind, r.since, r.until, r.confidence, ";".join(r.records)]
            for r in self.relations
        ]
        names = ("id", "source", "target", "kind", "since", "until", "confidence", "records")
        return _part(names, fixed, [r.props for r in self.relations])


def _part(
    names: Sequence[str], fixed: Sequence[Sequence[Prop | None]], props: Sequence[Mapping[str, Prop]]
) -> Part:
    more = sorted({name for each in props for name in each} - set(names))
    rows = [
        [*map(_cell, first), *(_cell(each.get(name)) for name in more)]
        for first, each in zip(fixed, props, strict=True)
    ]
    columns = [Column(name, _type(row[at] for row in rows)) for at, name in enumerate([*names, *more])]
    for at, column in enumerate(columns):
        if column.type == "string":
            for row in rows:
                row[at] = None if row[at] is None else str(row[at])
    return Part(columns, rows)


def _cell(value: Prop | None) -> Cell:
    """One value: numbers rounded, several values joined by `;`, unknown ones None."""
    if isinstance(value, tuple):
        return ";".join(each.replace(";", "；") for each in value) or None
    if isinstance(value, float):
        return rounded(value)
    return None if value == "" else value


def rounded(number: float) -> float:
    """Six decimals, and no negative zero."""
    return round(number, DECIMALS) + 0.0


def _type(cells: Iterable[Cell]) -> str:
    kinds = {type(cell) for cell in cells if cell is not None and not _is_long(cell)}
    return "long" if kinds == set() else "double" if kinds <= {int, float} else "string"


def _is_long(cell: Cell) -> bool:
    return isinstance(cell, int) and -_LONGEST <= cell < _LONGEST


def graphml(graph: Graph) -> Iterator[str]:
    """GraphML, one line a node or edge."""
    nodes, edges = graph.node_part(), graph.edge_part()
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for name, columns in (("node", nodes.columns[1:]), ("edge", edges.columns[3:])):
        for number, column in enumerate(columns):
            title = quoteattr(column.name)
            yield f'<key id="{name[0]}{number}" for="{name}" attr.name={title} attr.type="{column.type}"/>\n'
    yield '<graph id="netinv" edgedefault="directed">\n'
    for id, *cells in nodes.rows:
        yield f"<node id={_quoted(id)}>{_data('n', cells)}</node>\n"
    for id, source, target, *cells in edges.rows:
        ends = f"source={_quoted(source)} target={_quoted(target)}"
        yield f"<edge id={_quoted(id)} {ends}>{_data('e', cells)}</edge>\n"
    yield "</graph>\n</graphml>\n"


def _data(prefix: str, cells: Sequence[Cell]) -> str:
    return "".join(
        f'<data key="{prefix}{number}">{escape(_text(cell), _RETURN)}</data>'
        for number, cell in enumerate(cells)
        if cell is not None
    )


def gexf(graph: Graph) -> Iterator[str]:
    """GEXF 1.2, one line a node or edge. Without the date that others write into it."""
    nodes, edges = graph.node_part(), graph.edge_part()
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'
    yield "<meta><creator>netinv</creator></meta>\n"
    yield '<graph mode="static" defaultedgetype="directed">\n'
    # id, label and the ends are GEXF's own; the kind stays a property
    node_columns = [1, *range(3, len(nodes.columns))]
    edge_columns = list(range(3, len(edges.columns)))
    for name, part, places in (("node", nodes, node_columns), ("edge", edges, edge_columns)):
        yield f'<attributes class="{name}" mode="static">\n'
        for place in places:
            column = part.columns[place]
            yield f'<attribute id="{place}" title={quoteattr(column.name)} type="{column.type}"/>\n'
        yield "</attributes>\n"
    yield "<nodes>\n"
    for row in nodes.rows:
        yield f"<node id={_quoted(row[0])} label={_quoted(row[2])}>{_values(row, node_columns)}</node>\n"
    yield "</nodes>\n<edges>\n"
    for row in edges.rows:
        ends = f"source={_quoted(row[1])} target={_quoted(row[2])}"
        yield f"<edge id={_quoted(row[0])} {ends}>{_values(row, edge_columns)}</edge>\n"
    yield "</edges>\n</graph>\n</gexf>\n"


def _values(row: Sequence[Cell], places: Iterable[int]) -> str:
    found = [f'<attvalue for="{p}" value={_quoted(row[p])}/>' for p in places if row[p] is not None]
    return f"<attvalues>{''.join(found)}</attvalues>"


def csv_zip(graph: Graph) -> Iterator[bytes]:
    """`nodes.csv` and `edges.csv` in a ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for name, part in (("nodes.csv", graph.node_part()), ("edges.csv", graph.edge_part())):
            text = io.StringIO(newline="")
            writer = csv.writer(text, lineterminator="\n")
            writer.writerow([column.name for column in part.columns])
            writer.writerows([_plain(cell) for cell in row] for row in part.rows)
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system, member.external_attr = 3, 0o600 << 16  # whatever the machine
            packed.writestr(member, text.getvalue().encode())
    yield out.getvalue()


def _plain(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _text(cell: Cell) -> str:
    """A cell for XML, which knows no control characters."""
    return _NO_XML.sub("\ufffd", _plain(cell))


def _quoted(cell: Cell) -> str:
    return quoteattr(_text(cell))


FORMATS: Mapping[str, Callable[[Graph], Iterator[str] | Iterator[bytes]]] = {
    "graphml": graphml,
    "gexf": gexf,
    "csv.zip": csv_zip,
}
"""By the ending of the file's name."""

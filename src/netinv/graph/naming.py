"""Which records of a county name any of some nodes, and what else it takes to make these again."""

from collections.abc import Iterator, Sequence, Set
from itertools import compress

from netinv.graph.gather import own_ids, read_table
from netinv.graph.ids import node_id
from netinv.graph.mapping import LINKS, THINGS, Ref
from netinv.graph.shared import SHARING, shared
from netinv.graph.touched import Part
from netinv.graph.units import Record, Units
from netinv.ledger.types import Mentions, Rows
from netinv.model.keys import SEPARATOR, record_of
from netinv.model.tables import TABLES
from netinv.model.values import fold


class Naming:
    """The records of one state, asked by the nodes that they name."""

    def __init__(self, every: Part, units: Units) -> None:
        self._rows = every.rows
        self._mentions = every.mentions
        self._entity_of = every.entity_of
        self._units = units
        mentions = every.mentions
        self._records = list(zip(mentions.origin, mentions.table, mentions.record_id, strict=True))

    def part(self, nodes: Set[str]) -> Part:
        """All records that name any of these nodes, and the things whose dates they take over."""
        found = {*self._by_mention(nodes), *self._by_cell(nodes), *self._by_reference(nodes)}
        found |= set(self._dating(found))
        tables = {name: _some(self._rows(name), name, found) for name in TABLES if name != "sources"}
        return Part(tables.__getitem__, self._said(found), self._entity_of)

    def in_units(self, keys: Set[str]) -> set[str]:
        """The entities beside whose mentions a unit of one of these keys is written."""
        column = self._mentions.fields["unit"]
        cells = {cell for cell in set(column) if cell and self._units.key(cell) in keys}
        at = [i for i, cell in enumerate(column) if cell in cells] if cells else []
        m = self._mentions
        keyed = (SEPARATOR.join((*self._records[i], m.ref[i], m.kind[i])) for i in at)
        return {self._entity_of[key] for key in keyed if key in self._entity_of}

    def _by_mention(self, nodes: Set[str]) -> Iterator[Record]:
        for key, entity in self._entity_of.items():
            if entity in nodes:
                yield record_of(key)

    def _by_cell(self, nodes: Set[str]) -> Iterator[Record]:
        """Those whose mentions state a shared thing, or the unit of an organisation."""
        for column in (*SHARING, "unit"):
            cells = self._mentions.fields[column]
            wanted = {cell for cell in set(cells) if cell and self._names(column, cell, nodes)}
            if wanted:
                yield from compress(self._records, [cell in wanted for cell in cells])

    def _names(self, column: str, cell: str, nodes: Set[str]) -> bool:
        if column == "unit":
            return self._units.one(cell) in nodes
        return any(thing.id in nodes for thing in shared(column, cell))

    def _by_reference(self, nodes: Set[str]) -> Iterator[Record]:
        """Rows that are one of these things, or refer to one by its number."""
        for thing in THINGS:
            yield from self._of_table(thing.table, self._own(thing.table, thing.kind), nodes)
        for link in LINKS:
            for end in (link.source, link.target):
                if isinstance(end, Ref):
                    yield from self._of_table(link.table, self._referred(link.table, end), nodes)

    def _dating(self, found: Set[Record]) -> Iterator[Record]:
        """The rows of things from which relations of these records have their dates."""
        wanted: set[str] = set()
        for link in LINKS:
            if link.dated and isinstance(link.target, Ref):
                chosen = _chosen(self._rows(link.table), link.table, found)
                wanted.update(compress(self._referred(link.table, link.target), chosen))
        for thing in THINGS:
            yield from self._of_table(thing.table, self._own(thing.table, thing.kind), wanted - {""})

    def _own(self, table: str, kind: str) -> list[str]:
        return own_ids(read_table(table, self._rows(table), {}), kind)

    def _referred(self, table: str, end: Ref) -> list[str]:
        rows = self._rows(table)
        cells = rows.columns.get(end.column) or [""] * len(rows)
        ids = {cell: node_id(end.kind, fold(cell)) if fold(cell) else "" for cell in set(cells)}
        return [ids[cell] for cell in cells]

    def _of_table(self, table: str, ids: Sequence[str], nodes: Set[str]) -> Iterator[Record]:
        rows = self._rows(table)
        for id, origin, record_id in zip(ids, rows.origin, rows.record_id, strict=True):
            if id in nodes:
                yield origin, table, record_id

    def _said(self, found: Set[Record]) -> Mentions:
        return self._mentions.some([i for i, record in enumerate(self._records) if record in found])


def _chosen(rows: Rows, table: str, found: Set[Record]) -> list[bool]:
    return [
        (origin, table, record_id) in found
        for origin, record_id in zip(rows.origin, rows.record_id, strict=True)
    ]


def _some(rows: Rows, table: str, found: Set[Record]) -> Rows:
    at = list(compress(range(len(rows)), _chosen(rows, table, found)))
    return Rows(
        [rows.record_id[i] for i in at],
        [rows.origin[i] for i in at],
        [rows.source_id[i] for i in at],
        [rows.version[i] for i in at],
        {name: [column[i] for i in at] for name, column in rows.columns.items()},
    )

"""A small office for tests: rows and mentions as the ledger gives them, people told apart by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from netinv.graph.project import Desired, Projected, desired, project
from netinv.graph.protocol import GraphStore, Node, Relation
from netinv.ledger.types import Mentions, Rows
from netinv.model.keys import entity_id, mention_key
from netinv.model.mentions import MENTION_FIELDS, mentions_of
from netinv.model.tables import TABLES

Record = Mapping[str, str]
GRADES = {1: "C", 2: "A", 3: "F"}


@dataclass
class Office:
    """Tables of rows; `_origin` and `_source` of a row say where it is from (else 县局, source 1)."""

    tables: Mapping[str, Sequence[Record]]
    different: Mapping[str, str] = field(default_factory=dict)
    """Mention key -> name under which it counts as somebody else."""

    def rows(self, table: str) -> Rows:
        records = self._sorted(table)
        columns = sorted({name for record in records for name in record if not name.startswith("_")})
        return Rows(
            [record[TABLES[table].id_column] for record in records],
            [record.get("_origin", "县局") for record in records],
            [int(record.get("_source", "1")) for record in records],
            list(range(len(records))),
            {name: [record.get(name, "") for record in records] for name in columns},
        )

    def mentions(self) -> tuple[Mentions, dict[str, str]]:
        """All mentions, and whom each is held to be: whoever has its name, account, phone or number."""
        found = []
        for table in self.tables:
            for record in self._sorted(table):
                payload = {name: cell for name, cell in record.items() if not name.startswith("_")}
                id = record[TABLES[table].id_column]
                for row in mentions_of(TABLES[table], payload):
                    found.append((record.get("_origin", "县局"), table, id, row.ref, row.kind, row.values))
        found.sort(key=lambda each: each[:5])
        values = [each[5] for each in found]
        mentions = Mentions(
            table=[each[1] for each in found],
            record_id=[each[2] for each in found],
            origin=[each[0] for each in found],
            ref=[each[3] for each in found],
            kind=[each[4] for each in found],
            fields={name: [value[i] for value in values] for i, name in enumerate(MENTION_FIELDS)},
        )
        entity_of = {}
        for *key, value in found:
            parts = mention_key(*key)  # type: ignore[arg-type]
            told = dict(zip(MENTION_FIELDS, value, strict=True))
            name = next(
                told[f] for f in ("name", "phones", "account", "id_number", "uscc", "aliases") if told[f]
            )
            entity_of[parts] = who(self.different.get(parts, name), str(key[4]))
        return mentions, entity_of

    def desired(self) -> Desired:
        mentions, entity_of = self.mentions()
        return desired(self.rows, mentions, entity_of, GRADES)

    def project(self, store: GraphStore, seq: int) -> Projected:
        mentions, entity_of = self.mentions()
        return project(store, self.rows, mentions, entity_of, GRADES, seq)

    def _sorted(self, table: str) -> list[Record]:
        key = TABLES[table].id_column
        return sorted(self.tables.get(table, ()), key=lambda row: (row.get("_origin", "县局"), row[key]))


def who(name: str, kind: str = "person") -> str:
    """Entity id of whoever has this name."""
    return entity_id(mention_key("", "", name, "", kind))


def node(goal: Desired, label: str, kind: str = "person") -> Node:
    """The one node of a label."""
    (found,) = (each for each in goal.nodes.values() if (each.kind, each.label) == (kind, label))
    return found


def links(goal: Desired, kind: str) -> list[Relation]:
    """All relations of a kind, by id."""
    return sorted((each for each in goal.relations.values() if each.kind == kind), key=lambda each: each.id)


def said(goal: Desired, kind: str) -> list[tuple[str, str]]:
    """The labels at the ends of all relations of a kind, sorted."""
    return sorted(
        (goal.nodes[each.source].label, goal.nodes[each.target].label) for each in links(goal, kind)
    )

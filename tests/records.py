"""Rows as an office would hold them, put into a real ledger: what tests of resolve and detect stand on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from netinv.ledger.keyring import Keyring
from netinv.ledger.ledger import Ledger
from netinv.ledger.types import Mentions, Rows, SourceRow, StagedRow
from netinv.model.mentions import MENTION_FIELDS, mentions_of
from netinv.model.tables import TABLES

Row = Mapping[str, str]
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def number(serial: int, born: str = "19800101", sex: str = "m") -> str:
    """A resident identity number with a right check digit, in an area that does not exist."""
    order = serial * 2 + (1 if sex == "m" else 0)
    body = f"519999{born}{order % 1000:03d}"
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]


def typo(text: str) -> str:
    """The same number with one digit wrong."""
    return text[:13] + str((int(text[13]) + 1) % 10) + text[14:]


class Records:
    """A ledger in a folder, filled table by table."""

    def __init__(self, folder: Path) -> None:
        self.ledger = Ledger.open(folder / "workspace", Keyring(folder / "keys"), create=True)

    def add(
        self, tables: Mapping[str, Sequence[Row]], origin: str = "县公安局", grade: str = "C"
    ) -> "Records":
        """Add rows; a row without an id gets the next number of its table, here and in every call alike."""
        with self.ledger.batch("test") as batch:
            for table, rows in tables.items():
                source = batch.add_source(
                    SourceRow(file=f"{table}.csv", table=table, origin=origin, grade=grade)
                )
                batch.add(source, origin, table, [_staged(table, n, row) for n, row in enumerate(rows, 1)])
        return self


def _staged(table: str, n: int, row: Row) -> StagedRow:
    spec = TABLES[table]
    payload = {spec.id_column: f"{table.upper()}{n:03d}", **row}
    payload = {column: cell for column, cell in payload.items() if cell}
    return StagedRow(payload[spec.id_column], n, payload, mentions_of(spec, payload))


def numbered(rows: Iterable[Row], table: str) -> list[dict[str, str]]:
    """Rows with their ids written out, so that their order can be changed."""
    column = TABLES[table].id_column
    return [{column: f"{table.upper()}{n:03d}", **row} for n, row in enumerate(rows, 1)]


def unfiled(
    tables: Mapping[str, Sequence[Row]], origin: str = "县公安局"
) -> tuple[Mentions, Callable[[str], Rows]]:
    """What a ledger would give of these rows, without one: for tests that ask no ledger, in milliseconds.

    Of rows with the same id the last one counts, as the latest version does.
    """
    staged = {
        table: {each.record_id: each for each in (_staged(table, n, row) for n, row in enumerate(rows, 1))}
        for table, rows in tables.items()
    }
    found = sorted(
        (table, row.record_id, each.ref, each.kind, each.values)
        for table, rows in staged.items()
        for row in rows.values()
        for each in row.mentions
    )
    table, record, ref, kind, values = ([f[k] for f in found] for k in range(5))
    columns = map(list, zip(*values, strict=True)) if values else ([] for _ in MENTION_FIELDS)
    fields = dict(zip(MENTION_FIELDS, columns, strict=True))

    def rows_of(table: str) -> Rows:
        rows = sorted(staged.get(table, {}).values(), key=lambda row: row.record_id)
        names = sorted({column for row in rows for column in row.payload})
        cells = {name: [row.payload.get(name, "") for row in rows] for name in names}
        ids = [row.record_id for row in rows]
        return Rows(ids, [origin] * len(ids), [0] * len(ids), [row.row for row in rows], cells)

    return Mentions(table, record, [origin] * len(found), ref, kind, fields), rows_of

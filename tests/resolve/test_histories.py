"""Records that arrive in any order and in any batches end as the same people."""

from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from records import Records, Row, number, numbered
from resolved import FOLK

from netinv.resolve.resolve import resolve

ONE, OTHER = number(1, "19790512"), number(2, born="19910304")
TABLES: dict[str, list[dict[str, str]]] = {
    table: numbered(rows, table)
    for table, rows in {
        "people": [
            {"name": "周靖宇", "id_number": ONE, "phones": "16912345678"},
            {"name": "周靖宇", "id_number": OTHER},
            {"name": "尚屹川", "phones": "13900000002"},
            *FOLK[::9],
        ],
        "kin": [{"a_name": "周靖宇", "a_id_number": ONE, "b_name": "尚屹川", "b_phone": "13900000002", "relation": "朋友"}],
        "event_people": [
            {"event_id": "E1", "name": "周婧宇", "phone": "16912345678"},
            {"event_id": "E2", "name": "周靖宇"},
            {"event_id": "E2", "name": "尚屹川", "phone": "13900000002"},
        ],
        "transfers": [{"payer_name": "周靖宇", "payer_account": "6217000011112222", "at": f"2023-0{n}-01"} for n in (1, 2)],
    }.items()
}  # fmt: skip
ROWS = [(table, row) for table, rows in TABLES.items() for row in rows]


def entities(batches: list[list[tuple[str, Row]]], every: bool) -> dict[str, str]:
    """Entity by mention after the last batch; `every` resolves after each of them, too."""
    with TemporaryDirectory() as folder:
        records, found = Records(Path(folder)), {}
        for n, batch in enumerate(batches, 1):
            by_table: dict[str, list[Row]] = {}
            for table, row in batch:
                by_table.setdefault(table, []).append(row)
            ledger = records.add(by_table).ledger
            if every or n == len(batches):
                found = resolve(ledger.mentions(), ledger.rows, ledger.judgements()).entity_of
        records.ledger.close()
    return found


@cache
def at_once() -> dict[str, str]:
    return entities([ROWS], every=False)


@settings(max_examples=5)
@given(st.permutations(ROWS), st.lists(st.integers(1, len(ROWS) - 1), max_size=3, unique=True), st.booleans())
def test_any_order_and_any_batches_give_the_batch_result(
    rows: list[tuple[str, Row]], cuts: list[int], every: bool
) -> None:
    edges = [0, *sorted(cuts), len(rows)]
    batches = [rows[a:b] for a, b in pairwise(edges)]
    assert entities(batches, every) == at_once()


def test_what_is_compared_is_not_trivial() -> None:
    assert len(set(at_once().values())) < len(at_once()), "somebody is one"

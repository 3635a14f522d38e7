"""A small invented office: how the tests put rows into a ledger."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from netinv.ledger import Counts, Ledger, QuarantineRow, SourceRow, StagedRow
from netinv.ledger.batch import Batch
from netinv.model.alerts import Alert, Explanation, Family, Gang, Official, Signal, Text
from netinv.model.mentions import MENTION_FIELDS, MentionRow

ORIGIN = "青岚县公安局"
TABLE = "people"


class Clock:
    """A clock that a test sets; it stands still between."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 8, 0, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)


def mention(name: str, ref: str = "", kind: str = "person") -> MentionRow:
    return MentionRow(ref, kind, tuple(name if field == "name" else "" for field in MENTION_FIELDS))


def staged(rows: Iterable[tuple[str, str]]) -> list[StagedRow]:
    """(record_id, name) -> rows that name one person each."""
    return [
        StagedRow(record_id, number, {"record_id": record_id, "name": name}, [mention(name)])
        for number, (record_id, name) in enumerate(rows, start=2)
    ]


def source(digest: str = "d1", **more: object) -> SourceRow:
    facts: dict[str, object] = {
        "file": "people.csv",
        "table": TABLE,
        "origin": ORIGIN,
        "digest": digest,
        **more,
    }
    return SourceRow(**facts)  # type: ignore[arg-type]


def put(
    batch: Batch,
    rows: Mapping[str, str] | Iterable[tuple[str, str]],
    origin: str = ORIGIN,
    digest: str = "d1",
) -> Counts:
    """Add rows, record_id -> name, to an open batch."""
    pairs = rows.items() if isinstance(rows, Mapping) else rows
    return batch.add(batch.add_source(source(digest, origin=origin)), origin, TABLE, staged(pairs))


def read(
    ledger: Ledger,
    rows: Mapping[str, str] | Iterable[tuple[str, str]],
    origin: str = ORIGIN,
    digest: str = "d1",
) -> Counts:
    """One import of rows, record_id -> name."""
    with ledger.batch("clerk") as batch:
        return put(batch, rows, origin, digest)


def names(ledger: Ledger, as_of: int | None = None) -> dict[str, str]:
    """What the ledger holds now: record_id -> name."""
    rows = ledger.rows(TABLE, as_of, ["name"])
    return dict(zip(rows.record_id, rows.columns["name"], strict=True))


def bad_cell(row: int = 2, value: str = "2023-02-31") -> QuarantineRow:
    return QuarantineRow(row, "birth_date", value, "没有这一天", "there is no such day", "cell")


def alert(
    official: str = "A1",
    probability: float = 0.5,
    records: Iterable[tuple[str, str]] = (),
    as_of: str = "2026-03-01",
) -> Alert:
    """An alert about an official, standing on some records."""
    return Alert(
        alert_id=official,
        official=Official(entity_id="P" + official, name="柏清源", id_number=None, kind="official"),
        gang=Gang(gang_id="G1", name="云栖谷团伙", kind=None, status="suspected"),
        probability=probability,
        prior=0.01,
        families=[Family.TIE, Family.ACT],
        signals=[
            Signal(
                rule="direct_calls",
                family=Family.TIE,
                log_lr=1.5,
                records=list(records),
                text=Text(zh="直接通话", en="direct calls"),
            )
        ],
        weakest_merge=None,
        innocent_explanations=[
            Explanation(code="duty", checked=True, finding="none", text=Text(zh="无", en="none"))
        ],
        refutations=[],
        without=[],
        nodes=[],
        edges=[],
        as_of=as_of,
        expires_on="2026-09-01",
    )

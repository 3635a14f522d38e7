"""What goes into the ledger and what comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from netinv.model.alerts import Alert, RecordRef
from netinv.model.mentions import MENTION_FIELDS, MentionRow


@dataclass(frozen=True)
class Head:
    """Where the chain stands. `seq` 0 and an empty hash for a ledger in which nothing was published yet."""

    seq: int
    at: str
    hash: str


@dataclass(frozen=True)
class SourceRow:
    """A file, or a sheet of one, as it is read. `digest` is a hash of its content."""

    file: str
    table: str
    origin: str
    grade: str = "C"
    legal_basis: str | None = None
    approval_no: str | None = None
    valid_until: str | None = None
    digest: str = ""
    rows: int = 0


@dataclass(frozen=True)
class Source(SourceRow):
    """A source that was read: its id, the transaction that published it and when.

    Grade, legal basis, approval and validity are those last given for the same content of the same origin.
    """

    source_id: int = 0
    seq: int = 0
    imported_at: str = ""


class StagedRow(NamedTuple):
    """One row as received: its identity, its number in the file, its cells by column, whom it names."""

    record_id: str
    row: int
    payload: dict[str, str]
    mentions: Sequence[MentionRow] = ()


@dataclass(frozen=True)
class QuarantineRow:
    """What could not be read: a whole file, a whole row, or one cell of a row that was read (`level`).

    `record_id` is "" where none can be told. `cells` holds a row that could be split, as it was kept.
    """

    row: int
    column: str
    value: str
    reason_zh: str
    reason_en: str
    level: str = "row"
    record_id: str = ""
    cells: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Correction:
    """What a person wrote in place of something quarantined: the transaction, when, who and why."""

    seq: int
    at: str
    actor: str
    reason: str


@dataclass(frozen=True)
class Quarantined(QuarantineRow):
    """A quarantined row or cell with the file that it stands in and its own number; whether it was corrected.

    An expunged value is "".
    """

    source_id: int = 0
    file: str = ""
    table: str = ""
    origin: str = ""
    number: int = 0
    correction: Correction | None = None


@dataclass(frozen=True)
class Counts:
    """What became of the rows of a batch. `barred`: withdrawn or expunged earlier, so not taken in again."""

    new: int = 0
    changed: int = 0
    same: int = 0
    barred: int = 0

    @property
    def written(self) -> int:
        """Versions that are new."""
        return self.new + self.changed

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.new + other.new,
            self.changed + other.changed,
            self.same + other.same,
            self.barred + other.barred,
        )


@dataclass(frozen=True)
class Rows:
    """The current rows of one table, column by column, sorted by (origin, record_id).

    A cell is the text as written, "" where unknown. No two versions of any records share a `version`.
    """

    record_id: list[str]
    origin: list[str]
    source_id: list[int]
    version: list[int]
    columns: dict[str, list[str]]

    @classmethod
    def none(cls) -> "Rows":
        """No rows."""
        return cls([], [], [], [], {})

    def __len__(self) -> int:
        return len(self.record_id)


@dataclass(frozen=True)
class Mentions:
    """The current mentions, column by column, sorted by (origin, table, record_id, ref, kind)."""

    table: list[str]
    record_id: list[str]
    origin: list[str]
    ref: list[str]
    kind: list[str]
    fields: dict[str, list[str]]

    @classmethod
    def none(cls) -> "Mentions":
        """No mentions."""
        return cls([], [], [], [], [], {name: [] for name in MENTION_FIELDS})

    def some(self, at: Sequence[int]) -> "Mentions":
        """Those at some positions."""
        return Mentions(
            [self.table[i] for i in at],
            [self.record_id[i] for i in at],
            [self.origin[i] for i in at],
            [self.ref[i] for i in at],
            [self.kind[i] for i in at],
            {name: [column[i] for i in at] for name, column in self.fields.items()},
        )

    def __len__(self) -> int:
        return len(self.record_id)


@dataclass(frozen=True)
class Version:
    """One version of a record. A retraction has no source and no payload; an expunged version no payload."""

    table: str
    record_id: str
    origin: str
    version: int
    seq: int
    at: str
    actor: str
    retracted: bool
    expunged: bool
    reason: str | None
    row: int
    source: Source | None
    payload: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """What a person holds of two mentions (keys of `netinv.model.keys`, in any order): same, different or
    unsure. `forced`: same although what the records state speaks against it."""

    left_key: str
    right_key: str
    verdict: str
    reason: str
    forced: bool = False


@dataclass(frozen=True)
class Judgement:
    """A verdict as it stands in the ledger, the smaller key left. Those of one `seq` were one decision."""

    judgement_id: int
    seq: int
    at: str
    actor: str
    left_key: str
    right_key: str
    verdict: str
    reason: str
    forced: bool = False
    revoked: bool = False
    asked: bool = False
    """Whether it answers what the review queue asked."""


@dataclass(frozen=True)
class AlertVersion:
    """One version of an alert: `state` is raised or withdrawn; `alert` is None once expunged."""

    alert_id: str
    version: int
    seq: int
    at: str
    state: str
    alert: Alert | None


class Shown(NamedTuple):
    """What all versions of one alert showed so far: when it was last raised (ISO date), each record that any
    of them counted."""

    raised_on: str
    evidence: frozenset[RecordRef]

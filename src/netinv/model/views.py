"""What a face shows of an entity and of a record."""

from netinv.model.alerts import Frozen, RecordRef


class SourceView(Frozen):
    """Where a row came from: the file, the unit that gave it, its reliability grade A-F, the row number."""

    file: str
    origin: str
    grade: str
    row: int
    imported_at: str
    legal_basis: str | None = None
    approval_no: str | None = None


class VersionView(Frozen):
    """One version of a record. `payload` maps column to the cell as written; `reason` says why a person
    withdrew, restored or corrected it, and `actor` who."""

    seq: int
    at: str
    retracted: bool
    reason: str | None
    payload: dict[str, str]
    source: SourceView
    actor: str = ""


class RecordView(Frozen):
    """A record with all its versions, newest first, and the entities its mentions were resolved to.

    `entities` holds (ref, kind, entity_id, label).
    """

    table: str
    record_id: str
    origin: str
    versions: list[VersionView]
    entities: list[tuple[str, str, str, str]]


class Fact(Frozen):
    """One value that records state of an entity, e.g. column `phone`."""

    column: str
    value: str
    records: list[RecordRef]


class MentionView(Frozen):
    """One mention of an entity: the row it stands in and the name as written there."""

    table: str
    record_id: str
    ref: str
    origin: str
    name: str


class ComparisonView(Frozen):
    """One comparison behind a merge: both values, the level reached, its weight in bits (log2 of the
    ratio)."""

    field: str
    left: str
    right: str
    level: str
    weight: float


class MergeView(Frozen):
    """Why two mentions are held to be one: the accepted pair that joined them.

    `apart` holds the mentions that would go if it were wrong: the smaller part that hangs on it.
    """

    left: RecordRef
    right: RecordRef
    probability: float
    comparisons: list[ComparisonView]
    apart: tuple[MentionView, ...] = ()


class RelationView(Frozen):
    """A relation seen from one end. `label` is the ontology's word or, for kin, the word as written."""

    relation_id: str
    kind: str
    label: str
    other_id: str
    other_kind: str
    other_label: str
    outgoing: bool
    since: str | None
    until: str | None
    confidence: float
    count: int
    records: list[RecordRef]


class EntityView(Frozen):
    """A person or organisation with everything the records hold of it."""

    entity_id: str
    kind: str
    label: str
    facts: list[Fact]
    relations: list[RelationView]
    mentions: list[MentionView]
    merges: list[MergeView]


class Figures(Frozen):
    """The figures of the campaign, as the report's summary shows them. Counts unless said otherwise."""

    records: int
    mentions: int
    persons: int
    organizations: int
    officials: int
    gangs: int
    gang_members: int
    leads: int
    cases: int
    quarantined_rows: int
    unreadable_cells: int
    sources: int
    leads_by_channel: dict[str, int]
    leads_by_result: dict[str, int]
    cases_by_outcome: dict[str, int]
    gangs_by_status: dict[str, int]
    as_of: str

"""Signal and alert: what detect writes, the ledger keeps, and every face shows."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

RecordRef = tuple[str, str]
"""(table, record_id) of one source row."""


class Family(StrEnum):
    """What a signal speaks of. A link connects and never counts by itself."""

    LINK = "link"
    TIE = "tie"
    BENEFIT = "benefit"
    ACT = "act"


class Frozen(BaseModel):
    """Immutable value."""

    model_config = ConfigDict(frozen=True)


class Text(Frozen):
    """One sentence in both languages."""

    zh: str
    en: str


class Signal(Frozen):
    """One instance of one rule on one (official, gang) pair.

    `log_lr` is the natural logarithm of the likelihood ratio after caps and discounts. `path` holds the
    entity ids from the official to the gang member or company through which the signal runs.
    """

    rule: str
    family: Family
    log_lr: float
    records: list[RecordRef]
    text: Text
    since: str | None = None
    until: str | None = None
    path: list[str] = []
    discounts: list[Text] = []


class Explanation(Frozen):
    """One innocent reading: whether the records were searched for it and what was found.

    `finding` is `explains` (takes signals away), `weakens`, `none` (looked up, nothing found) or `open` (the
    records cannot tell; somebody has to ask).
    """

    code: str
    checked: bool
    finding: str
    text: Text
    records: list[RecordRef] = []


class Merge(Frozen):
    """A merge of two mentions that an alert stands on, with the probability that they are one."""

    probability: float
    left: str
    right: str
    text: Text


class PictureNode(Frozen):
    """A node of an alert's picture. `kind` as in the ontology.

    `role` is official, gang, member, company or between.
    """

    id: str
    kind: str
    label: str
    role: str


class PictureEdge(Frozen):
    """An edge of an alert's picture."""

    source: str
    target: str
    kind: str
    family: Family
    text: Text
    records: list[RecordRef]


class Official(Frozen):
    """The person an alert asks about. `kind` is official or village_cadre."""

    entity_id: str
    name: str
    id_number: str | None
    kind: str
    unit: str | None = None
    title: str | None = None


class Gang(Frozen):
    """A gang with its legal status, shown wherever its name is: nobody is guilty before the judgment."""

    gang_id: str
    name: str
    kind: str | None
    status: str | None
    region: str | None = None


class WithoutPiece(Frozen):
    """What the probability would be without one piece of evidence (leave-one-out). `signal` is its index."""

    signal: int
    probability: float


class Alert(Frozen):
    """The signals of one (official, gang) pair that together meet the alert condition (design, section 5).

    A snapshot: later data make a new version and leave this one as it was. `interval` holds nine tenths of
    what the probability is when the records are drawn anew, `q_value` the expected share of false alerts
    among those at least as strong, measured against look-alikes; null in versions made before that was
    measured. `as_of`, `raised_on` and `expires_on` are ISO dates.
    """

    alert_id: str
    official: Official
    gang: Gang
    probability: float
    prior: float
    interval: tuple[float, float] | None = None
    q_value: float | None = None
    families: list[Family]
    signals: list[Signal]
    suspended: list[Signal] = []
    """Signals that an innocent explanation took away: shown, not counted."""
    unsettled: list[Signal] = []
    """Signals that stand if a mention is whom it likely, but not surely, names: shown, not counted."""
    usual: list[Signal] = []
    """What looks like a signal, and is no more than is usual for this hand and such matters: shown, not
    counted."""
    weakest_merge: Merge | None
    without_weakest_merge: float | None = None
    innocent_explanations: list[Explanation]
    refutations: list[Text]
    without: list[WithoutPiece]
    nodes: list[PictureNode]
    edges: list[PictureEdge]
    as_of: str
    raised_on: str = ""
    """When it last came to count a record that it never counted before: its term runs from there. Empty in
    versions made before this was kept, and `as_of` stands for it."""
    expires_on: str
    """The last day on which it may be used."""

    def expired(self, day: str) -> bool:
        """Whether its term is over on an ISO date."""
        return day > self.expires_on

    @property
    def evidence(self) -> set[RecordRef]:
        """Every record that it counts: not those of tips and links, which never count by themselves."""
        return {record for s in self.signals if s.family is not Family.LINK for record in s.records}

    @property
    def uncounted(self) -> list[Signal]:
        """Every signal that is shown and counts nothing."""
        return [*self.suspended, *self.unsettled, *self.usual]


class Screened(Frozen):
    """A candidate for a village committee, screened.

    `flagged` only where identity is certain (data contract). `findings` are sentences in both languages;
    `records` the rows behind them.
    """

    record_id: str
    name: str
    id_number: str
    flagged: bool
    findings: list[Text]
    records: list[RecordRef]

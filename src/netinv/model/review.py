"""What a person who decides on identities is shown: pairs, why they are as they are, what a decision does."""

from netinv.model.alerts import Frozen, Text
from netinv.model.views import ComparisonView, Fact, MergeView


class Named(Frozen):
    """One mention: `mention` is how commands and pages write it, `name` is as written in the row."""

    mention: str
    origin: str
    table: str
    record_id: str
    ref: str
    kind: str
    name: str


class Side(Frozen):
    """One of the two that are compared: an entity, or the part of one that hangs on one end of a join."""

    entity_id: str
    label: str
    kind: str
    speaker: Named
    """The mention that is compared or that speaks for the side."""
    mentions: int
    facts: list[Fact]
    official: bool
    gang_member: bool


class AlertTouched(Frozen):
    """An alert that stands on one of the entities concerned."""

    alert_id: str
    official: str
    gang: str
    probability: float


class JudgementView(Frozen):
    """A judgement: who held what, when and why. Those of one `decision` were taken and are undone together.

    `obeyed` is False where the entities as they stand do not show it (they may be older than the judgement).
    `labels` are what the entities of the two are called now, "" for a mention that is gone.
    """

    judgement_id: int
    decision: int
    at: str
    actor: str
    left: str
    right: str
    verdict: str
    reason: str
    forced: bool
    revoked: bool
    obeyed: bool
    labels: tuple[str, str] = ("", "")


class Doubtful(Frozen):
    """A pair that a person should look at. `joined`: held to be one; otherwise held to be two.

    `uncertainty` is the entropy of the probability, in bits; `value` is that times what hangs on it.
    """

    left: Side
    right: Side
    joined: bool
    probability: float
    outcome: str
    """`joined`, or why not: `below` what a join needs, `barred` by what cannot be, `outdone` by a rival."""
    rival: str
    rival_probability: float
    part: list[str]
    """Of a joined pair: the mentions that would go if it were cut, those on the right side."""
    comparisons: list[ComparisonView]
    alerts: list[AlertTouched]
    uncertainty: float
    value: float


class Consequences(Frozen):
    """What a decision would do, said before it is written.

    `conflicts` speak against it: it is refused, unless `forceable` and forced. `notices` do not hinder it.
    """

    left: Side
    right: Side
    verdict: str
    alerts: list[AlertTouched]
    conflicts: list[Text]
    forceable: bool
    notices: list[Text]
    judgements: int
    """How many judgements it takes."""


class Decision(Frozen):
    """A decision as it was written. `decision` is the number by which it is undone."""

    decision: int
    judgements: list[JudgementView]
    alerts: list[AlertTouched]


class Step(Frozen):
    """One join in the growth of an entity: how many mentions each side had when it was accepted."""

    merge: MergeView
    left_size: int
    right_size: int
    on_path: bool
    """Whether the two mentions asked about are connected by it."""


class Explanation(Frozen):
    """Why two mentions, or entities, are one, or why they are not.

    `steps`: where they are one, the joins of the entity in the order in which they were accepted. `reasons`
    says in sentences why they are two; `compared` is the pair that came nearest; `start` is what its
    comparisons add to: the log odds, in bits, before anything was compared.
    """

    left: Side
    right: Side
    together: bool
    steps: list[Step]
    reasons: list[Text]
    compared: MergeView | None
    start: float | None
    judgements: list[JudgementView]


class Question(Frozen):
    """Two mentions or entities before a person: what speaks for and against, and what each answer would do.

    `pair` is what the queue asks, where it asks about these two. `answers` are those that can be given; a
    *different* between parts of one entity is a split and not among them, unless the queue proposes the cut.
    """

    a: str
    b: str
    pair: Doubtful | None
    found: Explanation
    answers: list[Consequences]

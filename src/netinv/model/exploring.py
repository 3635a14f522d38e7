"""What the workbench asks and is told: cards of nodes, links, counts, expansions, paths, saved drawings."""

from typing import Any, Literal

from pydantic import Field

from netinv.model.alerts import Frozen, RecordRef


class Card(Frozen):
    """A node as a picture and a list show it.

    `status` is the code of a gang's legal status or of a person's standing (official, village_cadre), ""
    for neither. `hints` (field, value) tell namesakes apart. `neighbours` counts all who are linked with it.
    """

    id: str
    kind: str
    label: str
    status: str = ""
    hints: list[tuple[str, str]] = Field(default=[])
    neighbours: int = 0


class Link(Frozen):
    """A relation between two nodes. `props` are the graph's (role, count, amount_yuan …)."""

    id: str
    kind: str
    source: str
    target: str
    since: str | None
    until: str | None
    confidence: float
    props: dict[str, Any]
    records: list[RecordRef]
    """The first few; `record_count` says how many there are."""
    record_count: int


class Beside(Frozen):
    """A relation by kind, to whom or what, since when ("": not known); without kind a record, by its name."""

    kind: str
    label: str
    since: str

    @property
    def told(self) -> str:
        """To whom or what, with the month where the name does not say it."""
        month = self.since[:7]
        return self.label if month in self.label else f"{self.label} {month}"


class Found(Frozen):
    """A search result: the card, and the term of it that matched where that is not its label.

    `beside` tells namesakes apart of whom nothing but the name is known.
    """

    card: Card
    matched: str = ""
    beside: list[Beside] = Field(default=[])


class KindCount(Frozen):
    """Of one kind of relation at a node: how many others it leads to, and how many of these are known."""

    kind: str
    neighbours: int
    known: int


class Asked(Frozen):
    """What an expansion or a path search may use; None and empty mean any. Dates are ISO."""

    kinds: list[str] | None = None
    forbidden: list[str] = Field(default=[])
    since: str = ""
    until: str = ""
    min_confidence: float = Field(default=0.0, ge=0, le=1)


class Expansion(Frozen):
    """Whom an expansion brings: `ids` are new, best first; of `total` that match, `known` were there."""

    ids: list[str]
    total: int
    known: int


class PathsAsked(Asked):
    """Paths between every two of `ends`, at most `count` for each two.

    `through`: each path passes all of these. `in_time`: its relations can follow one another.
    `avoid_hubs`: no node between is linked with more than its kind can bear and still say something.
    """

    ends: list[str] = Field(min_length=2, max_length=5)
    through: list[str] = Field(default=[], max_length=3)
    count: int = Field(default=5, ge=1, le=20)
    max_hops: int = Field(default=4, ge=1, le=6)
    in_time: bool = False
    avoid_hubs: bool = False


class Step(Frozen):
    """One step of a path: the links between its two nodes, the most telling first."""

    source: str
    target: str
    links: list[Link]


class FoundPath(Frozen):
    """A path. `strength` is its reliability in the sense of `graph.weights`: how much it carries."""

    nodes: list[str]
    steps: list[Step]
    strength: float


class Excluded(Frozen):
    """A condition that shut something out: how much, and how long a path is without it (None: none)."""

    condition: str
    count: int
    hops_without: int | None


class PathsBetween(Frozen):
    """The paths between two ends, the strongest first; `excluded` where there are none."""

    ends: tuple[str, str]
    paths: list[FoundPath]
    excluded: list[Excluded]
    tried: int
    """Paths looked at; more may exist."""


class PathsFound(Frozen):
    """Paths for every two ends, and cards of all nodes on them."""

    between: list[PathsBetween]
    cards: list[Card]


class IndependentWay(FoundPath):
    """One of several ways that share no relation; its `strength` holds `sure`, the weakest merge on it.

    `end` says what it leads to: the gang, a member, or a company that a member owns or stands for.
    """

    sure: float
    end: Literal["gang", "member", "company"]


class IndependentWays(Frozen):
    """Ways from an official to a gang's members and companies, the strongest first, and what they carry
    `together`: the reliability of at least one; cards of all nodes on them."""

    ways: list[IndependentWay]
    together: float
    cards: list[Card]


class DrawingView(Frozen):
    """A saved view of the workbench as a list shows it; `at` is China's time."""

    view_id: str
    version: int
    name: str
    at: str
    by: str


class StepsRun(Frozen):
    """Steps of a piece of work: a run of those that were kept, and those that came after."""

    start: int = Field(ge=0)
    stop: int = Field(ge=0)
    added: list[Any]


class Change(Frozen):
    """What changed of a piece of work since it was kept: parts by section and key, None for what is gone; the
    steps that were done and undone; and what is said anew as a whole, with the mark of this very saving."""

    parts: dict[Literal["nodes", "groups", "notes", "filters"], dict[str, Any]]
    steps: dict[Literal["done", "undone"], StepsRun]
    whole: dict[Literal["purpose", "caseNo", "saved"], Any]


class Drawing(Frozen):
    """A canvas as kept: what the page gave, less what is gone. `removed` counts the nodes that are."""

    revision: int
    body: dict[str, Any]
    removed: int = 0

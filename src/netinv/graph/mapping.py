"""Which rows of the contract make which nodes and relations: data, read by `gather`."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Who:
    """The entity of the reference with this prefix; without a kind a person before an organisation."""

    prefix: str
    kind: str = ""


@dataclass(frozen=True)
class Ref:
    """The node of a kind whose number stands in a column."""

    kind: str
    column: str


@dataclass(frozen=True)
class Own:
    """The node that the row itself is (see THINGS)."""

    kind: str


End = Who | Ref | Own


@dataclass(frozen=True)
class Thing:
    """A table whose rows are nodes.

    `natural`: other tables name it by its id alone, whatever the origin; otherwise origin and id are its key.
    `number`: the column whose number is its key instead. `label`, `names`, `numbers`, `props` are columns.
    """

    kind: str
    table: str
    label: tuple[str, ...]
    since: tuple[str, ...]
    until: tuple[str, ...]
    props: tuple[str, ...]
    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    natural: bool = True
    number: str = ""


@dataclass(frozen=True)
class Link:
    """Rows of a table as relations of one kind.

    `by` and `kinds`: the code in a column chooses the kind, `kind` where it is unknown. `role`: the column
    that tells relations of a kind between the same two apart. `dated`: the dates are those of the target.
    `totals` maps a property to the column that is summed, of `last` the last known value is kept.
    """

    table: str
    source: End
    target: End
    kind: str
    by: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)
    role: str = ""
    since: str = ""
    until: str = ""
    dated: bool = False
    totals: Mapping[str, str] = field(default_factory=dict)
    last: tuple[str, ...] = ()


THINGS = (
    Thing(
        "gang",
        "gangs",
        ("name",),
        ("formed_on",),
        ("broken_on",),
        ("kind", "region", "status"),
        numbers=("gang_id",),
    ),
    Thing(
        "case",
        "cases",
        ("title",),
        ("opened_at",),
        ("outcome_at",),
        ("charge", "severity", "region", "unit", "outcome"),
        numbers=("case_id", "document_no"),
    ),
    Thing(
        "lead", "leads", (), ("received_at",), ("received_at",), ("channel", "region"), numbers=("lead_id",)
    ),
    Thing(
        "operation",
        "operations",
        (),
        ("executed_at", "planned_at"),
        ("executed_at", "planned_at"),
        ("result",),
        numbers=("op_id",),
    ),
    Thing("event", "events", ("title",), ("at",), ("at",), ("kind", "place"), numbers=("event_id",)),
    Thing(
        "asset",
        "assets",
        ("identifier",),
        (),
        (),
        ("kind", "price_yuan", "market_price_yuan"),
        numbers=("identifier",),
        natural=False,
        number="identifier",
    ),
    Thing(
        "asset",
        "case_assets",
        ("identifier", "kind"),
        (),
        (),
        ("kind",),
        numbers=("identifier",),
        natural=False,
        number="identifier",
    ),
    Thing(
        "award",
        "awards",
        (),
        ("at",),
        ("at",),
        ("kind", "authority", "amount_yuan", "bidders"),
        natural=False,
    ),
)

_CASE_ROLES = {
    "suspect": "suspect_of",
    "victim": "victim_of",
    "witness": "witness_of",
    "handler": "handler_of",
    "approver": "approver_of",
    "prosecutor": "prosecutor_of",
    "judge": "judge_of",
    "counsel": "counsel_of",
}
_LEAD_ROLES = {
    "reported": "reported_in",
    "official": "official_in",
    "victim": "victim_in",
    "witness": "witness_in",
}
_OPERATION_ROLES = {"planner": "planned", "informed": "informed_of", "executor": "executed"}
_TIES = (
    "classmate",
    "comrade",
    "colleague",
    "associate",
    "neighbour",
    "cohabitant",
    "business",
    "online",
    "co_offender",
)
_ORGANIZATION = Who("", "organization")

LINKS = (
    Link(
        "posts",
        Who("", "person"),
        _ORGANIZATION,
        "works_at",
        role="kind",
        since="start",
        until="end",
        last=("title",),
    ),
    Link("organizations", Who("legal_rep", "person"), _ORGANIZATION, "legal_rep_of"),
    Link("kin", Who("a", "person"), Who("b", "person"), "kin", role="relation", last=("basis",)),
    Link(
        "ties",
        Who("a", "person"),
        Who("b", "person"),
        "associate",
        by="kind",
        kinds={kind: kind for kind in _TIES},
        role="group",
        since="start",
        until="end",
        last=("strength",),
    ),
    Link(
        "holdings",
        Who("holder"),
        _ORGANIZATION,
        "holds",
        by="role",
        kinds={"legal_rep": "legal_rep_of"},
        role="role",
        since="start",
        until="end",
        last=("share_pct", "paid_in_yuan"),
    ),
    Link("gang_members", Who("", "person"), Ref("gang", "gang_id"), "member_of", role="role", since="since"),
    Link("cases", Own("case"), Ref("gang", "gang_id"), "case_of_gang", since="opened_at"),
    Link("cases", Own("case"), Ref("case", "prior_case"), "follows_case"),
    Link(
        "case_people",
        Who(""),
        Ref("case", "case_id"),
        "involved_in",
        by="role",
        kinds=_CASE_ROLES,
        dated=True,
    ),
    Link("case_assets", Own("asset"), Ref("case", "case_id"), "asset_in_case"),
    Link("case_assets", Who("holder"), Own("asset"), "owns"),
    Link("operations", Own("operation"), Ref("gang", "gang_id"), "operation_against"),
    Link("operations", Own("operation"), Ref("case", "case_id"), "operation_in"),
    Link(
        "operation_people",
        Who("", "person"),
        Ref("operation", "op_id"),
        "joined_operation",
        by="role",
        kinds=_OPERATION_ROLES,
        dated=True,
    ),
    Link(
        "measures",
        Who("", "person"),
        Ref("case", "case_id"),
        "measured_in",
        role="measure",
        since="at",
        until="at",
    ),
    Link(
        "measures",
        Who("by", "person"),
        Who("", "person"),
        "decided_measure",
        role="measure",
        since="at",
        until="at",
    ),
    Link(
        "interventions",
        Who("by", "person"),
        Who("handler", "person"),
        "intervened_with",
        role="manner",
        since="at",
        until="at",
    ),
    Link(
        "interventions",
        Who("by", "person"),
        Ref("case", "case_id"),
        "intervened_in",
        role="manner",
        since="at",
        until="at",
    ),
    Link(
        "interventions",
        Who("by", "person"),
        Ref("lead", "lead_id"),
        "intervened_in",
        role="manner",
        since="at",
        until="at",
    ),
    Link(
        "lead_subjects", Who(""), Ref("lead", "lead_id"), "named_in", by="role", kinds=_LEAD_ROLES, dated=True
    ),
    Link(
        "lead_steps",
        Who("by", "person"),
        Ref("lead", "lead_id"),
        "handled_lead",
        role="step",
        since="at",
        until="at",
    ),
    Link(
        "calls",
        Who("from"),
        Who("to"),
        "called",
        role="kind",
        since="at",
        until="at",
        totals={"seconds": "seconds"},
    ),
    Link(
        "transfers",
        Who("payer"),
        Who("payee"),
        "paid",
        since="at",
        until="at",
        totals={"amount_yuan": "amount_yuan"},
    ),
    Link("events", Who("payer"), Own("event"), "paid_for", dated=True),
    Link("event_people", Who(""), Ref("event", "event_id"), "attended", dated=True),
    Link("assets", Who("owner"), Own("asset"), "owns", since="start", until="end", last=("price_yuan",)),
    Link("assets", Who("user"), Own("asset"), "uses_asset", since="start", until="end"),
    Link("awards", Who("approver", "person"), Own("award"), "approved", dated=True),
    Link("awards", _ORGANIZATION, Own("award"), "won", dated=True),
    Link(
        "duties", Who("", "person"), Who("subject"), "duty_towards", role="kind", since="start", until="end"
    ),
)

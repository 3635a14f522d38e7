"""What each file looks like: its columns, how its ids begin, and how much of a person its clerks write
down."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Shows:
    """Probabilities with which a reference states each thing besides the name."""

    id: float = 0.0
    phone: float = 0.0
    unit: float = 0.0
    title: float = 0.0
    account: float = 0.0
    birth: float = 0.0
    gender: float = 0.0
    address: float = 0.0
    surname_only: float = 0.0

    @property
    def fields(self) -> tuple[str, ...]:
        """Column endings that this reference can fill, after `name`."""
        pairs = (("id_number", self.id), ("phone", self.phone), ("unit", self.unit), ("title", self.title))
        more = (("account", self.account), ("birth_date", self.birth), ("gender", self.gender))
        return tuple(c for c, p in (*pairs, *more, ("address", self.address)) if p)


OFFICE = Shows(id=0.2, unit=0.85, title=0.45, surname_only=0.06)
"""An official acting in office."""


@dataclass(frozen=True)
class Layout:
    """One file. `when` is the column that `at` fills with `precision`; without it rows stand in an
    order of chance.

    `persons` maps a prefix to what it shows; `orgs` a prefix to the probability of a credit code. In
    rows whose `role`
    is one of `office_roles` people are shown as OFFICE.
    """

    prefix: str
    columns: tuple[str, ...]
    id_column: str = "record_id"
    when: str = ""
    precision: str = "minute"
    persons: dict[str, Shows] = field(default_factory=dict)
    orgs: dict[str, float] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    office_roles: frozenset[str] = frozenset()


def _cols(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_KIN = Shows(id=0.62, phone=0.3)
_TIE = Shows(id=0.35, phone=0.35, unit=0.12, surname_only=0.02)
_PAY = Shows(id=0.2, account=0.93)
_CASE = Shows(id=0.7, phone=0.25, address=0.08, gender=0.3)

LAYOUTS: dict[str, Layout] = {
    "sources": Layout("", _cols("file origin grade legal_basis approval_no valid_until"), ""),
    "people": Layout(
        "RY",
        _cols(
            "record_id name former_names aliases id_number ids gender birth_date birth_place phones"
            " address unit title"
            " is_official note"
        ),
        persons={"": Shows(id=0.72, phone=0.6, unit=0.8, title=0.7, birth=0.8, gender=0.97, address=0.85)},
    ),
    "organizations": Layout(
        "DW",
        _cols(
            "record_id name former_names aliases uscc status capital_yuan kind region address phones"
            " founded_on"
            " legal_rep_name legal_rep_id_number legal_rep_phone"
        ),
        persons={"legal_rep": Shows(id=0.6, phone=0.25)},
        orgs={"": 0.85},
    ),
    "posts": Layout(
        "RZ",
        _cols("record_id name id_number phone org_name org_uscc title kind start end"),
        persons={"": Shows(id=0.88, phone=0.2)},
        orgs={"": 0.5},
    ),
    "kin": Layout(
        "QS",
        _cols("record_id a_name a_id_number a_phone b_name b_id_number b_phone relation basis"),
        persons={"a": _KIN, "b": _KIN},
    ),
    "ties": Layout(
        "SH",
        _cols(
            "record_id a_name a_id_number a_phone a_unit b_name b_id_number b_phone b_unit kind group"
            " strength start end"
        ),
        persons={"a": _TIE, "b": _TIE},
    ),
    "holdings": Layout(
        "GQ",
        _cols(
            "record_id holder_name holder_id_number holder_phone holder_org_name holder_org_uscc"
            " org_name org_uscc"
            " role share_pct paid_in_yuan start end"
        ),
        persons={"holder": Shows(id=0.62, phone=0.15)},
        orgs={"": 0.6, "holder": 0.6},
    ),
    "gangs": Layout("TH", _cols("gang_id name kind region formed_on broken_on status"), "gang_id"),
    "gang_members": Layout(
        "TC",
        _cols("record_id gang_id name id_number phone aliases role measure since"),
        persons={"": Shows(id=0.8, phone=0.45)},
        parents={"gang_id": "gangs"},
    ),
    "leads": Layout(
        "XS",
        _cols("lead_id received_at channel region reporter_name reporter_phone reporter_id_number text"),
        "lead_id",
        "received_at",
    ),
    "lead_subjects": Layout(
        "XD",
        _cols("record_id lead_id name id_number phone unit title org_name org_uscc role"),
        persons={"": Shows(id=0.12, phone=0.2, unit=0.05)},
        orgs={"": 0.15},
        parents={"lead_id": "leads"},
        office_roles=frozenset({"official"}),
    ),
    "lead_steps": Layout(
        "XL",
        _cols("record_id lead_id step at by_name by_id_number by_unit by_title to_unit result"),
        when="at",
        persons={"by": OFFICE},
        parents={"lead_id": "leads"},
    ),
    "cases": Layout(
        "AJ",
        _cols(
            "case_id title charge severity region unit opened_at gang_id document_no court outcome outcome_at"
        ),
        "case_id",
        "opened_at",
        "date",
        parents={"gang_id": "gangs"},
    ),
    "case_people": Layout(
        "AR",
        _cols("record_id case_id name id_number phone unit title gender address role"),
        persons={"": _CASE},
        parents={"case_id": "cases"},
        office_roles=frozenset({"handler", "approver", "prosecutor", "judge", "counsel"}),
    ),
    "case_assets": Layout(
        "CW",
        _cols("record_id case_id kind identifier holder_name holder_id_number note"),
        persons={"holder": Shows(id=0.5)},
        parents={"case_id": "cases"},
    ),
    "operations": Layout(
        "XH",
        _cols("op_id gang_id case_id planned_at executed_at result"),
        "op_id",
        "executed_at",
        parents={"gang_id": "gangs", "case_id": "cases"},
    ),
    "operation_people": Layout(
        "HR",
        _cols("record_id op_id name id_number phone unit title role"),
        persons={"": OFFICE},
        parents={"op_id": "operations"},
    ),
    "measures": Layout(
        "QC",
        _cols("record_id case_id name id_number measure at reason by_name by_id_number by_unit by_title"),
        when="at",
        precision="date",
        persons={"": Shows(id=0.75), "by": OFFICE},
        parents={"case_id": "cases"},
    ),
    "interventions": Layout(
        "GW",
        _cols(
            "record_id at by_name by_id_number by_unit by_title handler_name handler_id_number"
            " handler_unit handler_title"
            " case_id lead_id manner"
        ),
        when="at",
        precision="date",
        persons={"by": OFFICE, "handler": OFFICE},
        parents={"case_id": "cases", "lead_id": "leads"},
    ),
    "calls": Layout(
        "HD", _cols("record_id at kind from_phone to_phone seconds"), when="at", precision="second"
    ),
    "transfers": Layout(
        "ZJ",
        _cols(
            "record_id at payer_name payer_id_number payer_account payer_org_name payee_name payee_id_number"
            " payee_account payee_org_name amount_yuan memo"
        ),
        when="at",
        persons={"payer": _PAY, "payee": _PAY},
        orgs={"payer": 0.0, "payee": 0.0},
    ),
    "events": Layout(
        "JH",
        _cols("event_id kind title at place payer_name payer_phone payer_unit payer_org_name"),
        "event_id",
        "at",
        persons={"payer": Shows(phone=0.6)},
        orgs={"payer": 0.0},
    ),
    "event_people": Layout(
        "CJ",
        _cols("record_id event_id name id_number phone unit"),
        persons={"": Shows(id=0.15, phone=0.55, unit=0.12, surname_only=0.01)},
        parents={"event_id": "events"},
    ),
    "assets": Layout(
        "CC",
        _cols(
            "record_id kind identifier owner_name owner_id_number owner_org_name owner_org_uscc"
            " user_name user_id_number"
            " user_phone start end price_yuan market_price_yuan"
        ),
        persons={"owner": Shows(id=0.75), "user": Shows(id=0.4, phone=0.5)},
        orgs={"owner": 0.6},
    ),
    "awards": Layout(
        "SP",
        _cols(
            "record_id kind at org_name org_uscc approver_name approver_id_number approver_unit"
            " approver_title authority"
            " amount_yuan bidders"
        ),
        when="at",
        precision="date",
        persons={"approver": OFFICE},
        orgs={"": 0.5},
    ),
    "duties": Layout(
        "LZ",
        _cols(
            "record_id name id_number unit title kind subject_name subject_id_number subject_phone"
            " subject_org_name"
            " start end"
        ),
        persons={"": Shows(id=0.8, unit=0.9, title=0.4), "subject": Shows(id=0.75, phone=0.3)},
        orgs={"subject": 0.0},
    ),
    "candidates": Layout(
        "HX",
        _cols("record_id name id_number phone position region"),
        persons={"": Shows(id=0.75, phone=0.4)},
    ),
}
"""In the contract's order."""

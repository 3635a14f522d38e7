"""What may happen between an official and a gang, as rows: the vocabulary of the tests of detect."""

from records import Row, number
from situation import BROKER, COMPANY, DRIVER, FOLK, MEMBER, OFFICIAL, PHONES, SECOND, SPOUSE, as_

Tables = dict[str, list[Row]]


def calls(count: int, other: str = "邵大勇", start: int = 0) -> Tables:
    """Evening calls of the official with somebody, one a week from January 2023 on."""
    rows = []
    for n in range(start, start + count):
        month, day = 1 + n // 4 % 12, 1 + 7 * (n % 4)
        rows.append({"record_id": f"HD{n:04d}", "at": f"2023-{month:02d}-{day:02d} 21:10:00", "from_phone": PHONES["程立言"], "to_phone": PHONES[other], "seconds": "80"})  # fmt: skip
    return {"calls": rows}


def meal(event: str = "HY1", at: str = "2023-03-04 18:30", kind: str = "banquet", paid_by_gang: bool = True, others: int = 2) -> Tables:  # fmt: skip
    """The official at table with the two members and some others, paid by the gang's leader or by nobody."""
    payer = as_("payer", MEMBER) if paid_by_gang else {}
    guests = [OFFICIAL, MEMBER, SECOND, *({"name": f"客人{chr(0x4E00 + 37 * n)}"} for n in range(others))]
    people = [{"record_id": f"{event}G{n}", "event_id": event, **guest} for n, guest in enumerate(guests)]
    return {"events": [{"event_id": event, "kind": kind, "at": at, **payer}], "event_people": people}


def payment(amount: str = "60000", memo: str = "", to: Row = OFFICIAL, by: Row = MEMBER, at: str = "2023-05-06", id: str = "ZJ1") -> Tables:  # fmt: skip
    """Money from one to another."""
    return {"transfers": [{"record_id": id, "at": at, **as_("payer", by), **as_("payee", to), "amount_yuan": amount, "memo": memo}]}  # fmt: skip


def award(bidders: str = "1", at: str = "2023-07-08", kind: str = "contract", id: str = "ZB1") -> Tables:
    """A contract by the official to the gang's company."""
    return {"awards": [{"record_id": id, "kind": kind, "at": at, **COMPANY, **as_("approver", OFFICIAL), "amount_yuan": "800000", "bidders": bidders}]}  # fmt: skip


def tie(kind: str = "associate", a: Row = OFFICIAL, b: Row = MEMBER) -> Tables:
    """A recorded tie."""
    return {"ties": [{"record_id": f"GX{kind}{b['name']}", **as_("a", a), **as_("b", b), "kind": kind}]}


def kinship() -> Tables:
    """The leader is the official's brother-in-law."""
    return {"kin": [{"record_id": "QS9", **as_("a", OFFICIAL), **as_("b", MEMBER), "relation": "连襟", "basis": "register"}]}  # fmt: skip


def by_marriage(relation: str = "表哥", to: Row = SPOUSE) -> Tables:
    """The leader is a relative of somebody: of the official's spouse, if nobody else is named."""
    return {"kin": [{"record_id": "QS8", **as_("a", to), **as_("b", MEMBER), "relation": relation, "basis": "register"}]}  # fmt: skip


def room_for_two(payer: Row = MEMBER, others: int = 0) -> Tables:
    """Somebody stays at a hotel at the leader's cost, and pays the official's spouse later."""
    guests = [BROKER, MEMBER, *FOLK[:others]]
    people = [{"record_id": f"ZSG{n}", "event_id": "ZS", **guest} for n, guest in enumerate(guests)]
    return {
        "events": [{"event_id": "ZS", "kind": "hotel", "at": "2023-02-01", **as_("payer", payer)}],
        "event_people": people,
        **payment("80000", to=SPOUSE, by=BROKER),
    }


def tips(count: int, reporter: str = "") -> Tables:
    """Leads that name the official with the leader; of one reporter, or each of another."""
    leads: list[Row] = []
    subjects: list[Row] = []
    for n in range(count):
        leads.append(
            {
                "lead_id": f"XS{n:04d}",
                "received_at": "2023-02-01",
                "reporter_phone": reporter or f"R-{n:012d}",
            }
        )
        subjects.append({"record_id": f"DX{n:04d}a", "lead_id": f"XS{n:04d}", **OFFICIAL, "role": "official"})
        subjects.append({"record_id": f"DX{n:04d}b", "lead_id": f"XS{n:04d}", **MEMBER, "role": "reported"})
    return {"leads": leads, "lead_subjects": subjects}


def lenient_cases(gang: int = 12, usual: int = 60, others: str = "") -> Tables:
    """Cases of the gang in the official's hands all end lenient, where the usual case of the kind is convicted;
    sixteen of other people in the same hands end as `others` says."""
    cases: list[Row] = []
    people: list[Row] = []
    everybody_else = 16 if others else 0
    for n in range(gang + everybody_else + usual):
        ours, his = n < gang, n < gang + everybody_else
        outcome = "withdrawn" if ours else others if his else "convicted"
        cases.append({"case_id": f"AJ{n:04d}", "charge": "寻衅滋事", "severity": "3", "opened_at": "2023-01-01", "outcome_at": "2023-04-01",
                      "outcome": outcome, "gang_id": "TH1" if ours else ""})  # fmt: skip
        handler = OFFICIAL if his else {"name": "魏守诚", "id_number": "519999197001010010"}
        people.append({"record_id": f"AR{n:04d}", "case_id": f"AJ{n:04d}", **handler, "role": "handler"})
    return {"cases": cases, "case_people": people}


def raid(with_call: bool = True, result: str = "empty", by_broker: bool = False) -> Tables:
    """A raid the official knew of; a call into the gang the evening before, direct or handed on."""
    tables: Tables = {
        "operations": [{"op_id": "XD1", "gang_id": "TH1", "planned_at": "2023-09-01 09:00", "executed_at": "2023-09-03 22:00", "result": result}],
        "operation_people": [{"op_id": "XD1", **OFFICIAL, "role": "informed"}],
    }  # fmt: skip
    if with_call:
        first = {
            "record_id": "HDR1",
            "at": "2023-09-02 21:00:00",
            "from_phone": PHONES["程立言"],
            "seconds": "30",
        }
        if by_broker:
            tables["calls"] = [
                {**first, "to_phone": PHONES["曾阿强"]},
                {"record_id": "HDR2", "at": "2023-09-02 21:40:00", "from_phone": PHONES["曾阿强"], "to_phone": PHONES["邵大勇"], "seconds": "40"},
            ]  # fmt: skip
        else:
            tables["calls"] = [{**first, "to_phone": PHONES["邵大勇"]}]
    return tables


def bystanders(count: int) -> Tables:
    """So many more officials who knew of the raid and called nobody."""
    return {
        "posts": [{"record_id": f"RZB{n:03d}", **who, "org_name": "云岭县公安局", "title": "民警", "kind": "official"} for n, who in enumerate(FOLK[:count])],
        "operation_people": [{"record_id": f"XDR{n:03d}", "op_id": "XD1", **who, "role": "informed"} for n, who in enumerate(FOLK[:count])],
    }  # fmt: skip


def calls_on_fridays(count: int) -> Tables:
    """Evening calls with the leader on the weekday before the raid, in other weeks."""
    days = [f"2023-{month:02d}-{day:02d}" for month, day in ((6, 2), (6, 9), (6, 16), (6, 23), (6, 30), (7, 7), (7, 14), (7, 21), (7, 28), (8, 4))]  # fmt: skip
    return {"calls": [{"record_id": f"HF{n}", "at": f"{day} 21:05:00", "from_phone": PHONES["程立言"], "to_phone": PHONES["邵大勇"], "seconds": "60"} for n, day in enumerate(days[:count])]}  # fmt: skip


def duty(kind: str, start: str, subject: Row | None = MEMBER) -> Tables:
    """A duty or declaration on record."""
    named = as_("subject", subject) if subject else {}
    return {"duties": [{"record_id": f"LX{kind}", **OFFICIAL, "kind": kind, **named, "start": start}]}


def car(user: Row = SPOUSE) -> Tables:
    """A car of the gang's company that the spouse drives."""
    return {"assets": [{"record_id": "CC1", "kind": "vehicle", "identifier": "云A00001", "owner_org_name": COMPANY["org_name"], "owner_org_uscc": COMPANY["org_uscc"], **as_("user", user), "start": "2023-01-05", "market_price_yuan": "200000"}]}  # fmt: skip


def driver_holds_shares() -> Tables:
    """The official's driver holds a share in the gang's company, nothing paid in."""
    return {**tie("associate", b=DRIVER), "holdings": [{"record_id": "GQ9", **as_("holder", DRIVER), **COMPANY, "role": "shareholder", "share_pct": "10"}]}  # fmt: skip


def broker_calls(count: int = 12) -> Tables:
    """Somebody between, whom both the official and the leader call."""
    rows: list[Row] = []
    for n in range(count):
        day = f"2023-{1 + n % 12:02d}-1{n % 9}"
        rows.append({"record_id": f"HB{n:03d}a", "at": f"{day} 20:30:00", "from_phone": PHONES["程立言"], "to_phone": PHONES["曾阿强"], "seconds": "60"})  # fmt: skip
        rows.append({"record_id": f"HB{n:03d}b", "at": f"{day} 20:55:00", "from_phone": PHONES["曾阿强"], "to_phone": PHONES["邵大勇"], "seconds": "60"})  # fmt: skip
    return {"calls": rows}


def bail() -> Tables:
    """The leader is released on bail by the official's decision."""
    return {"measures": [{"record_id": "BG1", "case_id": "AJ1", **MEMBER, "measure": "bail", "at": "2023-06-01", **as_("by", OFFICIAL)}]}  # fmt: skip


def intervention() -> Tables:
    """A handler registers that the official asked about the gang's case."""
    return {
        "cases": [{"case_id": "AJG1", "gang_id": "TH1", "outcome": "pending"}],
        "interventions": [{"record_id": "GW1", "at": "2023-06-02", **as_("by", OFFICIAL), "case_id": "AJG1", "manner": "call"}],
    }  # fmt: skip


def buried_lead() -> Tables:
    """Two leads on the leader that the official closed without result."""
    leads: list[Row] = [{"lead_id": f"XSB{n}", "received_at": "2023-01-02"} for n in range(2)]
    subjects: list[Row] = [
        {"record_id": f"DXB{n}", "lead_id": f"XSB{n}", **MEMBER, "role": "reported"} for n in range(2)
    ]
    steps: list[Row] = [
        {"record_id": f"LZB{n}", "lead_id": f"XSB{n}", "step": "closed", "at": "2023-02-03", **as_("by", OFFICIAL), "result": "insufficient"}
        for n in range(2)
    ]  # fmt: skip
    return {"leads": leads, "lead_subjects": subjects, "lead_steps": steps}


def other_leads(count: int, result: str) -> Tables:
    """Leads on somebody else, which another hand closes."""
    ids = [f"XSO{n}" for n in range(count)]
    return {
        "leads": [{"lead_id": id, "received_at": "2023-01-02"} for id in ids],
        "lead_subjects": [{"record_id": f"D{id}", "lead_id": id, **DRIVER, "role": "reported"} for id in ids],
        "lead_steps": [{"record_id": f"L{id}", "lead_id": id, "step": "closed", "at": "2023-02-03", **as_("by", CLERK), "result": result} for id in ids],
        "posts": [{"record_id": "RZO", **CLERK, "org_name": OTHER_UNIT, "title": "民警", "kind": "official"}],
    }  # fmt: skip


def told_in_text(*registered: str, text: str = "举报宏远建材强占市场") -> Tables:
    """The same leads, which name no member but a company, in the text; with the companies on the register."""
    names = registered or (COMPANY["org_name"],)
    codes = [COMPANY["org_uscc"], "91519999MA0000002X"]
    lead = buried_lead()
    return {
        "leads": [{**row, "text": text} for row in lead["leads"]],
        "lead_steps": lead["lead_steps"],
        "organizations": [
            {"record_id": f"DW{n}", "name": name, "uscc": code}
            for n, (name, code) in enumerate(zip(names, codes, strict=False))
        ],
    }


def named_in_text(where: str = "柳河镇", namesakes: int = 0) -> Tables:
    """The same leads, which name the leader in the text and nobody as a subject; of so many on the register."""
    lead = buried_lead()
    return {
        "leads": [{**row, "text": "柳河镇邵大勇一伙强收保护费", "region": where} for row in lead["leads"]],
        "lead_steps": lead["lead_steps"],
        "people": [{"record_id": f"RKM{n}", "name": MEMBER["name"], "id_number": number(60 + n, "19530203")} for n in range(namesakes)],
    }  # fmt: skip


def joint_firm(family: str = "70", member: str = "25") -> Tables:
    """The spouse's company, of which the leader holds a share, is paid by the gang's company."""
    shares = {"org_name": "云岭县清泉园林有限公司", "org_uscc": "91519999MA0000003X", "role": "shareholder"}
    holders = [(SPOUSE, family), (MEMBER, member)]
    return {
        "holdings": [{"record_id": f"GQJ{n}", **as_("holder", who), **shares, "share_pct": share, "start": "2016"} for n, (who, share) in enumerate(holders)],
        "transfers": [{"record_id": "ZJJ", "at": "2023-05-06", "payer_org_name": COMPANY["org_name"], "payee_org_name": shares["org_name"], "payee_org_uscc": shares["org_uscc"], "amount_yuan": "160000"}],
    }  # fmt: skip


def by_broker(amount: str = "80000") -> Tables:
    """The one between pays the spouse."""
    return {**broker_calls(), **payment(amount, to=SPOUSE, by=BROKER)}


def taken_cases(ours: int = 5, usual: int = 30) -> Tables:
    """Cases of the gang from a town where the official else has none; his own lie in another."""
    cases: list[Row] = []
    people: list[Row] = []
    for n in range(ours + 2 * usual):
        mine, far = n < ours + usual, n < ours or n >= ours + usual
        cases.append({"case_id": f"AJT{n:03d}", "charge": "寻衅滋事", "severity": "2", "opened_at": "2023-01-01", "outcome_at": "2023-04-01", "region": "柳河镇" if far else "云岭镇",
                      "outcome": "withdrawn" if n < ours else "convicted", "gang_id": "TH1" if n < ours else ""})  # fmt: skip
        handler = OFFICIAL if mine else {"name": "魏守诚", "id_number": "519999197001010010"}
        people.append({"record_id": f"ART{n:03d}", "case_id": f"AJT{n:03d}", **handler, "role": "handler"})
    return {"cases": cases, "case_people": people}


def raids(count: int) -> Tables:
    """Failed raids that the official knew of; each evening before, a call to the one between, who calls on."""
    tables: Tables = {"operations": [], "operation_people": [], "calls": []}
    for n in range(count):
        month = f"2023-{9 + n:02d}"
        tables["operations"].append({"op_id": f"XE{n}", "gang_id": "TH1", "planned_at": f"{month}-01 09:00", "executed_at": f"{month}-03 22:00", "result": "empty"})  # fmt: skip
        tables["operation_people"].append({"op_id": f"XE{n}", **OFFICIAL, "role": "informed"})
        for hop, (a, b) in enumerate((("程立言", "曾阿强"), ("曾阿强", "邵大勇"))):
            tables["calls"].append({"record_id": f"HE{n}{hop}", "at": f"{month}-02 21:{10 + 20 * hop}:00", "from_phone": PHONES[a], "to_phone": PHONES[b], "seconds": "50"})  # fmt: skip
    return tables


def duty_calls(count: int = 10) -> Tables:
    """Morning calls with the leader while the official handles a case in which he is a suspect."""
    rows = calls(count)["calls"]
    working = [f"2023-02-{day:02d} 10:15:00" for day in (1, 2, 3, 6, 7, 8, 9, 10, 13, 14)]
    return {
        "calls": [{**row, "at": at} for row, at in zip(rows, working, strict=False)],
        "cases": [{"case_id": "AJD1", "charge": "寻衅滋事", "severity": "2", "opened_at": "2023-01-20", "outcome": "convicted"}],
        "case_people": [{"record_id": "ARD1", "case_id": "AJD1", **OFFICIAL, "role": "handler"}, {"record_id": "ARD2", "case_id": "AJD1", **MEMBER, "role": "suspect"}],
    }  # fmt: skip


def bought(price: str = "90000", at: str = "2023-05-04", by: Row = SPOUSE, seller: Row = MEMBER, paid: bool = True) -> Tables:  # fmt: skip
    """A car worth 150,000 bought from somebody, who is told by the payment or, unpaid, as the owner before."""
    car = {"kind": "vehicle", "identifier": "云A00009", "market_price_yuan": "150000"}
    now = {"record_id": "CCB2", **car, **as_("owner", by), "start": at, "price_yuan": price}
    if paid:
        return {"assets": [now], **payment(price, to=seller, by=by, at=at)}
    return {"assets": [{"record_id": "CCB1", **car, **as_("owner", seller), "start": "2021-02-03"}, now]}


def lead_in_hand(by: Row = OFFICIAL, at: str = "2023-03-06 10:00", unit: str = "", number: int = 0, text: str = "registered") -> Tables:  # fmt: skip
    """A lead on the leader of which somebody takes a step on a Monday, or which goes to a unit."""
    id = f"XSL{number}"
    return {
        "leads": [{"lead_id": id, "received_at": "2023-03-05"}],
        "lead_subjects": [{"record_id": f"DXL{number}", "lead_id": id, **MEMBER, "role": "reported"}],
        "lead_steps": [{"record_id": f"LZL{number}", "lead_id": id, "step": text, "at": at, **as_("by", by), "to_unit": unit}],
    }  # fmt: skip


def told(at: str = "2023-03-07 21:30", by: Row = OFFICIAL, unit: str = "") -> Tables:
    """The lead in hand or with the unit; then a call of the official with the leader, in half a year with other calls."""
    word = {"record_id": "HDL1", "at": at, "from_phone": PHONES["程立言"], "to_phone": PHONES["邵大勇"], "seconds": "50"}  # fmt: skip
    other = [
        {"record_id": f"HDL{n}", "at": f"2023-0{n}-15 12:00", "from_phone": PHONES["曾阿强"], "to_phone": PHONES["贺铁山"], "seconds": "50"}
        for n in range(2, 9)
    ]  # fmt: skip
    return {**lead_in_hand(by, unit=unit, text="transferred" if unit else "registered"), "calls": [word, *other]}  # fmt: skip


def met(at: str = "2023-03-08 19:00") -> Tables:
    """The lead in hand; then a table of four with the leader."""
    called = told("2023-05-09 12:00")
    return {**called, **meal(at=at, paid_by_gang=False, others=1)}


def evenings(count: int) -> Tables:
    """Calls of the official with the leader on Tuesday evenings."""
    days = [f"2023-{month:02d}-{day:02d}" for month, day in ((4, 4), (4, 11), (4, 18), (4, 25), (5, 2), (5, 16), (5, 23), (5, 30), (6, 6), (6, 13))]  # fmt: skip
    return {"calls": [{"record_id": f"HV{n}", "at": f"{day} 21:05:00", "from_phone": PHONES["程立言"], "to_phone": PHONES["邵大勇"], "seconds": "60"} for n, day in enumerate(days[:count])]}  # fmt: skip


CLERK = FOLK[0]
"""Who takes leads in, at another unit."""
BUREAU = "云岭县住房和城乡建设局"
OTHER_UNIT = "云岭县公安局"


def accusing(to_unit: str = BUREAU, by: Row = CLERK, count: int = 2, reporter: str = "") -> Tables:
    """Leads that accuse the official beside the leader and are passed on by somebody."""
    tables = tips(count, reporter)
    steps = [{"record_id": f"LZA{n}", "lead_id": f"XS{n:04d}", "step": "transferred", "at": "2023-02-03", **as_("by", by), "to_unit": to_unit} for n in range(count)]  # fmt: skip
    posts = [
        {"record_id": "RZC1", **CLERK, "org_name": "云岭县信访局", "title": "科员", "kind": "official"},
        {"record_id": "RZC2", **FOLK[1], "org_name": OTHER_UNIT, "title": "民警", "kind": "official"},
    ]
    return {**tables, "lead_steps": steps, "posts": posts}


def one_number(sharers: int = 0) -> Tables:
    """The official and the leader on record with one telephone, and so many others."""
    return {"people": [{"record_id": f"RKN{n}", **who, "phones": "16900000077"} for n, who in enumerate([OFFICIAL, MEMBER, *FOLK[:sharers]])]}  # fmt: skip


def one_account() -> Tables:
    """Money to one account under the official's name and under the leader's."""
    account = {"payee_account": "6200000000000000077"}
    rows = [{"record_id": f"ZJN{n}", "at": "2023-01-02", **as_("payer", DRIVER), **as_("payee", who), **account, "amount_yuan": "900"} for n, who in enumerate((OFFICIAL, MEMBER))]  # fmt: skip
    return {"transfers": rows}


def through(other: Row = FOLK[2], official: bool = True) -> Tables:
    """The official keeps company with somebody, an official or not, who does business with the leader."""
    kind = "official" if official else "staff"
    return {
        "posts": [{"record_id": "RZT", **other, "org_name": OTHER_UNIT, "title": "副局长", "kind": kind}],
        "ties": [*tie("associate", b=other)["ties"], *tie("business", a=other)["ties"]],
    }


def one_unit(until: str = "") -> Tables:
    """The leader worked at the official's bureau, for good or until some year."""
    return {"posts": [{"record_id": "RZU", **MEMBER, "org_name": BUREAU, "title": "司机", "kind": "staff", "start": "2010", "end": until}]}  # fmt: skip


def stuck(until: str = "2023-12-01") -> Tables:
    """Two leads that the official registered and nobody took further, while other leads went on until some day."""
    mine = [lead_in_hand(number=n) for n in (0, 1)]
    later = lead_in_hand(CLERK, at=until, number=2)
    return {table: [row for part in (*mine, later) for row in part[table]] for table in later}

# ruff: noqa: E501  one invented fact a line, like a table
"""Invented alerts, figures and rows for what only renders them: every part filled, and every part missing."""

from collections.abc import Sequence

from netinv.ledger.types import Quarantined
from netinv.model.alerts import (
    Alert,
    Explanation,
    Family,
    Gang,
    Merge,
    Official,
    PictureEdge,
    PictureNode,
    RecordRef,
    Signal,
    Text,
    WithoutPiece,
)
from netinv.model.views import (
    Figures,
    RecordView,
    SourceView,
    VersionView,
)

NASTY = "<script>alert(1)</script>&\"'{x}"
CALLS = [("calls", f"CL{n:05d}") for n in range(101, 149)]


def signal(
    rule: str, family: Family, log_lr: float, records: list[RecordRef], zh: str, en: str, **more: object
) -> Signal:
    return Signal(rule=rule, family=family, log_lr=log_lr, records=records, text=Text(zh=zh, en=en), **more)


def full_alert(
    alert_id: str = "AQ7K2M4N8P3R",
    name: str = "柏清源",
    kind: str = "official",
    status: str | None = "suspected",
) -> Alert:
    """An alert with every part filled: four families, a suspended signal, a merge, long names, parallel edges."""
    official, gang, member, wife, company, event, asset = (
        "POFFICIAL",
        "G7",
        "PMEMBER",
        "PWIFE",
        "OCOMPANY",
        "E1",
        "S1",
    )
    signals = [
        signal("kinship", Family.LINK, 0.2, [("kin", "K0007")], f"{name}之妻尤曼青是云栖谷酒店管理有限责任公司股东。", f"The wife of {name} holds shares in 云栖谷酒店管理有限责任公司.", since="2009-05"),
        signal("direct_calls", Family.TIE, 1.6, CALLS, f"{name}与尚屹川直接通话48次，多在夜间。", f"{name} and 尚屹川 called each other 48 times, mostly at night.", since="2023-03-02", until="2024-02-11", discounts=[Text(zh="其中 6 次落在值守时段，不计", en="6 of them fall into duty hours and do not count")]),
        signal("small_meeting", Family.TIE, 0.9, [("events", "EV031"), ("event_people", "EP0311"), ("event_people", "EP0312")], "与团伙成员五人以下聚餐一次。", "One meal of fewer than five with a gang member.", since="2023-06-18"),
        signal("money", Family.BENEFIT, 2.3, [("transfers", "TR00412"), ("transfers", "TR00437")], "团伙公司向其妻转账 18.6 万元，无对应合同。", "The gang's company paid his wife CNY 186,000 without a contract.", since="2023-07-01", until="2023-09-12"),
        signal("asset_use", Family.BENEFIT, 1.1, [("assets", "AS019")], "使用登记在团伙公司名下的车辆。", "Uses a car registered to the gang's company.", since="2022-11", until="2024-01"),
        signal("lenient_outcomes", Family.ACT, 1.4, [("cases", "云公（刑）字〔2023〕104号"), ("cases", "C0102"), ("case_people", "CP0881")], "承办该团伙 3 案均不予立案，同类案件通常为 22%。", "Three cases of this gang, all not filed; usual for such cases: 22%.", since="2023-02-20", until="2024-03-05"),
        signal("calls_before_raid", Family.ACT, 1.9, [("operations", "OP12"), ("operation_people", "OPP77"), ("calls", "CL00131")], "行动前 3 小时通话，行动扑空。", "A call 3 hours before a raid that found nobody.", since="2023-10-09"),
    ]  # fmt: skip
    nodes = [
        PictureNode(id=official, kind="person", label=name, role="official"),
        PictureNode(id=wife, kind="person", label="尤曼青", role="between"),
        PictureNode(
            id=company,
            kind="organization",
            label="云栖谷酒店管理有限责任公司（青岚县第二分公司）",
            role="company",
        ),
        PictureNode(id=member, kind="person", label="尚屹川", role="member"),
        PictureNode(id=event, kind="event", label="望江楼宴请", role="between"),
        PictureNode(id=asset, kind="asset", label="云A·T31K7", role="between"),
        PictureNode(id="C1", kind="case", label="云公（刑）字〔2023〕104号", role="between"),
        PictureNode(id="OP12", kind="operation", label="10·9 行动", role="between"),
        PictureNode(id=gang, kind="gang", label="尚屹川等人团伙", role="gang"),
    ]

    def edge(
        source: str, target: str, kind: str, family: Family, zh: str, en: str, *records: RecordRef
    ) -> PictureEdge:
        return PictureEdge(
            source=source,
            target=target,
            kind=kind,
            family=family,
            text=Text(zh=zh, en=en),
            records=list(records),
        )

    edges = [
        edge(official, wife, "kin", Family.LINK, "配偶", "spouse", ("kin", "K0007")),
        edge(wife, company, "holds", Family.LINK, "持股 15%", "holds 15%", ("holdings", "H012")),
        edge(company, wife, "paid", Family.BENEFIT, "转账 9.3 万元", "paid CNY 93,000", ("transfers", "TR00412")),
        edge(company, wife, "paid", Family.BENEFIT, "转账 9.3 万元", "paid CNY 93,000", ("transfers", "TR00437")),
        edge(company, gang, "case_of_gang", Family.LINK, "团伙公司", "company of the gang", ("holdings", "H013")),
        edge(member, company, "holds", Family.LINK, "实际控制人", "controller", ("holdings", "H013")),
        edge(member, gang, "member_of", Family.LINK, "组织领导者", "leader", ("gang_members", "GM21")),
        edge(official, member, "called", Family.TIE, "通话 48 次", "48 calls", *CALLS[:3]),
        edge(official, member, "associate", Family.TIE, "私下交往", "private contact", ("ties", "T0093")),
        edge(official, event, "attended", Family.TIE, "参加", "attended", ("event_people", "EP0311")),
        edge(member, event, "paid_for", Family.TIE, "付款", "paid", ("events", "EV031")),
        edge(official, asset, "uses_asset", Family.BENEFIT, "使用", "uses", ("assets", "AS019")),
        edge(company, asset, "owns", Family.BENEFIT, "登记", "owns", ("assets", "AS019")),
        edge(official, "C1", "handler_of", Family.ACT, "承办", "handled", ("case_people", "CP0881")),
        edge("C1", gang, "case_of_gang", Family.ACT, "团伙案件", "case of the gang", ("cases", "C0102")),
        edge(official, "OP12", "informed_of", Family.ACT, "知情", "informed", ("operation_people", "OPP77")),
        edge("OP12", gang, "operation_against", Family.ACT, "针对", "directed at", ("operations", "OP12")),
    ]  # fmt: skip
    return Alert(
        alert_id=alert_id,
        official=Official(entity_id=official, name=name, id_number="530199197903120038", kind=kind, unit="青岚县公安局刑侦大队", title="副大队长"),
        gang=Gang(gang_id="G7", name="尚屹川等人团伙", kind="evil_group", status=status, region="青岚县"),
        probability=0.873,
        prior=0.004,
        families=[Family.TIE, Family.BENEFIT, Family.ACT],
        signals=signals,
        suspended=[signal("small_meeting", Family.TIE, 0.8, [("events", "EV077")], "同场培训。", "The same training course.", since="2023-05-20")],
        weakest_merge=Merge(probability=0.94, left="kin:K0007:b", right="transfers:TR00412:payee", text=Text(zh="“尤曼青”（亲属登记）与“尤曼青”（收款人）：姓名相同、手机号相同。", en="尤曼青 (kin register) and 尤曼青 (payee): same name, same phone.")),
        without_weakest_merge=0.412,
        innocent_explanations=[
            Explanation(code="training", checked=True, finding="explains", text=Text(zh="同场培训为全县统一组织，参加者 64 人。", en="The training was county-wide, with 64 participants."), records=[("events", "EV077")]),
            Explanation(code="beat_officer", checked=True, finding="weakens", text=Text(zh="自 2023-12 起为该辖区包片民警。", en="Beat officer of that area since 2023-12."), records=[("duties", "D004")]),
            Explanation(code="unrecorded_duty", checked=False, finding="open", text=Text(zh="转账是否为亲友借款？", en="Were the transfers a loan between friends?")),
            Explanation(code="namesake", checked=True, finding="none", text=Text(zh="同名者：未见。", en="Namesakes: none found.")),
        ],
        refutations=[Text(zh="转账有真实合同或还款记录。", en="A real contract or repayment behind the transfers."), Text(zh="通话均属特情联络且已报备。", en="All calls were reported informant contacts.")],
        without=[WithoutPiece(signal=n, probability=p) for n, p in enumerate([0.871, 0.702, 0.79, 0.55, 0.81, 0.74, 0.61])],
        nodes=nodes,
        edges=edges,
        as_of="2024-06-30",
        raised_on="2024-06-30",
        expires_on="2024-12-31",
    )  # fmt: skip


def plain_alert(alert_id: str = "AB3C5D7E9F2G", name: str = "廉守拙", kind: str = "village_cadre") -> Alert:
    """A short alert: two families, no merge, no picture nodes between, no dates on one signal."""
    return Alert(
        alert_id=alert_id,
        official=Official(entity_id="PCADRE", name=name, id_number=None, kind=kind, unit="柳溪村", title="村委会主任"),
        gang=Gang(gang_id="G3", name="麻黑子砂石团伙", kind="mafia_type", status=None, region="柳溪镇"),
        probability=0.318,
        prior=0.004,
        families=[Family.TIE, Family.BENEFIT],
        signals=[
            signal("direct_calls", Family.TIE, 2.2, [("calls", "CL00901")], "直接通话 9 次。", "Nine direct calls.", since="2024-01-03", until="2024-04-22"),
            signal("awards", Family.BENEFIT, 2.6, [("awards", "AW3")], "村集体砂石合同一家投标。", "A village gravel contract with one bidder."),
        ],
        weakest_merge=None,
        innocent_explanations=[Explanation(code="open_tender", checked=True, finding="open", text=Text(zh="合同是否公开招标？", en="Was the contract openly tendered?"))],
        refutations=[Text(zh="公开招标记录。", en="A record of an open tender.")],
        without=[WithoutPiece(signal=0, probability=0.05), WithoutPiece(signal=1, probability=0.035)],
        nodes=[
            PictureNode(id="PCADRE", kind="person", label=name, role="official"),
            PictureNode(id="G3", kind="gang", label="麻黑子砂石团伙", role="gang"),
            PictureNode(id="PM3", kind="person", label="麻黑子", role="member"),
        ],
        edges=[
            PictureEdge(source="PCADRE", target="PM3", kind="direct_calls", family=Family.TIE, text=Text(zh="通话 9 次", en="9 calls"), records=[("calls", "CL00901")]),
            PictureEdge(source="PM3", target="G3", kind="member_of", family=Family.LINK, text=Text(zh="骨干", en="core member"), records=[("gang_members", "GM3")]),
        ],
        as_of="2024-06-30",
        raised_on="2024-06-30",
        expires_on="2024-12-31",
    )  # fmt: skip


def crowded_alert(people: int = 40) -> Alert:
    """More people between the official and the gang than anybody can take in at a glance."""
    plain = plain_alert()
    nodes, edges = list(plain.nodes), list(plain.edges)
    for n in range(people):
        nodes.append(PictureNode(id=f"PB{n}", kind="person", label=f"中间人{n}", role="between"))
        text = Text(zh="资金往来", en="Money from the gang")
        for source, target in (("PCADRE", f"PB{n}"), (f"PB{n}", "PM3")):
            edges.append(PictureEdge(source=source, target=target, kind="money" if n % 2 else "awards", family=Family.BENEFIT, text=text, records=[("transfers", f"TR{n}")]))  # fmt: skip
    return plain.model_copy(update={"nodes": nodes, "edges": edges})


def alerts() -> list[Alert]:
    return [
        full_alert(),
        plain_alert("AZ2Y4X6W8V3U", "连城璧", "official"),
        plain_alert(),
    ]


def figures() -> Figures:
    return Figures(
        records=73412, mentions=141027, persons=6120, organizations=431, officials=398, gangs=7, gang_members=50,
        leads=37, cases=212, quarantined_rows=3, unreadable_cells=11, sources=26,
        leads_by_channel={"hotline": 14, "letter": 9, "online": 6, "visit": 4, "transfer": 3, "inspection": 1},
        leads_by_result={"founded": 8, "partly": 5, "unfounded": 7, "insufficient": 9, "false_report": 1, "": 7},
        cases_by_outcome={"convicted": 61, "prosecuted": 48, "mediated": 31, "not_filed": 27, "administrative": 20, "unsolved": 14, "withdrawn": 11},
        gangs_by_status={"suspected": 3, "charged": 2, "convicted": 1, "cleared": 1},
        as_of="2024-06-30",
        raised_on="2024-06-30",
    )  # fmt: skip


CANDIDATES = [
    {"record_id": "CA1", "name": "宿怀瑾", "id_number": "530199198001010011", "flagged": True, "findings": "2021 年因寻衅滋事被行政处罚", "records": "case_people:CP0102"},
    {"record_id": "CA2", "name": "苗长庚", "id_number": "", "flagged": False, "findings": "与一名团伙成员同名，身份待核", "records": [("gang_members", "GM21")]},
    {"record_id": "CA3", "name": NASTY, "id_number": "530199198501010017", "flagged": False, "findings": "", "records": ""},
]  # fmt: skip

QUARANTINE = [
    Quarantined(row=18, column="birth_date", value="1987-02-31", reason_zh="没有这一天", reason_en="no such day", level="cell", source_id=1, file="renyuan.csv", table="people", origin="青岚县公安局"),
    Quarantined(row=205, column="", value=NASTY, reason_zh="这一行没有写任何人", reason_en="this row names nobody", level="row", source_id=1, file="qinshu.csv", table="kin", origin="青岚县公安局"),
]  # fmt: skip


def record(table: str, record_id: str) -> RecordView:
    """A record of the sample: two versions for the first transfer, a script for a name in people:P1."""
    source = SourceView(
        file=f"{table}.csv",
        origin="青岚县公安局",
        grade="B",
        row=12 + sum(map(ord, record_id)) % 900,
        imported_at="2024-06-30T09:12:44+08:00",
        legal_basis="调取证据通知书",
        approval_no="青公调〔2024〕18号",
    )
    payload = {
        "at": "2023-07-01 10:22",
        "payer_org_name": "云栖谷酒店管理有限责任公司",
        "payee_name": "尤曼青",
        "amount_yuan": "93000",
        "备用列": "未说明",
    }
    if table == "people":
        payload = {"name": NASTY, "phones": "13900000001"}
    versions = [
        VersionView(
            seq=4,
            at="2024-06-30T09:12:44+08:00",
            retracted=False,
            reason=None,
            payload=payload,
            source=source,
        )
    ]
    if record_id == "TR00412":
        older = {**payload, "amount_yuan": "39000"}
        versions.append(
            VersionView(
                seq=2,
                at="2024-05-01T08:00:00+08:00",
                retracted=False,
                reason=None,
                payload=older,
                source=source,
            )
        )
    entities = [
        ("payee", "person", "PWIFE", "尤曼青"),
        ("payer", "organization", "OCOMPANY", "云栖谷酒店管理有限责任公司"),
    ]
    return RecordView(table=table, record_id=record_id, origin="青岚县公安局", versions=versions, entities=entities)  # fmt: skip


def versions_of(records: Sequence[RecordRef]) -> dict[RecordRef, list[VersionView]]:
    """The versions of records as the report asks for them."""
    return {each: record(*each).versions for each in records}

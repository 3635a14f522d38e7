"""FollowTheMoney files: entities become rows of the contract, links find whom they name wherever it stands."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from netinv.ingest.importing import ingest_path
from netinv.ingest.result import ImportReport
from netinv.ledger.ledger import Ledger

from .tokens import Tokens

Read = Callable[..., tuple[ImportReport, Ledger]]
NUMBER, CODE = "511399197001010018", "91510100MA6CXXXX1A"


def entity(id: str, schema: str, **properties: str | list[str]) -> str:
    values = {name: [value] if isinstance(value, str) else value for name, value in properties.items()}
    return json.dumps({"id": id, "schema": schema, "properties": values}, ensure_ascii=False)


PERSON = entity("p1", "Person", name=["柏清源", "老柏"], idNumber=NUMBER, gender="male", phone="13900000001")
OTHER = entity("p2", "Person", name="尚屹川", passportNumber="E1234567")
COMPANY = entity("c1", "Company", name="云栖谷酒店有限公司", registrationNumber=CODE)
CAR = entity("v1", "Vehicle", registrationNumber="川A12345")


@pytest.fixture
def read(tmp_path: Path, ledger: Ledger, vault: Tokens) -> Read:
    def run(*lines: str) -> tuple[ImportReport, Ledger]:
        folder = tmp_path / "县公安局"
        folder.mkdir(exist_ok=True)
        (folder / "net.ftm.json").write_text("\n".join(lines) + "\n", "utf-8")
        return ingest_path(folder / "net.ftm.json", ledger, vault, "clerk"), ledger

    return run


def rows(ledger: Ledger, name: str) -> list[dict[str, str]]:
    found = ledger.rows(name)
    return [{c: cells[i] for c, cells in found.columns.items() if cells[i]} for i in range(len(found))]


CASES: list[tuple[str, list[str], str, list[dict[str, str]]]] = [
    (
        "a person",
        [PERSON],
        "people",
        [{"record_id": "p1", "name": "柏清源", "aliases": "老柏", "id_number": NUMBER, "gender": "男",
          "phones": "13900000001"}],
    ),
    ("a passport is a number of its own", [OTHER], "people",
     [{"record_id": "p2", "name": "尚屹川", "ids": "passport:E1234567"}]),
    ("a company", [COMPANY], "organizations", [{"record_id": "c1", "name": "云栖谷酒店有限公司", "uscc": CODE}]),
    ("an authority", [entity("a", "PublicBody", name="青岚县公安局")], "organizations",
     [{"record_id": "a", "name": "青岚县公安局"}]),
    (
        "a link may come before those it names",
        [entity("o", "Ownership", owner="p1", asset="c1", percentage="51", startDate="2020-01-01"), PERSON, COMPANY],
        "holdings",
        [{"record_id": "o", "holder_name": "柏清源", "holder_id_number": NUMBER, "holder_phone": "13900000001",
          "holder_gender": "男", "org_name": "云栖谷酒店有限公司", "org_uscc": CODE, "share_pct": "51",
          "role": "shareholder", "start": "2020-01-01"}],
    ),
    (
        "a directorship",
        [COMPANY, OTHER, entity("d", "Directorship", director="p2", organization="c1", role="监事")],
        "holdings",
        [{"record_id": "d", "holder_name": "尚屹川", "holder_ids": "passport:E1234567",
          "org_name": "云栖谷酒店有限公司", "org_uscc": CODE, "role": "监事"}],
    ),
    (
        "an owned car is an asset",
        [OTHER, CAR, entity("o", "Ownership", owner="p2", asset="v1", endDate="2022-05-01")],
        "assets",
        [{"record_id": "o", "kind": "vehicle", "identifier": "川A12345", "owner_name": "尚屹川",
          "owner_ids": "passport:E1234567", "end": "2022-05-01"},
         {"record_id": "v1", "kind": "vehicle", "identifier": "川A12345"}],
    ),
    (
        "a post",
        [OTHER, COMPANY, entity("e", "Employment", employee="p2", employer="c1", role="经理", startDate="2019")],
        "posts",
        [{"record_id": "e", "name": "尚屹川", "ids": "passport:E1234567", "org_name": "云栖谷酒店有限公司",
          "org_uscc": CODE, "title": "经理", "start": "2019"}],
    ),
    (
        "relatives",
        [OTHER, entity("p3", "Person", name="尤曼青"),
         entity("f", "Family", person="p2", relative="p3", relationship="配偶")],
        "kin",
        [{"record_id": "f", "a_name": "尚屹川", "a_ids": "passport:E1234567", "b_name": "尤曼青", "relation": "配偶"}],
    ),
    (
        "acquaintance of no stated kind",
        [OTHER, entity("p3", "Person", name="尤曼青"), entity("s", "Associate", person="p2", associate="p3")],
        "ties",
        [{"record_id": "s", "a_name": "尚屹川", "a_ids": "passport:E1234567", "b_name": "尤曼青", "kind": "associate"}],
    ),
    (
        "money, and what is not yuan is no yuan",
        [OTHER, COMPANY,
         entity("m", "Payment", payer="c1", beneficiary="p2", amount="5000", date="2022-03-01", purpose="借"),
         entity("n", "Payment", payer="p2", beneficiary="c1", amount="70", currency="USD", date="2022-03-02")],
        "transfers",
        [{"record_id": "m", "payer_org_name": "云栖谷酒店有限公司", "payer_org_uscc": CODE, "payee_name": "尚屹川",
          "payee_ids": "passport:E1234567", "amount_yuan": "5000", "at": "2022-03-01", "memo": "借"},
         {"record_id": "n", "payer_name": "尚屹川", "payer_ids": "passport:E1234567",
          "payee_org_name": "云栖谷酒店有限公司", "payee_org_uscc": CODE, "at": "2022-03-02", "memo": "70 USD"}],
    ),
    (
        "a call",
        [entity("k", "Call", callerNumber="13900000001", receiverNumber="13900000002", date="2022-03-01T22:10:00",
                duration="60")],
        "calls",
        [{"record_id": "k", "from_phone": "13900000001", "to_phone": "13900000002", "at": "2022-03-01T22:10:00",
          "seconds": "60"}],
    ),
    (
        "who took part",
        [OTHER, entity("g", "Event", name="茶室", date="2022-04-02", location="柳溪镇", involved=["p2", "p9"])],
        "event_people",
        [{"record_id": "g:p2", "event_id": "g", "name": "尚屹川", "ids": "passport:E1234567"},
         {"record_id": "g:p9", "event_id": "g", "ids": "ftm:p9"}],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "table", "wanted"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_entities_as_rows(read: Read, lines: list[str], table: str, wanted: list[dict[str, str]]) -> None:
    report, ledger = read(*lines)
    assert rows(ledger, table) == wanted
    assert (report.quarantined, report.unreadable_cells) == (0, 0)


def test_reading_twice_changes_nothing(read: Read) -> None:
    _, ledger = read(PERSON, OTHER, COMPANY)
    head = ledger.head()
    report, _ = read(COMPANY, PERSON, OTHER)
    assert (report.new, report.changed, ledger.head()) == (0, 0, head), "nor does the order of the lines"


def test_what_cannot_be_read_is_listed_and_the_rest_is_read(read: Read) -> None:
    report, ledger = read(PERSON, '{"id": "x"}', "not json", entity("y", "Yacht", name="z"), OTHER)
    assert len(rows(ledger, "people")) == 2
    assert [(q.row, "id, schema" in q.reason_en) for q in ledger.quarantined()] == [(2, True), (3, True)]
    assert any("Yacht (1)" in file.note_en for file in report.files)

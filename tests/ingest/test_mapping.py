"""Any other table, read by a mapping: which file, which rows, which column feeds which field."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from netinv.ingest.importing import ingest_path
from netinv.ingest.mapping import read_mapping, suggest
from netinv.ingest.result import ImportReport
from netinv.ledger.ledger import Ledger
from netinv.model.errors import UsageError

from .books import workbook
from .tokens import Tokens

CONTRACT = """
files:
  - file: renyuan*.csv
    origin: 县公安局
    table: people
    where: {类型: 自然人}
    columns:
      编号: record_id
      姓名: name
      手机: phones
      备用电话: phones
      性别: {field: gender, values: {"1": 男, "2": 女}}
      出生: {field: birth_date, format: "%d/%m/%Y"}
    constants: {is_official: 否}
"""
PEOPLE = (
    "类型,编号,姓名,手机,备用电话,性别,出生,血型\n"
    "自然人,1,柏清源,13900000001,13900000009,1,01/02/1970,A\n"
    "自然人,2,尤曼青,13900000003,,2,31/02/1972,\n"
    "法人,3,云栖谷酒店,,,,,\n"
)


class Office:
    """A folder, a mapping beside it, and a ledger to read them into."""

    def __init__(self, folder: Path, ledger: Ledger, vault: Tokens) -> None:
        self.folder, self.ledger, self.vault = folder, ledger, vault

    def read(self, mapping: str, path: Path | None = None, **more: object) -> ImportReport:
        file = self.folder.parent / "map.yml"
        file.write_text(mapping, "utf-8")
        known = read_mapping(file)
        return ingest_path(path or self.folder, self.ledger, self.vault, "clerk", mapping=known, **more)  # type: ignore[arg-type]

    def table(self, name: str) -> dict[str, dict[str, str]]:
        rows = self.ledger.rows(name)
        return {
            record: {column: cells[i] for column, cells in rows.columns.items() if cells[i]}
            for i, record in enumerate(rows.record_id)
        }


@pytest.fixture
def office(tmp_path: Path, ledger: Ledger, vault: Tokens, drop: Callable[..., Path]) -> Callable[..., Office]:
    return lambda **files: Office(drop(**files), ledger, vault)


def test_the_mapping_of_the_data_contract(office: Callable[..., Office]) -> None:
    desk = office(**{"renyuan_1.csv": PEOPLE, "other.csv": "x\n1\n"})
    report = desk.read(CONTRACT)
    assert (report.new, report.quarantined, report.unreadable_cells) == (2, 0, 1)
    assert desk.table("people") == {
        "1": {
            "record_id": "1",
            "name": "柏清源",
            "phones": "13900000001;13900000009",
            "gender": "男",
            "birth_date": "1970-02-01",
            "is_official": "否",
            "血型": "A",
        },
        "2": {
            "record_id": "2",
            "name": "尤曼青",
            "phones": "13900000003",
            "gender": "女",
            "birth_date": "31/02/1972",
            "is_official": "否",
        },
    }
    assert [(q.file, q.row, q.column, q.value) for q in desk.ledger.quarantined()] == [
        ("renyuan_1.csv", 3, "birth_date", "31/02/1972")
    ]
    by_file = {file.file: file for file in report.files}
    assert by_file["renyuan_1.csv"].unknown_columns == ["血型"]
    assert "not read" in by_file["other.csv"].note_en
    assert {source.origin for source in desk.ledger.sources()} == {"县公安局"}


def test_reading_twice_by_a_mapping_changes_nothing(office: Callable[..., Office]) -> None:
    desk = office(**{"renyuan.csv": PEOPLE})
    assert desk.read(CONTRACT).new == 2
    head = desk.ledger.head()
    assert (desk.read(CONTRACT).same, desk.ledger.head()) == (2, head)


def test_a_sources_table_beside_says_where_files_come_from(office: Callable[..., Office]) -> None:
    desk = office(**{"renyuan.csv": PEOPLE, "sources.csv": "file,origin,grade\nrenyuan.csv,青岚县公安局,B\n"})
    mapping = CONTRACT.replace("    origin: 县公安局\n", "")
    desk.read(mapping, desk.folder / "renyuan.csv")
    assert desk.read(mapping).same == 2, "the same from its folder"
    assert {(s.origin, s.grade) for s in desk.ledger.sources()} == {("青岚县公安局", "B")}


def test_one_file_feeds_several_tables_and_one_alone_may_be_given(office: Callable[..., Office]) -> None:
    desk = office(**{"renyuan.csv": PEOPLE})
    both = CONTRACT + (
        "  - file: renyuan.csv\n    table: 单位\n    where: {类型: [法人, 个体户]}\n"
        "    columns: {编号: record_id, 姓名: name}\n"
    )
    report = desk.read(both, desk.folder / "renyuan.csv")
    assert report.new == 3
    assert desk.table("organizations") == {"3": {"record_id": "3", "name": "云栖谷酒店"}}


@pytest.mark.parametrize("data", [PEOPLE.encode("gb18030"), PEOPLE.replace(",", "\t").encode("utf-16")])
def test_encodings_and_separators_as_in_any_delivery(office: Callable[..., Office], data: bytes) -> None:
    assert office(**{"renyuan.csv": data}).read(CONTRACT).new == 2


def test_a_sheet_is_named_behind_its_workbook(office: Callable[..., Office]) -> None:
    rows = [line.split(",") for line in PEOPLE.splitlines()]
    desk = office(**{"book.xlsx": workbook({"别的": [["a"], ["1"]], "名单": rows})})
    assert desk.read(CONTRACT.replace("renyuan*.csv", "book.xlsx#名单")).new == 2


def test_text_fields_are_run_together_and_lists_are_lists(office: Callable[..., Office]) -> None:
    desk = office(**{"a.csv": "姓,名,县,村,绰号1,绰号2\n柏,清源,青岚县,柳溪村,老柏,柏哥\n"})
    desk.read(
        "files:\n  - {file: a.csv, table: people, columns: "
        "{姓: name, 名: name, 县: address, 村: address, 绰号1: aliases, 绰号2: aliases}}\n"
    )
    (row,) = desk.table("people").values()
    assert row == {"name": "柏清源", "address": "青岚县柳溪村", "aliases": "老柏;柏哥"}


# --- reporters


LEADS = (
    "编号,姓名,电话,内容,被举报人,备注\n"
    "L1,冀不留名,13999999999,我是冀不留名，电话13999999999，反映所长收钱。,柏清源,冀不留名来过两次\n"
)
REPORTED = """
files:
  - file: xiansuo.csv
    table: leads
    columns: {编号: lead_id, 姓名: reporter_name, 电话: reporter_phone, 内容: text}
  - file: xiansuo.csv
    table: lead_subjects
    columns: {编号: lead_id, 被举报人: name}
    constants: {role: 被举报}
  - file: xiansuo.csv
    table: cases
    columns: {编号: case_id, 内容: title}
"""


def test_reporters_are_sealed_in_every_table_that_a_file_feeds(
    office: Callable[..., Office], tmp_path: Path
) -> None:
    desk = office(**{"xiansuo.csv": LEADS})
    assert desk.read(REPORTED).new == 3
    lead = desk.table("leads")["L1"]
    assert lead["reporter_name"].startswith("R~")
    assert "反映所长收钱" in lead["text"]
    assert [row["name"] for row in desk.table("lead_subjects").values()] == ["柏清源"]
    assert {value for _, value in desk.vault.kept.values()} == {"冀不留名", "13999999999"}
    desk.ledger.close()
    for secret in ("冀不留名", "13999999999"):
        for file in (tmp_path / "ws").rglob("*"):
            assert not file.is_file() or secret.encode() not in file.read_bytes(), (secret, file.name)


def test_a_reporters_column_that_nobody_maps_is_sealed_all_the_same(office: Callable[..., Office]) -> None:
    desk = office(**{"xiansuo.csv": "编号,举报人,内容\nL1,冀不留名,冀不留名反映所长收钱。\n"})
    desk.read("files:\n  - {file: xiansuo.csv, table: leads, columns: {编号: lead_id, 内容: text}}\n")
    assert "冀不留名" not in str(desk.table("leads"))


# --- what is wrong is said with its line


GOOD = "files:\n  - file: a.csv\n    table: people\n    columns:\n      编号: record_id\n"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("files: [", 1, "YAML"),
        ("- just a list\n", 1, "files:"),
        ("files: []\n", 1, "files"),
        (GOOD + "    colums: {}\n", 6, "colums"),
        (GOOD.replace("    table: people\n", ""), 2, "table is missing"),
        (GOOD.replace("people", "peple"), 3, "did you mean people"),
        (GOOD + "      姓名: nme\n", 6, "did you mean name"),
        (GOOD + "      姓名: {field: name, vals: {}}\n", 6, "vals"),
        (GOOD + "    constants: {nobody: 1}\n", 6, "nobody"),
        (
            GOOD.replace("people", "leads").replace("record_id", "lead_id") + "      举报人电话: text\n",
            6,
            "reporter_",
        ),
    ],
)
def test_a_wrong_mapping_names_its_file_and_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    file = tmp_path / "map.yml"
    file.write_text(text, "utf-8")
    with pytest.raises(UsageError) as error:
        read_mapping(file)
    said = str(error.value)
    assert f"map.yml 第 {line} 行" in said or f"map.yml, line {line}" in said, said
    assert says in said
    assert " / " in said


def test_no_mapping_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"map\.yml"):
        read_mapping(tmp_path / "map.yml")


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        (CONTRACT.replace("手机: phones", "手机号码: phones"), "手机号码"),
        (CONTRACT.replace("类型: 自然人", "类别: 自然人"), "类别"),
        (CONTRACT.replace("renyuan*", "nobody*"), "nobody"),
    ],
    ids=["a column that is not there", "a condition on one", "no such file"],
)
def test_what_does_not_fit_the_file_is_said_and_nothing_is_read(
    office: Callable[..., Office], mapping: str, says: str
) -> None:
    desk = office(**{"renyuan.csv": PEOPLE})
    with pytest.raises(UsageError, match=says):
        desk.read(mapping)
    assert desk.ledger.head().seq == 0


# --- drafts


PLAIN = "序号,姓名,证件编号,联系方式,xb,生日\n1,柏清源,511399197001010018,13900000001,1,31/12/1970\n"

DRAFTS: list[tuple[str, str, str, dict[str, object]]] = [
    (
        "名单.csv",
        "序号,姓名,身份证件号码,联系方式,xb\n1,柏清源,511399197001010018,13900000001,1\n",
        "people",
        {"序号": "record_id", "姓名": "name", "身份证件号码": "id_number", "联系方式": "phones",
         "xb": {"field": "gender", "values": {"1": "男"}}},
    ),
    (
        "list.csv",
        "no,full_name,col3,dob,remark\n1,柏清源,511399197001010018,31/12/1970,\n2,尤曼青,511399197203030041,01/02/1972,\n",
        "people",
        {"no": "record_id", "full_name": "name", "col3": "id_number",
         "dob": {"field": "birth_date", "format": "%d/%m/%Y"}, "remark": "note"},
    ),
    (
        "qiye.csv",
        "企业名称,社会信用代码,法定代表人,注册资本\n云栖谷酒店,91510100MA6CXXXX1A,尚屹川,100\n",
        "organizations",
        {"企业名称": "name", "社会信用代码": "uscc", "法定代表人": "legal_rep_name", "注册资本": "capital_yuan"},
    ),
    (
        "流水.csv",
        "交易时间,付款人,付款账号,收款人,收款账号,交易金额\n2022-03-01 10:00,尚屹川,62,柏清源,63,5000\n",
        "transfers",
        {"交易时间": "at", "付款人": "payer_name", "付款账号": "payer_account", "收款人": "payee_name",
         "收款账号": "payee_account", "交易金额": "amount_yuan"},
    ),
    (
        "话单.csv",
        "主叫号码,被叫号码,通话时间,通话时长\n13900000001,13900000002,2022-03-01 10:00,60\n",
        "calls",
        {"主叫号码": "from_phone", "被叫号码": "to_phone", "通话时间": "at", "通话时长": "seconds"},
    ),
    (
        "信访.csv",
        "受理编号,举报人,举报电话,线索内容,接收时间\nX1,冀不留名,13999999999,所长收钱,2022-06-01\n",
        "leads",
        {"受理编号": "lead_id", "举报人": "reporter_name", "举报电话": "reporter_phone", "线索内容": "text",
         "接收时间": "received_at"},
    ),
]  # fmt: skip


def test_a_list_of_persons_is_the_register_of_people(office: Callable[..., Office]) -> None:
    (entry,) = yaml.safe_load(suggest(office(**{"x.csv": PLAIN}).folder))["files"]
    assert entry["table"] == "people"


@pytest.mark.parametrize(("name", "text", "table", "columns"), DRAFTS, ids=[d[0] for d in DRAFTS])
def test_a_draft_is_right_and_can_be_used_as_it_is(
    office: Callable[..., Office], name: str, text: str, table: str, columns: dict[str, object]
) -> None:
    desk = office(**{name: text})
    draft = suggest(desk.folder / name)
    (entry,) = yaml.safe_load(draft)["files"]
    assert (entry["file"], entry["table"], entry["columns"]) == (name, table, columns)
    assert "冀不留名" not in draft, "a draft shows no reporter"
    assert desk.read(draft).new == len(text.splitlines()) - 1


def test_a_folder_gets_one_draft(office: Callable[..., Office]) -> None:
    desk = office(**{"a.csv": DRAFTS[0][1], "b.csv": DRAFTS[2][1]})
    tables = [entry["table"] for entry in yaml.safe_load(suggest(desk.folder))["files"]]
    assert tables == ["people", "organizations"]


def test_what_is_no_table_gets_none(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    with pytest.raises(UsageError):
        suggest(tmp_path / "picture.png")

"""A drop folder into the ledger: identity, versions, quarantine, origin, and no reporter anywhere."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netinv.ingest.importing import ingest_path
from netinv.ingest.result import ImportReport
from netinv.ledger.keyring import Keyring
from netinv.ledger.ledger import Ledger
from netinv.model.errors import UsageError

from .tokens import Tokens

Drop = Callable[..., Path]
PEOPLE = "record_id,name,id_number,birth_date\nR1,王建国,１２３,1980-01-02\nR2,张某,,\n"


def table(ledger: Ledger, name: str) -> dict[str, dict[str, str]]:
    rows = ledger.rows(name)
    return {
        record_id: {column: cells[i] for column, cells in rows.columns.items() if cells[i]}
        for i, record_id in enumerate(rows.record_id)
    }


def counts(report: ImportReport) -> tuple[int, int, int]:
    return report.new, report.changed, report.same


def test_cells_are_kept_as_written(drop: Drop, ledger: Ledger, vault: Tokens) -> None:
    ingest_path(drop(people=PEOPLE), ledger, vault, "clerk")
    assert table(ledger, "people")["R1"]["id_number"] == "１２３"
    assert ledger.mentions().fields["name"] == ["王建国", "张某"]


def test_reading_twice_changes_nothing(drop: Drop, ledger: Ledger, vault: Tokens) -> None:
    folder = drop(people=PEOPLE, calls="at,from_phone,to_phone\n2023-01-01 08:00,13812345678,10086\n")
    assert counts(ingest_path(folder, ledger, vault, "clerk")) == (3, 0, 0)
    head = ledger.head()
    assert counts(ingest_path(folder, ledger, vault, "clerk")) == (0, 0, 3)
    assert ledger.head() == head


def test_another_content_is_a_new_version(drop: Drop, ledger: Ledger, vault: Tokens) -> None:
    ingest_path(drop(people=PEOPLE), ledger, vault, "clerk")
    assert counts(ingest_path(drop(people=PEOPLE.replace("王建国", "王建军")), ledger, vault, "clerk")) == (
        0,
        1,
        1,
    )
    assert [version.payload["name"] for version in ledger.versions("people", "R1")] == ["王建军", "王建国"]


@pytest.mark.parametrize("second", ["people_2", "人员"])
def test_of_a_number_that_comes_twice_the_last_counts_and_the_other_is_listed(
    drop: Drop, ledger: Ledger, vault: Tokens, second: str
) -> None:
    folder = drop(people="record_id,name\nR1,甲一\nR1,甲二\n", **{second: "record_id,name\nR1,甲三\n"})
    report = ingest_path(folder, ledger, vault, "clerk")
    assert (counts(report), report.quarantined) == ((1, 0, 0), 2)
    assert counts(ingest_path(folder, ledger, vault, "clerk")) == (0, 0, 1)


def test_a_full_snapshot_retracts_what_it_lacks(drop: Drop, ledger: Ledger, vault: Tokens) -> None:
    ingest_path(drop(people=PEOPLE), ledger, vault, "clerk")
    shorter = drop(people=PEOPLE.splitlines()[0] + "\nR1,王建国,１２３,1980-01-02\n")
    assert ingest_path(shorter, ledger, vault, "clerk").retracted == 0
    assert ingest_path(shorter, ledger, vault, "clerk", replace=True).retracted == 1
    assert list(table(ledger, "people")) == ["R1"]


def test_a_snapshot_with_broken_lines_retracts_nothing(drop: Drop, ledger: Ledger, vault: Tokens) -> None:
    ingest_path(drop(people=PEOPLE), ledger, vault, "clerk")
    broken = drop(people=PEOPLE.replace("R2,张某,,", "R2,张某"))
    assert ingest_path(broken, ledger, vault, "clerk", replace=True).retracted == 0
    assert list(table(ledger, "people")) == ["R1", "R2"]


def test_a_snapshot_does_not_lack_a_row_that_it_names_but_nobody_can_use(
    drop: Drop, ledger: Ledger, vault: Tokens
) -> None:
    ingest_path(drop(people=PEOPLE), ledger, vault, "clerk")
    nameless = drop(people="record_id,name\nR1,\n")
    assert ingest_path(nameless, ledger, vault, "clerk", replace=True).retracted == 1
    assert list(table(ledger, "people")) == ["R1"]


def test_what_was_withdrawn_is_not_brought_back_by_reading_the_same_again(
    drop: Drop, ledger: Ledger, vault: Tokens
) -> None:
    ingest_path(drop(people=PEOPLE), ledger, vault, "clerk")
    head = ledger.retract("people", "R1", "another person of that name", "clerk")
    report = ingest_path(drop(people=PEOPLE), ledger, vault, "clerk")
    assert (counts(report), report.files[0].barred) == ((0, 0, 1), 1)
    assert (ledger.head().seq, list(table(ledger, "people"))) == (head, ["R2"])
    # to say something else of it is to say something new …
    assert counts(ingest_path(drop(people=PEOPLE.replace("王建国", "王建军")), ledger, vault, "clerk")) == (
        0,
        1,
        1,
    )
    # … and what only a snapshot lacked comes back as soon as it is delivered again
    alone = drop(people="record_id,name\nR1,王建军\n")
    assert ingest_path(alone, ledger, vault, "clerk", replace=True).retracted == 1
    ingest_path(drop(people=PEOPLE), ledger, vault, "clerk")
    assert list(table(ledger, "people")) == ["R1", "R2"]


def test_rows_and_cells_that_cannot_be_read_are_listed_with_reasons(
    drop: Drop, ledger: Ledger, vault: Tokens
) -> None:
    people = "record_id,name,birth_date,is_official\nR1,王,2023-02-31,也许\nR2,,,是\nR3,李\nR4,赵,2023年,否\n"
    report = ingest_path(drop(people=people), ledger, vault, "clerk")
    assert (report.new, report.quarantined, report.unreadable_cells) == (2, 2, 2)
    listed = {(q.row, q.column, q.level): q.value for q in ledger.quarantined()}
    assert listed[2, "birth_date", "cell"] == "2023-02-31"
    assert listed[2, "is_official", "cell"] == "也许"
    assert {(row, level) for row, _, level in listed} == {(2, "cell"), (3, "row"), (4, "row")}
    assert all(q.reason_zh and q.reason_en and q.file == "people.csv" for q in ledger.quarantined())
    assert table(ledger, "people")["R1"]["birth_date"] == "2023-02-31"


def test_an_identifier_of_no_scheme_is_no_fault(drop: Drop, ledger: Ledger, vault: Tokens) -> None:
    report = ingest_path(drop(people="name,id_number\nJohn Smith,E12345678\n"), ledger, vault, "clerk")
    assert (report.quarantined, report.unreadable_cells) == (0, 0)


def test_nul_is_taken_out_and_listed(drop: Drop, ledger: Ledger, vault: Tokens) -> None:
    report = ingest_path(drop(people="record_id,name\nR1,王\0强\n"), ledger, vault, "clerk")
    assert report.unreadable_cells == 1
    assert table(ledger, "people")["R1"]["name"] == "王强"


def test_the_origin_is_the_option_else_the_sources_table_else_the_folder(
    drop: Drop, ledger: Ledger, vault: Tokens
) -> None:
    folder = drop(people=PEOPLE, kin="a_name,b_name,relation\n甲,乙,儿子\n")
    drop(sources="文件,来源单位,来源等级,审批文号\nkin.csv,县民政局,A,〔2023〕5号\n")
    ingest_path(folder, ledger, vault, "clerk")
    known = {source.file: source for source in ledger.sources()}
    assert (known["people.csv"].origin, known["people.csv"].grade) == ("县公安局", "C")
    assert (known["kin.csv"].origin, known["kin.csv"].grade) == ("县民政局", "A")
    assert known["kin.csv"].approval_no == "〔2023〕5号"
    ingest_path(folder / "people.csv", ledger, vault, "clerk", origin="省厅")
    assert {source.origin for source in ledger.sources()} == {"县公安局", "县民政局", "省厅"}


def test_the_report_names_every_file_in_both_languages(drop: Drop, ledger: Ledger, vault: Tokens) -> None:
    folder = drop(people="姓名,身高\n王,180\n", gangs="", **{"名单.csv": "x"})
    report = ingest_path(folder, ledger, vault, "clerk")
    for lang in ("zh", "en"):
        text = report.text(lang)
        assert all(name in text for name in ("people.csv", "gangs.csv", "名单.csv", "身高"))
    assert "新增 1" in report.text("zh")
    assert "1 new" in report.text("en")


def test_progress_reaches_the_end(drop: Drop, ledger: Ledger, vault: Tokens) -> None:
    seen: list[tuple[int, int, str]] = []
    ingest_path(drop(people=PEOPLE), ledger, vault, "clerk", progress=lambda *step: seen.append(step))
    assert seen[-1] == (2, 2, "people.csv")


def test_nothing_of_a_failed_import_is_left(drop: Drop, ledger: Ledger, vault: Tokens) -> None:
    class FullError(Exception):
        pass

    def fail(done: int, total: int, what: str) -> None:
        raise FullError

    with pytest.raises(FullError):
        ingest_path(drop(people=PEOPLE), ledger, vault, "clerk", progress=fail)
    assert ledger.head().seq == 0
    assert ledger.tables() == []


def test_wrong_paths_are_wrong_usage(tmp_path: Path, ledger: Ledger, vault: Tokens) -> None:
    with pytest.raises(UsageError):
        ingest_path(tmp_path / "nowhere", ledger, vault, "clerk")


LEADS = "lead_id,received_at,channel,举报人,举报人电话,举报人身份证号,举报人住址,举报内容\n"


def test_identity_of_a_lead_without_number_is_the_same_in_every_workspace(tmp_path: Path, drop: Drop) -> None:
    text = (
        LEADS.replace("lead_id,", "")
        + "2023-05-01,来信,赵小六,13812345678,,,赵小六看见张三打人，我的电话13812345678\n"
    )
    found = []
    for name in ("one", "two"):
        ledger = Ledger.open(tmp_path / name, Keyring(tmp_path / f"keys-{name}"), create=True)
        tokens = Tokens()
        # tokens differ between workspaces, as the vault's key does
        tokens.seal = lambda kind, value, name=name: f"R~{name}{len(value)}"  # type: ignore[method-assign]
        ingest_path(drop(leads=text), ledger, tokens, "clerk")
        found.append(ledger.rows("leads").record_id)
        ledger.close()
    assert found[0] == found[1]


def stored_bytes(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_a_reporters_values_are_in_no_file(tmp_path: Path, drop: Drop, ledger: Ledger, vault: Tokens) -> None:
    secrets = ["赵小六", "13812345678", "51139719711125073X", "幸福村7组47号", "zhaoxiaoliu88", "13987654321"]
    name, phone, number, home, chat, second = secrets
    rows = [
        f"X1,2023-05-01,来信,{name},{phone},{number},{home},我叫{name}，电话{phone}。他的电话是13300001111",
        f"X2,{phone},{name},{name},{phone},,,时间写错的一行{name}",  # moved by one: unreadable, so searched
        f"X3,2023-05-01,来信,{name},{phone},,断了的一行",
        f",,,{name},{phone},{number},{home},",
        f'X5,2023-05-01,来信,,,,,"我的微信{chat}，联系电话{second}',
    ]
    report = ingest_path(drop(leads=LEADS + "\n".join(rows) + "\n"), ledger, vault, "clerk")
    assert (report.new, report.quarantined) == (2, 3)
    held = stored_bytes(tmp_path / "ws").decode("utf-8", "replace") + report.model_dump_json()
    assert [secret for secret in secrets if secret in held] == []
    assert "13300001111" in held  # what is said of another is evidence
    assert {value for _, value in vault.kept.values()} >= {name, phone, number}


@pytest.mark.parametrize(
    "row",
    [
        "{p},2023-05-01,电话,{n},{p},,,有人打人",  # the lead goes by the reporter's number
        "X1,{n},{p},电话,,,,{n}说的",  # slipped by one
        "{p},{n},电话,,,,,{n}，{p}",
        "X1,2023-05-01,电话,{p},{n},,,{n}的{p}",  # name and number exchanged
    ],
)
def test_a_reporter_in_the_wrong_cell_is_sealed_too(
    tmp_path: Path, drop: Drop, ledger: Ledger, vault: Tokens, row: str
) -> None:
    ingest_path(drop(leads=LEADS + row.format(n="禹栖寒", p="13877665544") + "\n"), ledger, vault, "clerk")
    held = stored_bytes(tmp_path / "ws")
    assert [secret for secret in ("禹栖寒", "13877665544") if secret.encode() in held] == []


@pytest.mark.parametrize("number", ["X1", "20230501000123", "511300202305010001", "5113-2023-0001"])
def test_the_number_of_a_lead_stays(drop: Drop, ledger: Ledger, vault: Tokens, number: str) -> None:
    ingest_path(
        drop(leads=LEADS + f"{number},2023-02-31,来信,赵小六,13812345678,,,x\n"), ledger, vault, "clerk"
    )
    assert list(table(ledger, "leads")) == [number]
    assert table(ledger, "leads")[number]["received_at"] == "2023-02-31"


def test_a_reporters_column_in_another_table_is_sealed_too(
    tmp_path: Path, drop: Drop, ledger: Ledger, vault: Tokens
) -> None:
    people = "record_id,name,note,举报人\nR1,王强,赵小六反映,赵小六\n"
    ingest_path(drop(people=people), ledger, vault, "clerk")
    assert "赵小六".encode() not in stored_bytes(tmp_path / "ws")


def test_contacts_of_one_reporter_are_masked_in_that_lead_only(
    drop: Drop, ledger: Ledger, vault: Tokens
) -> None:
    rows = "X1,,,赵小六,,,,有人打人\nX2,,,,,,,都说是赵小六打的人\n"
    ingest_path(drop(leads=LEADS + rows), ledger, vault, "clerk")
    assert table(ledger, "leads")["X2"]["text"] == "都说是赵小六打的人"


name_values = st.builds(
    str.__add__, st.sampled_from("赵钱孙周郑冯陈褚卫蒋"), st.text("晓岚峻熙沐宸梓萱", min_size=2, max_size=2)
)
phone_values = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
id_values = st.builds(
    lambda region, year, month, day, tail: f"{region}{year}{month:02}{day:02}{tail}",
    st.integers(110000, 659999),
    st.integers(1940, 2005),
    st.integers(1, 12),
    st.integers(1, 28),
    st.from_regex(r"[0-9]{3}[0-9X]", fullmatch=True),
)
sentences = st.sampled_from(
    [
        "我叫{n}",
        "本人{n}，电话{p}",
        "联系电话：{p}",
        "身份证号{i}",
        "{n}亲眼看见",
        "他的电话是{p}",
        "请回{n}的信",
        "举报人：{n} {p}",
        "{p}{i}",
    ]
)


@settings(max_examples=25)
@given(
    name_values,
    phone_values,
    id_values,
    st.lists(sentences, max_size=4),
    st.sampled_from(["，", "。", " ", "\n"]),
)
def test_no_byte_of_the_workspace_holds_a_reporter(
    tmp_path_factory: pytest.TempPathFactory, name: str, phone: str, number: str, said: list[str], joint: str
) -> None:
    folder = tmp_path_factory.mktemp("county")
    text = joint.join(said).format(n=name, p=phone, i=number).replace('"', "")
    (folder / "leads.csv").write_text(LEADS + f'X1,2023-05-01,来信,{name},{phone},{number},,"{text}望核查"\n')
    ledger = Ledger.open(folder / "ws", Keyring(folder / "keys"), create=True)
    ingest_path(folder / "leads.csv", ledger, Tokens(), "clerk")
    ledger.close()
    held = stored_bytes(folder / "ws")
    assert not any(secret.encode() in held for secret in (name, phone, number))


def test_a_number_that_a_spreadsheet_rounded_is_kept_and_listed_but_tells_nobody_apart(
    drop: Drop, ledger: Ledger, vault: Tokens
) -> None:
    people = "record_id,name,id_number,phones\nR1,王,5.11399E+17,1.39E+10\nR2,李,511399197001010018,+8613900000001\n"
    assert ingest_path(drop(people=people), ledger, vault, "clerk").unreadable_cells == 2
    assert [(q.row, q.column, q.value) for q in ledger.quarantined()] == [
        (2, "id_number", "5.11399E+17"),
        (2, "phones", "1.39E+10"),
    ]
    assert table(ledger, "people")["R1"]["id_number"] == "5.11399E+17"
    assert ledger.mentions().fields["id_number"] == ["", "511399197001010018"]


def test_names_in_another_encoding_are_read_as_what_they_are(
    tmp_path: Path, ledger: Ledger, vault: Tokens
) -> None:
    folder = tmp_path / os.fsdecode("青岚县".encode("gbk"))
    folder.mkdir()
    (folder / os.fsdecode("人员.csv".encode("gbk"))).write_text(PEOPLE, "utf-8")
    (report,) = ingest_path(folder, ledger, vault, "clerk").files
    assert (report.file, report.table, report.origin, report.new) == ("人员.csv", "people", "青岚县", 2)

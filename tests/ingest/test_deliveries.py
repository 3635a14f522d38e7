"""A folder, a file, an archive of either, a workbook: however it is delivered, the same rows say the same."""

import csv
import datetime
import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from netinv.ingest import archive as archives
from netinv.ingest.importing import ingest_path
from netinv.ingest.result import ImportReport
from netinv.ingest.workbook import text_of
from netinv.ledger.ledger import Ledger
from netinv.model.errors import NetinvError, UsageError

from .books import archive, with_part, workbook
from .tokens import Tokens

PEOPLE = [
    ["编号", "姓名", "手机号", "公职人员", "身高"],
    ["R1", "王建国", "1;2", "是", "180"],
    ["R2", "李 四", "", "", ""],
]
KIN = [["record_id", "a_name", "b_name", "relation"], ["K1", "王建国", "李 四", "连襟"]]
SOURCES = [["file", "origin", "grade"], ["people", "县民政局", "A"]]
TABLES = {"people": PEOPLE, "亲属": KIN, "sources": SOURCES}


def text(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def lines(rows: list[list[str]]) -> str:
    """JSON lines; what is empty is left out, several values are a list."""
    found = []
    for row in rows[1:]:
        item = {
            key: cell.split(";") if ";" in cell else cell
            for key, cell in zip(rows[0], row, strict=True)
            if cell
        }
        found.append(json.dumps(item, ensure_ascii=False))
    return "\n".join(found)


def folder(place: Path) -> Path:
    made = place / "县公安局"
    made.mkdir()
    for name, rows in TABLES.items():
        (made / f"{name}.csv").write_text(text(rows), "utf-8")
    return made


def json_folder(place: Path) -> Path:
    made = place / "县公安局"
    made.mkdir()
    for name, rows in TABLES.items():
        (made / f"{name}.jsonl").write_text(lines(rows), "utf-8")
    return made


def plain_zip(place: Path) -> Path:
    return archive(place / "县公安局.zip", {f"{name}.csv": text(rows) for name, rows in TABLES.items()})


def zipped_folder(place: Path) -> Path:
    inside = {f"县公安局/{name}.csv": text(rows) for name, rows in TABLES.items()}
    return archive(place / "drop.zip", {**inside, "__MACOSX/县公安局/._people.csv": b"\0"}, windows=True)


def book(place: Path) -> Path:
    made = place / "县公安局" / "报送.xlsx"
    made.parent.mkdir()
    made.write_bytes(workbook(TABLES))
    return made


def zipped_book(place: Path) -> Path:
    return archive(place / "drop.zip", {"县公安局/报送.xlsx": workbook(TABLES)})


def folder_with_book(place: Path) -> Path:
    return book(place).parent


WAYS = [folder, json_folder, plain_zip, zipped_folder, book, zipped_book, folder_with_book]


def content(ledger: Ledger) -> list[tuple[str, ...]]:
    found = []
    for table in ("people", "kin"):
        rows = ledger.rows(table)
        for i, key in enumerate(zip(rows.origin, rows.record_id, strict=True)):
            cells = sorted((name, column[i]) for name, column in rows.columns.items() if column[i])
            found.append((table, *key, *(f"{name}={cell}" for name, cell in cells)))
    return sorted(found)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_however_it_comes_it_is_the_same(
    tmp_path: Path, ledger: Ledger, vault: Tokens, way: Callable[[Path], Path]
) -> None:
    report = ingest_path(way(tmp_path), ledger, vault, "clerk")
    assert content(ledger) == [
        ("kin", "县公安局", "K1", "a_name=王建国", "b_name=李 四", "record_id=K1", "relation=连襟"),
        (
            "people",
            "县民政局",
            "R1",
            "is_official=是",
            "name=王建国",
            "phones=1;2",
            "record_id=R1",
            "身高=180",
        ),
        ("people", "县民政局", "R2", "name=李 四", "record_id=R2"),
    ]
    assert [f.unknown_columns for f in report.files if f.table == "people"] == [["身高"]]
    # … and having read it this way, the folder says nothing new
    again = tmp_path / "again"
    again.mkdir()
    assert [ingest_path(folder(again), ledger, vault, "clerk").same] == [report.rows]


def test_a_single_file_belongs_to_the_unit_that_the_sources_beside_it_name(
    tmp_path: Path, ledger: Ledger, vault: Tokens
) -> None:
    report = ingest_path(folder(tmp_path) / "people.csv", ledger, vault, "clerk")
    assert [(file.file, file.origin) for file in report.files] == [("people.csv", "县民政局")]


def test_an_archive_of_one_file(tmp_path: Path, ledger: Ledger, vault: Tokens) -> None:
    packed = archive(tmp_path / "县公安局.zip", {"人员.csv": text(PEOPLE)})
    assert ingest_path(packed, ledger, vault, "clerk").new == 2


@pytest.mark.parametrize("title", ["Sheet1", "人员", "people(2)"])
def test_a_workbook_named_like_a_table_may_call_its_one_sheet_what_it_likes(
    tmp_path: Path, ledger: Ledger, vault: Tokens, title: str
) -> None:
    made = tmp_path / "人员.xlsx"
    made.write_bytes(workbook({title: PEOPLE, "Sheet2": []}))
    report = ingest_path(made, ledger, vault, "clerk")
    assert report.new == 2
    assert report.files[0].file == f"人员.xlsx#{title}"


def test_rows_are_numbered_as_the_spreadsheet_shows_them(
    tmp_path: Path, ledger: Ledger, vault: Tokens
) -> None:
    made = tmp_path / "people.xlsx"
    head = ["record_id", "name", "birth_date"]
    rows = [
        ["青岚县人员名册"],
        [],
        head,
        ["R1", "甲\n一", "2023-02-31"],
        [],
        ["", "", "1990"],
        ["R3", "丙", ""],
    ]
    made.write_bytes(workbook({"people": rows}))
    report = ingest_path(made, ledger, vault, "clerk")
    assert (report.new, report.quarantined, report.unreadable_cells) == (2, 1, 1)
    assert [(q.row, q.column) for q in ledger.quarantined()] == [(4, "birth_date"), (6, "")]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        (13900000001.0, "13900000001"), (180.5, "180.5"), (-0.0, "0"), (True, "是"), (False, "否"), ("", ""), ("01", "01"),
        (datetime.datetime(2023, 5, 1), "2023-05-01"), (datetime.datetime(2023, 5, 1, 8, 20), "2023-05-01 08:20:00"),
        (datetime.date(2023, 5, 1), "2023-05-01"), (datetime.time(8, 20), "08:20:00"), (datetime.timedelta(hours=30), "30:00:00"),
        (511399197001010018.0, "5.11399197001010E+17"),
    ],
)  # fmt: skip
def test_a_cell_is_written_as_a_clerk_would(cell: object, written: str) -> None:
    assert text_of(cell) == written


# --- made to do harm --------------------------------------------------------------------------------------


def refused(path: Path, ledger: Ledger, vault: Tokens) -> str:
    with pytest.raises(NetinvError) as caught:
        ingest_path(path, ledger, vault, "clerk")
    assert ledger.head().seq == 0
    assert path.name in str(caught.value)
    return str(caught.value)


def bomb(path: Path, ending: str) -> Path:
    return archive(path / f"bomb.{ending}", {"people.csv": b"0" * (archives.HARMLESS + 1)})


def damaged(path: Path, ending: str) -> Path:
    body = random.Random(1).randbytes(9000).hex()
    made = archive(path / f"cut.{ending}", {"people.csv": "record_id,name,note\nR1,甲," + body})
    data = bytearray(made.read_bytes())
    data[3000:3010] = b"\0" * 10
    made.write_bytes(data)
    return made


def cut(path: Path, ending: str) -> Path:
    made = damaged(path, ending)
    made.write_bytes(made.read_bytes()[:-50])
    return made


def locked(path: Path, ending: str) -> Path:
    made = archive(path / f"locked.{ending}", {"people.csv": "x"})
    data = bytearray(made.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    made.write_bytes(data)
    return made


def many(path: Path, ending: str) -> Path:
    return archive(path / f"many.{ending}", {f"{n}.csv": b"" for n in range(archives.MEMBERS + 1)})


def no_zip(path: Path, ending: str) -> Path:
    made = path / f"none.{ending}"
    made.write_bytes(b"record_id,name\nR1,x\n" * 9)
    return made


@pytest.mark.parametrize("made", [bomb, damaged, cut, locked, many, no_zip], ids=lambda made: made.__name__)
@pytest.mark.parametrize("ending", ["zip", "xlsx"])
def test_a_broken_or_hostile_archive_is_refused_whole(
    tmp_path: Path, ledger: Ledger, vault: Tokens, made: Callable[[Path, str], Path], ending: str
) -> None:
    refused(made(tmp_path, ending), ledger, vault)


def test_an_encrypted_or_old_workbook_is_told_apart(tmp_path: Path, ledger: Ledger, vault: Tokens) -> None:
    made = tmp_path / "people.xlsx"
    made.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert "password" in refused(made, ledger, vault)


def test_a_cell_in_the_last_corner_does_not_fill_the_memory(
    tmp_path: Path, ledger: Ledger, vault: Tokens
) -> None:
    far = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
    <row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>"""
    made = tmp_path / "people.xlsx"
    made.write_bytes(with_part(workbook({"people": PEOPLE}), "xl/worksheets/sheet1.xml", far))
    assert "CSV" in refused(made, ledger, vault)


@pytest.mark.parametrize(
    "name", ["../people.csv", "/people.csv", "a/../people.csv", "..\\people.csv", "a/b/people.csv"]
)
def test_the_name_of_a_member_leads_nowhere(tmp_path: Path, ledger: Ledger, vault: Tokens, name: str) -> None:
    packed = archive(tmp_path / "drop.zip", {name: text(PEOPLE), "kin.csv": text(KIN)})
    report = ingest_path(packed, ledger, vault, "clerk")
    assert (report.new, ledger.tables()) == (1, ["kin"])
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["drop.zip", "keys", "ws"]


def test_a_nested_archive_is_listed_not_read(tmp_path: Path, ledger: Ledger, vault: Tokens) -> None:
    inner = archive(tmp_path / "inner.zip", {"people.csv": text(PEOPLE)}).read_bytes()
    report = ingest_path(
        archive(tmp_path / "drop.zip", {"inner.zip": inner, "kin.csv": text(KIN)}), ledger, vault, "clerk"
    )
    assert [(f.file, f.table) for f in report.files] == [("kin.csv", "kin"), ("inner.zip", None)]
    assert report.files[1].note_zh


def test_a_workbook_without_a_table_is_wrong_usage(tmp_path: Path, ledger: Ledger, vault: Tokens) -> None:
    made = tmp_path / "名单.xlsx"
    made.write_bytes(workbook({"Sheet1": PEOPLE}))
    with pytest.raises(UsageError):
        ingest_path(made, ledger, vault, "clerk")


# --- no reporter anywhere, whatever the form --------------------------------------------------------------------

HEAD = ["lead_id", "received_at", "举报人", "举报人电话", "举报人身份证号", "举报内容"]
NAME, PHONE, NUMBER = "赵小六", "13812345678", "51139719711125073X"
LEADS = [
    HEAD,
    [
        "X1",
        "2023-05-01",
        NAME,
        PHONE,
        NUMBER,
        f"我叫{NAME}，电话138-1234-5678，身份证51139719711125073x，有人打人",
    ],
    ["X2", PHONE, NAME, NAME, "", f"错位的一行{NAME}"],
    ["", "", NAME, PHONE, NUMBER, ""],
]
FORMS = [
    s.encode(e)
    for s in (NAME, PHONE, NUMBER, "138-1234-5678", "51139719711125073x")
    for e in ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
]


def as_csv(place: Path) -> Path:
    (place / "leads.csv").write_text(text(LEADS) + f'X4,"{NAME},{PHONE}\n', "utf-8")
    return place / "leads.csv"


def as_lines(place: Path) -> Path:
    (place / "leads.jsonl").write_text(
        lines(LEADS) + f'\n{{"lead_id": "X4", "举报人": "{NAME}"\n["{PHONE}"]\n', "utf-8"
    )
    return place / "leads.jsonl"


def as_book(place: Path) -> Path:
    typed = [[int(cell) if cell == PHONE else cell for cell in row] for row in LEADS]
    (place / "drop.xlsx").write_bytes(workbook({"线索": typed}))
    return place / "drop.xlsx"


def as_zip(place: Path) -> Path:
    with zipfile.ZipFile(
        archive(place / "drop.zip", {"leads.csv": as_csv(place).read_bytes()}), "a"
    ) as packed:
        packed.write(as_lines(place), "线索.jsonl")
        packed.write(as_book(place), "more.xlsx")
    return place / "drop.zip"


@pytest.mark.parametrize("way", [as_csv, as_lines, as_book, as_zip], ids=lambda way: way.__name__)
def test_no_reporter_is_stored_in_plain_form(
    tmp_path: Path, ledger: Ledger, vault: Tokens, way: Callable[[Path], Path]
) -> None:
    place = tmp_path / "drop"
    place.mkdir()
    report: ImportReport = ingest_path(way(place), ledger, vault, "clerk")
    assert report.quarantined >= 1
    held = (
        b"".join(p.read_bytes() for p in (tmp_path / "ws").rglob("*") if p.is_file())
        + report.model_dump_json().encode()
    )
    assert [form for form in FORMS if form in held] == []
    assert "有人打人".encode() in held
    assert {p.name for p in tmp_path.iterdir()} == {"drop", "keys", "ws"}

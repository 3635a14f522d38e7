"""Bytes -> cells: encodings, separators, and what one bad line may cost (one line)."""

import os
import re
from pathlib import Path

import pytest

from netinv.ingest.delimited import CELL_CAP, LINE_CAP
from netinv.ingest.drop import delivery_of, table_of
from netinv.ingest.layout import layout_of, sealed_kind
from netinv.ingest.parts import TextPart
from netinv.ingest.probe import probe
from netinv.ingest.reading import Chunk, Unreadable, chunks_of, separator_name
from netinv.model.errors import UsageError
from netinv.model.tables import TABLES

PEOPLE = TABLES["people"]
TEXT = "编号,姓名,住址\nR1,王建国,青石县红集乡幸福村7组\nR2,欧阳靖宇,新溪乡\n"


def part(path: Path) -> TextPart:
    return TextPart(path.name, lambda: path.open("rb"))


def read(path: Path) -> tuple[list[tuple[int, list[str]]], list[tuple[int, str, str]]]:
    rows, broken = [], []
    for chunk in chunks_of(part(path), PEOPLE, probe(part(path))):
        assert isinstance(chunk, Chunk), chunk
        rows += [(row.number, row.cells) for row in chunk.rows]
        broken += [(item.number, item.column, item.reason.en) for item in chunk.broken]
    return rows, broken


def written(tmp_path: Path, content: str | bytes, name: str = "people.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("codec", "label"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 (BOM)"),
        ("gb18030", "GB18030"),
        ("gbk", "GB18030"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16 LE"),
        ("utf-16-be", "UTF-16 BE"),
    ],
)
def test_the_encoding_is_told_and_reported(tmp_path: Path, codec: str, label: str) -> None:
    path = written(tmp_path, TEXT.encode(codec))
    assert probe(part(path)).label == label
    assert read(path)[0][0] == (2, ["R1", "王建国", "青石县红集乡幸福村7组"])


def test_a_broken_byte_does_not_turn_utf8_into_gb18030(tmp_path: Path) -> None:
    path = written(tmp_path, TEXT.encode() * 3 + b"R9,\xff,x\n")
    facts = probe(part(path))
    assert (facts.label, facts.damaged) == ("UTF-8", True)


def test_a_list_put_together_from_two_encodings_is_not_read(tmp_path: Path) -> None:
    path = written(tmp_path, TEXT.encode() + TEXT.encode("gb18030") * 5)
    (said,) = chunks_of(part(path), PEOPLE, probe(part(path)))
    assert isinstance(said, Unreadable)
    assert "one encoding" in said.en


@pytest.mark.parametrize("data", [bytes(range(128, 256)) * 9, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4])
def test_what_has_no_encoding_is_not_read(tmp_path: Path, data: bytes) -> None:
    path = written(tmp_path, data)
    assert [type(item) for item in chunks_of(part(path), PEOPLE, probe(part(path)))] == [Unreadable]


@pytest.mark.parametrize(("separator", "name"), [(",", "comma"), ("\t", "tab"), (";", "semicolon")])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(tmp_path: Path, separator: str, name: str, ending: str) -> None:
    path = written(tmp_path, TEXT.replace(",", separator).replace("\n", ending))
    assert separator_name(part(path), PEOPLE, probe(part(path))) == name
    assert [number for number, _ in read(path)[0]] == [2, 3]


HEAD = "record_id,name,note\n"


@pytest.mark.parametrize(
    ("body", "rows", "broken"),
    [
        ('R1,王,"说 ""好"", 走了"\n', [(2, 'R1|王|说 "好", 走了')], []),
        ('R1,王,"一行\n两行\n"\nR2,李,\n', [(2, "R1|王|一行\n两行\n"), (5, "R2|李|")], []),
        ('R1,王,5"管子\nR2,李,\n', [(2, 'R1|王|5"管子'), (3, "R2|李|")], []),
        ("R1,王\nR2,李,\n", [(3, "R2|李|")], [2]),
        ("R1,王,a,b\nR2,李,\n", [(3, "R2|李|")], [2]),
        ("R1,王,a,,\nR2,李,\n", [(2, "R1|王|a"), (3, "R2|李|")], []),
        ('R1,王,"没有闭合\nR2,李,\nR3,张,\n', [(3, "R2|李|"), (4, "R3|张|")], [2]),
        ('R1,王,"没有闭合\nR2,李,"好"\nR3,张,\n', [(3, "R2|李|好"), (4, "R3|张|")], [2]),
        ("\n,,\nR1,王,\n\n", [(3, "||"), (4, "R1|王|")], []),
        ("R1,王,a\0b\n", [(2, "R1|王|a\0b")], []),
        ("R1,王\u2028a,\x85b\n", [(2, "R1|王\u2028a|\x85b")], []),
    ],
)
def test_one_broken_line_costs_one_line(
    tmp_path: Path, body: str, rows: list[tuple[int, str]], broken: list[int]
) -> None:
    found, refused = read(written(tmp_path, HEAD + body))
    assert [(number, "|".join(cells)) for number, cells in found] == rows
    assert [number for number, _, _ in refused] == broken


@pytest.mark.parametrize(("size", "column"), [(CELL_CAP + 1, "note"), (3 * LINE_CAP, "")])
@pytest.mark.parametrize("quote", ["", '"'])
def test_a_monstrous_cell_is_refused_and_the_rest_is_read(
    tmp_path: Path, size: int, column: str, quote: str
) -> None:
    path = written(tmp_path, HEAD + f"R1,王,{quote}{'长' * size}{quote}\nR2,李,\n")
    rows, broken = read(path)
    assert rows == [(3, ["R2", "李", ""])]
    assert [(number, named) for number, named, _ in broken] == [(2, column)]


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff", "甲,乙\n1,2\n", "R1,王建国,\n"])
def test_a_file_without_content_or_known_header_is_unreadable_not_an_error(
    tmp_path: Path, content: str
) -> None:
    path = written(tmp_path, content)
    assert [type(item) for item in chunks_of(part(path), PEOPLE, probe(part(path)))] == [Unreadable]


@pytest.mark.parametrize(
    "above",
    [
        "县公安局人员表\n",
        "县公安局人员表,,\n\n2023年5月\n",
        "sep=,\n",
        "\n,,\n",
        "姓名表\n单位：县公安局,,\n",
        '"名册\n（密）",,\n',
    ],
)
def test_a_title_may_stand_above_the_header(tmp_path: Path, above: str) -> None:
    rows, broken = read(written(tmp_path, above + HEAD + "R1,王,a\n\nR2,李,\n"))
    assert ([cells for _, cells in rows], broken) == ([["R1", "王", "a"], ["R2", "李", ""]], [])
    assert rows[0][0] == above.count("\n") + 2


@pytest.mark.parametrize("header", ["a," * 20_000, "record_id,name," + "c" * LINE_CAP])
def test_a_header_without_end_is_unreadable_and_says_why(tmp_path: Path, header: str) -> None:
    path = written(tmp_path, header + "\nR1,王,\n")
    (found,) = chunks_of(part(path), PEOPLE, probe(part(path)))
    assert isinstance(found, Unreadable)
    assert re.search("header", found.en)


def test_the_way_lines_end_is_no_content(tmp_path: Path) -> None:
    text = HEAD + 'R1,王,"一行\n两行"\n'
    ends = [read(written(tmp_path, text.replace("\n", end)))[0][0][1] for end in ("\n", "\r\n", "\r")]
    assert ends == [["R1", "王", "一行\n两行"]] * 3


def test_one_broken_byte_does_not_cost_a_small_file(tmp_path: Path) -> None:
    path = written(tmp_path, (HEAD + "R1,甲,").encode("gb18030") + b"\x80\nR2,ok,\n")
    assert (probe(part(path)).codec, probe(part(path)).damaged) == ("gb18030", True)
    assert [cells[0] for _, cells in read(path)[0]] == ["R1", "R2"]


def test_json_lines_of_ever_new_keys_do_not_grow_without_bound(tmp_path: Path) -> None:
    lines = "".join(f'{{"name": "王", "k{n}": "{n}"}}\n' for n in range(2500))
    path = written(tmp_path, lines, "people.jsonl")
    chunks = list(chunks_of(part(path), PEOPLE, probe(part(path))))
    assert max(len(chunk.layout.columns) for chunk in chunks if isinstance(chunk, Chunk)) < 1100
    assert sum(len(chunk.rows) for chunk in chunks if isinstance(chunk, Chunk)) == 2500


def test_a_header_alone_is_an_empty_table(tmp_path: Path) -> None:
    assert read(written(tmp_path, HEAD)) == ([], [])


def test_json_lines(tmp_path: Path) -> None:
    lines = (
        '{"record_id": "R1", "姓名": "王", "phones": ["1", "2"], "is_official": true}\n[1]\n{"name": null}\n'
    )
    rows, broken = read(written(tmp_path, lines, "people.jsonl"))
    assert rows == [(1, ["R1", "王", "1;2", "是"]), (3, ["", "", "", ""])]
    assert [number for number, _, _ in broken] == [2]


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("people.csv", "people"),
        ("人员.csv", "people"),
        ("People_2023.csv", "people"),
        ("人员(2).csv", "people"),
        ("case_people.csv", "case_people"),
        ("团伙成员.tsv", "gang_members"),
        ("leads.jsonl", "leads"),
        ("名单.csv", None),
        ("peoples.csv", None),
    ],
)
def test_the_name_of_a_file_says_its_table(name: str, table: str | None) -> None:
    found = table_of(name)
    assert (found.name if found else None) == table


def test_a_folder_lists_what_it_does_not_read(tmp_path: Path) -> None:
    for name in ("people.csv", "名单.csv", "book.xls", "more.zip", "a.ftm.json", ".hidden.csv"):
        written(tmp_path, TEXT, name)
    (tmp_path / "kin.csv").mkdir()
    os.mkfifo(tmp_path / "calls.csv")
    assert [(item.name, item.part is not None) for item in delivery_of(tmp_path).items] == [
        ("people.csv", True),
        ("a.ftm.json", False),
        ("book.xls", False),
        ("calls.csv", False),
        ("kin.csv", False),
        ("more.zip", False),
        ("名单.csv", False),
    ]


@pytest.mark.parametrize("name", ["missing.csv", "名单.csv", "book.xls", "a.ftm.json"])
def test_a_single_file_that_cannot_be_read_is_wrong_usage(tmp_path: Path, name: str) -> None:
    if name != "missing.csv":
        written(tmp_path, TEXT, name)
    with pytest.raises(UsageError):
        delivery_of(tmp_path / name)


def test_headers_in_any_order_and_language_and_nothing_dropped() -> None:
    layout = layout_of(PEOPLE, ["住址", "姓 名*", "手机号（必填）", "身高", "电话", "", "ID Number"])
    assert layout.columns == ("address", "name", "phones", "身高", "phones#2", "column_6", "id_number")
    assert (layout.unknown, layout.repeated) == (("身高",), ("电话",))


@pytest.mark.parametrize(
    ("table", "header", "kind"),
    [
        ("leads", "举报人", "name"),
        ("leads", "举报人姓名", "name"),
        ("leads", "举报人电话2", "phone"),
        ("leads", "举报人地址", "address"),
        ("leads", "举报人 职业", "other"),
        ("leads", "reporter_wechat", "account"),
        ("leads", "Reporter Name", "name"),
        ("leads", "信访人身份证", "id_number"),
        ("leads", "来电号码", "phone"),
        ("leads", "联系电话", "phone"),
        ("leads", "姓名", "name"),
        ("people", "举报人", "name"),
        ("people", "姓名", None),
        ("people", "电话", None),
        ("leads", "被举报人", None),
        ("leads", "被举报人电话", None),
        ("leads", "举报人数", None),
        ("leads", "内容", None),
        ("lead_subjects", "reported_by", None),
    ],
)
def test_columns_that_look_like_a_reporters_are_sealed(table: str, header: str, kind: str | None) -> None:
    assert sealed_kind(TABLES[table], header) == kind

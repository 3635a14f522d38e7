"""The contract as data: what holds for every table, and the headers a clerk would write."""

import pytest

from netinv.model.tables import TABLES, header_forms, normal_header
from netinv.model.values import reader_of

ALL = sorted(TABLES)


def test_every_table_of_the_contract_is_there() -> None:
    assert list(TABLES) == [
        "sources",
        "people",
        "organizations",
        "posts",
        "kin",
        "ties",
        "holdings",
        "gangs",
        "gang_members",
        "leads",
        "lead_subjects",
        "lead_steps",
        "cases",
        "case_people",
        "case_assets",
        "operations",
        "operation_people",
        "measures",
        "interventions",
        "calls",
        "transfers",
        "events",
        "event_people",
        "assets",
        "awards",
        "duties",
        "candidates",
    ]


@pytest.mark.parametrize("name", ALL)
def test_every_column_has_a_chinese_header_that_finds_it(name: str) -> None:
    table = TABLES[name]
    for column in table.columns.values():
        assert column.zh
        assert table.column_of(column.name) == column.name
        assert table.column_of(column.zh) in table.columns


@pytest.mark.parametrize("name", ALL)
def test_references_name_columns_of_their_table(name: str) -> None:
    table = TABLES[name]
    assert table.id_column in table.columns
    for ref in table.refs.values():
        assert set(ref.columns) <= set(table.columns)


@pytest.mark.parametrize("name", ALL)
def test_enum_labels_are_read_back(name: str) -> None:
    for column in TABLES[name].columns.values():
        read = reader_of(column)
        for code, label in column.enum.items():
            assert read is not None
            assert (read(code), read(label), read(code.upper())) == (code, code, code)


@pytest.mark.parametrize(
    ("table", "header", "column"),
    [
        ("people", "姓名", "name"),
        ("people", "手机号", "phones"),
        ("people", "phone", "phones"),
        ("people", "工作单位", "unit"),
        ("people", "公职人员", "is_official"),
        ("organizations", "法定代表人", "legal_rep_name"),
        ("organizations", "法定代表人身份证号", "legal_rep_id_number"),
        ("organizations", "统一社会信用代码", "uscc"),
        ("posts", "单位", "org_name"),
        ("posts", "职务", "title"),
        ("posts", "身份", "kind"),
        ("kin", "本人姓名", "a_name"),
        ("kin", "亲属身份证号", "b_id_number"),
        ("kin", "关系", "relation"),
        ("ties", "乙方电话", "b_phone"),
        ("holdings", "持有人单位名称", "holder_org_name"),
        ("holdings", "holder_uscc", "holder_org_uscc"),
        ("lead_steps", "经办单位", "by_unit"),
        ("lead_steps", "经办人", "by_name"),
        ("measures", "决定人职务", "by_title"),
        ("interventions", "被过问人手机", "handler_phone"),
        ("calls", "主叫", "from_phone"),
        ("calls", "被叫", "to_phone"),
        ("calls", "主叫姓名", "from_name"),
        ("transfers", "付款方", "payer_name"),
        ("transfers", "付款方账号", "payer_account"),
        ("transfers", "收款方统一社会信用代码", "payee_org_uscc"),
        ("assets", "号牌/证号", "identifier"),
        ("leads", "举报人", "reporter_name"),
        ("cases", " Case_ID ", "case_id"),
        ("cases", "案　号*", "case_id"),
        ("cases", "立案时间（必填）", "opened_at"),
        ("cases", "经办民警", None),
    ],
)
def test_headers(table: str, header: str, column: str | None) -> None:
    assert TABLES[table].column_of(header) == column


def test_normal_headers_stay_as_they_are() -> None:
    for table in TABLES.values():
        assert {normal_header(header) for header in table.headers} == set(table.headers)
    assert list(header_forms("手机号(必填)")) == ["手机号(必填)", "手机号"]

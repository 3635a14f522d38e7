"""Rows -> mentions: who is named, and as what."""

import pytest

from netinv.model.mentions import MentionRow, is_mobile, mentions_of
from netinv.model.tables import TABLES

P, O = "person", "organization"  # noqa: E741


def brief(mention: MentionRow) -> tuple[str, str, str]:
    named = next(
        filter(None, (mention.get(field) for field in ("name", "id_number", "account", "phones", "uscc"))), ""
    )
    return mention.ref, mention.kind, named


@pytest.mark.parametrize(
    ("table", "payload", "named"),
    [
        ("people", {"name": "张某", "phones": "1;2"}, [("", P, "张某")]),
        ("people", {"unit": "县公安局"}, []),
        ("people", {"unit": "县公安局", "title": "副局长"}, [("", P, "")]),
        ("people", {"aliases": "军哥"}, [("", P, "")]),
        ("people", {"gender": "男", "birth_date": "1980"}, []),
        (
            "organizations",
            {"name": "甲公司", "legal_rep_name": "王"},
            [("legal_rep", P, "王"), ("", O, "甲公司")],
        ),
        ("organizations", {"uscc": "91X"}, [("", O, "91X")]),
        ("organizations", {"region": "红集乡"}, []),
        ("posts", {"name": "谢辉", "org_name": "派出所"}, [("", P, "谢辉"), ("", O, "派出所")]),
        ("kin", {"a_name": "甲", "b_phone": "13812345678"}, [("a", P, "甲"), ("b", P, "13812345678")]),
        (
            "holdings",
            {"holder_org_name": "甲公司", "org_name": "乙公司"},
            [("holder", O, "甲公司"), ("", O, "乙公司")],
        ),
        ("transfers", {"payer_org_name": "甲公司", "payer_account": "621"}, [("payer", O, "甲公司")]),
        (
            "transfers",
            {"payer_name": "王", "payer_org_name": "甲公司"},
            [("payer", P, "王"), ("payer", O, "甲公司")],
        ),
        ("transfers", {"payer_account": "621"}, [("payer", P, "621")]),
        (
            "transfers",
            {"payer_name": "青石县甲有限公司", "payer_account": "621"},
            [("payer", O, "青石县甲有限公司")],
        ),
        (
            "calls",
            {"from_phone": "+86 138-1234-5678", "to_phone": "10086"},
            [("from", P, "+86 138-1234-5678"), ("to", O, "10086")],
        ),
        (
            "calls",
            {"from_phone": "08176283520", "to_phone": "１３８１２３４５６７８"},
            [("from", O, "08176283520"), ("to", P, "１３８１２３４５６７８")],
        ),
        ("calls", {"from_name": "王", "from_phone": "08176283520"}, [("from", P, "王")]),
        ("calls", {"seconds": "5"}, []),
        ("calls", {"from_phone": "不详", "to_phone": "-"}, []),
        ("leads", {"reporter_name": "R~1", "text": "…"}, []),
        ("lead_steps", {"by_unit": "县纪委"}, []),
        ("lead_subjects", {"org_name": "甲公司", "phone": "1"}, [("", O, "甲公司")]),
        (
            "awards",
            {"org_name": "甲公司", "approver_title": "局长", "approver_unit": "住建局"},
            [("approver", P, ""), ("", O, "甲公司")],
        ),
        ("cases", {"case_id": "A", "unit": "公安局"}, []),
    ],
)
def test_who_is_named(table: str, payload: dict[str, str], named: list[tuple[str, str, str]]) -> None:
    found = [brief(mention) for mention in mentions_of(TABLES[table], payload)]
    assert sorted(found) == sorted(named)


def test_fields_are_raw_and_go_to_their_owner() -> None:
    (payer,) = mentions_of(
        TABLES["transfers"], {"payer_org_name": "甲公司", "payer_account": "６２１", "payer_unit": "x"}
    )
    assert (payer.get("account"), payer.get("unit")) == ("６２１", "")
    post, office = mentions_of(
        TABLES["posts"], {"name": "谢", "org_name": "派出所", "org_uscc": "11", "title": "所长"}
    )
    assert (post.get("unit"), post.get("title"), office.get("uscc")) == ("派出所", "所长", "11")
    representative, company = mentions_of(
        TABLES["organizations"], {"name": "甲", "kind": "个体", "legal_rep_name": "王"}
    )
    assert (company.get("legal_rep"), company.get("org_kind"), representative.get("name")) == (
        "王",
        "个体",
        "王",
    )


@pytest.mark.parametrize(
    ("number", "mobile"),
    [
        ("13812345678", True),
        ("+8613812345678", True),
        ("138 1234 5678", True),
        ("12812345678", False),
        ("0817628", False),
        ("", False),
    ],
)
def test_mobiles(number: str, mobile: bool) -> None:
    assert is_mobile(number) is mobile

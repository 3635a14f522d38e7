"""Who is one and who is two, case by case: an analyst adds a line."""

from collections.abc import Callable

import pytest
from records import Row, number, typo
from resolved import FOLK, Resolved

ZHOU = number(1, "19790512")
ZHOU_15 = ZHOU[:6] + ZHOU[8:17]
ZHOU_MASKED = ZHOU[:6] + "********" + ZHOU[14:]
OTHER = number(77, "19910304")

CASES: list[tuple[str, dict[str, list[Row]], str, str, bool]] = [
    (
        "one number, whatever the spelling of the name",
        {"people": [{"name": "周靖宇", "id_number": ZHOU}], "gang_members": [{"gang_id": "G1", "name": "周婧宇", "id_number": ZHOU}]},
        "people:PEOPLE001",
        "gang_members:GANG_MEMBERS001",
        True,
    ),
    (
        "the old number of fifteen digits is the new one",
        {"people": [{"name": "周靖宇", "id_number": ZHOU}], "holdings": [{"holder_name": "周靖宇", "holder_id_number": ZHOU_15, "org_name": "云岭县宏远建材有限公司"}]},
        "people:PEOPLE001",
        "holdings:HOLDINGS001:holder",
        True,
    ),
    (
        "a masked number that admits the whole one, under one name",
        {"people": [{"name": "周靖宇", "id_number": ZHOU}], "assets": [{"kind": "vehicle", "owner_name": "周靖宇", "owner_id_number": ZHOU_MASKED}]},
        "people:PEOPLE001",
        "assets:ASSETS001:owner",
        True,
    ),
    (
        "one wrong digit under one name",
        {"people": [{"name": "周靖宇", "id_number": ZHOU}], "transfers": [{"payer_name": "周靖宇", "payer_id_number": typo(ZHOU), "payer_account": "6217000011112222", "at": "2023-01-01"}]},
        "people:PEOPLE001",
        "transfers:TRANSFERS001:payer",
        True,
    ),
    (
        "two valid numbers are two people, though name and telephone are one",
        {"people": [{"name": "周靖宇", "id_number": ZHOU, "phones": "16912345678"}], "gang_members": [{"gang_id": "G1", "name": "周靖宇", "id_number": OTHER, "phone": "16912345678"}]},
        "people:PEOPLE001",
        "gang_members:GANG_MEMBERS001",
        False,
    ),
    (
        "two of one house share telephone and door",
        {"people": [{"name": "周靖宇", "id_number": ZHOU, "phones": "16912345678", "address": "云岭县柳河镇和平村3组12号"}, {"name": "周靖文", "phones": "16912345678", "address": "柳河镇和平村3组12号"}]},
        "people:PEOPLE001",
        "people:PEOPLE002",
        False,
    ),
    (
        "a birth date of which only the year was known",
        {"people": [{"name": "周靖宇", "id_number": ZHOU, "phones": "16912345678"}], "gang_members": [{"gang_id": "G1", "name": "周靖宇", "birth_date": "1979-01-01", "phone": "16912345678"}]},
        "people:PEOPLE001",
        "gang_members:GANG_MEMBERS001",
        True,
    ),
    (
        "a rare name again, in a register that lists everybody once",
        {"people": [{"name": "欧阳靖宇", "id_number": ZHOU}, {"name": "欧阳靖宇", "gender": "男"}]},
        "people:PEOPLE001",
        "people:PEOPLE002",
        False,
    ),
    (
        "a rare name again, in a register that lists people twice",
        {"people": [{"name": "欧阳靖宇", "id_number": ZHOU}, {"name": "欧阳靖宇", "gender": "男"}, *FOLK[::4]]},
        "people:PEOPLE001",
        "people:PEOPLE002",
        True,
    ),
    (
        "one account, one name",
        {"transfers": [{"payer_name": "周靖宇", "payer_account": "6217000011112222", "at": "2023-01-01"}, {"payee_name": "周靖宇", "payee_account": "6217 0000 1111 2222", "at": "2023-02-01"}]},
        "transfers:TRANSFERS001:payer",
        "transfers:TRANSFERS002:payee",
        True,
    ),
    (
        "name and office are enough where the office has one of that name",
        {"posts": [{"name": "周靖宇", "id_number": ZHOU, "org_name": "云岭县公安局柳河派出所", "title": "民警", "kind": "official"}], "case_people": [{"case_id": "C1", "name": "周靖宇", "unit": "柳河派出所", "title": "民警", "role": "handler"}]},
        "posts:POSTS001",
        "case_people:CASE_PEOPLE001",
        True,
    ),
    (
        "a masked name says the surname only: across records it is nobody",
        {"people": [{"name": "周靖宇", "id_number": ZHOU}], "case_people": [{"case_id": "C1", "name": "周某", "role": "suspect"}]},
        "people:PEOPLE001",
        "case_people:CASE_PEOPLE001",
        False,
    ),
    (
        "a nickname that the gang's list states, in a lead that names his company",
        {
            "gangs": [{"gang_id": "G1", "name": "周某团伙", "region": "柳河镇"}],
            "gang_members": [{"gang_id": "G1", "name": "周靖宇", "id_number": ZHOU, "aliases": "黑皮"}],
            "holdings": [{"holder_name": "周靖宇", "holder_id_number": ZHOU, "org_name": "宏远建材", "role": "shareholder"}],
            "leads": [{"lead_id": "L1", "region": "柳河镇"}],
            "lead_subjects": [{"lead_id": "L1", "name": "黑皮", "role": "reported"}, {"lead_id": "L1", "org_name": "宏远建材"}],
        },
        "gang_members:GANG_MEMBERS001",
        "lead_subjects:LEAD_SUBJECTS001",
        True,
    ),
    (
        "a company with and without region, legal form and code",
        {"organizations": [{"name": "云岭县宏远建材有限公司", "uscc": "91519999MA0000001X"}], "holdings": [{"holder_name": "周靖宇", "org_name": "宏远建材"}]},
        "organizations:ORGANIZATIONS001/org",
        "holdings:HOLDINGS001/org",
        True,
    ),
    (
        "two codes are two companies, though the name is one",
        {"organizations": [{"name": "宏远建材有限公司", "uscc": "91519999MA0000001X"}, {"name": "宏远建材有限公司", "uscc": "91519999MA0000002X"}]},
        "organizations:ORGANIZATIONS001/org",
        "organizations:ORGANIZATIONS002/org",
        False,
    ),
    (
        "the end of a call is whoever holds the number",
        {"people": [{"name": "周靖宇", "id_number": ZHOU, "phones": "169-1234-5678"}], "calls": [{"from_phone": "+8616912345678", "to_phone": "16900000001", "at": "2023-01-01 10:00"}]},
        "people:PEOPLE001",
        "calls:CALLS001:from",
        True,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("why", "tables", "left", "right", "same"), CASES, ids=[case[0] for case in CASES])
def test_same_or_not(
    resolved: Callable[..., Resolved],
    why: str,
    tables: dict[str, list[Row]],
    left: str,
    right: str,
    same: bool,
) -> None:
    people = [*tables.get("people", []), *FOLK]
    assert resolved({**tables, "people": people}).same(left, right) is same, why


def test_no_chain_joins_two_numbers(resolved: Callable[..., Resolved]) -> None:
    """A bare mention agrees with both namesakes; it may be with one of them, never make them one."""
    tables = {
        "people": [{"name": "周靖宇", "id_number": ZHOU, "phones": "16912345678"}, {"name": "周靖宇", "id_number": OTHER}, *FOLK],
        "event_people": [{"event_id": "E1", "name": "周靖宇", "phone": "16912345678"}, {"event_id": "E2", "name": "周靖宇"}],
        "transfers": [{"payer_name": "周靖宇", "payer_id_number": OTHER, "payer_account": "6217000011112222", "at": "2023-01-01"},
                      {"payer_name": "周靖宇", "payer_account": "6217000011112222", "at": "2023-02-01"}],
    }  # fmt: skip
    found = resolved(tables)
    assert not found.same("people:PEOPLE001", "people:PEOPLE002")
    assert found.same("people:PEOPLE001", "event_people:EVENT_PEOPLE001")
    assert found.same("people:PEOPLE002", "transfers:TRANSFERS002:payer")


def test_namesakes_without_any_other_sign_stay_apart(resolved: Callable[..., Resolved]) -> None:
    """Two bearers and a bare name: nobody can know, so nobody is accused."""
    tables = {
        "people": [{"name": "周靖宇", "id_number": ZHOU}, {"name": "周靖宇", "id_number": OTHER}, *FOLK],
        "event_people": [{"event_id": "E1", "name": "周靖宇"}],
    }
    found = resolved(tables)
    bare = found["event_people:EVENT_PEOPLE001"]
    assert bare not in (found["people:PEOPLE001"], found["people:PEOPLE002"])


def test_acquaintance_places_a_bare_name(resolved: Callable[..., Resolved]) -> None:
    """Of two namesakes the one who is married to the other guest is meant, where the data show that this tells."""
    couples = [(FOLK[i], FOLK[i + 1]) for i in range(0, 60, 2)]
    tables = {
        "people": [{"name": "周靖宇", "id_number": ZHOU}, {"name": "周靖宇", "id_number": OTHER}, *FOLK,
                   *({**a, "id_number": number(600 + i, "19700203")} for i, (a, _) in enumerate(couples))],
        "kin": [{"a_name": "周靖宇", "a_id_number": ZHOU, "b_name": "冯文博", "b_id_number": FOLK[144]["id_number"], "relation": "配偶"},
                *({"a_name": a["name"], "a_id_number": a["id_number"], "b_name": b["name"], "b_id_number": b["id_number"], "relation": "配偶"} for a, b in couples)],
        "event_people": [{"event_id": "E1", "name": "周靖宇"}, {"event_id": "E1", "name": "冯文博", "id_number": FOLK[144]["id_number"]},
                         *({"event_id": f"F{i}", **person} for i, couple in enumerate(couples) for person in couple)],
    }  # fmt: skip
    found = resolved(tables)
    assert found.same("event_people:EVENT_PEOPLE001", "people:PEOPLE001")
    assert not found.same("event_people:EVENT_PEOPLE001", "people:PEOPLE002")

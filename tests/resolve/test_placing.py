"""Whom a bare name is given to, rule by rule: tables of situations, an analyst adds a line."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from records import Row, number, unfiled
from resolved import FOLK, Resolved

from netinv.resolve.candidates import Claims
from netinv.resolve.clusters import Clusters
from netinv.resolve.context import context_of
from netinv.resolve.evidence import FIELDS
from netinv.resolve.links import links
from netinv.resolve.name_levels import NameLevel
from netinv.resolve.normalise.regions import Regions
from netinv.resolve.people import read_people
from netinv.resolve.placing import ALONE, ROUNDS, Placing, Round
from netinv.resolve.weights import Levels, Weights, weights_of

OLDER, YOUNGER, CHILD = (number(n, born) for n, born in ((1, "19790512"), (2, "19910304"), (3, "20140607")))
FRIEND = next(person for person in FOLK if person["name"] == "冯文博")
PHONE, OTHER_PHONE = "16912345678", "16987654321"
ACCOUNT, OTHER_ACCOUNT = "6217000011112222", "6217000033334444"

# Couples dine together: from those whose numbers are known the data show that acquaintance tells
COUPLES = [(FOLK[i], FOLK[i + 1]) for i in range(0, 60, 2)]
CHILDREN = [
    {"name": f"{a['name'][0]}小苗", "id_number": number(700 + i, "20140909")}
    for i, (a, _) in enumerate(COUPLES)
]
PAID = [{"payer_name": p["name"], "payer_id_number": p["id_number"], "payee_org_name": "粮油店", "at": "2023-01-01"} for p in FOLK]  # fmt: skip


def knows(person: Row, other: Row = FRIEND) -> Row:
    return {f"{side}_{k}": v for side, who in (("a", person), ("b", other)) for k, v in who.items()} | {
        "relation": "朋友"
    }


def county(namesakes: Sequence[Row], guests: Sequence[Row], **more: Sequence[Row]) -> dict[str, list[Row]]:
    """Namesakes who all know the same man, and guests of that name, each at a table with him."""
    events: list[Row] = [{"event_id": f"E{i}", **g} for i, g in enumerate(guests)]
    events += [{"event_id": f"E{i}", **FRIEND} for i in range(len(guests))]
    events += [{"event_id": f"F{i}", **one} for i, couple in enumerate(COUPLES) for one in couple]
    tables: dict[str, list[Row]] = {
        "people": [*namesakes, *FOLK],
        "kin": [*(knows({"name": n["name"], "id_number": n["id_number"]}) for n in namesakes)]
        + [knows(a, b) for a, b in COUPLES],
        "event_people": events,
    }
    return tables | {table: [*tables.get(table, []), *rows] for table, rows in more.items()}


GUEST, FIRST, SECOND = "event_people:EVENT_PEOPLE001", "people:PEOPLE001", "people:PEOPLE002"

TWO: list[tuple[str, Row, Row, Row, str]] = [
    ("alike in all that is known: nobody can know", {}, {}, {}, ""),
    ("another telephone speaks against", {"phones": PHONE}, {}, {"phone": OTHER_PHONE}, SECOND),
    ("another account speaks against as another telephone does", {"account": ACCOUNT}, {}, {"account": OTHER_ACCOUNT}, SECOND),
    ("a telephone that nobody else states speaks against neither", {}, {}, {"phone": PHONE}, ""),
    ("another unit speaks against", {"unit": "云岭县水利局"}, {"unit": "云岭县林业局"}, {"unit": "云岭县林业局"}, SECOND),
    ("a birth date that cannot be his", {}, {}, {"birth_date": "1991-03-04"}, SECOND),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second", "guest", "who"), [c[1:] for c in TWO], ids=[c[0] for c in TWO])
def test_which_of_two_namesakes(
    resolved: Callable[..., Resolved], first: Row, second: Row, guest: Row, who: str
) -> None:
    """Both know the man beside the guest, so that only what the case says can tell them apart."""
    namesakes = [
        {"name": "周靖宇", "id_number": OLDER, **first},
        {"name": "周靖宇", "id_number": YOUNGER, **second},
    ]
    found = resolved(county(namesakes, [{"name": "周靖宇", **guest}]))
    assert [one for one in (FIRST, SECOND) if found.same(GUEST, one)] == [who][: bool(who)]


def test_ages_by_kind_of_record(resolved: Callable[..., Resolved]) -> None:
    """Of the registered a sixth are children, none of whom ever paid."""
    payment = {"payer_name": "周靖宇", "at": "2023-05-01"} | {f"payee_{k}": v for k, v in FRIEND.items()}
    namesakes = [{"name": "周靖宇", "id_number": each} for each in (CHILD, YOUNGER)]
    tables = county(namesakes, [], transfers=[payment, *PAID])
    tables["people"] += CHILDREN
    found = resolved(tables)
    assert found.same("transfers:TRANSFERS001:payer", SECOND)
    assert not found.same("transfers:TRANSFERS001:payer", FIRST)


STATION, VILLAGE = "柳河派出所", "凉亭村村民委员会"
PARTS: list[tuple[str, str, Row, Row, str]] = [
    ("a handler serves with the police", "handler", {"unit": VILLAGE}, {"unit": STATION}, SECOND),
    ("rather than nowhere, as far as is known", "handler", {}, {"unit": STATION}, SECOND),
    ("of two of them nobody can know", "handler", {"unit": STATION}, {"unit": STATION}, ""),
    ("a victim may be anybody", "victim", {"unit": VILLAGE}, {"unit": STATION}, ""),
]


@pytest.mark.parametrize(
    ("part", "first", "second", "who"), [c[1:] for c in PARTS], ids=[c[0] for c in PARTS]
)
def test_which_part_goes_with_which_office(
    resolved: Callable[..., Resolved], part: str, first: Row, second: Row, who: str
) -> None:
    """Twenty of police stations handle cases whose victims are twenty of villages and as many of theirs."""
    police, village = FOLK[:20], FOLK[20:40]
    posts = [{**one, "org_name": unit, "kind": "official"} for people, unit in ((police, STATION), (village, VILLAGE)) for one in people]  # fmt: skip
    parts = [
        {"case_id": f"C{n}", **who, "role": role}
        for n in range(20)
        for who, role in ((police[n], "handler"), (village[n], "victim"), (police[(n + 1) % 20], "victim"))
    ]
    asked = [{"case_id": "Q", "name": "周靖宇", "role": part}, {"case_id": "Q", **FRIEND, "role": "suspect"}]
    namesakes = [
        {"name": "周靖宇", "id_number": OLDER, **first},
        {"name": "周靖宇", "id_number": YOUNGER, **second},
    ]
    found = resolved(county(namesakes, [], posts=posts, case_people=[*asked, *parts]))
    assert [one for one in (FIRST, SECOND) if found.same("case_people:CASE_PEOPLE001", one)] == [who][
        : bool(who)
    ]


def test_rivals_with_numbers_of_their_own_compete(resolved: Callable[..., Resolved]) -> None:
    """Two guests with different telephones cannot both be the one man who could be meant."""
    man = {"name": "周靖宇", "id_number": OLDER}
    one = resolved(county([man], [{"name": "周靖宇", "phone": PHONE}]))
    same = resolved(county([man], [{"name": "周靖宇", "phone": PHONE}] * 2))
    other = resolved(county([man], [{"name": "周靖宇", "phone": p} for p in (PHONE, OTHER_PHONE)]))
    alone, agreeing, rival = (found.probability(FIRST, GUEST) for found in (one, same, other))
    assert one.same(FIRST, GUEST)
    assert agreeing == pytest.approx(alone)
    assert rival < alone - 1e-9


def test_who_bears_a_name_is_counted_over_everybody_known(resolved: Callable[..., Resolved]) -> None:
    """Women of that name in lists of payments only: none of them can be meant, but the name is no rare one."""
    women = [
        {
            "payer_name": "周靖宇",
            "payer_id_number": number(800 + n, f"19{70 + n}0304", "f"),
            "at": "2023-01-01",
        }
        for n in range(8)
    ]
    man, guest = {"name": "周靖宇", "id_number": OLDER}, {"name": "周靖宇", "gender": "男"}
    rare, common = (resolved(county([man], [guest], transfers=more)) for more in ([], women))
    assert rare.probability(FIRST, GUEST) > common.probability(FIRST, GUEST)


def test_where_strangers_are_named_a_name_says_less(resolved: Callable[..., Resolved]) -> None:
    """Eight from elsewhere, with numbers that no register holds: once they are guests, once they pay."""
    strange = [
        {"name": f"尚秋{c}", "id_number": number(950 + n, f"19{70 + n}0506")}
        for n, c in enumerate("甲乙丙丁戊己庚辛")
    ]
    guests = [{"event_id": f"X{n}", **one} for n, one in enumerate(strange)]
    payers = [{"at": "2023-01-01"} | {f"payer_{k}": v for k, v in one.items()} for one in strange]
    unknown = {"event_id": "U", "name": "周靖宇"}, {"payer_name": "沈思远", "at": "2023-01-01"}
    man = {"name": "周靖宇", "id_number": OLDER}

    def probability(event_people: Sequence[Row] = (), transfers: Sequence[Row] = ()) -> float:
        tables = county([man], [], transfers=[unknown[1], *transfers])
        tables["event_people"] = [unknown[0], *tables["event_people"], *event_people]
        return resolved(tables).probability(FIRST, GUEST)

    as_guests, as_payers = probability(event_people=guests), probability(transfers=payers)
    assert as_guests < as_payers - 1e-9


def test_to_share_with_somebody_who_knows_many_says_less() -> None:
    """Half of the right ones share one; of the wrong ones half, too, where the circle is wide, else none."""

    def levels(shared: Sequence[int], circle: int) -> Levels:
        level = np.zeros((len(shared), len(FIELDS)), np.int8)
        level[:, 0] = shared
        return Levels(level, np.full(len(shared), circle, np.int8))

    def both(*each: Levels) -> Levels:
        return Levels(*(np.concatenate(part) for part in zip(*each, strict=True)))

    half, none = [0, 3] * 1000, [0] * 2000
    weights = weights_of(both(levels(half, 0), levels(half, 2)), both(levels(none, 0), levels(half, 2)))
    narrow, wide = (np.diff(weights.of("shared", levels([0, 3], circle)))[0] for circle in (0, 2))
    assert narrow > 4
    assert wide == pytest.approx(0, abs=0.5)
    assert wide == weights.one("shared", 3, 2) - weights.one("shared", 0, 2)


@pytest.mark.parametrize(
    ("share", "known", "needed", "placed"),
    [
        (0.75, True, ROUNDS[-1], True),
        (0.75, False, ROUNDS[-1], False),
        (0.83, False, ROUNDS[-1], False),
        (0.84, False, ROUNDS[-1], True),
        (0.84, True, ROUNDS[0], False),
        (0.84, False, ROUNDS[0], False),
        (0.96, False, ROUNDS[0], True),
        (0.6, True, ROUNDS[-1], False),
    ],
)
def test_a_placing_without_acquaintance_needs_five_to_one(
    share: float, known: bool, needed: float, placed: bool
) -> None:
    assert pytest.approx(5 / 6) == ALONE
    mentions, rows = unfiled(
        {"people": [{"name": "周靖宇"}], "event_people": [{"event_id": "E", "name": "周靖宇"}]}
    )
    people = read_people(mentions, Regions.learn(()))
    placing = Placing(people, links(people, rows, (), np.zeros((0, 2), np.int64)), context_of(people, rows))
    clusters = Clusters(people)
    bare, person = people.table.index("event_people"), people.table.index("people")
    levels = np.zeros((1, len(FIELDS)), np.int8)
    levels[0, 0] = known
    one = np.array([0])
    placing._accept(
        clusters,
        Round(
            Claims(one, np.array([person]), np.array([NameLevel.SAME])),
            np.array([bare]),
            np.array([share]),
            Levels(levels, np.zeros(1, np.int8)),
            Weights({field: np.zeros(count) for field, count in FIELDS.items()}),
            np.zeros(1, np.int8),
            np.zeros(1),
        ),
        needed,
    )
    assert (clusters.find(bare) == clusters.find(person)) is placed


# Two gangs of three; what is known of a member is written per case
GANGS: list[Row] = [{"gang_id": "G1", "region": "青石镇"}, {"gang_id": "G2", "region": "青石镇"}]
_MEMBERS = "G1 王海鹏 , G1 何建设 , G1 马涛 瘦猴, G2 许大海 眼镜, G2 孔令鹏 , G2 江涌 二毛"
MEMBERS: list[Row] = [
    {"gang_id": gang, "name": name, "aliases": alias, "id_number": number(900 + n, f"198{n}0304")}
    for n, (gang, name, alias) in enumerate(member.split(" ") for member in _MEMBERS.split(", "))
]
PENG, HE, OTHER_PENG = (f"gang_members:GANG_MEMBERS00{n}" for n in (1, 2, 5))
ACCUSED = "case_people:CASE_PEOPLE001"

NICKNAMES: list[tuple[str, Row, Row, dict[str, str], str]] = [
    ("his gang's case, and a character of his name", {"gang_id": "G1"}, {"name": "老鹏"}, {}, PENG),
    ("another gang's case: another of that character", {"gang_id": "G2"}, {"name": "老鹏"}, {}, OTHER_PENG),
    ("no gang: a character alone says too little", {}, {"name": "老鹏"}, {}, ""),
    ("the title tells his surname", {"gang_id": "G1", "title": "何某涉嫌敲诈勒索案"}, {"name": "刀疤"}, {}, HE),
    ("being of the gang alone says too little", {"gang_id": "G1"}, {"name": "刀疤"}, {}, ""),
    ("a surname that nobody of the gang bears", {"gang_id": "G1", "title": "阎某涉嫌敲诈勒索案"}, {"name": "刀疤"}, {}, ""),
    ("who is recorded with it comes before whose name holds the character", {"gang_id": "G1"}, {"name": "老鹏"}, {HE: "老鹏"}, HE),
    ("who goes by another nickname hardly goes by this one", {"gang_id": "G1"}, {"name": "老鹏"}, {PENG: "刀疤"}, ""),
    ("recorded of two: the one of the gang", {"gang_id": "G2"}, {"name": "刀疤"}, {HE: "刀疤", OTHER_PENG: "刀疤"}, OTHER_PENG),
    ("a witness of a case against a gang is none of it", {"gang_id": "G1"}, {"name": "老鹏", "role": "witness"}, {}, ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("case", "accused", "known", "who"), [c[1:] for c in NICKNAMES], ids=[c[0] for c in NICKNAMES]
)
def test_who_goes_by_a_nickname(
    resolved: Callable[..., Resolved], case: Row, accused: Row, known: dict[str, str], who: str
) -> None:
    members = [
        {**member, "aliases": known.get(f"gang_members:GANG_MEMBERS00{n}", member["aliases"])}
        for n, member in enumerate(MEMBERS, 1)
    ]
    # One of the gang stands accused with him
    beside = [
        {"case_id": "A1", "role": "suspect", "name": member["name"], "id_number": member["id_number"]}
        for member in MEMBERS
        if member["name"] in ("马涛", "江涌") and member["gang_id"] == case.get("gang_id")
        if "role" not in accused
    ]
    found = resolved(
        {
            "people": FOLK,
            "gangs": GANGS,
            "gang_members": members,
            "cases": [{"case_id": "A1", **case}],
            "case_people": [{"case_id": "A1", "role": "suspect", **accused}, *beside],
        }
    )
    everybody = [f"gang_members:GANG_MEMBERS00{n}" for n in range(1, 7)]
    assert [one for one in everybody if found.same(ACCUSED, one)] == [who][: bool(who)]


def test_who_was_placed_by_a_nickname_goes_by_it(resolved: Callable[..., Resolved]) -> None:
    """What one case tells of 刀疤 places him in the next, whose title tells nothing."""
    tables: dict[str, list[Row]] = {
        "people": FOLK,
        "gangs": GANGS,
        "gang_members": MEMBERS,
        "cases": [{"case_id": "A1", "gang_id": "G1", "title": "何某涉嫌敲诈勒索案"}, {"case_id": "A2", "gang_id": "G1"}],
        "case_people": [{"case_id": case, "role": "suspect", "name": "刀疤"} for case in ("A1", "A2")],
    }  # fmt: skip
    found = resolved(tables)
    assert found.same("case_people:CASE_PEOPLE002", HE)

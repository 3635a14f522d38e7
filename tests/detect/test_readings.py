"""What an innocent reading covers: the person it names, what a fact is about, or each record of a register."""

from collections.abc import Callable

import happenings as h
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import Row, unfiled
from situation import BASE, FOLK, MEMBER, OFFICIAL, PHONES, SECOND, SPOUSE, as_

from netinv.detect.facts import Readings, collect
from netinv.detect.score import saturated
from netinv.detect.views import open_views
from netinv.model.rules import explanations, rules
from netinv.resolve.resolve import resolve

Kept = Callable[[str, list[h.Tables]], list[float]]


@pytest.fixture
def kept(request: pytest.FixtureRequest) -> Kept:
    """The share that the innocent readings leave of each fact of a rule, in order of time."""

    def run(rule: str, happened: list[h.Tables]) -> list[float]:
        tables = {table: list(rows) for table, rows in BASE.items()}
        for more in happened:
            for table, rows in more.items():
                tables.setdefault(table, []).extend(rows)
        mentions, rows_of = unfiled(tables)
        views = open_views(rows_of, resolve(mentions, rows_of).entity_of)
        request.addfinalizer(views.close)
        readings = Readings(views, {code: e for code, e in explanations().items() if rule in e.covers})
        found = collect(views, {rule: rules()[rule]})
        return [readings.apply(pair, fact)[0].keep for pair, facts in found.items() for fact in facts]

    return run


def call(id: str, at: str, incoming: bool = True, other: str = "邵大勇") -> h.Tables:
    ends = [PHONES[other], PHONES[OFFICIAL["name"]]]
    ends = ends if incoming else ends[::-1]
    row = {"record_id": id, "at": at, "from_phone": ends[0], "to_phone": ends[1], "seconds": "60"}
    return {"calls": [row]}


def hotline(start: str, end: str = "", subject: Row | None = None) -> h.Tables:
    row = h.duty("hotline_duty", start, subject)["duties"][0]
    return {"duties": [{**row, "end": end}]}


RAID = h.raid(with_call=False)  # planned on Friday 2023-09-01 at 9, executed on Sunday evening
INFORMANT = h.duty("informant_contact", "2022-01-01")

RAIDS: list[tuple[str, list[h.Tables], list[float]]] = [
    ("a call to the hotline in office hours", [hotline("2022-01-01"), call("H1", "2023-09-01 15:00")], [0.0]),
    ("nobody has the hotline", [call("H1", "2023-09-01 15:00")], [1.0]),
    ("a call from the hotline", [hotline("2022-01-01"), call("H1", "2023-09-01 15:00", incoming=False)], [1.0]),
    ("a call to the hotline by night", [hotline("2022-01-01"), call("H1", "2023-09-01 23:00")], [1.0]),
    ("a call by night to whoever has the shift", [hotline("2023-09-01", "2023-09-02"), call("H1", "2023-09-01 23:00")], [0.0]),
    ("the shift was over", [hotline("2023-08-30", "2023-08-31"), call("H1", "2023-09-01 23:00")], [1.0]),
    ("by night, but to whom the duty names", [hotline("2022-01-01", subject=MEMBER), call("H1", "2023-09-01 23:00")], [0.0]),
    ("one call to the hotline, one from it", [hotline("2022-01-01"), call("H1", "2023-09-01 15:00"), call("H2", "2023-09-01 16:00", incoming=False)], [0.0, 1.0]),
    ("the hotline was taken over later", [hotline("2023-10-01"), call("H1", "2023-09-01 15:00")], [1.0]),
    ("the hotline was given up before", [hotline("2022-01-01", "2023-08-31"), call("H1", "2023-09-01 15:00")], [1.0]),
    ("the last day of the hotline", [hotline("2022-01-01", "2023-09-01"), call("H1", "2023-09-01 15:00")], [0.0]),
    ("the informant", [INFORMANT, call("H1", "2023-09-01 15:00", incoming=False)], [0.0]),
    ("the informant and another member", [INFORMANT, call("H1", "2023-09-01 15:00", incoming=False), call("H2", "2023-09-01 16:00", incoming=False, other="贺铁山")], [0.0, 1.0]),
]  # fmt: skip


@pytest.mark.parametrize(("why", "happened", "left"), RAIDS, ids=[case[0] for case in RAIDS])
def test_calls_before_a_raid_are_explained_one_by_one(
    kept: Kept, why: str, happened: list[h.Tables], left: list[float]
) -> None:
    assert kept("calls_before_raid", [RAID, *happened]) == left, why


def table_of(size: int, classmates: int, payer: bool) -> list[h.Tables]:
    """The official at a table of so many, so many of them old classmates, the leader and his man among the guests."""
    others = [
        {"name": f"同窗{chr(0x4E00 + 37 * n)}", "phones": f"1690000{1000 + n}"} for n in range(size - 3)
    ]
    guests = [OFFICIAL, MEMBER, SECOND, *({"name": g["name"], "phone": g["phones"]} for g in others)]
    rows = [{"record_id": f"JHG{n}", "event_id": "JH", **guest} for n, guest in enumerate(guests)]
    ties = [
        {"record_id": f"TX{n}", **as_("a", OFFICIAL), **as_("b", guest), "kind": "classmate"}
        for n, guest in enumerate(guests[1 : 1 + classmates])
    ]
    event = {
        "event_id": "JH",
        "kind": "banquet",
        "at": "2023-03-04 18:30",
        **(as_("payer", MEMBER) if payer else {}),
    }
    return [{"people": list(others), "events": [event], "event_people": rows, "ties": ties}]


@pytest.mark.parametrize(
    ("why", "size", "classmates", "left"),
    [
        ("half the table are classmates", 9, 4, 0.1),
        ("one is", 9, 1, 1.0),
        ("a table of five", 5, 4, 0.1),
        ("three people are no gathering", 3, 2, 1.0),
    ],
)
def test_a_gathering_of_a_class_is_a_reunion(
    kept: Kept, why: str, size: int, classmates: int, left: float
) -> None:
    assert set(kept("hospitality", table_of(size, classmates, payer=True))) == {left}, why


def test_whoever_is_met_at_a_reunion_is_met_there(kept: Kept) -> None:
    assert set(kept("small_meeting", table_of(9, 4, payer=False))) == {0.1}


def beat(start: str) -> h.Tables:
    return h.duty("beat_officer", start)


def sold_to_others(count: int, price: str = "91000", start: str = "2023-05-20") -> h.Tables:
    """The leader sells as many of the same cars to ordinary people."""
    assets, transfers = [], []
    for n, buyer in enumerate(FOLK[:count]):
        car = {
            "kind": "vehicle",
            "identifier": f"云B0001{n}",
            "market_price_yuan": "150000",
            "price_yuan": price,
        }
        assets.append({"record_id": f"CCS{n}", **car, **as_("owner", buyer), "start": start})
        money = {"record_id": f"ZJS{n}", "at": f"{start} 10:00", "amount_yuan": price}
        transfers.append({**money, **as_("payer", buyer), **as_("payee", MEMBER)})
    return {"assets": assets, "transfers": transfers}


def bail(reason: str) -> list[h.Tables]:
    return [{"measures": [{**h.bail()["measures"][0], "reason": reason}]}]


OTHERS: list[tuple[str, str, list[h.Tables], list[float]]] = [
    ("lead_leaked", "nothing on record", [h.told()], [1.0]),
    ("lead_leaked", "the leader is an informant", [h.told(), INFORMANT], [0.0]),
    ("lead_leaked", "another is the informant", [h.told(), h.duty("informant_contact", "2022-01-01", SECOND)], [1.0]),
    ("lead_leaked", "the leader lives on the beat", [h.told(), beat("2022-01-01")], [0.0]),
    ("lead_leaked", "the beat came later", [h.told(), beat("2023-05-01")], [1.0]),
    ("leads_to_accused", "stood aside before", [h.accusing(by=OFFICIAL, count=1), h.duty("recused", "2023-01-01")], [0.0]),
    ("leads_to_accused", "stood aside afterwards", [h.accusing(by=OFFICIAL, count=1), h.duty("recused", "2023-04-01")], [1.0]),
    ("cases_taken", "stood aside from the leader with the cases in hand", [h.taken_cases(), h.duty("recused", "2023-02-01")], [0.0] * 5),
    ("cases_taken", "stood aside when they had ended", [h.taken_cases(), h.duty("recused", "2023-05-01")], [1.0] * 5),
    ("cases_taken", "stood aside from somebody else", [h.taken_cases(), h.duty("recused", "2023-02-01", SPOUSE)], [1.0] * 5),
    ("money", "the leader is a relative", [h.payment(), h.kinship()], [0.2]),
    ("money", "the leader who pays the family's company is one", [h.joint_firm(), h.kinship()], [1.0]),
    ("asset_price", "the seller is a relative", [h.bought(by=OFFICIAL), h.kinship()], [0.2]),
    ("asset_price", "three others paid as little", [h.bought(), sold_to_others(3)], [0.1]),
    ("asset_price", "two did", [h.bought(), sold_to_others(2)], [1.0]),
    ("asset_price", "others paid more", [h.bought(), sold_to_others(3, "115000")], [1.0]),
    ("asset_price", "others did a year later", [h.bought(), sold_to_others(3, start="2024-06-01")], [1.0]),
    ("measures_relaxed", "the member is ill", bail("患有严重疾病，附诊断证明"), [0.4]),
    ("measures_relaxed", "no ground that the law names", bail("情节轻微"), [1.0]),
    ("asset_price", "the tie was declared", [h.bought(), h.duty("declared_tie", "2023-01-01")], [0.35]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "why", "happened", "left"), OTHERS, ids=[case[1] for case in OTHERS])
def test_a_reading_covers_what_it_is_for(
    kept: Kept, rule: str, why: str, happened: list[h.Tables], left: list[float]
) -> None:
    assert kept(rule, happened) == left, why


SHARES: list[tuple[str, list[float], list[float], float]] = [
    ("nothing is explained", [2.0, 2.0], [1.0, 1.0], 0.5),
    ("all is, in part", [2.0, 2.0], [0.4, 0.4], 0.2),
    ("of many calls as much as of one is left", [1000.0], [0.4], 0.4),
    ("what nothing explains counts first", [4.0, 1000.0], [1.0, 0.4], 0.7),
    ("all is, wholly", [4.0, 4.0], [0.0, 0.0], 0.0),
    ("what speaks against it stands", [4.0, 8.0, -4.0], [0.5, 0.0, 1.0], 0.0),
    ("there is nothing", [], [], 0.0),
]


@pytest.mark.parametrize(("why", "weight", "keep", "share"), SHARES, ids=[case[0] for case in SHARES])
def test_a_reading_takes_a_share_of_what_facts_add(
    why: str, weight: list[float], keep: list[float], share: float
) -> None:
    """Four ordinary facts reach half of what the signal can be worth."""
    assert saturated(np.array(weight), np.array(keep), 4.0) == pytest.approx(share, abs=0.003), why


@given(
    st.lists(st.tuples(st.floats(0, 100), st.sampled_from([0.0, 0.1, 0.4, 1.0])), min_size=1),
    st.sampled_from([0.0, 0.1, 0.4]),
    st.data(),
)
def test_a_further_fact_never_takes_anything_away_and_a_further_reading_never_adds(
    facts: list[tuple[float, float]], keep: float, data: st.DataObject
) -> None:
    def share(facts: list[tuple[float, float]]) -> float:
        weight, keep = np.array(facts).reshape(-1, 2).T
        return float(saturated(weight, keep, 2.0))

    one = data.draw(st.integers(0, len(facts) - 1))
    without = [*facts[:one], *facts[one + 1 :]]
    weight, kept = facts[one]
    assert share(without) <= share(facts) + 1e-9
    assert share([*without, (weight, min(kept, keep))]) <= share(facts) + 1e-9
    assert share(facts[::-1]) == pytest.approx(share(facts))

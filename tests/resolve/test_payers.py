"""Which payers are one of the guests."""

from collections.abc import Callable, Sequence

import pytest
from records import Row, number, unfiled
from resolved import FOLK, Resolved

from netinv.resolve.normalise.regions import Regions
from netinv.resolve.payers import payers
from netinv.resolve.people import read_people

PAYER = {"payer_name": "王建国"}
GUEST = {"name": "王建国"}

TABLES: list[tuple[str, Row, Sequence[Row], list[str]]] = [
    ("a guest bears the name", PAYER, [GUEST, {"name": "李海燕"}], ["王建国"]),
    ("in traditional characters", PAYER, [{"name": "王建國"}], ["王建国"]),
    ("nobody does", PAYER, [{"name": "王建军"}], []),
    ("two do", PAYER, [GUEST, GUEST], []),
    ("a name that is no whole name", {"payer_name": "王某"}, [{"name": "王某"}], []),
    ("nobody is said to have paid", {}, [GUEST], []),
]


@pytest.mark.parametrize(("why", "payer", "guests", "joined"), TABLES, ids=[case[0] for case in TABLES])
def test_the_payer_who_is_named_like_one_guest_is_that_guest(
    why: str, payer: Row, guests: Sequence[Row], joined: list[str]
) -> None:
    elsewhere = {"event_id": "E2", "kind": "banquet", "payer_name": "孙立新"}
    mentions, rows = unfiled(
        {
            "events": [{"event_id": "E1", "kind": "banquet", **payer}, elsewhere],
            "event_people": [{"event_id": "E1", **guest} for guest in guests],
        }
    )
    people = read_people(mentions, Regions.learn(()))
    found = list(payers(people, rows))
    assert [people.name[merge.right] for merge in found] == joined, why
    assert all(people.table[merge.left] == "events" for merge in found)


NAMESAKES = [
    {"name": "王建国", "id_number": number(n, born)} for n, born in ((1, "19790512"), (2, "19910304"))
]


@pytest.mark.parametrize("sat", [0, 1])
def test_the_number_in_the_list_of_guests_says_who_paid(
    resolved: Callable[[dict[str, list[Row]]], Resolved], sat: int
) -> None:
    found = resolved(
        {
            "people": [*NAMESAKES, *FOLK],
            "events": [{"event_id": "E1", "kind": "banquet", **PAYER}],
            "event_people": [{"event_id": "E1", **NAMESAKES[sat]}],
        }
    )
    assert [found.same("events:E1:payer", f"people:PEOPLE00{n}") for n in (1, 2)] == [sat == 0, sat == 1]
    assert found.probability("events:E1:payer", "event_people:EVENT_PEOPLE001") == pytest.approx(0.98)

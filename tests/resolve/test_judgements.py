"""What people decide, clustering obeys: as a table of situations, and in whatever order they answered."""

from itertools import combinations, permutations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records import Records, Row, number
from resolved import Resolved

from netinv.ledger.types import Judgement, Verdict
from netinv.model.keys import mention_key
from netinv.resolve.resolve import resolve

ORIGIN = "县公安局"
ONE, OTHER = number(1), number(2, born="19700303")
CODE, ANOTHER = "91510100MA6CXXXX1A", "91510100MA6CXXXX2B"

PEOPLE: dict[str, list[Row]] = {
    "people": [
        {"name": "柏清源", "id_number": ONE, "phones": "13900000001"},
        {"name": "柏清源", "id_number": OTHER},
        {"name": "尚屹川", "phones": "13900000002"},
        {"name": "尤曼青"},
        {"name": "尤漫青"},
    ],
    "event_people": [{"name": "柏清源", "id_number": ONE}, {"name": "柏清源", "id_number": OTHER}],
    "organizations": [
        {"name": "云栖谷酒店有限公司", "uscc": CODE},
        {"name": "云栖谷酒店有限公司"},
        {"name": "望江茶楼"},
        {"name": "听涛酒店有限公司", "uscc": ANOTHER},
    ],
}
P1, P2, P3, P4, P5 = (f"people:PEOPLE00{n}" for n in range(1, 6))
E1, E2 = (f"event_people:EVENT_PEOPLE00{n}" for n in (1, 2))
O1, O2, O3, O4 = (f"organizations:ORGANIZATIONS00{n}/org" for n in range(1, 5))


def key(who: str) -> str:
    name, _, org = who.partition("/")
    table, record, *_ = name.split(":")
    return mention_key(ORIGIN, table, record, "", "organization" if org else "person")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Records:
    return Records(tmp_path_factory.mktemp("office")).add(PEOPLE, ORIGIN)


def judged(office: Records, *said: str) -> Resolved:
    """Resolve under judgements written `A = B`, `A ! B` (different), `A ? B`, `A == B` (forced)."""
    verdicts = {"=": "same", "==": "same", "!": "different", "?": "unsure"}
    found = []
    for n, line in enumerate(said, 1):
        left, sign, right = line.split()
        keys = sorted((key(left), key(right)))
        found.append(Judgement(n, n, "", "x", *keys, verdicts[sign], "因为", forced=sign == "=="))
    ledger = office.ledger
    return Resolved(resolve(ledger.mentions(), ledger.rows, found), ORIGIN)


CASES: list[tuple[str, list[str], list[str], list[str]]] = [
    ("nobody said anything", [], [f"{P1} {E1}", f"{P2} {E2}", f"{O1} {O2}"], [f"{P1} {P2}", f"{P3} {P4}"]),
    ("same joins what nothing connects", [f"{P3} = {P4}"], [f"{P3} {P4}"], [f"{P1} {P3}"]),
    ("different parts what a number joins", [f"{P1} ! {E1}"], [], [f"{P1} {E1}"]),
    ("unsure changes nothing", [f"{P1} ? {E1}", f"{P3} ? {P4}"], [f"{P1} {E1}"], [f"{P3} {P4}"]),
    ("same yields to two numbers", [f"{P1} = {P2}"], [f"{P1} {E1}"], [f"{P1} {P2}"]),
    (
        "forced, both numbers are one person's, with all that bears either",
        [f"{P1} == {P2}"],
        [f"{P1} {P2}", f"{P1} {E1}", f"{P1} {E2}"],
        [],
    ),
    ("a chain of same yields to a different", [f"{P3} = {P4}", f"{P4} = {P5}", f"{P3} ! {P5}"], [], [f"{P3} {P5}"]),
    ("even a forced one does", [f"{P1} == {P2}", f"{E1} = {P1}", f"{E1} ! {P2}"], [], [f"{E1} {P2}"]),
    ("organisations: same", [f"{O1} = {O3}"], [f"{O1} {O3}", f"{O1} {O2}"], [f"{O1} {O4}"]),
    ("organisations: different", [f"{O1} ! {O2}"], [], [f"{O1} {O2}"]),
    ("organisations: same yields to two codes", [f"{O1} = {O4}"], [f"{O1} {O2}"], [f"{O1} {O4}"]),
    ("organisations: forced", [f"{O1} == {O4}"], [f"{O1} {O4}", f"{O1} {O2}"], []),
    ("organisations: a chain", [f"{O1} = {O3}", f"{O3} = {O4}"], [], [f"{O1} {O4}"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "one", "two"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_what_people_say_is_obeyed(office: Records, said: list[str], one: list[str], two: list[str]) -> None:
    for order in permutations(said):
        found = judged(office, *order)
        assert all(found.same(*pair.split()) for pair in one), order
        assert not any(found.same(*pair.split()) for pair in two), order


@pytest.mark.parametrize("case", [case for case in CASES if len(case[1]) > 1], ids=lambda case: case[0])
def test_the_order_of_answers_has_no_say(
    office: Records, case: tuple[str, list[str], object, object]
) -> None:
    found = [judged(office, *order).resolution for order in permutations(case[1])]
    assert all(each.entity_of == found[0].entity_of for each in found)
    assert all(sorted(each.joins) == sorted(found[0].joins) for each in found)


NAMES = (P1, P2, P3, P4, P5, E1, E2)
HISTORIES = st.dictionaries(
    st.sampled_from(list(combinations(NAMES, 2))),
    st.sampled_from(["=", "==", "!", "?"]),
    max_size=7,
)


@settings(max_examples=20)
@given(history=HISTORIES, shuffle=st.randoms(use_true_random=False))
def test_any_history_in_any_order_obeys_every_different(
    office: Records, history: dict[tuple[str, str], str], shuffle: Random
) -> None:
    said = [f"{a} {sign} {b}" for (a, b), sign in history.items()]
    first = judged(office, *said)
    shuffle.shuffle(said)
    assert judged(office, *said).resolution.entity_of == first.resolution.entity_of
    for (a, b), sign in history.items():
        assert sign != "!" or not first.same(a, b)
    if not any(sign == "!" for sign in history.values()):
        assert all(first.same(a, b) for (a, b), sign in history.items() if sign == "=="), (
            "nothing bars a force"
        )


def test_a_join_by_hand_says_so(office: Records) -> None:
    join = next(j for j in judged(office, f"{P3} = {P4}").resolution.joins if j.left == key(P3))
    assert [(c.field, c.level) for c in join.comparisons] == [("judgement", "因为")]


def test_a_judgement_on_a_withdrawn_mention_has_no_effect(office: Records, tmp_path: Path) -> None:
    ledger = Records(tmp_path).add(PEOPLE, ORIGIN).ledger
    ledger.judge_all([Verdict(key(P3), key(P4), "same", "")], "x")
    ledger.retract("people", "PEOPLE004", "entered twice", "x")
    found = Resolved(resolve(ledger.mentions(), ledger.rows, ledger.judgements()), ORIGIN)
    assert not found.same(P3, P5)
    ledger.close()

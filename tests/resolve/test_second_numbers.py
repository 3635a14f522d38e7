"""Whose a number is that no record states."""

from collections.abc import Callable, Iterable

import numpy as np
import pytest
from records import Row, number, unfiled
from resolved import Resolved

from netinv.ledger.types import Judgement
from netinv.model.keys import mention_key
from netinv.resolve.resolve import resolve
from netinv.resolve.second_numbers import FEWEST, HUB, NOBODY, OFFICE, second_numbers

TWO = 40
"""People with two numbers each."""
PEOPLE = 2 * TWO
"""The others have one each, and share a circle with a relative among the first."""
CIRCLE, KIN = 9, 6
"""With how many everybody speaks, and with how many of these a relative does, too."""
ORIGIN = "县公安局"


def circles() -> list[list[int]]:
    """With whom each person speaks, by either number."""
    draw = np.random.default_rng(7)
    found: list[list[int]] = []
    for person in range(PEOPLE):
        kin = found[person - TWO][:KIN] if person >= TWO else []
        others = [o for o in draw.permutation(PEOPLE).tolist() if o not in (person, person - TWO, *kin)]
        found.append([*kin, *others[: CIRCLE - len(kin)]])
    return found


SPEAKS = circles()
HOLDER = np.array([*np.repeat(np.arange(TWO), 2), *range(TWO, PEOPLE)])
"""Who holds each number: 2i and 2i + 1 the first forty, one each the others."""


def first(person: int) -> int:
    """The number by which others call a person."""
    return 2 * person if person < TWO else TWO + person


def calls(*more: tuple[int, int]) -> np.ndarray:
    """The pairs of numbers that call each other."""
    said = {(n, first(o)) for n, p in enumerate(HOLDER.tolist()) for o in SPEAKS[p]}
    return np.array(sorted({(min(pair), max(pair)) for pair in (*said, *more)}))


def found(pairs: np.ndarray, holder: np.ndarray) -> dict[int, tuple[int, float]]:
    """Known number and probability by number."""
    result = second_numbers(pairs, holder)
    each = zip(result.number.tolist(), result.known.tolist(), result.probability.tolist(), strict=True)
    return {number: (known, probability) for number, known, probability in each}


def hidden(*numbers: int) -> np.ndarray:
    """The holders, but for numbers that nobody states."""
    holder = HOLDER.copy()
    holder[list(numbers)] = NOBODY
    return holder


def test_who_speaks_with_the_same_people_holds_both_numbers() -> None:
    likely = found(calls(), hidden(7, 21, 33))
    assert {n: known for n, (known, _) in likely.items()} == {7: 6, 21: 20, 33: 32}
    assert all(probability > 0.9 for _, probability in likely.values())


def test_a_relative_who_speaks_with_many_of_them_does_not() -> None:
    of_relative = first(TWO + 3)
    _, probability = found(calls(), hidden(of_relative))[of_relative]
    assert probability < 0.5


def without(number: int, *instead: int) -> np.ndarray:
    """The pairs, but that a number calls these instead."""
    rest = [pair for pair in calls().tolist() if number not in pair]
    return np.array(sorted([*rest, *(sorted((number, other)) for other in instead)]))


CASES = [
    ("the two call each other", calls((6, 7))),
    ("it calls another number of the holder", calls((6, 7), (5, 7))),
    ("it speaks with two of them only", without(7, *(first(p) for p in SPEAKS[3][:2]))),
    ("it speaks with nobody", without(7)),
]


@pytest.mark.parametrize(("why", "pairs"), CASES, ids=[case[0] for case in CASES])
def test_a_number_stays_nobodys(why: str, pairs: np.ndarray) -> None:
    known, probability = found(pairs, hidden(7)).get(7, (-1, 0.0))
    assert known != 6 or probability < 0.5, why


@pytest.mark.parametrize("holder", [TWO, OFFICE], ids=["a number that speaks with many", "an office"])
def test_whom_everybody_calls_tells_nothing(holder: int) -> None:
    """What numbers have in common beyond `HUB`, and with offices, is no acquaintance."""
    many = [len(HOLDER) + n for n in range(6)]
    callers = range(len(HOLDER)) if holder == TWO else (6, 7)
    assert len(callers) > HUB or holder == OFFICE
    pairs = np.array([*without(7).tolist(), *((n, m) for n in callers for m in many)])
    assert 7 not in found(pairs, np.append(hidden(7), np.full(len(many), holder)))


def test_where_few_state_two_numbers_nothing_is_learnt() -> None:
    assert not found(calls(), hidden(*range(FEWEST, 2 * TWO)))


# --- through resolve ----------------------------------------------------------------------------------


def phone(n: int) -> str:
    """A number as it is written."""
    return f"139{n:08d}"


def landline(n: int) -> str:
    """The same, but that the second number of `PERSON` is a landline."""
    return "08171234567" if n == 2 * PERSON + 1 else phone(n)


PERSON = 3


def county(judgements: Iterable[tuple[str, str, str]] = (), called: Callable[[int], str] = phone) -> Resolved:
    """The same as a register and a list of calls; the second number of `PERSON` is in no register."""
    people: list[Row] = [
        {
            "name": f"{'赵钱孙李周吴郑王冯陈'[p % 10]}{'文海立国春晓玉志'[p // 10]}{'博燕新栋梅峰兰强华'[p % 9]}",
            "id_number": number(p),
            "phones": ";".join(phone(n) for n in np.flatnonzero(p == HOLDER).tolist() if n != 2 * PERSON + 1),
        }
        for p in range(PEOPLE)
    ]
    said: list[Row] = [{"from_phone": called(a), "to_phone": called(b)} for a, b in calls().tolist()]
    made = [
        Judgement(n, n, "", "x", *sorted((key(left), key(right))), verdict, "问过本人")
        for n, (left, verdict, right) in enumerate(judgements, 1)
    ]
    return Resolved(resolve(*unfiled({"people": people, "calls": said}, ORIGIN), made), ORIGIN)


def key(who: str) -> str:
    """A mention as it is named in the ledger."""
    table, record, ref = (*who.split(":"), "")[:3]
    return mention_key(ORIGIN, table, record, ref, "person")


def ends(of: int) -> list[str]:
    """The ends of calls by a number."""
    return [
        f"calls:CALLS{n:03d}:{ref}"
        for n, pair in enumerate(calls().tolist(), 1)
        for ref, number in zip(("from", "to"), pair, strict=True)
        if number == of
    ]


MEANT, OTHER = f"people:PEOPLE{PERSON + 1:03d}", f"people:PEOPLE{PERSON + 11:03d}"


def test_calls_by_a_second_number_are_the_holders_and_say_how_surely() -> None:
    second = ends(2 * PERSON + 1)
    resolved = county()
    assert all(resolved.same(end, MEANT) for end in second)
    joins = {j.right: j for j in resolved.resolution.joins if j.right in map(key, second)}
    assert len(joins) == len(second)
    told = joins[key(second[0])]
    assert 0.9 <= told.probability < 1
    assert not told.by_statement
    assert [(c.field, c.level) for c in told.comparisons] == [("phone", "other"), ("contacts", str(CIRCLE))]


def test_a_landline_that_nobody_states_is_an_organisations() -> None:
    resolved = county(called=landline)
    second = [f"{end}/org" for end in ends(2 * PERSON + 1)]
    assert len({resolved[end] for end in second}) == 1
    assert not any(resolved.same(end, MEANT) for end in second)
    weighed = [*resolved.resolution.joins, *resolved.resolution.doubts]
    assert not any("contacts" in (c.field for c in each.comparisons) for each in weighed)


JUDGED = [
    ("it is not theirs", [("different", MEANT)], False, False),
    ("it is somebody else's", [("same", OTHER)], False, True),
    ("a different holds against a same", [("same", OTHER), ("different", OTHER)], True, False),
    ("unsure decides nothing", [("unsure", MEANT)], True, False),
]


@pytest.mark.parametrize(("why", "said", "holders", "others"), JUDGED, ids=[case[0] for case in JUDGED])
def test_what_people_say_of_a_number_holds(
    why: str, said: list[tuple[str, str]], holders: bool, others: bool
) -> None:
    second = ends(2 * PERSON + 1)
    resolved = county([(second[n], verdict, who) for n, (verdict, who) in enumerate(said)])
    assert {resolved.same(end, MEANT) for end in second} == {holders}, why
    assert {resolved.same(end, OTHER) for end in second} == {others}, why
    assert len({resolved[end] for end in second}) == 1


def test_of_two_who_are_held_to_use_a_number_one_has_it() -> None:
    second = ends(2 * PERSON + 1)
    resolved = county([(second[0], "same", MEANT), (second[1], "same", OTHER)])
    assert resolved.same(second[0], MEANT) != resolved.same(second[0], OTHER)
    joins = [j for j in resolved.resolution.joins if j.right in map(key, second)]
    assert len(joins) == len(second)
    assert all(resolved.resolution.entity_of[j.left] == resolved[second[0]] for j in joins)

"""A kept resolution that is brought forward holds what one written anew does."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netinv.model.keys import entity_id, mention_key
from netinv.resolve.differing import moved, restated
from netinv.resolve.result import Comparison, Doubt, Joined, Resolution
from netinv.resolve.store import ResolutionStore

_entities = st.dictionaries(st.text("abc", min_size=1, max_size=3), st.sampled_from(["P1", "P2", "O1"]))
_joins = st.lists(st.tuples(st.sampled_from(["P1", "P2", "P3"]), st.sampled_from("xyz")), max_size=8)


@given(_entities, _entities)
def test_what_moved_is_all_that_differs(before: dict[str, str], after: dict[str, str]) -> None:
    assert moved(sorted(before.items()), after) == {
        key: (before.get(key, ""), after.get(key, ""))
        for key in before.keys() | after.keys()
        if before.get(key) != after.get(key)
    }


@given(_joins, _joins)
def test_what_is_told_anew_is_all_of_which_other_things_are_told(
    before: list[tuple[str, str]], after: list[tuple[str, str]]
) -> None:
    was, now = _told(before), _told(after)
    assert restated(before, after) == {e for e in was.keys() | now.keys() if was.get(e) != now.get(e)}


def _told(rows: list[tuple[str, str]]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for entity, body in rows:
        found[entity].append(body)
    return found


KEYS = [mention_key("县局", "people", f"{n:02}", "", "person") for n in range(12)]


@st.composite
def _resolutions(draw: st.DrawFn) -> Resolution:
    """Some mentions, each with an earlier one or alone, and what joined them."""
    heads = {key: draw(st.sampled_from(KEYS[: n + 1])) for n, key in enumerate(KEYS) if draw(st.booleans())}
    joins = [
        Joined(head, key, draw(st.sampled_from([0.9, 0.95])), (Comparison("name", "甲", "甲", "same", 1.5),))
        for key, head in heads.items()
        if head != key
    ]
    doubts = [Doubt(join.left, join.right, 0.4, "below", "", 0.0, ()) for join in joins if join.left in heads]
    entities = {key: entity_id(head) for key, head in heads.items()}
    return Resolution(entities, joins, doubts, {"name": (0.0, draw(st.sampled_from([1.5, 2.0])))})


@settings(max_examples=40)
@given(st.lists(_resolutions(), min_size=2, max_size=4))
def test_renewing_a_store_gives_what_saving_gives(
    tmp_path_factory: pytest.TempPathFactory, states: list[Resolution]
) -> None:
    folder = tmp_path_factory.mktemp("stores")
    renewed, saved = (ResolutionStore(folder / f"{name}.db") for name in ("renewed", "saved"))
    renewed.save(states[0], 1)
    for seq, (before, after) in enumerate(pairwise(states), 2):
        found = renewed.renew(after, seq)
        saved.save(after, seq)
        assert found == moved(sorted(before.entity_of.items()), after.entity_of)
        assert (renewed.seq(), renewed.entity_of()) == (seq, after.entity_of)
        assert (renewed.joins(), renewed.doubts()) == (saved.joins(), saved.doubts())
        assert (renewed.weights(), renewed.counts()) == (saved.weights(), saved.counts())
        ids = {entity_id(key) for key in KEYS}
        assert renewed.currents(ids) == saved.currents(ids)
    for store in (renewed, saved):
        store.close()

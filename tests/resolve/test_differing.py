"""A kept resolution that is brought forward holds what one written anew does."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from netinv.ledger.ledger import Ledger
from netinv.ledger.types import Mentions
from netinv.resolve.differing import moved, restated
from netinv.resolve.resolve import resolve
from netinv.resolve.result import Resolution
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


def test_renewing_a_store_gives_what_saving_gives(
    county: Ledger, mentions: Mentions, resolution: Resolution, tmp_path: Path
) -> None:
    join = max(resolution.joins, key=lambda join: join.right)
    id = county.judge(*sorted((join.left, join.right)), "different", "两人", "test")
    other = resolve(mentions, county.rows, county.judgements())
    county.revoke(id, "test")
    renewed, saved = (ResolutionStore(tmp_path / f"{name}.db") for name in ("renewed", "saved"))
    renewed.save(resolution, 1)
    found = renewed.renew(other, 2)
    saved.save(other, 2)
    assert found
    assert found == moved(sorted(resolution.entity_of.items()), other.entity_of)
    for store in (renewed, saved):
        assert store.seq() == 2
        assert store.entity_of() == other.entity_of
    assert (renewed.joins(), renewed.doubts()) == (saved.joins(), saved.doubts())
    assert (renewed.weights(), renewed.counts()) == (saved.weights(), saved.counts())
    assert renewed.currents(resolution.entity_of.values()) == saved.currents(resolution.entity_of.values())
    assert len(renewed.renew(Resolution({}, []), 3)) == len(other.entity_of), (
        "where most differs, all is written"
    )
    assert (renewed.seq(), renewed.entity_of(), renewed.joins()) == (3, {}, [])
    for store in (renewed, saved):
        store.close()

"""Looking up whom a record names, and the joins of a few entities, gives what going through all would give."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from netinv.detect.doubt import Doubts, Named
from netinv.model.keys import entity_id, mention_key
from netinv.resolve.result import Joined, Resolution
from netinv.resolve.store import ResolutionStore

PARTS = (
    st.sampled_from(["县", "县公安局", "a", "a b", "a\tb"]),  # one begins like another
    st.sampled_from(["calls", "event_people", "events"]),
    st.sampled_from(["1", "10", "1:2", "1 ", ""]),
    st.sampled_from(["", "from", "to"]),
    st.sampled_from(["person", "organization"]),
)
KEYS = st.lists(st.builds(mention_key, *PARTS), unique=True, max_size=30)


@settings(max_examples=100)
@given(KEYS)
def test_a_record_names_whoever_stands_in_it_whatever_its_origin(keys: list[str]) -> None:
    named = Named(keys)
    standing: dict[str, list[str]] = {}
    for key in sorted(keys):
        _, table, record, _, _ = key.split("\x1f")
        standing.setdefault(f"{table}:{record}", []).append(key)
    assert {record: named.of(record) for record in standing} == standing
    assert named.of("calls:0") == named.of("posts:1") == []


def test_kept_joins_of_some_entities_are_those_among_all(tmp_path: Path) -> None:
    keys = [mention_key("县", "people", str(n), "", "person") for n in range(9)]
    entity_of = {key: entity_id(keys[n // 3 * 3]) for n, key in enumerate(keys)}
    joins = [Joined(keys[n // 3 * 3], keys[n], 0.9 - n / 100, ()) for n in range(9) if n % 3]
    fresh = Resolution(entity_of, joins)
    store = ResolutionStore(tmp_path / "graph.db")
    store.save(fresh, 1)
    kept, asked = store.resolution(), set(list(entity_of.values())[:6])
    assert sorted(kept.joins_of(asked)) == sorted(fresh.joins_of(asked)) == sorted(joins[:4])
    named, entity = Named(entity_of), entity_of[keys[3]]
    for resolution in (fresh, kept):
        found = Doubts(resolution, named, {entity}).weakest(["people:4", "people:5", "people:8"], [entity])
        assert found == (0.85, (keys[3], keys[5]))
    store.close()

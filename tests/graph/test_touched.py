"""A register that grew a little: making again what changed alone gives what making all of it gives."""

from collections.abc import Set

from hypothesis import given, settings
from hypothesis import strategies as st
from office import GRADES, Office

from netinv.graph.delta import forward
from netinv.graph.protocol import GraphStore
from netinv.graph.touched import Part, change_of
from netinv.ledger.types import Mentions, Rows
from netinv.model.keys import SEPARATOR, mention_key

Register = dict[str, dict[str, str]]

_people = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["王强", "李梅", "赵敏", "孙勇"]),
        "phones": st.sampled_from(["", "13800001111", "138-0000-1111;13900002222"]),
        "account": st.sampled_from(["", "6222 0001", "62220001", "6222-0002"]),
        "address": st.sampled_from(["", "青石县红集乡幸福村7组47号", "红集乡幸福村七组47号", "红集乡幸福村"]),
        "is_official": st.sampled_from(["", "是"]),
        "_source": st.sampled_from("12"),
        "_origin": st.sampled_from(["县局", "税务局"]),
    }
)
_steps = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from("123456"), st.one_of(st.none(), _people), max_size=4),
        st.sets(st.sampled_from("123456"), max_size=2),
    ),
    min_size=1,
    max_size=5,
)


class State:
    """A register, some of whose rows a person holds to be somebody else."""

    def __init__(self, register: Register, split: Set[str]) -> None:
        rows = [{"record_id": id, **row} for id, row in register.items()]
        apart = {
            mention_key(row["_origin"], "people", row["record_id"], "", "person"): "另一个"
            for row in rows
            if row["record_id"] in split
        }
        self.office = Office({"people": rows}, apart)
        self.entity_of = self.office.mentions()[1]
        said = {mention_key(row["_origin"], "people", row["record_id"], "", "person"): row for row in rows}
        self.all = {(key, tuple(said[key].items()), entity) for key, entity in self.entity_of.items()}

    def read(self, entities: Set[str]) -> Part:
        of = {key: entity for key, entity in self.entity_of.items() if entity in entities}
        wanted = {tuple(key.split(SEPARATOR)[0:3:2]) for key in of}
        some = [r for r in self.office.tables["people"] if (r["_origin"], r["record_id"]) in wanted]
        part = Office({"people": some})

        def rows(table: str) -> Rows:
            return part.rows(table)

        mentions: Mentions = part.mentions()[0]
        return Part(rows, mentions, of)


@settings(max_examples=12)
@given(_steps)
def test_what_changed_alone_is_all(store: GraphStore, steps: list[tuple[Register, set[str]]]) -> None:
    """Records come, change and are withdrawn, people are merged and split: content and arrays follow."""
    store.clear()
    register: Register = {}
    old, arrays = State(register, set()), store.export()
    for seq, (changes, split) in enumerate(steps, 1):
        register = {id: row for id, row in {**register, **changes}.items() if row is not None}
        new = State(register, split)
        touched = {entity for _, _, entity in old.all ^ new.all}
        change = change_of(store, new.read, touched, GRADES, seq)
        assert change is not None
        store.apply(change)
        arrays, old = forward(arrays, change), new
        assert arrays.equals(store.export())
        content = store.digest(), store.fingerprints()
        assert not new.office.project(store, seq).written + new.office.project(store, seq).removed
    store.clear()
    old.office.project(store, len(steps))
    assert content == (store.digest(), store.fingerprints())

"""Records that came, changed or went: making again what they touch gives what making all of it gives."""

from collections.abc import Mapping, Set

from hypothesis import given, settings
from hypothesis import strategies as st
from office import GRADES, Office

from netinv.graph.changed import change_among, change_of_register
from netinv.graph.delta import forward
from netinv.graph.protocol import GraphStore
from netinv.graph.touched import Part
from netinv.ledger.types import Mentions, Rows
from netinv.model.keys import SEPARATOR, mention_key
from netinv.model.tables import TABLES, ColumnSpec

Row = dict[str, str]
County = dict[tuple[str, str], Row]
"""Rows by table and id."""

FIRMS = ["青石县公安局", "公安局", "红集乡幸福建材有限公司", "王强饭店"]
DOORS = ["青石县红集乡幸福村7组47号", "红集乡幸福村七组47号", "红集乡幸福村"]
TOWNS = ["红集乡", "青石县"]
_POOLS = {
    "phones": ["13800001111", "138-0000-1111;13900002222"],
    "account": ["6222 0001", "62220001", "6222-0002"],
    "address": DOORS,
    "unit": FIRMS,
    "region": TOWNS,
    "identifier": ["鲁A12345", "鲁A 12345"],
    "prior_case": ["case_id1", "case_id2"],
    "is_official": ["是"],
}
_BY_TYPE = {
    "date": ["2021", "2022-01-08"],
    "datetime": ["2022-01-08 10:00", "2023-05"],
    "number": ["3", "5.5"],
}
ANCHORS: County = {
    ("people", f"anchor{n}"): {"name": "孙勇", "address": place, "unit": place}
    for n, place in enumerate([*FIRMS, *DOORS, *TOWNS])
}
"""Who lives there keeps the places known, whatever else comes and goes: units are always read alike. He is
not touched himself, though where he works may be."""


def _pool(table: str, column: str, spec: ColumnSpec) -> list[str]:
    """What may stand in a column, so that rows often speak of the same."""
    last = column.rsplit("_", 1)[-1]
    if spec.type == "id":
        return _POOLS.get(column, [f"{column}1", f"{column}2"])
    if column.endswith("org_name") or (table, column) == ("organizations", "name"):
        return FIRMS
    if last == "name":
        return ["王强", "李梅", "赵敏"]
    if spec.enum:
        return list(spec.enum)[:3]
    return (
        _POOLS.get(column) or _POOLS.get("phones" if last == "phone" else last) or _BY_TYPE.get(spec.type, [])
    )


@st.composite
def _rows(draw: st.DrawFn) -> tuple[tuple[str, str], Row]:
    names = [name for name in TABLES if name != "sources"]
    spec = TABLES[draw(st.sampled_from([*names, *["people", "organizations", "case_people"] * 3]))]
    pools = {name: _pool(spec.name, name, column) for name, column in spec.columns.items()}
    own = pools.pop(spec.id_column)
    usual = [name for name, pool in pools.items() if pool]
    named = [name for name in usual if name.endswith(("name", "_id", "phone", "unit"))]
    row = {
        name: draw(st.sampled_from(pools[name]))
        for name in draw(st.lists(st.sampled_from(named or usual), min_size=1, max_size=5, unique=True))
        + draw(st.lists(st.sampled_from(usual), max_size=4, unique=True))
    }
    row["_source"] = draw(st.sampled_from("12"))
    row["_origin"] = draw(st.sampled_from(["县局", "税务局"]))
    return (spec.name, draw(st.sampled_from(own))), row


_steps = st.lists(
    st.tuples(st.lists(_rows(), min_size=2, max_size=8), st.integers(0, 7), st.integers(0, 3)),
    min_size=2,
    max_size=5,
)
"""New rows, how many of the old ones go, and how many mentions a person holds to be somebody else."""


def _office(county: Mapping[tuple[str, str], Row], apart: frozenset[str]) -> Office:
    tables: dict[str, list[Row]] = {name: [] for name in TABLES}
    for (table, id), row in county.items():
        tables[table].append({**row, TABLES[table].id_column: id})
    return Office(tables, dict.fromkeys(apart, "另一个"))


def _part(office: Office) -> Part:
    mentions, entity_of = office.mentions()
    return Part(office.rows, mentions, entity_of)


@settings(max_examples=6)
@given(_steps)
def test_what_changed_records_touch_is_all(
    store: GraphStore, steps: list[tuple[list[tuple[tuple[str, str], Row]], int, int]]
) -> None:
    """Records of any kind come, change and are withdrawn, people are split: content and arrays follow."""
    store.clear()
    county = dict(ANCHORS)
    before = _office(county, frozenset())
    before.project(store, 1)
    arrays = store.export()
    for seq, (rows, gone, split) in enumerate(steps, 2):
        stay = dict(list(county.items())[: len(ANCHORS)] + list(county.items())[len(ANCHORS) + gone :])
        then, county = county, stay | dict(rows)
        keys = sorted(_office(county, frozenset()).mentions()[1])
        now = _office(county, frozenset(keys[:: len(keys) // split] if split else ()))
        whom, whom_before = now.mentions()[1], before.mentions()[1]
        moved = {
            key: (whom_before.get(key, ""), whom.get(key, ""))
            for key in whom.keys() | whom_before.keys()
            if whom_before.get(key) != whom.get(key)
        }
        differ = {at for at in then.keys() | county.keys() if then.get(at) != county.get(at)}
        was, new = (
            _part(_office({at: of[at] for at in differ if at in of}, frozenset())) for of in (then, county)
        )
        new = Part(new.rows, new.mentions, whom)
        change = change_among(store, _part(now), was, new, moved, GRADES, seq, 1 << 20)
        assert change is not None
        store.apply(change)
        arrays, before = forward(arrays, change), now
        assert arrays.equals(store.export())
        content = store.digest(), store.fingerprints()
        done = now.project(store, seq)
        assert (done.written, done.removed) == (0, 0)
    store.clear()
    before.project(store, len(steps) + 1)
    assert content == (store.digest(), store.fingerprints())


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
_of_register = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from("123456"), st.one_of(st.none(), _people), max_size=4),
        st.sets(st.sampled_from("123456"), max_size=2),
    ),
    min_size=1,
    max_size=5,
)


class Folk:
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


@settings(max_examples=6)
@given(_of_register)
def test_what_changed_rows_of_a_register_touch_is_all(
    store: GraphStore, steps: list[tuple[Register, set[str]]]
) -> None:
    """Records come, change and are withdrawn, people are merged and split: content and arrays follow."""
    store.clear()
    register: Register = {}
    old, arrays = Folk(register, set()), store.export()
    for seq, (changes, split) in enumerate(steps, 1):
        register = {id: row for id, row in {**register, **changes}.items() if row is not None}
        new = Folk(register, split)
        touched = {entity for _, _, entity in old.all ^ new.all}
        change = change_of_register(store, new.read, touched, GRADES, seq)
        assert change is not None
        store.apply(change)
        arrays, old = forward(arrays, change), new
        assert arrays.equals(store.export())
        content = store.digest(), store.fingerprints()
        assert not new.office.project(store, seq).written + new.office.project(store, seq).removed
    store.clear()
    old.office.project(store, len(steps))
    assert content == (store.digest(), store.fingerprints())

"""A large register that grows a little: what changed is resolved alone, with the result of all together."""

import shutil
from pathlib import Path

import pytest
from records import Records, number

import netinv
from netinv.graph.snapshot import snapshot
from netinv.ledger.types import Verdict
from netinv.model.keys import mention_key
from netinv.resolve.kept import read
from netinv.resolve.store import ResolutionStore
from netinv.workspace.facts import Facts
from netinv.workspace.projecting import project_forward
from netinv.workspace.projections import RESOLVING, Projections
from netinv.workspace.resolving import learnt_at, resolve_forward

ORIGIN, PHONE = "县公安局", "13800001111"
FOLK = [
    {"name": surname + given, "id_number": number(20 * i + j, f"19{60 + i}0{1 + j % 9}1{j % 9}")}
    for i, surname in enumerate("赵钱孙李周吴", 1)
    for j, given in enumerate(["文博", "海燕", "立新", "国栋", "春梅", "晓峰", "玉兰", "志强"])
]


@pytest.mark.parametrize(
    ("growth", "learnt"),
    [
        ([], 0),
        ([(1, 99)], 0),
        ([(1, 60), (2, 60)], 2),
        ([(1, 100), (2, 9)], 1),
        ([(1, 100), (2, 9), (5, 2)], 5),
        ([(1, 100), (2, 9), (5, 2), (6, 11)], 5),
        ([(3, 1000), (4, 0)], 3),
    ],
)
def test_the_model_is_learnt_when_the_records_grew_by_a_tenth(
    growth: list[tuple[int, int]], learnt: int
) -> None:
    assert learnt_at(growth, large=100) == learnt


def test_a_register_that_grows_is_resolved_as_if_all_were_there(tmp_path: Path) -> None:
    records = Records(tmp_path)
    ledger = records.ledger
    held = Projections(ledger.folder, ledger.workspace_id)
    store, alone = held.resolution, list[bool]()

    def forward(held: Projections = held) -> None:
        facts = Facts(ledger, ledger.head())
        grown = resolve_forward(ledger, facts, held.resolution, large=len(FOLK))
        made = project_forward(ledger, facts, held, held.resolution.entity_of, grown)
        held.put("graph", facts.head)
        snapshot(held.graph, held.snapshots, made)
        alone.append(made is not None)

    def add(*rows: dict[str, str], first: int) -> None:
        named = [{**row, "record_id": f"N{first + n}", "phones": PHONE} for n, row in enumerate(rows)]
        records.add({"people": named})

    def key(id: str) -> str:
        return mention_key(ORIGIN, "people", id, "", "person")

    records.add({"people": [*FOLK, *FOLK[::7]]})
    forward()
    add({"name": "周靖宇", "id_number": number(1)}, {"name": "周婧宇", "id_number": number(1)}, first=1)
    forward()
    assert len(set(store.entities_of([key("N1"), key("N2")]).values())) == 1
    add(
        {"name": "周靖宇", "id_number": number(1)}, {"name": "尚屹川", "id_number": number(2)}, first=1
    )  # N2 anew
    forward()
    assert len(set(store.entities_of([key("N1"), key("N2")]).values())) == 2
    add({"name": "尚屹川", "id_number": number(2)}, first=3)
    ledger.judge(key("N2"), key("N3"), "different", "两人", "test")
    forward()
    assert len(set(store.entities_of([key("N2"), key("N3")]).values())) == 2
    ledger.retract("people", "N1", "误录", "test")
    forward()
    assert store.entities_of([key("N1")]) == {}
    kept = read(ledger.folder / RESOLVING, netinv.__version__)
    assert kept is not None
    assert len(kept.key) > kept.first, "resolved by increments"
    shutil.rmtree(ledger.folder / RESOLVING)
    (tmp_path / "other").mkdir()
    anew = Projections(tmp_path / "other", ledger.workspace_id)
    forward(anew)
    other = anew.resolution
    for each in (store, other, held.graph, anew.graph):
        assert each.seq() == ledger.head().seq
    assert alone == [False, True, True, True, True, False]
    assert held.graph.fingerprints() == anew.graph.fingerprints()
    assert held.graph.digest() == anew.graph.digest()
    made, whole = (snapshot(each.graph, each.snapshots) for each in (held, anew))
    assert made.arrays.equals(whole.arrays)
    assert made.edges.tolist() == whole.edges.tolist()
    assert store.entity_of() == other.entity_of()
    assert (store.joins(), store.doubts()) == (other.joins(), other.doubts())
    assert store.weights() == other.weights()
    assert learnt_at(ledger.growth(ledger.head().seq), len(FOLK)) == 1
    records.add({"gangs": [{"gang_id": "TH1", "name": "方某团伙"}]})
    forward()
    records.add({"people": [*FOLK, *FOLK[::7]]}, grade="A")
    forward()
    assert alone[-2:] == [False, False], "things of other tables, and rows that are believed more, are told"
    forward(anew)
    assert held.graph.fingerprints() == anew.graph.fingerprints()
    for open_ in (held, anew, ledger):
        open_.close()


def test_answers_are_learnt_from_with_a_version_of_the_model(tmp_path: Path) -> None:
    """Those that stood when the register had grown by a tenth; a later one is obeyed only."""
    records = Records(tmp_path)
    ledger, store = records.ledger, ResolutionStore(tmp_path / "graph.db")

    def forward(store: ResolutionStore = store) -> None:
        resolve_forward(ledger, Facts(ledger, ledger.head()), store, large=len(FOLK))

    def answer(left: str, right: str) -> None:
        keys = sorted(mention_key(ORIGIN, "people", id, "", "person") for id in (left, right))
        ledger.judge_all([Verdict(keys[0], keys[1], "same", "一人")], "test", asked=True)

    def add(first: int, count: int) -> None:
        rows = [{**row, "record_id": f"N{first + n}"} for n, row in enumerate(FOLK[:count])]
        records.add({"people": rows})

    records.add({"people": [*FOLK, *FOLK[::7]]})
    forward()
    answer("PEOPLE001", f"PEOPLE{len(FOLK) + 1:03d}")  # one number: the model alone says the same
    forward()
    assert store.taught() == {}
    add(0, len(FOLK) // 4)
    forward()
    learnt = store.taught()
    assert learnt["pairs"].answers == 1
    answer("PEOPLE002", "N1")
    add(100, 1)
    forward()
    assert store.taught() == learnt
    kept = read(ledger.folder / RESOLVING, netinv.__version__)
    assert kept is not None
    assert len(kept.key) > kept.first, "resolved by increments"
    shutil.rmtree(ledger.folder / RESOLVING)
    other = ResolutionStore(tmp_path / "other.db")
    forward(other)
    assert (store.entity_of(), store.joins(), store.doubts()) == (
        other.entity_of(),
        other.joins(),
        other.doubts(),
    )
    assert other.taught() == learnt
    for each in (store, other, ledger):
        each.close()

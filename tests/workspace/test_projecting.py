"""A county to which little is added: only what differs is written, and all is as if made anew."""

from pathlib import Path

from records import Records, number

from netinv.access import Vault
from netinv.demo import write_county
from netinv.graph.snapshot import snapshot
from netinv.ingest.importing import ingest_path
from netinv.ledger.keyring import Keyring
from netinv.ledger.ledger import Ledger
from netinv.workspace.facts import Facts
from netinv.workspace.projecting import project_forward
from netinv.workspace.projections import Projections
from netinv.workspace.resolving import resolve_forward

LATER = ("leads", "lead_subjects", "case_people", "transfers", "calls", "posts", "event_people", "people")
"""Tables of which the last row comes later."""
ROWS = 400
"""Rows of a table that are read: enough of a county for this."""

FOLK = [{"name": "赵文博", "id_number": number(1)}, {"name": "钱海燕", "id_number": number(2)}]


def test_a_county_to_which_little_is_added(tmp_path: Path) -> None:
    files = write_county(tmp_path / "county", people=1_000, seed=5)
    rest = {}
    for path in files.data.glob("*.csv"):
        head, *rows = path.read_text("utf-8").splitlines(keepends=True)
        rows = rows[:ROWS]
        if path.stem in LATER:
            rest[path.name] = head + rows.pop()
        path.write_text("".join([head, *rows]), "utf-8")
    keyring = Keyring(tmp_path / "keys")
    ledger = Ledger.open(tmp_path / "workspace", keyring, create=True)
    vault = Vault.open(tmp_path / "workspace", keyring, ledger.workspace_id)
    held = Projections(ledger.folder, ledger.workspace_id)
    alone: list[bool] = []

    def forward(held: Projections = held) -> None:
        facts = Facts(ledger, ledger.head())
        grown = resolve_forward(ledger, facts, held.resolution, held.head("resolve"))
        held.put("resolve", facts.head)
        made = project_forward(ledger, facts, held, held.resolution.entity_of, grown)
        held.put("graph", facts.head)
        snapshot(held.graph, held.snapshots, made)
        alone.append(made is not None)

    ingest_path(files.data, ledger, vault, "test")
    forward()
    (tmp_path / "more").mkdir()
    for name, text in rest.items():
        (tmp_path / "more" / name).write_text(text, "utf-8")
    ingest_path(tmp_path / "more", ledger, vault, "test")
    forward()
    join = max(held.resolution.joins(), key=lambda join: join.right)
    ledger.judge(*sorted((join.left, join.right)), "different", "两人", "test")
    ledger.retract("case_people", ledger.rows("case_people").record_id[7], "误录", "test")
    forward()
    assert alone == [False, True, True]

    (tmp_path / "other").mkdir()
    anew = Projections(tmp_path / "other", ledger.workspace_id)
    forward(anew)
    assert held.graph.fingerprints() == anew.graph.fingerprints()
    assert held.graph.digest() == anew.graph.digest()
    store, other = held.resolution, anew.resolution
    assert store.entity_of() == other.entity_of()
    assert (store.joins(), store.doubts()) == (other.joins(), other.doubts())
    made, whole = (snapshot(each.graph, each.snapshots) for each in (held, anew))
    assert made.arrays.equals(whole.arrays)
    assert made.edges.tolist() == whole.edges.tolist()
    for each in (held, anew, vault, ledger):
        each.close()


def test_a_small_register_in_which_a_cell_changes(tmp_path: Path) -> None:
    """Nobody becomes somebody else, and yet the telephone is another."""
    records = Records(tmp_path)
    ledger = records.ledger
    held, alone = Projections(ledger.folder, ledger.workspace_id), list[bool]()
    for phone in ("13800001111", "13900002222"):
        records.add({"people": [{**row, "phones": phone} for row in FOLK]})
        facts = Facts(ledger, ledger.head())
        grown = resolve_forward(ledger, facts, held.resolution, held.head("resolve"))
        held.put("resolve", facts.head)
        alone.append(project_forward(ledger, facts, held, held.resolution.entity_of, grown) is not None)
        snapshot(held.graph, held.snapshots)
        held.put("graph", facts.head)
    assert alone == [False, True]
    assert [hit.term for hit in held.graph.search("139", kinds=["phone"])] == ["13900002222"]
    assert held.graph.search("138", kinds=["phone"]) == []
    for each in (held, ledger):
        each.close()

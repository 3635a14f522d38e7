"""How fast the Neo4j store is: loads, the same load again, arrays, neighbours, memory; and a first load from files.

    make bench-neo4j                                  # 200,000 entities, 1,000,000 relations; then 10,000,000 from files
    make bench-neo4j BENCH="--relations 50000 --file-relations 0"

A server of its own is started on loopback from the Java artifacts, in a temporary folder, and stopped. The graph is
invented, seeded, and made in this process. `first load` counts everything that `Neo4jStore.apply` does: nodes, content
hashes, relations, the sums compared at the end; a smaller load before it, cleared again, warms the server's compiler.
Two peers in the same run, into the same graph, removed again: the plain loop writes a sample of relations one statement
each, auto-commit; the bare batch writes them by one UNWIND of 10,000 rows, no hash, no check, one type.
"""

import argparse
import json
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import neo4j

from netinv.graph.neo4j.artifacts import VERSION
from netinv.graph.neo4j.bulk import finish, import_files, write_files
from netinv.graph.neo4j.server import Neo4jServer
from netinv.graph.neo4j.store import Neo4jStore
from netinv.graph.neo4j.target import Target
from netinv.graph.neo4j.values import relation_row
from netinv.graph.protocol import Change, Node, Relation
from netinv.model.ontology import ontology

KINDS = (
    "person",
    "person",
    "person",
    "person",
    "organization",
    "phone",
    "phone",
    "account",
    "address",
    "event",
)
"""What entity number i is: KINDS[i % 10]."""

LINKS = {
    "person": ("kin", "called", "paid", "associate", "called"),
    "organization": ("works_at", "holds", "paid", "legal_rep_of", "works_at"),
    "phone": ("uses_phone",) * 5,
    "account": ("uses_account",) * 5,
    "address": ("located_at",) * 5,
    "event": ("attended",) * 5,
}
"""What a person's relation to an entity is."""

SURNAMES, GIVEN = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂兰"


@dataclass
class Sizes:
    """What is made and asked."""

    entities: int = 200_000
    relations: int = 1_000_000
    warm: int = 100_000
    sample: int = 2_000
    bare: int = 100_000
    asked: int = 1_000
    file_relations: int = 10_000_000
    heap: str = "2g"
    pagecache: str = "512m"
    seed: int = 1


@dataclass
class Figures:
    """What came out; rates are a second, times in the unit of their name."""

    server: str = ""
    first_load_s: float = 0
    relations_per_s: float = 0
    loop_per_s: float = 0
    bare_per_s: float = 0
    beside_bare: float = 0
    times_faster: float = 0
    second_load_s: float = 0
    second_load_changed: int = -1
    arrays_per_s: float = 0
    neighbours_p50_ms: float = 0
    neighbours_p95_ms: float = 0
    nothing_p50_ms: float = 0
    nothing_p95_ms: float = 0
    client_peak_mb: float = 0
    server_peak_mb: float = 0
    same_as_bolt: bool = False
    files: dict[str, float] = field(default_factory=dict)


def nodes(count: int, seed: int) -> Iterator[Node]:
    """Entities 0 … count - 1, each the same whatever the count."""
    rng = random.Random(seed)
    for i in range(count):
        kind = KINDS[i % 10]
        id = f"{ontology().entities[kind].initial}{i:012d}"
        if kind == "person":
            name = rng.choice(SURNAMES) + rng.choice(GIVEN) + rng.choice(GIVEN)
            props: dict[str, Any] = {"names": (name,), "id_numbers": (f"5113991970{i:08d}",), "gender": "男"}
            if i % 50 == 0:
                props["status"] = "official"
        elif kind == "organization":
            name = f"{rng.choice(GIVEN)}{rng.choice(GIVEN)}商贸有限公司{i}"
            props = {"names": (name,)}
        else:
            name = f"{rng.randrange(10**11):011d}"
            props = {"numbers": (name,)} if kind != "address" else {}
        yield Node(id, kind, name, props)


def relations(count: int, entities: int, seed: int) -> Iterator[Relation]:
    """Relations of persons with anything; a few are hubs. Only ids are needed of the nodes."""
    rng = random.Random(seed + 1)
    initials = [ontology().entities[kind].initial for kind in KINDS]
    for i in range(count):
        a = rng.randrange(entities // 10) * 10 + rng.randrange(4)
        b = int(entities * rng.random() ** (3 if i % 10 == 0 else 1))
        if b == a:
            b = a + 4
        kind = LINKS[KINDS[b % 10]][i % 5]
        day = f"20{20 + i % 6}-{1 + i % 12:02d}-{1 + i % 28:02d}"
        props: dict[str, Any] = {"count": 1 + i % 7}
        if kind == "paid":
            props["amount_yuan"] = float(rng.randrange(10**6)) / 100
        table = "calls" if kind == "called" else "transfers" if kind == "paid" else "ties"
        yield Relation(
            f"R{i:016x}", kind, f"{initials[a % 10]}{a:012d}", f"{initials[b % 10]}{b:012d}",
            day, None if i % 3 else day, 0.92, (f"{table}:{i}",), props,
        )  # fmt: skip


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds that something took, and what it gave."""
    begun = time.perf_counter()
    found = work()
    return time.perf_counter() - begun, found


def loop(target: Target, some: list[Relation]) -> float:
    """Relations a second, one auto-committed statement each, as a plain script would; all removed again."""
    rows = [relation_row(link) for link in some]
    with (
        neo4j.GraphDatabase.driver(target.uri, auth=(target.user, target.password)) as driver,
        driver.session() as s,
    ):

        def each() -> None:
            for row in rows:
                text = (
                    "MATCH (a:Entity {id: $a}) MATCH (b:Entity {id: $b}) "
                    f"CREATE (a)-[r:{row['type']}]->(b) SET r = $props, r.loop = true"
                )
                s.run(text, a=row["a"], b=row["b"], props=row["props"]).consume()

        took, _ = timed(each)
        ids = [row["a"] for row in rows]
        s.run("UNWIND $ids AS id MATCH (:Entity {id: id})-[r]->() WHERE r.loop DELETE r", ids=ids).consume()
    return len(rows) / took


def bare(target: Target, some: list[Relation], size: int = 10_000) -> float:
    """Relations a second by one UNWIND a transaction, as the driver's manual shows it; all removed again."""
    rows = [{"a": link.source, "b": link.target, "id": link.id, "since": link.since} for link in some]
    text = (
        "UNWIND $rows AS row MATCH (a:Entity {id: row.a}) MATCH (b:Entity {id: row.b}) "
        "CREATE (a)-[r:BARE]->(b) SET r.id = row.id, r.since = row.since"
    )
    with (
        neo4j.GraphDatabase.driver(target.uri, auth=(target.user, target.password)) as driver,
        driver.session() as s,
    ):

        def each() -> None:
            for i in range(0, len(rows), size):
                s.execute_write(lambda tx: tx.run(text, rows=rows[i : i + size]).consume())  # noqa: B023

        took, _ = timed(each)
        s.run("MATCH ()-[r:BARE]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 10000 ROWS").consume()
    return len(rows) / took


def neighbours(store: Neo4jStore, ids: list[str]) -> tuple[float, float]:
    """Median and 95th percentile, milliseconds, of the first 200 neighbours of a node."""
    store.neighbours(ids[0], limit=200)
    return spread([timed(lambda id=id: store.neighbours(id, limit=200))[0] for id in ids])  # type: ignore[misc]


def nothing(target: Target, count: int) -> tuple[float, float]:
    """The same of a question that asks nothing: what the way there and back costs on this machine."""
    with neo4j.GraphDatabase.driver(target.uri, auth=(target.user, target.password)) as driver:

        def ask() -> None:
            with driver.session(default_access_mode=neo4j.READ_ACCESS) as session:
                session.run("RETURN 1").values()

        ask()
        return spread([timed(ask)[0] for _ in range(count)])


def spread(seconds: list[float]) -> tuple[float, float]:
    """Median and 95th percentile, milliseconds."""
    seconds = sorted(seconds)
    return 1000 * seconds[len(seconds) // 2], 1000 * seconds[len(seconds) * 95 // 100]


def server_peak(server: Neo4jServer) -> float:
    """Largest resident memory of the server so far, MB; 0 where the system does not say."""
    status = Path(f"/proc/{server.process.pid if server.process else 0}/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def over_bolt(server: Neo4jServer, sizes: Sizes, figures: Figures) -> tuple[str, Any]:
    """Everything that goes through the store; gives the digest and the arrays of the graph."""
    target = Target(server.uri, server.user, server.password)
    store = Neo4jStore(target, "bench")
    if sizes.warm:
        few = sizes.warm // 5
        store.apply(Change(1, list(nodes(few, sizes.seed)), list(relations(sizes.warm, few, sizes.seed))))
        store.clear()
    made = list(nodes(sizes.entities, sizes.seed))
    linked = list(relations(sizes.relations, sizes.entities, sizes.seed))
    change = Change(1, made, linked)
    figures.first_load_s, _ = timed(lambda: store.apply(change))
    figures.relations_per_s = sizes.relations / figures.first_load_s
    say(f"first load {figures.first_load_s:.1f} s, {figures.relations_per_s:,.0f} relations/s")

    before, held = store.digest(), store.fingerprints()
    figures.second_load_s, _ = timed(lambda: store.apply(change))
    after = store.fingerprints()
    figures.second_load_changed = sum(
        len(a.items() ^ b.items()) for a, b in ((held.nodes, after.nodes), (held.relations, after.relations))
    )
    if (store.digest(), len(after.nodes), len(after.relations)) != (before, len(made), len(linked)):
        raise SystemExit("the same load again changed the graph")
    del held, after
    say(f"the same again {figures.second_load_s:.1f} s, nothing changed")

    took, arrays = timed(store.export)
    figures.arrays_per_s = sizes.relations / took
    rng = random.Random(sizes.seed)
    asked = [node.id for node in rng.choices(made, k=sizes.asked)]
    figures.neighbours_p50_ms, figures.neighbours_p95_ms = neighbours(store, asked)
    figures.nothing_p50_ms, figures.nothing_p95_ms = nothing(target, sizes.asked)
    say(f"arrays {figures.arrays_per_s:,.0f}/s, neighbours p95 {figures.neighbours_p95_ms:.1f} ms")

    figures.loop_per_s = loop(target, linked[: sizes.sample])
    figures.bare_per_s = bare(target, linked[: sizes.bare])
    figures.beside_bare = figures.relations_per_s / figures.bare_per_s
    figures.times_faster = figures.relations_per_s / figures.loop_per_s
    figures.client_peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures.server_peak_mb = server_peak(server)
    digest = store.digest()
    store.close()
    return digest, arrays


def from_files(
    server: Neo4jServer, folder: Path, entities: int, count: int, seed: int
) -> tuple[dict[str, float], str]:
    """A first load from files: seconds of each step, and the digest; the server runs when it returns."""
    shutil.rmtree(folder, ignore_errors=True)
    wrote, files = timed(
        lambda: write_files(nodes(entities, seed), relations(count, entities, seed), folder, "bench", 1)
    )
    size = sum(path.stat().st_size for path in folder.iterdir())
    say(f"files {wrote:.1f} s, {size / 2**20:,.0f} MB")
    server.stop()
    imported, _ = timed(lambda: import_files(server, files, heap="2g"))
    say(f"neo4j-admin {imported:.1f} s")
    server.start()
    finished, _ = timed(lambda: finish(Target(server.uri, server.user, server.password), files))
    shutil.rmtree(folder)
    took = {
        "relations": count, "entities": entities, "files_s": wrote, "files_mb": size / 2**20,
        "import_s": imported, "index_and_check_s": finished, "import_per_s": count / imported,
        "all_per_s": count / (wrote + imported + finished),
    }  # fmt: skip
    return took, files.digest


def run(sizes: Sizes, home: Path) -> Figures:
    """All of it, on a server over `home`, a new folder."""
    figures = Figures()
    figures.server = f"Neo4j Community {VERSION}, heap {sizes.heap}, page cache {sizes.pagecache}, transaction log keep_none, loopback"
    server = Neo4jServer(home / "neo4j", heap=sizes.heap, pagecache=sizes.pagecache).start()
    try:
        digest, arrays = over_bolt(server, sizes, figures)
        _, same = from_files(server, home / "files", sizes.entities, sizes.relations, sizes.seed)
        store = Neo4jStore(Target(server.uri, server.user, server.password), "bench")
        figures.same_as_bolt = digest == same == store.digest() and store.export().equals(arrays)
        store.close()
        if not figures.same_as_bolt:
            raise SystemExit("the load from files is not the load over Bolt")
        del arrays
        if sizes.file_relations:
            figures.files, digest = from_files(
                server, home / "files", sizes.file_relations // 5, sizes.file_relations, sizes.seed
            )
            store = Neo4jStore(Target(server.uri, server.user, server.password), "bench")
            if (store.seq(), store.digest()) != (1, digest):
                raise SystemExit("the store does not read what was imported")
            store.close()
    finally:
        server.stop()
    return figures


def table(sizes: Sizes, figures: Figures) -> str:
    """The figures as one table, with what was wanted."""
    f, files = figures, figures.files
    rows = [
        ("first load, relations/s", f"{f.relations_per_s:,.0f}", "25,000"),
        (
            f"… faster than a loop ({f.loop_per_s:,.0f}/s, {sizes.sample:,} relations)",
            f"{f.times_faster:.0f} times",
            "40",
        ),
        (f"… beside a bare batch ({f.bare_per_s:,.0f}/s)", f"{f.beside_bare:.2f} times", ""),
        (f"same load again, changes ({f.second_load_s:.1f} s)", f"{f.second_load_changed}", "0"),
        ("arrays, relations/s", f"{f.arrays_per_s:,.0f}", "90,000"),
        (f"neighbours, p95 (p50 {f.neighbours_p50_ms:.1f} ms)", f"{f.neighbours_p95_ms:.1f} ms", "5 ms"),
        (f"… RETURN 1, p95 (p50 {f.nothing_p50_ms:.1f} ms)", f"{f.nothing_p95_ms:.1f} ms", ""),
        ("peak memory, client", f"{f.client_peak_mb:,.0f} MB", ""),
        ("peak memory, server", f"{f.server_peak_mb:,.0f} MB", ""),
        ("load from files equal to load over Bolt", "yes" if f.same_as_bolt else "no", "yes"),
    ]
    if files:
        rows += [
            (
                f"neo4j-admin, {files['relations']:,.0f} relations, relations/s",
                f"{files['import_per_s']:,.0f}",
                "100,000",
            ),
            (f"… files written ({files['files_mb']:,.0f} MB)", f"{files['files_s']:.0f} s", ""),
            ("… indexes built, sums compared", f"{files['index_and_check_s']:.0f} s", ""),
            ("… all three, relations/s", f"{files['all_per_s']:,.0f}", ""),
        ]
    wide = max(len(row[0]) for row in rows)
    head = f"{sizes.entities:,} entities, {sizes.relations:,} relations; {f.server}\n"
    return head + "\n".join(f"{what:<{wide}}  {found:>12}  {wanted:>8}" for what, found, wanted in rows)


def say(line: str) -> None:
    print(f"… {line}", file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, value in asdict(Sizes()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of the table")
    given = vars(parser.parse_args())
    as_json = given.pop("json")
    sizes = Sizes(**given)
    home = Path(tempfile.mkdtemp(prefix="netinv-bench-"))
    try:
        figures = run(sizes, home)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    print(json.dumps({**asdict(sizes), **asdict(figures)}) if as_json else table(sizes, figures))


if __name__ == "__main__":
    main()

"""How quick paths are: the most reliable of all pairs of members and officials, and the first five of some.

    make bench-paths
    make bench-paths BENCH="--nodes 100000 --relations 500000 --members 500 --officials 2000"

The graph is invented and seeded: kinds, strengths and hub caps are the product's, a few telephones, companies and people are
hubs as in real records, sources have grades and old relations have faded. DuckDB answers the same question in the same run by
joining layer on layer, and every pair and every cost is compared; networkx and igraph answer for a sample of members. CPU seconds
are those of all threads together; every program is warm and has the links in its own form before its clock starts.
"""

import argparse
import math
import time
from collections.abc import Callable
from itertools import islice
from typing import Any, TypeVar

import duckdb
import networkx as nx
import numpy as np
from numpy.typing import NDArray

from netinv.graph.arrays import EdgeArrays
from netinv.graph.halves import nearest
from netinv.graph.network import FAR, Network, limit_of
from netinv.graph.paths import Paths, most_reliable, ranked
from netinv.graph.ranked import Ways
from netinv.graph.snapshot import Snapshot
from netinv.graph.weights import Weights, weights
from netinv.model.ontology import ontology

try:
    import igraph
except ImportError:
    igraph = None

KINDS = {"person": 0.80, "organization": 0.06, "phone": 0.08, "event": 0.04, "case": 0.02}
"""Share of each kind among the nodes."""

RELATIONS = {
    "called": (0.34, "person", "person", 2.2), "paid": (0.16, "person", "person", 1.8), "kin": (0.14, "person", "person", 1.1),
    "works_at": (0.08, "person", "organization", 2.5), "holds": (0.04, "person", "organization", 1.5),
    "associate": (0.04, "person", "person", 1.4), "classmate": (0.04, "person", "person", 1.1),
    "uses_phone": (0.06, "person", "phone", 1.6), "attended": (0.06, "person", "event", 1.6),
    "suspect_of": (0.04, "person", "case", 1.5),
}  # fmt: skip
"""Share, ends, and skew: of n nodes the one that is drawn stands at n u^skew for an even u; 1 is even, 2.5 has hubs."""

GRADES = ((0.98, 0.1), (0.92, 0.3), (0.85, 0.4), (0.70, 0.15), (0.50, 0.05))
"""How far sources are believed, and their share."""

TODAY = "2025-12-31"
SAMPLE = 10
"""Members for whom the slow ones answer."""

_T = TypeVar("_T")
Table = list[tuple[str, float, float, str]]


def clocked(work: Callable[[], _T], times: int = 1) -> tuple[_T, float, float]:
    """What work gives, and the median of its CPU and wall seconds."""
    spent = []
    for _ in range(times):
        cpu, wall = time.process_time(), time.perf_counter()
        result = work()
        spent.append((time.process_time() - cpu, time.perf_counter() - wall))
    cpu, wall = sorted(spent)[len(spent) // 2]
    return result, cpu, wall


def county(nodes: int, relations: int, seed: int) -> Snapshot:
    """An invented graph of so many nodes and relations."""
    rng = np.random.default_rng(seed)
    entities, kinds = list(ontology().entities), list(ontology().relations)
    kind = rng.choice([entities.index(k) for k in KINDS], nodes, p=list(KINDS.values())).astype(np.int16)
    of_kind = {k: rng.permutation(np.flatnonzero(kind == entities.index(k))) for k in KINDS}

    def drawn(kind: str, skew: float, count: int) -> NDArray[np.int32]:
        pool = of_kind[kind]
        return pool[(len(pool) * rng.random(count) ** skew).astype(np.int64)].astype(np.int32)

    source, target, code = [], [], []
    for name, (share, a, b, skew) in RELATIONS.items():
        count = round(relations * share)
        source.append(drawn(a, min(skew, 1.8), count))
        target.append(drawn(b, skew, count))
        code.append(np.full(count, kinds.index(name), dtype=np.int16))
    sources, targets, codes = np.concatenate(source), np.concatenate(target), np.concatenate(code)
    targets = np.where(sources == targets, (targets + 1) % nodes, targets).astype(np.int32)
    order = np.lexsort((codes, targets, sources))
    count = len(order)
    until = (20_453 - rng.exponential(500, count)).astype(np.int32)  # days from 1970 up to the end of 2025
    believed = rng.choice([g for g, _ in GRADES], count, p=[s for _, s in GRADES]).astype(np.float32)
    return Snapshot.of(
        EdgeArrays(
            node_ids=np.array([f"N{i:08}" for i in range(nodes)], dtype=np.bytes_),
            node_kind=kind,
            relation_ids=np.array([f"R{i:08}" for i in range(count)], dtype=np.bytes_),
            source=sources[order], target=targets[order], kind=codes[order], since=until, until=until, confidence=believed,
        )
    )  # fmt: skip


def by_joins(
    network: Network, members: NDArray[np.int32], officials: NDArray[np.int32], hops: int, limit: int
) -> Callable[[], Any]:
    """The same question to DuckDB: layer on layer, each with the cheapest way to every node, cut at the limit."""
    db = duckdb.connect(config={"threads": "2"})
    ends = np.repeat(np.arange(len(network.passing), dtype=np.int32), np.diff(network.offsets))
    tables = {
        "link": {"a": ends, "b": network.neighbours, "cost": network.cost},
        "node": {"id": np.arange(len(network.passing), dtype=np.int32), "passing": network.passing},
        "member": {"id": members}, "official": {"id": officials},
    }  # fmt: skip
    for name, columns in tables.items():
        db.register("incoming", columns)
        db.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming")
        db.unregister("incoming")

    def ask() -> Any:
        db.execute(
            "CREATE OR REPLACE TABLE layer AS SELECT id AS member, id AS node, 0::BIGINT AS cost FROM member"
        )
        db.execute("CREATE OR REPLACE TABLE best AS SELECT member, node, cost FROM layer LIMIT 0")
        for hop in range(1, hops + 1):
            last = "AND l.b IN (SELECT id FROM official)" if hop == hops else ""
            passing = "p.passing" if hop > 1 else "0"
            db.execute(f"""CREATE OR REPLACE TABLE layer AS
                SELECT f.member, l.b AS node, min(f.cost + {passing} + l.cost) AS cost
                FROM layer f JOIN node p ON p.id = f.node JOIN link l ON l.a = f.node
                WHERE f.cost + {passing} + l.cost <= {limit} AND l.b <> f.member {last} GROUP BY f.member, l.b""")
            db.execute("INSERT INTO best SELECT f.* FROM layer f JOIN official o ON o.id = f.node")
        return db.execute(
            "SELECT member, node, min(cost) AS cost FROM best GROUP BY ALL ORDER BY ALL"
        ).fetchnumpy()

    return ask


def by_networkx(
    network: Network, sample: NDArray[np.int32], officials: NDArray[np.int32], hops: int, limit: int
) -> Callable[[], Any]:
    """networkx is given the part of the graph that the sample can reach; it knows no limit of links beside one of cost."""
    near = nearest(network.offsets, network.neighbours, network.cost, network.passing, sample, hops, limit)
    near[sample] = 0
    graph = nx.DiGraph()
    for a in np.flatnonzero(near < FAR):
        for place in range(network.offsets[a], network.offsets[a + 1]):
            if near[a] + network.cost[place] > limit:
                break
            b = int(network.neighbours[place])
            graph.add_edge(int(a), b, cost=int(network.cost[place] + network.passing[b]))
    wanted = set(officials.tolist())

    def ask() -> Any:
        found = 0
        for member in sample.tolist():
            reached = nx.single_source_dijkstra_path_length(
                graph, member, cutoff=limit + int(network.passing.max()), weight="cost"
            )
            found += sum(
                1
                for node, cost in reached.items()
                if node in wanted and node != member and cost - network.passing[node] <= limit
            )
        return found

    return ask


def by_igraph(
    network: Network, sample: NDArray[np.int32], officials: NDArray[np.int32], limit: int
) -> Callable[[], Any]:
    """igraph has the whole graph, and knows no limit at all."""
    ends = np.repeat(np.arange(len(network.passing)), np.diff(network.offsets))
    graph = igraph.Graph(
        n=len(network.passing), edges=np.column_stack([ends, network.neighbours]), directed=True
    )
    cost = (network.cost + network.passing[network.neighbours]).astype(float)

    def ask() -> Any:
        reached = np.array(graph.distances(source=sample.tolist(), target=officials.tolist(), weights=cost))
        return int((reached - network.passing[officials] <= limit).sum() - np.isin(sample, officials).sum())

    return ask


def difference(found: Paths, joined: Any) -> str:
    """What the engine and DuckDB do not agree in."""
    pairs = [
        np.column_stack(ends) for ends in ((found.source, found.target), (joined["member"], joined["node"]))
    ]
    if not np.array_equal(*pairs):
        return f"NOT EQUAL: {len(pairs[0])} pairs and {len(pairs[1])}"
    return "equal" if np.array_equal(found.cost, joined["cost"]) else "NOT EQUAL in cost"


def unlike(
    few: list[Paths],
    network: Network,
    snapshot: Snapshot,
    weigh: Weights,
    pairs: NDArray[np.int32],
    args: argparse.Namespace,
) -> int:
    """Pairs of which the workbench's search (Yen 1971), which shares no code with the engine, lists other paths."""
    ways = Ways(snapshot, weigh)
    wrong = 0
    for paths, (a, b) in zip(few, pairs.tolist(), strict=True):
        known = [math.exp(-way.cost) for way in islice(ways.ranked(a, b, args.hops, args.least), args.count)]
        wrong += len(known) != len(paths) or not np.allclose(paths.probability, known, rtol=1e-9)
    return wrong


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name, value in {
        "nodes": 1_000_000,
        "relations": 5_000_000,
        "members": 2_000,
        "officials": 10_000,
        "hops": 4,
    }.items():
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument(
        "--least", type=float, default=0.02, help="reliability below which a path counts for nothing"
    )
    parser.add_argument(
        "--pairs", type=int, default=5_000, help="pairs of which the first few paths are listed"
    )
    parser.add_argument("--count", type=int, default=5, help="how many of each")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()

    small = county(2_000, 10_000, 0)
    net = Network.of(small, weights(small, TODAY))
    ranked(net, [(0, 1)])
    most_reliable(net, [0, 1, 2], range(1_000))  # compiled, or read from where it is kept

    snapshot, cpu, wall = clocked(lambda: county(args.nodes, args.relations, args.seed))
    table: Table = [
        (
            "the graph is invented",
            cpu,
            wall,
            f"{len(snapshot.arrays.source):,} relations, largest degree {snapshot.degrees.max():,}, median {int(np.median(snapshot.degrees))}",
        )
    ]
    weigh, cpu, wall = clocked(lambda: weights(snapshot, TODAY))
    table.append(("weights of its relations", cpu, wall, f"median {np.median(np.exp(-weigh.edge)):.3f}"))
    network, cpu, wall = clocked(lambda: Network.of(snapshot, weigh))
    table.append(("made ready for search", cpu, wall, f"{len(network.cost) // 2:,} links"))

    rng = np.random.default_rng(args.seed)
    persons = np.flatnonzero(snapshot.arrays.node_kind == list(ontology().entities).index("person")).astype(
        np.int32
    )
    busy = snapshot.degrees[persons] / snapshot.degrees[persons].sum()  # whoever is watched is more on record
    members = np.sort(rng.choice(persons, args.members, replace=False, p=busy))
    officials = np.sort(rng.choice(np.setdiff1d(persons, members), args.officials, replace=False))
    limit = limit_of(args.least)

    found, engine, wall = clocked(
        lambda: most_reliable(network, members, officials, args.hops, args.least), 3
    )
    links = np.bincount((found.nodes >= 0).sum(axis=1) - 1, minlength=args.hops + 1)[1:]
    table.append(
        (
            f"best path of all {args.members:,} x {args.officials:,} pairs",
            engine,
            wall,
            f"{len(found):,} have one; of 1, 2, … links: {', '.join(f'{n:,}' for n in links)}",
        )
    )
    joined, joins, wall = clocked(by_joins(network, members, officials, args.hops, limit))
    table.append(
        (
            "the same by DuckDB",
            joins,
            wall,
            f"{difference(found, joined)}; {joins / engine:.1f} times as much",
        )
    )
    sample = rng.choice(members, min(SAMPLE, len(members)), replace=False)
    share = len(members) / len(sample)
    mine, cpu, wall = clocked(lambda: most_reliable(network, sample, officials, args.hops, args.least), 3)
    table.append((f"best path for {len(sample)} of the members", cpu, wall, f"{len(mine):,} pairs"))
    other, cpu, wall = clocked(by_networkx(network, np.sort(sample), officials, args.hops, limit))
    table.append(
        (
            "the same by networkx",
            cpu,
            wall,
            f"{other:,} pairs, with paths of any number of links; for all about {cpu * share:,.0f} CPU s",
        )
    )
    if igraph:
        other, cpu, wall = clocked(by_igraph(network, sample, officials, limit))
        table.append(
            (
                "the same by igraph",
                cpu,
                wall,
                f"{other:,} pairs, with paths of any number of links; for all about {cpu * share:,.0f} CPU s",
            )
        )
    else:
        table.append(
            ("the same by igraph", math.nan, math.nan, "not installed (GPL, optional): pip install igraph")
        )

    chosen = rng.choice(len(found), min(args.pairs, len(found)), replace=False)
    pairs = np.column_stack([found.source[chosen], found.target[chosen]])
    few, cpu, wall = clocked(lambda: ranked(network, pairs, args.count, args.hops, args.least), 3)
    same = all(few[i].cost[0] == found.cost[row] for i, row in enumerate(chosen))
    table.append(
        (
            f"first {args.count} paths of {len(pairs):,} pairs",
            cpu,
            wall,
            f"{sum(map(len, few)):,} paths; the first is {'always' if same else 'NOT ALWAYS'} the best",
        )
    )
    wrong, cpu, wall = clocked(lambda: unlike(few[:20], network, snapshot, weigh, pairs[:20], args))
    table.append(("20 of them by Yen's algorithm", cpu, wall, f"{wrong} of 20 pairs unlike"))

    print(
        f"{args.nodes:,} nodes, at most {args.hops} links, reliability at least {args.least}, seed {args.seed}\n"
    )
    print("| what | CPU s | wall s | result |\n|---|---|---|---|")
    for what, cpu, wall, text in table:
        print(f"| {what} | {cpu:.2f} | {wall:.2f} | {text} |")


if __name__ == "__main__":
    main()

"""How many people the browser's face bears: 50 users over a graph of a million nodes and five million relations.

    make bench-web
    make bench-web BENCH="--nodes 100000 --minutes 1"
    make bench-web BENCH="--keep FOLDER"      makes the office there, or uses the one made there before

An invented, seeded graph is written into a workspace with a record for every person, and served by `netinv serve` in a process
of its own. First every kind of request is asked one after the other, to say what it costs the server in processor time. Then the
users ask a mixture, together so many requests a second as `--rate` says, and latencies, memory and errors are printed with the
aims beside them. Both share the machine: the users' own processor time is printed too.
"""

import argparse
import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import httpx
import numpy as np
import psutil

from netinv.demo.namebook import FEMALE, MALE, SURNAMES
from netinv.graph.embedded import EmbeddedStore
from netinv.graph.ids import node_id, relation_id
from netinv.graph.protocol import Change, Node, Relation
from netinv.graph.snapshot import snapshot
from netinv.ledger import Keyring, Ledger, SourceRow, StagedRow
from netinv.model.alerts import Alert, Explanation, Family, Gang, Official, Signal, Text
from netinv.model.keys import entity_id, mention_key
from netinv.model.mentions import MENTION_FIELDS, MentionRow
from netinv.resolve.result import Resolution
from netinv.resolve.store import ResolutionStore
from netinv.workspace import Workspace
from netinv.workspace.projections import SNAPSHOTS
from netinv.workspace.standing import Standing

ORIGIN, SEED = "青岚县公安局", 20260301
SHARES = {"person": 0.60, "phone": 0.15, "organization": 0.10, "case": 0.10, "event": 0.0498, "gang": 0.0002}
"""Kinds of node."""
TIES = {
    ("person", "called", "person"): 0.30, ("person", "paid", "person"): 0.15, ("person", "kin", "person"): 0.12,
    ("person", "associate", "person"): 0.08, ("person", "works_at", "organization"): 0.10,
    ("person", "uses_phone", "phone"): 0.10, ("person", "suspect_of", "case"): 0.06,
    ("person", "attended", "event"): 0.07, ("person", "holds", "organization"): 0.018, ("person", "member_of", "gang"): 0.002,
}  # fmt: skip
"""Kinds of relation. Whom it leads to is drawn from a heavy tail: some are known to thousands."""
ALERTS = 60
MIX = {"search": 25, "person": 25, "expand": 25, "alerts": 10, "paths": 15}
"""Of a hundred requests. `expand` is counts, an expansion and its content: three requests in turn."""
AIMS = {"rate": 100, "p95": 0.300, "paths": 0.100}


class World(NamedTuple):
    """Ids of the nodes by kind, and the names of the persons."""

    ids: dict[str, list[str]]
    names: list[str]


class Lazy(Sequence[Any]):
    """What is made one by one while it is written: five million relations need not lie in memory."""

    def __init__(self, count: int, make: Callable[[], Iterator[Any]]) -> None:
        self._count, self._make = count, make

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Any]:
        return self._make()

    def __getitem__(self, at: Any) -> Any:
        raise NotImplementedError


def world(nodes: int) -> World:
    rng = random.Random(SEED)
    given = [c for c in MALE + FEMALE if c.strip()]
    weights = [1 / (k + 6) for k in range(len(SURNAMES))]
    counts = {kind: max(2, round(nodes * share)) for kind, share in SHARES.items()}
    families = rng.choices(SURNAMES, weights, k=counts["person"])
    names = [f + "".join(rng.choices(given, k=rng.choice((1, 2, 2)))) for f in families]
    ids = {
        kind: [node_id(kind, f"bench-{n}") for n in range(count)]
        for kind, count in counts.items()
        if kind != "person"
    }
    keys = [mention_key(ORIGIN, "people", f"P{n:07d}", "", "person") for n in range(counts["person"])]
    return World({"person": [entity_id(key) for key in keys], **ids}, names)


def id_number(n: int) -> str:
    return f"511399{1950 + n % 55}{n % 12 + 1:02d}{n % 28 + 1:02d}{n % 1000:03d}X"


def phone(n: int) -> str:
    return f"139{n:08d}"


def nodes_of(made: World) -> Iterator[Node]:
    for n, (id, name) in enumerate(zip(made.ids["person"], made.names, strict=True)):
        props = {
            "names": (name,),
            "id_numbers": (id_number(n),),
            "phones": (phone(n),),
            "units": (f"第{n % 4000}单位",),
        }
        yield Node(id, "person", name, props)
    for kind, ids in made.ids.items():
        if kind != "person":
            word = {"phone": "139", "organization": "公司", "case": "案", "event": "聚会", "gang": "团伙"}[
                kind
            ]
            for n, id in enumerate(ids):
                label = phone(n) if kind == "phone" else f"{word}{n}"
                yield Node(id, kind, label, {"status": "涉嫌"} if kind == "gang" else {})


def relations_of(made: World, count: int) -> Iterator[Relation]:
    rng = np.random.default_rng(SEED)
    for (source, kind, target), share in TIES.items():
        wanted, ones, others = round(count * share), made.ids[source], made.ids[target]
        a = rng.integers(0, len(ones), wanted)
        b = (len(others) * rng.random(wanted) ** 2.2).astype(np.int64)
        days = rng.integers(1, 3_000, wanted)
        sure = rng.choice([0.7, 0.85, 0.95], wanted)
        seen = set()
        for n in range(wanted):
            x, y = int(a[n]), int(b[n])
            if (source == target and x == y) or (x, y) in seen:
                continue
            seen.add((x, y))
            since = str(np.datetime64("2016-01-01") + days[n])
            id = relation_id(kind, ones[x], others[y], "")
            yield Relation(
                id, kind, ones[x], others[y], since, None, float(sure[n]), (f"{kind}:K{n}",), {"count": 1}
            )


def alert(made: World, n: int) -> Alert:
    signal = Signal(rule="direct_calls", family=Family.TIE, log_lr=1.5, records=[("people", f"P{n:07d}")], text=Text(zh="直接通话", en="direct calls"))  # fmt: skip
    return Alert(
        alert_id=f"ABENCH{n:06d}", official=Official(entity_id=made.ids["person"][n], name=made.names[n], id_number=None, kind="official"),
        gang=Gang(gang_id=f"G{n % 9}", name=f"团伙{n % 9}", kind=None, status="suspected"), probability=0.9 - n / 100, prior=0.01,
        families=[Family.TIE, Family.ACT], signals=[signal], weakest_merge=None,
        innocent_explanations=[Explanation(code="duty", checked=True, finding="none", text=Text(zh="无", en="none"))],
        refutations=[], without=[], nodes=[], edges=[], as_of="2026-03-01", expires_on="2026-09-01",
    )  # fmt: skip


def build(folder: Path, nodes: int, relations: int) -> None:
    """The office: records, resolution, graph, alerts, and what says that they stand."""
    made, keyring = world(nodes), Keyring(folder / "keys")
    persons = len(made.names)
    ledger = Ledger.open(folder / "ws", keyring, create=True)
    try:
        with ledger.batch("bench") as batch:
            source = batch.add_source(SourceRow("people.csv", "people", ORIGIN, digest="bench", rows=persons))
            for start in range(0, persons, 50_000):
                batch.add(
                    source,
                    ORIGIN,
                    "people",
                    [staged(made, n) for n in range(start, min(persons, start + 50_000))],
                )
        head = ledger.head()
        graph = EmbeddedStore(folder / "ws" / "graph.db")
        graph.apply(Change(head.seq, Lazy(nodes, lambda: nodes_of(made)), Lazy(relations, lambda: relations_of(made, relations))))  # fmt: skip
        snapshot(graph, folder / "ws" / SNAPSHOTS)
        graph.close()
        resolution = ResolutionStore(folder / "ws" / "graph.db")
        keys = (mention_key(ORIGIN, "people", f"P{n:07d}", "", "person") for n in range(persons))
        resolution.save(Resolution(dict(zip(keys, made.ids["person"], strict=True)), []), head.seq)
        resolution.close()
        ledger.put_alerts([alert(made, n) for n in range(ALERTS)], "bench")
        standing = Standing(folder / "ws" / "graph.db")
        for step in ("resolve", "graph", "detect"):
            standing.put(step, head)
        standing.close()
    finally:
        ledger.close()
    Workspace.open(folder / "ws", keyring=keyring).close()


def staged(made: World, n: int) -> StagedRow:
    cells = {
        "record_id": f"P{n:07d}",
        "name": made.names[n],
        "id_number": id_number(n),
        "phones": phone(n),
        "unit": f"第{n % 4000}单位",
    }
    said = {"name": made.names[n], "id_number": id_number(n), "phones": phone(n), "unit": cells["unit"]}
    return StagedRow(cells["record_id"], n + 2, cells, [MentionRow("", "person", tuple(said.get(f, "") for f in MENTION_FIELDS))])  # fmt: skip


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, psutil.Process]]:
    """`netinv serve` as an office runs it; its address and its process."""
    command = [
        str(Path(sys.executable).parent / "netinv"),
        "serve",
        "--workspace",
        str(folder / "ws"),
        "--port",
        "0",
    ]
    environment = {**os.environ, "NETINV_KEY_DIR": str(folder / "keys")}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip(), psutil.Process(server.pid)
        finally:
            server.terminate()


class User:
    """One person's browser: asks one thing after the other and notes how long each took."""

    def __init__(self, address: str, made: World, seed: int) -> None:
        headers = {"x-purpose": quote("压力测试")}
        self._client = httpx.AsyncClient(base_url=address, headers=headers, timeout=60)
        self._made = made
        self._rng = random.Random(seed)
        self.took: dict[str, list[float]] = {kind: [] for kind in MIX}
        self.failed = 0

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def act(self, kind: str = "") -> int:
        """Ask one thing, drawn from the mixture unless given; how many requests it took."""
        kind = kind or self._rng.choices(list(MIX), list(MIX.values()))[0]
        requests = 0
        for method, path, body in self._asked(kind):
            begun = time.perf_counter()
            answer = await self._client.request(method, path, json=body)
            self.took[kind].append(time.perf_counter() - begun)
            requests += 1
            if answer.status_code != 200:
                self.failed += 1
                print(kind, path, answer.status_code, answer.text[:200], file=sys.stderr)
            if path.endswith("/expand"):  # the page then asks what they are
                self._fresh = json.loads(answer.text)["ids"]
                begun = time.perf_counter()
                await self._client.post("/api/workbench/content", json={"ids": self._fresh, "known": []})
                self.took[kind].append(time.perf_counter() - begun)
                requests += 1
        return requests

    def _asked(self, kind: str) -> list[tuple[str, str, Any]]:
        n = self._rng.randrange(len(self._made.names))
        one, other = (
            self._made.ids["person"][n],
            self._made.ids["person"][self._rng.randrange(len(self._made.names))],
        )
        if kind == "search":
            said = self._rng.choice(
                [self._made.names[n], phone(n)[:9], id_number(n), self._made.names[n][:2]]
            )
            return [("POST", "/api/workbench/search", {"text": said})]
        if kind == "person":
            return [("GET", f"/entities/{one}", None)]
        if kind == "expand":
            asked = {"id": one, "asked": {}, "by": "rarity", "limit": 12, "known": []}
            return [
                ("POST", "/api/workbench/counts", {"id": one, "known": []}),
                ("POST", "/api/workbench/expand", asked),
            ]
        if kind == "paths":
            return [("POST", "/api/workbench/paths", {"ends": [one, other], "count": 3, "max_hops": 4})]
        return [("GET", "/", None)]


async def alone(address: str, made: World, server: psutil.Process, times: int) -> None:
    """Every kind one after the other: what it costs the server."""
    user = User(address, made, SEED)
    print("| request, one after the other | median, ms | p95, ms | server CPU, ms |\n|---|---|---|---|")
    for kind in MIX:
        for _ in range(3):
            await user.act(kind)  # compiled, mapped, cached: as on any day but the first
    await quiet(server)
    for kind in MIX:
        user.took[kind].clear()
        before, requests = cpu(server), 0
        for _ in range(times):
            requests += await user.act(kind)
        spent, took = (cpu(server) - before) / requests, user.took[kind]
        print(
            f"| {kind} | {1000 * statistics.median(took):.1f} | {1000 * p95(took):.1f} | {1000 * spent:.1f} |",
            flush=True,
        )
    await user.close()


async def together(address: str, made: World, server: psutil.Process, given: argparse.Namespace) -> None:
    """The users at once, for so many minutes."""
    users = [User(address, made, SEED + n) for n in range(given.users)]
    end, begun, asked = time.monotonic() + 60 * given.minutes, time.monotonic(), 0
    memory: list[int] = []
    before, own = cpu(server), cpu(psutil.Process())

    async def works(user: User) -> None:
        nonlocal asked
        rng = random.Random(user._rng.random())
        pause = given.users / given.rate
        await asyncio.sleep(rng.random() * pause)
        while time.monotonic() < end:
            start = time.monotonic()
            requests = await user.act()
            asked += requests
            await asyncio.sleep(
                max(0.0, rng.uniform(0.5, 1.5) * pause * requests - (time.monotonic() - start))
            )

    async def watches() -> None:
        while time.monotonic() < end:
            memory.append(server.memory_full_info().uss)
            await asyncio.sleep(max(1.0, 0.6 * given.minutes))

    await asyncio.gather(watches(), *(works(user) for user in users))
    passed = time.monotonic() - begun
    took = {kind: [each for user in users for each in user.took[kind]] for kind in MIX}
    every = [each for several in took.values() for each in several]
    print(
        f"\n{given.users} users, {passed:.0f} s, {len(every)} requests, {sum(u.failed for u in users)} failed"
    )
    print("| | median, ms | p95, ms | aim |\n|---|---|---|---|")
    for kind, several in (("all", every), *took.items()):
        aim = AIMS["paths"] if kind == "paths" else AIMS["p95"]
        print(
            f"| {kind} | {1000 * statistics.median(several):.0f} | {1000 * p95(several):.0f} | ≤ {1000 * aim:.0f} |"
        )
    print(f"requests a second: {len(every) / passed:.0f} (≥ {AIMS['rate']}, offered {given.rate})")
    spent = cpu(server) - before
    print(
        f"server CPU: {1000 * spent / len(every):.1f} ms a request, {spent / passed:.2f} cores; the users': {(cpu(psutil.Process()) - own) / passed:.2f} cores"
    )
    settled = memory[len(memory) // 5 :] or memory
    half = len(settled) // 2
    print(
        f"memory of the server, MB: {settled[0] >> 20} at first, {statistics.mean(settled[:half] or settled) / 2**20:.0f} in the first half, {statistics.mean(settled[half:]) / 2**20:.0f} in the second, {max(memory) >> 20} at most"
    )
    for user in users:
        await user.close()


async def quiet(server: psutil.Process) -> None:
    """Return when the server has made ready what it makes ready after its start."""
    while True:
        before = cpu(server)
        await asyncio.sleep(3)
        if cpu(server) - before < 0.1:
            return


def cpu(process: psutil.Process) -> float:
    return float(sum(process.cpu_times()[:2]))


def p95(values: list[float]) -> float:
    return sorted(values)[max(0, round(0.95 * len(values)) - 1)]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--nodes", type=int, default=1_000_000)
    parser.add_argument("--relations", type=int, help="five a node unless said")
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument(
        "--rate", type=float, default=110, help="requests a second that the users offer together"
    )
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--alone", type=int, default=60, help="times that each kind is asked alone")
    parser.add_argument("--keep", type=Path, help="folder in which the office is made, or lies already")
    given = parser.parse_args()
    relations = given.relations or 5 * given.nodes
    with tempfile.TemporaryDirectory(prefix="netinv-web-") as temporary:
        folder = given.keep or Path(temporary)
        if not (folder / "ready").is_file():
            folder.mkdir(parents=True, exist_ok=True)
            begun = time.monotonic()
            build(folder, given.nodes, relations)
            (folder / "ready").write_text(f"{given.nodes} {relations}\n")
            print(
                f"{given.nodes} nodes, {relations} relations made in {time.monotonic() - begun:.0f} s",
                flush=True,
            )
        made = world(given.nodes)
        with served(folder) as (address, server):
            asyncio.run(alone(address, made, server, given.alone))
            asyncio.run(together(address, made, server, given))


if __name__ == "__main__":
    main()

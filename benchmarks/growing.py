"""New records against those that stand: what resolving them costs, and that nothing else comes out of it."""

import random
import tempfile
import time
from pathlib import Path

from scoring import rows

from netinv.ledger.keyring import Keyring
from netinv.ledger.ledger import Ledger
from netinv.ledger.types import SourceRow, StagedRow
from netinv.model.mentions import mentions_of
from netinv.model.tables import TABLES
from netinv.resolve.store import ResolutionStore
from netinv.workspace.facts import Facts
from netinv.workspace.resolving import resolve_forward

AT_ONCE = 20_000


def growing(data: Path, new: int, batches: int = 3) -> None:
    """Resolve a register without its last records, then with them, `new` at a time, then all anew; print
    what each took."""
    people = list(rows(data / "people.csv"))
    random.Random(0).shuffle(people)  # new ones are any, not the last ones of the list
    first = len(people) - new * batches
    with tempfile.TemporaryDirectory(prefix="netinv-bench-") as made:
        folder = Path(made)
        ledger = Ledger.open(folder / "workspace", Keyring(folder / "keys"), create=True)
        stores = [ResolutionStore(folder / f"graph{n}.db") for n in range(2)]
        steps = [(0, first), *((first + new * n, first + new * (n + 1)) for n in range(batches))]
        for start, end in steps:
            _add(ledger, people[start:end])
            _timed(f"{end - start:,} records beside {start:,}", ledger, stores[0], start == 0)
        del people
        (folder / "workspace" / "resolving" / "state.npz").unlink()
        _timed("all anew, under the same model", ledger, stores[1], True)
        same = stores[0].entity_of() == stores[1].entity_of()
        same &= stores[0].joins() == stores[1].joins() and stores[0].doubts() == stores[1].doubts()
        print(f"the same entities, joins and doubts: {'yes' if same else 'NO'}")
        for each in (*stores, ledger):
            each.close()


def _timed(what: str, ledger: Ledger, store: ResolutionStore, whole: bool) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    resolve_forward(ledger, Facts(ledger, ledger.head()), store, large=1)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{what}: {cpu:.1f} CPU s, {wall:.1f} s{' (whole)' if whole else ''}", flush=True)


def _add(ledger: Ledger, people: list[dict[str, str]]) -> None:
    spec = TABLES["people"]
    with ledger.batch("bench") as batch:
        source = batch.add_source(SourceRow(file="people.csv", table="people", origin="bench", grade="C"))
        for start in range(0, len(people), AT_ONCE):
            some = [{c: v for c, v in row.items() if v} for row in people[start : start + AT_ONCE]]
            staged = [
                StagedRow(row[spec.id_column], start + n, row, mentions_of(spec, row))
                for n, row in enumerate(some, 1)
            ]
            batch.add(source, "bench", "people", staged)

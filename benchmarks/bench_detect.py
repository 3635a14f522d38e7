"""How honest the error rates of alerts are: tables over invented counties, and over any folder with truth.

    make bench-detect
    make bench-detect BENCH="--seeds 11 12 13 --null 21 22 --true-only"
    make bench-detect BENCH="--county path/to/county"

Each county is read and resolved by the product, then `detect` runs twice: with the product's identities and, joined here
only, with the true ones. A county is a folder with `data/` and `truth/`, as `netinv demo-data` writes it.
"""

import argparse
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle, repeat
from pathlib import Path

import by_rule
import removal
from scoring import average_precision, findable, rows
from stability import SHARES, compared, kept, thinned
from stability import table as stability_table

from netinv.access.viewer import operator
from netinv.demo import write_county
from netinv.detect.run import Detection, detect
from netinv.ledger.keyring import Keyring
from netinv.ledger.types import Rows
from netinv.model.alerts import Alert
from netinv.model.keys import SEPARATOR
from netinv.resolve.resolve import resolve
from netinv.resolve.result import Resolution
from netinv.workspace.workspace import Workspace

Pair = tuple[str, str]
BINS = 10
MIN_PROBABILITY = 0.05
"""The calibration error is stated over alerts above this probability."""


@dataclass
class Outcome:
    """One run on one county: each alert as (probability, q, whether planted, decoy class), and what was missed."""

    name: str
    null: bool
    alerts: list[tuple[float, float, bool | None, str]] = field(default_factory=list)
    precision: float | None = None
    planted: int = 0
    evidence: list[float] = field(default_factory=list)
    seconds: float = 0.0
    screened: tuple[int, int, int] = (0, 0, 0)
    """Flagged rightly, flagged wrongly, to be flagged."""
    ranking: dict[Pair, float] = field(default_factory=dict)
    """Probability of each pair that umbrellas are looked for among, as the true official and the gang."""
    stability: dict[float, tuple[float, float, float, float]] = field(default_factory=dict)
    """By share of the relations removed: see `stability.compared`."""
    without: dict[removal.Removed, removal.Result] = field(default_factory=dict)
    """By families of planted records removed."""
    spoken: dict[str, by_rule.Spoken] = field(default_factory=dict)
    """By rule: what it speaks of."""


def true_resolution(resolution: Resolution, truth: Path) -> Resolution:
    """The true identities in the product's form."""
    known = {
        (r["table"], r["record_id"], r["ref"], r["kind"]): r["true_entity_id"]
        for r in rows(truth / "truth_mentions.csv")
    }
    of: dict[str, str] = {}
    for key, entity in resolution.entity_of.items():
        _, table, record, ref, kind = key.split(SEPARATOR)
        true = known.get((table, record, ref, kind))
        of[key] = entity if true is None else ("O" if kind == "organization" else "P") + true
    return Resolution(of, [])


def owners(resolution: Resolution, truth: Path) -> dict[str, str]:
    """The true person that each entity mostly is; people and posts decide where they name it."""
    known = {
        (r["table"], r["record_id"], r["ref"]): r["true_entity_id"]
        for r in rows(truth / "truth_mentions.csv")
        if r["kind"] == "person" and r["table"] != "calls"
    }
    votes: dict[tuple[str, bool], Counter[str]] = defaultdict(Counter)
    for key, entity in resolution.entity_of.items():
        _, table, record, ref, kind = key.split(SEPARATOR)
        if kind == "person" and (table, record, ref) in known:
            votes[entity, table in ("people", "posts")][known[table, record, ref]] += 1
    result: dict[str, str] = {}
    for (entity, roster), count in sorted(votes.items(), key=lambda item: item[0][1]):
        if roster or entity not in result:
            result[entity] = min(count, key=lambda who: (-count[who], who))
    return result


def judge(name: str, truth: Path, resolution: Resolution, found: Detection, seconds: float) -> Outcome:
    """Compare with the answers."""
    who = owners(resolution, truth)
    planted = {(r["true_entity_id"], r["gang_id"]): r for r in rows(truth / "truth_umbrellas.csv")}
    wanted = findable(truth)
    decoys = {(r["true_entity_id"], r["gang_id"]): r["class"] for r in rows(truth / "truth_decoys.csv")}
    result = Outcome(name, not planted, planted=len(wanted), seconds=seconds)
    ranking: list[Pair] = []
    for alert in found.alerts:
        pair = (who.get(alert.official.entity_id, alert.official.entity_id), alert.gang.gang_id)
        if pair in ranking:
            continue
        ranking.append(pair)
        hit = True if pair in wanted else None if pair in planted else False
        result.alerts.append((alert.probability, alert.q_value or 0.0, hit, decoys.get(pair, "")))
        if pair in planted:
            result.evidence.append(shown(alert, planted[pair]["evidence"]))
        if hit is not None:
            result.ranking[pair] = alert.probability
    result.precision = average_precision(list(result.ranking), wanted) if wanted else None
    objections = {r["record_id"] for r in rows(truth / "truth_candidates.csv") if r["expected"] == "1"}
    flagged = {s.record_id for s in found.screened if s.flagged}
    result.screened = (len(flagged & objections), len(flagged - objections), len(objections))
    return result


def shown(alert: Alert, evidence: str) -> float:
    """Share of the planted records that the alert cites."""
    cited = {
        f"{table}:{record}"
        for signal in (*alert.signals, *alert.unsettled)
        for table, record in signal.records
    }
    wanted = {part.rpartition(":")[0] for part in evidence.split(";") if part}
    return len(wanted & cited) / len(wanted) if wanted else 1.0


def run(
    name: str, county: Path, true_only: bool, thin: bool = False, by_rules: bool = False
) -> dict[str, Outcome]:
    """Both runs on one county; `thin`: the first once more for each share of the relations that is left out,
    and without what was planted; `by_rules`: what each rule speaks of, instead of the alerts."""
    with (
        tempfile.TemporaryDirectory(prefix="netinv-bench-") as folder,
        Workspace.open(Path(folder) / "desk", create=True, keyring=Keyring(Path(folder) / "keys")) as desk,
    ):
        desk.ingest(operator(), county / "data")
        ledger = desk._ledger
        mentions = ledger.mentions()
        grades = {source.source_id: source.grade for source in ledger.sources()}
        tables = {table: ledger.rows(table) for table in ledger.tables()}

        def read(table: str) -> Rows:
            return tables[table] if table in tables else ledger.rows(table)

        if true_only:
            own = Resolution(
                {
                    SEPARATOR.join(key): ""
                    for key in zip(
                        mentions.origin,
                        mentions.table,
                        mentions.record_id,
                        mentions.ref,
                        mentions.kind,
                        strict=True,
                    )
                },
                [],
            )
        else:
            own = resolve(mentions, ledger.rows)
        outcomes = {}
        for kind, resolution in (("own", own), ("true", true_resolution(own, county / "truth"))):
            if kind == "own" and true_only:
                continue
            if by_rules:
                truth = county / "truth"
                said = by_rule.spoken(read, resolution, truth, owners(resolution, truth))
                outcomes[kind] = Outcome(name, False, spoken=said)
                continue
            start = time.process_time()
            found = detect(read, mentions, resolution, as_of="2025-12-31", grades=grades)
            outcomes[kind] = judge(name, county / "truth", resolution, found, time.process_time() - start)
            if thin and len(outcomes) == 1:
                whole = outcomes[kind].ranking

                def without(less: Callable[[str], Rows], resolution: Resolution) -> dict[Pair, float]:
                    found = detect(less, mentions, resolution, as_of="2025-12-31", grades=grades)
                    return judge(name, county / "truth", resolution, found, 0.0).ranking

                for share in SHARES:
                    ranking = without(thinned(read, share, name), resolution)
                    outcomes[kind].stability[share] = compared(whole, ranking, findable(county / "truth"))
                of = removal.planted(county / "truth")
                for removed in removal.REMOVED if of else ():
                    gone = removal.records(of, removed)
                    ranking = without(kept(read, lambda *record, gone=gone: record not in gone), resolution)
                    outcomes[kind].without[removed] = removal.compared(of, removed, whole, ranking)
    return outcomes


def tables(outcomes: Sequence[Outcome]) -> str:
    """What the figures are, as Markdown."""
    lines = [
        "| county | alerts | average precision | q ≤ 0.05 false / all | q ≤ 0.1 false / all | recall q ≤ 0.1 | evidence shown | screening right, wrong, of | CPU s |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for o in outcomes:
        lines.append("| " + " | ".join((
            o.name, str(len(o.alerts)), "-" if o.precision is None else f"{o.precision:.3f}",
            *("{} / {}".format(*below(o.alerts, level)) for level in (0.05, 0.1)),
            "-" if not o.planted else f"{sum(1 for _, q, hit, _ in o.alerts if hit and q <= 0.1) / o.planted:.2f}",
            "-" if not o.evidence else f"{sum(o.evidence) / len(o.evidence):.3f}",
            "{}, {}, {}".format(*o.screened), f"{o.seconds:.1f}",
        )) + " |")  # fmt: skip
    every = [alert for o in outcomes for alert in o.alerts]
    with_planted = [o for o in outcomes if not o.null]
    nulls = [o for o in outcomes if o.null]
    found = [o.precision for o in with_planted if o.precision is not None]
    false, total = below(every, 0.1)
    lines.append("")
    if found:
        lines.append(f"mean average precision {sum(found) / len(found):.3f} over {len(found)} counties; "
                     f"realised false share at q ≤ 0.1: {false} of {total}" + (f" = {false / total:.3f}" if total else ""))  # fmt: skip
    if nulls:
        loud = sum(below(o.alerts, 0.05)[1] > 0 for o in nulls)
        lines.append(f"counties without umbrellas: {len(nulls)}, with any alert at q ≤ 0.05: {loud}")
    error, n = calibration_error(
        [(p, bool(hit)) for p, _, hit, _ in every if p > MIN_PROBABILITY and hit is not None]
    )
    lines.append(f"calibration error of {n} alerts above {MIN_PROBABILITY}: {error:.3f}")
    kinds = Counter(kind or "unlabelled" for p, q, hit, kind in every if hit is False and q <= 0.1)
    lines.append(
        "false at q ≤ 0.1 by decoy: " + (", ".join(f"{k} {n}" for k, n in kinds.most_common()) or "none")
    )
    thin = [o.stability for o in outcomes if o.stability]
    if thin:
        lines += ["", f"Rank stability, mean of {len(thin)} counties:", ""]
        lines.append(stability_table({share: [each[share] for each in thin] for share in SHARES}))
    if removals := [o.without for o in outcomes if o.without]:
        lines += ["", f"Without what was planted, of {len(removals)} counties:", "", removal.table(removals)]
    return "\n".join(lines)


def below(alerts: Sequence[tuple[float, float, bool | None, str]], level: float) -> tuple[int, int]:
    """(false, all) at or below a q-value; those that no alert could find are left out."""
    chosen = [hit for _, q, hit, _ in alerts if q <= level and hit is not None]
    return chosen.count(False), len(chosen)


def calibration_error(judged: Sequence[tuple[float, bool]]) -> tuple[float, int]:
    """Mean distance between stated probability and true share, over bins of equal mass."""
    ordered = sorted(judged)
    size = -(-len(ordered) // BINS) or 1
    error = 0.0
    for i in range(0, len(ordered), size):
        part = ordered[i : i + size]
        error += abs(sum(p for p, _ in part) - sum(hit for _, hit in part))
    return error / len(ordered) if ordered else 0.0, len(ordered)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, nargs="*", default=[11, 12], help="demo counties with umbrellas")
    parser.add_argument("--null", type=int, nargs="*", default=[21], help="demo counties without")
    parser.add_argument(
        "--people", type=int, nargs="+", default=[5_000], help="people of the demo counties, in turn"
    )
    parser.add_argument(
        "--difficulty", nargs="+", default=["mixed"], help="difficulty of the demo counties, in turn"
    )
    parser.add_argument("--county", type=Path, nargs="*", default=[], help="folders with data/ and truth/")
    parser.add_argument("--true-only", action="store_true", help="true identities only: much faster")
    parser.add_argument(
        "--thin",
        type=int,
        default=2,
        help="counties run with relations and planted records removed (0: none)",
    )
    parser.add_argument(
        "--rules", action="store_true", help="what each rule speaks of, instead of the alerts"
    )
    parser.add_argument("--jobs", type=int, default=1, help="counties at a time")
    args = parser.parse_args()
    outcomes: dict[str, list[Outcome]] = {"own": [], "true": []}
    with tempfile.TemporaryDirectory(prefix="netinv-bench-") as folder:
        counties = [(path.name, path) for path in args.county]
        made = [*((s, False) for s in args.seeds), *((s, True) for s in args.null)]
        for (seed, null), people, difficulty in zip(made, cycle(args.people), cycle(args.difficulty)):
            name = f"{'null' if null else 'seed'} {seed}"
            path = Path(folder) / name.replace(" ", "")
            write_county(path, people=people, seed=seed, null=null, difficulty=difficulty)
            counties.append((name, path))
        with ProcessPoolExecutor(args.jobs) as pool:
            thin = [n < args.thin for n in range(len(counties))]
            for found in pool.map(
                run, *zip(*counties, strict=True), repeat(args.true_only), thin, repeat(args.rules)
            ):
                for kind, outcome in found.items():
                    outcomes[kind].append(outcome)
                    print(f"{outcome.name}: {kind} identities, {len(outcome.alerts)} alerts", flush=True)
    for kind, title in (("own", "## The product's identities"), ("true", "## True identities")):
        if outcomes[kind]:
            said = [o.spoken for o in outcomes[kind]]
            print(f"\n{title}\n\n{by_rule.table(said) if args.rules else tables(outcomes[kind])}")


if __name__ == "__main__":
    main()

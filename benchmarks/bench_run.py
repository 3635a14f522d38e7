"""Time, memory and quality of `netinv run` on demo counties, beside what simpler identities reach.

    make bench-run
    make bench-run BENCH="--people 20000 --seeds 0 1 2 --json scores.json"

Each county is made anew in a temporary folder and run by the installed command line, as a user would. Wall
and CPU time and peak memory are those of the `run` process as the system accounts them.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from scoring import (
    average_precision,
    by_exact_match,
    by_name,
    calls_attached,
    exported_persons,
    findable,
    pair_score,
    ranked,
    read_mentions,
    true_persons,
)

from netinv.demo import write_county

NETINV = Path(sys.executable).with_name("netinv")


def measured_run(data: Path, workspace: Path, environment: dict[str, str]) -> dict[str, float]:
    """Run the whole chain once; seconds and megabytes."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [str(NETINV), "run", str(data), "--workspace", str(workspace)],
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"netinv run failed with exit code {process.returncode}")
    return {
        "wall_s": time.perf_counter() - start,
        "cpu_s": usage.ru_utime + usage.ru_stime,
        "peak_mb": usage.ru_maxrss / (1 << (20 if sys.platform == "darwin" else 10)),
    }


def bench(folder: Path, people: int, seed: int, null: bool) -> dict[str, Any]:
    """All numbers of one county."""
    county = write_county(folder / "county", people=people, seed=seed, null=null)
    environment = {**os.environ, "NETINV_KEY_DIR": str(folder / "keys")}
    workspace, exports = folder / "desk", folder / "exports"
    exports.mkdir()
    result: dict[str, Any] = {"seed": seed, "people": people, "null": null, "rows": sum(county.rows.values())}
    result |= measured_run(county.data, workspace, environment)
    for what, file in (("entities", "entities.csv"), ("alerts", "alerts.jsonl")):
        call = [str(NETINV), "export", what, "--workspace", str(workspace), "--to", str(exports / file)]
        subprocess.run(call, env=environment, check=True, stdout=subprocess.DEVNULL)
    true, mentions = true_persons(county.truth), read_mentions(county.data)
    for name, claimed in (
        ("netinv", exported_persons(exports / "entities.csv")),
        ("exact match", by_exact_match(mentions)),
        ("name as written", by_name(mentions)),
    ):
        score = pair_score(true, claimed)
        result[name] = {"precision": score.precision, "recall": score.recall, "f1": score.f1}
    result["calls_right"] = calls_attached(county.truth, exports)
    ranking, wanted = ranked(county.truth, exports), findable(county.truth)
    result["alerts"], result["findable"] = len(ranking), len(wanted)
    result["top_probability"] = ranking[0][1] if ranking else None
    result["average_precision"] = average_precision([pair for pair, _ in ranking], wanted) if wanted else None
    return result


def table(results: list[dict[str, Any]]) -> str:
    """The results as a Markdown table, one line a county."""
    head = (
        "county", "rows", "wall s", "CPU s", "peak MB", "calls right", "F1 netinv", "F1 exact match",
        "F1 name as written", "alerts", "findable", "average precision", "highest",
    )  # fmt: skip
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for r in results:
        cells = (
            f"{'null' if r['null'] else 'seed'} {r['seed']}",
            f"{r['rows']:,}",
            f"{r['wall_s']:.1f}",
            f"{r['cpu_s']:.1f}",
            f"{r['peak_mb']:.0f}",
            f"{r['calls_right']:.3f}",
            *(f"{r[name]['f1']:.3f}" for name in ("netinv", "exact match", "name as written")),
            str(r["alerts"]),
            str(r["findable"]),
            "-" if r["average_precision"] is None else f"{r['average_precision']:.3f}",
            "-" if r["top_probability"] is None else f"{r['top_probability']:.3f}",
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=5_000, help="people of each county")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0], help="one county each")
    parser.add_argument("--no-null", action="store_true", help="leave out the county without umbrellas")
    parser.add_argument("--json", type=Path, help="write the numbers here as well")
    args = parser.parse_args()
    counties = [(seed, False) for seed in args.seeds] + ([] if args.no_null else [(args.seeds[0], True)])
    results = []
    for seed, null in counties:
        with tempfile.TemporaryDirectory(prefix="netinv-bench-") as folder:
            results.append(bench(Path(folder), args.people, seed, null))
    print(table(results))
    if args.json:
        args.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Resolving beside Splink on the same records: time, memory, F1, and how much is found without error.

    make bench-resolve                                    # a demo county
    make bench-resolve BENCH="--people 60000"             # a larger one
    make bench-resolve BENCH="FOLDER"                     # FOLDER/data/*.csv and FOLDER/truth/truth_mentions.csv
    make bench-resolve BENCH="FOLDER --times 10"          # its register of people ten times over, varied
    make bench-resolve BENCH="FOLDER --bare"              # how many bare names anybody could place (a county)
    make bench-resolve BENCH="FOLDER --answers 200"           # what so many answers of the queue teach
    make bench-resolve BENCH="FOLDER --times 10 --new 1000"   # and 1,000 new records against those that stand

Each tool runs in a process of its own; CPU seconds and memory (the most until it is done, reading included)
are the system's account of it. Ours begin at the rows as read from CSV and hold everything: cleaning, training, clustering; the reasons of a join, and the
pairs that stayed two, are told when somebody asks and stay outside. Splink gets our cleaned columns,
and neither the cleaning nor handing them over is counted. Splink's best F1 takes its threshold from the truth;
ours is that of the threshold that the tool sets without it. The reliability diagram holds the pairs that
netinv joined or left in doubt, in ten equal parts by what it says of them.
"""

import argparse
import csv
import json
import logging
import multiprocessing
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import Any

from growing import growing
from scoring import true_persons
from varied import varied

from netinv.demo import write_county
from netinv.ledger.types import Mentions, Rows
from netinv.model.keys import SEPARATOR
from netinv.model.mentions import MENTION_FIELDS, mentions_of
from netinv.model.tables import TABLES

Edge = tuple[float, int, int]
"""Log odds of a pair, and both its mentions by index."""
SURE = 0.999
"""Pair precision at which recall is told: a wrong merge harms an innocent person."""


def cells(data: Path, table: str) -> Iterator[dict[str, str]]:
    """The rows of a table's CSV file; none where it is missing."""
    path = data / f"{table}.csv"
    if path.exists():
        with path.open(encoding="utf-8-sig", newline="") as handle:
            yield from csv.DictReader(handle)


def read_mentions(data: Path) -> Mentions:
    """The mentions of a folder of CSV files, as the ledger would give them."""
    columns: list[list[str]] = [[] for _ in range(4 + len(MENTION_FIELDS))]
    known: dict[str, str] = {}
    for name, spec in TABLES.items():
        for row in cells(data, name):
            payload = {column: cell for column, cell in row.items() if cell}
            for m in mentions_of(spec, payload):
                for column, value in zip(
                    columns, (name, row[spec.id_column], m.ref, m.kind, *m.values), strict=True
                ):
                    column.append(known.setdefault(value, value))  # once, as the ledger gives it
    order = sorted(range(len(columns[0])), key=lambda i: tuple(column[i] for column in columns[:4]))
    table, record, ref, kind, *values = ([column[i] for i in order] for column in columns)
    fields = dict(zip(MENTION_FIELDS, values, strict=True))
    return Mentions(table, record, [""] * len(order), ref, kind, fields)


def read_rows(data: Path, table: str) -> Rows:
    """The rows of one table, as the ledger would give them."""
    spec = TABLES[table]
    found = sorted(cells(data, table), key=lambda row: row[spec.id_column])
    ids = [row[spec.id_column] for row in found]
    columns = {c: [row[c] for row in found] for c in (found[0] if found else {})}
    return Rows(ids, [""] * len(ids), [0] * len(ids), list(range(len(ids))), columns)


def netinv(data: Path) -> dict[str, Any]:
    """Resolve with netinv: keys of the person mentions and the accepted pairs, surest first."""
    from netinv.resolve.resolve import resolve
    from netinv.workspace.collecting import uncollected

    mentions = read_mentions(data)
    start = time.process_time()
    with uncollected():  # as `netinv resolve` runs
        resolution = resolve(mentions, partial(read_rows, data))
    cpu, peak = time.process_time() - start, peak_mb()
    keys = sorted(k for k in resolution.entity_of if k.endswith("person") and not _of_calls(k))
    index = {key: i for i, key in enumerate(keys)}
    joins, doubts = (
        [
            (p.probability, index[p.left], index[p.right])
            for p in pairs
            if p.left in index and p.right in index
        ]
        for pairs in (resolution.joins, resolution.doubts)
    )
    said = [*joins, *doubts]
    edges = [(-float(n), left, right) for n, (_, left, right) in enumerate(joins)]
    named = [k.split(SEPARATOR)[1:4] for k in keys]
    return {"cpu": cpu, "peak": peak, "keys": named, "edges": edges, "said": said}


def splink(data: Path) -> dict[str, Any]:
    """Resolve with Splink: term frequency, EM, `u` from a million pairs, on columns that netinv cleaned."""
    import pandas as pd
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    from netinv.resolve.normalise.pinyin import homophone_key
    from netinv.resolve.people import read_people
    from netinv.resolve.resolve import learn_regions

    logging.getLogger("splink").setLevel(logging.ERROR)
    mentions = read_mentions(data)
    people = read_people(mentions, learn_regions(mentions))
    address = people.addresses.read()
    columns: dict[str, Iterable[str]] = {
        "name": people.name,
        "sound": people.name.map(homophone_key),
        "surname": people.reading.map(lambda r: r.surname),
        "number": people.number.map(lambda n: n.full),
        "shown": people.number.map(lambda n: (n.full or n.masked)[:4] + (n.full or n.masked)[-4:]),
        "phone": people.phones.map(lambda p: p[0] if p else ""),
        "account": people.account,
        "birth": people.birth,
        "gender": people.gender,
        "town": address.map(lambda a: a.town),
        "place": address.map(lambda a: a.place),
        "door": address.map(lambda a: " ".join((a.place, *a.numbers)) if a.numbers else ""),
        "unit": people.unit,
        "alias": people.aliases.map(lambda a: a[0] if a else ""),
    }
    said = {name: values for name, column in columns.items() if any(values := list(column))}
    frame = pd.DataFrame(
        {"unique_id": range(len(people))} | {n: [v or None for v in c] for n, c in said.items()}
    )
    del mentions
    start = time.process_time()
    compared = [
        cl.CustomComparison(
            output_column_name="name",
            comparison_levels=[
                {"sql_condition": "name_l IS NULL OR name_r IS NULL", "label_for_charts": "null", "is_null_level": True},
                {"sql_condition": "name_l = name_r", "label_for_charts": "same", "tf_adjustment_column": "name"},
                {"sql_condition": "sound_l = sound_r", "label_for_charts": "sound"},
                {"sql_condition": "jaro_winkler_similarity(name_l, name_r) > 0.7", "label_for_charts": "alike"},
                {"sql_condition": "ELSE", "label_for_charts": "other"},
            ],
        ),
        *(
            cl.ExactMatch(name).configure(term_frequency_adjustments=name in ("phone", "alias", "unit"))
            for name in ("phone", "account", "gender", "unit", "alias")
            if name in said
        ),
        *(cl.DamerauLevenshteinAtThresholds(name, 1) for name in ("number", "birth") if name in said),
        cl.CustomComparison(
            output_column_name="door",
            comparison_levels=[
                {"sql_condition": "place_l IS NULL OR place_r IS NULL", "label_for_charts": "null", "is_null_level": True},
                {"sql_condition": "door_l = door_r", "label_for_charts": "door", "tf_adjustment_column": "door"},
                {"sql_condition": "place_l = place_r", "label_for_charts": "place"},
                {"sql_condition": "town_l = town_r", "label_for_charts": "town"},
                {"sql_condition": "ELSE", "label_for_charts": "other"},
            ],
        ),
    ]  # fmt: skip
    rules = [("number",), ("phone",), ("account",), ("name",), ("sound", "birth"), ("sound", "place"),
             ("sound", "shown"), ("surname", "birth"), ("surname", "door"), ("birth", "gender", "place")]  # fmt: skip
    wanted = [block_on(*rule) for rule in rules if all(column in said for column in rule)]
    api = DuckDBAPI()
    settings = SettingsCreator(
        link_type="dedupe_only", comparisons=compared, blocking_rules_to_generate_predictions=wanted
    )
    linker = Linker(api.register(frame), settings)
    train = linker.training
    train.estimate_probability_two_random_records_match([block_on("number")], recall=0.3)
    train.estimate_u_using_random_sampling(max_pairs=1e6)
    for rule in (("number",), ("name", "birth"), ("phone",)):
        if all(column in said for column in rule):
            train.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    found = linker.inference.predict(threshold_match_weight=-4).as_pandas_dataframe()
    cpu, peak = time.process_time() - start, peak_mb()
    edges = list(zip(found["match_weight"], found["unique_id_l"], found["unique_id_r"], strict=True))
    keys = list(zip(people.table, people.record_id, people.ref, strict=True))
    weighed = [(float(w), int(a), int(b)) for w, a, b in edges]
    return {"cpu": cpu, "peak": peak, "keys": keys, "edges": weighed}


def peak_mb() -> float:
    """The most memory that this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1 << (20 if sys.platform == "darwin" else 10)
    )


def score(true: Sequence[str], edges: Iterable[Edge]) -> dict[str, float]:
    """F1 when all edges are joined, the best F1 on the way there, recall while precision is `SURE`."""
    parent = list(range(len(true)))
    held = [Counter({who: 1}) for who in true]

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    wanted = sum(n * (n - 1) // 2 for n in Counter(true).values())
    right = claimed = 0
    result = {"precision": 1.0, "recall": 0.0, "f1": 0.0, "best_f1": 0.0, "recall_when_sure": 0.0}
    for _, i, j in sorted(edges, key=lambda edge: -edge[0]):
        a, b = find(i), find(j)
        if a != b:
            a, b = (a, b) if len(held[a]) >= len(held[b]) else (b, a)
            claimed += held[a].total() * held[b].total()
            right += sum(n * held[a][who] for who, n in held[b].items())
            held[a] += held[b]
            parent[b] = a
            precision, recall = right / claimed, right / wanted
            f1 = 2 * right / (claimed + wanted)
            result |= {"precision": precision, "recall": recall, "f1": f1}
            result["best_f1"] = max(result["best_f1"], f1)
            if precision >= SURE:
                result["recall_when_sure"] = recall
    return result


def reliability(true: Sequence[str], said: Sequence[Edge]) -> list[tuple[float, float]]:
    """Mean probability and share of right ones of ten equal parts of the pairs that were joined or stayed
    in doubt, the least likely first."""
    pairs = sorted((p, true[i] == true[j]) for p, i, j in said)
    size = len(pairs) / 10
    tenths = [pairs[round(k * size) : round((k + 1) * size)] for k in range(10)]
    return [(fmean(p for p, _ in part), fmean(right for _, right in part)) for part in tenths if part]


def calibration_error(parts: Sequence[tuple[float, float]]) -> float:
    """Mean distance of what is said and what is right, over the parts of the reliability diagram."""
    return fmean(abs(said - right) for said, right in parts)


def diagram(parts: Sequence[tuple[float, float]]) -> str:
    """The reliability diagram as lines of text: probability said, share of right ones."""
    lines = [f"{said:.3f}  {right:.3f}  {'#' * round(40 * right)}" for said, right in parts]
    error = f"calibration error of ten equal parts: {calibration_error(parts):.4f}"
    return "\n".join([error, "said   right", *lines])


def measured(run: Callable[[Path], dict[str, Any]], data: Path, truth: Path | None) -> dict[str, Any]:
    """Run in a process of its own; its scores, CPU seconds and peak megabytes."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_measure, (run, data, truth))


def _measure(run: Callable[[Path], dict[str, Any]], data: Path, truth: Path | None) -> dict[str, Any]:
    found = run(data)
    result = {"mentions": len(found["keys"]), "cpu_s": found["cpu"], "peak_mb": found["peak"]}
    if truth:
        who = true_persons(truth)
        true = [who.get((t, r, p), f"?{t}{r}{p}") for t, r, p in found["keys"]]
        result |= score(true, found["edges"])
        if "said" in found:
            result["reliability"] = reliability(true, found["said"])
        if run is splink:  # it sets no threshold of its own
            result = {k: v for k, v in result.items() if k not in ("precision", "recall", "f1")}
    return result


def _of_calls(key: str) -> bool:
    return key.split(SEPARATOR)[1] == "calls"


def table(results: dict[str, dict[str, Any]]) -> str:
    """The results as a Markdown table."""
    head = (
        "",
        "mentions",
        "CPU s",
        "peak MB",
        "precision",
        "recall",
        "F1",
        "best F1",
        f"recall at precision {SURE}",
    )
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for name, r in results.items():
        scores = (
            f"{r[k]:.4f}" if k in r else "-"
            for k in ("precision", "recall", "f1", "best_f1", "recall_when_sure")
        )
        lines.append(
            f"| {name} | {r['mentions']:,} | {r['cpu_s']:.1f} | {r['peak_mb']:.0f} | "
            + " | ".join(scores)
            + " |"
        )
    return "\n".join(lines)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "folder", type=Path, nargs="?", help="holds data/ and truth/; a demo county without it"
    )
    parser.add_argument("--people", type=int, default=5_000, help="people of the demo county")
    parser.add_argument("--times", type=int, default=1, help="the register of people so often, varied")
    parser.add_argument("--new", type=int, help="instead resolve so many new records, three times over")
    parser.add_argument("--answers", type=int, help="instead answer so many questions of the queue")
    parser.add_argument("--bare", action="store_true", help="instead count which bare names can be placed")
    parser.add_argument("--without-splink", action="store_true", help="run netinv alone")
    parser.add_argument("--json", type=Path, help="write the numbers here as well")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="netinv-bench-") as made:
        if args.folder:
            data, truth = args.folder / "data", args.folder / "truth"
        else:
            county = write_county(Path(made) / "county", people=args.people)
            data, truth = county.data, county.truth
        if args.times > 1:
            made_of = varied(data.parent, Path(made) / "varied", args.times)
            data, truth = made_of / "data", made_of / "truth"
        if args.bare:
            from bare_names import bare_names

            bare_names(data, truth)
            return
        if args.answers:
            from answering import answering

            answering(data, truth, args.answers)
            return
        if args.new:
            growing(data, args.new)
            return
        tools: dict[str, Callable[[Path], dict[str, Any]]] = {"netinv": netinv}
        if not args.without_splink:
            tools["Splink"] = splink
        results = {
            name: measured(run, data, truth if truth.is_dir() else None) for name, run in tools.items()
        }
    print(table(results))
    if "reliability" in results["netinv"]:
        print(f"\n{diagram(results['netinv']['reliability'])}")
    if args.json:
        args.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

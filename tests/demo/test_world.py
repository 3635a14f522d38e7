"""What a county holds: the same for the same seed, the same background without umbrellas, hard to resolve."""

import filecmp
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from netinv.demo import DIFFICULTIES, write_county
from netinv.model.errors import UsageError
from netinv.model.tables import TABLES

HARD = [
    "namesake", "bare", "variant", "legacy", "masked", "idtypo", "former", "nickname", "surname_title",
    "outsider", "shortname",
]  # fmt: skip


def files(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def test_the_same_seed_gives_the_same_bytes(write_small: Callable[..., Any]) -> None:
    first, again = (write_small(seed=7).summary.data.parent for _ in range(2))
    assert files(first) == files(again)
    assert filecmp.cmpfiles(first, again, files(first), shallow=False)[1:] == ([], [])


def test_another_seed_gives_another_county(write_small: Callable[..., Any]) -> None:
    one, two = write_small(seed=1), write_small(seed=2)
    assert one.summary.name != two.summary.name
    assert {r["name"] for r in one.tables["gangs"]} != {r["name"] for r in two.tables["gangs"]}


def test_without_umbrellas_only_what_they_did_is_missing(county: Any, twin: Any) -> None:
    assert twin.truth("umbrellas") == []
    assert twin.truth("decoys") == county.truth("decoys")
    evidence = {e[:2] for u in county.truth("umbrellas") for e in county.cited(u["evidence"])}
    missing = set(county.records) - set(twin.records)
    assert {k: county.records[k] for k in twin.records} == twin.records
    assert evidence & set(twin.records) == set()
    assert evidence <= missing
    parents = {"case_id", "lead_id", "op_id", "event_id"}
    planted = {rid for _, rid in missing}
    around = [r for k, r in county.records.items() if k in missing - evidence]
    assert sum(any(r.get(p) in planted for p in parents) for r in around) > 0.9 * len(around)


def test_a_third_of_the_people_share_their_name(county: Any) -> None:
    assert 0.30 < county.summary.shared_name_share < 0.38


def test_a_fifth_of_the_mentions_are_bare_names(county: Any) -> None:
    rows = [r for r in county.truth("mentions") if r["table"] != "calls" and r["kind"] == "person"]
    assert 0.15 < sum("bare" in r["hard"].split("+") for r in rows) / len(rows) < 0.27


@pytest.mark.parametrize("label", HARD)
def test_every_class_of_hard_mention_occurs(county: Any, label: str) -> None:
    assert sum(label in r["hard"].split("+") for r in county.truth("mentions")) >= 20


def test_titles_of_cases_mask_the_suspect(county: Any) -> None:
    assert all("某" in r["title"] for r in county.tables["cases"])


def test_reporters_known_only_here_stand_in_no_other_file(county: Any) -> None:
    sealed = [r for r in county.truth("reporters") if r["only_here"] == "1"]
    assert len(sealed) >= 8
    others = [p for p in county.summary.data.glob("*.csv") if p.name != "leads.csv"]
    texts = "".join(p.read_text(encoding="utf-8") for p in others)
    assert not [r for r in sealed if r["phone"] in texts or r["id_number"] in texts]


def test_some_reporters_give_themselves_away_in_the_text(county: Any) -> None:
    assert any(r["reporter_phone"] and r["reporter_phone"] in r["text"] for r in county.tables["leads"])


def test_gangs_are_numbered_without_gaps(county: Any) -> None:
    ids = [r["gang_id"] for r in county.tables["gangs"]]
    assert ids == [f"TH{i + 1:04d}" for i in range(len(ids))]


def test_hubs_are_called_by_hundreds(county: Any) -> None:
    callers = Counter(n for r in county.tables["calls"] for n in {r["from_phone"], r["to_phone"]})
    assert callers.most_common(8)[-1][1] > 300


def test_moments_and_dates_lie_in_order(county: Any) -> None:
    for op in county.tables["operations"]:
        assert op["planned_at"] < op["executed_at"]
    for case in county.tables["cases"]:
        assert not case["outcome_at"] or case["opened_at"] <= case["outcome_at"]


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_difficulty_says_how_well_umbrellas_hide(write_small: Callable[..., Any], difficulty: str) -> None:
    made = write_small(difficulty=difficulty, seed=3)
    planted = {u["difficulty"] for u in made.truth("umbrellas")}
    assert planted <= set(DIFFICULTIES[difficulty])


def test_larger_counties_grow_in_everything(write_small: Callable[..., Any]) -> None:
    small, large = write_small(people=1_500).summary, write_small(people=4_000).summary
    for table in set(TABLES) - {"sources", "gangs", "interventions"}:
        assert large.rows[table] > 1.3 * small.rows[table], table


def test_what_makes_no_county_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="1,000"):
        write_county(tmp_path, people=10)
    with pytest.raises(UsageError, match="difficulty"):
        write_county(tmp_path, difficulty="impossible")

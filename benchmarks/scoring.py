"""Scores of exports against a demo county's truth: pairs of persons, and the ranking of alerts.

Only what demo data's answers hold is used, so anybody can repeat a number. Mentions of calls are left out: a
telephone number in a call list is an attachment to a person, not a description of one.
"""

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from netinv.model.mentions import MentionRow, mentions_of
from netinv.model.tables import TABLES

Key = tuple[str, str, str]
"""(table, record_id, ref) of a person's mention."""

FAMILIES = {"tie", "benefit", "act"}


@dataclass(frozen=True)
class PairScore:
    """Of all pairs of mentions: how many of the claimed are right, how many of the right are claimed."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file in UTF-8."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        yield from csv.DictReader(handle)


def true_persons(truth: Path) -> dict[Key, str]:
    """Who each person mention truly is."""
    return {
        (row["table"], row["record_id"], row["ref"]): row["true_entity_id"]
        for row in rows(truth / "truth_mentions.csv")
        if row["kind"] == "person" and row["table"] != "calls"
    }


def exported_persons(entities: Path) -> dict[Key, str]:
    """Which entity the export says each person mention is."""
    return {
        (row["table"], row["record_id"], row["ref"]): row["entity_id"]
        for row in rows(entities)
        if row["kind"] == "person" and row["table"] != "calls"
    }


def pair_score(true: Mapping[Key, str], claimed: Mapping[Key, str]) -> PairScore:
    """Scores over all pairs of true mentions. A mention that is not claimed is alone."""

    def pairs(labels: Iterable[object]) -> int:
        return sum(n * (n - 1) // 2 for n in Counter(labels).values())

    labels = {key: claimed.get(key, key) for key in true}
    right = pairs((true[key], labels[key]) for key in true)
    claims, truths = pairs(labels.values()), pairs(true.values())
    return PairScore(right / claims if claims else 1.0, right / truths if truths else 1.0)


def findable(truth: Path) -> set[tuple[str, str]]:
    """The planted (official, gang) pairs whose records show two families; acts alone open no alert."""
    return {
        (row["true_entity_id"], row["gang_id"])
        for row in rows(truth / "truth_umbrellas.csv")
        if len(FAMILIES & set(row["measurable"].split("|"))) >= 2
    }


def ranked(truth: Path, exports: Path) -> list[tuple[tuple[str, str], float]]:
    """The exported alerts as (true official, gang) with their probability, best first.

    An entity counts as the person whom most of its mentions name.
    """
    owner = owners(truth, exports)
    result = []
    for line in (exports / "alerts.jsonl").read_text("utf-8").splitlines():
        alert = json.loads(line)
        official = owner.get(alert["official"]["entity_id"], "")
        result.append(((official, alert["gang_id"]), float(alert["probability"])))
    return sorted(result, key=lambda item: -item[1])


def owners(truth: Path, exports: Path) -> dict[str, str]:
    """The true person whom most mentions of each exported entity name, calls left out."""
    true, votes = true_persons(truth), defaultdict[str, Counter[str]](Counter)
    for key, entity in exported_persons(exports / "entities.csv").items():
        if key in true:
            votes[entity][true[key]] += 1
    return {entity: min(count, key=lambda who: (-count[who], who)) for entity, count in votes.items()}


def calls_attached(truth: Path, exports: Path) -> float:
    """Share of the ends of calls given to somebody that are given to whoever truly spoke."""
    true = {
        (row["record_id"], row["ref"]): row["true_entity_id"]
        for row in rows(truth / "truth_mentions.csv")
        if row["table"] == "calls" and row["kind"] == "person"
    }
    owner = owners(truth, exports)
    given = [
        owner[row["entity_id"]] == true[row["record_id"], row["ref"]]
        for row in rows(exports / "entities.csv")
        if row["table"] == "calls" and row["kind"] == "person" and row["entity_id"] in owner
    ]
    return sum(given) / len(given)


def average_precision(ranking: Sequence[Hashable], wanted: Collection[Hashable]) -> float:
    """Mean over the wanted of the precision at their rank; one that is not listed adds nothing."""
    seen: set[Hashable] = set()
    score = 0.0
    for rank, pair in enumerate(ranking, 1):
        if pair in wanted and pair not in seen:
            seen.add(pair)
            score += len(seen) / rank
    return score / len(wanted) if wanted else 0.0


# --- what simpler tools would do ----------------------------------------------------------------------


def read_mentions(data: Path) -> dict[Key, MentionRow]:
    """The person mentions of a county's files, as written."""
    found = {}
    for name, table in TABLES.items():
        path = data / f"{name}.csv"
        if name == "calls" or not path.exists():
            continue
        for row in rows(path):
            payload = {column: cell for column, cell in row.items() if cell}
            for mention in mentions_of(table, payload):
                if mention.kind == "person":
                    found[name, row[table.id_column], mention.ref] = mention
    return found


def by_name(mentions: Mapping[Key, MentionRow]) -> dict[Key, str]:
    """Baseline: everybody of one name is one person."""
    return {key: mention.get("name") for key, mention in mentions.items() if mention.get("name")}


def by_exact_match(mentions: Mapping[Key, MentionRow]) -> dict[Key, str]:
    """Baseline: the same ID number, the same account, or the same name with the same phone, as written."""
    parent: dict[object, object] = {}

    def root(item: object) -> object:
        while (above := parent.setdefault(item, item)) != item:
            parent[item] = parent[above]
            item = above
        return item

    for key, mention in mentions.items():
        marks: list[object] = [
            ("id", mention.get("id_number")),
            ("account", mention.get("account")),
            *(
                ("phone", mention.get("name"), p)
                for p in mention.get("phones").split(";")
                if mention.get("name")
            ),
        ]
        for mark in marks:
            if isinstance(mark, tuple) and mark[-1]:
                parent[root(mark)] = root(key)
    return {key: repr(root(key)) for key in mentions}

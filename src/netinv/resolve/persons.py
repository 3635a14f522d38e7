"""Person mentions -> clusters: pairs that numbers and posts decide, then placing of the rest."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from netinv.ledger.types import Judgement, Rows
from netinv.resolve.blocks import pairs
from netinv.resolve.clusters import Clusters, Merge
from netinv.resolve.comparisons import LEVELS, NameLevel, compare
from netinv.resolve.doubts import WORTH, DoubtfulPlacing, Weighed, doubts
from netinv.resolve.fellegi_sunter import PairModel, rarity_of, train
from netinv.resolve.judged import BY_HAND, decided
from netinv.resolve.people import People, stem_of
from netinv.resolve.result import Comparison, Doubt
from netinv.resolve.surroundings import links

ACCEPT = 0.9
"""Posterior probability a pair needs. A wrong merge harms an innocent person: a doubtful pair stays two."""
ROLES = ("case_people", "lead_subjects", "operation_people")
SCENES = {"case_people": "case_id", "lead_subjects": "lead_id", "gang_members": "gang_id"}
COLUMN = {"phone": "phones"}
"""Columns of `People` that are not called like the field that compares them."""


def resolve_persons(
    people: People,
    rows: Callable[[str], Rows],
    organizations: Sequence[tuple[str, str, str, str]],
    calls: Sequence[tuple[str, str]],
    judgements: Iterable[Judgement],
) -> tuple[Clusters, PairModel, list[Doubt]]:
    """Cluster the mentions; see `links` for `organizations` and `calls`."""
    position = {key: i for i, key in enumerate(people.key)}
    hands = decided(judgements, position)
    clusters = Clusters(people, hands.different)
    for same in hands.same:
        by_hand = (("judgement", "", "", same.reason or "same", BY_HAND),)
        clusters.merge(Merge(same.left, same.right, BY_HAND, by_hand), same.forced)
    found = pairs(people)
    levels = compare(people, found)
    model = train(people, found, levels)
    odds = model.score(levels, rarity_of(people, model.rarity, found))
    least, worth = (float(np.log2(p / (1 - p))) for p in (ACCEPT, WORTH))
    weighed = []
    for row in np.argsort(-odds, kind="stable").tolist():
        if odds[row] < worth:
            break
        i, j = int(found[row, 0]), int(found[row, 1])
        reasons = why(people, model, levels[row], i, j)
        if odds[row] < least or not clusters.merge(Merge(i, j, float(odds[row]), reasons)):
            probability = 1 / (1 + 2.0 ** -float(odds[row]))
            weighed.append(Weighed(i, j, probability, -1, 0.0, tuple(Comparison(*each) for each in reasons)))
    surroundings = links(people, rows, organizations, calls)
    placing = DoubtfulPlacing(people, surroundings, _roles(people, rows), _scenes(people, rows))
    placing.run(clusters)
    return clusters, model, doubts(people, clusters, weighed + placing.weighed, ACCEPT)


def why(
    people: People, model: PairModel, levels: NDArray[np.int8], i: int, j: int
) -> tuple[tuple[str, str, str, str, float], ...]:
    """Every comparison that says something, with both values; how rare the name is counts with the name."""
    rarity = min(model.rarity.get(people.name[k], 0.0) for k in (i, j))
    result = []
    for (field, names), level in zip(LEVELS.items(), levels.tolist(), strict=True):
        if level:
            column: Sequence[object] = getattr(people, COLUMN.get(field, field))
            weight = model.weights[field][level]
            if field == "name" and level >= NameLevel.VARIANT:
                weight += rarity
            result.append((field, _text(column[i]), _text(column[j]), names[level], weight))
    return tuple(result)


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(_text(part) for part in value if part)
    return str(value)


def _roles(people: People, rows: Callable[[str], Rows]) -> list[str]:
    """What each mention does in its record: table, reference and, where the table has one, the role."""
    role: dict[tuple[str, str, str], str] = {}
    for table in ROLES:
        found = rows(table)
        for origin, record, value in zip(
            found.origin, found.record_id, found.columns.get("role", [""] * len(found)), strict=True
        ):
            role[origin, table, record] = value
    return [
        f"{table}/{ref}/{role.get((origin, table, record), '')}"
        for origin, table, record, ref in zip(
            people.origin, people.table, people.record_id, people.ref, strict=True
        )
    ]


def _scenes(people: People, rows: Callable[[str], Rows]) -> list[str]:
    """Stem of the town of the case, lead or gang in whose record each mention stands, "" if none."""
    town: dict[tuple[str, str], str] = {}
    for holder, column in (("cases", "case_id"), ("leads", "lead_id"), ("gangs", "gang_id")):
        found = rows(holder)
        for id, region in zip(found.record_id, found.columns.get("region", [""] * len(found)), strict=True):
            town[column, id] = stem_of(region)
    scene: dict[tuple[str, str, str], str] = {}
    for table, column in SCENES.items():
        found = rows(table)
        for origin, record, id in zip(
            found.origin, found.record_id, found.columns.get(column, [""] * len(found)), strict=True
        ):
            scene[origin, table, record] = town.get((column, id), "")
    return [scene.get(row, "") for row in zip(people.origin, people.table, people.record_id, strict=True)]


def owners(people: People, clusters: Clusters) -> dict[str, int]:
    """Whose each telephone number is: the cluster that states it most often; nobody's if two do alike."""
    votes: dict[str, Counter[int]] = {}
    for i, numbers in enumerate(people.phones):
        for number in numbers:
            votes.setdefault(number, Counter())[clusters.find(i)] += 1
    result = {}
    for number, count in votes.items():
        (best, most), *rest = sorted(count.items(), key=lambda item: (-item[1], item[0]))
        if not rest or rest[0][1] < most:
            result[number] = best
    return result

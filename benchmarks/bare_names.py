"""Bare names: how many of them anybody could place, with all that the records say, and how many are placed.

A name without number, telephone or account can only be placed by what stands beside it. Here everybody's
records are put together by the truth, the mention's own taken off, and each bare name is compared with all
who bear that name by the levels that `resolve/placing.py` weighs. Where a namesake has just the levels that the
right one has, no weighing of them tells the two apart: the share of the others is the ceiling.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import numpy as np
from bench_resolve import read_mentions, read_rows
from scoring import Key, true_persons

from netinv.model.keys import SEPARATOR
from netinv.resolve.candidates import Candidates, Names
from netinv.resolve.clusters import Clusters, Merge
from netinv.resolve.context import context_of
from netinv.resolve.evidence import Evidence, Said, lines
from netinv.resolve.organizations import resolve_organizations
from netinv.resolve.people import People, read_people
from netinv.resolve.resolve import learn_regions, resolve, surroundings_of
from netinv.resolve.standing import Standing, registered


def bare_names(data: Path, truth: Path) -> None:
    """Print the table for a county's files and answers."""
    mentions, rows = read_mentions(data), partial(read_rows, data)
    regions = learn_regions(mentions)
    people = read_people(mentions, regions)
    keys = [_place(key) for key in people.key]
    true = true_persons(truth)
    who = [true.get(key, "") for key in keys]
    clusters = _by_truth(people, who)
    register = registered(people.table)
    standing = Standing.of(people, clusters, register)
    context = context_of(people, rows)
    names = Names(people)
    candidates = Candidates(people, names, standing, context)
    organizations, _ = resolve_organizations(mentions, regions, ())
    found = surroundings_of(mentions, people, organizations, rows)
    evidence = Evidence(Said(people, register, context), found, standing)

    stated = people.whole | (people.phone_codes >= 0).any(axis=1) | (people.account.codes > 0)
    bare = np.flatnonzero(names.whole & ~stated & ~register & (np.array(who) != ""))
    own = standing.label[bare]
    known = standing.target[own]
    groups = lines(bare, len(people))
    mine = evidence.levels(groups, np.arange(len(bare)), own, own=True)
    position, other = candidates.same_name(bare)
    apart = other != own[position]
    position, other = position[apart], other[apart]
    theirs = evidence.levels(groups, position, other, own=False)
    rivals = np.bincount(position, minlength=len(bare))
    alike = np.bincount(position, (theirs == mine[position]).all(axis=1), minlength=len(bare)) > 0

    placed = _placed({_place(key): entity for key, entity in resolve(mentions, rows).entity_of.items()}, true)
    right = np.array([placed.get(keys[i]) is True for i in bare.tolist()], np.bool_)
    wrong = np.array([placed.get(keys[i]) is False for i in bare.tolist()], np.bool_)
    print(
        "| bare names of people in the registers | mentions | placed right | placed wrong |\n|---|---|---|---|"
    )
    for what, chosen in (
        ("nobody else of that name", known & (rivals == 0)),
        ("namesakes, all of whom something tells apart", known & (rivals > 0) & ~alike),
        ("a namesake of whom nothing tells them apart", known & alike),
    ):
        count = max(1, int(chosen.sum()))
        print(
            f"| {what} | {chosen.sum():,} | {right[chosen].sum() / count:.3f} | {wrong[chosen].sum() / count:.3f} |"
        )
    total = max(1, int(known.sum()))
    print(f"\nceiling {1 - (known & alike).sum() / total:.3f}, placed right {right[known].sum() / total:.3f}")


def _place(key: str) -> Key:
    _, table, record, ref, _ = key.split(SEPARATOR)
    return table, record, ref


def _by_truth(people: People, who: list[str]) -> Clusters:
    clusters = Clusters(people)
    first: dict[str, int] = {}
    for i, person in enumerate(who):
        if person:
            clusters.merge(Merge(first.setdefault(person, i), i, 0.0), forced=True)
    return clusters


def _placed(entity_of: Mapping[Key, str], true: Mapping[Key, str]) -> dict[Key, bool | None]:
    """Whether each mention stands with its own person, with another (False), or alone (None)."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for key, person in true.items():
        if key in entity_of:
            votes[entity_of[key]][person] += 1
    said: dict[Key, bool | None] = {}
    for key, person in true.items():
        count = votes[entity_of[key]]
        alone = count.total() == 1
        said[key] = None if alone else count[person] > 1 and count[person] == max(count.values())
    return said

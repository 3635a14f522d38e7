"""Mentions -> entities: the one entrance of the room."""

from collections.abc import Callable, Iterable
from functools import partial
from itertools import chain

import numpy as np

from netinv.ledger.types import Judgement, Mentions, Rows
from netinv.model.keys import SEPARATOR
from netinv.resolve.calls import CALLS, Ends, attach, ends_of, organization_phones
from netinv.resolve.comparisons import Comparisons
from netinv.resolve.holders import holders
from netinv.resolve.ids import entity_ids
from netinv.resolve.kept import Kept
from netinv.resolve.links import Links, links
from netinv.resolve.normalise.regions import Regions
from netinv.resolve.organizations import resolve_organizations
from netinv.resolve.people import People, read_people
from netinv.resolve.persons import owners, resolve_persons, taught, weigh_pairs
from netinv.resolve.reasons import joins_of
from netinv.resolve.result import Resolution, Told
from netinv.resolve.version import Version


def learn_regions(mentions: Mentions) -> Regions:
    """The places that the mentions name: regions, addresses, and the names of organisations."""
    names = (n for n, k in zip(mentions.fields["name"], mentions.kind, strict=True) if k == "organization")
    return Regions.learn([*mentions.fields["region"], *mentions.fields["address"], *names])


def is_register(mentions: Mentions) -> bool:
    """Whether these are rows of a register of people and nothing else, so that nobody has to be placed."""
    return set(mentions.table) <= {"people"} and set(mentions.kind) <= {"person"}


def learn(mentions: Mentions, judgements: Iterable[Judgement] = ()) -> Version:
    """A version of the model, learnt from these mentions of a register and what people judged of them."""
    regions = learn_regions(mentions)
    comparisons = Comparisons(read_people(mentions, regions))
    version, worth = weigh_pairs(comparisons, regions)
    return taught(version, comparisons, worth, judgements)


def resolve(
    mentions: Mentions,
    rows: Callable[[str], Rows],
    judgements: Iterable[Judgement] = (),
    version: Version | None = None,
    progress: Callable[[str], None] | None = None,
) -> Resolution:
    """Resolve every mention; the result depends on the set of mentions only, not on their order of arrival.

    Without a version of the model one is learnt from these mentions. `progress` is told what begins:
    organizations, pairs, joining.

    An entity is named after its smallest mention outside call lists: the end of a call follows whoever holds
    the number, and a new list of calls must not rename people.
    """
    say = progress or (lambda _: None)
    say("organizations")
    regions, judgements = version.regions if version else learn_regions(mentions), list(judgements)
    organizations, joins = resolve_organizations(mentions, regions, judgements)
    say("pairs")
    people = read_people(mentions, regions)
    ends = Ends.of(mentions)
    surroundings = partial(surroundings_of, mentions, people, organizations, rows, ends)
    found = resolve_persons(people, rows, surroundings, judgements, regions, version, say)
    clusters = found.clusters
    least = _smallest(organizations)
    entity_of = dict(zip(least, entity_ids(list(least.values())), strict=True))
    # A cluster is its smallest member, and mentions are sorted by key
    roots, place = np.unique(clusters.labels(), return_inverse=True)
    ids = entity_ids([people.key[root] for root in roots.tolist()])
    entity_of.update(zip(people.key, map(ids.__getitem__, place.tolist()), strict=True))
    stated = {number: people.key[cluster] for number, cluster in owners(people, clusters).items()}
    offices = organization_phones(mentions, entity_of) if len(ends.mention) else {}
    held = holders(mentions, ends, stated, offices, entity_of, judgements)
    attach(mentions, ends, held.of, offices, entity_of)
    told = ends_of(mentions, ends, {each.number for each in (*held.joined, *held.doubted)})
    return Resolution(
        entity_of,
        Told(
            lambda: chain(
                joins, joins_of(found.comparisons, found.model, found.clusters.merges), held.joins(told)
            )
        ),
        [*found.doubts, *held.doubts(told)],
        found.model.weights,
        partial(Kept.of, people, found) if is_register(mentions) else None,
        found.version.taught,
    )


def surroundings_of(
    mentions: Mentions,
    people: People,
    organizations: dict[str, str],
    rows: Callable[[str], Rows],
    ends: Ends | None = None,
) -> Links:
    """Whom and what each person mention is recorded with; `organizations` are the clusters by mention key."""
    ends = Ends.of(mentions) if ends is None else ends
    beside = [
        (origin, table, record, organizations[SEPARATOR.join((origin, table, record, ref, kind))])
        for origin, table, record, ref, kind in zip(
            mentions.origin, mentions.table, mentions.record_id, mentions.ref, mentions.kind, strict=True
        )
        if kind == "organization" and table != CALLS
    ]
    return links(people, rows, beside, ends.pairs(people.phone_values))


def _smallest(cluster: dict[str, str]) -> dict[str, str]:
    least: dict[str, str] = {}
    for key, head in cluster.items():
        least[head] = min(key, least.get(head, key))
    return {key: least[head] for key, head in cluster.items()}

"""Mentions -> entities: the one entrance of the room."""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from itertools import chain

from netinv.ledger.types import Judgement, Mentions, Rows
from netinv.model.keys import entity_id, mention_key
from netinv.resolve.comparisons import Comparisons
from netinv.resolve.kept import Kept
from netinv.resolve.normalise.memo import each
from netinv.resolve.normalise.phones import clean_phone
from netinv.resolve.normalise.regions import Regions
from netinv.resolve.organizations import resolve_organizations
from netinv.resolve.people import People, read_people
from netinv.resolve.persons import owners, resolve_persons, weigh_pairs
from netinv.resolve.reasons import joins_of
from netinv.resolve.result import Resolution, Told
from netinv.resolve.surroundings import Links, links
from netinv.resolve.version import Version


def learn_regions(mentions: Mentions) -> Regions:
    """The places that the mentions name: regions, addresses, and the names of organisations."""
    names = (n for n, k in zip(mentions.fields["name"], mentions.kind, strict=True) if k == "organization")
    return Regions.learn([*mentions.fields["region"], *mentions.fields["address"], *names])


def is_register(mentions: Mentions) -> bool:
    """Whether these are rows of a register of people and nothing else, so that nobody has to be placed."""
    return set(mentions.table) <= {"people"} and set(mentions.kind) <= {"person"}


def learn(mentions: Mentions) -> Version:
    """A version of the model, learnt from these mentions."""
    regions = learn_regions(mentions)
    return weigh_pairs(Comparisons(read_people(mentions, regions)), regions)[0]


def resolve(
    mentions: Mentions,
    rows: Callable[[str], Rows],
    judgements: Iterable[Judgement] = (),
    version: Version | None = None,
) -> Resolution:
    """Resolve every mention; the result depends on the set of mentions only, not on their order of arrival.

    Without a version of the model one is learnt from these mentions.

    An entity is named after its smallest mention outside call lists: the end of a call follows whoever holds
    the number, and a new list of calls must not rename people.
    """
    regions, judgements = version.regions if version else learn_regions(mentions), list(judgements)
    organizations, joins = resolve_organizations(mentions, regions, judgements)
    people = read_people(mentions, regions)
    ends = _ends(mentions)
    surroundings = partial(surroundings_of, mentions, people, organizations, rows, ends)
    found = resolve_persons(people, rows, surroundings, judgements, regions, version)
    clusters = found.clusters
    # A cluster is its smallest member, and mentions are sorted by key
    label = clusters.labels().tolist()
    entity_of = {key: entity_id(head) for key, head in _smallest(organizations).items()}
    ids = {root: entity_id(people.key[root]) for root in set(label)}
    entity_of.update(zip(people.key, map(ids.__getitem__, label), strict=True))
    _attach_calls(
        mentions,
        ends,
        people,
        {n: people.key[c] for n, c in owners(people, clusters).items()},
        organizations,
        entity_of,
    )
    return Resolution(
        entity_of,
        Told(lambda: chain(joins, joins_of(found.comparisons, found.model, found.clusters.merges))),
        found.doubts,
        found.model.weights,
        partial(Kept.of, people, found) if is_register(mentions) else None,
    )


def surroundings_of(
    mentions: Mentions,
    people: People,
    organizations: dict[str, str],
    rows: Callable[[str], Rows],
    ends: dict[int, str] | None = None,
) -> Links:
    """Whom and what each person mention is recorded with; `organizations` are the clusters by mention key."""
    beside = [
        (mentions.origin[i], mentions.table[i], mentions.record_id[i], organizations[key])
        for i, key in _keys(mentions, "organization", calls=False)
    ]
    return links(people, rows, beside, _calls(mentions, _ends(mentions) if ends is None else ends))


def _keys(mentions: Mentions, kind: str | None, calls: bool) -> list[tuple[int, str]]:
    if (kind and kind not in mentions.kind) or (calls and "calls" not in mentions.table):
        return []  # seen at once, without a look at each mention
    return [
        (
            i,
            mention_key(
                mentions.origin[i],
                mentions.table[i],
                mentions.record_id[i],
                mentions.ref[i],
                mentions.kind[i],
            ),
        )
        for i in range(len(mentions))
        if (mentions.table[i] == "calls") == calls and (kind is None or mentions.kind[i] == kind)
    ]


def _smallest(cluster: dict[str, str]) -> dict[str, str]:
    least: dict[str, str] = {}
    for key, head in cluster.items():
        least[head] = min(key, least.get(head, key))
    return {key: least[head] for key, head in cluster.items()}


def _ends(mentions: Mentions) -> dict[int, str]:
    """Number of each end of a call, by mention index."""
    chosen = [i for i, table in enumerate(mentions.table) if table == "calls"]
    numbers = each(clean_phone, (mentions.fields["phones"][i] for i in chosen))
    return dict(zip(chosen, numbers, strict=True))


def _calls(mentions: Mentions, ends: dict[int, str]) -> list[tuple[str, str]]:
    """Distinct pairs of numbers that called each other, sorted."""
    rows: dict[tuple[str, str], list[str]] = {}
    for i, number in ends.items():
        rows.setdefault((mentions.origin[i], mentions.record_id[i]), []).append(number)
    return sorted({(min(p), max(p)) for p in rows.values() if len(p) == 2 and p[0] != p[1]})


def _attach_calls(
    mentions: Mentions,
    ends: dict[int, str],
    people: People,
    owner: dict[str, str],
    organizations: dict[str, str],
    entity_of: dict[str, str],
) -> None:
    """Give each end of a call to whoever holds the number; a number nobody states is an entity of its own."""
    held = _organization_phones(mentions, entity_of)
    keys = dict(_keys(mentions, None, calls=True))
    first: dict[tuple[str, str], str] = {}
    for i, number in ends.items():
        key = keys[i]
        place = (mentions.kind[i], number)
        if number:
            first[place] = min(key, first.get(place, key))
    for i, number in ends.items():
        key, kind = keys[i], mentions.kind[i]
        if kind == "person" and number in owner:
            entity_of[key] = entity_id(owner[number])
        elif kind == "organization" and number in held:
            entity_of[key] = held[number]
        else:
            entity_of[key] = entity_id(first.get((kind, number), key))


def _organization_phones(mentions: Mentions, entity_of: dict[str, str]) -> dict[str, str]:
    votes: dict[str, Counter[str]] = {}
    for i, key in _keys(mentions, "organization", calls=False):
        for number in mentions.fields["phones"][i].replace("；", ";").split(";"):
            if cleaned := clean_phone(number):
                votes.setdefault(cleaned, Counter())[entity_of[key]] += 1
    return {number: min(count, key=lambda e: (-count[e], e)) for number, count in votes.items()}

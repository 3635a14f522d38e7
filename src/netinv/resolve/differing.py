"""What of a kept resolution differs from a new one: most stay who they are, and are not written again."""

from collections.abc import Iterable, Mapping, Sequence

MOST = 0.5
"""Share of mentions, and of entities, that may differ: where it is more, writing all is quicker."""


def moved(held: Iterable[tuple[str, str]], entity_of: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Of each mention that moved the entity before and after, "" where there is none. `held` is (key, entity)
    by key."""
    found: dict[str, tuple[str, str]] = {}
    keys = iter(sorted(entity_of))
    key = next(keys, None)
    for was, entity in held:
        while key is not None and key < was:
            found[key] = "", entity_of[key]
            key = next(keys, None)
        if key != was:
            found[was] = entity, ""
            continue
        if entity_of[was] != entity:
            found[was] = entity, entity_of[was]
        key = next(keys, None)
    while key is not None:
        found[key] = "", entity_of[key]
        key = next(keys, None)
    return found


def restated(held: Iterable[tuple[str, str]], rows: Sequence[tuple[str, str]]) -> set[str]:
    """The entities of which other joins are told than those held, or in other order. Both (entity, body)."""
    was, now = _digests(held), _digests(rows)
    return {entity for entity in was.keys() | now.keys() if was.get(entity) != now.get(entity)}


def _digests(rows: Iterable[tuple[str, str]]) -> dict[str, int]:
    """A hash of all that is told of each entity: the texts themselves are hundreds of megabytes."""
    found: dict[str, int] = {}
    for entity, body in rows:
        found[entity] = hash((found.get(entity, 0), body))
    return found

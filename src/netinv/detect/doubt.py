"""How sure it is that the mentions a fact stands on are the persons it names."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from netinv.model.keys import SEPARATOR
from netinv.resolve.result import Joined, Resolution

CORE = ("people", "posts", "gang_members", "organizations")
"""Registers: a mention there is what an entity is measured from."""


class Doubts:
    """Weakest join between any mention and the core of its entity."""

    def __init__(self, resolution: Resolution, belief: Callable[[Joined], float] | None = None) -> None:
        """`belief` is how sure a join is held to be; by default its probability."""
        self._belief = belief or (lambda join: join.probability)
        self._entity_of = resolution.entity_of
        self._joins: dict[str, list[Joined]] = defaultdict(list)
        for join in resolution.joins:
            self._joins[resolution.entity_of[join.right]].append(join)
        self._known: dict[str, dict[str, tuple[float, tuple[str, str] | None]]] = {}

    def of(self, mention: str) -> tuple[float, tuple[str, str] | None]:
        """(probability, the two mentions) of the weakest join on the way from a mention to its entity's
        core."""
        entity = self._entity_of[mention]
        if entity not in self._known:
            self._known[entity] = self._walk(entity, mention)
        return self._known[entity].get(mention, (1.0, None))

    def _walk(self, entity: str, mention: str) -> dict[str, tuple[float, tuple[str, str] | None]]:
        near: dict[str, list[tuple[str, Joined]]] = defaultdict(list)
        for join in self._joins[entity]:
            near[join.left].append((join.right, join))
            near[join.right].append((join.left, join))
        if not near:
            return {mention: (1.0, None)}
        start = min(near, key=lambda key: (_rank(key), key))
        found: dict[str, tuple[float, tuple[str, str] | None]] = {start: (1.0, None)}
        stack = [start]
        while stack:
            key = stack.pop()
            sure, weakest = found[key]
            for other, join in near[key]:
                if other not in found:
                    belief = self._belief(join)
                    found[other] = (belief, (join.left, join.right)) if belief < sure else (sure, weakest)
                    stack.append(other)
        return found


def _rank(key: str) -> int:
    table = key.split(SEPARATOR)[1]
    return CORE.index(table) if table in CORE else len(CORE)


def by_record(entity_of: Mapping[str, str], wanted: set[str]) -> dict[str, list[str]]:
    """Mention keys of each wanted record (`table:record_id`)."""
    result: dict[str, list[str]] = defaultdict(list)
    for key in entity_of:
        _, table, record, _, _ = key.split(SEPARATOR)
        name = f"{table}:{record}"
        if name in wanted:
            result[name].append(key)
    return result


def weakest(
    doubts: Doubts,
    mentions: Mapping[str, list[str]],
    entity_of: Mapping[str, str],
    records: Iterable[str],
    path: Iterable[str],
) -> tuple[float, tuple[str, str] | None]:
    """The weakest join among the mentions by which records name the entities of a path."""
    entities = set(path)
    found: tuple[float, tuple[str, str] | None] = (1.0, None)
    for record in records:
        for key in mentions.get(record, ()):
            if entity_of[key] in entities:
                found = min(found, doubts.of(key), key=lambda pair: pair[0])
    return found

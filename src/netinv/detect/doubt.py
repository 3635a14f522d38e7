"""How sure it is that the mentions a fact stands on are the persons it names."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from netinv.model.keys import SEPARATOR
from netinv.resolve.result import Joined, Resolution

CORE = ("people", "posts", "gang_members", "organizations")
"""Registers: a mention there is what an entity is measured from."""


_Join = tuple[str, str, float]
"""Two mentions, and how sure it is that they are one."""
_Doubt = tuple[float, tuple[str, str] | None]


class Doubts:
    """Weakest join between the mentions in some records and the cores of their entities."""

    def __init__(
        self, resolution: Resolution, records: set[str], belief: Callable[[Joined], float] | None = None
    ) -> None:
        """`records` (`table:record_id`) are those that will be asked of; `belief` is how sure a join is held
        to be, by default its probability."""
        self._entity_of = entity_of = resolution.entity_of
        self.mentions = by_record(entity_of, records)
        """Mention keys of each of the records."""
        belief = belief or (lambda join: join.probability)
        # a county has hundreds of thousands of joins, and few that anybody asks of
        self._joins: dict[str, list[_Join]] = {
            entity_of[key]: [] for keys in self.mentions.values() for key in keys
        }
        for join in resolution.joins:
            if (found := self._joins.get(entity_of[join.right])) is not None:
                found.append((join.left, join.right, belief(join)))
        self._known: dict[str, dict[str, _Doubt]] = {}

    def weakest(self, records: Iterable[str], path: Iterable[str]) -> _Doubt:
        """(probability, the two mentions) of the weakest join among the mentions by which records name the
        entities of a path."""
        entities = set(path)
        found: _Doubt = (1.0, None)
        for record in records:
            for key in self.mentions.get(record, ()):
                if self._entity_of[key] in entities:
                    found = min(found, self._of(key), key=lambda pair: pair[0])
        return found

    def _of(self, mention: str) -> _Doubt:
        """The weakest join on the way from a mention to its entity's core."""
        entity = self._entity_of[mention]
        if entity not in self._known:
            self._known[entity] = self._walk(entity, mention)
        return self._known[entity].get(mention, (1.0, None))

    def _walk(self, entity: str, mention: str) -> dict[str, _Doubt]:
        near: dict[str, list[tuple[str, _Join]]] = defaultdict(list)
        for join in self._joins[entity]:
            left, right, _ = join
            near[left].append((right, join))
            near[right].append((left, join))
        if not near:
            return {mention: (1.0, None)}
        start = min(near, key=lambda key: (_rank(key), key))
        found: dict[str, _Doubt] = {start: (1.0, None)}
        stack = [start]
        while stack:
            key = stack.pop()
            sure, weakest = found[key]
            for other, (left, right, belief) in near[key]:
                if other not in found:
                    found[other] = (belief, (left, right)) if belief < sure else (sure, weakest)
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

"""How sure it is that the mentions a fact stands on are the persons it names."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

from netinv.model.keys import SEPARATOR
from netinv.resolve.result import Joined, Resolution

CORE = ("people", "posts", "gang_members", "organizations")
"""Registers: a mention there is what an entity is measured from."""


_AFTER = chr(ord(SEPARATOR) + 1)
_Join = tuple[str, str, float]
"""Two mentions, and how sure it is that they are one."""
_Doubt = tuple[float, tuple[str, str] | None]


class Named:
    """Which mentions stand in a record: found among all keys in their order, without an index of its own."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = sorted(keys)
        self._prefixes: dict[str, list[str]] = defaultdict(list)
        """Of the keys in each table, one an origin."""
        at = 0
        while at < len(self._keys):
            origin, table, _ = self._keys[at].split(SEPARATOR, 2)
            whose = f"{origin}{SEPARATOR}{table}"
            self._prefixes[table].append(whose + SEPARATOR)
            at = bisect_left(self._keys, whose + _AFTER, at)

    def of(self, record: str) -> list[str]:
        """Keys of the mentions in a record (`table:record_id`), of whatever origin."""
        table, _, id = record.partition(":")
        found = []
        for prefix in self._prefixes.get(table, ()):
            start = f"{prefix}{id}{SEPARATOR}"
            at = bisect_left(self._keys, start)
            while at < len(self._keys) and self._keys[at].startswith(start):
                found.append(self._keys[at])
                at += 1
        return found


class Doubts:
    """Weakest join between the mentions in some records and the cores of their entities."""

    def __init__(
        self,
        resolution: Resolution,
        named: Named,
        asked: Collection[str],
        belief: Callable[[Joined], float] | None = None,
    ) -> None:
        """`named` are the mentions of `resolution`, `asked` the entities that will be asked of; `belief` is
        how sure a join is held to be, by default its probability."""
        self._entity_of = entity_of = resolution.entity_of
        self._named = named
        belief = belief or (lambda join: join.probability)
        # a county has hundreds of thousands of joins, and few that anybody asks of
        self._joins: dict[str, list[_Join]] = {entity: [] for entity in asked}
        for join in resolution.joins_of(asked):
            self._joins[entity_of[join.right]].append((join.left, join.right, belief(join)))
        self._known: dict[str, dict[str, _Doubt]] = {}

    def weakest(self, records: Iterable[str], path: Iterable[str]) -> _Doubt:
        """(probability, the two mentions) of the weakest join among the mentions by which records name the
        entities of a path, all of them asked of."""
        entities = set(path)
        found: _Doubt = (1.0, None)
        for record in records:
            for key in self._named.of(record):
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

"""The joins of one entity as a tree over its mentions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise

from netinv.resolve.result import Joined


class Tree:
    """Where each join's cut would part the entity, and which joins lie between two mentions."""

    def __init__(self, joins: Iterable[Joined]) -> None:
        near: dict[str, list[str]] = defaultdict(list)
        for join in joins:
            near[join.left].append(join.right)
            near[join.right].append(join.left)
        self._parent: dict[str, str] = {}
        self._order: list[str] = []  # every mention before what hangs on it, and that without a gap
        self._first: dict[str, int] = {}
        self._after: dict[str, int] = {}
        for root in sorted(near):
            if root not in self._first:
                self._walk(root, near)

    def _walk(self, root: str, near: Mapping[str, list[str]]) -> None:
        todo = [(root, "", False)]
        while todo:
            key, parent, done = todo.pop()
            if done:
                self._after[key] = len(self._order)
            elif key not in self._first:
                if parent:
                    self._parent[key] = parent
                self._first[key] = len(self._order)
                self._order.append(key)
                todo.append((key, parent, True))
                todo += [(other, key, False) for other in near[key] if other not in self._first]

    def holds(self, join: Joined) -> bool:
        """Whether the entity hangs together by this join: cutting it parts the entity."""
        return self._parent.get(join.right) == join.left or self._parent.get(join.left) == join.right

    def beyond(self, join: Joined) -> tuple[str, ...]:
        """The mentions that hang on the right end of a join when it is cut, sorted."""
        down = self._parent.get(join.right) == join.left
        child = join.right if down else join.left
        inside = self._order[self._first[child] : self._after[child]]
        return tuple(sorted(inside if down else set(self._order) - set(inside)))

    def way(self, left: str, right: str) -> set[frozenset[str]]:
        """The joins, as pairs of ends, between two mentions; empty where none connects them."""
        ups = [self._up(left), self._up(right)]
        shared = next((key for key in ups[0] if key in set(ups[1])), None)
        if shared is None:
            return set()
        legs = [up[: up.index(shared) + 1] for up in ups]
        return {frozenset(pair) for leg in legs for pair in pairwise(leg)}

    def _up(self, key: str) -> list[str]:
        found = [key]
        while found[-1] in self._parent:
            found.append(self._parent[found[-1]])
        return found

"""Pages that are costly to make, kept as long as what they show is the very same."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence

MOST = 24


class Remembered:
    """The last pages made, each under a key (language, what was asked) with the objects it was made of.

    Whoever asks has been recorded and may see these objects: this saves the making, not the asking.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[Sequence[object], str]] = OrderedDict()

    def page(self, key: Hashable, shown: Sequence[object], make: Callable[[], str]) -> str:
        """The page kept under a key if it was made of these very objects; else made now."""
        kept = self._kept.get(key)
        if kept is not None and len(kept[0]) == len(shown) and all(map(_same, kept[0], shown)):
            return kept[1]
        made = make()
        self._kept[key] = shown, made
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return made


def _same(one: object, other: object) -> bool:
    return one is other

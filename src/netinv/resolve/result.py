"""What resolve gives: which entity each mention belongs to, and why."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar, overload

from netinv.model.keys import SEPARATOR
from netinv.resolve.calibration import Calibration

if TYPE_CHECKING:
    from netinv.ledger.types import Head
    from netinv.resolve.kept import Kept

T = TypeVar("T")


class Comparison(NamedTuple):
    """One comparison behind a join: both values, the level reached and its weight in bits."""

    field: str
    left: str
    right: str
    level: str
    weight: float


class Joined(NamedTuple):
    """An accepted pair of mentions (by key) that joined two clusters, with the probability that they are
    one."""

    left: str
    right: str
    probability: float
    comparisons: tuple[Comparison, ...]

    @property
    def by_statement(self) -> bool:
        """Whether both mentions state something beside the name that agrees: a number, an account, an office.

        Otherwise surroundings placed one with the other: good evidence of its kind, but not of this kind.
        """
        return any(c.field != "name" and c.left and c.right and c.weight > 0 for c in self.comparisons)

    @property
    def of_one_number(self) -> bool:
        """Whether both are ends of calls by one number, which nobody needs to be told."""
        return all(key.split(SEPARATOR)[1] == "calls" for key in (self.left, self.right))


class Doubt(NamedTuple):
    """A pair of mentions (by key) that was weighed and stayed two, or lost to a rival."""

    left: str
    right: str
    probability: float
    outcome: str
    """`below` the probability that a join needs, `barred` by what cannot be, `outdone` by a rival."""
    rival: str
    """Key of a mention of whoever else could be meant, the likeliest; "" where nobody else could."""
    rival_probability: float
    comparisons: tuple[Comparison, ...]


class Told(Sequence[T]):
    """What is worked out once somebody looks at it: who only wants the entities does not wait for it, and
    who goes through it once does not keep it."""

    def __init__(self, tell: Callable[[], Iterable[T]]) -> None:
        self._tell = tell

    @cached_property
    def _all(self) -> Sequence[T]:
        return list(self._tell())

    def __iter__(self) -> Iterator[T]:
        return iter(self.__dict__["_all"] if "_all" in self.__dict__ else self._tell())

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        return self._all[at]

    def __len__(self) -> int:
        return len(self._all)


@dataclass(frozen=True)
class Resolution:
    """Entities as of one state of the ledger."""

    entity_of: Mapping[str, str]
    """Mention key -> entity id."""
    joins: Sequence[Joined]
    doubts: Sequence[Doubt] = ()
    """Pairs worth a look that stayed two, in a fixed order."""
    weights: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """Bits of each level of each field, as this resolution weighed pairs."""
    keep: "Callable[[int, Head], Kept] | None" = None
    """What to keep for new records of a register, by the transactions at which the model was learnt and at
    which the records stand; None where there are other records than those of a register."""
    taught: Mapping[str, Calibration] = field(default_factory=dict)
    """What people's answers say of `pairs` and of `placings`, where they say anything."""
    ask_joins: Callable[[Collection[str]], Iterable[Joined]] | None = None
    """Looks up the accepted joins of some entities, where that is cheaper than to go through all."""

    def joins_of(self, entities: Collection[str]) -> Iterable[Joined]:
        """The accepted joins of these entities, each entity's in the order in which they were accepted."""
        if self.ask_joins is not None:
            return self.ask_joins(entities)
        return (join for join in self.joins if self.entity_of[join.right] in entities)

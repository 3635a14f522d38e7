"""What resolve gives: which entity each mention belongs to, and why."""

from dataclasses import dataclass
from typing import NamedTuple


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


@dataclass(frozen=True)
class Resolution:
    """Entities as of one state of the ledger."""

    entity_of: dict[str, str]
    """Mention key -> entity id."""
    joins: list[Joined]

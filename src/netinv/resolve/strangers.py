"""The claim of those whom no register holds: how many they are, and how often they bear a name."""

import numpy as np
from numpy.typing import NDArray

from netinv.resolve.candidates import WRITTEN, Candidates, Claims, Names
from netinv.resolve.frequency import NameFrequency
from netinv.resolve.name_levels import NameLevel
from netinv.resolve.people import People
from netinv.resolve.standing import Standing

COUNTED = 0.3
"""Weight of a name's own count beside what its characters suggest."""

BY_NICKNAME = 0.3
"""How many people outside all registers go by any one nickname in a county: a judgement."""


class Strangers:
    """What speaks for somebody who stands in no register, for each way of being written."""

    def __init__(
        self,
        people: People,
        names: Names,
        register: NDArray[np.bool_],
        standing: Standing,
        candidates: Candidates,
        claims: Claims,
    ) -> None:
        self._names = names
        whole = people.reading.lookup(lambda r: r.kind == "full", np.bool_)
        held = np.bincount(people.name.codes[register], minlength=len(whole))
        self._frequency = NameFrequency(people, np.where(whole, held, 0))
        self._reading = {r.clean: r for r in people.reading.values if r.kind == "full"}
        self._held = {r.clean: int(n) for r, n in zip(people.reading.values, held, strict=True)}
        self.count = _unregistered(names, standing, candidates, claims)

    def claims(self, standing: Standing, best_names: NDArray[np.int64]) -> NDArray[np.float64]:
        """Weight of the stranger among the candidates of each group."""
        values = self._names.spoken.values
        share = {
            name: WRITTEN[NameLevel.SAME] * self.count * self._share(values[name])
            for name in np.unique(best_names).tolist()
        }
        titled = np.zeros(len(standing.label), np.bool_)
        kinds = self._names.kind
        titled[standing.label[kinds.lookup(lambda r: r.kind == "titled", np.bool_)[kinds.codes]]] = True
        # Offices register their staff: one in three posts of that surname may be unknown
        nameless = np.where(
            titled[standing.groups],
            WRITTEN[NameLevel.SURNAME] / 3,
            WRITTEN[NameLevel.RECORDED] * BY_NICKNAME,
        )
        stated = np.array([share[name] for name in best_names.tolist()])
        return np.where(best_names != 0, stated, nameless)

    def _share(self, name: str) -> float:
        """Share of people who bear a name."""
        if name not in self._reading:
            return 1e-4
        counted = self._held[name] / self._frequency.total
        return COUNTED * counted + (1 - COUNTED) * self._frequency.expected(self._reading[name])


def _unregistered(names: Names, standing: Standing, candidates: Candidates, claims: Claims) -> float:
    """How many people beside the targets the groups speak of, in units of one target's share of groups.

    A stranger shows where no target bears the name. Strangers hide under names that targets bear, too, and as
    often as two registered people share a name; so those seen are a known part of all.
    """
    groups = standing.groups
    full = names.kind.lookup(lambda r: r.kind == "full", np.bool_)[names.kind.codes]
    named = ~standing.target[groups] & full[groups]
    claimed = np.zeros(len(groups), np.bool_)
    claimed[claims.group] = True
    seen, count = int((named & ~claimed).sum()), int(named.sum())
    targets = len(np.unique(standing.label[standing.target[standing.label]]))
    strangers = min(seen / max(0.05, 1.0 - candidates.shared_names()), 0.9 * count)
    each = max(0.1, (count - strangers) / max(1, targets))
    return max(0.02 * targets, strangers / each)

"""The claim of those whom no register holds: how many they are, where they are named, and how often they bear
a name."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from netinv.resolve.candidates import WRITTEN, Candidates, Claims, Names
from netinv.resolve.frequency import Characters
from netinv.resolve.name_levels import NameLevel
from netinv.resolve.normalise.names import Reading, read_name
from netinv.resolve.odds import rounded
from netinv.resolve.people import People
from netinv.resolve.standing import Standing

ROUNDS = 30
"""Rounds in which it is learnt how much a name's own bearers tell beside its characters."""

ODD = 1e-4
"""Share of people who bear any one name that is not of the usual form."""

PRIOR_IN_ROLE = 20.0
"""Mentions that the share of strangers among all is worth against that of one role."""

BY_NICKNAME = 0.3
"""How many people outside all registers go by any one nickname in a county: a judgement."""


class Strangers:
    """What speaks for somebody who stands in no register, for each way of being written."""

    def __init__(
        self,
        people: People,
        names: Names,
        register: NDArray[np.bool_],
        role: NDArray[np.int64],
        standing: Standing,
        candidates: Candidates,
        claims: Claims,
    ) -> None:
        self._names = names
        # Everybody known counts, in a register or not: whoever bears the name may have a namesake
        values = names.spoken.values
        bearers = np.bincount(candidates.named[1], minlength=len(values))
        self._share = _name_shares([read_name(name) for name in values], bearers)
        self.count, share = _unregistered(names, standing, candidates, claims)
        self._bits = np.log2(_by_role(role, people.valid, register, standing, share))

    def claims(self, standing: Standing, best_names: NDArray[np.int64]) -> NDArray[np.float64]:
        """Weight of the stranger among the candidates of each group."""
        titled = np.zeros(len(standing.label), np.bool_)
        kinds = self._names.kind
        titled[standing.label[kinds.lookup(lambda r: r.kind == "titled", np.bool_)[kinds.codes]]] = True
        # Offices register their staff: one in three posts of that surname may be unknown
        nameless = np.where(
            titled[standing.groups],
            WRITTEN[NameLevel.SURNAME] / 3,
            WRITTEN[NameLevel.RECORDED] * BY_NICKNAME,
        )
        size, bits = (np.bincount(standing.label, weights)[standing.groups] for weights in (None, self._bits))
        whole = np.log2(WRITTEN[NameLevel.SAME] * self.count * self._share[best_names]) + bits / size
        return np.where(best_names != 0, np.exp2(rounded(whole)), nameless)


def _by_role(
    role: NDArray[np.int64],
    valid: NDArray[np.bool_],
    register: NDArray[np.bool_],
    standing: Standing,
    share: float,
) -> NDArray[np.float64]:
    """How many times as often as others without a number a mention is a stranger's, by what it does in its
    record: guests come from elsewhere, whoever holds shares in a local company seldom does.

    Shown by mentions with a number: whose would be a stranger's without it? `share` of those without a number
    are; so far as that is more, the others are taken to be alike in every role.
    """
    known = valid | register
    asked = np.flatnonzero(valid & ~register)
    if not len(asked):
        return np.ones(len(role))
    alone = np.bincount(standing.label[known], minlength=len(role))[standing.label[asked]] == 1
    roles, usual = int(role.max()) + 1, float(alone.mean())
    mentions = np.bincount(role[asked], minlength=roles)
    strange = np.bincount(role[asked], weights=alone, minlength=roles)
    often = (strange + PRIOR_IN_ROLE * usual) / (mentions + PRIOR_IN_ROLE) + max(0.0, share - usual)
    mean = float(often[role[~known]].mean()) if not known.all() else 1.0
    return np.asarray(np.maximum(often, 1e-3) / max(mean, 1e-3))[role]


def _name_shares(readings: Sequence[Reading], bearers: NDArray[np.int64]) -> NDArray[np.float64]:
    """Share of people who bear each name: a mixture of its bearers and of what its characters suggest.

    How much each is worth is learnt: by what mixture the bearers of a name, one left out, foretell that one
    (as in a Dirichlet process, whose base are the characters).
    """
    total = max(1, int(bearers.sum()))
    full = np.array([reading.kind == "full" for reading in readings], np.bool_)
    expected = np.where(full, Characters.count(readings, bearers).expected(readings), ODD)
    others = np.maximum(0, bearers - 1) / max(1, total - 1)
    counted = 0.5
    for _ in range(ROUNDS):
        by_bearers = counted * others
        counted = float((bearers * by_bearers / (by_bearers + (1 - counted) * expected)).sum() / total)
    return np.asarray(counted * bearers / total + (1 - counted) * expected)


def _unregistered(
    names: Names, standing: Standing, candidates: Candidates, claims: Claims
) -> tuple[float, float]:
    """How many people beside the targets the groups speak of, in units of one target's share of groups, and
    their share of all groups with a name.

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
    return max(0.02 * targets, strangers / each), strangers / max(1, count)

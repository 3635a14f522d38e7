"""Placing of mentions without a number: who of all that could be meant is it, or is it a stranger?

A bare name cannot be judged pair by pair: 刘勇 agrees with every 刘勇. So the candidates compete. Each
candidate's claim is how likely it would be written like this, times what its surroundings say; the stranger's
claim is how many people of that name no register holds. What surroundings are worth is learnt from mentions
whose number tells who they are, with the number hidden (I. Bhattacharya, L. Getoor, "Collective Entity
Resolution in Relational Data", TKDD 1 (2007), is the idea of relational evidence).
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from netinv.resolve.calibration import UNTAUGHT, Calibration
from netinv.resolve.candidates import Candidates, Claims, Names
from netinv.resolve.clusters import Clusters, Merge, Reason
from netinv.resolve.context import Context
from netinv.resolve.evidence import FIELDS, OWN, Evidence, Said, lines
from netinv.resolve.links import Links
from netinv.resolve.name_levels import NameLevel
from netinv.resolve.odds import log_odds, rounded
from netinv.resolve.people import People
from netinv.resolve.reasons import learnt_reason
from netinv.resolve.standing import Standing, registered
from netinv.resolve.strangers import Strangers
from netinv.resolve.weights import Levels, Weights, learn

ROUNDS = (0.95, 0.8, 0.68)
"""Probability a claim needs, round by round: sure ones first, for they are evidence for the next."""

ACQUAINTANCE = ("shared", "second")
"""Fields, the first of all, that show an acquaintance of both."""

ALONE = 5 / 6
"""Probability that a claim needs in any round where nobody is known to both. On a name alone nobody can check
it afterwards: a wrong one counts as five that were missed, where a pair's counts as four."""

LEAST_SILENT = 0.25
"""Share of mentions of people with a known number that do not state it, at least: a judgement."""


@dataclass(frozen=True)
class Round:
    """How the claims stood in one round."""

    claims: Claims
    root: NDArray[np.int64]
    """The group's root of each claim."""
    share: NDArray[np.float64]
    """The claim's share of all claims on the group, the stranger's included: its probability."""
    levels: Levels
    weights: Weights
    told: NDArray[np.int8]
    told_bits: NDArray[np.float64]
    """Whether the record tells the surname, and what that weighs; see `Evidence.told`."""
    learnt: NDArray[np.float64] | None = None
    """Bits of the share that people's answers changed; None where nobody answered anything."""

    @property
    def named(self) -> NDArray[np.bool_]:
        """Claims for which more than company speaks: a name, a nickname or a surname that is told."""
        return np.asarray((self.claims.name != NameLevel.UNKNOWN) | (self.told == 2))

    def as_answered(self, answers: Calibration) -> "Round":
        """With the shares that people's answers give the claims."""
        if not answers.answers:
            return self
        share = answers.shares(self.share, self.claims.group)
        return replace(self, share=share, learnt=log_odds(share) - log_odds(self.share))

    def ranked(self) -> NDArray[np.int64]:
        """Claims by group, the best first, of equals the first."""
        return np.lexsort((np.arange(len(self.share)), -self.share, self.claims.group))


class Placing:
    """Everything the rounds need that does not change between them."""

    def __init__(self, people: People, links: Links, context: Context) -> None:
        self._people = people
        self._links = links
        self._register = registered(people.table)
        self._names = Names(people)
        self._said = Said(people, self._register, context)
        self._context = context

    def run(self, clusters: Clusters, answers: Calibration = UNTAUGHT) -> "Round | None":
        """Place group after group; `clusters` grows by the accepted merges. Returns how the claims stood in
        the last round, if there were any. `answers`: what people's answers say of the shares."""
        last: Round | None = None
        weights: Weights | None = None
        strangers: Strangers | None = None
        for threshold in ROUNDS:
            standing = Standing.of(self._people, clusters, self._register)
            candidates = Candidates(self._people, self._names, standing, self._context)
            evidence = Evidence(self._said, self._links, standing)
            claims = candidates.claims()
            weights = weights or learn(self._people, self._register, standing, candidates, evidence)
            strangers = strangers or Strangers(
                self._people, self._names, self._register, self._context.role, standing, candidates, claims
            )
            against = strangers.claims(standing, candidates.best_names())
            claims = self._possible(clusters, standing, evidence, claims)
            if len(claims):
                last = self._weigh(clusters, standing, candidates, evidence, claims, weights, against)
                last = last.as_answered(answers)
                self._accept(clusters, last, threshold)
        return last

    def _possible(self, clusters: Clusters, standing: Standing, evidence: Evidence, claims: Claims) -> Claims:
        """Who could be meant. A register's own row may find its number elsewhere, but not another row of it:
        a register of people lists each of them once.
        """
        root, cluster = standing.groups[claims.group], claims.cluster
        known = standing.target[root] & ~standing.numbered[cluster]
        both = standing.listed[root] & standing.listed[cluster]
        claims = claims.where((root != cluster) & ~known & ~both)
        members = lines([clusters.members(r) for r in standing.groups.tolist()], len(self._people))
        claims = claims.where(~evidence.contradict(members, claims.group, claims.cluster))
        root = standing.groups[claims.group]
        # What is rare is asked one by one: a masked number, a person's *different*
        doubtful = clusters.restricted(root) | clusters.restricted(claims.cluster)
        kept = np.ones(len(claims), np.bool_)
        for row in np.flatnonzero(doubtful).tolist():
            kept[row] = clusters.possible(int(root[row]), int(claims.cluster[row]))
        return claims.where(kept)

    def _weigh(
        self,
        clusters: Clusters,
        standing: Standing,
        candidates: Candidates,
        evidence: Evidence,
        claims: Claims,
        weights: Weights,
        against: NDArray[np.float64],
    ) -> "Round":
        """Let the claims on each group compete."""
        roots = standing.groups
        members = lines([clusters.members(r) for r in roots.tolist()], len(self._people))
        found = evidence.levels(members, claims.group, claims.cluster, own=False)
        levels = Levels(found, evidence.circle[claims.cluster])
        bits = candidates.written(claims)
        for field in FIELDS:
            bits += weights.of(field, levels)
        told, told_bits = evidence.told(members, claims.group, claims.cluster)
        bits += told_bits
        bits += np.where(standing.numbered[claims.cluster], 0.0, self._silence(standing))
        share = _shares(claims, bits, against)
        states = evidence.states(members)
        penalty = np.zeros(len(claims))
        for column, field in enumerate(FIELDS):
            if field in OWN:
                rivals = states[field][claims.group] & (found[:, column] == 0)
                penalty += _crowded(claims, share, rivals, weights.differing(field))
        share = _shares(claims, bits + penalty, against)
        return Round(claims, roots[claims.group], share, levels, weights, told, told_bits)

    def _silence(self, standing: Standing) -> float:
        """Bits for a target without any number: all its mentions are bare, of others' only some.

        With equally many mentions a head, those of all targets without a number give how many of the bare
        ones are theirs; the others show how often somebody is written without the number that is known.
        """
        people, register = self._people, self._register
        spoken = int((people.whole & ~register).sum())
        bare = int((~people.whole & ~register).sum())
        targets = np.unique(standing.label[standing.target[standing.label]])
        numbered = int(standing.numbered[targets].sum())
        theirs = bare - (bare + spoken) / max(1, len(targets)) * (len(targets) - numbered)
        silent = theirs / max(1.0, theirs + spoken)
        return -float(rounded(np.log2([min(1.0, max(LEAST_SILENT, silent))]))[0])

    def _accept(self, clusters: Clusters, found: "Round", threshold: float) -> None:
        """Merge where the best claim on a group reaches the threshold, surest first."""
        order, group = found.ranked(), found.claims.group
        best = order[np.append(True, group[order][1:] != group[order][:-1])]
        alone = ~(found.levels.level[best, : len(ACQUAINTANCE)] > 0).any(axis=1)
        needed = np.where(alone, max(ALONE, threshold), threshold)
        best = best[found.named[best] & (found.share[best] >= needed)]
        for row in best[np.lexsort((group[best], -found.share[best]))].tolist():
            share = float(found.share[row])
            odds = float(np.log2(share / max(1 - share, 1e-6)))
            first, anchor = int(found.root[row]), self.anchor(clusters, int(found.claims.cluster[row]))
            clusters.merge(Merge(anchor, first, odds, self.why(found, row, anchor)))

    def why(self, found: "Round", row: int, anchor: int) -> tuple[Reason, ...]:
        """What speaks for a claim, and what against."""
        name, levels, told = self._people.name, found.levels.level[row].tolist(), found.told[row]
        circle = int(found.levels.circle[row])
        level = NameLevel(found.claims.name[row]).name.lower()
        return (
            ("name", name[anchor], name[int(found.root[row])], level, 0.0),
            *(
                (field, "", "", str(level), found.weights.one(field, level, circle))
                for field, level in zip(FIELDS, levels, strict=True)
                if level
            ),
            *([("told", "", "", str(told), float(found.told_bits[row]))] if told else ()),
            *learnt_reason(0.0 if found.learnt is None else float(found.learnt[row])),
        )

    def anchor(self, clusters: Clusters, cluster: int) -> int:
        """The mention that stands for a target in the explanation of a merge: a register's, if there is
        one."""
        return min(
            clusters.members(clusters.find(cluster)),
            key=lambda i: (not self._register[i], not self._people.whole[i], i),
        )


def _shares(claims: Claims, bits: NDArray[np.float64], against: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of each claim in all claims on its group, the stranger's included."""
    power = np.exp2(np.minimum(bits, 60.0))
    total = np.bincount(claims.group, weights=power, minlength=len(against)) + against
    return power / total[claims.group]


def _crowded(
    claims: Claims, share: NDArray[np.float64], chosen: NDArray[np.bool_], bits: float
) -> NDArray[np.float64]:
    """Bits against a claim because other groups claim the same cluster with a value of their own.

    `chosen` claims state a telephone (or account) where the cluster states none. Two such groups differ as
    much from each other as from a cluster that states one: how likely it is that another one belongs to the
    cluster says how far that counts. `bits` is what a differing value weighs.
    """
    doubt = np.where(chosen, np.log1p(-np.minimum(share, 1 - 1e-9)), 0.0)
    nobody = np.exp(np.bincount(claims.cluster, weights=doubt)[claims.cluster] - doubt)
    return np.where(chosen, np.log2(nobody + (1 - nobody) * 2.0**bits), 0.0)

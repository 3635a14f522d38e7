"""Chance by coincidence: how often the families would meet in one pair if they had nothing to do with each
other.

Look-alike gangs (`lookalikes.py`) are ordinary people; a real gang is watched more closely, and more of
everything is on record beside it. So the same question is asked of the real gangs, with everything that
is on record: within a gang and a kind of office, ties, benefits and acts are reshuffled among the
officials, each family by itself. The expected number of pairs of each strength follows exactly, without
any draw: of n officials, one slot bears the tie of any of them, the benefit of any and the act of any,
each with chance 1 / n.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from netinv.detect.facts import Pair
from netinv.detect.score import COUNTED, LEAST, Scored, families, registers
from netinv.model.alerts import Family

Floats = npt.NDArray[np.float64]

FINE = 0.05
"""Width (nats) of the bins in which expected numbers are kept."""
BINS = 240


@dataclass(frozen=True)
class Marginal:
    """What one pair shows in one family: nats, and the registers that carry it. Links travel with ties."""

    nats: float
    link: float
    registers: frozenset[str]


def marginals(scored: Sequence[Scored]) -> dict[Family, Marginal]:
    """Each counted family of one pair that reaches `LEAST`."""
    nats = families(scored)
    link = nats.get(Family.LINK, 0.0)
    return {
        family: Marginal(nats[family], link if family is Family.TIE else 0.0, registers(scored, family))
        for family in COUNTED
        if nats.get(family, 0.0) >= LEAST
    }


def expected(
    shown: Mapping[Pair, Mapping[Family, Marginal]],
    innocent: Mapping[Pair, float],
    office: Mapping[str, str],
    gangs: Iterable[str],
) -> Floats:
    """Expected number of pairs by bin of strength. `innocent` is how surely each pair is none (1 where not
    said)."""
    size: dict[str, int] = defaultdict(int)
    for kind in office.values():
        size[kind] += 1
    groups: dict[tuple[str, str], dict[Family, list[tuple[Marginal, float]]]] = {}
    for pair, of in sorted(shown.items()):
        group = groups.setdefault((pair[1], office[pair[0]]), {family: [] for family in COUNTED})
        for family, marginal in of.items():
            group[family].append((marginal, innocent.get(pair, 1.0)))
    result = np.zeros(BINS)
    wanted = set(gangs)
    for (gang, kind), group in sorted(groups.items()):
        if gang in wanted:
            _add(result, [group[family] for family in COUNTED], size[kind])
    return result


def _add(result: Floats, families_: Sequence[Sequence[tuple[Marginal, float]]], n: int) -> None:
    """Add one gang and kind of office."""
    nothing = Marginal(0.0, 0.0, frozenset())
    full = []
    for found in families_:
        rest = max(0.0, n - sum(weight for _, weight in found))
        full.append([*found, (nothing, rest)])
    for tie, tie_weight in full[0]:
        for benefit, benefit_weight in full[1]:
            for act, act_weight in full[2]:
                of = [m for m in (tie, benefit, act) if m.nats]
                if len(of) >= 2 and len(frozenset().union(*(m.registers for m in of))) >= 2:
                    nats = sum(m.nats + m.link for m in of)
                    result[min(BINS - 1, int(nats / FINE))] += (
                        tie_weight * benefit_weight * act_weight / n / n
                    )

"""Names of persons: drawn by frequency, shared by a third of the people, written wrongly by clerks."""

from dataclasses import dataclass

import numpy as np

from netinv.demo import namebook
from netinv.demo.scenario import Bools, Floats, Ints

_MALE_GROUPS = namebook.MALE.split()
_FEMALE_GROUPS = namebook.FEMALE.split()
GIVEN = sorted(set("".join(_MALE_GROUPS + _FEMALE_GROUPS)))
FAMILY = [*namebook.SURNAMES, *namebook.COMPOUND]
NO_SECOND = len(GIVEN)
"""Code of the missing second character of a given name."""


def _pairs(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for a, b in map(tuple, text.split()):
        if a != b:
            found.setdefault(a, []).append(b)
            found.setdefault(b, []).append(a)
    return found


HOMOPHONES = {c: [x for x in g if x != c] for g in _MALE_GROUPS + _FEMALE_GROUPS if len(g) > 1 for c in g}
LOOKALIKES = _pairs(namebook.LOOKALIKE)
TRADITIONAL = {p[0]: p[1] for p in namebook.TRADITIONAL.split() if p[0] != p[1]}


def _weights(groups: list[str]) -> Floats:
    where = {c: i for i, c in enumerate(GIVEN)}
    weight = np.full(len(GIVEN), 1e-4)
    for rank, group in enumerate(groups):
        for place, character in enumerate(group):
            weight[where[character]] += (1.0, 0.3, 0.15)[place] / (rank + 8)
    return np.asarray(weight / weight.sum(), np.float64)


def _surname_weights() -> Floats:
    weight = 1.0 / (np.arange(len(FAMILY)) + 6)
    weight[len(namebook.SURNAMES) :] = 0.0015
    return np.asarray(weight / weight.sum(), np.float64)


_CIRCLES = (2, 2, 2, 3, 3, 4, 6)
"""How many people bear a name that is made common: few names, many bearers."""


@dataclass
class Names:
    """Names as codes: `family` into FAMILY, `first` and `second` into GIVEN. All arrays of one length."""

    family: Ints
    first: Ints
    second: Ints

    def keys(self) -> Ints:
        """One integer a spelling."""
        size = NO_SECOND + 1
        return (self.family * size + self.first) * size + self.second

    def texts(self, index: Ints) -> list[str]:
        """The names of some people in full."""
        given = [*GIVEN, ""]
        rows = zip(
            self.family[index].tolist(), self.first[index].tolist(), self.second[index].tolist(), strict=True
        )
        return [FAMILY[f] + given[a] + given[b] for f, a, b in rows]

    def shared(self) -> Bools:
        """Who has the name of somebody else."""
        _, inverse, counts = np.unique(self.keys(), return_inverse=True, return_counts=True)
        return np.asarray(counts[inverse] > 1)


def draw(rng: np.random.Generator, sex: Ints, father: Ints) -> Names:
    """Names for people whose fathers (-1: unknown) stand before them or after them; children take the
    father's surname.

    `sex` is 1 for men. Fathers of fathers are followed: three generations.
    """
    n = len(sex)
    family = rng.choice(len(FAMILY), n, p=_surname_weights())
    for _ in range(3):
        family = np.where(father >= 0, family[father], family)
    given = np.empty((2, n), np.int64)
    for s, groups in ((1, _MALE_GROUPS), (0, _FEMALE_GROUPS)):
        who = np.flatnonzero(sex == s)
        given[:, who] = rng.choice(len(GIVEN), (2, len(who)), p=_weights(groups))
    second = np.where(rng.random(n) < 0.16, NO_SECOND, given[1])
    return Names(family.astype(np.int64), given[0], second.astype(np.int64))


def share(names: Names, sex: Ints, target: float, rng: np.random.Generator) -> None:
    """Bring the share of people with a namesake to about `target`: by copying given names, or by
    drawing rarer ones."""
    n = len(sex)
    for _ in range(8):
        shared = names.shared()
        missing = target - float(shared.mean())
        if abs(missing) < 0.01:
            return
        if missing > 0:
            order = np.lexsort((rng.random(n), sex, names.family))
            same = (names.family[order][1:] == names.family[order][:-1]) & (sex[order][1:] == sex[order][:-1])
            model = np.arange(n)
            starts = rng.choice(n, int(missing * n / 3) + 1, replace=False)
            sizes = np.asarray(_CIRCLES)[rng.integers(0, len(_CIRCLES), len(starts))]
            for step in range(1, max(_CIRCLES)):
                at = starts[(sizes > step) & (starts + step < n)] + step
                at = at[same[at - 1]]
                model[at] = model[at - 1]
            names.first[order] = names.first[order[model]]
            names.second[order] = names.second[order[model]]
        else:
            who = rng.permutation(np.flatnonzero(shared))[: int(-missing * n)]
            names.first[who] = rng.integers(0, len(GIVEN), len(who))
            names.second[who] = rng.integers(0, len(GIVEN), len(who))


def variant(name: str, surname_length: int, kind: int, where: int) -> str:
    """The name as a clerk may write it; `kind` 0-2 a homophone, 3 a look-alike, 4-5 traditional, 6
    swapped, 7 with a space.

    Where the wanted change is impossible the name comes back as it was.
    """
    given = name[surname_length:]
    place = surname_length + where % len(given)
    character = name[place]
    if kind <= 3:
        options = (HOMOPHONES if kind < 3 else LOOKALIKES).get(character, [])
        return name[:place] + options[where % len(options)] + name[place + 1 :] if options else name
    if kind <= 5:
        return "".join(TRADITIONAL.get(c, c) for c in name)
    if kind == 6:
        return name[:surname_length] + given[::-1]
    return name[:surname_length] + (" " if where % 2 else "　") + given


def nickname(name: str, sex: int, rng: np.random.Generator) -> str:
    """An invented nickname, half of them from the name itself."""
    kind = rng.integers(4)
    if kind == 0:
        return str(namebook.NICK_BEFORE[rng.integers(4)]) + name[-1]
    if kind == 1:
        tail = namebook.NICK_AFTER[rng.integers(len(namebook.NICK_AFTER))]
        return name[-1] + ("姐" if not sex and tail in "哥爷" else tail)
    return str(namebook.NICK_FREE[rng.integers(len(namebook.NICK_FREE))])

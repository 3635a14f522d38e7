"""Who descends from whom: three generations, drawn at once for everybody, and the words of kinship."""

from dataclasses import dataclass

import numpy as np

from netinv.demo.scenario import Bools, Ints


@dataclass
class Families:
    """Positions of father, mother and spouse (-1: none in the county), sex (1 a man), year of birth,
    household number."""

    father: Ints
    mother: Ints
    spouse: Ints
    sex: Ints
    year: Ints
    household: Ints

    def siblings(self, a: int) -> list[int]:
        """Children of the same parents."""
        if self.father[a] < 0:
            return []
        return [int(x) for x in np.flatnonzero(self.father == self.father[a]) if x != a]

    def children(self, a: int) -> list[int]:
        """Children."""
        return [int(x) for x in np.flatnonzero((self.father == a) | (self.mother == a))]

    def near(self, a: int) -> list[tuple[int, str]]:
        """Close relatives of `a` with the word for what each is to `a`: the spouse and siblings
        first, then in-laws."""
        found: list[tuple[int, str]] = []
        spouse = int(self.spouse[a])
        if spouse >= 0:
            found.append((spouse, "配偶"))
        found += [(b, self.sibling_word(a, b)) for b in self.siblings(a)]
        found += [(b, "儿子" if self.sex[b] else "女儿") for b in self.children(a)]
        if spouse >= 0:
            word = "妻{}" if self.sex[a] else "夫{}"
            for b in self.siblings(spouse):
                elder = self.year[b] <= self.year[spouse]
                tail = ("兄" if elder else "弟") if self.sex[b] else ("姐" if elder else "妹")
                found.append((b, word.format(tail)))
            found += [(int(p[spouse]), w) for p, w in self._parents_in_law(a) if p[spouse] >= 0]
        found += [(int(p[a]), w) for p, w in ((self.father, "父亲"), (self.mother, "母亲")) if p[a] >= 0]
        return found

    def _parents_in_law(self, a: int) -> list[tuple[Ints, str]]:
        man = bool(self.sex[a])
        return [(self.father, "岳父" if man else "公公"), (self.mother, "岳母" if man else "婆婆")]

    def sibling_word(self, a: int, b: int) -> str:
        """What the sibling b is to a."""
        elder = self.year[b] < self.year[a] or (self.year[b] == self.year[a] and b < a)
        return ("哥哥" if elder else "弟弟") if self.sex[b] else ("姐姐" if elder else "妹妹")

    def adults(self) -> Bools:
        """Of age during the whole window."""
        return np.asarray(self.year <= 2004)


def _marry(rng: np.random.Generator, men: Ints, women: Ints, share: float, spouse: Ints) -> tuple[Ints, Ints]:
    couples = int(min(len(men), len(women)) * share)
    husbands, wives = rng.permutation(men)[:couples], rng.permutation(women)[:couples]
    spouse[husbands], spouse[wives] = wives, husbands
    return husbands, wives


def draw(rng: np.random.Generator, n: int) -> Families:
    """Families of `n` people: a third grandparents, nearly a half their children, the rest grandchildren."""
    old = 2 * (n // 6)
    middle = int(n * 0.42)
    sex = rng.integers(0, 2, n)
    sex[:old] = np.arange(old) % 2
    father, mother, spouse = (np.full(n, -1, np.int64) for _ in range(3))
    year = np.empty(n, np.int64)
    men, women = np.arange(1, old, 2), np.arange(0, old, 2)
    year[men] = rng.integers(1946, 1969, len(men))
    year[women] = year[men] + rng.integers(-3, 6, len(men))
    spouse[men], spouse[women] = women, men
    second = np.arange(old, old + middle)
    pair = rng.integers(0, len(men), middle)
    rooted = rng.random(middle) < 0.8
    father[second] = np.where(rooted, men[pair], -1)
    mother[second] = np.where(rooted, women[pair], -1)
    year[second] = np.where(
        rooted, year[women[pair]] + rng.integers(20, 33, middle), rng.integers(1966, 1998, middle)
    )
    by_year = second[np.argsort(year[second], kind="stable")]
    slices = np.array_split(by_year, max(1, middle // 60))
    married = [_marry(rng, s[sex[s] == 1], s[sex[s] == 0], 0.86, spouse) for s in slices]
    husbands = np.concatenate([m for m, _ in married])
    wives = np.concatenate([w for _, w in married])
    third = np.arange(old + middle, n)
    pair = rng.integers(0, len(husbands), len(third))
    father[third], mother[third] = husbands[pair], wives[pair]
    year[third] = np.minimum(year[wives[pair]] + rng.integers(21, 33, len(third)), 2020)
    grown = third[year[third] < 1998]
    _marry(rng, grown[sex[grown] == 1], grown[sex[grown] == 0], 0.6, spouse)
    household = np.arange(n)
    household[sex == 0] = np.where(spouse >= 0, spouse, household)[sex == 0]
    minor = year >= 2003
    household[minor] = household[mother[minor]]
    return Families(father, mother, spouse, sex, year, household)

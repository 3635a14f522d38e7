"""The registers of the background: people, kinship, acquaintance."""

import numpy as np

from netinv.demo.scenario import Ints
from netinv.demo.tables import Row, block
from netinv.demo.world import World

_STATEMENTS = (
    "表哥",
    "表弟",
    "堂兄",
    "堂妹",
    "连襟",
    "干爹",
    "干儿子",
    "结拜兄弟",
    "表姐",
    "姑父",
    "舅舅",
    "侄子",
)
_SCHOOLS = ("第一中学", "第二中学", "职业技术学校", "中心小学")


def register_people(world: World) -> None:
    """The register of people: most of the county, strangers not."""
    people, rng = world.people, world.scenario.stream("people register")
    who = np.flatnonzero(people.registered)
    official = np.zeros(len(people), bool)
    official[people.officials] = True
    flags = rng.random((len(who), 2))
    is_official = [
        ("是" if official[p] else "否") if f < 0.6 else ""
        for p, f in zip(who.tolist(), flags[:, 0], strict=True)
    ]
    world.tables["people"].extend(
        block(
            np.zeros(len(who), np.int64), {"": who},
            former_names=[people.former.get(p, "") if f < 0.7 else "" for p, f in zip(who.tolist(),
            flags[:, 1], strict=True)],
            aliases=[people.nickname.get(p, "") if f < 0.5 else "" for p, f in zip(who.tolist(),
            flags[:, 1], strict=True)],
            is_official=is_official,
        )
    )  # fmt: skip


def register_kin(world: World) -> None:
    """Kinship as registered and as stated; large counties register the same number a household."""
    families, rng = world.people.families, world.scenario.stream("kin register")
    n = len(families.father)
    limit = world.scenario.count(3_900)
    wives = np.flatnonzero((families.spouse >= 0) & (families.sex == 0))
    children = np.flatnonzero(families.father >= 0)
    parts: list[tuple[Ints, Ints, list[str]]] = []
    some = wives[rng.random(len(wives)) < 0.85]
    parts.append((families.spouse[some], some, ["配偶"] * len(some)))
    down = children[rng.random(len(children)) < 0.75]
    words = ["儿子" if s else "女儿" for s in families.sex[down].tolist()]
    parts.append((families.father[down], down, words))
    up = children[rng.random(len(children)) < 0.3]
    parts.append((up, families.mother[up], ["母亲"] * len(up)))
    by_father = children[np.argsort(families.father[children], kind="stable")]
    same = families.father[by_father][1:] == families.father[by_father][:-1]
    a, b = by_father[:-1][same], by_father[1:][same]
    parts.append((a, b, [families.sibling_word(int(x), int(y)) for x, y in zip(a, b, strict=True)]))
    in_laws = a[(families.spouse[a] >= 0) & (rng.random(len(a)) < 0.4)]
    mates = families.spouse[in_laws]
    other = b[np.searchsorted(a, in_laws)] if len(a) and bool((np.diff(a) > 0).all()) else None
    if other is not None:
        words = [
            ("妻" if families.sex[m] else "夫") + ("兄" if families.sex[o] else "妹")
            for m, o in zip(mates, other, strict=True)
        ]
        parts.append((mates, other, words))
    left = np.concatenate([p[0] for p in parts])
    right = np.concatenate([p[1] for p in parts])
    relation = [w for p in parts for w in p[2]]
    chosen = rng.permutation(len(left))[:limit]
    world.tables["kin"].extend(
        block(
            np.zeros(len(chosen), np.int64), {"a": left[chosen], "b": right[chosen]},
            relation=[relation[i] for i in chosen.tolist()], basis=["register"] * len(chosen),
        )
    )  # fmt: skip
    grown = np.flatnonzero(families.adults())
    size = max(10, limit // 25)
    x, y = rng.choice(grown, size), rng.choice(grown, size)
    x, y = x[x != y], y[x != y]
    words = [str(w) for w in rng.choice(np.asarray(_STATEMENTS), len(x))]
    world.tables["kin"].extend(
        block(np.zeros(len(x), np.int64), {"a": x, "b": y}, relation=words, basis=["statement"] * len(x))
    )
    _home_calls(world, left, right, n)


def _home_calls(world: World, left: Ints, right: Ints, n: int) -> None:
    rng = world.scenario.stream("home calls")
    phone = world.people.phone
    both = (phone[left] > 0) & (phone[right] > 0)
    a, b = left[both], right[both]
    world.contacts.append((a, b, rng.geometric(0.3, len(a)) + 1))


def register_ties(world: World) -> None:
    """Acquaintance of people who mostly never meet a file: classmates, neighbours, colleagues, associates."""
    people, rng = world.people, world.scenario.stream("ties")
    grown = np.flatnonzero(people.families.adults() & ~people.outsider)
    for _ in range(world.scenario.count(420)):
        a, b = (int(x) for x in rng.choice(grown, 2, replace=False))
        kind = str(rng.choice(["classmate", "neighbour", "colleague", "associate", "comrade",
        "business", "co_offender"],
                              p=[0.25, 0.22, 0.15, 0.2, 0.08, 0.07, 0.03]))  # fmt: skip
        tie_row(world, a, b, kind, int(rng.integers(2005, 2023)), int(rng.integers(1, 5)), rng)
    friends = rng.choice(grown, (2, len(grown) * 3))
    near = rng.random(len(grown) * 3) < 0.7
    by_town = grown[np.argsort(people.town[grown], kind="stable")]
    rank = np.empty(len(people), np.int64)
    rank[by_town] = np.arange(len(by_town))
    hop = rank[friends[0]] + rng.integers(-40, 41, len(near))
    friends[1] = np.where(near, by_town[np.clip(hop, 0, len(by_town) - 1)], friends[1])
    apart = friends[0] != friends[1]
    a, b = friends[0][apart], friends[1][apart]
    world.contacts.append((a, b, rng.geometric(0.35, len(a))))


def tie_row(
    world: World,
    a: int,
    b: int,
    kind: str,
    year: int,
    strength: int,
    rng: np.random.Generator,
    planted: bool = False,
) -> int:
    """Write one acquaintance; returns its handle."""
    county = world.county
    group = ""
    if kind == "classmate":
        school = _SCHOOLS[rng.integers(len(_SCHOOLS))]
        group = f"{county.name}{school}{year}级{rng.integers(1, 7)}班"
    elif kind == "neighbour":
        group = county.villages[int(world.people.town[a])][year % 6] + "村"
    elif kind == "comrade":
        group = f"{year - 2}年入伍某部{rng.integers(1, 9)}连"
    values = {"kind": kind, "group": group, "strength": str(strength), "start": str(year)}
    return world.tables["ties"].add(Row(planted=planted, persons={"a": a, "b": b}, values=values))


def office_calls(world: World) -> None:
    """Colleagues telephone: officials of one unit, workers of one firm."""
    people, rng = world.people, world.scenario.stream("office calls")
    for place, rate in ((people.unit, 6), (people.employer, 1)):
        who = np.flatnonzero(place >= 0)
        order = who[np.lexsort((rng.random(len(who)), place[who]))]
        for step in range(1, rate + 1):
            a, b = order[:-step], order[step:]
            same = place[a] == place[b]
            world.contacts.append((a[same], b[same], rng.geometric(0.3, int(same.sum()))))


_SOURCES = (
    (
        "公安局",
        "A",
        "刑事诉讼法",
        ("people", "kin", "gangs", "gang_members", "cases", "case_people", "case_assets"),
    ),
    ("公安局", "A", "刑事诉讼法", ("operations", "operation_people", "measures")),
    ("公安局", "B", "刑事诉讼法", ("calls", "transfers", "events", "event_people", "ties", "assets")),
    ("市场监督管理局", "A", "信息共享协议", ("organizations", "holdings")),
    ("委组织部", "A", "信息共享协议", ("posts", "candidates")),
    (
        "纪律检查委员会监察委员会",
        "B",
        "监察法",
        ("leads", "lead_subjects", "lead_steps", "duties", "interventions"),
    ),
    ("公共资源交易中心", "A", "信息共享协议", ("awards",)),
)


def register_sources(world: World) -> None:
    """Which office gave which file, on what ground."""
    number = 0
    for office, grade, basis, files in _SOURCES:
        for file in files:
            number += 1
            values = {
                "file": f"{file}.csv",
                "origin": world.county.name + office,
                "grade": grade,
                "legal_basis": basis,
                "approval_no": f"调证〔2025〕{number:03d}号",
                "valid_until": "2026-06-30",
            }
            world.tables["sources"].add(Row(values=values))

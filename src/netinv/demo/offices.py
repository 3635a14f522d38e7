"""Offices and who serves in them; village committees."""

import numpy as np

from netinv.demo import numbers
from netinv.demo.scenario import Ints, day
from netinv.demo.tables import Row, block
from netinv.demo.world import Org, World

_POLICE_TITLES = ("民警", "民警", "侦查员", "二级警长", "一级警长", "探长", "中队长", "教导员")
_GOVERNMENT_TITLES = (
    "科员",
    "科员",
    "一级科员",
    "四级主任科员",
    "办事员",
    "股长",
    "规划所所长",
    "综合办主任",
)
SQUADS = ("刑事侦查大队", "治安管理大队", "经济犯罪侦查大队", "禁毒大队", "交通警察大队")
_SQUAD_SHORT = ("刑侦大队", "治安大队", "经侦大队", "禁毒大队", "交警大队")
_BUREAUS = (
    ("自然资源局", "自规局"),
    ("住房和城乡建设局", "住建局"),
    ("交通运输局", "交通局"),
    ("水利局", "水务局"),
    ("市场监督管理局", "市监局"),
    ("农业农村局", "农业局"),
)
_WEIGHT = {
    "police": 2.0,
    "squad": 2.2,
    "station": 1.6,
    "procuracy": 1.8,
    "court": 1.8,
    "discipline": 1.3,
    "town": 1.6,
}
_TITLES = {
    "procuracy": ("检察官", "检察官", "检察官助理", "四级高级检察官"),
    "court": ("审判员", "审判员", "法官助理", "四级高级法官"),
    "discipline": ("纪检监察员", "纪检监察员", "纪检监察室主任"),
}
_HEAD = {
    "police": "局长", "squad": "大队长", "station": "所长", "procuracy": "检察长", "court": "院长",
    "discipline": "书记",
    "town": "镇长", "bureau": "局长",
}  # fmt: skip


def make_offices(world: World) -> None:
    """Add the county's 15 offices and two a town, fill them with officials, write their posts."""
    rng = world.scenario.stream("offices")
    county = world.county.name

    def office(role: str, full: str, short: tuple[str, ...], town: int = -1) -> None:
        world.orgs.append(
            Org(
                role, (county + full, *short), numbers.uscc("11", world.county.area, rng), "机关", town,
                f"{county if town < 0 else world.county.towns[town]}迎春路{rng.integers(1, 99)}号",
                f"0842{rng.integers(2_000_000, 8_999_999)}", int(numbers.accounts(rng, 1)[0]),
            )
        )  # fmt: skip

    office("police", "公安局", ("公安局", "县公安局"))
    for full, short in zip(SQUADS, _SQUAD_SHORT, strict=True):
        office("squad", "公安局" + full, (short, "公安局" + full, "县公安局" + short))
    office("procuracy", "人民检察院", ("县检察院", "检察院"))
    office("court", "人民法院", ("县法院", "人民法院"))
    office("discipline", "纪律检查委员会监察委员会", ("县纪委监委", "纪委监委"))
    for full, short in _BUREAUS:
        office("bureau", full, (short, "县" + short, full))
    for i, town in enumerate(world.county.towns):
        stem = world.county.town_stem(i)
        office("station", f"公安局{town}派出所", (f"{stem}派出所", f"公安局{stem}派出所", f"{town}派出所"), i)
        office(
            "town",
            f"{town}{'办事处' if town.endswith('街道') else '人民政府'}",
            (f"{town}政府", stem + "政府"),
            i,
        )
    _officials(world, rng)
    _cadres(world, rng)


def _officials(world: World, rng: np.random.Generator) -> None:
    people, scenario = world.people, world.scenario
    units = list(range(len(world.orgs)))
    born = people.families.year
    able = np.flatnonzero(~people.outsider & (born >= 1966) & (born <= 2000))
    order = np.argsort(rng.random(len(able)) - 0.25 * people.shared_name[able], kind="stable")
    chosen = rng.permutation(able[order[: min(scenario.count(400), len(able) // 3)]])
    weight = np.asarray([_WEIGHT.get(world.orgs[u].role, 1.0) for u in units])
    unit = rng.choice(units, len(chosen), p=weight / weight.sum())
    unit[: 2 * len(units)] = np.repeat(units, 2)[: len(chosen)]
    people.officials = chosen.astype(np.int64)
    people.unit[chosen] = unit
    people.numberless[chosen] = False
    people.registered[chosen] |= rng.random(len(chosen)) < 0.5
    headed: dict[int, int] = {}
    for person, u in zip(chosen.tolist(), unit.tolist(), strict=True):
        role = world.orgs[u].role
        rank = headed.get(u, 0)
        headed[u] = rank + 1
        if rank < 2:
            head = _HEAD[role]
            if role == "town" and world.county.towns[world.orgs[u].town].endswith("街道"):
                head = "主任"
            if role == "town" and world.county.towns[world.orgs[u].town].endswith("乡"):
                head = "乡长"
            people.title[person] = head if rank == 0 else "副" + head
        else:
            police = role in ("police", "squad", "station")
            options = _TITLES.get(role, _POLICE_TITLES if police else _GOVERNMENT_TITLES)
            people.title[person] = options[rng.integers(len(options))]
    since = rng.integers(day(2014), day(2023, 5), len(chosen))
    _posts(world, people.officials, unit, "official", since, rng)


def _cadres(world: World, rng: np.random.Generator) -> None:
    """Village committees and their members (public officials in law, listed apart), and staff on contract."""
    people = world.people
    ordinary = rng.permutation(people.ordinary())
    taken = 0
    titles = ("村委会主任", "村委会副主任", "村委委员")
    members: list[int] = []
    committee: list[int] = []
    for t, villages in enumerate(world.county.villages):
        for village in villages:
            full = f"{world.county.towns[t]}{village}村村民委员会"
            world.orgs.append(
                Org(
                    "village", (world.county.name + full, full, f"{village}村委会", f"{village}村"),
                    numbers.uscc("54", world.county.area, rng), "基层群众性自治组织", t,
                    f"{world.county.towns[t]}{village}村", f"0842{rng.integers(2_000_000, 8_999_999)}",
                    int(numbers.accounts(rng, 1)[0]),
                )
            )  # fmt: skip
            for title in titles:
                person = int(ordinary[taken])
                taken += 1
                people.title[person] = title
                members.append(person)
                committee.append(len(world.orgs) - 1)
    people.cadres = np.asarray(members)
    since = rng.integers(day(2021), day(2022), len(members))
    _posts(world, people.cadres, np.asarray(committee), "village_cadre", since, rng)
    staff = ordinary[taken : taken + len(people.officials) // 12]
    offices = np.asarray([i for i, o in enumerate(world.orgs) if o.role in ("station", "town", "squad")])
    _posts(world, staff, rng.choice(offices, len(staff)), "staff", since[: len(staff)], rng)


def _posts(world: World, who: Ints, org: Ints, kind: str, since: Ints, rng: np.random.Generator) -> None:
    since = np.resize(since, len(who))
    known = rng.random(len(who)) < 0.6
    titles = [world.people.title.get(int(p), "辅警" if kind == "staff" else "") for p in who]
    start = [str(np.datetime64(int(s), "s"))[:10] if k else "" for s, k in zip(since, known, strict=True)]
    world.tables["posts"].extend(
        block(
            np.zeros(len(who), np.int64), {"": who}, {"": org},
            title=titles, kind=[kind] * len(who), start=start, end=[""] * len(who),
        )
    )  # fmt: skip


def former_posts(world: World) -> None:
    """A few earlier posts, ended, so that a person may stand in two units."""
    rng = world.scenario.stream("former posts")
    who = rng.permutation(world.people.officials)[: len(world.people.officials) // 10]
    units = [i for i, o in enumerate(world.orgs) if o.role not in ("firm", "village", "law")]
    for person in who.tolist():
        ended = 2016 + int(rng.integers(6))
        values = {"title": "科员", "kind": "official", "start": f"{ended - 4}-07", "end": f"{ended}-03"}
        org = int(rng.choice(units))
        world.tables["posts"].add(Row(persons={"": person}, orgs={"": org}, values=values))

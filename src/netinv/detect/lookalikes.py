"""Look-alikes: what chance alone would show, made from the same records.

A look-alike of a gang has members drawn from ordinary people who are like its members: as much on record
(calls, money, meetings), a company of their own or none, a suspect before or not, of the same town, age
and family size. Its cases, leads, measures and interventions are drawn from those of others, of the same
charge, severity, region and year, and so keep their own handlers and outcomes: acts reshuffled. Raids
are the gang's own: whoever knew of one may call by chance, too. A look-alike shelters nobody and nobody
shelters it, so whatever the rules find on it is chance. Rules read gangs and look-alikes from the same
tables in one pass.

Every draw is the smallest keyed hash among the candidates: the same records give the same look-alikes in
any order, and a new record moves few of them. Target and decoy: J. E. Elias, S. P. Gygi, Nature Methods
4 (2007).
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib.resources import files

import duckdb
import numpy as np
import numpy.typing as npt

from netinv.resolve.hashes import Hashes, mixed, of_texts

TWIN = "\x1f"
"""Stands between the id of a gang and the number of its look-alike; no readable id holds it."""

NEAREST = 60
"""A member's stand-in is drawn from so many who are most like the member."""
_REPLACED = (
    (
        "lead_gangs",
        "lead_id",
        "SELECT lead_id, min(coalesce(person, org)) FROM lead_subjects GROUP BY lead_id",
    ),
    (
        "relaxed",
        "record",
        'SELECT record, person, by_person, measure, "at" FROM measures '
        "WHERE measure IN ('bail', 'none') AND by_person IS NOT NULL AND by_person <> person",
    ),
    (
        "approached",
        "record",
        'SELECT record, by_person, handler_person, "at" FROM interventions WHERE by_person IS NOT NULL',
    ),
)
"""Tables of which a look-alike gets rows of others: name, key, where the rows of everybody stand."""


def is_lookalike(gang_id: str) -> bool:
    """Whether an id is that of a look-alike."""
    return TWIN in gang_id


def add_lookalikes(views: duckdb.DuckDBPyConnection, twins: int) -> None:
    """Add `twins` look-alikes of every gang to the tables of `gangs.sql`."""
    gangs = [g for (g,) in views.execute("SELECT DISTINCT gang_id FROM members ORDER BY 1").fetchall()]
    if not twins or not gangs:
        return
    _members(views, twins)
    numbers = list(range(twins))
    views.execute(
        "INSERT INTO raids SELECT op_id, gang_id || chr(31) || n, planned_at, executed_at, result, record "
        "FROM raids, (SELECT unnest(?) AS n)",
        [numbers],
    )
    _cases(views, twins)
    for table, key, source in _REPLACED:
        _others(views, table, key, source, twins)


def _hash(*parts: object) -> int:
    text = "\x1f".join(map(str, parts))
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def _members(views: duckdb.DuckDBPyConnection, twins: int) -> None:
    rows = views.execute(files(__package__).joinpath("lookalikes.sql").read_text(encoding="utf-8")).fetchall()
    at = {row[0]: i for i, row in enumerate(rows)}
    features: npt.NDArray[np.float64] = np.array([row[1:8] for row in rows], dtype=float)
    town: dict[object, int] = {}
    towns = np.array([town.setdefault(row[8], len(town)) for row in rows], dtype=np.int64)
    free = np.array([not (row[9] or row[10]) for row in rows])
    members = views.execute(
        "SELECT gang_id, person, role, since FROM members ORDER BY gang_id, person"
    ).fetchall()
    able = np.flatnonzero(free)
    theirs, their_towns = features[able], towns[able]
    drawn: list[tuple[object, ...]] = []
    taken: set[tuple[int, str, str]] = set()
    for gang, person, role, since in members:
        if person not in at or not len(able):
            continue
        me = at[person]
        away = np.abs(theirs - features[me]).sum(axis=1) + (their_towns != towns[me])
        names = [rows[i][0] for i in able[_nearest(away)]]
        for n in range(twins):
            for name in sorted(names, key=partial(_hash, n, person)):
                if (n, gang, name) not in taken:
                    taken.add((n, gang, name))
                    drawn.append((f"{gang}{TWIN}{n}", name, role, since))
                    break
    _insert(views, "members (gang_id, person, role, since)", ("VARCHAR", "VARCHAR", "VARCHAR", "DATE"), drawn)
    views.execute("UPDATE members SET records = [] WHERE records IS NULL")


def _nearest(away: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Positions of the `NEAREST` smallest, of equals the first."""
    if len(away) > NEAREST:
        close = np.flatnonzero(away <= np.partition(away, NEAREST - 1)[NEAREST - 1])
        return close[np.argsort(away[close], kind="stable")[:NEAREST]]
    return np.argsort(away, kind="stable")


def _cases(views: duckdb.DuckDBPyConnection, twins: int) -> None:
    """Each case of a gang has its place taken by one of others, as like it as there are at least five of."""
    cases = views.execute(
        "SELECT case_id, charge, severity, region, year(opened_at) FROM cases "
        "WHERE case_id IS NOT NULL ORDER BY case_id"
    ).fetchall()
    kinds: list[Callable[[tuple[object, ...]], tuple[object, ...]]] = [
        lambda c: (c[1], c[2], c[3], c[4]),
        lambda c: (c[1], c[2], c[3]),
        lambda c: (c[2], c[3]),
        lambda c: (c[2],),
        lambda c: (),
    ]
    pools: list[dict[tuple[object, ...], list[str]]] = [{} for _ in kinds]
    for case in cases:
        for pool, kind in zip(pools, kinds, strict=True):
            pool.setdefault(kind(case), []).append(case[0])
    by_id = {case[0]: case for case in cases}
    of: dict[str, set[str]] = {}
    for case_id, gang in views.execute("SELECT case_id, gang_id FROM case_gangs ORDER BY 1, 2").fetchall():
        of.setdefault(gang, set()).add(case_id)
    drawn: list[tuple[object, ...]] = []
    for gang, own in sorted(of.items()):
        for case_id in sorted(own & set(by_id)):
            for pool, kind in zip(pools, kinds, strict=True):
                able = [c for c in pool[kind(by_id[case_id])] if c not in own]
                if len(able) >= 5:
                    break
            if able:
                places = _draws(of_texts(able), gang, case_id, twins)
                drawn += [(able[at], f"{gang}{TWIN}{n}") for n, at in places]
    _insert(views, "case_gangs (case_id, gang_id)", ("VARCHAR", "VARCHAR"), sorted(set(drawn)))
    views.execute("UPDATE case_gangs SET records = [] WHERE records IS NULL")


def _others(views: duckdb.DuckDBPyConnection, table: str, key: str, source: str, twins: int) -> None:
    """Each row of a gang has its place taken by one that is not the gang's."""
    cursor = views.execute(f"{source} ORDER BY 1")
    names = [column[0] for column in cursor.description or ()]
    rows = {row[0]: row for row in cursor.fetchall()}
    of: dict[str, set[str]] = {}
    for id, gang in views.execute(f"SELECT {key}, gang_id FROM {table} ORDER BY 1, 2").fetchall():
        of.setdefault(gang, set()).add(id)
    types = dict(
        views.execute(
            f"SELECT column_name, data_type FROM information_schema.columns WHERE table_name = '{table}'"
        ).fetchall()
    )
    columns = [key, *(["party"] if table == "lead_gangs" else names[1:])]
    drawn: set[tuple[object, ...]] = set()
    for gang, own in sorted(of.items()):
        able = [id for id in rows if id not in own]
        hashes = of_texts(able)
        if able:
            drawn |= {
                (*rows[able[at]], f"{gang}{TWIN}{n}")
                for id in sorted(own)
                for n, at in _draws(hashes, gang, id, twins)
            }
    columns.append("gang_id")
    into = f"{table} ({', '.join(_quoted(columns))})"
    _insert(views, into, [types[c] for c in columns], sorted(drawn, key=str))


def _draws(names: Hashes, gang: str, id: str, twins: int) -> Iterator[tuple[int, int]]:
    """The number of each look-alike, and the position of the one that takes the place of a gang's `id` in it:
    whose name's hash with these is smallest, so that one more of them takes over few places."""
    for n, seed in enumerate(of_texts([TWIN.join((str(n), gang, id)) for n in range(twins)])):
        yield n, int(np.argmin(mixed(names ^ seed)))


def _quoted(names: Iterable[str]) -> list[str]:
    return [f'"{name}"' for name in names]


def _insert(
    views: duckdb.DuckDBPyConnection, into: str, types: Sequence[str], rows: Sequence[tuple[object, ...]]
) -> None:
    """Insert rows as columns in one statement."""
    if not rows:
        return
    columns = {
        f"c{i}": np.array(["" if v is None else str(v) for v in column], dtype=object)
        for i, column in enumerate(zip(*rows, strict=True))
    }
    views.register("incoming", columns)
    casts = ", ".join(f"TRY_CAST(NULLIF(c{i}, '') AS {type})" for i, type in enumerate(types))
    views.execute(f"INSERT INTO {into} SELECT {casts} FROM incoming")
    views.unregister("incoming")

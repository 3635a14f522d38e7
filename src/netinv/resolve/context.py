"""What the record in which somebody is named says of whoever it is: their part in it, the place, the gang."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from netinv.ledger.types import Rows
from netinv.resolve.people import People, stem_of
from netinv.resolve.told import of_text, of_title

ROLES = ("case_people", "lead_subjects", "operation_people")
HOLDERS = {
    "case_people": ("cases", "case_id"),
    "lead_subjects": ("leads", "lead_id"),
    "gang_members": ("gangs", "gang_id"),
}
"""Tables whose rows are of a case, a lead or a gang: its table, and the column that names it."""

Row = tuple[str, str, str]
"""Origin, table and record id."""
Place = tuple[str, str]
"""The column that names a case, lead or gang, and its id."""


Index = NDArray[np.int64]


class Context(NamedTuple):
    """Of each mention, as codes; 0 where nothing is said."""

    role: Index
    """What it does in its record: table, reference and, where the table has one, the role."""
    town: Index
    """Stem of the town where the mention lives."""
    scene: Index
    """Stem of the town of the case, lead or gang; coded like `town`."""
    gang: Index
    """The gang that it belongs to, or stands accused with: a suspect in a case against it."""
    surname: Index
    """The surname of a whole name."""
    told: Index
    """The surname that the record tells of whom it names otherwise (see `told`); coded like `surname`."""


def context_of(people: People, rows: Callable[[str], Rows]) -> Context:
    """The context of every mention."""
    role = {row: cells.get("role", "") for table in ROLES for row, cells in _cells(rows, table)}
    town, gang_of, words = {}, {}, {}
    for holder, column in HOLDERS.values():
        for (_, _, id), cells in _cells(rows, holder):
            town[column, id] = stem_of(cells.get("region", ""))
            words[column, id] = cells.get("title" if holder == "cases" else "text", "")
            gang_of[column, id] = id if holder == "gangs" else cells.get("gang_id", "")
    scene, gang, place_of = {}, {}, {}
    for table, (_, column) in HOLDERS.items():
        for row, cells in _cells(rows, table):
            place = place_of[row] = column, cells.get(column, "")
            scene[row] = town.get(place, "")
            if table == "gang_members" or role.get(row) == "suspect":
                gang[row] = gang_of.get(place, place[1] if table == "gang_members" else "")
    mentions: list[Row] = list(zip(people.origin, people.table, people.record_id, strict=True))
    n = len(mentions)
    towns = codes_of([*people.town, *(scene.get(row, "") for row in mentions)])
    surname = [reading.surname if reading.kind == "full" else "" for reading in people.reading]
    family = codes_of([*surname, *_told(people, mentions, place_of, role, words)])
    return Context(
        codes_of(
            [f"{row[1]}/{ref}/{role.get(row, '')}" for row, ref in zip(mentions, people.ref, strict=True)]
        ),
        towns[:n],
        towns[n:],
        codes_of([gang.get(row, "") for row in mentions]),
        family[:n],
        family[n:],
    )


def codes_of(values: Sequence[str]) -> Index:
    """Each distinct value as a number, 0 for none."""
    code: dict[str, int] = {"": 0}
    return np.array([code.setdefault(value, len(code)) for value in values], np.int64)


def _told(
    people: People,
    mentions: Sequence[Row],
    place_of: Mapping[Row, Place],
    role: Mapping[Row, str],
    words: Mapping[Place, str],
) -> list[str]:
    """The surname that titles of cases and texts of leads tell of each mention."""
    together: dict[Place, list[int]] = defaultdict(list)
    for i, row in enumerate(mentions):
        if row[1] == "lead_subjects" or (row[1] == "case_people" and role.get(row) == "suspect"):
            together[place_of[row]].append(i)
    told = [""] * len(people)
    for place, members in together.items():
        by = of_title if place[0] == "case_id" else of_text
        for mention, surname in by(people, members, words.get(place, "")):
            told[mention] = surname
    return told


def _cells(rows: Callable[[str], Rows], table: str) -> Iterator[tuple[Row, dict[str, str]]]:
    """Each row of a table, cell by cell."""
    found = rows(table)
    for origin, record, *values in zip(found.origin, found.record_id, *found.columns.values(), strict=True):
        yield (origin, table, record), dict(zip(found.columns, values, strict=True))

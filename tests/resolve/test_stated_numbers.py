"""Whose a number is that records state."""

from collections.abc import Sequence

import numpy as np
import pytest
from records import Row, number, unfiled

from netinv.model.tables import TABLES
from netinv.resolve.clusters import Clusters, Merge
from netinv.resolve.people import read_people
from netinv.resolve.persons import owners
from netinv.resolve.resolve import learn_regions


def held(rows: Sequence[Row], *same: tuple[int, int]) -> dict[str, int]:
    """The row whose person holds each number; `same` are rows of one person."""
    column = TABLES["people"].id_column
    mentions, _ = unfiled({"people": [{column: f"P{n:05d}", **row} for n, row in enumerate(rows)]})
    people = read_people(mentions, learn_regions(mentions))
    clusters = Clusters(people)
    for left, right in same:
        assert clusters.merge(Merge(left, right, 1.0))
    return owners(people, clusters)


FIRST, SECOND = "13800000001", "13800000002"
ONE, OTHER = ({"name": "赵文博", "id_number": number(1)}, {"name": "钱海燕", "id_number": number(2)})


@pytest.mark.parametrize(
    ("why", "rows", "same", "holds"),
    [
        ("whoever states it", [{**ONE, "phones": FIRST}, OTHER], [], {FIRST: 0}),
        ("of two, each their own", [{**ONE, "phones": FIRST}, {**OTHER, "phones": SECOND}], [], {FIRST: 0, SECOND: 1}),
        ("nobody, where two say alike", [{**ONE, "phones": FIRST}, {**OTHER, "phones": FIRST}], [], {}),
        (
            "whoever states it most often",
            [{**ONE, "phones": FIRST}, {**OTHER, "phones": FIRST}, {**OTHER, "phones": FIRST}],
            [(1, 2)],
            {FIRST: 1},
        ),
    ],
)  # fmt: skip
def test_a_number_is_held_by(
    why: str, rows: list[Row], same: list[tuple[int, int]], holds: dict[str, int]
) -> None:
    assert held(rows, *same) == holds, why


def test_of_a_large_county_each_number_is_held_by_whoever_states_it() -> None:
    """Numbers times people are more than 32 bits count."""
    size = 26_000
    assert 4 * size * size > np.iinfo(np.int32).max
    rows = [
        {"name": "赵文博", "phones": ";".join(f"138{4 * n + k:08d}" for k in range(4))} for n in range(size)
    ]
    assert held(rows) == {f"138{n:08d}": n // 4 for n in range(4 * size)}

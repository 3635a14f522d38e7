"""How far two values agree, as tables of cases; and the array forms against one pair at a time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import number, typo

from netinv.resolve.addresses import Addresses
from netinv.resolve.columns import Coded, coded, distinct_pairs, equal_pairs, joined
from netinv.resolve.comparisons import LEVELS
from netinv.resolve.field_levels import Births
from netinv.resolve.identity import Number
from netinv.resolve.name_levels import NameLevel, names_level
from netinv.resolve.normalise.idnumber import id_mask_admits, one_typo
from netinv.resolve.numbers import Numbers
from netinv.resolve.slips import one_day


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("周靖宇", "周靖宇", NameLevel.SAME),
        ("周靖宇", "周婧宇", NameLevel.HOMOPHONE),
        ("章薇", "张薇", NameLevel.HOMOPHONE),
        ("李未", "李末", NameLevel.LOOKALIKE),
        ("沈志远", "沈远志", NameLevel.LOOKALIKE),
        ("沈志远", "沈远", NameLevel.SHORTENED),
        ("沈志远", "沈国梁", NameLevel.FAMILY),
        ("沈志远", "陶国梁", NameLevel.OTHER),
        ("王某", "王国梁", NameLevel.SURNAME),
        ("王所长", "王国梁", NameLevel.SURNAME),
        ("王所长", "陶国梁", NameLevel.OTHER),
        ("阿超", "陶超", NameLevel.NICKNAME),
        ("黑皮", "陶超", NameLevel.UNKNOWN),
    ],
)
def test_names(left: str, right: str, level: NameLevel) -> None:
    assert names_level(left, right) is level
    assert names_level(right, left) is level


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("1979-05-12", "1979-05-12", "same"),
        ("1979-05-12", "1979-05-13", "slip"),
        ("1979-05-12", "1979-12-05", "slip"),
        ("1979-05-12", "1997-05-12", "slip"),
        ("1979-05-12", "1979-01-01", "year"),
        ("1979-05-12", "1979-08-30", "other"),
        ("1979-05-12", "1964-11-02", "other"),
        ("1979-05-12", "", "unknown"),
    ],
)
def test_birth_dates(left: str, right: str, level: str) -> None:
    column = coded([left, right], str)
    found = Births(column).levels(*(column.codes[[i, 1 - i]] for i in (0, 1)))
    assert [LEVELS["birth"][n] for n in found] == [level, level]
    if level in ("slip", "year", "other"):
        assert one_day(left, right) is (level != "other")


NUMBERS = [
    Number(),
    Number(full=number(1)),
    Number(full=number(2)),
    Number(full=typo(number(1))),
    Number(full=number(1)[:-1]),
    Number(masked=number(1)[:6] + "********" + number(1)[14:]),
    Number(masked=number(2)[:4] + "**********" + number(2)[14:]),
    Number(masked="****" + number(1)[-4:]),
]


def test_numbers_as_arrays_are_numbers_one_by_one() -> None:
    size = len(NUMBERS)
    left, right = (side.ravel().astype(np.int32) for side in np.mgrid[:size, :size])
    found = Numbers(Coded(np.arange(size, dtype=np.int32), NUMBERS)).levels(left, right)
    names = LEVELS["number"]
    for i, j, level in zip(left.tolist(), right.tolist(), found.tolist(), strict=True):
        a, b = NUMBERS[i], NUMBERS[j]
        if not i or not j:
            assert names[level] == "unknown"
        elif a.masked or b.masked:
            admits = i == j or id_mask_admits(a.masked or b.masked, b.full or a.full or b.masked)
            assert names[level] == ("masked" if admits else "other"), (a, b)
        else:
            expected = "same" if a == b else "slip" if one_typo(a.full, b.full) else "other"
            assert names[level] == expected, (a, b)


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("青石县柳河镇安居苑20号楼1单元1541室", "柳河镇安居苑20幢1-1541", "same"),
        ("青石县柳河镇安居苑20号楼1单元1541室", "柳河镇安居苑20号楼", "part"),
        ("柳河镇和平村13组186号", "柳河镇和平村186号", "part"),
        ("柳河镇和平村13组186号", "柳河镇和平村2组8号", "place"),
        ("柳河镇和平村13组186号", "和平村", "place"),
        ("柳河镇和平村13组186号", "柳河镇新民村2组8号", "town"),
        ("柳河镇和平村13组186号", "新桥乡和平村13组186号", "other"),
        ("柳河镇和平村13组186号", "", "unknown"),
    ],
)
def test_addresses(left: str, right: str, level: str) -> None:
    column = Addresses([left, right])
    found = column.levels(*(column.codes[[i, 1 - i]] for i in (0, 1)))
    assert [LEVELS["address"][n] for n in found] == [level, level]


codes = st.lists(st.integers(0, 6), max_size=20)


@given(codes, codes)
def test_equal_pairs_are_all_pairs_of_equal_codes(left: list[int], right: list[int]) -> None:
    rows, columns = equal_pairs(np.array(left, np.int64), np.array(right, np.int64))
    found = list(zip(rows.tolist(), columns.tolist(), strict=True))
    assert found == [(i, j) for i, a in enumerate(left) for j, b in enumerate(right) if a == b]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 1 << 40), st.integers(0, 5)), max_size=20))
def test_joined_codes_are_equal_where_all_columns_are(rows: list[tuple[int, int, int]]) -> None:
    table = np.array(rows, np.int64).reshape(-1, 3)
    keys = joined(*table.T).tolist()
    assert all((keys[i] == keys[j]) == (rows[i] == rows[j]) for i in range(len(rows)) for j in range(i))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=20))
def test_distinct_pairs_give_every_row_back(rows: list[tuple[int, int]]) -> None:
    table = np.array(rows, np.int64).reshape(-1, 2)
    low, high, inverse = distinct_pairs(table[:, 0], table[:, 1])
    assert [(min(r), max(r)) for r in rows] == list(zip(low[inverse], high[inverse], strict=True))
    assert len(set(zip(low.tolist(), high.tolist(), strict=True))) == len(low)

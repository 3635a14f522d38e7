"""Nobody in a demo county exists: numbers are valid in form and belong to no place and no network."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidComponent

from netinv.demo import names, numbers

AREA = re.compile(r"\d\d9[1-9]\d\d")


@pytest.fixture(scope="module")
def texts(county: Any) -> str:
    return "\n".join(p.read_text(encoding="utf-8") for p in sorted(county.summary.data.glob("*.csv")))


def test_whole_identity_numbers_have_a_right_check_digit_and_an_area_that_does_not_exist(county: Any) -> None:
    for official in county.truth("officials"):
        number = official["id_number"]
        assert ric.calc_check_digit(number) == number[-1]
        assert AREA.match(number)
        with pytest.raises((InvalidComponent, KeyError)):  # stdnum knows no place of that code
            ric.get_birth_place(number)


def test_no_number_in_the_files_has_the_area_of_an_existing_place(texts: str) -> None:
    whole = re.findall(r"(?<!\d)\d{17}[\dX](?!\d)", texts)
    legacy = re.findall(r"(?<![\d*])\d{15}(?![\d*])", texts)
    assert len(whole) > 5_000
    assert legacy
    assert all(AREA.match(n) for n in [*whole, *legacy])


def test_mobile_numbers_are_in_prefixes_that_no_network_uses(county: Any) -> None:
    prefixes = {r[c][:3] for r in county.tables["calls"] for c in ("from_phone", "to_phone")} - {"084"}
    assert prefixes == {str(p) for p in numbers.MOBILE_PREFIXES}


def test_credit_codes_are_valid(county: Any) -> None:
    codes = {r["uscc"] for r in county.tables["organizations"]} - {""}
    assert codes
    assert all(uscc.is_valid(c) for c in codes)


def test_plates_begin_with_the_character_of_no_province(county: Any) -> None:
    cars = [r["identifier"] for r in county.tables["assets"] if r["kind"] == "vehicle"]
    assert {c[0] for c in cars} == {numbers.PLATE_PREFIX}


@given(st.integers(100_000, 999_999), st.dates(), st.integers(0, 999))
def test_check_digits_agree_with_an_independent_implementation(area: int, born: Any, serial: int) -> None:
    number = numbers.id_number(area, born.year * 10_000 + born.month * 100 + born.day, serial)
    assert ric.calc_check_digit(number) == number[-1]
    assert len(numbers.legacy(number)) == 15


VARIANTS = [
    ("王伟", 0, {"王炜", "王玮"}),
    ("李志军", 3, {"李忠军", "李志车", "李志军"}),
    ("刘国华", 4, {"劉國華"}),
    ("刘国华", 6, {"刘华国"}),
    ("欧阳静", 7, {"欧阳 静", "欧阳　静"}),
]


@pytest.mark.parametrize(("name", "kind", "expected"), VARIANTS)
def test_variants_are_what_clerks_write(name: str, kind: int, expected: set[str]) -> None:
    length = 2 if name.startswith("欧阳") else 1
    assert {names.variant(name, length, kind, where) for where in range(12)} <= expected

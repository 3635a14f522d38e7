"""Numbers as people read them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netinv.report import numbers, svg


@pytest.mark.parametrize(
    ("probability", "shown"),
    [
        (None, "—"),
        (0.0, "<0.1%"),
        (0.0004, "<0.1%"),
        (0.001, "0.1%"),
        (0.3184, "31.8%"),
        (0.873, "87.3%"),
        (0.999, "99.9%"),
        (0.99951, ">99.9%"),
        (1.0, ">99.9%"),
    ],
)
def test_a_probability_is_never_certain(probability: float | None, shown: str) -> None:
    assert numbers.percent(probability) == shown


@pytest.mark.parametrize(
    ("log_ratio", "shown"),
    [(0.0, "×1.0"), (math.log(5), "×5.0"), (math.log(12), "×12"), (-math.log(3), "÷3.0")],
)
def test_a_ratio_is_a_factor(log_ratio: float, shown: str) -> None:
    assert numbers.times(log_ratio) == shown


@pytest.mark.parametrize(
    ("yuan", "zh", "en"),
    [
        (950, "950 元", "CNY 950"),
        (93000, "9.3 万元", "CNY 93,000"),
        (1234567.5, "123.46 万元", "CNY 1,234,567.50"),
        (2.5e8, "2.5 亿元", "CNY 250,000,000"),
    ],
)
def test_money(yuan: float, zh: str, en: str) -> None:
    assert numbers.money(yuan).zh == zh
    assert numbers.money(yuan).en == en


@pytest.mark.parametrize(
    ("since", "until", "shown"),
    [
        (None, None, "—"),
        ("2023-05", None, "2023-05 –"),
        (None, "2023-05-01", "2023-05-01"),
        ("2023-05-01T08:00:00", "2023-05-01T09:00:00", "2023-05-01"),
        ("2023-05-01", "2023-06-01", "2023-05-01 – 2023-06-01"),
    ],
)
def test_period(since: str | None, until: str | None, shown: str) -> None:
    assert numbers.period(since, until) == shown


@given(
    st.text(alphabet="云栖谷酒店管理有限责任公司（）〔2023〕号 AB-ltd.", max_size=60), st.integers(20, 200)
)
def test_wrapping_cuts_nothing_off(text: str, limit: int) -> None:
    assert "".join("".join(svg.wrapped(text, limit)).split()) == "".join(text.split())


def test_a_bracket_stays_with_what_it_encloses() -> None:
    assert not any(line.endswith(("〔", "（")) for line in svg.wrapped("云公（刑）字〔2023〕104号", 80))

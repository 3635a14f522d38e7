"""Cells -> values: every form of the contract, and what cannot be read."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netinv.model.values import (
    parse_bool,
    parse_date,
    parse_datetime,
    parse_integer,
    parse_number,
    split_multi,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2023-05-01", ("2023-05-01", "day")),
        ("2023/5/1", ("2023-05-01", "day")),
        ("20230501", ("2023-05-01", "day")),
        ("2023年5月1日", ("2023-05-01", "day")),
        ("2023.5.1", ("2023-05-01", "day")),
        ("２０２３年５月１日", ("2023-05-01", "day")),
        (" 2023-05-01 00:00:00 ", ("2023-05-01", "day")),
        ("2023-05", ("2023-05-01", "month")),
        ("2023年5月", ("2023-05-01", "month")),
        ("2023", ("2023-01-01", "year")),
        ("2023年", ("2023-01-01", "year")),
        ("2024-02-29", ("2024-02-29", "day")),
        ("2023 年 5 月 1 日", ("2023-05-01", "day")),
        ("2023年 5月", ("2023-05-01", "month")),
        ("20230501082059", ("2023-05-01", "day")),
        ("2023-02-31", None),
        ("2023-02-29", None),
        ("2023-13", None),
        ("31/12/2023", None),
        ("5月1日", None),
        ("23-05-01", None),
        ("不详", None),
        ("2023-", None),
        ("2023-05-01-02", None),
        ("", None),
    ],
)
def test_dates(text: str, value: tuple[str, str] | None) -> None:
    assert parse_date(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2023-05-01 8:20", ("2023-05-01T08:20:00", "minute")),
        ("2023/5/1 08:20:33", ("2023-05-01T08:20:33", "second")),
        ("2023-05-01T08:20:33.5", ("2023-05-01T08:20:33", "second")),
        ("20230501082033", ("2023-05-01T08:20:33", "second")),
        ("2023年5月1日8时20分", ("2023-05-01T08:20:00", "minute")),
        ("2023年5月1日 下午3时", ("2023-05-01T15:00:00", "hour")),
        ("2023-05-01T00:20:33Z", ("2023-05-01T08:20:33", "second")),
        ("2023-05-01T23:20+00:00", ("2023-05-02T07:20:00", "minute")),
        ("2023-05-01 08:20+08:00", ("2023-05-01T08:20:00", "minute")),
        ("2023-05-01", ("2023-05-01T00:00:00", "day")),
        ("2023-05", ("2023-05-01T00:00:00", "month")),
        ("2023-12-31 24:00", ("2024-01-01T00:00:00", "minute")),
        ("2023-05-01 24:01", None),
        ("2023-05-01 25:00", None),
        ("2023-02-31 08:00", None),
        ("2023-05 08:20", None),
        ("08:20", None),
    ],
)
def test_times_are_chinas_unless_a_zone_is_written(text: str, value: tuple[str, str] | None) -> None:
    assert parse_datetime(text) == value


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_every_day_is_read_in_every_form(day: date) -> None:
    forms = [
        f"{day:%Y-%m-%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
    ]
    assert {parse_date(form) for form in forms} == {(day.isoformat(), "day")}


@given(st.text(max_size=20))
def test_no_text_breaks_a_parser(text: str) -> None:
    for parse in (parse_date, parse_datetime, parse_number, parse_integer, parse_bool, split_multi):
        parse(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12.0),
        ("１２．５", 12.5),
        ("1,234,567.5", 1234567.5),
        ("-3", -3.0),
        ("30%", 30.0),
        ("1.2万元", 12000.0),
        ("500万", 5000000.0),
        ("2亿", 200000000.0),
        ("¥300", 300.0),
        ("65秒", 65.0),
        ("5家", 5.0),
        ("1,2", None),
        ("约三万", None),
        ("12/3", None),
        ("", None),
    ],
)
def test_numbers(text: str, value: float | None) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("是", True), ("Yes", True), ("１", True), ("否", False), ("0", False), ("", None), ("也许", None)],
)
def test_yes_and_no(text: str, value: bool | None) -> None:
    assert parse_bool(text) is value


def test_several_values_in_one_cell() -> None:
    assert split_multi("a; b；c、 d|e;;") == ["a", "b", "c", "d", "e"]
    assert split_multi("") == []


@given(
    st.integers(1590, 2210),
    st.integers(0, 14),
    st.integers(0, 33),
    st.sampled_from(["", " 08:20", "T23:59:59", " 24:00:00", " 07:60"]),
)
def test_the_usual_form_reads_like_any_other(year: int, month: int, day: int, time: str) -> None:
    usual = f"{year}-{month:02}-{day:02}{time}"
    other = f"{year}年{month:02}月{day:02}日{time}"
    assert parse_datetime(usual) == parse_datetime(other)
    assert parse_date(usual) == parse_date(other)

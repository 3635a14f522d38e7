"""Which characters are mistaken for one another. Add a pair to add a case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netinv.resolve.normalise import surnames
from netinv.resolve.normalise.lookalike import (
    Likeness,
    lookalikes,
    name_similarity,
    one_left_out,
    similarity,
    swapped,
)


@pytest.mark.parametrize(
    ("pairs", "level"),
    [
        ("伟伟 芳芳", Likeness.SAME),
        ("葉叶 偉伟 靜静 蘭兰 國囯", Likeness.TRADITIONAL),
        (
            "伟玮 伟炜 浩皓 粱梁 博搏 杨扬 彭膨 健建 俊峻 俊骏 琳林 琳霖 慧惠 莉俐 静婧 静靖 娟捐 颖颍",
            Likeness.BOTH,
        ),
        ("萍苹 萍平 辉晖 凤风 飞非 芳坊 楠南 军君", Likeness.BOTH),
        ("红宏 勇永 明鸣 敏民 国郭 杰洁 志智 佳嘉 强墙", Likeness.HOMOPHONE),
        (
            "己巳 未末 士土 日曰 戊戌 海梅 强弹 玉主 燕熏 志忘 颖颗 田由 茶荼 永水 轩轾",
            Likeness.LOOKALIKE,
        ),
        ("伟芳 军霞 国丽", Likeness.OTHER),
    ],
)
def test_characters(pairs: str, level: Likeness) -> None:
    for pair in pairs.split():
        assert similarity(pair[0], pair[1]) is level, pair


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("肖", "萧", Likeness.TRADITIONAL),
        ("付", "傅", Likeness.TRADITIONAL),
        ("闫", "阎", Likeness.TRADITIONAL),
        ("单", "山", Likeness.HOMOPHONE),
        ("单", "丹", Likeness.OTHER),
        ("侯", "候", Likeness.TRADITIONAL),
        ("欧阳", "欧杨", Likeness.HOMOPHONE),
        ("王", "汪", Likeness.HOMOPHONE),
    ],
)
def test_surnames(left: str, right: str, level: Likeness) -> None:
    assert similarity(left, right, surname=True) is similarity(right, left, surname=True) is level


@pytest.mark.parametrize(
    ("left", "right", "level", "places"),
    [
        ("沈志远", "沈志远", Likeness.SAME, 0),
        ("葉志遠", "叶 志远", Likeness.SAME, 0),
        ("肖志远", "萧志远", Likeness.TRADITIONAL, 1),
        ("沈志远", "沈智远", Likeness.HOMOPHONE, 1),
        ("沈志远", "沈忘远", Likeness.LOOKALIKE, 1),
        ("刘志远", "列志远", Likeness.LOOKALIKE, 1),
        ("陈志远", "晨志远", Likeness.HOMOPHONE, 1),
        ("沈志远", "沈智园", Likeness.HOMOPHONE, 2),
        ("沈志远", "沈建国", Likeness.OTHER, 2),
        ("沈志远", "沈远", Likeness.OTHER, 3),
    ],
)
def test_names(left: str, right: str, level: Likeness, places: int) -> None:
    assert name_similarity(left, right) == name_similarity(right, left) == (level, places)


def test_left_out_and_swapped() -> None:
    assert one_left_out("沈志远", "沈远")
    assert one_left_out("沈志", "沈志远")
    assert not one_left_out("沈志远", "申志")
    assert swapped("沈志远", "沈远志")
    assert not swapped("沈远远", "沈远远")


@given(st.sampled_from(sorted(surnames.GIVEN)), st.sampled_from(sorted(surnames.GIVEN)))
def test_likeness_is_symmetric(left: str, right: str) -> None:
    assert similarity(left, right) is similarity(right, left)


def test_the_table_covers_common_given_names() -> None:
    without = [character for character in surnames.GIVEN if not lookalikes(character)]
    assert len(surnames.GIVEN) - len(without) >= 250

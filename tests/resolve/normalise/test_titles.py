"""Titles: normal form, class, agreement."""

import pytest

from netinv.resolve.normalise.titles import Rank, agree_title, base_title, rank_class, title_key, title_keys


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("副所长", "副所长"),
        ("原副所长", "副所长"),
        (" 所 长 ", "所长"),
        ("所長", "所长"),
        ("审判员", "法官"),
        ("村支书", "村党支部书记"),
        ("所长（主持工作）", "所长"),
        ("規劃所所長", "规划所所长"),
        ("", ""),
    ],
)
def test_key(written: str, key: str) -> None:
    assert title_key(written) == key


def test_several_titles_in_a_cell() -> None:
    assert title_keys("村党支部书记、村委会主任") == ("村党支部书记", "村委会主任")
    assert title_keys("副局长兼政委") == ("副局长", "政委")


@pytest.mark.parametrize(
    ("title", "rank"),
    [
        ("局长", Rank.HEAD),
        ("政委", Rank.HEAD),
        ("副所长", Rank.DEPUTY),
        ("副总指挥", Rank.DEPUTY),
        ("规划所所长", Rank.MIDDLE),
        ("中队长", Rank.MIDDLE),
        ("党组成员", Rank.MIDDLE),
        ("纪检监察室主任", Rank.MIDDLE),
        ("二级警长", Rank.RANK),
        ("四级主任科员", Rank.RANK),
        ("社区民警", Rank.STAFF),
        ("指挥中心民警", Rank.STAFF),
        ("村会计", Rank.CADRE),
        ("村党支部书记、村委会主任", Rank.CADRE),
        ("总经理", Rank.PRIVATE),
        ("诗人", Rank.OTHER),
        ("", Rank.OTHER),
    ],
)
def test_class(title: str, rank: Rank) -> None:
    assert rank_class(title) is rank


@pytest.mark.parametrize(("title", "base"), [("规划所所长", "所长"), ("副所长", "副所长"), ("诗人", "")])
def test_base(title: str, base: str) -> None:
    assert base_title(title) == base


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("所长", "所长", "same"),
        ("村支书", "村党支部书记、村委会主任", "same"),
        ("所长", "副所长", "other"),
        ("副所长", "二级警长", "rank"),
        ("民警", "社区民警", "class"),
        ("民警", "", "unknown"),
    ],
)
def test_agreement(left: str, right: str, level: str) -> None:
    assert agree_title(left, right) == level

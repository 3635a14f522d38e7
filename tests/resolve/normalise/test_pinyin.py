"""How names read."""

import pytest

from netinv.resolve.normalise.pinyin import (
    homophone_key,
    initials,
    syllables,
)


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("单晓晟", "shan xiao sheng"),
        ("仇英", "qiu ying"),
        ("解海龙", "xie hai long"),
        ("区志明", "ou zhi ming"),
        ("查文斌", "zha wen bin"),
        ("盖丽", "ge li"),
        ("朴哲", "piao zhe"),
        ("任重", "ren zhong"),
        ("曾曾", "zeng zeng"),
        ("尉迟恭", "yu chi gong"),
        ("万俟兰", "mo qi lan"),
        ("万里", "wan li"),
        ("乐乐", "yue le"),
        ("翟文", "zhai wen"),
        ("缪红", "miao hong"),
        ("员明", "yun ming"),
        ("覃芳", "qin fang"),
        ("冼星", "xian xing"),
        ("郇亮", "xun liang"),
        ("召平", "shao ping"),
        ("长孙无忌", "zhang sun wu ji"),
        ("澹台明", "tan tai ming"),
        ("吕绿", "lv lv"),
        ("葉靜", "ye jing"),
        ("欧阳靖宇", "ou yang jing yu"),
        ("石行", "shi xing"),
        ("沈长兴", "shen chang xing"),
    ],
)
def test_reading(name: str, reading: str) -> None:
    assert " ".join(syllables(name)) == reading
    assert homophone_key(name) == reading


def test_initials() -> None:
    assert initials("欧阳靖宇") == "oyjy"
    assert initials("单晓晟") == "sxs"


@pytest.mark.parametrize(("left", "right"), [("张伟", "章薇"), ("沈静", "沈婧"), ("单红", "单宏")])
def test_homophones(left: str, right: str) -> None:
    assert homophone_key(left) == homophone_key(right)

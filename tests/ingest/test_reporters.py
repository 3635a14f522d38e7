"""What of a lead's text goes to the vault. An office adds its own sentences: [ ] is what must be sealed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netinv.ingest.reporters.mask import cut, secrets_in_cell, spans_in

OWN = [
    # a contact word, and nobody else in sight
    "联系电话[15703335733]，请不要泄露。",
    "联系方式：[１５７０３３３５７３３]",
    "请联系[+86 138 1234 5678]",
    "请打我电话[138-1234-5678]，谢谢",
    "有情况请回电[0817-6283520]。",
    "回电([0817)6283520]",
    "可加微信[zhaoyi_88]",
    "电话：[6283520]",
    # the first person
    "我的电话是[13812345678]",
    "本人电话[13812345678]，望核实",
    "我用[13812345678]报的警",
    "我儿子的手机[13812345678]",
    "本人身份证号[51139719711125073X]",
    "我身份证号码是[511397 19711125 0730]",
    "我的微信号是[abc_12345]，QQ：[123456789]，邮箱 [Foo.Bar@qq.com]",
    "我的旧身份证[511397711125073]",
    "手机一三八一二三四五六七八".replace("一三八一二三四五六七八", "[一三八一二三四五六七八]"),
    "[13812345678]是我的号码",
    # unclear: sealed
    "[13812345678]",
    "他们打我，[13812345678]",
    "身份证[511397197111250730]",
    # more than one
    "联系电话[13812345678]、[13912345678]",
    "老板王五的电话是13812345678，我的是[13912345678]",
    "他的电话13812345678，请联系[13912345678]",
    # where the reporter lives
    "我家住[东集街道幸福村7组47号]，常被骚扰",
    "联系地址：[幸福村7组47号]",
    # self-introductions
    "我叫[王建国]，今年50岁",
    "我叫[李四]是东集街道村民",
    "我的名字叫[欧阳靖宇]。",
    "我叫[王 建 国]，住镇上",
    "本人[张三]，实名举报镇长",
    "我是[单小红]，家里被砸",
    "我是[王女士]，要反映问题",
    "本人系[陈国强]。",
    "我叫[陳國強]，是退休教師",
    "举报人：[赵六] 电话:[138-1234-5678]",
    "举报人：[阿依古丽·买买提]，2023年",
    "反映人 [赵六]",
    "情况属实。\n此致敬礼\n[张三丰]\n2023年5月1日",
    "联系人：[赵六]，[13812345678]",
    "恳请核查。[赵六]，[13812345678]",
    "我叫[赵六]。[赵六]愿作证",
    "我姓李，叫[李建国]，住镇上",
    "身份证[511397197111250730]，姓名[王强]",
    "举报人：[王强] [李勇]",
    "联名人：[王强]、[李勇]",
    "我是红集乡的[王强]，",
    "我就是[王强]，",
    "本人是红集乡村民[王强]。",
    "我是李梅的丈夫[王强]，",
    "我（[王强]，[13812345678]）",
    "投诉人:[欧阳靖宇];电话:[138.1234.5678]",
    "有事发邮件到[a.b@163.com]",
    "微信同号[13812345678]",
]
EVIDENCE = [
    "他的电话是13317958544，可以去查。",
    "其电话13317958544",
    "对方电话：一三八一二三四五六七八",
    "老板电话13317958544",
    "老板王五的联系电话是13317958544",
    "王五的电话138 0000 1111",
    "嫌疑人李四身份证号511397197111250730",
    "被举报人：李四，电话13812345678",
    "他用13812345678打电话威胁我",
    "他的微信是zhang_san88",
    "13812345678是他的号码",
    "公司电话0817-6283520",
    "转到他的账号6217008370433212894",
    "他家住幸福村7组",
    "嫌疑人：张三，男，45岁，身份证号511397197111250730，电话13812345678",
    "老板的司机张三（13812345678）动手",
    "张三的电话：13812345678，李四的电话：13912345678",
    "他叫王强，电话13812345678",
    "加他微信zhang1234",
    "我看到他的老板王强，我们村的干部李四，",
    "收款账户6217008370433212894户名张三",
    # roles are no names
    "我是李梅的丈夫，我是红集乡的农民，",
    "我是东集街道的老百姓，2022年底",
    "本人系东集街道村民，现反映如下问题",
    "我是周边群众，",
    "我是司机，我方已报警",
    "我是王强的邻居，我于去年报警",
    "实名举报：周飞涛和他的小舅子聚众斗殴",
    "匿名反映，请保密。",
    "被举报人李四强揽工程",
    "本人于去年，本人曾多次，我和家人，我向领导",
    # numbers that are no contacts
    "2023年5月1日，收走200000元",
    "车牌川RR18F1，案号AJ1023",
    "2022-11-13 13:59 打来",
]


def masked(text: str, *known: tuple[str, str]) -> str:
    return cut(text, spans_in(text, known), lambda kind, value: f"<{kind}>")


@pytest.mark.parametrize("sentence", OWN)
def test_what_reporters_say_of_themselves_is_sealed(sentence: str) -> None:
    text = sentence.replace("[", "").replace("]", "")
    wanted = re.findall(r"\[(.*?)\]", sentence)
    found = [text[span.start : span.end] for span in spans_in(text, [])]
    assert found == wanted


@pytest.mark.parametrize("text", EVIDENCE)
def test_what_they_say_of_others_stays(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    ("kind", "cell", "text"),
    [
        ("name", "赵六", "赵六亲眼看见，赵 六愿作证"),
        ("name", "赵小六", "赵　小　六"),
        ("name", "陈国强", "陳國強"),
        (
            "phone",
            "13812345678",
            "他说138 1234 5678、１３８１２３４５６７８、+86-138-1234-5678、一三八一二三四五六七八",
        ),
        ("phone", "+86 138-1234-5678", "13812345678"),
        ("phone", "13812345678（儿子）", "13812345678"),
        ("phone", "13812345678;13912345678", "13912345678"),
        ("phone", "0817-6283520", "08176283520 6283520"),
        ("id_number", "51139719711125073x", "51139719711125073X 511397 1971 1125 073X 511397711125073"),
        ("name", "赵六 13812345678", "赵六13812345678"),
        ("email", "Zhao@qq.com", "zhao@QQ.com"),
        ("account", "zhao_88", "他的ZHAO_88"),
    ],
)
def test_values_of_the_columns_are_found_however_written(kind: str, cell: str, text: str) -> None:
    left = re.sub(r"<\w+>", "", masked(text, *secrets_in_cell(kind, cell)))
    assert re.sub(r"[\s+\-,，、]|86|他说|他的|亲眼看见|愿作证", "", left) == ""


@pytest.mark.parametrize(
    ("kind", "cell", "secrets"),
    [
        ("name", "匿名（禹栖寒）", [("name", "禹栖寒")]),
        ("name", "禹栖寒(村民)", [("name", "禹栖寒")]),
        ("name", "禹栖寒：13877665544", [("phone", "13877665544"), ("name", "禹栖寒")]),
        ("phone", "禹栖寒：13877665544", [("phone", "13877665544"), ("name", "禹栖寒")]),
        ("phone", "13877665544（儿子）", [("phone", "13877665544")]),
        ("phone", "禹栖寒", [("name", "禹栖寒")]),
        ("id_number", "禹 栖 寒", [("name", "禹栖寒")]),
    ],
)
def test_what_stands_in_the_wrong_column_is_sealed_as_what_it_is(
    kind: str, cell: str, secrets: list[tuple[str, str]]
) -> None:
    assert secrets_in_cell(kind, cell) == secrets


@pytest.mark.parametrize("word", ["匿名", "不详", "无", "群众", " 匿名 ", "不愿透露姓名"])
def test_words_for_nobody_are_no_secret(word: str) -> None:
    assert secrets_in_cell("name", word) == []


def test_one_value_has_one_form() -> None:
    ways = [
        "13812345678",
        "+86 138 1234 5678",
        "１３８-1234-5678",
        "0086-13812345678",
        "一三八一二三四五六七八",
    ]
    assert {secrets_in_cell("phone", way)[0] for way in ways} == {("phone", "13812345678")}


mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
names = st.builds(
    str.__add__, st.sampled_from("赵钱孙周吴郑王冯陈"), st.text("晓岚峻熙沐宸梓萱", min_size=1, max_size=2)
)
spellings = st.sampled_from(
    [
        str,
        lambda s: " ".join(s),
        lambda s: f"{s[:3]}-{s[3:7]}-{s[7:]}",
        lambda s: f"{s[:3]} {s[3:7]} {s[7:]}",
        lambda s: s.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        lambda s: s.translate(str.maketrans("0123456789", "〇一二三四五六七八九")),
        lambda s: "+86" + s,
    ]
)


@given(
    mobiles,
    spellings,
    st.text("他的老板电话是，。王五请联系我 0123456789", max_size=30),
    st.text("，。他的号码是 ", max_size=9),
)
def test_a_known_number_never_stays(number: str, write, before: str, after: str) -> None:  # noqa: ANN001
    text = before.rstrip("0123456789+ ") + "：" + write(number) + after
    digits = re.sub(r"\D", "", masked(text, ("phone", number)))
    assert number not in digits


@given(
    names, st.sampled_from(["我叫{}，", "本人{}。", "我是{}，", "举报人：{}", "我叫{}是村民", "署名：{}\n"])
)
def test_an_introduction_never_stays(name: str, sentence: str) -> None:
    assert name not in masked("您好，" + sentence.format(name) + "望核查")

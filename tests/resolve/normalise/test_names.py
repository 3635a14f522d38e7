"""What a name as written says. Each table is a list of cases; add a line to add a case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netinv.resolve.normalise.memo import each
from netinv.resolve.normalise.names import (
    clean_name,
    is_person_name,
    masked_surname,
    read_name,
    split_name,
    title_name,
)
from netinv.resolve.normalise.nicknames import nickname
from netinv.resolve.normalise.script import arabic_numerals


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("沈 志远", "沈志远"),
        ("沈　志远", "沈志远"),
        ("\u200b沈志远\ufeff", "沈志远"),
        ("葉建國", "叶建国"),
        ("許傑彬", "许杰彬"),
        ("閆麗萍", "闫丽萍"),
        ("王乾", "王乾"),
        ("髙徳峯", "高德峰"),
        ("沈志远（男）", "沈志远"),
        ("沈志远(绰号：老沈)", "沈志远"),
        ("沈志远先生", "沈志远"),
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉．买买提", "阿卜杜拉·买买提"),
        ("王××", "王**"),
        ("王ＸＸ", "王**"),
        ("王＊＊", "王**"),
        ("王X国", "王*国"),
        ("王志远等同志", "王志远"),
        ("老K", "老K"),
        ("john  smith", "JOHN SMITH"),
        ("", ""),
    ],
)
def test_one_spelling(written: str, clean: str) -> None:
    assert clean_name(written) == clean


@given(st.text("王张葉某老*×xXＸ·•.(（）)“先生等同志K1\u3000 ", max_size=12))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean_name(clean_name(text)) == clean_name(text)


@pytest.mark.parametrize(
    ("name", "surname", "given_name"),
    [
        ("沈志远", "沈", "志远"),
        ("欧阳靖宇", "欧阳", "靖宇"),
        ("欧阳宇", "欧阳", "宇"),
        ("尉迟恭", "尉迟", "恭"),
        ("万俟兰", "万俟", "兰"),
        ("贺兰英", "贺", "兰英"),
        ("单于强", "单", "于强"),
        ("单于建国", "单于", "建国"),
        ("爱新觉罗启明", "爱新觉罗", "启明"),
        ("阿卜杜拉·买买提", "", "阿卜杜拉·买买提"),
        ("葉靜", "叶", "静"),
    ],
)
def test_split(name: str, surname: str, given_name: str) -> None:
    assert split_name(name) == (surname, given_name)


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        ("张某", "张"),
        ("张某某", "张"),
        ("李某甲", "李"),
        ("李某1", "李"),
        ("王**", "王"),
        ("王XX", "王"),
        ("王×", "王"),
        ("王*国", "王"),
        ("欧阳某某", "欧阳"),
        ("张某等人", "张"),
        ("某某", ""),
        ("某女", ""),
        ("张伟", None),
        ("老K", None),
    ],
)
def test_masked(name: str, surname: str | None) -> None:
    assert masked_surname(name) == surname


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("王所长", ("王", "", "所长")),
        ("刘副大队长", ("刘", "", "副大队长")),
        ("副所长王建国", ("王", "建国", "副所长")),
        ("王建国副所长", ("王", "建国", "副所长")),
        ("孟二级警长", ("孟", "", "二级警长")),
        ("杜规划所所长", ("杜", "", "规划所所长")),
        ("张政委", ("张", "", "政委")),
        ("刘主任", ("刘", "", "主任")),
        ("李警官", ("李", "", "警官")),
        ("周局", ("周", "", "局长")),
        ("刘队", ("刘", "", "队长")),
        ("欧阳检察长", ("欧阳", "", "检察长")),
        ("城关派出所张所长", ("张", "", "所长")),
        ("沈志远", None),
        ("王建国", None),
        ("所长", None),
        ("王科", None),
    ],
)
def test_title_in_place_of_a_name(text: str, expected: tuple[str, str, str] | None) -> None:
    assert title_name(text) == expected


@pytest.mark.parametrize(
    ("text", "pattern", "hint", "kind"),
    [
        ("老刘", "老X", "刘", "surname"),
        ("小刘", "小X", "刘", "surname"),
        ("阿龚", "阿X", "龚", "surname"),
        ("阿龙", "阿X", "龙", "either"),
        ("军哥", "X哥", "军", "given"),
        ("霞姐", "X姐", "霞", "given"),
        ("八爷", "X爷", "", ""),
        ("老三", "老X", "", ""),
        ("小四", "小X", "", ""),
        ("老幺", "老X", "", ""),
        ("大飞", "大X", "飞", "given"),
        ("强子", "X子", "强", "either"),
        ("大头", "word", "", ""),
        ("二愣子", "word", "", ""),
        ("刀疤", "word", "", ""),
        ("老K", "latin", "", ""),
        ("K哥", "latin", "", ""),
    ],
)
def test_nickname(text: str, pattern: str, hint: str, kind: str) -> None:
    assert nickname(text) == (pattern, hint, kind)


@pytest.mark.parametrize("name", ["何子", "任小龙", "沈志远", "王芳", "欧阳宇", "阿卜杜拉·买买提", "刘"])
def test_not_a_nickname(name: str) -> None:
    assert nickname(name) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("沈志远", "full"),
        ("沈 远", "full"),
        ("欧阳靖宇", "full"),
        ("沈", "surname"),
        ("张某", "masked"),
        ("无名氏", "masked"),
        ("身份不明", "masked"),
        ("（不详）", "empty"),
        ("Unknown", "masked"),
        ("王所长", "titled"),
        ("军哥", "nickname"),
        ("阿依古丽·买买提", "foreign"),
        ("JOHN SMITH", "foreign"),
        ("县便民服务热线", "other"),
        ("　", "empty"),
    ],
)
def test_reading(text: str, kind: str) -> None:
    assert read_name(text).kind == kind
    assert is_person_name(text) == (kind in ("full", "foreign"))


def test_array_form_calls_once_a_value() -> None:
    calls: list[str] = []

    def counted(value: str) -> str:
        calls.append(value)
        return value.upper()

    assert each(counted, ["a", "b", "a", "a"]) == ["A", "B", "A", "A"]
    assert calls == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "arabic"),
    [("一三八号", "138号"), ("十二组", "12组"), ("二百零五", "205"), ("二十", "20"), ("12号", "12号")],
)
def test_numerals(text: str, arabic: str) -> None:
    assert arabic_numerals(text) == arabic

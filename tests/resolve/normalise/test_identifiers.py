"""Identity numbers, telephone numbers and addresses. FULL is the example of the standard itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from netinv.resolve.normalise.addresses import read_address
from netinv.resolve.normalise.idnumber import (
    area,
    birth_date,
    clean_id,
    full_id,
    gender,
    id_kind,
    id_mask_admits,
    one_typo,
    slip,
    upgrade_15,
    valid_18,
)
from netinv.resolve.normalise.phones import clean_phone

FULL = "11010519491231002X"


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("11010519491231002x", FULL),
        (" 110105 19491231 002X", FULL),
        ("１１０１０５１９４９１２３１００２Ｘ", FULL),
        ("身份证号：11010519491231002X", FULL),
        ("110105××××××××002X", "110105********002X"),
        ("110105XXXXXXXX0023", "110105********0023"),
        ("110105xxxxxxxx002X", "110105********002X"),
        ("110105XXXXXXXXXXXX", "110105************"),
        ("E12345678", "E12345678"),
        ("", ""),
    ],
)
def test_clean(written: str, clean: str) -> None:
    assert clean_id(written) == clean


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (FULL, "resident"),
        ("110105491231002", "legacy"),
        ("110105********002X", "masked"),
        ("1101**********0023", "masked"),
        ("110105194912310021", "damaged"),
        ("110105194913310023", "damaged"),
        ("11010519491231002", "damaged"),
        ("1101051949123100223", "damaged"),
        ("E12345678", "other"),
        ("H0123456789", "other"),
        ("", ""),
    ],
)
def test_kind(number: str, kind: str) -> None:
    assert id_kind(number) == kind
    assert valid_18(number) == (kind == "resident")


def test_fifteen_becomes_eighteen() -> None:
    assert upgrade_15("110105491231002") == FULL
    assert full_id("110105491231002") == FULL
    assert upgrade_15("110105491331002") == "", "no thirteenth month"
    assert upgrade_15(FULL) == ""


def test_what_a_number_says() -> None:
    assert (birth_date(FULL), gender(FULL), area(FULL)) == ("1949-12-31", "女", "110105")
    assert (birth_date("110105491231002"), gender("110105491231002")) == ("1949-12-31", "女")
    assert (birth_date("110105********002X"), gender("110105********002X")) == ("", "女")
    assert (birth_date("E12345678"), gender("E12345678"), area("E12345678")) == ("", "", "")


@pytest.mark.parametrize(
    ("masked", "full", "admits"),
    [
        ("110105********002X", FULL, True),
        ("1101**********002X", FULL, True),
        ("1101××××××××××002x", FULL, True),
        ("110105********002X", "110105491231002", True),
        ("110105********0021", FULL, False),
        ("110106********002X", FULL, False),
        ("1101*002X", FULL, True),
        ("110105********002X", "1101**********002X", True),
        (FULL, FULL, False),
        ("******************", FULL, False),
    ],
)
def test_mask(masked: str, full: str, admits: bool) -> None:
    assert id_mask_admits(masked, full) is admits


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        ("11010519481231002X", "substitution"),
        ("11015019491231002X", "transposition"),
        ("1101051949123102X", "missing"),
        ("110105194912311002X", "missing"),
        ("11015019481231002X", ""),
        (FULL, ""),
        ("110105491231002", ""),
        ("E12345678", ""),
    ],
)
def test_slip(other: str, kind: str) -> None:
    assert slip(FULL, other) == slip(other, FULL) == kind
    assert one_typo(FULL, other) == (kind != "")


@given(st.dates(), st.integers(0, 999), st.integers(110000, 659999))
def test_every_number_with_its_check_digit_is_valid(day: object, order: int, county: int) -> None:
    body = f"{county}19{str(day)[2:4]}{str(day)[5:7]}{str(day)[8:10]}{order:03d}"
    if str(day)[5:] != "02-29":
        number = body + ric.calc_check_digit(body + "0")
        assert valid_18(number)
        wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
        assert id_kind(wrong) == "damaged"
        assert one_typo(number, wrong)


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("13812345678", "13812345678"),
        ("+8613812345678", "13812345678"),
        ("0086 138 1234 5678", "13812345678"),
        ("86-138-1234-5678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("013812345678", "13812345678"),
        ("0817-2283520", "08172283520"),
        ("(0817)2283520转8001", "08172283520"),
        ("+86 817 2283520", "08172283520"),
        ("010-12345678", "01012345678"),
        ("2283520", "2283520"),
        ("400-123-4567", "4001234567"),
        ("12345", "12345"),
        ("95588", "95588"),
        ("110", "110"),
        ("10086", "10086"),
        ("+1 202 555 0100", "+12025550100"),
        ("12812345678", "12812345678"),
        ("无", ""),
        ("", ""),
    ],
)
def test_phone(written: str, clean: str) -> None:
    assert clean_phone(written) == clean


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("云梯县柳河镇双桥村3组47号", ("云梯", "柳河", "双桥", ("3", "47"))),
        ("柳河镇双桥村三组四十七号", ("", "柳河", "双桥", ("3", "47"))),
        ("云梯县柳河镇建设路一三八号六栋六九九室", ("云梯", "柳河", "建设路", ("138", "6", "699"))),
        ("松岭乡阳光花园27栋1单元770", ("", "松岭", "阳光花园", ("27", "1", "770"))),
        ("松岭乡阳光花园27幢1-770室", ("", "松岭", "阳光花园", ("27", "1", "770"))),
        ("阳光花园14#", ("", "", "阳光花园", ("14",))),
        ("嘉禾省平州市云梯县城东街道三里巷5号", ("云梯", "城东", "三里巷", ("5",))),
        ("", ("", "", "", ())),
    ],
)
def test_levels(text: str, levels: tuple[str, str, str, tuple[str, ...]]) -> None:
    assert read_address(text) == levels

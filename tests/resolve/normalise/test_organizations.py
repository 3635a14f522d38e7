"""Units and companies: which ways of writing are one office. Places are invented."""

import pytest

from netinv.resolve.normalise.companies import clean_uscc, company_key, legal_form
from netinv.resolve.normalise.organizations import read_unit, unit_key
from netinv.resolve.normalise.regions import Regions, read_place, stem

HOME = Regions.learn(
    [
        *["嘉禾省平州市云梯县柳河镇"] * 3,
        "云梯县城东街道",
        "柳河镇双桥村3组",
        "松岭乡石磨村",
        "柳河镇石磨村",
        "海岩县白沙镇",
        "云梯县松岭乡",
    ]
)


def test_what_is_learnt() -> None:
    assert HOME.home == "云梯县"
    assert HOME.counties == {"云梯县", "海岩县"}
    assert HOME.towns["柳河"] == "柳河镇"
    assert HOME.villages == {"双桥": "柳河镇"}, "石磨村 is in two towns and says neither"


def test_no_home_where_no_county_has_half() -> None:
    assert Regions.learn(["云梯县", "海岩县", "白石县"]).home == ""
    assert Regions.learn([]) == Regions()


@pytest.mark.parametrize(
    "same",
    [
        "云梯县公安局柳河镇派出所 公安局柳河镇派出所 柳河派出所 柳河镇派出所 雲梯縣公安局柳河派出所",
        "云梯县公安局城东街道派出所 城东派出所 公安局城东派出所",
        "云梯县公安局 县公安局 公安局 县局 平州市云梯县公安局",
        "云梯县公安局治安管理大队 治安大队 县公安局治安大队 公安局治安管理大队",
        "云梯县公安局刑事侦查大队 刑侦大队 刑警大队 县刑警大队",
        "云梯县公安局经济犯罪侦查大队 经侦大队 公安局经侦大队",
        "云梯县公安局禁毒大队 禁毒大队 县禁毒大队",
        "云梯县公安局交通警察大队 交警大队",
        "云梯县人民检察院 县检察院 人民检察院 检察院",
        "云梯县人民法院 县法院 人民法院",
        "云梯县纪律检查委员会监察委员会 县纪委监委 纪律检查委员会监察委员会 纪委监委 县纪委",
        "中共云梯县委政法委员会 县委政法委 委政法委员会 政法委 云梯县委政法委",
        "云梯县市场监督管理局 县市监局 市场监督管理局 市监局 县市场监管局",
        "云梯县住房和城乡建设局 县住建局 住房和城乡建设局 住建局",
        "云梯县交通运输局 县交通局 交通运输局",
        "云梯县自然资源局 县自然资源局 自然资源局 县国土局",
        "云梯县柳河镇人民政府 柳河镇政府 柳河镇人民政府 柳河镇",
        "云梯县城东街道办事处 城东街道 城东街道办事处 城东街道办",
        "云梯县人民政府 县政府 县人民政府",
        "中共云梯县委员会 县委 云梯县委",
        "柳河镇双桥村村民委员会 柳河镇双桥村委会 双桥村村民委员会 双桥村委会 云梯县柳河镇双桥村村委会",
    ],
)
def test_one_office(same: str) -> None:
    assert len({unit_key(text, HOME) for text in same.split()}) == 1


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("柳河派出所", "松岭派出所"),
        ("柳河派出所", "县公安局"),
        ("治安大队", "公安局"),
        ("治安大队", "刑侦大队"),
        ("柳河派出所", "柳河镇政府"),
        ("海岩县公安局", "公安局"),
        ("海岩县人民法院", "县法院"),
        ("石磨村委会", "松岭乡石磨村村民委员会"),
        ("柳河镇石磨村委会", "松岭乡石磨村村民委员会"),
        ("柳河镇党委", "柳河镇政府"),
    ],
)
def test_offices_apart(left: str, right: str) -> None:
    assert unit_key(left, HOME) != unit_key(right, HOME)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("县公安局", "police"),
        ("县法院", "court"),
        ("县检察院", "procuratorate"),
        ("县纪委监委", "discipline"),
        ("县委政法委", "party"),
        ("柳河镇政府", "government"),
        ("双桥村委会", "village"),
        ("云梯县明远药业有限公司", ""),
        ("市场调查事务所", ""),
    ],
)
def test_kind(text: str, kind: str) -> None:
    assert read_unit(text, HOME).kind == kind


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("云梯县明远药业有限公司", "明远药业"),
        ("云梯明远药业有限责任公司", "明远药业"),
        ("明远药业", "明远药业"),
        ("明遠藥業（集團）有限公司", "明远药业"),
        ("嘉禾省平州市云梯县明远药业股份有限公司", "明远药业"),
        ("明远商贸经营部", "明远商贸"),
        ("明远物流有限公司", "明远物流"),
        ("云梯县柳河镇明远砂石经营部", "明远砂石"),
        ("有限公司", "有限公司"),
        ("", ""),
    ],
)
def test_core_of_a_company(name: str, core: str) -> None:
    assert company_key(name, HOME) == core


def test_legal_form() -> None:
    assert legal_form("明远药业有限责任公司") == "有限责任公司"
    assert legal_form("明远药业") == ""


def test_code_is_cleaned() -> None:
    assert clean_uscc("９１110000－600037341l") == "91110000600037341L"


@pytest.mark.parametrize(
    ("text", "county", "town", "village", "rest"),
    [
        ("嘉禾省平州市云梯县柳河镇双桥村3组", "云梯县", "柳河镇", "双桥村", "3组"),
        ("云梯县城东街道建设路12号", "云梯县", "城东街道", "", "建设路12号"),
        ("住房和城乡建设局", "", "", "", "住房和城乡建设局"),
        ("", "", "", "", ""),
    ],
)
def test_place(text: str, county: str, town: str, village: str, rest: str) -> None:
    place = read_place(text)
    assert (place.county, place.town, place.village, place.rest) == (county, town, village, rest)


@pytest.mark.parametrize(
    ("place", "short"), [("柳河镇", "柳河"), ("城东街道", "城东"), ("单县", "单县"), ("", "")]
)
def test_stem(place: str, short: str) -> None:
    assert stem(place) == short

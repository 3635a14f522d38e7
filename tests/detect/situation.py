"""A small office in which one official and one gang stand side by side; each test adds what happened."""

from collections.abc import Mapping

from records import Row, number

OFFICIAL = {"name": "程立言", "id_number": number(1, "19750310")}
SPOUSE = {"name": "顾晓岚", "id_number": number(2, "19770821", "f")}
MEMBER = {"name": "邵大勇", "id_number": number(3, "19830615")}
SECOND = {"name": "贺铁山", "id_number": number(4, "19850101")}
BROKER = {"name": "曾阿强", "id_number": number(5, "19800202")}
DRIVER = {"name": "雷小军", "id_number": number(6, "19880808")}
PHONES = {"程立言": "16900000001", "邵大勇": "16900000003", "贺铁山": "16900000004", "曾阿强": "16900000005"}
COMPANY = {"org_name": "云岭县宏远建材有限公司", "org_uscc": "91519999MA0000001X"}
FOLK = [
    {"name": surname + given, "id_number": number(100 + 10 * i + j, f"19{60 + i}0{1 + j}1{j}")}
    for i, surname in enumerate("赵钱孙李吴郑王冯陈褚")
    for j, given in enumerate(["文博", "海燕", "立新", "国栋", "春梅", "晓峰", "玉兰", "志强"])
]


def as_(prefix: str, who: Mapping[str, str]) -> dict[str, str]:
    """A reference with a prefix: `as_("payer", MEMBER)` gives payer_name and payer_id_number."""
    return {f"{prefix}_{field}": value for field, value in who.items()}


BASE: dict[str, list[Row]] = {
    "people": [
        *(
            {**who, "phones": PHONES.get(who["name"], "")}
            for who in (OFFICIAL, SPOUSE, MEMBER, SECOND, BROKER, DRIVER)
        ),
        *FOLK,
    ],
    "posts": [{**OFFICIAL, "org_name": "云岭县住房和城乡建设局", "title": "副局长", "kind": "official", "start": "2015-01"}],
    "kin": [{**as_("a", OFFICIAL), **as_("b", SPOUSE), "relation": "配偶", "basis": "register"}],
    "gangs": [{"gang_id": "TH1", "name": "柳河镇邵某团伙", "status": "suspected", "region": "柳河镇", "formed_on": "2016"}],
    "gang_members": [{"gang_id": "TH1", **MEMBER, "role": "leader"}, {"gang_id": "TH1", **SECOND, "role": "member"}],
    "holdings": [{**as_("holder", MEMBER), **COMPANY, "role": "legal_rep"}],
}  # fmt: skip

"""Surnames that titles of cases and texts of leads tell of those whom they name otherwise."""

from collections.abc import Sequence

import pytest
from records import unfiled

from netinv.resolve.normalise.regions import Regions
from netinv.resolve.people import People, read_people
from netinv.resolve.told import of_text, of_title

TITLES: list[tuple[str, Sequence[str], dict[str, str]]] = [
    ("王某涉嫌敲诈勒索案", ["老鹏"], {"老鹏": "王"}),
    ("王某甲等人涉嫌敲诈勒索案", ["老鹏", "李建国"], {"老鹏": "王"}),
    ("王某等三人涉嫌敲诈勒索案", ["老鹏", "李建国"], {"老鹏": "王"}),
    ("王某寻衅滋事案", ["老鹏"], {"老鹏": "王"}),
    ("王建国涉嫌寻衅滋事案", ["老鹏"], {"老鹏": "王"}),
    ("欧阳某某涉嫌寻衅滋事案", ["老鹏"], {"老鹏": "欧阳"}),
    ("王某、李某涉嫌盗窃案", ["老鹏", "李建国"], {"老鹏": "王"}),
    # Whose it is cannot be known, or somebody else bears it
    ("王某、李某涉嫌盗窃案", ["老鹏"], {}),
    ("王某等人涉嫌盗窃案", ["老鹏", "阿强"], {}),
    ("王某等人涉嫌盗窃案", ["老鹏", "王建国"], {}),
    ("王某等人涉嫌盗窃案", ["老鹏", "王某"], {}),
    ("王某涉嫌盗窃案", ["李建国"], {}),
    ("某男子涉嫌盗窃案", ["老鹏"], {}),
    ("涉嫌盗窃案", ["老鹏"], {}),
    ("“3·12”盗窃案", ["老鹏"], {}),
    ("", ["老鹏"], {}),
]

TEXTS: list[tuple[str, Sequence[str], dict[str, str]]] = [
    ("绰号“老鹏”的王某带着十几个人。", ["老鹏", "李建国"], {"老鹏": "王"}),
    ("外号老鹏的王某带着十几个人。", ["老鹏"], {"老鹏": "王"}),
    ("王某（绰号“老鹏”）带着十几个人。", ["老鹏"], {"老鹏": "王"}),
    ("王某某，人称老鹏，带着十几个人。", ["老鹏"], {"老鹏": "王"}),
    ("绰号“老朋”的王某，绰号阿强的李某。", ["老鹏", "阿强"], {"老鹏": "王", "阿强": "李"}),
    ("绰号“老鹏”的王某，又说绰号“老鹏”的李某。", ["老鹏"], {}),
    ("老鹏带着十几个人，王某是他的后台。", ["老鹏"], {}),
    ("绰号“阿强”的李某。", ["老鹏"], {}),
    ("", ["老鹏"], {}),
]


def people_called(names: Sequence[str]) -> People:
    mentions, _ = unfiled({"case_people": [{"case_id": "A", "role": "suspect", "name": n} for n in names]})
    return read_people(mentions, Regions.learn(()))


@pytest.mark.parametrize(("title", "suspects", "told"), TITLES)
def test_a_case_is_called_after_its_suspects(
    title: str, suspects: Sequence[str], told: dict[str, str]
) -> None:
    people = people_called(suspects)
    assert {people.name[i]: s for i, s in of_title(people, range(len(people)), title)} == told


@pytest.mark.parametrize(("text", "subjects", "told"), TEXTS)
def test_a_lead_says_who_goes_by_a_nickname(text: str, subjects: Sequence[str], told: dict[str, str]) -> None:
    people = people_called(subjects)
    assert {people.name[i]: s for i, s in of_text(people, range(len(people)), text)} == told

"""docs/graph-model.svg shows the graph as ontology and projection have it; `make docs` draws it anew."""

import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from netinv.graph import facts
from netinv.model.ontology import ontology

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import model_picture  # noqa: E402


def texts() -> list[str]:
    root = ET.fromstring(model_picture.FILE.read_text("utf-8"))
    return [element.text or "" for element in root.iter() if element.tag.endswith("}text")]


def test_it_is_the_one_that_the_tool_draws() -> None:
    assert model_picture.FILE.read_text("utf-8") == model_picture.picture()


@pytest.mark.parametrize("name", ontology().entities)
def test_every_kind_of_node_has_its_card_in_both_languages(name: str) -> None:
    kind = ontology().entities[name]
    assert {kind.zh, kind.en, f":Entity:{name.capitalize()}"} <= set(texts())


@pytest.mark.parametrize("name", ontology().relations)
def test_every_kind_of_relation_is_named_on_each_card_it_ends_at(name: str) -> None:
    relation, shown = ontology().relations[name], texts()
    assert shown.count(name.upper()) == len(relation.target)
    assert shown.count(relation.zh) >= len(relation.target)
    assert shown.count(relation.en) >= len(relation.target)


def test_properties_of_persons_are_those_that_the_projection_gives() -> None:
    named = set(model_picture.PROPERTIES["person"].split(", "))
    assert named == {*facts._KEPT, "birth_date", "gender", "status"} - {"uscc"}


def test_cards_do_not_overlap_and_texts_fit_their_card() -> None:
    cards, height = model_picture.arranged()
    for card in cards:
        assert 0 <= card.y <= card.y + card.height <= height + 1
        below = [other.y for other in cards if other.x == card.x and other.y > card.y]
        assert all(y >= card.y + card.height for y in below)
        for name in card.rows:
            kind = ontology().relations[name]
            words = 58 + model_picture.width_of(kind.zh, 13) + model_picture.width_of(kind.en, 13)
            assert words + len(name) * 6.4 + model_picture.PADDING < model_picture.WIDTH


def test_it_loads_nothing_from_outside() -> None:
    text = model_picture.FILE.read_text("utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|href|url\(|@import|<script", text)

"""The rules of the canvas by themselves, in a real Chromium: where new nodes go, what lines say and how.

Each test imports one module of the page as it is served and gives it data; no canvas is drawn.
"""

import math
import random
from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Any

import pytest
from faces_office import Office
from playwright.sync_api import Browser, Page
from web_server import served

APART, ASIDE = 112, 46
"""Pixels between nodes that names need; from a node to a line that is not its own."""
NO_FILTERS = {
    "entitiesOff": [], "relationsOff": [], "confidence": 0, "since": "", "until": "", "mode": "ghost",
}  # fmt: skip
WORDS = {"bundle": "{n} 条关系：", "comma": "、", "label_status": "（{status}）"}

Spot = dict[str, float]


@pytest.fixture(scope="module")
def page(browser: Browser, office: Office) -> Iterator[Page]:
    with served(office) as address:
        page = browser.new_context().new_page()
        page.goto(f"{address}/search")
        yield page


def called(page: Page, module: str, function: str, *given: object) -> Any:
    """What a function of a module answers."""
    script = """async ([module, name, given, words]) => {
        (await import("/static/workbench/say.mjs")).learn(words);
        return (await import(`/static/workbench/${module}.mjs`))[name](...given);
    }"""
    return page.evaluate(script, [module, function, list(given), WORDS])


def between(a: Spot, b: Spot) -> float:
    return math.hypot(a["x"] - b["x"], a["y"] - b["y"])


def from_line(a: Spot, b: Spot, spot: Spot) -> float:
    length = between(a, b) ** 2
    along = (spot["x"] - a["x"]) * (b["x"] - a["x"]) + (spot["y"] - a["y"]) * (b["y"] - a["y"])
    t = max(0.0, min(1.0, along / length)) if length else 0.0
    return between({"x": a["x"] + t * (b["x"] - a["x"]), "y": a["y"] + t * (b["y"] - a["y"])}, spot)


def scattered(rng: random.Random, count: int) -> list[Spot]:
    """Nodes with room for their names."""
    found: list[Spot] = []
    while len(found) < count:
        spot = {"x": float(rng.randint(-500, 500)), "y": float(rng.randint(-400, 400))}
        if all(between(spot, other) >= APART for other in found):
            found.append(spot)
    return found


# --- where new nodes go


@pytest.mark.parametrize("seed", range(12))
def test_new_nodes_have_room_and_nothing_moves(page: Page, seed: int) -> None:
    rng = random.Random(seed)
    placed = scattered(rng, rng.randint(1, 12))
    count = rng.randint(1, 12)
    found = called(page, "place", "around", placed[0], placed, count)
    assert len(found) == count
    for a, b in combinations([*placed, *found], 2):
        assert between(a, b) >= APART
    assert found == called(page, "place", "around", placed[0], placed, count), "the same again"


@pytest.mark.parametrize("seed", range(12))
def test_few_new_nodes_cover_no_line_and_stand_before_no_name(page: Page, seed: int) -> None:
    placed = scattered(random.Random(seed), 5)
    lines = [[placed[i], placed[i + 1]] for i in range(4)]
    anchor = placed[0]
    for spot in called(page, "place", "around", anchor, placed, 3, lines):
        assert all(from_line(a, b, spot) >= ASIDE for a, b in lines)
        assert all(from_line(anchor, spot, other) >= ASIDE for other in placed[1:]), "nor does its own line"


def test_new_nodes_come_on_the_side_that_is_free(page: Page) -> None:
    placed = [{"x": x, "y": 0} for x in (0, -200, -400)]
    found = called(page, "place", "around", placed[0], placed, 3)
    assert all(spot["x"] > 0 for spot in found)


def test_in_a_crowd_places_are_found_farther_out(page: Page) -> None:
    crowd = [{"x": x * APART, "y": y * APART} for x in range(-4, 5) for y in range(-4, 5)]
    found = called(page, "place", "around", {"x": 0, "y": 0}, crowd, 4)
    assert len(found) == 4
    assert all(between(spot, other) >= APART for spot in found for other in crowd)


@pytest.mark.parametrize("steps", [2, 3, 4])
def test_a_path_bows_around_what_stands_between_its_ends(page: Page, steps: int) -> None:
    a, b, between_them = {"x": 0, "y": 0}, {"x": 420, "y": 0}, {"x": 210, "y": 0}
    way = [a, *[None] * (steps - 1), b]
    found = called(page, "place", "along", way, [a, b, between_them])
    assert (found[0], found[-1], len(found)) == (a, b, steps + 1)
    for one, other in combinations([*found, between_them], 2):
        assert between(one, other) >= APART
    for one, other in pairwise(found):
        assert from_line(one, other, between_them) >= APART / 2


@pytest.mark.parametrize("sizes", [[60], [120, 80, 80], [200, 190, 150, 90, 70, 60]])
def test_groups_stand_so_far_apart_that_their_lines_can_speak(page: Page, sizes: list[int]) -> None:
    spots = called(page, "place", "spread", sizes)
    assert spots[0] == {"x": 0, "y": 0}
    for (one, a), (other, b) in combinations(zip(sizes, spots, strict=True), 2):
        assert between(a, b) >= (one + other) / 2 + 150


# --- what lines say

SAID = {
    "short kinds share a row": (["通话", "转账", "同席"], ["通话、转账、同席"]),
    "none is broken": (
        ["以涉案公司名义共同投资", "在同一场所多次见面", "转账"],
        ["以涉案公司名义共同投资、", "在同一场所多次见面、转账"],
    ),
    "four are named, the others hinted at": (
        ["通话", "转账", "同席", "亲属", "同学"],
        ["通话、转账、同席、", "亲属、…"],
    ),
    "one kind has no comma": (["通话"], ["通话"]),
}


@pytest.mark.parametrize("case", SAID)
def test_a_line_for_many_names_their_kinds_in_rows(page: Page, case: str) -> None:
    titles, rows = SAID[case]
    links = [
        link(f"R{i}{n}", "a", "b", titles[i]) for i in range(len(titles)) for n in range(4 // len(titles) + 1)
    ]
    (line,) = called(page, "lines", "lines", links, NO_FILTERS)
    assert line["data"]["text"].split("\n") == [f"{len(links)} 条关系：", *rows]


def link(id: str, source: str, target: str, title: str) -> dict[str, object]:
    return {
        "id": id, "kind": "calls", "source": source, "target": target, "title": title, "label": title,
        "directed": True, "strength": 0.5, "confidence": 0.9, "since": "", "until": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("far", "says"),
    [(120, "2"), (600, "2 条关系：\n通话")],
    ids=["short: its number", "long: kinds"],
)
def test_a_line_to_a_group_says_as_much_as_it_has_room_for(page: Page, far: int, says: str) -> None:
    script = """async ([far, links, filters, words]) => {
        (await import("/static/workbench/say.mjs")).learn(words);
        const { elementsOf } = await import("/static/workbench/elements.mjs");
        const cards = new Map(["m1", "m2", "out"].map((id) => [id, { id, kind: "person", label: id }]));
        const content = { cards, kind: () => "person", among: () => links };
        const state = {
          nodes: { m1: { x: 0, y: 0 }, m2: { x: 0, y: 0 }, out: { x: far, y: 0 } }, notes: {}, filters,
          groups: { g: { by: "gang", key: "G1", members: ["m1", "m2"], x: 0, y: 0, open: false } },
        };
        const made = [...elementsOf(state, content, () => "某团伙").values()];
        return made.filter(({ group }) => group === "edges").map(({ data }) => data.text);
    }"""
    links = [link("R1", "m1", "out", "通话"), link("R2", "m2", "out", "通话")]
    assert page.evaluate(script, [far, links, NO_FILTERS, WORDS]) == [says]

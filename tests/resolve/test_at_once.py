"""What is worked out for many values at once against the same for one value at a time."""

import re
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import number, typo

from netinv.ledger.types import Mentions
from netinv.model.keys import entity_id, mention_key
from netinv.model.mentions import MENTION_FIELDS
from netinv.model.values import parse_date
from netinv.resolve.addresses import Addresses
from netinv.resolve.clusters import Clusters, Merge
from netinv.resolve.comparisons import Comparisons
from netinv.resolve.identity import Number, read_days, read_number, stated
from netinv.resolve.ids import entity_ids
from netinv.resolve.joining import join_all
from netinv.resolve.name_levels import names_level
from netinv.resolve.name_matrix import NameMatrix
from netinv.resolve.name_pairs import NamePairs
from netinv.resolve.normalise import idnumber
from netinv.resolve.normalise.addresses import Address, read_address
from netinv.resolve.normalise.doors import DOOR, LONGEST, split
from netinv.resolve.normalise.names import clean_name, masked_surname, read_name, split_name, title_name
from netinv.resolve.normalise.nicknames import nickname
from netinv.resolve.normalise.pinyin import syllables
from netinv.resolve.normalise.regions import Regions
from netinv.resolve.numbers import Numbers
from netinv.resolve.people import People, read_people
from netinv.resolve.slips import Texts, one_slip
from netinv.resolve.sounds import Sounds, any_order

ODD = [
    "欧阳靖宇", "欧阳婧宇", "司马光", "司马广", "列国梁", "刘国梁", "末", "未", "王某", "李**", "王所长",
    "副所长王建国", "周局", "阿超", "黑皮", "老K", "买买提·艾力", "JOHN SMITH", "王", "", "李A", "肖红", "萧宏",
]  # fmt: skip
names = st.one_of(
    st.sampled_from(ODD), st.text("王刘沈沉国果梁粱志远末未红宏静婧芳坊欧阳·", min_size=2, max_size=4)
)  # fmt: skip


@given(st.lists(names, min_size=1, max_size=8, unique=True))
def test_levels_of_names(texts: list[str]) -> None:
    readings = [read_name(text) for text in dict.fromkeys(map(clean_name, texts))]
    left, right = np.indices((len(readings), len(readings))).reshape(2, -1)
    found = NamePairs(readings, NameMatrix(readings)).levels(left, right)
    assert found.tolist() == [names_level(a.clean, b.clean) for a, b in product(readings, readings)]


@given(st.lists(names, min_size=2, max_size=8, unique=True))
def test_sounds_and_characters_of_names(texts: list[str]) -> None:
    readings = [r for r in map(read_name, texts) if r.kind in ("full", "foreign", "other")]
    matrix = NameMatrix(readings)
    sounds = Sounds(readings, matrix)
    spoken = [syllables(reading.clean) for reading in readings]
    for codes, parts in (
        (sounds.part(slice(None)), spoken),
        (sounds.part(slice(2)), [s[:2] for s in spoken]),
        (sounds.part(slice(1, None)), [s[1:] for s in spoken]),
        (sounds.ends(), [(s[0], s[-1]) if len(s) > 1 else () for s in spoken]),
        (any_order(readings, matrix), [tuple(sorted(r.clean)) for r in readings]),
    ):
        for (i, a), (j, b) in product(enumerate(parts), enumerate(parts)):
            assert (codes[i] == codes[j]) == (a == b)
            assert (codes[i] == 0) == (not a)


@pytest.mark.parametrize(
    "written",
    [
        number(7), number(8, "20000229"), number(8, "19000229"), number(9, "19991301"), number(9, "18791231"),
        number(9, "19990431"), typo(number(7)), number(7)[:-1], "9" + number(7)[1:], "110105491231002",
        "5199**********0017", "E12345678", "", "5199990000001X", number(11, "19491231", "f"),
    ],
)  # fmt: skip
def test_what_numbers_state(written: str) -> None:
    value = read_number(written)
    assert value.masked == "" or idnumber.id_kind(written) == "masked"
    found = stated([Number(), value, read_number(number(3))])
    valid = idnumber.valid_18(value.full)
    assert found.valid.tolist() == [False, valid, True]
    assert found.birth[1] == (idnumber.birth_date(value.full) if valid else "")
    assert found.gender[1] == (idnumber.gender(value.full) if valid else "")


digits = st.text("0123", min_size=8, max_size=8)


@given(st.lists(digits, min_size=1, max_size=6))
def test_slips_of_the_pen(texts: list[str]) -> None:
    found = Texts(texts, 8)
    left, right = np.indices((len(texts), len(texts))).reshape(2, -1)
    expected = one_slip(found.places[left], found.places[right])
    assert found.one_slip(left, right).tolist() == expected.tolist()


@given(
    st.text("云梯县柳河镇双桥村建设路三十附社(", max_size=9), st.text("0123组号栋-附村镇二十#)", max_size=7)
)
def test_an_address_reads_the_same_by_its_head(head: str, door: str) -> None:
    text = head + door
    assert read_address(text) == read_address(text[:1] + " " + text[1:])


written_days = st.builds(
    "{}{}{:02}{}{:02}{}".format,
    st.sampled_from([1599, 1600, 1899, 1900, 1980, 2000, 2199, 2200]),
    st.sampled_from(["", "-", "/", "."]),
    st.integers(0, 13),
    st.sampled_from(["", "-", "/"]),
    st.integers(0, 32),
    st.sampled_from(["", "", "", "日", " 08:00:00"]),
)


@given(st.lists(written_days | st.sampled_from(["", "1980", "1980年3月4日", "１９８００１０２"]), max_size=9))
def test_dates_are_read_as_one_by_one(texts: list[str]) -> None:
    read = [parse_date(text) if text else None for text in texts]
    assert list(read_days(texts)) == [day[0] if day and day[1] == "day" else "" for day in read]


addresses = st.builds(
    str.__add__,
    st.text("云梯县柳河镇双桥村建设路三十附社( 。A𠮷", max_size=9),
    st.text("0123０٣组号栋-附村镇二十#)aB", max_size=7) | st.sampled_from(["7" * 17, "7" * 18, "007"]),
)


@given(st.lists(addresses, max_size=7))
def test_addresses_are_split_as_one_by_one(texts: list[str]) -> None:
    found = split(texts)
    expected = [
        DOOR.fullmatch(text) if max(map(len, re.findall("[0-9]+", text)), default=0) <= LONGEST else None
        for text in texts
    ]
    assert found.usual.tolist() == [match is not None for match in expected]
    assert found.head.tolist() == [len(match[1]) if match else 0 for match in expected]
    numbers = [(row, n) for row, m in enumerate(expected) if m for n in re.findall("[0-9]+", m[2])]
    assert list(zip(found.row.tolist(), [str(n)[1:] for n in found.number.tolist()], strict=True)) == numbers


@given(st.lists(addresses, min_size=1, max_size=7))
def test_a_column_of_addresses_reads_as_one_by_one(texts: list[str]) -> None:
    column = Addresses(texts)
    found, read = list(column.read()), [read_address(text) for text in texts]
    assert [address if code else Address() for address, code in zip(found, column.codes, strict=True)] == read
    for i, j in product(range(len(texts)), repeat=2):
        same = read[i].numbers == read[j].numbers
        assert (column.numbers.codes[column.codes[i]] == column.numbers.codes[column.codes[j]]) == same


def _people(cells: list[tuple[str, str]]) -> People:
    """Mentions that state these numbers and birth dates."""
    fields = {name: [""] * len(cells) for name in MENTION_FIELDS}
    fields |= {"id_number": [n for n, _ in cells], "birth_date": [day for _, day in cells]}
    ids = [f"R{i:03}" for i in range(len(cells))]
    same = [["people"] * len(cells), ids, ["o"] * len(cells), [""] * len(cells), ["person"] * len(cells)]
    return read_people(Mentions(*same, fields), Regions())


cells = st.tuples(
    st.sampled_from(
        ["", "", number(1), typo(number(1)), number(2), number(1)[:6] + "********" + number(1)[14:]]
    ),
    st.sampled_from(["", "", "1980-01-01", "1980-01-02", "1975-10-20"]),
)


@given(st.lists(cells, min_size=2, max_size=9), st.data())
def test_joining_all_is_joining_one_by_one(stating: list[tuple[str, str]], data: st.DataObject) -> None:
    people, every = _people(stating), st.integers(0, len(stating) - 1)
    ends = st.tuples(every, every).filter(lambda p: p[0] < p[1])
    pairs = data.draw(st.lists(ends, min_size=1, max_size=14, unique=True))
    different = data.draw(st.lists(ends, max_size=1))
    odds = np.arange(float(len(pairs)), 0.0, -1.0)
    one_by_one, at_once = (Clusters(people, different) for _ in range(2))
    expected = [one_by_one.merge(Merge(*p, bits)) for p, bits in zip(pairs, odds.tolist(), strict=True)]
    assert (
        join_all(people, Numbers(people.number), at_once, np.array(pairs, np.int64), odds).tolist()
        == expected
    )
    assert at_once.merges == one_by_one.merges
    assert at_once.labels().tolist() == one_by_one.labels().tolist()
    for a, b in product(set(at_once.labels().tolist()), repeat=2):
        assert sorted(at_once.members(a)) == sorted(one_by_one.members(a))
        assert at_once.possible(a, b) == one_by_one.possible(a, b)


@given(st.lists(cells, min_size=2, max_size=6))
def test_what_no_cluster_takes_teaches_nothing(stating: list[tuple[str, str]]) -> None:
    people, clusters = _people(stating), Clusters(_people(stating))
    pairs = np.array(list(combinations(range(len(stating)), 2)), np.int64)
    comparisons = Comparisons(people)
    found = comparisons.impossible(pairs, comparisons.levels(pairs))
    assert found.tolist() == [not clusters.possible(i, j) for i, j in pairs.tolist()]


def test_nothing_to_join() -> None:
    people, nothing = _people([("", "")]), np.zeros((0, 2), np.int64)
    clusters = Clusters(people)
    join_all(people, Numbers(people.number), clusters, nothing, np.zeros(0))
    assert clusters.merges == []


@given(st.one_of(names, st.text("王老小二某主任长总李黄毛疯子哥建国强", min_size=2, max_size=3)))
def test_a_plain_name_is_nothing_else(text: str) -> None:
    found = read_name(text)
    if found.kind == "full":
        assert (masked_surname(text), title_name(text), nickname(text)) == (None, None, None)
        assert (found.surname, found.given) == split_name(text)


@given(st.lists(st.tuples(st.text(max_size=5), st.sampled_from(["person", "organization"])), max_size=5))
def test_ids_of_entities(records: list[tuple[str, str]]) -> None:
    keys = [mention_key("青石", "people", record, "", kind) for record, kind in records]
    assert entity_ids(keys) == [entity_id(key) for key in keys]

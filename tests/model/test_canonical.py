"""Canonical text is what the standard library writes, whatever is written."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netinv.model.canonical import canonical

# numbers with a fraction are left out: of very small and very large ones the exponent is written otherwise
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.text(st.characters())
)  # halves of surrogate pairs, too
CONTENT = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(st.characters()), inner)
    ),
)


@given(CONTENT)
def test_it_is_sorted_json_without_blanks(content: object) -> None:
    expected = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert canonical(content) == expected


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ({"乙": 1, "甲": 2, "A": [True, None]}, '{"A":[true,null],"乙":1,"甲":2}'),
        ((b"\x00\xff",), '["00ff"]'),
        ({"x": 0.1, "y": 1200.0}, '{"x":0.1,"y":1200.0}'),
        (2**70, "1180591620717411303424"),
        ("\ud800", '"\ud800"'),
    ],
)
def test_what_it_writes(content: object, text: str) -> None:
    assert canonical(content) == text


def test_what_json_cannot_say_is_refused() -> None:
    with pytest.raises(TypeError):
        canonical({"a": object()})

"""The ontology is data: what ships is consistent, and what is not is refused."""

from importlib import resources

import pytest
from pydantic import ValidationError

from netinv.model.ontology import ontology, parse

TEXT = (resources.files("netinv.model") / "ontology.yaml").read_text(encoding="utf-8")


def test_every_kind_has_both_languages() -> None:
    for kind in [*ontology().entities.values(), *ontology().relations.values()]:
        assert kind.zh
        assert kind.en.isascii()
        assert not kind.zh.isascii()


def test_money_and_ownership_carry_more_than_acquaintance_and_kinship() -> None:
    strength = {name: kind.strength for name, kind in ontology().relations.items()}
    assert min(strength[k] for k in ("paid", "holds", "owns")) > max(
        strength[k] for k in ("kin", "associate")
    )


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("strength: 0.35", "strength: 1.5", "less than or equal to 1"),
        ("initial: C", "initial: G", "unique"),
        ("colour: vermillion, shape: octagon", "colour: blue, shape: ellipse", "look alike"),
        ("colour: vermillion, shape: octagon", "colour: red, shape: octagon", "palette"),
        ("target: [gang], strength: 0.95", "target: [clan], strength: 0.95", "no such entity kind"),
        ("zh: 亲属", "名: 亲属", "Extra inputs"),
        ("C: 0.85", "H: 0.85", "grade C is missing"),
    ],
)
def test_what_is_inconsistent_is_refused(old: str, new: str, says: str) -> None:
    assert old in TEXT
    with pytest.raises(ValidationError, match=says):
        parse(TEXT.replace(old, new))


@pytest.mark.parametrize(("grade", "belief"), [("A", 0.98), (" f ", 0.30), ("", 0.85), ("Z", 0.85)])
def test_an_unknown_grade_counts_as_c(grade: str, belief: float) -> None:
    assert ontology().belief(grade) == belief

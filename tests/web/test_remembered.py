"""Pages that are kept: the same page for the very same objects, another one when one of them is another."""

from netinv.web import remembered
from netinv.web.remembered import Remembered


def test_a_page_is_made_anew_when_what_it_shows_is_another() -> None:
    kept, made = Remembered(), iter("abcdef")
    one, other = [1], [1]
    assert kept.page("zh", [one], lambda: next(made)) == "a"
    assert kept.page("zh", [one], lambda: next(made)) == "a"
    assert kept.page("en", [one], lambda: next(made)) == "b", "each language its own"
    assert kept.page("zh", [other], lambda: next(made)) == "c", "equal is not the same"
    assert kept.page("zh", [other, one], lambda: next(made)) == "d"
    assert kept.page("zh", [], lambda: next(made)) == "e"


def test_only_the_last_pages_are_kept() -> None:
    kept, shown = Remembered(), [object()]
    for n in range(remembered.MOST + 1):
        kept.page(n, shown, lambda n=n: str(n))  # type: ignore[misc]
    assert kept.page(0, shown, lambda: "anew") == "anew"
    assert kept.page(remembered.MOST, shown, lambda: "anew") == str(remembered.MOST)

"""What the faces say, in Chinese and English: their own catalogue, and the labels of the model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup, escape

from netinv.model.alerts import Text
from netinv.model.shipped import shipped
from netinv.model.wording import by_number

LANGUAGES = ("zh", "en")
HTML_LANG = {"zh": "zh-CN", "en": "en"}


@cache
def catalogue() -> Mapping[str, Text]:
    """The faces' own words, key -> both languages, from `words.yaml`, which may go by number."""
    raw = shipped("netinv.report", "words.yaml")
    return {key: Text(**value) for key, value in raw.items()}


def word(key: str) -> Text:
    """The catalogue's text for a key; KeyError for one that does not exist."""
    return catalogue()[key]


def filled(key: str, **values: object) -> Text:
    """The catalogue's text for a key with its places filled in, as plain text."""
    said = word(key)
    return Text(zh=said.zh.format(**values), en=by_number(said.en, values).format(**values))


@dataclass(frozen=True)
class Voice:
    """Speaks one language, or both beside one another for a page that carries its own switch.

    With both, every text is written twice, each in a `<span lang=… class=zh|en>` of which the page shows one.
    Parameters are escaped; a parameter that is a `Text` is spoken in the language of the sentence.
    """

    languages: Sequence[str]

    @property
    def bilingual(self) -> bool:
        """Whether both languages are written."""
        return len(self.languages) > 1

    def say(self, what: str | Text, **parameters: object) -> Markup:
        """A catalogue key, or a sentence in both languages, as HTML."""
        if not self.bilingual:
            return _fill(what, self.languages[0], parameters)
        return Markup("").join(
            Markup('<span class="{0}" lang="{1}">{2}</span>').format(
                language, HTML_LANG[language], _fill(what, language, parameters)
            )
            for language in self.languages
        )

    def plain(self, what: str | Text, **parameters: object) -> str:
        """The same without markup, for attributes and titles; both languages are joined by " · "."""
        said = [_fill(what, language, parameters).unescape() for language in self.languages]
        return " · ".join(dict.fromkeys(said))

    def each(self) -> list[tuple[str, str]]:
        """(language, class to set on what is written in it): for SVG, where lines differ by language."""
        return [(language, language if self.bilingual else "") for language in self.languages]


@cache
def _fixed(key: str, language: str) -> Markup:
    return escape(getattr(word(key), language)).format()


def _fill(what: str | Text, language: str, parameters: Mapping[str, object]) -> Markup:
    if isinstance(what, str) and not parameters:
        return _fixed(what, language)
    text = word(what) if isinstance(what, str) else what
    pattern = escape(getattr(text, language))
    if not isinstance(what, str) and not parameters:
        return pattern  # a sentence of data may hold braces of its own
    spoken = {
        name: getattr(value, language) if isinstance(value, Text) else value
        for name, value in parameters.items()
    }
    return Markup(by_number(str(pattern), spoken)).format(**spoken)

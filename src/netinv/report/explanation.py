"""Why two mentions are one, or not, as one page that opens offline, in both languages."""

from markupsafe import Markup

from netinv.model.review import Explanation
from netinv.model.views import MergeView
from netinv.report import waterfall
from netinv.report.page import environment, style, style_hash
from netinv.report.pairs import fields
from netinv.report.words import HTML_LANG, LANGUAGES, Voice, word

PICTURES = 6
"""Joins that get a picture, the weakest; the others are listed with their weights."""


def render_explanation(found: Explanation, lang: str = "zh") -> str:
    """The page, opened in one of the languages."""
    way = [step.merge for step in found.steps if step.on_path] or [step.merge for step in found.steps]
    weakest = sorted(way, key=lambda merge: (merge.probability, merge.left, merge.right))
    shown = weakest[:PICTURES] if found.together else [found.compared] if found.compared else []
    voice, kind = Voice(LANGUAGES), found.left.kind
    key = "explanation_growth_title" if found.left == found.right else "explanation_title"
    names = {"left": found.left.label, "right": found.right.label}
    return (
        environment()
        .get_template("explanation.html")
        .render(
            found=found,
            kind=kind,
            lang=lang,
            html_lang=HTML_LANG[lang],
            title=getattr(word(key), lang).format(**names),
            heading=voice.say(key, **names),
            heading_key=_heading(found),
            rows=fields(found.left, found.right),
            pictures=[(merge, _picture(merge, kind, voice, f"fall-{n}")) for n, merge in enumerate(shown)],
            say=voice.say,
            voice=voice,
            style=style(),
            style_hash=style_hash(str(style())),
        )
    )


def _heading(found: Explanation) -> str:
    """What the pictures show, as a key of the catalogue."""
    if not found.together:
        return "explanation_nearest"
    return "explanation_way" if any(step.on_path for step in found.steps) else "explanation_weakest"


def _picture(merge: MergeView, kind: str, voice: Voice, name: str) -> Markup:
    """The waterfall in every language of the page, of which it shows one."""
    parts = []
    for language, css in voice.each():
        drawn = waterfall.svg(waterfall.steps(merge, kind, language), language)
        head = f'<svg role="img" aria-label="{getattr(word("waterfall_alt"), language)}" '
        parts.append(
            Markup('<div class="{0}" id="{1}-{2}">{3}</div>').format(
                css, name, language, Markup(head + drawn.removeprefix("<svg "))
            )
        )
    return Markup("").join(parts)

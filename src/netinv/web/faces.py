"""Turns what was read into a page in the visitor's language."""

import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse
from jinja2 import Environment
from markupsafe import Markup

from netinv.graph.ids import node_id
from netinv.graph.mapping import THINGS
from netinv.model.keys import mention_key
from netinv.model.tables import TABLES
from netinv.model.values import canonical_enum, fold
from netinv.model.views import EntityView, MentionView, MergeView
from netinv.report.page import environment
from netinv.report.picture import status_key
from netinv.report.story import Story
from netinv.report.words import HTML_LANG, LANGUAGES, Voice
from netinv.workspace.review.naming import taken_apart, written

COOKIE = "netinv_lang"
_ID = re.compile(r" \(([PO][A-Z2-7]{12})\)")
A_YEAR = 365 * 24 * 3600

_Answer = TypeVar("_Answer", bound=Response)


class Pages:
    """Renders templates: one environment a language, made once."""

    def __init__(self) -> None:
        self._made = {language: _environment(language) for language in LANGUAGES}

    def show(self, request: Request, template: str, status: int = 200, **content: Any) -> HTMLResponse:
        """A page; `?lang=` wins over the cookie, and is remembered in it."""
        return self.answer(request, self.html(request, template, **content), status)

    def html(self, request: Request, template: str, **content: Any) -> str:
        """The text of a page."""
        language = language_of(request)
        return self._made[language].get_template(template).render(
            lang=language,
            html_lang=HTML_LANG[language],
            here=request.url.path,
            other_language=other_language(request, language),
            **content,
        )  # fmt: skip

    def answer(self, request: Request, html: str, status: int = 200) -> HTMLResponse:
        """The answer that carries the text of a page."""
        return _speaking(request, HTMLResponse(html, status))

    def answer_in_two(self, request: Request, html: str, rest: Callable[[], str]) -> StreamingResponse:
        """The same, with `rest` at the end of its body: found out while the browser reads the page."""
        page, body_end, after = html.rpartition("</body>")

        def parts() -> Iterator[str]:
            yield page
            yield rest()
            yield body_end + after

        return _speaking(request, StreamingResponse(parts(), media_type=HTMLResponse.media_type))


def _speaking(request: Request, response: _Answer) -> _Answer:
    """Remembers the language that was asked for."""
    if request.query_params.get("lang") in LANGUAGES:
        response.set_cookie(COOKIE, language_of(request), max_age=A_YEAR, samesite="strict", httponly=True)
    return response


def language_of(request: Request) -> str:
    """Chinese unless asked otherwise."""
    for asked in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        if asked in LANGUAGES:
            return str(asked)
    return LANGUAGES[0]


def voice_of(request: Request) -> Voice:
    """The voice for pictures that are drawn before the page."""
    return Voice([language_of(request)])


def own_half(sentence: str, lang: str) -> str:
    """Errors say everything twice, `中文 / English`: the half in the visitor's language."""
    zh, between, en = sentence.partition(" / ")
    return (zh if lang == "zh" else en) if between else sentence


def other_language(request: Request, language: str) -> str:
    """Address of this page in the other language, its other parameters kept."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    other = LANGUAGES[1] if language == LANGUAGES[0] else LANGUAGES[0]
    return quote(request.url.path) + "?" + urlencode([*kept, ("lang", other)])


def record_href(table: str, record_id: str) -> str:
    """Address of a record; ids may hold anything, slashes too."""
    return f"/records/{quote(table, safe='')}/{quote(record_id, safe='')}"


def entity_href(entity_id: str) -> str:
    """Address of an entity."""
    return f"/entities/{quote(entity_id, safe='')}"


def alert_href(story: Story) -> str:
    """Address of an alert."""
    return f"/alerts/{quote(story.alert.alert_id, safe='')}"


def gang_href(gang_id: str) -> str:
    """Address of a gang's own page, by its number in the records."""
    return entity_href(node_id("gang", fold(gang_id)))


def own_href(table: str, record_id: str) -> str | None:
    """Address of the case, lead, gang … that a row itself is; None for rows that are no such thing."""
    kinds = [thing.kind for thing in THINGS if thing.table == table and thing.natural]
    return entity_href(node_id(kinds[0], fold(record_id))) if kinds else None


def standing_of(gang: EntityView) -> str:
    """A gang's legal status as a word of the catalogue."""
    stated = next((fact.value for fact in gang.facts if fact.column == "status"), None)
    return status_key(canonical_enum(TABLES["gangs"].columns["status"], stated) if stated else None)


def told_by(merge: MergeView) -> str:
    """The word that says how two mentions were told for one where they state nothing in common but a name;
    "" where they do, or a person judged."""
    fields = {c.field for c in merge.comparisons}
    if "contacts" in fields:
        return "merge_second_number"
    if "judgement" in fields:
        return ""
    stated = any(c.field != "name" and c.left and c.right and c.weight > 0 for c in merge.comparisons)
    return "" if stated else "merge_placed"


def mention_name(mention: MentionView, kind: str) -> str:
    """How pages and commands write a mention of an entity of a kind, with the unit that gave it."""
    key = mention_key(mention.origin, mention.table, mention.record_id, mention.ref, kind)
    return written(key, several=True)


def linked(sentence: Markup) -> Markup:
    """A sentence whose ids of persons and organisations in brackets lead to their pages."""
    # as plain text: what is put into markup is escaped
    return Markup(_ID.sub(r' <a class="cite" href="/entities/\1">\1</a>', str(sentence)))


def bits(weight: float, most: float) -> Markup:
    """A weight as a bar to the right (for) or left (against) of its axis; `most` bits fill a side."""
    wide = abs(weight) / most * 60 if most else 0.0
    x, css = (60.0, "for") if weight >= 0 else (60 - wide, "against")
    return Markup(
        '<svg class="bits" viewBox="0 0 120 12" width="120" height="12" aria-hidden="true">'
        '<rect class="{}" x="{:.1f}" y="2" width="{:.1f}" height="8"/><path class="axis" d="M60 0V12"/></svg>'
    ).format(css, x, wide)


def _environment(language: str) -> Environment:
    made = environment("netinv.web")
    voice = Voice([language])
    made.globals.update(
        status_key=status_key,
        voice=voice,
        say=voice.say,
        in_report=False,
        record_href=record_href,
        entity_href=entity_href,
        own_href=own_href,
        alert_href=alert_href,
        gang_href=gang_href,
        told_by=told_by,
        bits=bits,
        mention_name=mention_name,
        taken_apart=taken_apart,
        linked=linked,
    )
    return made

"""A lead's text -> the same text with what gives the reporter away cut out."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from netinv.ingest.reporters.contacts import contacts_in, normal, own_contacts
from netinv.ingest.reporters.fold import GAP, fold, numerals, spaced
from netinv.ingest.reporters.names import own_names
from netinv.ingest.reporters.words import anonymous, nobody

Secret = tuple[str, str]
"""(kind, value): a value of the reporter, in the form in which it is sealed."""


class Span(NamedTuple):
    """What is cut from a text at [start, end)."""

    start: int
    end: int
    kind: str
    value: str


def secrets_in_cell(kind: str, cell: str) -> list[Secret]:
    """The values in one cell of a reporter's column: every number, and what is left beside them.

    A cell that says nobody (`匿名`, `不详`) holds none.
    """
    folded = fold(cell).strip()
    if not folded or folded in anonymous():
        return []
    numbers = contacts_in(folded)
    rest = folded
    for contact in reversed(numbers):
        rest = rest[: contact.start] + ";" + rest[contact.end :]
    if kind == "name" and re.fullmatch(r"[一-龥\s·]{2,9}", rest):
        rest = re.sub(r"\s", "", rest)  # 张 三
    rest = re.sub(r"^\+?(?:00)?86(?=[\s\-;]|$)", "", rest) if numbers else rest
    parts = re.split(r"[;:、|,/()\[\]\n]" if kind in ("name", "phone", "id_number") else r"[;|\n]", rest)
    left = [_secret(kind, part) for part in (raw.strip(" \t():+-") for raw in parts)]
    return [(c.kind, c.value) for c in numbers] + [s for s in left if s[1] and s[1] not in nobody()]


def _secret(kind: str, part: str) -> Secret:
    """What stands in a column of numbers without being one is whose they are."""
    if kind in ("phone", "id_number") and re.fullmatch(r"[一-龥·\s]{2,9}", part):
        kind = "name"
    return kind, normal(kind, part)


def spans_in(text: str, known: Iterable[Secret], listen: bool = True) -> list[Span]:
    """Where a text holds the reporter's values: those known from the columns, and those it gives itself.

    `listen` false looks for the known ones only (for rows that are no leads, where nobody speaks of
    himself). Spans are in order and do not overlap.
    """
    folded = fold(text)
    found: list[Span] = []
    secrets = dict.fromkeys(known)
    if listen:
        contacts = [Span(*contact) for contact in own_contacts(folded)]
        names = [
            Span(n.start, n.end, "name", n.value)
            for n in own_names(folded, [(c.start, c.end) for c in contacts])
        ]
        found = contacts + names
        secrets |= dict.fromkeys((span.kind, span.value) for span in found)
    plain = (folded, numerals(folded))
    for kind, value in secrets:
        pattern = _pattern(kind, value)
        if pattern is not None:
            for form in plain:
                found += [Span(m.start(), m.end(), kind, value) for m in pattern.finditer(form)]
    return _merged(found)


def cut(text: str, spans: Sequence[Span], put: Callable[[str, str], str]) -> str:
    """The text with `put(kind, value)` in place of every span."""
    parts, at = [], 0
    for span in spans:
        parts += [text[at : span.start], put(span.kind, span.value)]
        at = span.end
    return "".join([*parts, text[at:]])


def _pattern(kind: str, value: str) -> re.Pattern[str] | None:
    """How a known value may be written in a text; None for what is too short to tell anybody."""
    folded = fold(value)
    if kind == "phone" and folded.isdigit() and len(folded) >= 7:
        forms = [folded]
        area = re.match(r"0(?:10|2\d|[3-9]\d\d)", folded)
        if area and len(folded) - area.end() >= 7:
            forms.append(folded[area.end() :])  # the number without the area code
        forms = [rf"(?<!\d){spaced(form)}(?!\d)" for form in forms]
        return re.compile(rf"(?:\+?(?:00)?86{GAP}(?=1))?(?:" + "|".join(forms) + ")|" + re.escape(folded))
    if kind == "id_number" and re.fullmatch(r"\d{14,17}[\dx]", folded):
        forms = [folded]
        if len(folded) == 18:
            forms.append(folded[:6] + folded[8:17])  # the fifteen digits it had before 2000
        elif len(folded) == 15:
            forms.append(folded[:6] + "19" + folded[6:])
        return re.compile("|".join(spaced(form) for form in forms))
    ideographs = len(re.findall(r"[一-龥]", folded))
    long_enough = ideographs >= (2 if kind == "name" else 4) or len(folded) - ideographs >= 4
    return re.compile(spaced(folded)) if long_enough else None


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if merged and span.start < merged[-1].end:
            if span.end > merged[-1].end:
                merged[-1] = merged[-1]._replace(end=span.end)
            continue
        merged.append(span)
    return merged

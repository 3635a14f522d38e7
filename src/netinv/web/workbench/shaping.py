"""Cards, links and paths as the page gets them: words in the visitor's language beside the codes."""

import datetime
from collections.abc import Mapping
from typing import Any

from netinv.graph.mapping import LINKS
from netinv.model.alerts import Text
from netinv.model.exploring import Card, Drawing, DrawingView, Excluded, Found, FoundPath, Link, PathsFound
from netinv.model.readings import readings
from netinv.model.views import Fact
from netinv.report import labels, numbers
from netinv.report.picture import status_key
from netinv.report.words import word
from netinv.web.faces import record_href
from netinv.web.workbench.words import spoken

Json = dict[str, Any]

_SAID_BY_ROLE = frozenset({"kin", "member_of", "works_at", "holds"})

_ROLES = {(link.kind, *link.kinds.values()): (link.table, link.role) for link in LINKS if link.role}
_ROLE_COLUMN = {kind: column for kinds, column in _ROLES.items() for kind in kinds}
_BIRTH = slice(6, 10)
"""Where an 18-digit ID number says the year of birth."""


class Shape:
    """Speaks one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def say(self, text: Text) -> str:
        """One sentence."""
        return str(getattr(text, self.lang))

    def card(self, card: Card) -> Json:
        """A node: `status` in words, `hint` is one line that tells namesakes apart."""
        status = ""
        if card.kind == "gang":
            status = self.say(word(status_key(card.status or None)))
        elif card.status:
            status = self.say(word(f"kind_{card.status}"))
        return {
            "id": card.id,
            "kind": card.kind,
            "label": card.label,
            "status": status,
            "hint": " · ".join(dict.fromkeys(filter(None, (self._hint(card, *hint) for hint in card.hints)))),
            "neighbours": card.neighbours,
        }

    def found(self, found: Found) -> Json:
        """A search result; of whom only the name is known, it says with whom or what he is linked."""
        linked = [
            f"{self.say(labels.relation_kind(one.kind))} {one.told}" if one.kind else one.told
            for one in found.beside
        ]
        card = self.card(found.card)
        return {**card, "hint": card["hint"] or " · ".join(linked), "matched": found.matched}

    def link(self, link: Link) -> Json:
        """A relation with its first records; `detail` is what they amount to."""
        kind = self.say(labels.relation_kind(link.kind))
        role, amount = self._role(link.kind, link.props), self._amount(link.props)
        return {
            "id": link.id,
            "kind": link.kind,
            "source": link.source,
            "target": link.target,
            "since": link.since,
            "until": link.until,
            "period": numbers.period(link.since, link.until),
            "confidence": link.confidence,
            "directed": not labels.is_symmetric(link.kind),
            "title": kind,
            "detail": " · ".join(dict.fromkeys(filter(None, (role, amount)))),
            "records": [self.record(table, id) for table, id in link.records],
            "recordCount": link.record_count,
        }

    def record(self, table: str, record_id: str) -> Json:
        """A source row with its address."""
        name = self.say(labels.table_name(table))
        return {"table": name, "id": record_id, "href": record_href(table, record_id)}

    def fact(self, kind: str, fact: Fact) -> Json:
        """What records state of a node."""
        meant = labels.field_meaning(kind, fact.column, fact.value)
        return {
            "name": self.say(labels.field_name(kind, fact.column)),
            "value": fact.value,
            "meaning": self.say(meant) if meant else "",
            "records": [self.record(*ref) for ref in fact.records[:6]],
            "recordCount": len(fact.records),
        }

    def paths(self, found: PathsFound) -> Json:
        """Paths with the innocent reading of every step."""
        return {
            "cards": [self.card(card) for card in found.cards],
            "between": [
                {
                    "ends": list(each.ends),
                    "tried": each.tried,
                    "paths": [self.path(path) for path in each.paths],
                    "excluded": [self.excluded(one) for one in each.excluded],
                }
                for each in found.between
            ],
        }

    def path(self, path: FoundPath) -> Json:
        """One path, step by step."""
        return {
            "nodes": path.nodes,
            "strength": numbers.percent(path.strength),
            "steps": [
                {
                    "source": step.source,
                    "target": step.target,
                    "links": [self.link(link) for link in step.links],
                    "innocent": [
                        self.say(readings()[kind]) for kind in dict.fromkeys(link.kind for link in step.links)
                    ],
                }
                for step in path.steps
            ],
        }

    def excluded(self, one: Excluded) -> str:
        """What a condition shut out, and whether a path exists without it."""
        without = one.hops_without
        then = spoken("without_none", self.lang)
        if without is not None:
            then = spoken("without_some", self.lang, n=without)
        return f"{spoken(f'excluded_{one.condition}', self.lang, n=one.count)} {then}"

    def drawing(self, drawing: Drawing) -> Json:
        """A canvas as kept."""
        return {"revision": drawing.revision, "body": drawing.body, "removed": drawing.removed}

    def view(self, view: DrawingView) -> Json:
        """A saved view in a list."""
        at = view.at[:16].replace("T", " ")
        return {"id": view.view_id, "version": view.version, "name": view.name, "at": at}

    def _hint(self, card: Card, field: str, value: str) -> str:
        if field in ("birth_date", "id_numbers") and card.kind == "person":
            year = value[:4] if field == "birth_date" else value[_BIRTH] if len(value) == 18 else ""
            age = spoken("age", self.lang, n=datetime.date.today().year - int(year)) if year.isdigit() else ""
            return age if field == "birth_date" else age or value
        meant = labels.field_meaning(card.kind, field, value)
        return self.say(meant) if meant else value

    def label(self, kind: str, props: Mapping[str, Any]) -> str:
        """What stands beside a line."""
        said, amount = self.say(labels.relation_kind(kind)), self._amount(props)
        role = self._role(kind, props) if kind in _SAID_BY_ROLE else ""
        return " ".join(filter(None, (role or said, amount)))

    def _role(self, kind: str, props: Mapping[str, Any]) -> str:
        if title := props.get("title"):
            return str(title)
        role = str(props.get("role", ""))
        table, column = _ROLE_COLUMN.get(kind, ("", ""))
        said = self.say(labels.code(table, column, role)) if role else ""
        if kind == "called" and role == "call":
            said = ""
        share = props.get("share_pct")
        return " ".join(filter(None, (said, f"{share}%" if share is not None else "")))

    def _amount(self, props: Mapping[str, Any]) -> str:
        if isinstance(amount := props.get("amount_yuan"), int | float):
            return self.say(numbers.money(amount))
        count = props.get("count", 1)
        return f"×{count}" if isinstance(count, int) and count > 1 else ""

"""What every question of review looks up: mentions, entities, roles, alerts, judgements."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from netinv.detect.term import in_term
from netinv.ledger.ledger import Ledger
from netinv.ledger.types import Judgement, Mentions
from netinv.model.alerts import Alert
from netinv.model.keys import SEPARATOR
from netinv.model.review import AlertTouched, JudgementView, Named, Side
from netinv.model.tables import TABLES
from netinv.model.values import canonical_enum, parse_bool
from netinv.resolve.apart import speaker
from netinv.workspace.entities import facts_of, key_of, record_of
from netinv.workspace.facts import china_time
from netinv.workspace.projections import Projections
from netinv.workspace.review.naming import Target, read, written

Record = tuple[str, str, str]
"""(origin, table, record_id)."""


class Desk:
    """One question's view of the workspace on a day (ISO): what it looked up once stays."""

    def __init__(self, ledger: Ledger, projections: Projections, day: str) -> None:
        self.ledger = ledger
        self.resolution = projections.resolution
        self._projections = projections
        self._day = day

    def target(self, text: str) -> Target:
        """What somebody names; see `naming`."""
        return read(text, self.ledger, self.resolution)

    def keys(self, target: Target) -> list[str]:
        """The mention named, or all of the entity named."""
        return [target.mention] if target.mention else self.stated(target.entity)

    def stated(self, entity: str) -> list[str]:
        """The mentions of an entity outside call lists, whose ends follow whoever holds the number; all where
        there are no others."""
        keys = self.resolution.mentions(entity)
        return [key for key in keys if key.split(SEPARATOR)[1] != "calls"] or keys

    def named(self, keys: Iterable[str]) -> Mentions:
        """The mentions of the records in which these stand."""
        return self.ledger.mentions_of([record_of(key) for key in keys])

    def speaker(self, target: Target) -> str:
        """The mention that was named, or the one that speaks for the entity."""
        keys = self.keys(target)
        return target.mention or speaker(keys, self.named(keys))

    def side(self, keys: Sequence[str], entity: str, chosen: str | None = None) -> Side:
        """A set of mentions as one side of a comparison; `chosen` speaks for it."""
        held, named = set(keys), self.named(keys)
        own = [i for i in range(len(named)) if key_of(named, i) in held]
        first = chosen or speaker(keys, named)
        name = next((named.fields["name"][i] for i in own if key_of(named, i) == first), "")
        labels = self._projections.labels([entity])
        records = {record_of(key) for key in keys}
        origin, table, record_id, ref, kind = first.split(SEPARATOR)
        return Side(
            entity_id=entity,
            label=labels.get(entity) or name or entity,
            kind=kind,
            speaker=Named(
                mention=written(first),
                origin=origin,
                table=table,
                record_id=record_id,
                ref=ref,
                kind=kind,
                name=name,
            ),
            mentions=len(keys),
            facts=facts_of(named, own),
            official=bool(records & self.official_records),
            gang_member=any(each[1] == "gang_members" for each in records),
        )

    @cached_property
    def official_records(self) -> set[Record]:
        """Records that make their person an official (data contract, *Who is an official*)."""
        posts, people = (
            self.ledger.rows("posts", columns=["kind"]),
            self.ledger.rows("people", columns=["is_official"]),
        )
        kind = TABLES["posts"].columns["kind"]
        return {
            (origin, "posts", record)
            for origin, record, cell in zip(posts.origin, posts.record_id, posts.columns["kind"], strict=True)
            if canonical_enum(kind, cell) == "official"
        } | {
            (origin, "people", record)
            for origin, record, cell in zip(
                people.origin, people.record_id, people.columns["is_official"], strict=True
            )
            if parse_bool(cell)
        }

    # --- alerts

    @cached_property
    def alerts_of(self) -> Mapping[str, list[Alert]]:
        """The alerts in their term that stand on each entity: its official, picture, ways of its signals."""
        found: dict[str, dict[str, Alert]] = defaultdict(dict)
        current: dict[str, str] = {}
        for alert in in_term(self.ledger.alerts(), self._day):
            ids = {alert.official.entity_id, *(node.id for node in alert.nodes)}
            for id in ids.union(*(signal.path for signal in alert.signals)):
                if id not in current:
                    current[id] = self.resolution.current(id) or id
                found[current[id]][alert.alert_id] = alert
        return {entity: list(alerts.values()) for entity, alerts in found.items()}

    def touched(self, entities: Iterable[str]) -> list[AlertTouched]:
        """The alerts that stand on any of these entities, best first."""
        alerts = {a.alert_id: a for entity in entities for a in self.alerts_of.get(entity, ())}
        return [
            AlertTouched(
                alert_id=each.alert_id,
                official=each.official.name,
                gang=each.gang.name or each.gang.gang_id,
                probability=each.probability,
            )
            for each in sorted(alerts.values(), key=lambda a: (-a.probability, a.alert_id))
        ]

    # --- judgements

    @cached_property
    def judgements(self) -> list[Judgement]:
        """The judgements that count."""
        return self.ledger.judgements()

    def between(self, left: Iterable[str], right: Iterable[str]) -> list[Judgement]:
        """The judgements that count with one mention on either side."""
        a, b = set(left), set(right)
        return [
            j
            for j in self.judgements
            if (j.left_key in a and j.right_key in b) or (j.left_key in b and j.right_key in a)
        ]

    def bound(self, key: str, without: tuple[str, str] | None = None) -> set[str]:
        """Mentions that people hold to be one with this one, by whatever chain; `without` one pair."""
        near: dict[str, list[str]] = defaultdict(list)
        for j in self.judgements:
            if j.verdict == "same" and (j.left_key, j.right_key) != without:
                near[j.left_key].append(j.right_key)
                near[j.right_key].append(j.left_key)
        found, todo = {key}, [key]
        while todo:
            for other in near[todo.pop()]:
                if other not in found:
                    found.add(other)
                    todo.append(other)
        return found

    def views(self, judgements: Sequence[Judgement]) -> list[JudgementView]:
        """Judgements as people read them."""
        entity_of = self.resolution.entities_of(k for j in judgements for k in (j.left_key, j.right_key))
        labels = self._projections.labels(sorted(set(entity_of.values())))
        called = {key: labels.get(entity, "") for key, entity in entity_of.items()}
        return [
            JudgementView(
                judgement_id=j.judgement_id,
                decision=j.seq,
                at=china_time(j.at),
                actor=j.actor,
                left=written(j.left_key),
                right=written(j.right_key),
                verdict=j.verdict,
                reason=j.reason,
                forced=j.forced,
                revoked=j.revoked,
                obeyed=_obeyed(j, entity_of),
                labels=(called.get(j.left_key, ""), called.get(j.right_key, "")),
            )
            for j in judgements
        ]


def _obeyed(judgement: Judgement, entity_of: Mapping[str, str]) -> bool:
    left, right = entity_of.get(judgement.left_key), entity_of.get(judgement.right_key)
    if judgement.revoked or judgement.verdict == "unsure" or left is None or right is None:
        return True
    return (left == right) == (judgement.verdict == "same")

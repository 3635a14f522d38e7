"""What changed from one version of an alert to the next, and which records made the difference."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from netinv.ledger.alerts import WITHDRAWN
from netinv.ledger.types import AlertVersion
from netinv.model.alerts import Alert, RecordRef, Signal, Text
from netinv.report.labels import explanation_label, rule_label
from netinv.report.numbers import percent
from netinv.report.picture import status_key
from netinv.report.words import word

LEAST_MOVE = 0.005
"""A probability that moved less is shown as before: half of the last digit that people look at."""

LEAST_NATS = 0.05
"""A signal whose weight moved less says what it said."""


@dataclass(frozen=True)
class Change:
    """One difference in both languages, with the records behind it."""

    text: Text
    records: tuple[RecordRef, ...] = ()


@dataclass(frozen=True)
class Chapter:
    """One version of an alert: its number, when it was made, its probability, what changed."""

    version: int
    at: str
    probability: float | None
    changes: list[Change]


def history(versions: Sequence[AlertVersion]) -> list[Chapter]:
    """The versions of one alert, newest first as given, each with what changed since the one before.

    A version in which nothing changed that people look at is left out.
    """
    told = []
    for place, version in enumerate(versions):
        older = versions[place + 1] if place + 1 < len(versions) else None
        found = _since(older, version)
        if older is None or found != [Change(word("changed_little"))]:
            shown = version.alert.probability if version.alert else None
            told.append(Chapter(version.version, version.at, shown, found))
    return told


def _since(older: AlertVersion | None, version: AlertVersion) -> list[Change]:
    if version.state == WITHDRAWN:
        return [Change(word("changed_withdrawn"))]
    if version.alert is None:
        return [Change(word("changed_expunged"))]
    if older is None:
        return [Change(word("changed_first"))]
    again = [Change(word("changed_again"))] if older.state == WITHDRAWN else []
    if older.alert is None:
        return again or [Change(word("changed_expunged"))]
    return again + changes(older.alert, version.alert)


def changes(before: Alert, after: Alert) -> list[Change]:
    """What `after` says that `before` did not, and the other way round; evidence first, then what follows.

    Where only the comparison with other pairs moved the number, it says so: no piece of evidence changed.
    """
    evidence = [*_signals(before, after), *_readings(before, after), *_merge(before, after)]
    found = [*evidence, *_who(before, after)]
    if abs(after.probability - before.probability) >= LEAST_MOVE:
        moved = _said(
            "changed_probability", before=percent(before.probability), after=percent(after.probability)
        )
        found.append(Change(moved))
        if not evidence:
            found.append(Change(word("changed_comparison")))
    if before.raised_on and after.raised_on != before.raised_on:
        found.append(Change(_said("changed_renewed", day=after.expires_on)))
    return found or [Change(word("changed_little"))]


def _signals(before: Alert, after: Alert) -> Iterable[Change]:
    """Signals that came, went, were taken away by an innocent reading or weigh otherwise, rule by rule."""
    was, now = _by_rule(before.signals), _by_rule(after.signals)
    scale = _scale(was, now)
    away = _by_rule(after.suspended)
    for rule in dict.fromkeys([*now, *was]):
        old, new, label = was.get(rule), now.get(rule), rule_label(rule)
        if new and not old:
            yield Change(_said("changed_signal_new", rule=label), tuple(new.records))
        elif old and not new:
            key = "changed_signal_suspended" if rule in away else "changed_signal_gone"
            yield Change(_said(key, rule=label), tuple(old.records))
        elif old and new:
            came = tuple(r for r in new.records if r not in old.records)
            went = tuple(r for r in old.records if r not in new.records)
            if came:
                yield Change(_said("changed_records_new", rule=label, n=len(came)), came)
            if went:
                yield Change(_said("changed_records_gone", rule=label, n=len(went)), went)
            if not came and not went and abs(new.log_lr - old.log_lr * scale) >= LEAST_NATS:
                yield Change(_said("changed_weight", rule=label), tuple(new.records))


def _scale(was: Mapping[str, Signal], now: Mapping[str, Signal]) -> float:
    """By what factor all weights moved together, as they do when the comparison with look-alikes moves."""
    same = (rule for rule in was if rule in now and was[rule].records == now[rule].records)
    ratios = [now[rule].log_lr / was[rule].log_lr for rule in same if was[rule].log_lr]
    return median(ratios) if len(ratios) > 1 else 1.0


def _readings(before: Alert, after: Alert) -> Iterable[Change]:
    """Innocent explanations that were found since, or no longer are."""
    was = {e.code: e for e in before.innocent_explanations}
    for now in after.innocent_explanations:
        old = was.get(now.code)
        if old is None or old.finding == now.finding:
            continue
        found = now.finding in ("explains", "weakens")
        key = "changed_reading_found" if found else "changed_reading_lost"
        yield Change(_said(key, reading=explanation_label(now.code)), tuple((now if found else old).records))


def _merge(before: Alert, after: Alert) -> Iterable[Change]:
    """Another identity is the least certain one, or the same one is surer or less sure."""
    was = before.weakest_merge.probability if before.weakest_merge else None
    now = after.weakest_merge.probability if after.weakest_merge else None
    if was != now and abs((was or 1.0) - (now or 1.0)) >= LEAST_MOVE:
        yield Change(_said("changed_merge", before=percent(was), after=percent(now)))


def _who(before: Alert, after: Alert) -> Iterable[Change]:
    """The official's identity or post, the gang's legal status."""
    if before.official.entity_id != after.official.entity_id:
        yield Change(word("changed_identity"))
    posts = [" ".join(filter(None, (a.official.unit, a.official.title))) or "—" for a in (before, after)]
    if posts[0] != posts[1]:
        yield Change(_said("changed_post", before=posts[0], after=posts[1]))
    statuses = [word(status_key(a.gang.status)) for a in (before, after)]
    if statuses[0] != statuses[1]:
        yield Change(_said("changed_status", before=statuses[0], after=statuses[1]))


def _by_rule(signals: Iterable[Signal]) -> dict[str, Signal]:
    return {signal.rule: signal for signal in signals}


def _said(key: str, **parts: str | int | Text) -> Text:
    """A sentence of the catalogue; a part in both languages is spoken in that of the sentence."""
    pattern = word(key)

    def spoken(language: str) -> str:
        given = {n: getattr(v, language) if isinstance(v, Text) else v for n, v in parts.items()}
        return str(getattr(pattern, language)).format(**given)

    return Text(zh=spoken("zh"), en=spoken("en"))

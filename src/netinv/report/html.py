"""The report of one run: one HTML file, both languages inside, no script and nothing from outside."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from netinv.ledger.types import Quarantined
from netinv.model.alerts import Alert, RecordRef, Text
from netinv.model.supervision import Supervision
from netinv.model.views import Figures
from netinv.report import appendix, charts, labels, page
from netinv.report.numbers import expected_by_chance
from netinv.report.story import ORDER, tell_all
from netinv.report.words import HTML_LANG, LANGUAGES, Voice, word

QUARANTINE_SHOWN = 200
STATES = ("candidate_flagged", "candidate_namesake", "candidate_clear")
"""What is to be checked comes first."""
TILES = (
    "sources", "records", "mentions", "persons", "organizations", "officials", "gangs", "gang_members",
    "leads", "cases", "quarantined_rows", "unreadable_cells",
)  # fmt: skip
CHARTS = {
    "leads_by_channel": ("leads", "channel"),
    "leads_by_result": ("lead_steps", "result"),
    "cases_by_outcome": ("cases", "outcome"),
    "gangs_by_status": ("gangs", "status"),
}


class Candidate(NamedTuple):
    """A screened candidate as the report lists it; `state` is a key of the catalogue."""

    name: str
    id_number: str
    position: str
    state: str
    texts: list[Text]
    records: list[RecordRef]


def render_report(
    alerts: Sequence[Alert],
    figures: Figures,
    candidates: Sequence[Mapping[str, Any]] = (),
    quarantine: Sequence[Quarantined] = (),
    versions_of: appendix.VersionsOf = lambda records: {},
    lang: str = "zh",
    supervision: Supervision | None = None,
    expired: int = 0,
) -> str:
    """The whole report as one HTML document that opens offline; `lang` is the language it opens in.

    `candidates` are the rows of `candidates-screened` (`record_id, name, id_number, flagged, findings,
    records`; findings as text or as `Text`s). `versions_of` finds the records behind citations;
    `expired` alerts are left out, their term being over. The same arguments give the
    same text: nothing of the present moment goes in.
    """
    voice = Voice(LANGUAGES)
    stories = tell_all(alerts, voice)
    people = sorted(map(_candidate, candidates), key=lambda person: STATES.index(person.state))
    weak = supervision.grassroots if supervision else []
    places = appendix.places_of(
        stories,
        [r for person in people for r in person.records],
        [r for each in weak for r in each.records],
        voice,
    )
    anchor = appendix.anchors(list(places))
    style = page.style()
    environment = page.environment()
    environment.globals.update(
        voice=voice,
        say=voice.say,
        in_report=True,
        record_href=lambda table, record_id: "#" + anchor.get((table, record_id), "appendix"),
        entity_href=None,
        gang_href=None,
        alert_href=lambda story: "#" + story.anchor,
    )
    return environment.get_template("report.html").render(
        lang=lang,
        html_lang=HTML_LANG[lang],
        title=f"{word('report_title').zh} · {word('report_title').en} · {figures.as_of}",
        style=style,
        style_hash=page.style_hash(str(style)),
        figures=figures,
        expires_on=min((alert.expires_on for alert in alerts), default=""),
        expired=expired,
        error_counts=expected_by_chance(alerts),
        stories=stories,
        officials=[s for s in stories if s.alert.official.kind != "village_cadre"],
        cadres=[s for s in stories if s.alert.official.kind == "village_cadre"],
        summary=_summary(alerts, people, sum(len(story.open) for story in stories)),
        tiles=[("fig_" + name, getattr(figures, name)) for name in TILES],
        charts=[("fig_" + name, _chart(figures, name, voice)) for name in CHARTS],
        noted=[person for person in people if person.texts],
        clear=[person for person in people if not person.texts],
        supervision=supervision,
        weighed=_weighed(alerts),
        quarantine_files=_by_file(quarantine),
        quarantine=quarantine[:QUARANTINE_SHOWN],
        quarantine_left=max(0, len(quarantine) - QUARANTINE_SHOWN),
        cited=appendix.by_source(places, anchor, versions_of),
    )


def _summary(alerts: Sequence[Alert], people: Sequence[Candidate], still_open: int) -> list[tuple[str, int]]:
    cadres = sum(alert.official.kind == "village_cadre" for alert in alerts)
    return [
        ("summary_alerts", len(alerts) - cadres),
        ("summary_cadres", cadres),
        ("summary_gangs", len({alert.gang.gang_id for alert in alerts})),
        ("summary_open", still_open),
        ("summary_screened", len(people)),
        ("summary_flagged", sum(person.state == "candidate_flagged" for person in people)),
    ]


def _weighed(alerts: Sequence[Alert]) -> list[str]:
    """The rules that any alert stands on, those that count first."""
    used = {s.rule: ORDER.index(s.family) for a in alerts for s in (*a.signals, *a.uncounted)}
    return sorted(used, key=lambda rule: (used[rule], rule))


def _by_file(quarantine: Sequence[Quarantined]) -> list[tuple[str, int, int]]:
    """(file, rows, cells) that could not be read, in the order met."""
    counts: dict[str, list[int]] = {}
    for item in quarantine:
        counts.setdefault(item.file, [0, 0])[item.level == "cell"] += 1
    return [(file, rows, cells) for file, (rows, cells) in counts.items()]


def _chart(figures: Figures, name: str, voice: Voice) -> Markup:
    values: dict[str, int] = getattr(figures, name)
    names = {key: labels.code(*CHARTS[name], key) for key in values}
    return charts.bars(values, names, voice, "fig_" + name)


def _candidate(row: Mapping[str, Any]) -> Candidate:
    findings = row.get("findings") or []
    if isinstance(findings, str):
        findings = [part.strip() for part in findings.replace("；", ";").split(";") if part.strip()]
    texts = [f if isinstance(f, Text) else Text(zh=str(f), en=str(f)) for f in findings]
    records = row.get("records") or []
    if isinstance(records, str):
        records = [tuple(part.strip().split(":", 1)) for part in records.split(";") if ":" in part]
    flagged = row.get("flagged") in (True, "true")
    state = "candidate_flagged" if flagged else "candidate_namesake" if texts else "candidate_clear"
    return Candidate(
        str(row.get("name") or ""),
        str(row.get("id_number") or ""),
        str(row.get("position") or ""),
        state,
        texts,
        [(str(table), str(record_id)) for table, record_id in records],
    )

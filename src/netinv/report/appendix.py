"""The appendix: every source row that the report cites, found again by file and row number."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from netinv.model.alerts import RecordRef
from netinv.model.views import SourceView, VersionView
from netinv.report.story import Story
from netinv.report.words import Voice

VersionsOf = Callable[[Sequence[RecordRef]], Mapping[RecordRef, Sequence[VersionView]]]
"""The versions of records, newest first; a record that does not exist is left out."""


@dataclass(frozen=True)
class CitedRow:
    """One cited row: `anchor` to link to it, `places` say which alert and item cite it."""

    anchor: str
    table: str
    record_id: str
    row: int | None
    retracted: bool
    places: list[Markup]


@dataclass(frozen=True)
class CitedSource:
    """The cited rows of one file; `source` is None where the row cannot be read (any more)."""

    source: SourceView | None
    rows: list[CitedRow]


def places_of(
    stories: Sequence[Story], candidates: Sequence[RecordRef], grassroots: Sequence[RecordRef], voice: Voice
) -> dict[RecordRef, list[Markup]]:
    """Every cited record with where it is cited, records sorted."""
    found: dict[RecordRef, dict[str, Markup]] = {}
    for record, place in [
        *_citations(stories, voice),
        *((r, voice.say("cites_candidate")) for r in candidates),
        *((r, voice.say("grassroots")) for r in grassroots),
    ]:
        found.setdefault((record[0], record[1]), {})[str(place)] = place
    return {record: list(found[record].values()) for record in sorted(found)}


def _citations(stories: Sequence[Story], voice: Voice) -> Iterator[tuple[RecordRef, Markup]]:
    for story in stories:
        for _, pieces in story.groups:
            for piece in pieces:
                for record in piece.signal.records:
                    yield record, Markup(f"{story.place}-{piece.number}")
        for number, signal in (*story.suspended, *story.unsettled, *story.usual):
            for record in signal.records:
                yield record, Markup(f"{story.place}-{number}")
        for explanation in story.alert.innocent_explanations:
            for record in explanation.records:
                yield record, Markup(f"{story.place}-") + voice.say("cites_innocent")
        for record, _ in story.merged:
            yield record, Markup(f"{story.place}-") + voice.say("cites_merge")
        evidence = {
            record for _, pieces in story.groups for piece in pieces for record in piece.signal.records
        }
        for strand in story.strands:
            for edge in strand.edges:
                for record in edge.records:
                    if record not in evidence:
                        yield record, Markup(f"{story.place}-") + voice.say("cites_picture", n=strand.number)


def anchors(cited: Sequence[RecordRef]) -> dict[RecordRef, str]:
    """Fragment identifiers, short and free of anything that a record id may hold."""
    return {record: f"row-{number}" for number, record in enumerate(cited, 1)}


def by_source(
    places: dict[RecordRef, list[Markup]], anchor: dict[RecordRef, str], versions_of: VersionsOf
) -> list[CitedSource]:
    """Cited rows grouped by the file they stand in, in order of the file's name; unknown sources last."""
    groups: dict[tuple[str, ...], CitedSource] = {}
    known = versions_of(list(places))
    for record, cited_at in places.items():
        versions = known.get(record, ())
        version = next((v for v in versions if not v.retracted), None)
        source = version.source if version else None
        retracted = bool(versions and versions[0].retracted)
        key = (source.file, source.origin, source.grade, source.imported_at) if source else ("\uffff",)
        row = CitedRow(anchor[record], *record, source.row if source else None, retracted, cited_at)
        groups.setdefault(key, CitedSource(source, [])).rows.append(row)
    for group in groups.values():
        group.rows.sort(key=lambda row: (row.table, row.row or 0, row.record_id))
    return [groups[key] for key in sorted(groups)]

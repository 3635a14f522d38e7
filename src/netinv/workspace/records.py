"""A record as a page shows it: its versions, where each came from, whom it names."""

from collections.abc import Sequence

from netinv.ledger.ledger import Ledger
from netinv.ledger.types import Version
from netinv.model.errors import NotFoundError
from netinv.model.keys import entity_id, mention_key
from netinv.model.views import RecordView, SourceView, VersionView
from netinv.workspace.facts import china_time
from netinv.workspace.projections import Projections


def record_view(ledger: Ledger, projections: Projections, table: str, record_id: str) -> RecordView:
    """A record with all its versions, of every origin that uses the name. NotFoundError: there is none."""
    versions = ledger.versions(table, record_id)
    if not versions:
        raise NotFoundError(f"没有记录 {table}:{record_id} / there is no record {table}:{record_id}")
    return RecordView(
        table=table,
        record_id=record_id,
        origin=versions[0].origin,
        versions=version_views(versions),
        entities=_named(ledger, projections, table, record_id, versions),
    )


def version_views(versions: Sequence[Version]) -> list[VersionView]:
    """Versions, newest first. A retraction came from no file: it shows where the withdrawn row stood."""
    return [
        VersionView(
            seq=version.seq,
            at=china_time(version.at),
            retracted=version.retracted,
            reason="内容已清除 / expunged" if version.expunged else version.reason,
            payload=version.payload,
            actor=version.actor,
            source=_source(version, versions[place:]),
        )
        for place, version in enumerate(versions)
    ]


def _source(version: Version, older: Sequence[Version]) -> SourceView:
    found = next((v for v in older if v.source is not None and v.origin == version.origin), None)
    if found is None or found.source is None:
        at = china_time(version.at)
        return SourceView(file="", origin=version.origin, grade="", row=0, imported_at=at)
    source = found.source
    return SourceView(
        file=source.file,
        origin=version.origin,
        grade=source.grade,
        row=found.row,
        imported_at=china_time(source.imported_at),
        legal_basis=source.legal_basis,
        approval_no=source.approval_no,
    )


def _named(
    ledger: Ledger, projections: Projections, table: str, record_id: str, versions: Sequence[Version]
) -> list[tuple[str, str, str, str]]:
    origins = sorted({version.origin for version in versions})
    mentions = ledger.mentions_of([(origin, table, record_id) for origin in origins])
    found = []
    for i, name in enumerate(mentions.fields["name"]):
        ref, kind = mentions.ref[i], mentions.kind[i]
        key = mention_key(mentions.origin[i], table, record_id, ref, kind)
        if entity := projections.resolution.current(entity_id(key)):
            found.append((ref, kind, entity, name))
    labels = projections.labels([each[2] for each in found])
    return [(ref, kind, entity, labels.get(entity) or name or entity) for ref, kind, entity, name in found]

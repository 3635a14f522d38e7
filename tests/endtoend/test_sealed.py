"""Reporters who occur in no other record stand nowhere in plain form: searched byte by byte."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import EXPORTS, Desk

from netinv.demo import CountySummary

ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
SHORTEST = 6
"""Bytes of the shortest needle. Four bytes occur by chance in megabytes of keyed hashes, six do not."""


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def secrets(county: CountySummary) -> dict[str, str]:
    """What must not be found, with its lead: name, phone and ID number of who is named only as reporter.

    Only what the leads hold, in a column or in the text, for nothing else can leak; and what no other table
    holds as a part of something (a name within a longer name, say).
    """
    leads = (county.data / "leads.csv").read_text("utf-8")
    others = "".join(p.read_text("utf-8") for p in county.data.glob("*.csv") if p.stem != "leads")
    found = {}
    for reporter in table(county.truth / "truth_reporters.csv"):
        if reporter["only_here"] != "1":
            continue
        for field in ("name", "phone", "id_number"):
            if reporter[field] and reporter[field] in leads and reporter[field] not in others:
                found[reporter[field]] = reporter["lead_id"]
    return found


def files(desk: Desk) -> Iterator[tuple[str, bytes]]:
    """Everything in the workspace and in the exports, which the desk came with."""
    assert {path.name for path in desk.exports.iterdir()} >= set(EXPORTS.values())
    for folder in (desk.workspace, desk.exports):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield str(path.relative_to(desk.folder)), path.read_bytes()


def hits(desk: Desk, needles: dict[str, str]) -> list[str]:
    """Where a needle stands in any encoding."""
    forms = [(text, text.encode(e)) for text in needles for e in ENCODINGS if len(text.encode(e)) >= SHORTEST]
    return [f"{name}: {text}" for name, content in files(desk) for text, form in forms if form in content]


def test_there_is_something_to_hide(county: CountySummary, secrets: dict[str, str]) -> None:
    assert len(secrets) >= 6
    assert any(secret.isdigit() and len(secret) == 11 for secret in secrets), "no telephone"
    assert any(len(secret) == 18 for secret in secrets), "no ID number"
    spoken = "".join(row["text"] for row in table(county.data / "leads.csv"))
    assert any(secret in spoken for secret in secrets), "no reporter gives a name or number in the text"


def test_the_search_finds_what_is_not_sealed(desk: Desk, county: CountySummary) -> None:
    gang_members = [row["name"] for row in table(county.data / "gang_members.csv") if len(row["name"]) == 3]
    assert hits(desk, dict.fromkeys(gang_members, ""))


def test_no_reporter_stands_anywhere(desk: Desk, secrets: dict[str, str]) -> None:
    assert not hits(desk, secrets)


def test_none_is_left_behind_by_a_killed_run(
    new_desk: Desk, county: CountySummary, secrets: dict[str, str]
) -> None:
    """Temporary files and half-written pages included."""
    for seconds in (0.8, 1.6, 2.4):
        new_desk.killed_run(county.data, after=seconds)
        left = (
            [p for p in new_desk.workspace.rglob("*") if p.is_file()] if new_desk.workspace.exists() else []
        )
        forms = [s.encode(e) for s in secrets for e in ENCODINGS if len(s.encode(e)) >= SHORTEST]
        assert not [p.name for p in left for form in forms if form in p.read_bytes()]

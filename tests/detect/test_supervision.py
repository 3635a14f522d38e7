"""The supervision summary: units by count, grass-roots organisations by founded leads, nobody's name."""

from collections.abc import Callable
from pathlib import Path

import happenings as h
import pytest
from records import Records
from situation import FOLK, OFFICIAL

from netinv.detect.run import SILENT, Detection, detect
from netinv.ledger.types import Mentions, Rows
from netinv.resolve.resolve import resolve
from netinv.resolve.result import Resolution

Detected = Callable[..., Detection]
VILLAGE = {"org_name": "柳河镇石桥村村民委员会", "org_uscc": "54519999MA00000020"}
CADRE = FOLK[0]
OFFICE: h.Tables = {
    "posts": [{"record_id": "RZV", **CADRE, **VILLAGE, "title": "主任", "kind": "village_cadre", "start": "2018-01", "end": "2023-06-30"}]
}  # fmt: skip


def lead(*steps: tuple[str, str], who: dict[str, str] = CADRE, role: str = "reported", at: str = "2023-02-01") -> h.Tables:  # fmt: skip
    """A lead on somebody, closed with these results on these days."""
    return {
        "leads": [{"lead_id": "XV1", "received_at": at, "channel": "letter"}],
        "lead_subjects": [{"record_id": "DV1", "lead_id": "XV1", **who, "role": role}],
        "lead_steps": [
            {"record_id": f"LV{n}", "lead_id": "XV1", "step": "closed", "at": day, "result": result}
            for n, (day, result) in enumerate(steps)
        ],
    }


LEADS: list[tuple[str, h.Tables, list[tuple[int, int]]]] = [
    ("founded", lead(("2023-03-01", "founded")), [(1, 0)]),
    ("partly founded", lead(("2023-03-01", "partly")), [(0, 1)]),
    ("on the organisation itself", lead(("2023-03-01", "founded"), who=VILLAGE), [(1, 0)]),
    ("unfounded", lead(("2023-03-01", "unfounded")), []),
    ("not closed", lead(), []),
    ("founded, and on review unfounded", lead(("2023-03-01", "founded"), ("2023-09-01", "unfounded")), []),
    ("the cadre is the victim", lead(("2023-03-01", "founded"), role="victim"), []),
    ("before the cadre held the post", lead(("2017-03-01", "founded"), at="2017-01-01"), []),
    ("after", lead(("2023-09-01", "founded"), at="2023-08-01"), []),
    ("on somebody else", lead(("2023-03-01", "founded"), who=FOLK[1]), []),
]  # fmt: skip


@pytest.mark.parametrize(("why", "happened", "counted"), LEADS, ids=[case[0] for case in LEADS])
def test_a_grassroots_organisation_is_weak_by_founded_leads_only(
    detected: Detected, why: str, happened: h.Tables, counted: list[tuple[int, int]]
) -> None:
    found = detected(OFFICE, happened).supervision.grassroots
    assert [(each.founded, each.partly) for each in found] == counted, why
    assert all(
        each.name == VILLAGE["org_name"] and ("lead_subjects", "DV1") in each.records for each in found
    )


def colleagues(count: int) -> h.Tables:
    """So many more handlers of the official's unit, each with a case of no gang."""
    unit = {"org_name": "云岭县住房和城乡建设局", "title": "科员", "kind": "official"}
    return {
        "posts": [{"record_id": f"RZC{n}", **who, **unit} for n, who in enumerate(FOLK[:count])],
        "cases": [{"case_id": f"AC{n}", "charge": "盗窃", "severity": "2", "outcome": "convicted"} for n in range(count)],
        "case_people": [{"record_id": f"ARC{n}", "case_id": f"AC{n}", **who, "role": "handler"} for n, who in enumerate(FOLK[:count])],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("others", "unit", "handlers"), [(1, "", 2), (2, "云岭县住房和城乡建设局", 3)], ids=["two", "three"]
)
def test_outcomes_alone_are_a_count_of_the_unit_and_no_alert(
    detected: Detected, others: int, unit: str, handlers: int
) -> None:
    """Units with two handlers are told together: a count must not be a name."""
    found = detected(h.lenient_cases(gang=24, usual=200), colleagues(others))
    assert found.alerts == []
    (line,) = [each for each in found.supervision.units if each.standing_out]
    assert (line.name, line.handlers, line.standing_out) == (unit, handlers, 1)
    assert OFFICIAL["name"] not in found.supervision.model_dump_json()


def test_who_has_an_alert_is_not_counted_again(detected: Detected) -> None:
    found = detected(h.lenient_cases(gang=24, usual=200), colleagues(2), h.payment(), h.meal())
    assert found.alerts
    assert sum(each.standing_out for each in found.supervision.units) == 0


def test_a_register_alone_shows_what_nothing_shows(tmp_path: Path) -> None:
    listed = [
        {**row, "is_official": "是", "unit": "柳河镇人民政府", "title": "镇长"} for row in (OFFICIAL, *FOLK)
    ]
    ledger = Records(tmp_path).add({"people": listed}).ledger
    assert set(ledger.tables()) <= SILENT
    mentions = ledger.mentions()
    found = detect(ledger.rows, mentions, resolve(mentions, ledger.rows), as_of="2024-06-01")
    assert found == detect(lambda _: Rows.none(), Mentions.none(), Resolution({}, []), as_of="2024-06-01")
    ledger.close()

"""Candidates: flagged where identity is certain, a finding to be checked where it is not."""

from collections.abc import Callable

import pytest
from records import number
from situation import COMPANY, FOLK, as_

from netinv.detect.run import Detection

WHO = FOLK[0]
BARE = {"name": WHO["name"]}
NAMESAKE = {"people": [{"record_id": "RKN1", "name": WHO["name"], "id_number": number(77, "19880706")}]}
CANDIDATE = {"candidates": [{"record_id": "NX1", **WHO, "position": "村委委员"}]}


def holds(*named: dict[str, str]) -> dict[str, list[dict[str, str]]]:
    """Shares of the gang's company, each in the name as one record gives it."""
    return {
        "holdings": [
            {"record_id": f"GN{n}", **as_("holder", who), **COMPANY, "role": "shareholder", "share_pct": "12"}
            for n, who in enumerate(named)
        ]
    }


SCREENED = [
    ("a number on both sides", [WHO], True),
    ("a number, and the bare name beside it", [WHO, BARE], True),
    ("the bare name alone", [BARE], False),
    ("nothing", [], False),
]


@pytest.mark.parametrize(("why", "named", "flagged"), SCREENED, ids=[case[0] for case in SCREENED])
def test_a_flag_takes_one_record_that_surely_names_the_candidate(
    detected: Callable[..., Detection], why: str, named: list[dict[str, str]], flagged: bool
) -> None:
    (screened,) = detected(NAMESAKE, CANDIDATE, holds(*named)).screened
    assert screened.flagged is flagged, why
    assert all(text.zh and text.en for text in screened.findings)
    assert any(COMPANY["org_name"] in text.zh for text in screened.findings) is (WHO in named)

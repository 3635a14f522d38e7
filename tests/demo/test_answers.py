"""The answers can be trusted: what they cite exists, and innocents' explanations are on record."""

from collections.abc import Callable
from typing import Any

import pytest

FAMILIES = ("tie", "benefit", "act")
Rows = list[tuple[str, dict[str, str]]]


def rows(county: Any, text: str) -> Rows:
    return [(t, county.records[t, rid]) for t, rid, _ in county.cited(text)]


def test_umbrellas_rest_on_two_families_of_records_that_exist(county: Any) -> None:
    umbrellas = county.truth("umbrellas")
    assert len({u["pattern"] for u in umbrellas}) == 10
    for umbrella in umbrellas:
        cited = county.cited(umbrella["evidence"])
        assert {c[:2] for c in cited} <= set(county.records)
        assert len({c[:2] for c in cited}) == len(cited), "one record counts once, in one family"
        backed = {f for _, _, f in cited} & set(FAMILIES)
        assert backed == set(umbrella["measurable"].split("|"))
        assert len(backed) >= 2 or umbrella["pattern"] == "U6"


def test_most_umbrellas_have_one_more_way(county: Any) -> None:
    """What the way leaves on record is cited beside the pattern's."""
    told = {
        "leak": "calls events",
        "accused": "leads",
        "cheap": "assets",
        "number": "people transfers",
        "chain": "ties",
        "company": "holdings",
    }
    umbrellas = [u for u in county.truth("umbrellas") if u["way"]]
    assert len(umbrellas) >= 5
    for umbrella in umbrellas:
        cited = {table for table, _, _ in county.cited(umbrella["evidence"])}
        assert cited & set(told[umbrella["way"]].split()), umbrella


def test_umbrellas_are_officials_and_no_look_alikes(county: Any) -> None:
    officials = {o["true_entity_id"] for o in county.truth("officials")}
    planted = {u["true_entity_id"] for u in county.truth("umbrellas")}
    innocent = {d["true_entity_id"] for d in county.truth("decoys")}
    assert planted <= officials
    assert innocent <= officials
    assert not planted & innocent


def test_the_evidence_speaks_of_the_official_or_of_somebody_close(county: Any) -> None:
    """Each umbrella is himself mentioned in at least one record of his evidence."""
    mentioned: dict[tuple[str, str], set[str]] = {}
    for m in county.truth("mentions"):
        mentioned.setdefault((m["table"], m["record_id"]), set()).add(m["true_entity_id"])
    for umbrella in county.truth("umbrellas"):
        around = [mentioned.get(c[:2], set()) for c in county.cited(umbrella["evidence"])]
        assert sum(umbrella["true_entity_id"] in people for people in around) >= 2


def has_duty(*kinds: str) -> Callable[[Any, Rows, Rows], bool]:
    def stands(_: Any, seems: Rows, explains: Rows) -> bool:
        duties = [r for t, r in explains if t == "duties" and r["kind"] in kinds]
        dated = [r.get("at") or r.get("received_at") or r.get("opened_at") or "9999" for _, r in seems]
        return bool(duties) and min(d["start"] for d in duties) <= min(dated)

    return stands


def tendered(_: Any, __: Rows, explains: Rows) -> bool:
    return any(t == "awards" and int(r["bidders"]) >= 4 for t, r in explains)


def repaid(_: Any, seems: Rows, explains: Rows) -> bool:
    lent = sum(float(r["amount_yuan"]) for t, r in seems if t == "transfers")
    back = sum(float(r["amount_yuan"]) for t, r in explains if t == "transfers")
    return lent > 0 and abs(lent - back) < 1


def rented(_: Any, seems: Rows, explains: Rows) -> bool:
    rents = [r for t, r in explains if t == "transfers" and r["memo"] == "租车费"]
    return len(rents) >= 6 and any(t == "assets" for t, _ in seems)


def at_market(_: Any, seems: Rows, explains: Rows) -> bool:
    flat = next(r for t, r in seems if t == "assets")
    paid = next(float(r["amount_yuan"]) for t, r in explains if t == "transfers")
    return abs(paid / float(flat["market_price_yuan"]) - 1) < 0.06


def on_wages(_: Any, __: Rows, explains: Rows) -> bool:
    wages = [
        float(r["amount_yuan"]) for t, r in explains if t == "transfers" and r["memo"].endswith("月工资")
    ]
    return len(wages) == 10 and max(wages) < 6_500


def in_a_crowd(county: Any, seems: Rows, _: Rows) -> bool:
    event = next(r["event_id"] for t, r in seems if t == "events")
    return sum(g["event_id"] == event for g in county.tables["event_people"]) >= 20


def usual_for_him(_: Any, __: Rows, explains: Rows) -> bool:
    return sum(t == "cases" for t, _ in explains) >= 10


def somebody_else(_: Any, __: Rows, explains: Rows) -> bool:
    return any(t == "people" and len(r["id_number"]) == 18 for t, r in explains)


def ill(_: Any, __: Rows, explains: Rows) -> bool:
    return any(t == "measures" and "疾病" in r["reason"] for t, r in explains)


def talks_every_month(_: Any, __: Rows, explains: Rows) -> bool:
    return sum(t == "calls" for t, _ in explains) >= 10


def routed_alike(_: Any, __: Rows, explains: Rows) -> bool:
    return sum(t == "leads" for t, _ in explains) >= 3


def kin_on_record(_: Any, __: Rows, explains: Rows) -> bool:
    return any(t == "kin" for t, _ in explains)


def near_the_market(_: Any, __: Rows, explains: Rows) -> bool:
    return all(
        float(r["price_yuan"]) > 0.8 * float(r["market_price_yuan"]) for t, r in explains if t == "assets"
    )


def sold_alike(_: Any, seems: Rows, explains: Rows) -> bool:
    mine, *others = (
        float(r["price_yuan"]) / float(r["market_price_yuan"])
        for t, r in [*seems, *explains]
        if t == "assets"
    )
    return len(others) >= 3 and max(abs(share - mine) for share in others) < 0.05


def given_by_many(_: Any, seems: Rows, explains: Rows) -> bool:
    digits = {"".join(filter(str.isdigit, r["phones"]))[-11:] for _, r in [*seems, *explains]}
    return len(explains) >= 5 and len(digits) == 1


def many_holders(_: Any, __: Rows, explains: Rows) -> bool:
    return sum(t == "holdings" for t, _ in explains) >= 8


def writes_on_many(_: Any, __: Rows, explains: Rows) -> bool:
    return sum(t == "interventions" for t, _ in explains) >= 5


def on_the_roster(_: Any, seems: Rows, explains: Rows) -> bool:
    shifts = [(r["start"], r["end"]) for t, r in explains if t == "duties" and r["kind"] == "hotline_duty"]
    return all(any(start <= r["at"][:10] <= end for start, end in shifts) for _, r in seems)


def classmates(_: Any, __: Rows, explains: Rows) -> bool:
    return sum(t == "ties" and r["kind"] == "classmate" for t, r in explains) >= 5


EXPLAINED = {
    "declared_tie": has_duty("declared_tie"),
    "recused_official": has_duty("recused"),
    "registered_informant": has_duty("informant_contact"),
    "open_award": tendered,
    "family_loan": repaid,
    "rented_car": rented,
    "market_price": at_market,
    "relative_on_wages": on_wages,
    "big_wedding": in_a_crowd,
    "lenient_but_clean": usual_for_him,
    "specialist": usual_for_him,
    "namesake": somebody_else,
    "measure_for_illness": ill,
    "chance_call_before_raid": talks_every_month,
    "two_family_beat": has_duty("beat_officer"),
    "two_family_hotline": has_duty("hotline_duty"),
    "two_family_informant": has_duty("informant_contact"),
    "two_family_recused": has_duty("recused", "declared_tie"),
    "two_family_loan": repaid,
    "two_family_rent": rented,
    "two_family_market_price": at_market,
    "two_family_wages": on_wages,
    "two_family_tender": tendered,
    "two_family_namesake": somebody_else,
    "two_family_reunion": in_a_crowd,
    "two_family_base_rate": usual_for_him,
    "routine_routing": routed_alike,
    "cheap_from_kin": kin_on_record,
    "bargain": near_the_market,
    "open_discount": sold_alike,
    "family_phone": kin_on_record,
    "shop_phone": given_by_many,
    "colleague_with_relative": kin_on_record,
    "cooperative": many_holders,
    "written_instruction": writes_on_many,
    "duty_officer_called": on_the_roster,
    "weekly_talk": talks_every_month,
    "reunion_after_lead": classmates,
    "beat_after_lead": has_duty("beat_officer"),
}


@pytest.mark.parametrize("label", EXPLAINED)
def test_the_explanation_of_an_innocent_stands_in_the_records(county: Any, label: str) -> None:
    decoys = [d for d in county.truth("decoys") if d["class"] == label]
    assert decoys
    for decoy in decoys:
        seems, explains = rows(county, decoy["evidence"]), rows(county, decoy["explanation"])
        assert EXPLAINED[label](county, seems, explains), decoy


def test_look_alikes_show_what_they_are_called(county: Any) -> None:
    for decoy in county.truth("decoys"):
        families = {f for _, _, f in county.cited(decoy["evidence"])} & set(FAMILIES)
        if decoy["class"].startswith("one_family"):
            assert len(families) == 1, decoy["class"]
        elif decoy["class"].startswith("two_family"):
            assert len(families) >= 2, decoy["class"]


def test_candidates_with_a_finding_have_a_record_that_names_them_by_number(county: Any) -> None:
    found = [c for c in county.truth("candidates") if c["expected"] == "1"]
    assert len(found) >= 5
    for c in found:
        cited = [county.records[t, r] for t, r in (x.split(":") for x in c["evidence"].split(";"))]
        cases = {r["case_id"] for r in cited if "charge" in r}
        near = [*cited, *(p for p in county.tables["case_people"] if p["case_id"] in cases)]
        assert any(c["id_number"] in (r.get("id_number"), r.get("holder_id_number")) for r in near)


def test_candidates_without_one_are_known_to_no_court_and_no_gang(county: Any) -> None:
    clean = {c["true_entity_id"] for c in county.truth("candidates") if c["expected"] == "0"}
    convicted = {r["case_id"] for r in county.tables["cases"] if r["outcome"] == "convicted"}
    suspects = {
        (r["record_id"])
        for r in county.tables["case_people"]
        if r["role"] == "suspect" and r["case_id"] in convicted
    }
    for m in county.truth("mentions"):
        if m["true_entity_id"] in clean:
            assert m["table"] != "gang_members"
            assert not (m["table"] == "case_people" and m["record_id"] in suspects)

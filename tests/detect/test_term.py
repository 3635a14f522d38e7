"""The term of an alert: what an earlier version showed, what is found now -> since when it counts as raised."""

from collections.abc import Sequence

import pytest

from netinv.detect.term import EXPIRES_AFTER, continued, in_term, is_news, last_day
from netinv.ledger.types import Shown
from netinv.model.alerts import Alert, Family, Gang, Official, RecordRef, Signal, Text

FIRST, NOW = "2026-01-10", "2026-06-01"
CALL, MONEY, TIP, TIE = ("calls", "C1"), ("transfers", "T1"), ("leads", "L1"), ("kin", "K1")
SAID = Text(zh="记录", en="records")


def found(*signals: tuple[Family, Sequence[RecordRef]], id: str = "A1") -> Alert:
    return Alert(
        alert_id=id,
        official=Official(entity_id="P1", name="柏清源", id_number=None, kind="official"),
        gang=Gang(gang_id="G1", name="柳溪尚某团伙", kind=None, status="suspected"),
        probability=0.6,
        prior=0.01,
        families=[Family.TIE, Family.BENEFIT],
        signals=[
            Signal(rule=f"rule{i}", family=family, log_lr=1.0, records=list(records), text=SAID)
            for i, (family, records) in enumerate(signals)
        ],
        weakest_merge=None,
        innocent_explanations=[],
        refutations=[],
        without=[],
        nodes=[],
        edges=[],
        as_of=NOW,
        raised_on=NOW,
        expires_on=last_day(NOW),
    )


CASES = {
    "never raised": (None, [(Family.TIE, [CALL])], NOW),
    "nothing new": ([CALL, MONEY], [(Family.TIE, [CALL]), (Family.BENEFIT, [MONEY])], FIRST),
    "less than there was": ([CALL, MONEY], [(Family.TIE, [CALL])], FIRST),
    "a record more": ([CALL], [(Family.TIE, [CALL, MONEY])], NOW),
    "the same record under another rule": ([CALL, MONEY], [(Family.ACT, [CALL, MONEY])], FIRST),
    "a letter more": ([CALL], [(Family.TIE, [CALL]), (Family.LINK, [TIP])], FIRST),
    "a kinship more": ([CALL], [(Family.TIE, [CALL]), (Family.LINK, [TIE])], FIRST),
    "what was a link becomes a tie": ([CALL], [(Family.TIE, [CALL, TIE])], NOW),
}


@pytest.mark.parametrize("case", CASES)
def test_a_term_runs_from_the_last_new_evidence(case: str) -> None:
    before, signals, raised_on = CASES[case]
    shown = {} if before is None else {"A1": Shown(FIRST, frozenset(before))}
    now = found(*signals)
    (alert,) = continued([now], shown)
    assert (alert.raised_on, alert.expires_on) == (raised_on, last_day(raised_on))
    assert is_news(now, shown) == (raised_on == NOW)
    assert alert.model_copy(update={"raised_on": NOW, "expires_on": last_day(NOW)}) == now, "else unchanged"


def test_what_another_alert_showed_is_new_to_this_one() -> None:
    shown = {"A2": Shown(FIRST, frozenset({CALL}))}
    assert continued([found((Family.TIE, [CALL]))], shown)[0].raised_on == NOW


def test_the_last_day_is_the_last_of_the_term() -> None:
    alert = found((Family.TIE, [CALL]))
    assert EXPIRES_AFTER.days == 180
    assert alert.expires_on == "2026-11-28"
    assert [in_term([alert], day) for day in (NOW, "2026-11-28", "2026-11-29")] == [[alert], [alert], []]

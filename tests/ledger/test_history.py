"""Any sequence of imports, snapshots and retractions: past states are what a plain dictionary says."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from netinv.ledger import Keyring, Ledger
from netinv.model.errors import NotFoundError

from .office import ORIGIN, TABLE, names, put

RECORDS = st.sampled_from("1234")
FILES = st.lists(st.tuples(RECORDS, st.sampled_from("甲乙丙")), max_size=6)
STEPS = st.one_of(
    st.tuples(st.just("delta"), FILES),
    st.tuples(st.just("snapshot"), FILES),
    st.tuples(st.just("failed"), FILES),
    st.tuples(st.just("retract"), RECORDS),
)


@settings(max_examples=40)
@given(st.lists(STEPS, max_size=8))
def test_every_past_state_stays_what_it_was(steps: list[tuple[str, object]]) -> None:
    with TemporaryDirectory() as place:
        ledger = Ledger.open(Path(place) / "ws", Keyring(Path(place) / "keys"), create=True)
        now: dict[str, str] = {}
        withdrawn: dict[str, str] = {}  # what was taken back by hand stays so until something else is said
        past = [now]
        for kind, what in steps:
            now = dict(now)
            if kind == "retract":
                try:
                    ledger.retract(TABLE, str(what), "错登", "clerk")
                    withdrawn[str(what)] = now.pop(str(what))
                except NotFoundError:
                    assert what not in now
            else:
                rows = list(what)  # type: ignore[call-overload]
                try:
                    with ledger.batch("clerk") as batch:
                        put(batch, rows, digest=str(rows))
                        if kind == "snapshot":
                            batch.retract_missing(ORIGIN, TABLE)
                        if kind == "failed":
                            raise ZeroDivisionError
                    now = {} if kind == "snapshot" else now
                    for record, name in rows:
                        if withdrawn.get(record) != name:
                            now[record] = name
                            withdrawn.pop(record, None)
                except ZeroDivisionError:
                    pass
            if ledger.head().seq == len(past):
                past.append(now)
            assert names(ledger) == now
        assert [names(ledger, seq) for seq in range(len(past))] == past
        assert ledger.verify() == []
        ledger.close()

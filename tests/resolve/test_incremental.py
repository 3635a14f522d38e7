"""New, changed and withdrawn records of a register end as they would all together, under one model."""

from dataclasses import replace
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st
from records import number, typo, unfiled
from resolved import FOLK

from netinv.ledger.types import Head, Judgement, Mentions
from netinv.model.tables import TABLES
from netinv.resolve.calibration import Lesson, fitted
from netinv.resolve.incremental import Increment, Record, increment
from netinv.resolve.kept import Kept
from netinv.resolve.resolve import learn, resolve
from netinv.resolve.result import Resolution
from netinv.resolve.version import Version

ONE, OTHER = number(1, "19790512"), number(2, born="19910304")
Row = dict[str, str]
Register = dict[str, Row]

rows = st.fixed_dictionaries(
    {
        "name": st.sampled_from(
            ["周靖宇", "周婧宇", "周宇靖", "尚屹川", "尚川", "欧阳文博", "赵文博", "周靖"]
        ),
        "id_number": st.sampled_from(["", "", ONE, typo(ONE), OTHER, ONE[:6] + "********" + ONE[14:]]),
        "phones": st.sampled_from(["", "13900000001", "13900000002", "13900000001;13900000003"]),
        "birth_date": st.sampled_from(["", "1979-05-12", "1991-03-04", "1979-12-05"]),
        "address": st.sampled_from(["", "云梯县柳河镇双桥村3组12号", "云梯县柳河镇双桥村3组13号"]),
    }
)
ids = st.integers(1, 12).map(lambda n: f"P{n:03d}")
steps = st.lists(
    st.tuples(
        st.dictionaries(ids, st.one_of(st.none(), rows), max_size=5),
        st.sets(st.tuples(ids, ids, st.sampled_from(["same", "different"])), max_size=1),
    ),
    min_size=1,
    max_size=4,
)
# A register that lists many people twice, so that rare names make pairs as well
FIRST: Register = {
    f"P{n:03d}" if n <= 6 else f"Q{n:03d}": row
    for n, row in enumerate([{"name": "周靖宇", "id_number": ONE}, *FOLK[::9], *FOLK[:40:9], {"name": "尚屹川"}], 1)
}  # fmt: skip


def of(register: Register) -> Mentions:
    """The mentions of a register."""
    column = TABLES["people"].id_column
    return unfiled({"people": [{column: id, **row} for id, row in register.items()]}, origin="")[0]


def none(_: str) -> None:
    raise AssertionError("a register has no surroundings")


@cache
def learnt(answers: bool) -> tuple[Kept, Resolution]:
    """The first records under a version of the model; one that people's answers recalibrated, or not."""
    version = learn(of(FIRST))
    if answers:
        lessons = [Lesson(bits, bits > 1.5) for bits in (-2.0, -1.0, 1.0, 2.0, 2.5, 3.0) for _ in range(20)]
        version = replace(version, model=replace(version.model, answers=fitted(lessons)))
    resolution = resolve(of(FIRST), none, (), version)  # type: ignore[arg-type]
    assert resolution.keep is not None
    return resolution.keep(1, Head(1, "", "")), resolution


class Standing:
    """What a store would hold."""

    def __init__(self, resolution: Resolution) -> None:
        self.entity_of = dict(resolution.entity_of)
        self.joins, self.doubts = list(resolution.joins), list(resolution.doubts)

    def bring(self, found: Increment) -> None:
        before = dict(self.entity_of)
        for key in found.gone:
            del self.entity_of[key]
        self.entity_of |= found.entity_of
        self.joins = [j for j in self.joins if before[j.right] not in found.stale] + found.joins
        self.doubts = [
            d for d in self.doubts if (before[d.left], before[d.right]) not in found.settled
        ] + found.doubts


def judged(pairs: set[tuple[str, str, str]]) -> list[Judgement]:
    keys = {frozenset((a, b)): verdict for a, b, verdict in sorted(pairs) if a != b}
    return [
        Judgement(n, n, "", "", *(f"\x1fpeople\x1f{id}\x1f\x1fperson" for id in sorted(pair)), verdict, "")
        for n, (pair, verdict) in enumerate(keys.items())
    ]


@settings(max_examples=25)
@given(steps, st.booleans())
def test_batch_by_batch_is_all_at_once(
    history: list[tuple[dict[str, Row | None], set[tuple[str, str, str]]]], answers: bool
) -> None:
    kept, resolution = learnt(answers)
    standing, register, pairs = Standing(resolution), dict(FIRST), set[tuple[str, str, str]]()
    for changes, decided in history:
        before = of({id: register[id] for id in changes if id in register})
        for id, row in changes.items():
            register.pop(id, None)
            if row is not None:
                register[id] = row
        pairs |= decided

        def read(records: list[Record], register: Register = register) -> Mentions:
            return of({id: register[id] for _, _, id in records})

        now = of({id: register[id] for id in changes if id in register})
        touched = {key for j in judged(decided) for key in (j.left_key, j.right_key)}
        touched |= {key for j in judged(pairs) for key in (j.left_key, j.right_key)}
        found = increment(kept, before, now, read, judged(pairs), touched)  # type: ignore[arg-type]
        assert found is not None
        standing.bring(found)
        kept = found.kept
        whole = resolve(of(register), none, judged(pairs), kept.version)  # type: ignore[arg-type]
        assert standing.entity_of == whole.entity_of
        assert sorted(standing.joins) == sorted(whole.joins)
        assert sorted(standing.doubts) == list(whole.doubts)


def test_a_version_is_read_as_it_was_written() -> None:
    version = learnt(True)[0].version
    again = Version.read(version.text())
    assert again.text() == version.text()
    assert again.model.names == version.model.names
    assert again.taught == version.taught != {}

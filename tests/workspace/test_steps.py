"""Steps: what already stands is not done again, what a crash interrupted is, and the result is the same."""

import json
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from netinv.access.viewer import Viewer
from netinv.ledger import Keyring
from netinv.model.errors import NetinvError, NotFoundError, WorkspaceBusyError
from netinv.report.changes import history
from netinv.workspace import Workspace
from netinv.workspace.resting import Resting
from netinv.workspace.steps import RESOLVING
from netinv.workspace.summaries import DetectSummary

from .conftest import Clock, write_exports
from .desk import TABLES, contents, drop

Exported = Callable[[Workspace], dict[str, bytes]]


class Killed(BaseException):
    """Stands for a process that ends in the middle of a step."""


def killed_at(moment: int) -> Callable[[int, int, str], None]:
    """A progress callback that ends everything when it is called for the n-th time."""
    calls = 0

    def progress(done: int, total: int, what: str) -> None:
        nonlocal calls
        calls += 1
        if calls > moment:
            raise Killed(what)

    return progress


def test_a_run_tells_what_it_did(ws: Workspace, viewer: Viewer, office: Path) -> None:
    told: list[tuple[int, int, str]] = []
    said = ws.run(viewer, office, progress=lambda *each: told.append(each))
    stages = [(n, len(RESOLVING), what) for n, what in enumerate(RESOLVING.values())]
    assert [each for each in told if each[2] in RESOLVING.values()] == stages
    assert said.ingest.new == sum(map(len, TABLES.values()))
    assert said.resolve.persons >= 4
    assert said.detect.alerts == 1
    assert [line.official for line in said.detect.best] == ["柏清源"]
    assert (said.detect.screened, said.detect.flagged) == (2, 1)
    assert "线索，非证据" in Path(said.report.path).read_text("utf-8")
    assert not any(step.skipped for step in (said.resolve, said.detect, said.report))


def test_a_second_run_changes_nothing(
    done: Workspace, viewer: Viewer, office: Path, exported: Exported, folder: Path, clock: Clock
) -> None:
    before, reports = exported(done), contents(folder / "reports")
    head = done.verify(viewer).ledger_head
    clock.pass_days(3)
    again = done.run(viewer, office)
    assert again.resolve.skipped
    assert again.detect.skipped
    assert again.report.skipped
    assert done.verify(viewer).ledger_head == head
    assert (exported(done), contents(folder / "reports")) == (before, reports)


def test_a_new_record_moves_everything_forward(
    done: Workspace, viewer: Viewer, office: Path, tmp_path: Path
) -> None:
    first = done.resolve(viewer)
    row = {**TABLES["transfers"][0], "record_id": "T3", "payee_name": "尤曼青", "payee_id_number": ""}
    more = drop(tmp_path / "more" / office.name, {"transfers": [row]})
    second = done.run(viewer, more)
    assert second.resolve.mentions == first.mentions + 2
    assert not any(step.skipped for step in (second.resolve, second.detect, second.report))
    assert done.report_path(viewer) == Path(second.report.path)


def test_an_alert_of_a_run_shows_what_most_likely_belongs_to_it(
    ws: Workspace, viewer: Viewer, tmp_path: Path
) -> None:
    """Of three women of that name the official's wife is paid with a probability that settles nothing."""
    wife, paid = TABLES["people"][2], TABLES["transfers"][0]
    namesakes = [
        {**wife, "record_id": "P5", "id_number": "511399196805050077", "phones": "13900000005"},
        {**wife, "record_id": "P6", "id_number": "511399198809090089", "phones": "13900000006"},
    ]
    loose = {**paid, "record_id": "T3", "payee_name": wife["name"], "payee_id_number": ""}
    more = {"people": [*TABLES["people"], *namesakes], "transfers": [*TABLES["transfers"], loose]}
    ws.run(viewer, drop(tmp_path / "青岚县", {**TABLES, **more}))
    (alert,) = ws.alerts(viewer)
    assert [(signal.rule, signal.records[0]) for signal in alert.unsettled] == [
        ("money", ("transfers", "T3"))
    ]
    assert ("transfers", "T3") not in [record for s in alert.signals for record in s.records]


def test_a_retracted_record_speaks_no_more(done: Workspace, viewer: Viewer) -> None:
    for table, record_id in (("transfers", "T1"), ("transfers", "T2"), ("cases", "A1")):
        done.retract(viewer, table, record_id, "entered twice")
    assert done.detect(viewer).alerts == 0
    assert done.alerts(viewer) == []
    assert "没有预警" in Path(done.report(viewer).path).read_text("utf-8")


def test_what_rests_on_a_record_is_named_and_the_alert_tells_what_changed(
    done: Workspace, viewer: Viewer
) -> None:
    report = done.report_path(viewer)
    assert report is not None
    alert = done.alerts(viewer)[0]
    resting = done.resting_on(viewer, "transfers", "T1")
    assert ([each.alert_id for each in resting.alerts], resting.reports) == ([alert.alert_id], [report])
    assert done.resting_on(viewer, "candidates", "N2") == Resting([], [])

    done.retract(viewer, "transfers", "T1", "entered twice")
    done.report(viewer)
    newest, oldest = history(done.alert_history(viewer, alert.alert_id))
    assert ("transfers", "T1") in [record for change in newest.changes for record in change.records]
    assert [change.text.zh for change in oldest.changes] == ["首次提出。"]
    assert done.resting_on(viewer, "transfers", "T1").reports == [report], (
        "what was printed stays in question"
    )

    done.retract(viewer, "transfers", "T2", "entered twice")
    done.retract(viewer, "cases", "A1", "entered twice")
    done.detect(viewer)
    with pytest.raises(NotFoundError):
        done.alert_history(viewer, alert.alert_id)


def test_each_step_brings_forward_what_it_stands_on(ws: Workspace, viewer: Viewer, office: Path) -> None:
    ws.ingest(viewer, office)
    assert ws.report(viewer).alerts == 1


def test_an_export_shows_the_ledger_as_it_is(
    ws: Workspace, viewer: Viewer, office: Path, exported: Exported
) -> None:
    ws.ingest(viewer, office)
    assert len(exported(ws)["alerts"].splitlines()) == 1
    ws.retract(viewer, "candidates", "N2", "withdrew")
    assert b"N2" not in exported(ws)["candidates-screened"]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a run of the small office exports that nothing disturbs."""
    place = tmp_path_factory.mktemp("undisturbed")
    viewer = Viewer("operator:test", "operator")
    with Workspace.open(place / "ws", create=True, keyring=Keyring(place / "keys"), clock=Clock()) as ws:
        ws.run(viewer, drop(place / "青岚县"))
        return write_exports(ws, viewer, place)


@pytest.mark.parametrize("moment", [0, 5, 14, 16, 17, 18, 19, 21, 23, 26])
def test_an_interrupted_run_is_finished_by_the_next(
    open_workspace: Callable[[], Workspace],
    viewer: Viewer,
    office: Path,
    exported: Exported,
    undisturbed: dict[str, bytes],
    moment: int,
) -> None:
    with pytest.raises(Killed):
        open_workspace().run(viewer, office, progress=killed_at(moment))
    finished = open_workspace()
    finished.run(viewer, office)
    assert exported(finished) == undisturbed
    assert finished.verify(viewer).problems == []


@pytest.mark.parametrize("lost", ["graph.db", "snapshots", "reports"])
def test_what_follows_from_the_ledger_can_be_lost(
    done: Workspace,
    open_workspace: Callable[[], Workspace],
    viewer: Viewer,
    office: Path,
    exported: Exported,
    folder: Path,
    lost: str,
) -> None:
    before, reports = exported(done), contents(folder / "reports")
    done.close()
    for path in folder.glob(lost + "*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    again = open_workspace()
    again.run(viewer, office)
    assert (exported(again), contents(folder / "reports")) == (before, reports)


def test_rebuilding_gives_the_same(done: Workspace, viewer: Viewer, exported: Exported) -> None:
    before = exported(done)
    done.rebuild(viewer)
    assert not done.detect(viewer).skipped
    assert exported(done) == before


def test_a_ledger_restored_from_an_older_copy_is_followed_back(
    done: Workspace,
    open_workspace: Callable[[], Workspace],
    viewer: Viewer,
    office: Path,
    exported: Exported,
    folder: Path,
    tmp_path: Path,
) -> None:
    before = exported(done)
    done.close()
    shutil.copy(folder / "ledger.db", tmp_path / "backup.db")
    later = open_workspace()
    row = {"record_id": "P9", "name": "宿怀瑾", "phones": "13900000009"}
    later.run(viewer, drop(tmp_path / "more" / office.name, {"people": [row]}))
    assert exported(later) != before
    later.close()
    for path in folder.glob("ledger.db*"):
        path.unlink()
    shutil.copy(tmp_path / "backup.db", folder / "ledger.db")
    assert exported(open_workspace()) == before


def test_alerts_carry_the_day_in_china_on_which_records_last_changed(
    ws: Workspace, viewer: Viewer, office: Path, exported: Exported, clock: Clock
) -> None:
    ws.ingest(viewer, office)  # at 20:00 UTC on the first of March
    clock.pass_days(40)
    assert ws.detect(viewer).as_of == "2026-03-02"
    assert json.loads(exported(ws)["alerts"])["as_of"] == "2026-03-02"
    assert ws.figures(viewer).as_of == "2026-03-02"


def test_an_alert_without_new_evidence_expires_and_new_evidence_raises_it_again(
    done: Workspace, viewer: Viewer, tmp_path: Path, exported: Exported, clock: Clock
) -> None:
    def hand_in(table: str, row: dict[str, str], after: int) -> DetectSummary:
        clock.pass_days(after)
        done.ingest(viewer, drop(tmp_path / f"{table}{row['record_id']}", {table: [row]}))
        return done.detect(viewer)

    def stranger(record_id: str) -> dict[str, str]:
        return {"record_id": record_id, "name": "闻人远", "phones": f"1390000090{record_id[-1]}"}

    (first,) = done.alerts(viewer)
    assert (first.raised_on, first.expires_on) == ("2026-03-02", "2026-08-29")

    said = hand_in("people", stranger("P71"), after=180)
    assert (said.as_of, said.alerts, said.expired, said.changed) == ("2026-08-29", 1, 0, 0)
    assert [alert.raised_on for alert in done.alerts(viewer)] == ["2026-03-02"], "the last day"

    clock.pass_days(1)
    assert done.alerts(viewer) == [], "expired by the calendar, whether anything ran or not"
    assert [alert.alert_id for alert in done.alerts(viewer, expired=True)] == [first.alert_id]
    assert done.alerts_naming(viewer, first.official.entity_id) == []
    assert json.loads(exported(done)["alerts"])["alert_id"] == first.alert_id, "files go by the records' day"

    said = hand_in("people", stranger("P72"), after=0)
    assert (said.alerts, said.expired, said.changed, said.best) == (0, 1, 0, [])
    assert exported(done)["alerts"] == b""
    written = Path(done.report(viewer).path).read_text("utf-8")
    assert "没有预警" in written
    assert "另有 1 条预警已到期" in written

    paid = TABLES["transfers"][0]
    said = hand_in("transfers", {**paid, "record_id": "T9", "at": "2022-06-01 10:00"}, after=5)
    assert (said.alerts, said.expired, said.changed) == (1, 0, 1)
    (alert,) = done.alerts(viewer)
    assert (alert.alert_id, alert.raised_on) == (first.alert_id, "2026-09-04")
    told = history(done.alert_history(viewer, alert.alert_id))[0].changes
    assert "有效期重新起算，至 2027-03-03" in told[-1].text.zh


@pytest.mark.parametrize("step", ["resolve", "detect", "report"])
def test_without_records_there_is_nothing_to_do(ws: Workspace, viewer: Viewer, step: str) -> None:
    with pytest.raises(NetinvError, match="ingest"):
        getattr(ws, step)(viewer)


def test_one_writer_at_a_time_and_reads_never_wait(
    done: Workspace, open_workspace: Callable[[], Workspace], viewer: Viewer, office: Path
) -> None:
    other, started, end = open_workspace(), threading.Event(), threading.Event()

    def wait(done: int, total: int, what: str) -> None:
        started.set()
        end.wait(60)

    other.rebuild(viewer)
    writer = threading.Thread(target=lambda: other.resolve(viewer, wait))
    writer.start()
    try:
        assert started.wait(60)
        reader = open_workspace()
        with pytest.raises(WorkspaceBusyError):
            reader.run(viewer, office)
        assert len(reader.alerts(viewer)) == 1
    finally:
        end.set()
        writer.join()

"""What could not be read, corrected in place: what is read then, by whom, and that it can be taken back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from netinv.access.viewer import Viewer
from netinv.ledger.keyring import Keyring
from netinv.ledger.types import Quarantined
from netinv.model.errors import NotFoundError, UsageError
from netinv.workspace import Workspace

PEOPLE = """record_id,name,birth_date,phones,备用列
P1,柏清源,1987-02-31,13900000001,甲
P2,尚屹川,1990-01-02,1.39E+10,
P3,,,,空行
,尤曼青,1991-13-01,,
"""
LEADS = """lead_id,received_at,reporter_name,text
L1,2023-05-41,冀不留名,我是冀不留名，反映所长收钱
,2023-05-02,冀不留名,
,2023-05-03,,
"""
ORIGIN = "青岚县公安局"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path / "ws", create=True, keyring=Keyring(tmp_path / "keys")) as opened:
        yield opened


@pytest.fixture
def deliver(desk: Workspace, viewer: Viewer) -> Callable[..., None]:
    """Hand files over, each a table; text as UTF-8."""

    def handed(**files: str) -> None:
        desk.handing.ingest(viewer, {f"{name}.csv": text.encode() for name, text in files.items()}, ORIGIN)

    return handed


def listed(desk: Workspace, viewer: Viewer) -> dict[tuple[int, str], Quarantined]:
    """What is in quarantine, by (row, column), as it stands now."""
    return {(each.row, each.column): each for each in desk.quarantined(viewer)}


def cell(desk: Workspace, viewer: Viewer, record_id: str, column: str, table: str = "people") -> str | None:
    newest = desk.record(viewer, table, record_id).versions[0]
    return None if newest.retracted else newest.payload.get(column)


def test_a_quarantined_cell_names_its_record(
    desk: Workspace, viewer: Viewer, deliver: Callable[..., None]
) -> None:
    deliver(people=PEOPLE)
    found = listed(desk, viewer)
    assert {place: each.record_id for place, each in found.items() if place[0] < 5} == {
        (2, "birth_date"): "P1",
        (3, "phones"): "P2",
        (4, ""): "P3",
    }
    assert found[5, "birth_date"].record_id.startswith("auto-")
    assert found[4, ""].cells == {"record_id": "P3", "备用列": "空行"}


@pytest.mark.parametrize(
    ("place", "written", "read"),
    [
        ((2, "birth_date"), {"birth_date": "1987年2月28日"}, [("1987-02-28", "day")]),
        ((2, "birth_date"), {"birth_date": ""}, [""]),
        ((2, "birth_date"), {"birth_date": "1987-02-30"}, [None]),
        ((2, "birth_date"), {"birth_date": "1987-02-31"}, []),
        ((3, "phones"), {"phones": "13900000002"}, ["13900000002"]),
        ((4, ""), {"name": "苗长庚", "is_official": "是"}, ["苗长庚", True]),
        ((5, "birth_date"), {"birth_date": "1991"}, [("1991-01-01", "year")]),
    ],
)
def test_what_would_be_read(
    desk: Workspace,
    viewer: Viewer,
    deliver: Callable[..., None],
    place: tuple[int, str],
    written: dict[str, str],
    read: list[object],
) -> None:
    deliver(people=PEOPLE)
    number, before = listed(desk, viewer)[place].number, desk.verify(viewer).ledger_head
    reading = desk.correcting.look(viewer, number, written)
    assert [each.read for each in reading.cells] == read
    assert reading.usable == (bool(read) and None not in read)
    assert desk.verify(viewer).ledger_head == before, "looking writes nothing"
    if not reading.usable:
        with pytest.raises(UsageError):
            desk.correcting.correct(viewer, number, written, "已核对")
        return
    desk.correcting.correct(viewer, number, written, "已核对")
    for column, text in written.items():
        assert cell(desk, viewer, reading.row.record_id, column) == (text or None)
    assert listed(desk, viewer)[place].correction is not None
    assert desk.verify(viewer).problems == []


def test_a_correction_has_its_author_and_can_be_taken_back(
    desk: Workspace, viewer: Viewer, deliver: Callable[..., None]
) -> None:
    deliver(people=PEOPLE)
    for place, written, record_id in (
        ((2, "birth_date"), {"birth_date": "1987-02-28"}, "P1"),
        ((4, ""), {"name": "苗长庚"}, "P3"),
    ):
        item = listed(desk, viewer)[place]
        seq = desk.correcting.correct(viewer, item.number, written, "已核对原件")
        made = listed(desk, viewer)[place].correction
        assert made is not None
        assert (made.seq, made.actor, made.reason) == (seq, viewer.id, "已核对原件")
        newest = desk.record(viewer, "people", record_id).versions[0]
        assert (newest.source.file, newest.source.row) == (item.file, item.row)
        assert (newest.actor, newest.reason) == (viewer.id, "已核对原件")
        desk.correcting.undo(viewer, seq)
        assert listed(desk, viewer)[place] == item, "it waits again, as it was delivered"
        with pytest.raises((UsageError, NotFoundError)):
            desk.correcting.undo(viewer, seq)
    assert cell(desk, viewer, "P1", "birth_date") == "1987-02-31"
    assert desk.record(viewer, "people", "P3").versions[0].retracted
    assert desk.verify(viewer).problems == []


def test_what_is_delivered_again_leaves_a_correction_alone(
    desk: Workspace, viewer: Viewer, deliver: Callable[..., None], tmp_path: Path
) -> None:
    deliver(people=PEOPLE)
    places: dict[tuple[int, str], dict[str, str]] = {
        (2, "birth_date"): {"birth_date": "1987-02-28"},
        (4, ""): {"name": "苗长庚", "record_id": "P33"},
    }
    for place, written in places.items():
        desk.correcting.correct(viewer, listed(desk, viewer)[place].number, written, "已核对")
    longer = PEOPLE + "P9,廉守拙,,,\n"
    (folder := tmp_path / ORIGIN).mkdir()
    (folder / "people.csv").write_text(longer, "utf-8")
    again = desk.ingest(viewer, folder, replace=True)
    assert (again.new, again.changed, again.retracted) == (1, 0, 0)
    assert cell(desk, viewer, "P1", "birth_date") == "1987-02-28"
    assert cell(desk, viewer, "P33", "name") == "苗长庚", "made of a row that no delivery could hold"
    assert all(each.correction for each in desk.quarantined(viewer) if (each.row, each.column) in places)
    deliver(people=longer.replace("1987-02-31", "1987-03-01"))
    assert cell(desk, viewer, "P1", "birth_date") == "1987-03-01", "the unit's own later word counts"
    assert desk.verify(viewer).problems == []


def test_what_changed_meanwhile_is_not_overwritten(
    desk: Workspace, viewer: Viewer, deliver: Callable[..., None]
) -> None:
    deliver(people=PEOPLE)
    number = listed(desk, viewer)[2, "birth_date"].number
    seq = desk.correcting.correct(viewer, number, {"birth_date": "1987-02-28"}, "已核对")
    with pytest.raises(UsageError, match="已经改正"):
        desk.correcting.correct(viewer, number, {"birth_date": "1987-02-27"}, "再改")
    deliver(people="record_id,name,birth_date\nP1,柏清源,1987-02-20\n")
    with pytest.raises(UsageError, match="又有变化"):
        desk.correcting.undo(viewer, seq)
    phones = listed(desk, viewer)[3, "phones"].number
    desk.retract(viewer, "people", "P2", "误录")
    with pytest.raises(UsageError, match="已被撤回"):
        desk.correcting.look(viewer, phones, {"phones": "13900000002"})


@pytest.mark.parametrize(
    ("column", "text", "says"),
    [
        ("name", "改名", "不能改写"),
        ("birth_date", "1987-02-28\0", "空字符"),
    ],
)
def test_only_what_could_not_be_read_is_open(
    desk: Workspace, viewer: Viewer, deliver: Callable[..., None], column: str, text: str, says: str
) -> None:
    deliver(people=PEOPLE)
    number = listed(desk, viewer)[2, "birth_date"].number
    with pytest.raises(UsageError, match=says):
        desk.correcting.look(viewer, number, {column: text})
    with pytest.raises(UsageError, match="理由"):
        desk.correcting.correct(viewer, number, {"birth_date": "1987-02-28"}, " ")
    with pytest.raises(NotFoundError):
        desk.correcting.look(viewer, 10_000, {})


def test_a_reporter_stays_sealed(
    desk: Workspace, viewer: Viewer, deliver: Callable[..., None], tmp_path: Path
) -> None:
    deliver(leads=LEADS)
    date = listed(desk, viewer)[2, "received_at"].number
    desk.correcting.correct(viewer, date, {"received_at": "2023-05-14"}, "已核对")
    assert cell(desk, viewer, "L1", "received_at", "leads") == "2023-05-14"
    known, unknown = listed(desk, viewer)[3, ""].number, listed(desk, viewer)[4, ""].number
    with pytest.raises(UsageError, match="不能改写"):  # whose name it is, is sealed: who could tell it here?
        desk.correcting.look(viewer, known, {"lead_id": "L2", "text": "冀不留名说所长收钱"})
    desk.correcting.correct(viewer, known, {"lead_id": "L2"}, "已核对")
    assert cell(desk, viewer, "L2", "received_at", "leads") == "2023-05-02"
    written = {"lead_id": "L3", "text": "我是冀不留名，反映所长收钱", "reporter_name": "冀不留名"}
    desk.correcting.look(viewer, unknown, written)
    desk.correcting.correct(viewer, unknown, written, "已核对")
    assert "反映所长收钱" in str(cell(desk, viewer, "L3", "text", "leads"))
    files = [f for f in (tmp_path / "ws").rglob("*") if f.is_file()]
    assert [f.name for f in files if "冀不留名".encode() in f.read_bytes()] == []


def test_expunging_takes_what_quarantine_holds_of_it(
    desk: Workspace, viewer: Viewer, deliver: Callable[..., None]
) -> None:
    deliver(people=PEOPLE)
    number = listed(desk, viewer)[4, ""].number
    desk.correcting.correct(viewer, number, {"name": "苗长庚"}, "已核对")
    desk._ledger.expunge("people", "P3", viewer.id, "到期")
    item = listed(desk, viewer)[4, ""]
    assert (item.value, item.cells) == ("", None)
    assert desk.verify(viewer).problems == []

"""A real small county, run once, with what no generator writes: markup in names, corrected rows."""

import csv
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from netinv.access.audit import Audit, Entry
from netinv.access.viewer import operator
from netinv.demo import write_county
from netinv.ledger import Keyring, Ledger
from netinv.model.alerts import Alert
from netinv.web.faces import entity_href, gang_href, record_href
from netinv.workspace import Workspace

PEOPLE, SEED = 1_000, 3
ORIGIN = "手工补录"
NASTY = "<script>alert(1)</script>&\"'{x}"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"
SLASHED = "云公/刑字〔2023〕104号"
Rows = Sequence[Mapping[str, str]]

FIRST: dict[str, Rows] = {
    "people": [
        {"record_id": "N1", "name": NASTY, "phones": "13900000001", "birth_date": "1987-02-31"},
        {"record_id": SLASHED, "name": "柏清源", "phones": "13900000002"},
        {"record_id": "N3", "phones": "", "note": NASTY},
    ],
    "transfers": [
        {"record_id": "N4", "at": "2023-07-01 10:22", "payer_name": NASTY, "payer_phone": "13900000001",
         "payee_name": "柏清源", "payee_phone": "13900000002", "amount_yuan": "41500", "备用列": "未说明"},
    ],
}  # fmt: skip
CORRECTED: dict[str, Rows] = {"transfers": [{**FIRST["transfers"][0], "amount_yuan": "93000"}]}


def drop(folder: Path, tables: Mapping[str, Rows]) -> Path:
    """Write tables as a drop folder."""
    folder.mkdir(parents=True)
    for table, rows in tables.items():
        names = list(dict.fromkeys(name for row in rows for name in row))
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names)
            writer.writeheader()
            writer.writerows(rows)
    return folder


@dataclass(frozen=True)
class Office:
    """A folder with a workspace in `ws` and its key apart in `keys`."""

    folder: Path

    @property
    def path(self) -> Path:
        return self.folder / "ws"

    @property
    def keyring(self) -> Keyring:
        return Keyring(self.folder / "keys")

    def open(self) -> Workspace:
        return Workspace.open(self.path, create=True, keyring=self.keyring)

    def copy(self, to: Path) -> "Office":
        """The same office in another folder, to do with as one likes."""
        shutil.copytree(self.folder, to)
        return Office(to)

    def audit(self) -> list[Entry]:
        """The audit, read from its file as an auditor does."""
        ledger = Ledger.open(self.path, self.keyring)
        audit = Audit.open(self.path, self.keyring, ledger.workspace_id)
        try:
            assert audit.verify() == []
            return audit.entries()
        finally:
            audit.close()
            ledger.close()


def make(folder: Path) -> Office:
    """The county, the rows added by hand, one of these corrected; then entities, alerts and the report."""
    office = Office(folder)
    county = write_county(folder / "county", people=PEOPLE, seed=SEED)
    with office.open() as workspace:
        workspace.ingest(operator(), county.data)
        workspace.ingest(operator(), drop(folder / "first", FIRST), origin=ORIGIN)
        workspace.run(operator(), drop(folder / "corrected", CORRECTED), origin=ORIGIN)
    return office


@dataclass(frozen=True)
class Places:
    """What there is to visit: the alerts, and the address of every kind of page."""

    alerts: list[Alert]
    pages: dict[str, str]

    @property
    def best(self) -> Alert:
        return self.alerts[0]


def places(office: Office) -> Places:
    """Look the pages up, as somebody does who clicks through."""
    with office.open() as workspace:
        alerts = workspace.alerts(operator())
        nasty = workspace.search(operator(), "13900000001")
        (payer,) = [id for id, kind, *_ in nasty if kind == "person"]
    best = alerts[0]
    company = next(node.id for alert in alerts for node in alert.nodes if node.kind == "organization")
    table, record_id = best.signals[0].records[0]
    pages = {
        "alerts": "/",
        "alert": f"/alerts/{best.alert_id}",
        "ways": f"/alerts/{best.alert_id}/ways",
        "official": entity_href(best.official.entity_id),
        "company": entity_href(company),
        "gang": gang_href(best.gang.gang_id),
        "markup": entity_href(payer),
        "record": record_href(table, record_id),
        "corrected": record_href("transfers", "N4"),
        "slashed": record_href("people", SLASHED),
        "search": "/search",
        "found": f"/search?q={quote(best.official.name)}",
        "found gang": f"/search?q={quote(best.gang.name)}",
        "found markup": "/search?q=13900000001",
        "not found": "/search?q=nobody",
        "report": "/report",
        "review": "/review",
        "decisions": "/review/decisions",
        "candidates": "/candidates",
        "imports": "/imports",
        "absent": "/nope",
    }
    return Places(alerts, pages)

"""From tables under construction to CSV files: order, ids, cells, and which mention is truly whom."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

import numpy as np

from netinv.demo.layout import LAYOUTS, Layout
from netinv.demo.noise import Cells, PersonWriter, org_text
from netinv.demo.scenario import Ints
from netinv.demo.tables import Block, Table
from netinv.demo.world import World

CHUNK = 50_000
Progress = Callable[[str], None]


def person_key(person: int) -> str:
    """A person's name in truth."""
    return f"P{person + 1:06d}"


def org_key(org: int) -> str:
    """An organisation's name in truth."""
    return f"O{org + 1:05d}"


def times(at: Ints, precision: str) -> list[str]:
    """Moments as text; 0 stays empty."""
    length = {"date": 10, "minute": 16, "second": 19}[precision]
    texts = np.datetime_as_string(at.astype("datetime64[s]")).tolist()
    return [str(t)[:length].replace("T", " ") if a else "" for t, a in zip(texts, at.tolist(), strict=True)]


class Ids:
    """Numbering of all tables. Planted rows take their numbers even where they are left out, so that
    the background of
    a county without umbrellas is the same to the letter."""

    def __init__(self, world: World) -> None:
        self.blocks: dict[str, Block] = {}
        self.order: dict[str, Ints] = {}
        self._number: dict[str, Ints] = {}
        self._width: dict[str, int] = {}
        self._scenario = world.scenario
        for name, table in world.tables.items():
            self.number(name, table)

    def number(self, name: str, table: Table) -> None:
        """Give the rows of one table their order and their ids."""
        rows = table.merged()
        chance = self._scenario.stream("order", name).permutation(rows.size)
        if name == "gangs":
            order = np.arange(rows.size)
        else:
            order = np.lexsort((chance, rows.at)) if LAYOUTS[name].when else chance
        number = np.empty(rows.size, np.int64)
        number[order] = np.arange(1, rows.size + 1)
        self.blocks[name], self.order[name], self._number[name] = rows, order, number
        self._width[name] = max(4, len(str(rows.size)))

    def of(self, table: str, handle: int) -> str:
        """The id of one row; empty for none."""
        if handle < 0:
            return ""
        return f"{LAYOUTS[table].prefix}{int(self._number[table][handle]):0{self._width[table]}d}"

    def many(self, table: str, handles: Ints) -> list[str]:
        """The ids of many rows."""
        return [self.of(table, h) for h in handles.tolist()]


def write_tables(world: World, ids: Ids, data: Path, truth: Path, progress: Progress) -> dict[str, int]:
    """Write every table and truth_mentions.csv; returns rows written by table."""
    people = PersonWriter(world)
    counts: dict[str, int] = {}
    with (truth / "truth_mentions.csv").open("w", encoding="utf-8", newline="") as handle:
        mentions = csv.writer(handle, lineterminator="\n")
        mentions.writerow(("table", "record_id", "ref", "kind", "true_entity_id", "hard"))
        for name, layout in LAYOUTS.items():
            if not ids.blocks[name].size:
                continue
            progress(f"{name}: {ids.blocks[name].size:,} rows")
            with (data / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
                counts[name] = _write(world, ids, people, name, layout, out, mentions.writerows)
    return counts


def _write(
    world: World,
    ids: Ids,
    people: PersonWriter,
    name: str,
    layout: Layout,
    out: TextIO,
    mention: Callable[[Iterator[tuple[str, ...]]], None],
) -> int:
    rows, order = ids.blocks[name], ids.order[name]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(layout.columns)
    rng = world.scenario.stream("noise", name)
    written = 0
    for start in range(0, rows.size, CHUNK):
        index = order[start : start + CHUNK]
        keep = ~rows.planted[index] if world.scenario.null else np.ones(len(index), bool)
        cells: Cells = {c: [""] * len(index) for c in layout.columns}
        for column, values in rows.values.items():
            if isinstance(values, np.ndarray):
                cells[column] = [str(x) for x in values[index].tolist()]
            else:
                cells[column] = [values[i] for i in index.tolist()]
        if layout.id_column:
            cells[layout.id_column] = ids.many(name, index)
        if layout.when:
            cells[layout.when] = times(rows.at[index], layout.precision)
        for column, parent in layout.parents.items():
            cells[column] = ids.many(parent, rows.links.get(column, np.full(rows.size, -1))[index])
        found = _calls(world, rows, index, cells) if name == "calls" else []
        if name != "calls":
            found += _persons(people, rows, index, layout, name, cells, rng)
            found += _orgs(world, rows, index, layout, name, cells, rng)
        kept = np.flatnonzero(keep).tolist()
        columns = [cells[c] for c in layout.columns]
        writer.writerows([column[i] for column in columns] for i in kept)
        written += len(kept)
        own = cells[layout.id_column] if layout.id_column else []
        for ref, kind, entities, tags in found:
            mention((name, own[i], ref, kind, entities[i], tags[i]) for i in kept if entities[i])
    return written


_Found = list[tuple[str, str, list[str], list[str]]]


def _persons(
    people: PersonWriter,
    rows: Block,
    index: Ints,
    layout: Layout,
    name: str,
    cells: Cells,
    rng: np.random.Generator,
) -> _Found:
    found: _Found = []
    for ref, shows in layout.persons.items():
        who = rows.persons.get(ref, np.full(rows.size, -1))[index]
        how = rows.how.get(ref, np.zeros(rows.size, np.int64))[index]
        office = None
        if layout.office_roles:
            office = np.asarray([r in layout.office_roles for r in cells["role"]])
        texts, tags = people.write(who, how, shows, rng, office)
        prefix = ref + "_" if ref else ""
        for column, written in texts.items():
            target = prefix + column
            if name == "people" and column == "phone":
                target, second = "phones", people.world.people.second_phone
                written = [
                    f"{t};{second[p]}" if t and second[p] else t for t, p in zip(written, who, strict=True)
                ]
            if target in cells:
                # what the row itself states stays
                cells[target] = [a or b for a, b in zip(cells[target], written, strict=True)]
        found.append((ref, "person", [person_key(p) if p >= 0 else "" for p in who.tolist()], tags))
    return found


def _orgs(
    world: World, rows: Block, index: Ints, layout: Layout, name: str, cells: Cells, rng: np.random.Generator
) -> _Found:
    found: _Found = []
    for ref, stated in layout.orgs.items():
        which = rows.orgs.get(ref, np.full(rows.size, -1))[index].tolist()
        chance, dice = rng.random((len(index), 2)).tolist(), rng.integers(0, 1_000, len(index)).tolist()
        register = name == "organizations"
        prefix = f"{ref}_org_" if ref else "" if register else "org_"
        account = ref + "_account"
        tags = [""] * len(which)
        for i, org in enumerate(which):
            if org < 0:
                continue
            text = org_text(world, org, 1.0 if register else chance[i][0], dice[i])
            cells[prefix + "name"][i] = text
            tags[i] = "" if text == world.orgs[org].name else "shortname"
            if chance[i][1] < stated:
                cells[prefix + "uscc"][i] = world.orgs[org].uscc
            if account in cells:
                cells[account][i] = str(world.orgs[org].account)
        found.append((ref, "organization", [org_key(o) if o >= 0 else "" for o in which], tags))
    return found


def _calls(world: World, rows: Block, index: Ints, cells: Cells) -> _Found:
    """Calls name numbers only: mobiles belong to people, landlines to organisations."""
    found: _Found = []
    people = world.people
    for ref in ("from", "to"):
        who = rows.persons[ref][index]
        second = np.asarray(rows.values.get("second_" + ref, np.zeros(rows.size, np.int64)))[index] > 0
        number = np.where(
            second & (people.second_phone[who] > 0), people.second_phone[who], people.phone[who]
        )
        org = rows.orgs.get(ref, np.full(rows.size, -1))[index].tolist()
        texts = [world.orgs[o].phone if o >= 0 else str(n) for o, n in zip(org, number.tolist(), strict=True)]
        cells[f"{ref}_phone"] = texts
        empty = [""] * len(texts)
        found.append(
            (ref, "person", ["" if o >= 0 else person_key(p) for o, p in zip(org, who, strict=True)], empty)
        )
        found.append((ref, "organization", [org_key(o) if o >= 0 else "" for o in org], empty))
    return found

"""Exploring the graph, as the workbench does it: `Workspace.explore`."""

import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from netinv.access.audit import Audit
from netinv.access.viewer import Viewer
from netinv.graph.ids import node_id
from netinv.graph.snapshot import Snapshot, snapshot
from netinv.graph.weights import Weights, weights
from netinv.ledger.clock import Clock
from netinv.ledger.keyring import Keyring
from netinv.ledger.ledger import Ledger
from netinv.model.alerts import Alert
from netinv.model.errors import NotFoundError, UsageError
from netinv.model.exploring import (
    Asked,
    Card,
    Change,
    Drawing,
    DrawingView,
    Expansion,
    Found,
    IndependentWays,
    KindCount,
    Link,
    PathsAsked,
    PathsFound,
)
from netinv.model.values import fold
from netinv.model.views import Fact
from netinv.workspace.beside import NAMED, beside, hits
from netinv.workspace.entities import node_facts
from netinv.workspace.exploring.cards import card, cards, link, telling
from netinv.workspace.exploring.changes import changed
from netinv.workspace.exploring.contents import Content, Opening, content, opening
from netinv.workspace.exploring.drawings import DraftMovedError, Drawings
from netinv.workspace.exploring.expanding import By, counts, expansion
from netinv.workspace.exploring.grouping import Group, parted
from netinv.workspace.facts import Facts
from netinv.workspace.projections import Projections

SUGGESTED = 12
"""Results of one search: who has more to choose from has asked too little."""

PASTED = 5
"""Candidates for each line of a pasted list."""
MOST = 20_000
"""Nodes that one canvas may ask about."""
READABLE = 500
"""Nodes that a report tells of."""
CITED = 12
"""Records that a report names of one relation."""


class Explore:
    """What the workbench asks of a workspace.

    Every method is audited before it answers, with the viewer's purpose and case number; searching and path
    finding need a purpose (UsageError). What is absent raises NotFoundError where one thing is asked for,
    and is left out where many are.
    """

    def __init__(
        self,
        folder: Path,
        ledger: Ledger,
        projections: Projections,
        audit: Audit,
        keyring: Keyring,
        clock: Clock,
    ) -> None:
        self._folder = folder
        self._ledger = ledger
        self._projections = projections
        self._audit = audit
        self._keyring = keyring
        self._clock = clock
        self._guard = threading.Lock()
        self._weighed: tuple[tuple[int, str, str], Snapshot, Weights] | None = None

    def close(self) -> None:
        """Let go of the file."""
        if "_drawings" in self.__dict__:
            self._drawings.close()

    def warm(self) -> None:
        """Make ready what the first question would wait for: arrays, weights, what is compiled."""
        from netinv.workspace.exploring.communities import warm as warm_communities
        from netinv.workspace.exploring.connecting import warm
        from netinv.workspace.exploring.independent import warm as warm_ways

        warm_communities()
        warm(*self._weights())
        warm_ways(*self._weights())

    # --- looking

    def suggest(self, viewer: Viewer, text: str, limit: int = SUGGESTED) -> list[Found]:
        """What a search finds, best first: names, initials, aliases, numbers of all kinds."""
        _need_purpose(viewer)
        self._audit.record(viewer, "search", text)
        if not text.strip():
            return []
        store = self._projections.graph
        found = hits(store, text.strip(), limit)
        shot = self._weights()[0]
        shown = [(card(hit.node, shot), hit.term if hit.term != hit.node.label else "") for hit in found]
        bare = [each.id for each, _ in shown if each.kind in NAMED and not each.hints]
        linked = beside(store, self._projections.resolution, bare)
        return [Found(card=each, matched=matched, beside=linked.get(each.id, [])) for each, matched in shown]

    def suggest_all(self, viewer: Viewer, texts: Sequence[str]) -> list[list[Found]]:
        """What a list of names and numbers finds, each as in `suggest`, at most five of it."""
        return [self.suggest(viewer, text, PASTED) for text in texts]

    def facts(self, viewer: Viewer, id: str) -> tuple[Card, list[Fact]]:
        """A node's card and what records state of it, by any id that it ever had."""
        self._audit.record(viewer, "entity", id)
        node, found = node_facts(self._ledger, self._projections, id)
        return card(node, self._weights()[0]), found

    def content(
        self, viewer: Viewer, ids: Sequence[str], known: Sequence[str] = (), inside: Sequence[str] = ()
    ) -> Content:
        """Cards of these nodes, and their links with one another, with those that are known and with those
        inside folded groups."""
        _few(ids, known, inside)
        self._audit.record(viewer, "canvas", " ".join(ids), f"known={len(known) + len(inside)}")
        renamed = self._present([*ids, *known, *inside])
        return content(self._projections.graph, self._weights()[0], ids, known, inside, renamed)

    def groups(self, viewer: Viewer, ids: Sequence[str], by: str) -> list[Group]:
        """Which of these nodes belong together, by gang, unit, community or kind."""
        _few(ids)
        self._audit.record(viewer, "group", " ".join(ids), f"by={by}")
        return parted(self._weights()[0], ids, by)

    def counts(self, viewer: Viewer, id: str, known: Sequence[str] = ()) -> list[KindCount]:
        """How many neighbours a node has by kind of relation, before anybody expands it."""
        _few(known)
        self._audit.record(viewer, "counts", id)
        shot, _ = self._weights()
        return counts(shot, self._node(id, shot), known)

    def expand(
        self,
        viewer: Viewer,
        id: str,
        asked: Asked,
        by: str = By.RARITY,
        limit: int = 12,
        known: Sequence[str] = (),
    ) -> Expansion:
        """The best neighbours of a node that are not known yet; `content` says what they are."""
        _few(known)
        self._audit.record(viewer, "expand", id, f"{asked.model_dump_json()} by={by} limit={limit}")
        shot, weighed = self._weights()
        return expansion(shot, weighed, self._node(id, shot), asked, by, limit, known)

    def between(self, viewer: Viewer, a: str, b: str) -> list[Link]:
        """All links between two nodes with all their records, the most telling first."""
        self._audit.record(viewer, "links", f"{a} {b}")
        shot, _ = self._weights()
        pair = {self._node(a, shot), self._node(b, shot)}
        found = self._projections.graph.relations(sorted(pair), inner=True)
        return telling(link(each, len(each.records)) for each in found if {each.source, each.target} == pair)

    def paths(self, viewer: Viewer, asked: PathsAsked) -> PathsFound:
        """The strongest paths between every two of some nodes."""
        _need_purpose(viewer)
        self._audit.record(viewer, "paths", " ".join(asked.ends), asked.model_dump_json(exclude={"ends"}))
        present = self._present([*asked.ends, *asked.through])
        ends, through = ([present.get(id, id) for id in ids] for ids in (asked.ends, asked.through))
        asked = asked.model_copy(update={"ends": ends, "through": through})
        from netinv.workspace.exploring.connecting import paths_found  # its compiler takes long to load

        return paths_found(self._projections.graph, *self._weights(), asked)

    def ways(self, viewer: Viewer, alert: Alert) -> IndependentWays:
        """How the official and the gang of an alert are connected, over the graph as it stands: a few ways
        that share no relation. Unless the viewer says another purpose, it is the alert."""
        asking = viewer if viewer.purpose else viewer.asking(f"预警 {alert.alert_id}")
        official, gang = alert.official.entity_id, node_id("gang", fold(alert.gang.gang_id))
        self._audit.record(asking, "paths", f"{official} {gang}", "independent")
        official = self._present([official]).get(official, official)
        from netinv.workspace.exploring.independent import independent_ways

        store, resolution = self._projections.graph, self._projections.resolution
        return independent_ways(store, resolution, *self._weights(), official, gang)

    def picture(self, viewer: Viewer, ids: Sequence[str], format: str) -> None:
        """Write down that a picture of these nodes leaves, as a file or printed, before the page makes it."""
        self._audit.record(viewer, "picture", " ".join(ids), format)

    def export(self, viewer: Viewer, ids: Sequence[str], links: Sequence[str], format: str) -> bytes:
        """What is seen, as a file: these nodes and, among them, these relations. UsageError: no such format.

        The same content and form as the export of the whole graph (data contract).
        """
        from netinv.workspace.graph_export import FORMATS, Graph

        _few(ids)
        if format not in FORMATS:
            raise UsageError(f"没有格式 {format!r}，可选 {', '.join(FORMATS)} / no format {format!r}")
        self._audit.record(viewer, "export view", " ".join(ids), f"{format} relations={len(links)}")
        store, shown = self._projections.graph, set(links)
        nodes = store.get(sorted(set(ids)))
        among = [each for each in store.relations(sorted(nodes), inner=True) if each.id in shown]
        pieces = FORMATS[format](Graph([nodes[id] for id in sorted(nodes)], among))
        return b"".join(each if isinstance(each, bytes) else each.encode() for each in pieces)

    def told(self, viewer: Viewer, ids: Sequence[str], links: Sequence[str]) -> tuple[list[Card], list[Link]]:
        """What is seen, for a report: these nodes and, among them, these relations, the most telling first,
        each with its first records. UsageError: more nodes than anybody reads."""
        if len(ids) > READABLE:
            raise UsageError(
                f"报告最多写 {READABLE} 个对象：请先隐藏或筛去其余的 / "
                f"a report tells of {READABLE} nodes at most: hide or filter out the others first"
            )
        self._audit.record(viewer, "report view", " ".join(ids), f"relations={len(links)}")
        store, shown = self._projections.graph, set(links)
        found = cards(store, self._weights()[0], sorted(set(ids)))
        among = store.relations([card.id for card in found], inner=True)
        return found, telling(link(each, CITED) for each in among if each.id in shown)

    # --- drawings

    def draft(self, viewer: Viewer) -> Drawing:
        """What the viewer works on."""
        self._audit.record(viewer, "draft", "")
        kept = self._drawings.draft(viewer.id)
        return self._visible(kept.body, kept.revision)

    def opening(self, viewer: Viewer) -> Opening:
        """What the viewer works on, and what is on it: all that a page needs to draw its first picture."""
        with self._audit.group():
            drawing = self.draft(viewer)
            asked = viewer.asking(str(drawing.body.get("purpose", "")), str(drawing.body.get("caseNo", "")))
            return self._opening(asked, drawing)

    def keep_draft(self, viewer: Viewer, body: dict[str, Any], revision: int) -> int:
        """Write what the viewer works on; the new revision. DraftMovedError: another window did."""
        self._audit.record(viewer, "keep draft", "", f"nodes={len(body.get('nodes', {}))}")
        return self._drawings.keep(viewer.id, body, revision)

    def change_draft(self, viewer: Viewer, changes: Sequence[Change], revision: int) -> int:
        """The same by what changed since that revision, one saving after the other.

        DraftMovedError: it is no longer the last, and what came after it is none of these.
        A page that is left while it saves sends that saving once more: whether it arrived it cannot know.
        """
        for at, change in enumerate(changes, revision):
            kept = self._drawings.draft(viewer.id)
            given = self._visible(kept.body, kept.revision).body  # of this the page says what changed
            try:
                self.keep_draft(viewer, changed(given, change), at)
            except DraftMovedError:
                now, mark = self._drawings.draft(viewer.id), change.whole.get("saved")
                if change is changes[-1] or now.revision != at + 1 or mark != now.body.get("saved", ""):
                    raise
        return revision + len(changes)

    def views(self, viewer: Viewer) -> list[DrawingView]:
        """The saved views, newest first."""
        self._audit.record(viewer, "views", "")
        return self._drawings.views()

    def view(self, viewer: Viewer, view_id: str, version: int | None = None) -> tuple[DrawingView, Opening]:
        """A saved view, less what this viewer cannot see (any more), and what is on it."""
        with self._audit.group():
            self._audit.record(viewer, "view", view_id, f"version={version or 'latest'}")
            shown, body = self._drawings.view(view_id, version)
            return shown, self._opening(viewer, self._visible(body, shown.version))

    def save_view(self, viewer: Viewer, name: str, body: dict[str, Any], view_id: str = "") -> DrawingView:
        """Save a view, or the next version of one."""
        self._audit.record(viewer, "save view", view_id, name)
        return self._drawings.save(viewer.id, name, body, view_id)

    def delete_view(self, viewer: Viewer, view_id: str) -> None:
        """Take a view off the list; its versions stay on disk."""
        self._audit.record(viewer, "delete view", view_id)
        self._drawings.delete(viewer.id, view_id)

    # --- how

    def _opening(self, viewer: Viewer, drawing: Drawing) -> Opening:
        ids = list(drawing.body.get("nodes", {}))
        _few(ids)
        self._audit.record(viewer, "canvas", " ".join(ids), "known=0")
        return opening(self._projections.graph, self._weights()[0], drawing)

    def _visible(self, body: dict[str, Any], revision: int) -> Drawing:
        """A drawing as it can be shown today: entities under their present ids, what is gone left out."""
        nodes: dict[str, Any] = body.get("nodes", {})
        present = self._present(list(nodes))
        now = [present.get(id, id) for id in nodes]
        there = self._weights()[0].positions(now) >= 0
        kept = {id: value for id, value, is_there in zip(now, nodes.values(), there, strict=True) if is_there}
        notes = {present.get(id, id): text for id, text in body.get("notes", {}).items()}
        changed: dict[str, Any] = {
            "nodes": kept,
            "notes": {id: text for id, text in notes.items() if not id or id in kept},
        }
        if "groups" in body:
            changed["groups"] = _shown_groups(body["groups"], present, kept)
        if list(kept) != list(nodes):  # what was done with ids that are no more cannot be undone
            changed |= {"done": [], "undone": []}
        return Drawing(
            revision=revision, body={**body, **changed} if body else {}, removed=len(nodes) - len(kept)
        )

    def _present(self, ids: Sequence[str]) -> dict[str, str]:
        """Former ids with the present ones."""
        found = self._projections.resolution.currents(id for id in ids if id[:1] in ("P", "O"))
        return {id: current for id, current in found.items() if current != id}

    def _node(self, id: str, shot: Snapshot) -> str:
        current = self._present([id]).get(id, id)
        if shot.index(current) is None:
            raise NotFoundError(f"没有 {id} / there is no {id}")
        return current

    def _weights(self) -> tuple[Snapshot, Weights]:
        """Arrays of the graph as it stands, and what its edges weigh on the day of the data."""
        store = self._projections.graph
        as_of = Facts(self._ledger, self._ledger.head()).as_of()
        key = (store.seq(), store.digest(), as_of)
        with self._guard:
            if self._weighed is None or self._weighed[0] != key:
                shot = snapshot(store, self._projections.snapshots)
                self._weighed = (key, shot, weights(shot, as_of or None))
            return self._weighed[1], self._weighed[2]

    @cached_property
    def _drawings(self) -> Drawings:
        return Drawings.open(self._folder, self._keyring, self._ledger.workspace_id, self._clock)


def _shown_groups(
    groups: dict[str, Any], present: dict[str, str], kept: dict[str, Any]
) -> dict[str, dict[str, Any]]:
    """Groups of a drawing with those members that can be shown, under their present ids."""
    found: dict[str, dict[str, Any]] = {}
    for id, group in groups.items():
        now = dict.fromkeys(present.get(member, member) for member in group.get("members", []))
        if members := [member for member in now if member in kept]:
            key = str(group.get("key", ""))
            found[id] = {**group, "members": members, "key": present.get(key, key)}
    return found


def _need_purpose(viewer: Viewer) -> None:
    if not viewer.purpose.strip():
        raise UsageError(
            "请先填写查询用途（及案号），它会写入审计 / "
            "first say what this is for (and the case number); it goes to the audit"
        )


def _few(*lists: Sequence[str]) -> None:
    if sum(map(len, lists)) > MOST:
        raise UsageError(f"一次最多 {MOST} 个对象 / {MOST} nodes at a time at most")

// What can be done with the selection, by name: the toolbar, the list and the keys all call these.

import { say, tell } from "./say.mjs";
import { folded, present } from "./groups.mjs";
import { along as between, around, beside } from "./place.mjs";

export class Actions {
  constructor(bench) {
    this.bench = bench;
  }

  get nodes() {
    return this.bench.work.state.nodes;
  }

  get groups() {
    return this.bench.work.state.groups;
  }

  // The selected nodes; of a folded group its members.
  get meant() {
    return this.chosen.flatMap((id) => (id in this.groups ? present(this.bench.work.state, id) : [id]));
  }

  // The selected that are no groups.
  get single() {
    return this.chosen.filter((id) => id in this.nodes);
  }

  get chosen() {
    return this.bench.selected;
  }

  // What a step of several nodes is called: the name of one, or how many.
  called(ids) {
    if (ids.length === 1 && ids[0] in this.groups) return this.bench.grouping.name(ids[0]);
    return ids.length === 1 ? this.bench.content.label(ids[0]) : say("n_nodes", { n: ids.length });
  }

  commit(key, ids, change, more = {}) {
    const name = say(key, { what: this.called(ids), ...more });
    const changed = this.bench.work.commit(name, change);
    if (changed) tell(name);
    return changed;
  }

  // New nodes beside the one that brought them, or right of everything. Nodes that are hidden come back.
  // Those of a path go between its ends.
  async add(ids, { anchor = null, along = [], name = "step_add" } = {}) {
    const { bench } = this;
    const found = await bench.content.fetch(ids);
    if (!found.length) {
      tell(say("nothing_there"));
      return [];
    }
    const fresh = found.filter((id) => !(id in this.nodes));
    const empty = !Object.keys(this.nodes).length;
    const placed = Object.values(this.nodes);
    const spots = this.spots(fresh, placed, anchor, along);
    this.commit(name, found, (draft) => {
      fresh.forEach((id, n) => {
        draft.nodes[id] = spots[n];
      });
      for (const id of found) if (draft.nodes[id].hide) draft.nodes[id] = { ...draft.nodes[id], hide: undefined };
    });
    if (empty && fresh.length > 2 && fresh.length <= bench.many) {
      const spread = await bench.canvas.arranged(fresh);
      // part of the same step: one undo takes both back
      const { sets } = bench.work.done.at(-1);
      for (const set of sets) if (spread.has(set[1])) set[3] = spread.get(set[1]);
      bench.work.state = { ...bench.work.state, nodes: { ...this.nodes, ...Object.fromEntries(spread) } };
      bench.work.changed(null);
    }
    if (empty) bench.canvas.fit();
    else bench.canvas.reveal(found);
    return found;
  }

  spots(fresh, placed, anchor, along) {
    if (anchor in this.nodes) {
      const links = this.bench.content.among(this.nodes);
      const lines = links.map(({ source, target }) => [this.nodes[source], this.nodes[target]]);
      return around(this.nodes[anchor], placed, fresh.length, lines);
    }
    const way = along.map((id) => this.nodes[id] ?? null);
    const held = way.filter(Boolean).length;
    if (held < 2 || !way[0] || !way.at(-1)) return scattered(placed, fresh.length);
    const places = between(way, placed);
    return fresh.map((id) => places[along.indexOf(id)]);
  }

  pin() {
    const ids = this.meant;
    if (!ids.length) return tell(say("choose_first"), true);
    const on = !ids.every((id) => this.nodes[id].pin);
    return this.commit(on ? "step_pin" : "step_unpin", ids, (draft) => {
      for (const id of ids) draft.nodes[id] = { ...draft.nodes[id], pin: on || undefined };
    });
  }

  hide(ids = this.meant) {
    if (!ids.length) return tell(say("choose_first"), true);
    this.bench.canvas.select([]);
    return this.commit("step_hide", ids, (draft) => {
      for (const id of ids) draft.nodes[id] = { ...draft.nodes[id], hide: true };
    });
  }

  hideOthers() {
    if (!this.chosen.length) return tell(say("choose_first"), true);
    const keep = new Set(this.meant);
    const ids = Object.keys(this.nodes).filter((id) => !keep.has(id) && !this.nodes[id].hide);
    return this.commit("step_hide", ids, (draft) => {
      for (const id of ids) draft.nodes[id] = { ...draft.nodes[id], hide: true };
    });
  }

  restore(ids) {
    return this.commit("step_restore", ids, (draft) => {
      for (const id of ids) draft.nodes[id] = { ...draft.nodes[id], hide: undefined };
    });
  }

  remove() {
    const ids = this.meant;
    if (!ids.length) return tell(say("choose_first"), true);
    return this.commit("step_remove", ids, (draft) => {
      for (const id of this.chosen) if (id in draft.groups) delete draft.groups[id];
      for (const id of ids) {
        delete draft.nodes[id];
        delete draft.notes[id];
      }
    });
  }

  clear() {
    const ids = Object.keys(this.nodes);
    return this.commit("step_clear", ids, (draft) => {
      draft.nodes = {};
      draft.groups = {};
      draft.notes = {};
    });
  }

  // Nodes the hand has moved, or the keys.
  move(places) {
    return this.commit("step_move", [...places.keys()], (draft) => {
      for (const [id, at] of places) {
        const where = id in draft.groups ? draft.groups : draft.nodes;
        where[id] = { ...where[id], ...at };
      }
    });
  }

  nudge(x, y) {
    if (!this.chosen.length) return tell(say("choose_first"), true);
    return this.move(new Map(this.chosen.map((id) => {
      const at = this.nodes[id] ?? this.groups[id];
      return [id, { x: at.x + x, y: at.y + y }];
    })));
  }

  // A layout moves what is not pinned: the selection, or everything where less than two are selected.
  async arrange() {
    const among = this.chosen.length > 1 ? this.chosen : this.shown();
    const ids = among.filter((id) => !this.nodes[id]?.pin && !this.nodes[id]?.hide);
    if (ids.length < 2) return tell(say("nothing_to_arrange"), true);
    const places = await this.bench.canvas.arranged(ids);
    const done = this.commit("step_arrange", ids, (draft) => {
      for (const [id, at] of places) {
        const where = id in draft.groups ? draft.groups : draft.nodes;
        where[id] = { ...where[id], ...at };
      }
    });
    this.bench.canvas.fit();
    return done;
  }

  select(ids) {
    const inside = folded(this.bench.work.state);
    const seen = ids.filter((id) => id in this.groups || (id in this.nodes && !this.nodes[id].hide));
    this.bench.canvas.select([...new Set(seen.map((id) => inside.get(id) ?? id))]);
    this.tellChosen();
  }

  // pair: the ends of a line that was chosen
  tellChosen(pair = null) {
    if (this.chosen.length) tell(say("selected", { what: this.called(this.chosen) }));
    else if (pair) tell(say("links_between", { a: this.called([pair[0]]), b: this.called([pair[1]]) }));
    else tell(say("selected_none"));
  }

  // What stands in the picture: nodes, and groups for those they hold.
  shown() {
    const inside = folded(this.bench.work.state);
    return [...new Set(Object.keys(this.nodes).map((id) => inside.get(id) ?? id))];
  }

  selectAll() {
    this.select(this.shown());
  }

  selectKind(kind) {
    this.select(Object.keys(this.nodes).filter((id) => this.bench.content.has(id) && this.bench.content.kind(id) === kind));
  }

  selectNeighbours() {
    if (!this.chosen.length) return tell(say("choose_first"), true);
    const { content } = this.bench;
    return this.select([...new Set(this.meant.flatMap((id) => [id, ...content.neighbours(id, this.nodes)]))]);
  }

  undo() {
    const name = this.bench.work.undo();
    tell(name === null ? say("nothing_to_undo") : say("undone", { name }));
  }

  redo() {
    const name = this.bench.work.redo();
    tell(name === null ? say("nothing_to_redo") : say("redone", { name }));
  }
}

function scattered(placed, count) {
  const start = beside(placed);
  return [start, ...around(start, [...placed, start], Math.max(0, count - 1))];
}

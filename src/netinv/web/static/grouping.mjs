// Folding nodes into groups and opening them again: by the toolbar, by keys, from the list.

import { byId } from "./dom.mjs";
import { middle, parted, present } from "./groups.mjs";
import { spread } from "./place.mjs";
import { say, tell } from "./say.mjs";

const MOST_GROUPS = 60; // of a picture that comes grouped: the rest is grouped by kind
export const MANY = 2_500; // nodes of a picture from which it comes grouped

export class Grouping {
  constructor(bench) {
    this.bench = bench;
    byId("group").addEventListener("click", () => this.group());
    byId("fold").addEventListener("click", () => this.fold());
    byId("unfold").addEventListener("click", () => this.unfold());
    byId("unfold-all").addEventListener("click", () => this.unfold(Object.keys(this.groups)));
  }

  get groups() {
    return this.bench.work.state.groups;
  }

  name(id) {
    const { content, entities } = this.bench;
    const { by, key } = this.groups[id];
    if (by === "kind") return entities.find((each) => each.kind === key)?.label ?? key;
    const label = content.label(key);
    if (!label) return say("group_unnamed");
    return by === "community" ? say("group_around", { name: label }) : by === "chosen" ? say("group_with", { name: label }) : label;
  }

  // Nodes that no group stands for now: the selected ones, or all where less than two are selected.
  free() {
    const { selected, work } = this.bench;
    const { nodes, groups } = work.state;
    const taken = new Set(Object.values(groups).flatMap((group) => group.members));
    const among = selected.filter((id) => id in nodes);
    return (among.length > 1 ? among : Object.keys(nodes)).filter((id) => !nodes[id].hide && !taken.has(id));
  }

  // Into groups by what the select field says.
  group(by = byId("group-by").value) {
    const made = this.made(this.free(), by, this.bench.work.state.nodes);
    if (!made.length) return tell(say("group_nothing"), true);
    this.bench.canvas.select([]);
    const done = this.bench.actions.commit("step_group", [], (draft) => this.put(draft, made), { n: made.length, by: say(`by_${by}`) });
    this.bench.canvas.fit();
    return done;
  }

  made(ids, by, nodes) {
    return [...parted(ids, by, this.bench.content, nodes)].map(([key, members]) => ({ by, key, members }));
  }

  put(draft, made) {
    for (const { by, key, members } of made) {
      const id = `g:${by}:${key}`;
      const all = [...new Set([...(draft.groups[id]?.members ?? []), ...members])];
      draft.groups[id] = { by, key, members: all, ...middle(members, draft.nodes) };
    }
  }

  // A picture too large to be read: the largest communities, and what is left by kind, laid out as groups.
  tidy(draft) {
    const ids = Object.keys(draft.nodes).filter((id) => !draft.nodes[id].hide);
    const larger = (a, b) => b.members.length - a.members.length || (a.key < b.key ? -1 : 1);
    const made = this.made(ids, "community", draft.nodes).sort(larger).slice(0, MOST_GROUPS);
    const taken = new Set(made.flatMap(({ members }) => members));
    made.push(...this.made(ids.filter((id) => !taken.has(id)), "kind", draft.nodes));
    made.sort(larger);
    this.put(draft, made);
    spread(made.length).forEach((at, n) => Object.assign(draft.groups[`g:${made[n].by}:${made[n].key}`], at));
    return made.length;
  }

  // The selected become one group; or the open groups that they are of are folded again.
  fold() {
    const { selected, work, actions, canvas } = this.bench;
    const { nodes, groups } = work.state;
    const ids = selected.filter((id) => id in nodes);
    if (!ids.length) return tell(say("choose_first"), true);
    const open = Object.keys(groups).filter((id) => groups[id].open && groups[id].members.some((member) => ids.includes(member)));
    if (!open.length && ids.length < 2) return tell(say("group_two"), true);
    canvas.select([]);
    const done = actions.commit("step_fold", ids, (draft) => {
      for (const id of open) draft.groups[id] = { ...draft.groups[id], open: undefined };
      if (!open.length) this.put(draft, [{ by: "chosen", key: ids[0], members: ids }]);
    });
    return done;
  }

  // Members come back to where they were.
  unfold(ids = this.bench.selected.filter((id) => id in this.groups)) {
    const wanted = ids.filter((id) => !this.groups[id].open);
    if (!wanted.length) return tell(say("group_choose"), true);
    const { actions, canvas } = this.bench;
    const members = wanted.flatMap((id) => present(this.bench.work.state, id));
    if (actions.shown().length + members.length > 2 * MANY) return tell(say("group_too_many", { n: 2 * MANY }), true);
    canvas.select([]);
    const done = actions.commit("step_unfold", members, (draft) => {
      for (const id of wanted) draft.groups[id] = { ...draft.groups[id], open: true };
    });
    canvas.reveal(members);
    return done;
  }
}


// Folding nodes into groups and opening them again: by the toolbar, by keys, from the list.

import { api, doing } from "./api.mjs";
import { byId } from "./dom.mjs";
import { middle, present, sizeOf } from "./groups.mjs";
import { spread } from "./place.mjs";
import { say, tell } from "./say.mjs";

export class Grouping {
  constructor(bench) {
    this.bench = bench;
    this.group = doing(async (by) => this.part(by));
    this.unfold = doing(async (ids) => this.show(ids));
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
  async part(by = byId("group-by").value) {
    const ids = this.free();
    const { groups } = await api.groups(ids, by);
    const made = groups.map((group) => ({ ...group, members: group.members.map((place) => ids[place]) }));
    if (!made.length) return tell(say("group_nothing"), true);
    this.bench.canvas.select([]);
    const done = this.bench.actions.commit("step_group", [], (draft) => this.put(draft, made), { n: made.length, by: say(`by_${by}`) });
    this.bench.canvas.fit();
    return done;
  }

  put(draft, made) {
    for (const { by, key, members } of made) {
      const id = idOf({ by, key });
      const all = [...new Set([...(draft.groups[id]?.members ?? []), ...members])];
      draft.groups[id] = { by, key, members: all, ...middle(members, draft.nodes) };
    }
  }

  // A picture too large to be read comes in groups: laid out, the largest in the middle.
  tidy(draft, made) {
    this.put(draft, made);
    spread(made.map(({ members }) => sizeOf(members.length))).forEach((at, n) => Object.assign(draft.groups[idOf(made[n])], at));
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
  async show(ids = this.bench.selected.filter((id) => id in this.groups)) {
    const wanted = ids.filter((id) => !this.groups[id].open);
    if (!wanted.length) return tell(say("group_choose"), true);
    const { actions, canvas, content, many } = this.bench;
    const members = wanted.flatMap((id) => present(this.bench.work.state, id));
    if (actions.shown().length + members.length > 2 * many) return tell(say("group_too_many", { n: 2 * many }), true);
    await content.fetch(members);
    canvas.select([]);
    const done = actions.commit("step_unfold", members, (draft) => {
      for (const id of wanted) draft.groups[id] = { ...draft.groups[id], open: true };
    });
    canvas.reveal(members);
    return done;
  }
}


function idOf({ by, key }) {
  return `g:${by}:${key}`;
}

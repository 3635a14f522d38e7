// What is on the canvas, and every step that led there. Content (names, facts) is not part of it.
//
// state.nodes    id -> {x, y, pin, hide}
// state.groups   id -> {by, key, members, x, y, open}
// state.notes    id -> text ("" is the note on the whole picture)
// state.filters  name -> value
// A step is {name, sets: [[section, key, before, after]]}: what it takes to undo and redo it.

export const NO_FILTERS = {
  entitiesOff: [], relationsOff: [], confidence: 0, since: "", until: "", mode: "ghost",
};
export const SECTIONS = ["nodes", "groups", "notes", "filters"];
const STEPS_KEPT = 100;

export function blank() {
  return { nodes: {}, groups: {}, notes: {}, filters: { ...NO_FILTERS } };
}

export class Work {
  constructor() {
    this.state = blank();
    this.done = [];
    this.undone = [];
    this.listeners = [];
  }

  onChange(listener) {
    this.listeners.push(listener);
  }

  // Take over what was kept; what it lacks is as at the beginning.
  load(body) {
    const start = blank();
    this.state = {
      nodes: body.nodes ?? {},
      groups: body.groups ?? {},
      notes: body.notes ?? {},
      filters: { ...start.filters, ...body.filters },
    };
    this.done = body.done ?? [];
    this.undone = body.undone ?? [];
    this.changed(null);
  }

  body() {
    return { ...this.state, done: this.done, undone: this.undone };
  }

  // change(draft) alters a copy; what it altered becomes one named step.
  commit(name, change) {
    const draft = Object.fromEntries(SECTIONS.map((section) => [section, { ...this.state[section] }]));
    change(draft);
    const sets = SECTIONS.flatMap((section) => differences(section, this.state[section], draft[section]));
    if (!sets.length) return false;
    this.state = draft;
    this.done = [...this.done, { name, sets }].slice(-STEPS_KEPT);
    this.undone = [];
    this.changed(name);
    return true;
  }

  undo() {
    return this.step(this.done, this.undone, 2);
  }

  redo() {
    return this.step(this.undone, this.done, 3);
  }

  step(from, to, side) {
    const last = from.pop();
    if (!last) return null;
    const draft = Object.fromEntries(SECTIONS.map((section) => [section, { ...this.state[section] }]));
    for (const set of last.sets) {
      if (set[side] === null) delete draft[set[0]][set[1]];
      else draft[set[0]][set[1]] = set[side];
    }
    this.state = draft;
    to.push(last);
    this.changed(last.name);
    return last.name;
  }

  changed(name) {
    for (const listener of this.listeners) listener(this.state, name);
  }
}

function differences(section, before, after) {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys]
    .filter((key) => before[key] !== after[key] && JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .map((key) => [section, key, before[key] ?? null, after[key] ?? null]);
}

// What a state of the work shows, as data for the canvas: nodes and lines, hidden, pale or plain.

import { folded, present, sizeOf } from "./groups.mjs";
import { isOn } from "./filters.mjs";
import { lines } from "./lines.mjs";
import { SAID } from "./place.mjs";
import { say } from "./say.mjs";

const PARTS = [0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7, 0.25, 0.75, 0.2, 0.8]; // of a line, where its words may stand

// id -> element
export function elementsOf(state, content, nameOf) {
  const { filters } = state;
  const wanted = new Map();
  const out = filters.mode === "remove" ? "gone" : "ghost";
  const ghosts = new Set();
  const inside = folded(state);
  for (const [id, node] of Object.entries(state.nodes)) {
    const card = content.cards.get(id);
    if (!card || inside.has(id)) continue;
    const classes = [node.hide ? "gone" : isOn(card.kind, filters) ? "" : out, node.pin ? "pinned" : ""].filter(Boolean);
    if (node.hide || !isOn(card.kind, filters)) ghosts.add(id);
    const note = state.notes[id] ? " ※" : "";
    const text = card.label + note + (card.status ? `\n${say("label_status", { status: card.status })}` : "");
    const official = Boolean(card.status) && card.kind === "person";
    wanted.set(id, {
      group: "nodes", data: { id, kind: card.kind, text, official }, position: { x: node.x, y: node.y }, classes,
    });
  }
  for (const id of new Set(inside.values())) {
    const members = present(state, id);
    const on = members.filter((member) => isOn(content.kind(member), filters)).length;
    if (!on) ghosts.add(id);
    const { x, y } = state.groups[id];
    const size = sizeOf(on);
    const note = state.notes[id] ? " ※" : "";
    wanted.set(id, {
      group: "nodes", position: { x, y }, classes: members.length ? (on ? [] : [out]) : ["gone"],
      data: {
        id, kind: "group", text: `${nameOf(id)}${note}\n${on}`, official: false,
        size, font: fitting(nameOf(id), size), wide: Math.round(size * 1.25),
      },
    });
  }
  const drawn = inside.size ? carried(content.among(state.nodes), inside, state.nodes) : content.among(state.nodes);
  const groups = [...new Set(inside.values())].map((id) => wanted.get(id)).filter(({ classes }) => !classes.includes("gone"));
  for (const line of lines(drawn, filters)) {
    const ends = [line.data.source, line.data.target];
    const hidden = ends.some((id) => state.nodes[id]?.hide);
    const ghost = !line.on || ends.some((id) => ghosts.has(id));
    const [a, b] = ends.map((id) => wanted.get(id));
    Object.assign(line.data, saying(a, b, groups));
    // on a short line between a group and a node its words would lie on the node's name
    if (line.data.close && !(a.data.size && b.data.size)) line.data.text = String(line.data.count);
    wanted.set(line.data.id, { ...line, classes: hidden ? ["gone"] : ghost ? [out] : [] });
  }
  return wanted;
}

// Where a line at a group says what it is: above the group where the line is too short for it, else as near to its middle
// as other groups leave room (offset: how far from its source, 0 in the middle).
function saying(a, b, groups) {
  const sizes = [a, b].map((end) => end?.data.size ?? 0);
  if (!a || !b || !Math.max(...sizes)) return {};
  const [x, y] = ["x", "y"].map((axis) => b.position[axis] - a.position[axis]);
  const far = Math.hypot(x, y);
  const long = far - (sizes[0] + sizes[1]) / 2;
  if (long < SAID) return { close: true, offset: 0 };
  const others = groups.filter((group) => group !== a && group !== b);
  const room = (part) => {
    const on = (sizes[0] / 2 + part * long) / far;
    const at = { x: a.position.x + on * x, y: a.position.y + on * y };
    return Math.min(...others.map(({ data, position }) => Math.hypot(at.x - position.x, at.y - position.y) - data.size / 2));
  };
  const part = PARTS.find((one) => room(one) > SAID / 2) ?? PARTS.reduce((best, one) => (room(one) > room(best) ? one : best));
  return { close: false, offset: part === 0.5 ? 0 : Math.round(part * long) };
}

// Links of members become links of the group that stands for them; those within it, and of the hidden, go.
function carried(links, inside, nodes) {
  const found = [];
  for (const link of links) {
    const source = inside.get(link.source) ?? link.source;
    const target = inside.get(link.target) ?? link.target;
    if (source === link.source && target === link.target) found.push(link);
    else if (source !== target && !nodes[link.source].hide && !nodes[link.target].hide) {
      found.push({ ...link, source, target, grouped: true });
    }
  }
  return found;
}

// The size of a group's name: no word of Latin letters, each about .6 as wide as high, is broken.
function fitting(name, size) {
  const longest = Math.max(1, ...(name.match(/[A-Za-z]+/g) ?? []).map((word) => word.length));
  return Math.round(Math.min(4 + size / 6.5, (size * 1.2) / (longest * 0.6)));
}

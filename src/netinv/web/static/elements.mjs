// What a state of the work shows, as data for the canvas: nodes and lines, hidden, pale or plain.

import { isOn } from "./filters.mjs";
import { lines } from "./lines.mjs";

// id -> element
export function elementsOf(state, content) {
  const { filters } = state;
  const wanted = new Map();
  const out = filters.mode === "remove" ? "gone" : "ghost";
  const ghosts = new Set();
  for (const [id, node] of Object.entries(state.nodes)) {
    const card = content.cards.get(id);
    if (!card) continue;
    const classes = [node.hide ? "gone" : isOn(card, filters) ? "" : out, node.pin ? "pinned" : ""].filter(Boolean);
    if (node.hide || !isOn(card, filters)) ghosts.add(id);
    const note = state.notes[id] ? " ※" : "";
    const text = card.label + note + (card.status ? `\n（${card.status}）` : "");
    const official = Boolean(card.status) && card.kind === "person";
    wanted.set(id, {
      group: "nodes", data: { id, kind: card.kind, text, official }, position: { x: node.x, y: node.y }, classes,
    });
  }
  for (const line of lines(content.among(state.nodes), filters)) {
    const ends = [line.data.source, line.data.target];
    const hidden = ends.some((id) => state.nodes[id].hide);
    const ghost = !line.on || ends.some((id) => ghosts.has(id));
    wanted.set(line.data.id, { ...line, classes: hidden ? ["gone"] : ghost ? [out] : [] });
  }
  return wanted;
}

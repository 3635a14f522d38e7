// Groups of nodes, and what stands for them while they are folded. Who belongs together the server says.
//
// state.groups   id -> {by, key, members, x, y, open}: places and ids, no facts; what a group is called is read anew.

// member -> id of the folded group that stands for it
export function folded(state) {
  const found = new Map();
  for (const [id, group] of Object.entries(state.groups)) {
    if (!group.open) for (const member of group.members) if (member in state.nodes) found.set(member, id);
  }
  return found;
}

// Members that are on the canvas and not hidden.
export function present(state, id) {
  return state.groups[id].members.filter((member) => member in state.nodes && !state.nodes[member].hide);
}

// How wide what stands for so many is.
export function sizeOf(count) {
  return Math.round(56 + 7 * Math.sqrt(count));
}

// The middle of some nodes.
export function middle(ids, nodes) {
  const mean = (axis) => Math.round(ids.reduce((sum, id) => sum + nodes[id][axis], 0) / ids.length);
  return { x: mean("x"), y: mean("y") };
}

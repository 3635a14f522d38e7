// Groups: which nodes belong together, and what stands for them while they are folded.
//
// state.groups   id -> {by, key, members, x, y, open}: places and ids, no facts; what a group is called is read anew.

export const BY = ["gang", "unit", "community", "kind"];
const THINGS = new Set(["phone", "account", "address", "asset"]);
const ROUNDS = 12; // of spreading labels in a search for communities
const LEVELS = 8; // of communities of communities, until they are few
const FEW = 50;
const LEAST = 2;

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

// Which of these nodes belong together: key -> ids. Who belongs nowhere is left out.
export function parted(ids, by, content, nodes) {
  const among = Object.fromEntries(ids.map((id) => [id, true]));
  const links = content.among(nodes).filter((link) => link.source in among && link.target in among);
  const key = { gang: byGang, unit: byUnit, community: byCommunity, kind: byKind }[by](ids, links, content);
  const parts = new Map();
  for (const id of ids) {
    if (!key.has(id)) continue;
    if (!parts.has(key.get(id))) parts.set(key.get(id), []);
    parts.get(key.get(id)).push(id);
  }
  return new Map([...parts].filter(([, members]) => members.length >= LEAST));
}

function byKind(ids, _links, content) {
  return new Map(ids.map((id) => [id, content.cards.get(id)?.kind ?? ""]));
}

function byGang(ids, links, content) {
  return around(content, links, (id) => content.cards.get(id)?.kind === "gang", () => true);
}

function byUnit(ids, links, content) {
  return around(content, links, (id) => content.cards.get(id)?.kind === "organization", (link) => link.kind === "works_at");
}

// Who is linked with a centre itself belongs to it, to the one of the strongest tie; phones, accounts and the
// like, to the only one that their own neighbours belong to. Nobody belongs to a gang because he knows a member.
function around(content, links, isCentre, counts) {
  const best = new Map();
  for (const link of links) {
    if (!counts(link)) continue;
    for (const [centre, other] of [[link.source, link.target], [link.target, link.source]]) {
      if (!isCentre(centre) || isCentre(other)) continue;
      const had = best.get(other);
      if (!had || link.strength > had.strength || (link.strength === had.strength && centre < had.centre)) {
        best.set(other, { centre, strength: link.strength });
      }
    }
  }
  const key = new Map([...best].map(([id, { centre }]) => [id, centre]));
  for (const { centre } of best.values()) key.set(centre, centre);
  const near = new Map();
  for (const { source, target } of links) {
    for (const [one, other] of [[source, target], [target, source]]) {
      if (key.has(one) || !THINGS.has(content.cards.get(one)?.kind)) continue;
      if (!near.has(one)) near.set(one, new Set());
      near.get(one).add(key.get(other) ?? "");
    }
  }
  for (const [id, keys] of near) if (keys.size === 1 && !keys.has("")) key.set(id, [...keys][0]);
  return key;
}

// Communities: everybody takes over, in turn, what most of his neighbours have, until little changes; then the
// communities do the same, until they are few. None grows beyond a share of all. In a fixed order, so that the
// same picture falls into the same parts. The key is the best linked member. Nodes go by their place among the
// sorted ids, in arrays: by id, ten thousand would take most of the time that the picture takes.
function byCommunity(ids, links) {
  const sorted = [...ids].sort();
  const count = sorted.length;
  const at = new Map(sorted.map((id, n) => [id, n]));
  const ends = links.map(({ source, target, strength }) => [at.get(source), at.get(target), strength]);
  const most = Math.max(40, Math.ceil(count / 10));
  const ofNode = Int32Array.from(sorted, (_, n) => n);
  for (let level = 0, before = Infinity; level < LEVELS; level += 1) {
    const sizes = new Int32Array(count);
    for (const part of ofNode) sizes[part] += 1;
    const parts = Array.from(sizes.keys()).filter((part) => sizes[part]);
    if (parts.length <= FEW || parts.length >= before) break;
    before = parts.length;
    const label = taken(parts, linked(ends, ofNode, count), sizes, most);
    for (let n = 0; n < count; n += 1) ofNode[n] = label[ofNode[n]];
  }
  const degree = new Int32Array(count);
  for (const [source, target] of ends) for (const n of [source, target]) degree[n] += 1;
  const centre = new Int32Array(count).fill(-1);
  ofNode.forEach((part, n) => {
    if (centre[part] < 0 || degree[n] > degree[centre[part]]) centre[part] = n;
  });
  return new Map(sorted.map((id, n) => [id, sorted[centre[ofNode[n]]]]));
}

// part -> {others, strengths}: with which other parts it is linked, in the order of the links, and how strongly.
function linked(ends, ofNode, count) {
  const near = Array.from({ length: count }, () => null);
  const add = (part, other, strength) => {
    const places = (near[part] ??= { places: new Map(), others: [], strengths: [] });
    const had = places.places.get(other);
    if (had === undefined) {
      places.places.set(other, places.others.length);
      places.others.push(other);
      places.strengths.push(strength);
    } else places.strengths[had] += strength;
  };
  for (const [source, target, strength] of ends) {
    const [a, b] = [ofNode[source], ofNode[target]];
    if (a === b) continue;
    add(a, b, strength);
    add(b, a, strength);
  }
  return near;
}

// part -> label, spread over parts linked by weights; a label holds no more than `most` nodes.
function taken(parts, near, sizes, most) {
  const label = Int32Array.from(sizes, (_, n) => n);
  const held = Int32Array.from(sizes);
  const weight = new Float64Array(sizes.length);
  for (let round = 0; round < ROUNDS; round += 1) {
    let changed = 0;
    for (const part of parts) {
      if (!near[part]) continue;
      const { others, strengths } = near[part];
      const met = [];
      for (let n = 0; n < others.length; n += 1) {
        const one = label[others[n]];
        if (!weight[one]) met.push(one);
        // who is linked with everybody says little
        weight[one] += strengths[n] / Math.sqrt(near[others[n]].others.length);
      }
      const own = label[part];
      let best = own;
      for (const one of met) {
        const sum = weight[one];
        const least = weight[best];
        if (one !== own && held[one] + sizes[part] > most) continue;
        if (sum > least + 1e-9 || (Math.abs(sum - least) <= 1e-9 && one < best)) best = one;
      }
      for (const one of met) weight[one] = 0;
      if (best === own) continue;
      held[own] -= sizes[part];
      held[best] += sizes[part];
      label[part] = best;
      changed += 1;
    }
    if (changed <= parts.length / 200) break;
  }
  return label;
}

// The middle of some nodes.
export function middle(ids, nodes) {
  const mean = (axis) => Math.round(ids.reduce((sum, id) => sum + nodes[id][axis], 0) / ids.length);
  return { x: mean("x"), y: mean("y") };
}

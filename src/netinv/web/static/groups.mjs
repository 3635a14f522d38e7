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
// same picture falls into the same parts. The key is the best linked member.
function byCommunity(ids, links) {
  const most = Math.max(40, Math.ceil(ids.length / 10));
  const degree = new Map(ids.map((id) => [id, 0]));
  for (const { source, target } of links) for (const id of [source, target]) degree.set(id, degree.get(id) + 1);
  let ofNode = new Map(ids.map((id) => [id, id]));
  for (let level = 0, before = Infinity; level < LEVELS; level += 1) {
    const sizes = new Map();
    for (const part of ofNode.values()) sizes.set(part, (sizes.get(part) ?? 0) + 1);
    if (sizes.size <= FEW || sizes.size >= before) break;
    before = sizes.size;
    const near = new Map([...sizes.keys()].sort().map((part) => [part, new Map()]));
    for (const { source, target, strength } of links) {
      const [a, b] = [ofNode.get(source), ofNode.get(target)];
      if (a === b) continue;
      near.get(a).set(b, (near.get(a).get(b) ?? 0) + strength);
      near.get(b).set(a, (near.get(b).get(a) ?? 0) + strength);
    }
    const label = taken(near, sizes, most);
    ofNode = new Map([...ofNode].map(([id, part]) => [id, label.get(part)]));
  }
  const centre = new Map();
  for (const id of [...ids].sort()) {
    const had = centre.get(ofNode.get(id));
    if (!had || degree.get(id) > degree.get(had)) centre.set(ofNode.get(id), id);
  }
  return new Map(ids.map((id) => [id, centre.get(ofNode.get(id))]));
}

// part -> label, spread over parts linked by weights; a label holds no more than `most` nodes.
function taken(near, sizes, most) {
  const label = new Map([...near.keys()].map((part) => [part, part]));
  const held = new Map(sizes);
  for (let round = 0; round < ROUNDS; round += 1) {
    let changed = 0;
    for (const [part, others] of near) {
      const weight = new Map();
      for (const [other, strength] of others) {
        // who is linked with everybody says little
        const one = label.get(other);
        weight.set(one, (weight.get(one) ?? 0) + strength / Math.sqrt(near.get(other).size));
      }
      const own = label.get(part);
      let best = own;
      for (const [one, sum] of weight) {
        const least = weight.get(best) ?? 0;
        if (one !== own && held.get(one) + sizes.get(part) > most) continue;
        if (sum > least + 1e-9 || (Math.abs(sum - least) <= 1e-9 && one < best)) best = one;
      }
      if (best === own) continue;
      held.set(own, held.get(own) - sizes.get(part));
      held.set(best, held.get(best) + sizes.get(part));
      label.set(part, best);
      changed += 1;
    }
    if (changed <= near.size / 200) break;
  }
  return label;
}

// The middle of some nodes.
export function middle(ids, nodes) {
  const mean = (axis) => Math.round(ids.reduce((sum, id) => sum + nodes[id][axis], 0) / ids.length);
  return { x: mean("x"), y: mean("y") };
}

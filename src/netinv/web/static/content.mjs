// What the nodes on the canvas are: cards and links as the server gave them, each asked for once.
//
// Members of folded groups come without cards: what kind they are their ids say. Their links come without id and
// label, so that filters and counts look through groups; all of it comes when a group is opened.

import { api } from "./api.mjs";

export class Content {
  // entities, relations: kinds with their words, the latter in the order in which links name them by number
  constructor(entities, relations) {
    this.kinds = new Map(entities.map(({ initial, kind }) => [initial, kind]));
    this.relations = relations;
    this.clear();
  }

  clear() {
    this.cards = new Map();
    this.inside = new Set(); // who has links here, but no card
    this.links = []; // every two that are in `cards` or `inside` have all their links here
    this.asked = new Set(); // who is on his way, or gone
    this.known = null;
  }

  // Returns those that exist, by their present ids; they have cards then.
  async fetch(ids) {
    const missing = ids.filter((id) => !this.cards.has(id));
    const held = missing.filter((id) => this.inside.has(id)); // their links with who is inside are here
    const fresh = missing.filter((id) => !this.inside.has(id));
    let renamed = {};
    for (const some of [held, fresh]) {
      if (!some.length) continue;
      const found = await api.content(some, [...this.cards.keys()], some === fresh ? [...this.inside] : []);
      renamed = { ...renamed, ...found.renamed };
      this.take(found);
    }
    return [...new Set(ids.map((id) => renamed[id] ?? id))].filter((id) => this.cards.has(id));
  }

  take({ cards, nodes, links, inner }) {
    for (const card of cards) {
      this.cards.set(card.id, card);
      this.inside.delete(card.id);
    }
    for (const id of nodes) if (!this.cards.has(id)) this.inside.add(id);
    // those between two with cards come anew, with id and label
    const plain = ({ id, source, target }) => id || !this.cards.has(source) || !this.cards.has(target);
    this.links = [...this.links.filter(plain), ...this.read(links, nodes), ...this.read(inner, nodes)];
    this.known = null;
  }

  // Links come as columns, node by node: targets as places in the list of nodes, what recurs as places in `values`.
  read({ leaving, target, sort, since, until, id, label }, nodes) {
    const sources = leaving.flatMap((count, n) => Array(count).fill(nodes[n]));
    return sources.map((source, n) => {
      const [place, confidence] = sort.values[sort.at[n]];
      const { kind, label: title, strength, directed } = this.relations[place];
      return {
        id: id?.[n], kind, title, strength, directed, source, target: nodes[target[n]], confidence,
        since: since.values[since.at[n]] || null, until: until.values[until.at[n]] || null,
        label: label?.values[label.at[n]],
      };
    });
  }

  kind(id) {
    return this.kinds.get(id[0]);
  }

  has(id) {
    return this.cards.has(id) || this.inside.has(id);
  }

  // Fetch those who have not come yet. Returns whether anybody came; who is gone is not asked for again.
  async bring(ids) {
    const lacking = ids.filter((id) => !this.cards.has(id) && !this.asked.has(id));
    if (!lacking.length) return false;
    for (const id of lacking) this.asked.add(id);
    try {
      return (await this.fetch(lacking)).length > 0;
    } catch (error) {
      for (const id of lacking) this.asked.delete(id);
      throw error;
    }
  }

  label(id) {
    return this.cards.get(id)?.label ?? "";
  }

  // Links with both ends among these nodes.
  among(nodes) {
    if (this.known?.nodes !== nodes) {
      this.known = { nodes, links: this.links.filter((link) => link.source in nodes && link.target in nodes) };
    }
    return this.known.links;
  }

  neighbours(id, nodes) {
    return this.among(nodes)
      .filter((link) => link.source === id || link.target === id)
      .map((link) => (link.source === id ? link.target : link.source));
  }
}

// What the nodes on the canvas are: cards and links as the server gave them, each asked for once.

import { api } from "./api.mjs";

export class Content {
  // relations: kinds in the order in which links name them by number
  constructor(relations) {
    this.relations = relations;
    this.cards = new Map();
    this.links = new Map();
  }

  // Every two cards that are here have all their links here. Returns those that exist, by their present ids.
  async fetch(ids) {
    const missing = ids.filter((id) => !this.cards.has(id));
    let renamed = {};
    if (missing.length) {
      const found = await api.content(missing, [...this.cards.keys()]);
      renamed = found.renamed;
      this.take(found);
    }
    return [...new Set(ids.map((id) => renamed[id] ?? id))].filter((id) => this.cards.has(id));
  }

  // Links come as one list a column, their ends as places in the list of nodes.
  take({ cards, nodes, links }) {
    for (const card of cards) this.cards.set(card.id, card);
    links.id.forEach((id, n) => {
      const { kind, label, strength, directed } = this.relations[links.kind[n]];
      this.links.set(id, {
        id, kind, title: label, strength, directed, label: links.label[n], confidence: links.confidence[n],
        source: nodes[links.source[n]], target: nodes[links.target[n]],
        since: links.since[n] || null, until: links.until[n] || null,
      });
    });
    this.known = null;
  }

  label(id) {
    return this.cards.get(id)?.label ?? "";
  }

  // Links with both ends among these nodes.
  among(nodes) {
    if (this.known?.nodes !== nodes) {
      this.known = { nodes, links: [...this.links.values()].filter((link) => link.source in nodes && link.target in nodes) };
    }
    return this.known.links;
  }

  neighbours(id, nodes) {
    return this.among(nodes)
      .filter((link) => link.source === id || link.target === id)
      .map((link) => (link.source === id ? link.target : link.source));
  }
}

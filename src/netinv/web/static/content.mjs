// What the nodes on the canvas are: cards and links as the server gave them, each asked for once.

import { api } from "./api.mjs";

export class Content {
  constructor() {
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
      for (const card of found.cards) this.cards.set(card.id, card);
      for (const link of found.links) this.links.set(link.id, link);
    }
    return [...new Set(ids.map((id) => renamed[id] ?? id))].filter((id) => this.cards.has(id));
  }

  label(id) {
    return this.cards.get(id)?.label ?? "";
  }

  // Links with both ends among these nodes.
  among(nodes) {
    return [...this.links.values()].filter((link) => link.source in nodes && link.target in nodes);
  }

  neighbours(id, nodes) {
    return this.among(nodes)
      .filter((link) => link.source === id || link.target === id)
      .map((link) => (link.source === id ? link.target : link.source));
  }
}

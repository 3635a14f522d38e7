// The list beside the canvas: every node, every action by keys; and the nodes that are hidden.

import { byId, fill, h } from "./dom.mjs";
import { folded } from "./groups.mjs";
import { say } from "./say.mjs";

const SHOWN = 300;
let collator = null; // made once: making one for every comparison takes seconds

export class List {
  constructor(bench) {
    this.bench = bench;
    this.box = byId("nodes");
    this.active = null;
    byId("narrow").addEventListener("input", () => this.draw());
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("focus", () => this.mark());
    byId("restore-all").addEventListener("click", () => bench.actions.restore(this.hidden()));
  }

  hidden() {
    const { nodes } = this.bench.work.state;
    return Object.keys(nodes).filter((id) => nodes[id].hide);
  }

  rows() {
    collator ??= new Intl.Collator("zh");
    const { nodes } = this.bench.work.state;
    const text = byId("narrow").value.trim().toLowerCase();
    const order = new Map(this.bench.entities.map(({ kind }, n) => [kind, n]));
    const inside = folded(this.bench.work.state);
    const fits = (card) => !text || `${card.label} ${card.hint}`.toLowerCase().includes(text);
    const groups = [...new Set(inside.values())].map((id) => this.groupCard(id)).filter((card) => card.n && fits(card));
    const single = Object.keys(nodes)
      .filter((id) => !nodes[id].hide && !inside.has(id) && this.bench.content.cards.has(id))
      .map((id) => this.bench.content.cards.get(id))
      .filter(fits)
      .sort((a, b) => order.get(a.kind) - order.get(b.kind) || collator.compare(a.label, b.label));
    return [...groups.sort((a, b) => b.n - a.n || collator.compare(a.label, b.label)), ...single];
  }

  // A folded group as a row: how many of which kind, and some of them.
  groupCard(id) {
    const members = this.bench.members(id);
    const counts = new Map();
    for (const member of members) {
      const kind = this.bench.content.kind(member);
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    const kinds = this.bench.entities.filter(({ kind }) => counts.has(kind)).map(({ kind, label }) => `${label} ${counts.get(kind)}`);
    return { id, group: true, n: members.length, label: this.bench.grouping.name(id), hint: kinds.join(" · "), neighbours: 0 };
  }

  draw() {
    const { work, content } = this.bench;
    const { nodes, notes } = work.state;
    const rows = this.rows();
    const near = new Map();
    for (const { source, target } of content.among(nodes)) {
      for (const [one, other] of [[source, target], [target, source]]) {
        if (!near.has(one)) near.set(one, new Set());
        near.get(one).add(other);
      }
    }
    byId("count").textContent = say("list_count", { n: rows.length });
    fill(this.box, rows.slice(0, SHOWN).map((card) => {
      const more = card.neighbours - (near.get(card.id)?.size ?? 0);
      return h(
        "li",
        {
          id: `node-${card.id}`, role: "option", "aria-selected": "false", "data-id": card.id,
          onclick: (event) => this.click(card.id, event), ondblclick: () => this.opened(card.id),
        },
        card.group ? h("span", { class: "kind group-mark", "aria-hidden": "true" }, "◎") : this.bench.icon(card.kind),
        h(
          "span", {},
          h("b", {}, card.label),
          card.status && h("span", { class: "status" }, card.status),
          card.group && h("span", { class: "status" }, say("group_n", { n: card.n })),
          nodes[card.id]?.pin && h("span", { class: "status" }, say("pinned")),
          notes[card.id] && h("span", { class: "status" }, say("noted")),
          card.hint && h("small", {}, card.hint),
        ),
        h("span", { class: "more" }, more > 0 ? say("more_n", { n: more }) : ""),
      );
    }));
    byId("list-cut").textContent = rows.length > SHOWN ? say("list_cut", { n: SHOWN, total: rows.length }) : "";
    byId("list-empty").hidden = Object.keys(nodes).length > 0;
    if (!rows.some((card) => card.id === this.active)) this.active = rows[0]?.id ?? null;
    this.mark();
    this.drawHidden();
  }

  drawHidden() {
    const hidden = this.hidden();
    byId("hidden-box").hidden = !hidden.length;
    byId("hidden-title").textContent = say("hidden_n", { n: hidden.length });
    const rows = hidden.slice(0, SHOWN);
    this.bench.bring(rows);
    byId("hidden-cut").textContent = rows.length < hidden.length ? say("list_cut", { n: SHOWN, total: hidden.length }) : "";
    fill(byId("hidden"), rows.map((id) =>
      h("li", {}, this.bench.content.label(id), " ", h("button", { type: "button", onclick: () => this.bench.actions.restore([id]) }, say("restore"))),
    ));
  }

  mark() {
    const chosen = new Set(this.bench.selected);
    for (const row of this.box.children) {
      row.setAttribute("aria-selected", String(chosen.has(row.dataset.id)));
      row.classList.toggle("active", row.dataset.id === this.active);
    }
    const row = this.active && byId(`node-${this.active}`);
    if (row) {
      this.box.setAttribute("aria-activedescendant", row.id);
      if (document.activeElement === this.box) row.scrollIntoView({ block: "nearest" });
    } else this.box.removeAttribute("aria-activedescendant");
  }

  click(id, event) {
    this.active = id;
    this.toggle(id, event.ctrlKey || event.metaKey || event.shiftKey);
  }

  opened(id) {
    if (id in this.bench.work.state.groups) this.bench.grouping.unfold([id]);
    else this.bench.open(id);
  }

  toggle(id, keep) {
    const { selected, actions } = this.bench;
    if (!keep) actions.select([id]);
    else actions.select(selected.includes(id) ? selected.filter((each) => each !== id) : [...selected, id]);
  }

  key(event) {
    const rows = [...this.box.children].map((row) => row.dataset.id);
    const at = rows.indexOf(this.active);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -rows.length, End: rows.length };
    if (event.altKey || event.ctrlKey || !rows.length) return;
    if (event.key in steps) {
      this.active = rows[Math.max(0, Math.min(rows.length - 1, at + steps[event.key]))];
      if (event.shiftKey && !this.bench.selected.includes(this.active)) this.toggle(this.active, true);
      this.mark();
    } else if (event.key === " ") this.toggle(this.active, true);
    else if (event.key === "Enter") this.opened(this.active);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

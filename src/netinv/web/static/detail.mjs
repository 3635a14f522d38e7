// What is known of the one that is selected: facts with their sources, links between two, a note.

import { api, doing } from "./api.mjs";
import { byId, fill, h } from "./dom.mjs";
import { say } from "./say.mjs";

const NAMED = 60; // members of a group that are named

export class Detail {
  constructor(bench) {
    this.bench = bench;
    this.place = byId("facts");
    this.shown = "";
    this.show = doing(async (selected, pair) => this.choose(selected, pair));
    const note = byId("note");
    note.addEventListener("change", () => this.note(note.value.trim()));
  }

  note(text) {
    const id = this.about;
    const { actions } = this.bench;
    actions.commit(id ? "step_note" : "step_note_all", id ? [id] : [], (draft) => {
      if (text) draft.notes[id] = text;
      else delete draft.notes[id];
    });
  }

  drawNote() {
    const note = byId("note");
    byId("note-label").textContent = this.about
      ? say("note_on", { name: this.bench.actions.called([this.about]) })
      : say("note_all");
    if (document.activeElement !== note) note.value = this.bench.work.state.notes[this.about] ?? "";
  }

  get about() {
    return this.bench.selected.length === 1 ? this.bench.selected[0] : "";
  }

  async choose(selected, pair) {
    this.drawNote();
    const key = pair ? pair.join(" ") : selected.join(" ");
    if (key === this.shown) return;
    this.shown = key;
    const two = pair && !selected.length ? pair : selected.length === 2 ? selected : null;
    const group = [...(two ?? selected)].find((id) => id in this.bench.work.state.groups);
    if (group && two) fill(this.place, this.twoGroups(two));
    else if (group && selected.length === 1) {
      await this.bench.content.fetch(this.bench.members(group).slice(0, NAMED));
      if (this.shown === key) fill(this.place, this.group(group));
    }
    else if (two) {
      const { links } = await api.links(...two);
      if (this.shown === key) this.drawLinks(two, links);
    } else if (selected.length === 1) {
      const card = this.bench.content.cards.get(selected[0]);
      if (card) fill(this.place, this.heading(card));
      const node = await api.node(selected[0]);
      if (this.shown === key) this.drawNode(node);
    } else if (selected.length) fill(this.place, h("h3", {}, say("n_nodes", { n: selected.length })), h("p", { class: "muted" }, say("many_hint")));
    else fill(this.place, h("p", { class: "muted" }, say("detail_none")));
  }

  // A folded group: how many of which kind, and who they are.
  group(id) {
    const card = this.bench.list.groupCard(id);
    const names = this.bench.members(id).slice(0, NAMED).map((member) => this.bench.content.label(member));
    return [
      h("h3", {}, card.label, " ", h("span", { class: "status" }, say("group_n", { n: card.n }))),
      h("p", {}, card.hint),
      h("p", {}, h("button", { type: "button", onclick: () => this.bench.grouping.unfold([id]) }, say("unfold"))),
      h("p", { class: "muted" }, names.join(say("comma")) + (card.n > NAMED ? "…" : "")),
    ];
  }

  // Between two of which one at least is a group: how many relations of which kind.
  twoGroups(ends) {
    const { content, work, grouping, relations } = this.bench;
    const sides = ends.map((id) => new Set(id in work.state.groups ? this.bench.members(id) : [id]));
    const counts = new Map();
    for (const { kind, source, target } of content.among(work.state.nodes)) {
      if ((sides[0].has(source) && sides[1].has(target)) || (sides[0].has(target) && sides[1].has(source))) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    const [a, b] = ends.map((id) => (id in work.state.groups ? grouping.name(id) : content.label(id)));
    return [
      h("h3", {}, say("links_between", { a, b })),
      h("ul", { class: "links" }, relations.filter(({ kind }) => counts.has(kind)).map(({ kind, label }) => h("li", {}, h("b", {}, label), ` ${counts.get(kind)}`))),
    ];
  }

  heading(card) {
    return [
      h("h3", {}, this.bench.icon(card.kind), " ", card.label, " ", card.status && h("span", { class: "status" }, card.status)),
      card.hint && h("p", { class: "muted" }, card.hint),
      h("p", {}, h("a", { href: `/entities/${encodeURIComponent(card.id)}`, target: "_blank", rel: "noopener" }, say("open_profile"))),
    ];
  }

  drawNode(node) {
    fill(
      this.place, this.heading(node),
      h("dl", { class: "facts" }, node.facts.map((fact) => h(
        "div", {}, h("dt", {}, fact.name),
        h("dd", {}, fact.value, fact.meaning && fact.meaning !== fact.value && h("span", { class: "muted" }, ` ${fact.meaning}`), cites(fact)),
      ))),
    );
  }

  drawLinks([a, b], links) {
    const { content, innocent } = this.bench;
    fill(
      this.place,
      h("h3", {}, say("links_between", { a: content.label(a), b: content.label(b) })),
      links.length
        ? h("ul", { class: "links" }, links.map((link) => linkRow(link, content, innocent)))
        : h("p", { class: "muted" }, say("links_none")),
    );
  }
}

// A link with its dates, its records and its innocent reading.
export function linkRow(link, content, innocent) {
  const arrow = link.directed ? `${content.label(link.source)} → ${content.label(link.target)}` : "";
  return h(
    "li", {},
    h("b", {}, link.title), link.detail ? ` ${link.detail}` : "", h("span", { class: "muted" }, ` ${link.period} · ${say("confidence_is", { p: Math.round(link.confidence * 100) })}`),
    arrow && h("small", {}, arrow),
    cites(link),
    innocent && h("small", { class: "innocent-line" }, innocent.get(link.kind)),
  );
}

export function cites({ records, recordCount }) {
  return h(
    "span", { class: "cites" },
    records.map((record) => h("a", { class: "cite", href: record.href, target: "_blank", rel: "noopener", title: record.table }, record.id)),
    recordCount > records.length ? h("span", { class: "muted" }, say("of_n", { n: recordCount })) : "",
  );
}

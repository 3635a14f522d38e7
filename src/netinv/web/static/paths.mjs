// Paths between two or more: what to ask, what was found, or what was shut out.

import { api, doing } from "./api.mjs";
import { linkRow } from "./detail.mjs";
import { byId, fill, h } from "./dom.mjs";
import { say, tell } from "./say.mjs";

export class Paths {
  constructor(bench) {
    this.bench = bench;
    this.ends = [];
    this.through = [];
    this.off = new Set();
    byId("path-ends-set").addEventListener("click", () => this.useEnds());
    byId("path-through-set").addEventListener("click", () => this.useThrough());
    byId("path-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.go();
    });
    this.go = doing(async () => this.run());
    fill(byId("path-kinds"), bench.relations.map(({ kind, label }) => h(
      "li", {},
      h("input", { type: "checkbox", id: `path-${kind}`, checked: true, onchange: (event) => {
        if (event.target.checked) this.off.delete(kind);
        else this.off.add(kind);
        this.drawOff();
      } }),
      h("label", { for: `path-${kind}` }, label),
    )));
    byId("path-kinds-all").addEventListener("click", () => this.tick(true));
    byId("path-kinds-none").addEventListener("click", () => this.tick(false));
    this.draw();
  }

  tick(on) {
    for (const { kind } of this.bench.relations) {
      byId(`path-${kind}`).checked = on;
      if (on) this.off.delete(kind);
      else this.off.add(kind);
    }
    this.drawOff();
  }

  drawOff() {
    byId("path-off").textContent = this.off.size ? say("kinds_off", { n: this.off.size }) : say("kinds_all");
  }

  // Two are meant: those selected, or where fewer are selected all that stand in the picture.
  meant() {
    const { single, nodes } = this.bench.actions;
    if (single.length > 1) return single;
    const there = Object.keys(nodes).filter((id) => !nodes[id].hide);
    return there.length === 2 ? there : single;
  }

  propose() {
    if (this.meant().length > 1) this.useEnds();
  }

  useEnds() {
    const selected = this.meant();
    if (selected.length < 2 || selected.length > 5) return tell(say("choose_ends"), true);
    this.ends = [...selected];
    this.through = this.through.filter((id) => !this.ends.includes(id));
    this.draw();
    return tell(say("ends_are", { names: this.names(this.ends) }));
  }

  useThrough() {
    const chosen = this.bench.actions.single.filter((id) => !this.ends.includes(id));
    if (chosen.length > 3) return tell(say("choose_through"), true);
    this.through = chosen;
    this.draw();
    return tell(chosen.length ? say("through_are", { names: this.names(chosen) }) : say("through_none"));
  }

  names(ids) {
    return ids.map((id) => this.bench.content.label(id)).join(" — ");
  }

  draw() {
    byId("path-ends").textContent = this.ends.length ? this.names(this.ends) : say("ends_none");
    byId("path-through").textContent = this.through.length ? this.names(this.through) : say("through_none");
    this.drawOff();
  }

  async run() {
    if (!this.ends.length) this.propose();
    if (this.ends.length < 2) return tell(say("choose_ends"), true);
    if (!this.bench.purpose.purpose) return this.bench.purpose.ask();
    const on = this.bench.relations.map(({ kind }) => kind).filter((kind) => !this.off.has(kind));
    const found = await api.paths({
      ends: this.ends, through: this.through, kinds: this.off.size ? on : null,
      count: Number(byId("path-count").value), max_hops: Number(byId("path-hops").value),
      min_confidence: Number(byId("path-confidence").value) / 100,
      since: byId("path-since").value, until: byId("path-until").value,
      in_time: byId("path-time").checked, avoid_hubs: byId("path-hubs").checked,
    });
    const names = new Map(found.cards.map((card) => [card.id, card.label]));
    const total = found.between.reduce((sum, each) => sum + each.paths.length, 0);
    fill(byId("path-result"), found.between.map((each) => this.between(each, names)));
    tell(total ? say("paths_n", { n: total }) : say("paths_none"));
    return byId("path-result").focus();
  }

  between({ ends, paths, excluded }, names) {
    const title = ends.map((id) => names.get(id)).join(" — ");
    return h(
      "section", {},
      h("h3", {}, title),
      paths.length
        ? h("ol", { class: "paths" }, paths.map((path) => this.path(path, names)))
        : [h("p", {}, say("paths_none")), h("ul", { class: "excluded" }, excluded.map((text) => h("li", {}, text))),
          excluded.length ? "" : h("p", { class: "muted" }, say("paths_no_condition"))],
    );
  }

  path(path, names) {
    const label = { label: (id) => names.get(id) };
    const show = doing(async () => {
      const ids = await this.bench.actions.add(path.nodes, { name: "step_path", along: path.nodes });
      this.bench.actions.select(ids);
    });
    return h(
      "li", {},
      h("p", { class: "chain" }, path.nodes.map((id, n) => [n ? " → " : "", h("b", {}, names.get(id))])),
      h("p", {}, h("span", { class: "muted" }, say("path_says", { n: path.steps.length, p: path.strength })), " ",
        h("button", { type: "button", onclick: show }, say("path_show"))),
      h("details", {}, h("summary", {}, say("path_steps")), path.steps.map((step) => h(
        "div", { class: "step" },
        h("small", {}, `${names.get(step.source)} — ${names.get(step.target)}`),
        h("ul", { class: "links" }, step.links.map((link) => linkRow(link, label, null))),
        h("p", { class: "innocent-line" }, h("b", {}, say("innocent")), step.innocent.join(say("space"))),
      ))),
    );
  }
}

// Filters and legend: kinds, confidence, dates; what fails them is paled or taken away.

import { byId, fill, h } from "./dom.mjs";
import { isFiltering, isOn, passes } from "./filters.mjs";
import { say } from "./say.mjs";
import { NO_FILTERS } from "./work.mjs";

export class FilterPanel {
  constructor(bench) {
    this.bench = bench;
    byId("filter-confidence").addEventListener("input", (event) => {
      byId("filter-confidence-is").textContent = `${event.target.value}%`;
    });
    byId("filter-confidence").addEventListener("change", (event) =>
      this.set("step_filter_confidence", { confidence: Number(event.target.value) / 100 }));
    for (const name of ["since", "until"]) {
      byId(`filter-${name}`).addEventListener("change", (event) => this.set("step_filter_dates", { [name]: event.target.value }));
    }
    for (const mode of ["ghost", "remove"]) {
      byId(`mode-${mode}`).addEventListener("change", () => this.set("step_filter_mode", { mode }));
    }
    byId("filter-reset").addEventListener("click", () => this.reset());
  }

  set(step, values) {
    this.bench.actions.commit(step, [], (draft) => Object.assign(draft.filters, values));
  }

  reset() {
    this.set("step_filter_reset", { ...NO_FILTERS, mode: this.bench.work.state.filters.mode });
  }

  toggle(step, name, kind, on) {
    const off = this.bench.work.state.filters[name];
    this.set(step, { [name]: on ? off.filter((each) => each !== kind) : [...off, kind] });
  }

  draw() {
    const { state } = this.bench.work;
    const { filters } = state;
    const { content } = this.bench;
    const kinds = Object.keys(state.nodes).filter((id) => content.has(id)).map((id) => content.kind(id));
    const links = content.among(state.nodes);
    fill(byId("legend"), this.bench.entities.map(({ kind, label }) => this.kind(kind, label, kinds, filters)));
    fill(byId("relation-kinds"), this.bench.relations.map(({ kind, label }) => {
      const n = links.filter((link) => link.kind === kind).length;
      return n ? this.row("relation", kind, label, n, !filters.relationsOff.includes(kind), "relationsOff", "step_filter_relations") : null;
    }));
    byId("filter-confidence").value = Math.round(filters.confidence * 100);
    byId("filter-confidence-is").textContent = `${Math.round(filters.confidence * 100)}%`;
    byId("filter-since").value = filters.since;
    byId("filter-until").value = filters.until;
    byId("mode-ghost").checked = filters.mode === "ghost";
    byId("mode-remove").checked = filters.mode === "remove";
    const out = links.filter((link) => !passes(link, filters)).length + kinds.filter((kind) => !isOn(kind, filters)).length;
    byId("filter-state").textContent = isFiltering(filters) ? say("filtered_n", { n: out }) : say("filtered_none");
    byId("tab-filters").classList.toggle("on", isFiltering(filters));
  }

  kind(kind, label, kinds, filters) {
    const n = kinds.filter((each) => each === kind).length;
    const row = this.row("entity", kind, label, n, !filters.entitiesOff.includes(kind), "entitiesOff", "step_filter_entities");
    row.dataset.kind = kind;
    row.classList.toggle("none", !n);
    row.insertBefore(this.bench.icon(kind), row.firstChild);
    if (n) {
      row.append(h("button", { type: "button", "aria-label": say("select_kind", { kind: label }), onclick: () => this.bench.actions.selectKind(kind) }, say("select_short")));
    }
    return row;
  }

  row(what, kind, label, n, on, name, step) {
    const id = `${what}-on-${kind}`;
    return h(
      "li", {},
      h("input", { type: "checkbox", id, checked: on, onchange: (event) => this.toggle(step, name, kind, event.target.checked) }),
      h("label", { for: id }, label),
      h("span", { class: "more" }, n || ""),
    );
  }
}

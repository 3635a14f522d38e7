// Expanding: how many of which kind first; then kinds, time, confidence, how many, in which order.

import { api, doing } from "./api.mjs";
import { byId, fill, h } from "./dom.mjs";
import { say, tell } from "./say.mjs";

const BIG = 60; // a node with more neighbours asks which kinds are meant

export class Expand {
  constructor(bench) {
    this.bench = bench;
    this.id = "";
    this.kinds = new Set();
    this.load = doing(async (id) => this.ask(id));
    byId("expand-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.go();
    });
    byId("expand-all").addEventListener("click", () => this.tick(true));
    byId("expand-none").addEventListener("click", () => this.tick(false));
    this.go = doing(async () => this.run());
  }

  known() {
    return Object.keys(this.bench.work.state.nodes);
  }

  async ask(id) {
    byId("expand-box").hidden = !id;
    this.id = id;
    if (!id) return;
    const { counts } = await api.counts(id, this.known());
    if (this.id !== id) return;
    const total = this.bench.content.cards.get(id)?.neighbours ?? 0;
    const open = counts.filter((each) => each.neighbours > each.known);
    this.kinds = new Set(total > BIG ? [] : open.map((each) => each.kind));
    byId("expand-title").textContent = say("expand_of", { name: this.bench.content.label(id), n: total });
    byId("expand-big").hidden = total <= BIG;
    fill(byId("expand-kinds"), counts.map((each) => this.row(each)));
    this.allow();
  }

  row({ kind, neighbours, known }) {
    const id = `kind-${kind}`;
    return h(
      "li", {},
      h("input", {
        type: "checkbox", id, value: kind, checked: this.kinds.has(kind), disabled: neighbours === known,
        onchange: (event) => {
          if (event.target.checked) this.kinds.add(kind);
          else this.kinds.delete(kind);
          this.allow();
        },
      }),
      h("label", { for: id }, this.bench.relationLabel(kind)),
      h("span", { class: "more" }, known ? say("count_known", { n: neighbours, known }) : String(neighbours)),
    );
  }

  tick(on) {
    for (const box of byId("expand-kinds").querySelectorAll("input:not(:disabled)")) {
      box.checked = on;
      if (on) this.kinds.add(box.value);
      else this.kinds.delete(box.value);
    }
    this.allow();
  }

  allow() {
    byId("expand-go").disabled = !this.kinds.size;
  }

  async run() {
    if (!this.id || !this.kinds.size) return tell(say("choose_kinds"), true);
    const anchor = this.id;
    const question = {
      id: anchor, known: this.known(), by: byId("expand-by").value, limit: Number(byId("expand-limit").value),
      asked: {
        kinds: [...this.kinds], since: byId("expand-since").value, until: byId("expand-until").value,
        min_confidence: Number(byId("expand-confidence").value) / 100,
      },
    };
    const found = await api.expand(question);
    if (!found.ids.length) return tell(say("expand_nothing", { n: found.total }));
    const added = await this.bench.actions.add(found.ids, { anchor, name: "step_expand" });
    const shown = found.known + added.length;
    tell(say("expanded", { n: added.length, shown, total: found.total, more: found.total - shown }));
    return this.ask(anchor);
  }
}

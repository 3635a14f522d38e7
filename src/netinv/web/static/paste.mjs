// A pasted list of names and numbers to the canvas. What is unclear is asked, never guessed.

import { api, doing } from "./api.mjs";
import { byId, fill, h } from "./dom.mjs";
import { say, tell } from "./say.mjs";

const MOST = 200;

export class Paste {
  constructor(bench) {
    this.bench = bench;
    byId("paste").addEventListener("click", () => this.open());
    byId("paste-cancel").addEventListener("click", () => byId("paste-dialog").close());
    const go = doing(async () => (this.looked ? this.put() : this.look()));
    byId("paste-form").addEventListener("submit", (event) => {
      event.preventDefault();
      go();
    });
    byId("paste-text").addEventListener("input", () => this.reset());
  }

  open() {
    if (!this.bench.purpose.purpose) return this.bench.purpose.ask();
    byId("paste-text").value = "";
    this.reset();
    return byId("paste-dialog").showModal();
  }

  reset() {
    this.looked = false;
    fill(byId("paste-found"));
    byId("paste-go").textContent = say("paste_look");
  }

  async look() {
    const texts = [...new Set(byId("paste-text").value.split(/[\n\r\t;；、|]+/).map((text) => text.trim()).filter(Boolean))].slice(0, MOST);
    if (!texts.length) return fill(byId("paste-found"), say("paste_empty"));
    const { lines } = await api.list(texts);
    fill(byId("paste-found"), h("ul", { class: "checks pasted" }, texts.map((text, n) => this.row(text, lines[n], n))));
    this.looked = true;
    byId("paste-go").textContent = say("paste_put");
    return byId("paste-found").focus();
  }

  // One that fits exactly is ticked; namesakes are told apart by the person.
  row(text, found, n) {
    const exact = found.filter((each) => each.label === text || each.matched === text);
    const sure = exact.length === 1 ? exact[0] : found.length === 1 ? found[0] : null;
    return h(
      "li", {},
      h("b", {}, text), " ",
      h("span", { class: "muted" }, found.length ? !sure && say("paste_several", { n: found.length }) : say("paste_none")),
      h("ul", { class: "checks" }, (sure ? [sure] : found).map((each, m) => h(
        "li", {},
        h("input", { type: "checkbox", id: `pasted-${n}-${m}`, value: each.id, checked: Boolean(sure) }),
        this.bench.icon(each.kind),
        h("label", { for: `pasted-${n}-${m}` }, each.label, h("small", {}, [each.matched, each.status, each.hint].filter(Boolean).join(" · "))),
      ))),
    );
  }

  async put() {
    const ids = [...byId("paste-found").querySelectorAll("input:checked")].map((box) => box.value);
    if (!ids.length) return tell(say("paste_untick"), true);
    byId("paste-dialog").close();
    const added = await this.bench.actions.add([...new Set(ids)]);
    return this.bench.actions.select(added);
  }
}

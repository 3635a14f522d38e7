// The search box: suggestions that tell namesakes apart; Enter brings the chosen one to the canvas.

import { api, doing } from "./api.mjs";
import { byId, fill, h } from "./dom.mjs";
import { say, tell } from "./say.mjs";

const WAIT = 180; // milliseconds after the last key: every search is written to the audit

export class Search {
  constructor(bench) {
    this.bench = bench;
    this.box = byId("find");
    this.list = byId("found");
    this.found = [];
    this.at = -1;
    this.asked = 0;
    this.box.addEventListener("input", () => this.later());
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.look = doing(async () => this.ask());
    this.add = doing(async (id) => this.take(id));
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.look, WAIT);
  }

  async ask() {
    const text = this.box.value.trim();
    this.asked += 1;
    const mine = this.asked;
    if (!text) return this.close();
    if (!this.bench.purpose.purpose) return this.bench.purpose.ask();
    const { found } = await api.search(text);
    if (mine !== this.asked) return undefined; // a later question has been asked meanwhile
    this.found = found;
    this.at = found.length ? 0 : -1;
    this.draw(text);
    return tell(found.length ? say("found_n", { n: found.length }) : say("found_none", { text }));
  }

  draw(text) {
    const { nodes } = this.bench.work.state;
    const options = this.found.map((each, n) =>
      h(
        "li",
        {
          id: `found-${n}`, role: "option", "aria-selected": String(n === this.at),
          onmousedown: (event) => event.preventDefault(), onclick: () => this.add(each.id),
        },
        this.bench.icon(each.kind),
        h(
          "span", {},
          h("b", {}, each.label), each.status && h("span", { class: "status" }, each.status),
          each.id in nodes && h("span", { class: "status" }, say("on_canvas")),
          h("small", {}, [each.matched, each.hint, say("has_neighbours", { n: each.neighbours })].filter(Boolean).join(" · ")),
        ),
      ),
    );
    fill(this.list, options.length ? options : h("li", { class: "none", role: "presentation" }, say("found_none", { text })));
    this.list.hidden = false;
    this.box.setAttribute("aria-expanded", "true");
    this.mark();
  }

  mark() {
    [...this.list.children].forEach((item, n) => item.setAttribute?.("aria-selected", String(n === this.at)));
    if (this.at < 0) this.box.removeAttribute("aria-activedescendant");
    else {
      this.box.setAttribute("aria-activedescendant", `found-${this.at}`);
      byId(`found-${this.at}`)?.scrollIntoView({ block: "nearest" });
    }
  }

  key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const { length } = this.found;
      if (length) this.at = (this.at + (event.key === "ArrowDown" ? 1 : length - 1)) % length;
      this.mark();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!this.list.hidden && this.at >= 0) this.add(this.found[this.at].id);
      else this.look();
    } else if (event.key === "Escape") {
      this.close();
    } else if (event.key === "/" && !this.box.value) {
      event.preventDefault(); // the key that leads here, pressed when already here
    }
  }

  async take(id) {
    const added = await this.bench.actions.add([id]);
    this.box.value = "";
    this.close();
    if (added.length) this.bench.actions.select(added);
  }

  close() {
    this.list.hidden = true;
    this.box.setAttribute("aria-expanded", "false");
    this.box.removeAttribute("aria-activedescendant");
    this.found = [];
    this.at = -1;
  }
}

// Merge two, split one: what it would do is said before it is written; the picture follows with the update.

import { api, doing } from "./api.mjs";
import { byId, fill, h } from "./dom.mjs";
import { say, tell } from "./say.mjs";

const KINDS = ["person", "organization"];

export class Identity {
  constructor(bench) {
    this.bench = bench;
    this.decision = 0;
    this.open = doing(async () => this.ask());
    byId("identity-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.write();
    });
    byId("identity-cancel").addEventListener("click", () => byId("identity-dialog").close());
    byId("identity-close").addEventListener("click", () => byId("identity-done").close());
    byId("identity-undo").addEventListener("click", doing(async () => {
      await api.undo(this.decision);
      byId("identity-done").close();
      tell(say("identity_undone", { n: this.decision }));
    }));
    byId("identity-update").addEventListener("click", doing(async () => {
      await api.update();
      byId("identity-progress").hidden = false;
      this.watch();
    }));
  }

  async ask() {
    const { selected, content } = this.bench;
    const cards = selected.map((id) => content.cards.get(id));
    const fits = cards.length > 0 && cards.length < 3 && cards.every((card) => KINDS.includes(card?.kind) && card.kind === cards[0].kind);
    if (!fits) return tell(say("identity_choose"), true);
    this.ids = selected;
    byId("identity-error").textContent = "";
    // filled in only where what is shown is the comparison that the reason names
    byId("identity-reason").value = cards.length === 2 ? byId("identity-reasons").options[0].value : "";
    if (cards.length === 2) await this.two(...cards);
    else if (!(await this.one(cards[0]))) return tell(say("identity_none"), true);
    byId("identity-dialog").showModal();
    return byId("identity-body").querySelector("input:not(:disabled)")?.focus();
  }

  async two(a, b) {
    const { reasons: all, answers } = await api.two(a.id, b.id);
    // what an answer contradicts stands with that answer
    const reasons = all.filter((reason) => !answers.some((said) => said.conflicts.includes(reason)));
    byId("identity-title").textContent = say("identity_two", { a: a.label, b: b.label });
    fill(
      byId("identity-body"),
      reasons.length > 0 && h("ul", {}, reasons.map((reason) => h("li", {}, reason))),
      answers.map((said) => h(
        "div", { class: "card" },
        h("label", {}, h("input", { type: "radio", name: "verdict", value: said.verdict, disabled: said.conflicts.length > 0 && !said.forceable }), " ", h("b", {}, say(`identity_${said.verdict}`))),
        does(said),
        said.conflicts.length > 0 && said.forceable && h("label", {}, h("input", { type: "checkbox", id: "identity-force" }), " ", say("identity_force")),
      )),
    );
  }

  async one(card) {
    const { mentions } = await api.parts(card.id);
    if (mentions.length < 2) return false;
    byId("identity-title").textContent = say("identity_one", { name: card.label });
    const preview = h("div", { id: "identity-preview", role: "status" });
    const foresee = doing(async () => {
      const ticked = this.ticked();
      fill(preview, ticked.length ? does(await api.foreseeSplit(ticked)) : "");
    });
    fill(
      byId("identity-body"),
      h("p", {}, say("identity_tick")),
      h("ul", { class: "checks parts" }, mentions.map((mention, n) => h(
        "li", {},
        h("input", { type: "checkbox", id: `part-${n}`, name: "part", value: mention.name, onchange: foresee }),
        h("label", { for: `part-${n}` }, `${mention.label || "—"} · ${mention.where}`, h("small", {}, mention.origin)),
      ))),
      preview,
    );
    return true;
  }

  ticked() {
    return [...byId("identity-body").querySelectorAll("input[name=part]:checked")].map((box) => box.value);
  }

  // What is refused is said inside the dialog: nothing was written.
  async write() {
    const reason = byId("identity-reason").value.trim();
    const [a, b] = this.ids;
    try {
      const verdict = byId("identity-body").querySelector("input[name=verdict]:checked")?.value;
      if (b && !verdict) throw new Error(say("identity_verdict"));
      const force = byId("identity-force")?.checked ?? false;
      const chosen = byId("identity-body").querySelector("input[name=verdict]:checked")?.closest(".card");
      if (chosen?.querySelector("#identity-force") && !force) throw new Error(say("identity_own"));
      const { decision } = b ? await api.judge({ a, b, verdict, reason, force }) : await api.split(this.ticked(), reason);
      this.decision = decision;
    } catch (error) {
      byId("identity-error").textContent = error.message;
      return;
    }
    byId("identity-dialog").close();
    byId("identity-done-title").textContent = say("identity_done", { n: this.decision });
    byId("identity-progress").hidden = true;
    byId("identity-what").textContent = "";
    byId("identity-done").showModal();
  }

  // The work is kept all along; the page begins anew with it, under the ids that now hold.
  async watch() {
    const job = await api.job();
    byId("identity-progress").value = job.part;
    byId("identity-what").textContent = job.error || job.what || "";
    if (job.running) setTimeout(() => this.watch(), 500);
    else if (!job.error) location.reload();
  }
}

function does(said) {
  return [
    said.conflicts.length > 0 && h("div", { class: "warn" }, h("b", {}, say("identity_conflicts")), h("ul", {}, said.conflicts.map((text) => h("li", {}, text))), !said.forceable && h("p", {}, say("identity_barred"))),
    said.notices.length > 0 && h("ul", {}, said.notices.map((text) => h("li", {}, text))),
    said.alerts.length > 0
      ? h("div", {}, say("identity_alerts", { n: said.alerts.length }), h("ul", {}, said.alerts.map((alert) => h("li", {}, h("a", { href: alert.href, target: "_blank", rel: "noopener" }, alert.text)))))
      : said.verdict !== "unsure" && h("p", { class: "muted" }, say("identity_no_alerts")),
  ];
}

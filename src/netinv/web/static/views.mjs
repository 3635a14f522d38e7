// Saved views, kept by the workspace; the draft, kept all the time; the steps so far.

import { api, doing, Refused } from "./api.mjs";
import { changeOf, snapshot } from "./changes.mjs";
import { byId, fill, h } from "./dom.mjs";
import { unpacked } from "./packed.mjs";
import { say, tell } from "./say.mjs";
import { blank } from "./work.mjs";

const AFTER = 500; // milliseconds of rest before the draft is kept
const CARRIED = 20_000; // characters, up to three bytes each, that a leaving page surely gets through
const LEAVING = "netinv-leaving"; // the revision up to which a page that left was still writing
const TRIES = 20; // tenths of a second for which the next page waits for it

// What the page brings with it at its end, where it may still be read; nothing where the server could not say it.
async function given() {
  if (document.readyState === "loading") {
    await new Promise((done) => document.addEventListener("DOMContentLoaded", done, { once: true }));
  }
  const place = byId("opening");
  const text = place?.textContent;
  place?.remove(); // megabytes of text that nobody reads twice
  return text ? JSON.parse(text) : null;
}

export class Views {
  constructor(bench) {
    this.bench = bench;
    this.revision = 0;
    this.kept = snapshot(blank()); // the work as the server has it
    this.open = null;
    this.stopped = false;
    this.timer = 0;
    this.sending = null; // the work that is being kept
    this.writing = Promise.resolve();
    addEventListener("pagehide", () => this.leave());
    this.list = doing(async () => this.draw());
    byId("view-form").addEventListener("submit", doing(async (event) => {
      event.preventDefault();
      await this.save(byId("view-name").value.trim());
    }));
  }

  // --- the draft

  // What is kept, with its content; what the page before this one was still writing is waited for.
  async opening() {
    const awaited = Number(sessionStorage.getItem(LEAVING) ?? 0);
    sessionStorage.removeItem(LEAVING);
    let found = (await given()) ?? await api.opening();
    for (let n = 0; n < TRIES && found.revision < awaited; n += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      found = await api.opening();
    }
    this.revision = found.revision;
    const opened = { ...found, ...unpacked(found) };
    if (found.revision) this.kept = snapshot(opened.body);
    return opened;
  }

  later() {
    clearTimeout(this.timer);
    if (this.stopped) return;
    byId("kept").textContent = say("keeping");
    this.timer = setTimeout(() => {
      this.writing = this.writing.then(() => this.keep());
    }, AFTER);
  }

  // The work as it is now, with a mark by which the server knows that it has it.
  now() {
    return { ...snapshot(this.bench.body()), saved: String(Math.random()) };
  }

  // What changed from one to the next. What a leaving page sends is carried on by the browser, unless it is too large
  // for that: then it may not get through.
  send(bodies, leaving = false) {
    const changes = bodies.map((body, n) => changeOf(n ? bodies[n - 1] : this.kept, body));
    return api.change(this.revision, changes, leaving && JSON.stringify(changes).length <= CARRIED);
  }

  // What rests less than half a second is not lost when the page goes. What was under way goes once more: whether it
  // has arrived cannot be known here, and what comes after says only what changed since.
  leave() {
    if (!(this.timer || this.sending) || this.stopped) return;
    clearTimeout(this.timer);
    this.timer = 0;
    const bodies = [this.sending, this.now()].filter(Boolean);
    sessionStorage.setItem(LEAVING, String(this.revision + bodies.length));
    this.send(bodies, true).catch(() => {});
  }

  async keep() {
    this.timer = 0;
    this.sending = this.now();
    try {
      const { revision } = await this.send([this.sending]);
      this.revision = revision;
      this.kept = this.sending;
      byId("kept").textContent = say("kept");
    } catch (error) {
      byId("kept").textContent = say("not_kept");
      if (error instanceof Refused && error.status === 409) this.stopped = true;
      tell(error.message, true);
    } finally {
      this.sending = null;
    }
  }

  // --- saved views

  async draw() {
    const { views } = await api.views();
    fill(byId("views"), views.map((view) => h(
      "li", {},
      h("b", {}, view.name), h("small", {}, `${say("version_n", { n: view.version })} · ${view.at}`),
      h("button", { type: "button", onclick: doing(() => this.show(view.id)) }, say("view_open")),
      h("button", { type: "button", onclick: doing(() => this.save(view.name, view.id)) }, say("view_again")),
      h("button", { type: "button", onclick: doing(() => this.remove(view)) }, say("view_delete")),
    )));
    byId("views-none").hidden = views.length > 0;
  }

  async save(name, id = "") {
    if (!name) return tell(say("view_name_first"), true);
    const { nodes, groups, notes, filters } = this.bench.work.state;
    const saved = await api.save(name, { nodes, groups, notes, filters }, id);
    byId("view-name").value = "";
    tell(say("view_saved", { name: saved.name, n: saved.version }));
    return this.draw();
  }

  async show(id) {
    const found = await api.view(id);
    const { name, removed, content } = found;
    const { body, groups } = unpacked(found);
    this.bench.content.clear(); // what an undo brings back comes again
    this.bench.content.take(content);
    this.bench.work.commit(say("step_view", { name }), (draft) => {
      draft.nodes = body.nodes;
      draft.groups = body.groups;
      this.bench.grouping.tidy(draft, groups);
      draft.notes = body.notes ?? {};
      draft.filters = { ...draft.filters, ...body.filters };
    });
    this.bench.canvas.fit();
    tell(say("view_opened", { name }) + (removed ? ` ${say("removed_n", { n: removed })}` : ""));
  }

  async remove(view) {
    await api.remove(view.id);
    tell(say("view_deleted", { name: view.name }));
    return this.draw();
  }

  // --- the steps

  drawSteps() {
    const { done, undone } = this.bench.work;
    const row = (step, back, forth) => h("li", { class: forth ? "undone" : "" }, h("button", {
      type: "button",
      onclick: () => {
        for (let n = 0; n < back; n += 1) this.bench.work.undo();
        for (let n = 0; n < forth; n += 1) this.bench.work.redo();
        tell(say(back ? "undone" : "redone", { name: step.name }));
      },
    }, step.name));
    fill(
      byId("steps"),
      undone.map((step, n) => row(step, 0, undone.length - n)),
      [...done].reverse().map((step, n) => row(step, n + 1, 0)),
    );
    byId("undo").disabled = !done.length;
    byId("redo").disabled = !undone.length;
    byId("undo").title = done.length ? say("undo_name", { name: done.at(-1).name }) : "";
    byId("redo").title = undone.length ? say("redo_name", { name: undone.at(-1).name }) : "";
  }
}

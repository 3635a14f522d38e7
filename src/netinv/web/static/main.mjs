// The workbench: puts the parts together and decides in which order they are drawn.

import { Actions } from "./actions.mjs";
import { api, doing } from "./api.mjs";
import { Brush } from "./brush.mjs";
import { Canvas } from "./canvas.mjs";
import { Content } from "./content.mjs";
import { Detail } from "./detail.mjs";
import { byId, h, styled } from "./dom.mjs";
import { Expand } from "./expand.mjs";
import { FilterPanel } from "./filter_panel.mjs";
import { Grouping } from "./grouping.mjs";
import { folded, present } from "./groups.mjs";
import { Identity } from "./identity.mjs";
import { register as registerKeys } from "./keys.mjs";
import { Lasso } from "./lasso.mjs";
import { List } from "./list.mjs";
import { Paste } from "./paste.mjs";
import { Paths } from "./paths.mjs";
import { register as registerPicture } from "./picture.mjs";
import { Purpose } from "./purpose.mjs";
import { learn, say, tell } from "./say.mjs";
import { Search } from "./search.mjs";
import { Views } from "./views.mjs";
import { Work } from "./work.mjs";

const TABS = ["list", "detail", "paths", "filters", "views"];

class Bench {
  constructor(setup) {
    this.lang = setup.lang;
    this.isLead = setup.is_lead;
    this.entities = setup.entities;
    this.relations = setup.relations;
    this.many = setup.many;
    this.innocent = new Map(setup.relations.map(({ kind, innocent }) => [kind, innocent]));
    this.work = new Work();
    this.content = new Content(this.entities, this.relations);
    this.selected = [];
    this.chosenKey = "";
    this.boxing = false;
    this.purpose = new Purpose(
      () => this.views.later(), () => Boolean(byId("find").value.trim()) || !Object.keys(this.work.state.nodes).length,
    );
    this.canvas = new Canvas(byId("canvas"), this.entities, {
      select: (ids, pair) => this.chosen(ids, pair),
      move: (places) => this.actions.move(places),
      open: (id) => (id in this.work.state.groups ? this.grouping.unfold([id]) : this.open(id)),
      name: (id) => this.grouping.name(id),
    });
    this.actions = new Actions(this);
    this.grouping = new Grouping(this);
    this.list = new List(this);
    this.detail = new Detail(this);
    this.expand = new Expand(this);
    this.filters = new FilterPanel(this);
    this.brush = new Brush(this, (since, until) => this.filters.set("step_filter_dates", { since, until }));
    this.paths = new Paths(this);
    this.views = new Views(this);
    this.identity = new Identity(this);
    this.paste = new Paste(this);
    this.lasso = new Lasso(this);
    this.search = new Search(this);
    this.work.onChange(() => this.draw());
    this.work.onChange(() => this.views.later());
    this.buttons();
    registerKeys(this);
    registerPicture(this);
  }

  body() {
    const { purpose, caseNo } = this.purpose;
    return { ...this.work.body(), purpose, caseNo };
  }

  draw() {
    const inside = folded(this.work.state);
    this.bring(Object.keys(this.work.state.nodes).filter((id) => !inside.has(id) || !this.content.has(id)));
    this.canvas.show(this.work.state, this.content);
    if (!this.opening) this.drawBeside();
  }

  // Whom a step, or a list, shows without that he has come: he is fetched, then drawn.
  bring(ids) {
    doing(async () => (await this.content.bring(ids)) && this.draw())();
  }

  drawBeside() {
    this.list.draw();
    this.filters.draw();
    this.brush.draw();
    this.views.drawSteps();
    byId("canvas-empty").hidden = Object.keys(this.work.state.nodes).length > 0;
    byId("grouped").textContent = this.groupedSays();
    byId("status").textContent = say("status", {
      n: Object.keys(this.work.state.nodes).length, links: this.content.among(this.work.state.nodes).length,
    });
  }

  groupedSays() {
    const inside = folded(this.work.state);
    const groups = new Set(inside.values()).size;
    return groups ? say("grouped_n", { n: inside.size, groups }) : "";
  }

  members(id) {
    return present(this.work.state, id);
  }

  chosen(ids, pair) {
    const before = this.chosenKey;
    this.chosenKey = [...ids, ...(pair ?? [])].join(" ");
    this.selected = ids;
    this.list.mark();
    this.detail.show(ids, pair);
    const one = ids.length === 1 && ids[0] in this.work.state.nodes ? ids[0] : "";
    if (one !== this.expand.id) this.expand.load(one);
    if (pair && !ids.length) this.tab("detail");
    byId("chosen").textContent = ids.length ? say("chosen_n", { n: ids.length }) : "";
    if (this.chosenKey !== before) this.actions.tellChosen(pair);
  }

  open(id) {
    this.actions.select([id]);
    this.tab("detail");
    byId("facts").focus();
  }

  openExpand() {
    if (this.selected.length !== 1 || !(this.selected[0] in this.work.state.nodes)) return tell(say("choose_one"), true);
    this.tab("detail");
    byId("expand-box").scrollIntoView({ block: "start" });
    return byId("expand-go").focus();
  }

  openPaths() {
    this.paths.propose();
    this.tab("paths");
    byId("path-go").focus();
  }

  boxMode() {
    this.boxing = !this.boxing;
    this.canvas.boxMode(this.boxing);
    byId("box").setAttribute("aria-pressed", String(this.boxing));
    tell(say(this.boxing ? "box_on" : "box_off"));
  }

  tab(name) {
    for (const each of TABS) {
      const on = each === name;
      byId(`tab-${each}`).setAttribute("aria-selected", String(on));
      byId(`tab-${each}`).tabIndex = on ? 0 : -1;
      byId(`panel-${each}`).hidden = !on;
    }
    if (name === "views") this.views.list();
  }

  buttons() {
    const on = (id, act) => byId(id).addEventListener("click", act);
    const { actions, canvas } = this;
    on("undo", () => actions.undo());
    on("redo", () => actions.redo());
    on("arrange", () => actions.arrange());
    on("fit", () => canvas.fit());
    on("zoom-in", () => canvas.zoomBy(1.25));
    on("zoom-out", () => canvas.zoomBy(0.8));
    on("box", () => this.boxMode());
    on("neighbours", () => actions.selectNeighbours());
    on("pin", () => actions.pin());
    on("hide", () => actions.hide());
    on("hide-others", () => actions.hideOthers());
    on("remove", () => actions.remove());
    on("clear", () => actions.clear());
    on("to-expand", () => this.openExpand());
    on("to-paths", () => this.openPaths());
    on("to-identity", () => this.identity.open());
    on("lasso", () => this.lasso.toggle());
    on("show-keys", () => byId("keys").showModal());
    TABS.forEach((name, n) => {
      on(`tab-${name}`, () => this.tab(name));
      byId(`tab-${name}`).addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: TABS.length - 1 }[event.key];
        if (!step) return;
        const next = TABS[(n + step) % TABS.length];
        this.tab(next);
        byId(`tab-${next}`).focus();
        event.stopPropagation();
      });
    });
  }

  icon(kind) {
    return h("img", { class: "kind", src: `/static/marks/${kind}.svg`, alt: this.entities.find((each) => each.kind === kind)?.label ?? "", width: 22, height: 22 });
  }

  relationLabel(kind) {
    return this.relations.find((each) => each.kind === kind)?.label ?? kind;
  }

  // What an address asks for: ?add=ID,ID  ?alert=ID  ?view=ID
  async wish() {
    const asked = new URLSearchParams(location.search);
    history.replaceState(null, "", location.pathname);
    if (asked.get("view")) await this.views.show(asked.get("view"));
    const ids = (asked.get("add") ?? "").split(",").filter(Boolean);
    if (asked.get("alert")) ids.push(...(await api.alert(asked.get("alert"))).ids);
    if (ids.length) this.actions.select(await this.actions.add(ids));
  }
}

// The picture first; what stands beside it when the picture is seen.
const start = doing(async () => {
  await styled();
  const setup = JSON.parse(byId("setup").textContent);
  learn(setup.words);
  const bench = new Bench(setup);
  const { content, body, groups, removed } = await bench.views.opening();
  bench.purpose.set(body.purpose ?? "", body.caseNo ?? "");
  bench.content.take(content);
  bench.opening = true;
  bench.views.stopped = true; // what is loaded need not be kept again
  bench.grouping.tidy(body, groups);
  bench.work.load(body);
  bench.views.stopped = false;
  bench.canvas.fit();
  await bench.canvas.seenOnce();
  bench.opening = false;
  bench.drawBeside();
  byId("kept").textContent = "";
  bench.tab("list");
  bench.canvas.fit();
  if (removed) tell(say("removed_n", { n: removed }));
  await bench.wish();
  if (!bench.purpose.purpose) bench.purpose.ask();
  document.documentElement.dataset.ready = "yes";
});

start();

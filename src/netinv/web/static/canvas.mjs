// The picture. The only module that knows cytoscape.

import cytoscape from "/static/vendor/cytoscape.esm.min.mjs";
import { elementsOf } from "./elements.mjs";
import { isOn, passes } from "./filters.mjs";
import { inside } from "./lasso.mjs";
import { Large } from "./large.mjs";
import { loadLayout } from "./layout.mjs";
import { drawOnlyMoved, styleFresh } from "./library.mjs";
import { ON_PAPER, palette, styleOf } from "./style.mjs";

const LARGE = 900; // nodes and lines together from which a picture is drawn plainly

export class Canvas {
  constructor(container, entities, on) {
    this.entities = entities;
    this.on = on;
    this.quiet = false;
    this.large = null; // or what draws a picture of thousands
    this.styled = false;
    this.cy = cytoscape({
      container, layout: { name: "preset" }, minZoom: 0.02, maxZoom: 4, boxSelectionEnabled: true,
      selectionType: "single", textureOnViewport: false, hideEdgesOnViewport: false, pixelRatio: "auto",
    });
    drawOnlyMoved(this.cy);
    this.cy.on("select unselect", () => this.quiet || this.report());
    this.cy.on("dragfree", "node", (event) => this.dropped(event.target));
    this.cy.on("drag", "node", ({ target }) => this.large?.drag(target));
    this.cy.on("free", "node", () => this.large?.drop());
    this.cy.on("viewport", () => this.large?.moved());
    this.cy.on("resize", () => this.large?.draw());
    this.cy.on("tap", ({ target, position }) => this.large?.tapped(target, position, (pair) => on.select([], pair)));
    // two quick taps on two nodes are no double tap on the second
    let taps = [];
    this.cy.on("tap", (event) => {
      taps = [taps.at(-1), event.target];
    });
    this.cy.on("dbltap", "node", (event) => {
      if (taps[0] === taps[1] && !event.originalEvent.shiftKey) on.open(event.target.id());
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.cy.style(styleOf(entities, palette(), Boolean(this.large)));
      this.large?.draw();
    });
  }

  // Bring the picture to a state: add, remove, move, hide, ghost. What is placed stays where the state says.
  show(state, content) {
    this.quiet = true;
    const wanted = elementsOf(state, content, this.on.name);
    this.enlarge(wanted.size);
    this.large?.take(wanted);
    let added;
    this.cy.batch(() => {
      const fresh = [];
      this.cy.elements().forEach((element) => {
        if (!wanted.has(element.id())) element.remove();
      });
      for (const [id, element] of wanted) {
        const there = this.cy.getElementById(id);
        if (there.empty()) {
          fresh.push(element);
          continue;
        }
        if (changed(there.data(), element.data)) there.data(element.data);
        const kept = ["told", "named"].filter((name) => there.hasClass(name));
        if (there.classes().join(" ") !== [...element.classes, ...kept].join(" ")) there.classes([...element.classes, ...kept]);
        const at = element.position;
        if (at && (there.position("x") !== at.x || there.position("y") !== at.y)) there.position({ ...at });
      }
      added = this.cy.add(fresh); // together: one by one takes many times as long
    });
    if (this.large) styleFresh(this.cy, added.nodes());
    this.quiet = false;
    this.report();
  }

  enlarge(size) {
    const large = size > LARGE;
    if (this.styled && large === Boolean(this.large)) return;
    this.styled = true; // the drawing begins without style: how large the first picture is shows which it needs
    this.large?.end();
    this.large = large ? new Large(this.cy) : null;
    this.cy.style(styleOf(this.entities, palette(), large));
  }

  report() {
    this.large?.tell();
    const lines = this.cy.edges(":selected");
    this.on.select(
      this.cy.nodes(":selected").map((node) => node.id()),
      lines.length ? [lines[0].data("source"), lines[0].data("target")] : null,
    );
  }

  select(ids) {
    const wanted = new Set(ids);
    this.quiet = true;
    this.cy.batch(() => {
      this.cy.elements(":selected").forEach((each) => {
        if (!wanted.has(each.id())) each.unselect();
      });
      for (const id of wanted) this.cy.getElementById(id).select();
    });
    this.quiet = false;
    this.report();
  }

  dropped(node) {
    const moved = node.selected() ? this.cy.nodes(":selected") : node;
    this.on.move(new Map(moved.map((each) => [each.id(), place(each)])));
  }

  // Ids of what lies within a line around an area; points in pixels of the canvas.
  within(points) {
    return this.cy.nodes().not(".gone").filter((node) => inside(node.renderedPosition(), points)).map((node) => node.id());
  }

  boxMode(on) {
    this.cy.userPanningEnabled(!on);
  }

  fit(ids = null) {
    this.cy.resize(); // the time line may just have come or gone below
    const shown = this.large ? this.cy.nodes().not(".gone") : this.cy.elements().not(".gone");
    const wanted = ids ? shown.filter((each) => ids.includes(each.id())) : shown;
    if (this.large) this.large.fit(wanted);
    else if (wanted.nonempty()) this.cy.fit(wanted, 60);
    if (this.cy.zoom() > 1.25) {
      this.cy.zoom(1.25);
      this.cy.center(wanted);
    }
  }

  // Bring nodes into sight without changing the zoom where they are in sight already.
  reveal(ids) {
    const { x1, x2, y1, y2 } = this.cy.extent();
    const nodes = this.cy.nodes().filter((node) => ids.includes(node.id()));
    const inside = nodes.every((node) => {
      const { x, y } = node.position();
      return x > x1 + 40 && x < x2 - 40 && y > y1 + 40 && y < y2 - 40;
    });
    if (nodes.nonempty() && !inside) this.fit();
  }

  // Resolves when the first picture is on the screen; says so to whoever measures.
  seenOnce() {
    return new Promise((resolve) => {
      this.cy.one("render", () => requestAnimationFrame(() => setTimeout(() => {
        document.documentElement.dataset.pictured = performance.now();
        resolve();
      })));
      this.cy.forceRender();
    });
  }

  zoomBy(factor) {
    const { width, height } = this.cy.container().getBoundingClientRect();
    this.cy.zoom({ level: this.cy.zoom() * factor, renderedPosition: { x: width / 2, y: height / 2 } });
  }

  panBy(x, y) {
    this.cy.panBy({ x, y });
  }

  // Where a layout would put the nodes that may move. The picture itself is left as it is.
  async arranged(movable) {
    cytoscape.use(await loadLayout());
    const free = new Set(movable);
    const nodes = this.cy.nodes().not(".gone");
    const lines = this.large?.lines ?? this.cy.edges().not(".gone").map((edge) => ({ data: edge.data() }));
    const copy = cytoscape({
      headless: true, styleEnabled: true,
      style: [{ selector: "node", style: { width: 110, height: 90 } }],
      elements: [
        ...nodes.map((node) => ({ group: "nodes", data: { id: node.id() }, position: place(node) })),
        ...lines.map(({ data: { id, source, target } }) => ({ group: "edges", data: { id, source, target } })),
      ],
    });
    const fixed = copy.nodes().filter((node) => !free.has(node.id()));
    copy.layout({
      name: "fcose", quality: nodes.length > 800 ? "draft" : "default", animate: false, randomize: fixed.empty(),
      fit: false, nodeDimensionsIncludeLabels: false, idealEdgeLength: 150, nodeSeparation: 140, nodeRepulsion: 16000,
      fixedNodeConstraint: fixed.nonempty()
        ? fixed.map((node) => ({ nodeId: node.id(), position: { ...node.position() } }))
        : undefined,
    }).run();
    const found = new Map(copy.nodes().filter((node) => free.has(node.id())).map((node) => [node.id(), place(node)]));
    copy.destroy();
    return found;
  }

  async image(scale) {
    this.cy.style(styleOf(this.entities, ON_PAPER));
    const plain = this.cy.add(this.large?.plain() ?? []);
    try {
      return await this.cy.png({ output: "blob-promise", full: true, scale, bg: ON_PAPER.paper, maxWidth: 6000, maxHeight: 6000 });
    } finally {
      plain.remove();
      this.cy.style(styleOf(this.entities, palette(), Boolean(this.large)));
    }
  }

  // Ids of what is neither hidden nor filtered out.
  seen(state, content) {
    const on = (id) => !state.nodes[id].hide && content.cards.has(id) && isOn(content.kind(id), state.filters);
    const ids = Object.keys(state.nodes).filter(on);
    const shown = Object.fromEntries(ids.map((id) => [id, true]));
    const links = content.among(shown).filter((link) => passes(link, state.filters)).map((link) => link.id);
    return { ids, links };
  }

  // What an SVG needs: places and texts of all that is shown.
  drawn() {
    const shown = this.cy.elements().filter((each) => !each.hasClass("gone") && !each.hasClass("ghost"));
    return {
      nodes: shown.nodes().map((node) => ({ ...node.data(), ...place(node), pinned: node.hasClass("pinned") })),
      edges: [
        ...shown.edges().map((edge) => ({
          ...edge.data(), from: edge.sourceEndpoint(), to: edge.targetEndpoint(), middle: edge.midpoint(),
        })),
        ...(this.large?.straight() ?? []),
      ],
    };
  }
}

function changed(before, after) {
  return Object.keys(after).some((name) => before[name] !== after[name]);
}

function place(node) {
  const { x, y } = node.position();
  return { x: Math.round(x), y: Math.round(y) };
}

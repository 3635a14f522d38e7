// The picture. The only module that knows cytoscape.

import cytoscape from "/static/vendor/cytoscape.esm.min.mjs";
import { elementsOf } from "./elements.mjs";
import { isOn, passes } from "./filters.mjs";
import { drawOnlyMoved } from "./moved.mjs";
import { ON_PAPER, palette, styleOf } from "./style.mjs";

const LARGE = 900; // nodes and lines together from which a picture is drawn plainly
const TOLD = 80; // lines of the selected that are drawn with all they say

cytoscape.use(globalThis.cytoscapeFcose);

export class Canvas {
  constructor(container, entities, on) {
    this.entities = entities;
    this.on = on;
    this.quiet = false;
    this.large = false;
    this.cy = cytoscape({
      container, style: styleOf(entities, palette()), minZoom: 0.05, maxZoom: 4, boxSelectionEnabled: true,
      selectionType: "single", textureOnViewport: false, hideEdgesOnViewport: false, pixelRatio: "auto",
    });
    drawOnlyMoved(this.cy);
    this.cy.on("select unselect", () => this.quiet || this.report());
    this.cy.on("dragfree", "node", (event) => this.dropped(event.target));
    // two quick taps on two nodes are no double tap on the second
    let taps = [];
    this.cy.on("tap", (event) => {
      taps = [taps.at(-1), event.target];
    });
    this.cy.on("dbltap", "node", (event) => {
      if (taps[0] === taps[1] && !event.originalEvent.shiftKey) on.open(event.target.id());
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.cy.style(styleOf(entities, palette(), this.large));
    });
  }

  // Bring the picture to a state: add, remove, move, hide, ghost. What is placed stays where the state says.
  show(state, content) {
    this.quiet = true;
    const wanted = elementsOf(state, content);
    this.enlarge(wanted.size);
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
        const told = there.hasClass("told") ? ["told"] : [];
        if (there.classes().join(" ") !== [...element.classes, ...told].join(" ")) there.classes([...element.classes, ...told]);
        const at = element.position;
        if (at && (there.position("x") !== at.x || there.position("y") !== at.y)) there.position({ ...at });
      }
      this.cy.add(fresh); // together: one by one takes many times as long
    });
    this.quiet = false;
    this.report();
  }

  // A large picture is drawn plainly: lines without words and arrows but for those of what is selected; moving
  // the view moves a texture.
  enlarge(size) {
    const large = size > LARGE;
    if (large === this.large) return;
    this.large = large;
    Object.assign(this.cy.renderer(), { textureOnViewport: large, hideEdgesOnViewport: false });
    this.cy.style(styleOf(this.entities, palette(), large));
  }

  tell() {
    if (!this.large) return;
    const chosen = this.cy.nodes(":selected");
    const lines = chosen.length > TOLD ? this.cy.collection() : chosen.connectedEdges().not(".gone").not(".ghost");
    const told = lines.length > TOLD ? this.cy.collection() : lines;
    this.cy.batch(() => {
      this.cy.edges(".told").not(told).removeClass("told");
      told.not(".told").addClass("told");
    });
  }

  report() {
    this.tell();
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
    const shown = this.cy.elements().not(".gone");
    const wanted = ids ? shown.filter((each) => ids.includes(each.id())) : shown;
    if (wanted.nonempty()) this.cy.fit(wanted, 60);
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

  zoomBy(factor) {
    const { width, height } = this.cy.container().getBoundingClientRect();
    this.cy.zoom({ level: this.cy.zoom() * factor, renderedPosition: { x: width / 2, y: height / 2 } });
  }

  panBy(x, y) {
    this.cy.panBy({ x, y });
  }

  // Where a layout would put the nodes that may move. The picture itself is left as it is.
  arranged(movable) {
    const free = new Set(movable);
    const nodes = this.cy.nodes().not(".gone");
    const lines = this.cy.edges().not(".gone").filter((edge) => !edge.hasClass("gone"));
    const copy = cytoscape({
      headless: true, styleEnabled: true,
      style: [{ selector: "node", style: { width: 110, height: 90 } }],
      elements: [...nodes, ...lines].map((each) => ({
        group: each.group(),
        data: { id: each.id(), source: each.data("source"), target: each.data("target") },
        position: each.isNode() ? place(each) : undefined,
      })),
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
    try {
      return await this.cy.png({ output: "blob-promise", full: true, scale, bg: ON_PAPER.paper, maxWidth: 6000, maxHeight: 6000 });
    } finally {
      this.cy.style(styleOf(this.entities, palette(), this.large));
    }
  }

  // Ids of what is neither hidden nor filtered out.
  seen(state, content) {
    const on = (id) => !state.nodes[id].hide && content.cards.has(id) && isOn(content.cards.get(id), state.filters);
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
      edges: shown.edges().map((edge) => ({
        ...edge.data(), from: edge.sourceEndpoint(), to: edge.targetEndpoint(), middle: edge.midpoint(),
      })),
    };
  }
}

// A ray to the right crosses the line an odd number of times.
function inside({ x, y }, points) {
  let odd = false;
  points.forEach((a, n) => {
    const b = points[(n + 1) % points.length];
    if (a.y > y !== b.y > y && x < a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x)) odd = !odd;
  });
  return odd;
}

function changed(before, after) {
  return Object.keys(after).some((name) => before[name] !== after[name]);
}

function place(node) {
  const { x, y } = node.position();
  return { x: Math.round(x), y: Math.round(y) };
}

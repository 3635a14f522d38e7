// A picture of thousands: nodes are elements of the drawing library, lines are strokes on a sheet below, but for
// the lines of what is selected, which are elements with all that they say. Names come when they can be read.

import { Strokes } from "./strokes.mjs";

const TOLD = 80; // lines of the selected that are told of at most
const READ = 0.55; // zoom from which names can be read
const REST = 150; // milliseconds

export class Large {
  constructor(cy) {
    this.cy = cy;
    this.lines = []; // all that are shown, as elements would be
    this.places = new Map();
    this.seen = false; // until the view has been fitted, nothing is drawn in vain
    this.strokes = new Strokes(cy.container());
    Object.assign(cy.renderer(), { textureOnViewport: true });
  }

  end() {
    clearTimeout(this.naming);
    this.strokes.end();
    Object.assign(this.cy.renderer(), { textureOnViewport: false });
    this.cy.nodes(".named").removeClass("named");
  }

  // Take the lines out of what is to become elements: id -> element.
  take(wanted) {
    const told = this.told();
    this.lines = [];
    this.places = new Map();
    for (const [id, element] of wanted) {
      if (element.group === "nodes") this.places.set(id, element.position);
      else {
        if (!element.classes.includes("gone")) this.lines.push(element);
        if (!told.has(id)) wanted.delete(id);
      }
    }
    this.stroke();
  }

  told() {
    return new Set(this.cy.edges(".told").map((edge) => edge.id()));
  }

  stroke() {
    const told = this.told();
    const plain = this.lines.filter(({ data }) => !told.has(data.id));
    this.strokes.beside = told.size > 0;
    this.strokes.set(plain.map(({ data, classes }) => ({ ...data, pale: classes.includes("ghost") })), this.places);
    this.draw();
  }

  draw() {
    if (this.seen) this.strokes.draw({ zoom: this.cy.zoom(), pan: this.cy.pan() });
  }

  // From places alone: the library would measure every name, of which none can be read then.
  fit(nodes) {
    if (nodes.empty()) return;
    const { width, height } = this.strokes.size();
    const [[x1, x2], [y1, y2]] = ["x", "y"].map((axis) => {
      const all = nodes.map((node) => node.position(axis));
      return [Math.min(...all), Math.max(...all)];
    });
    const zoom = Math.min((width - 40) / (x2 - x1 + 90), (height - 40) / (y2 - y1 + 120));
    this.seen = true;
    this.cy.viewport({ zoom, pan: { x: width / 2 - (zoom * (x1 + x2)) / 2, y: height / 2 - (zoom * (y1 + y2)) / 2 } });
    this.draw();
  }

  moved() {
    this.strokes.follow({ zoom: this.cy.zoom(), pan: this.cy.pan() });
    clearTimeout(this.naming);
    this.naming = setTimeout(() => this.name(), REST);
  }

  // Names of what is in sight, once they can be read.
  name() {
    const { x1, x2, y1, y2 } = this.cy.extent();
    const inSight = ({ x, y }) => x > x1 - 60 && x < x2 + 60 && y > y1 - 60 && y < y2 + 60;
    const read = this.cy.zoom() >= READ;
    const wanted = read ? this.cy.nodes().filter((node) => inSight(node.position())) : this.cy.collection();
    this.cy.batch(() => {
      this.cy.nodes(".named").not(wanted).not(":selected").removeClass("named");
      wanted.not(".named").addClass("named");
    });
  }

  drag(node) {
    const moving = node.selected() ? this.cy.nodes(":selected").map((each) => each.id()) : [node.id()];
    this.places.set(node.id(), node.position());
    this.strokes.drag(moving);
  }

  drop() {
    this.strokes.drop();
  }

  // A tap beside all nodes may have been on a line: then its two ends are told to `choose`.
  tapped(target, position, choose) {
    const line = target === this.cy && this.strokes.find(position);
    const pair = line ? [line.source, line.target] : null;
    this.strokes.choose(pair);
    if (pair) setTimeout(() => choose(pair)); // after what the tap has let go of
  }

  // The lines of what is selected become elements, those of what no longer is become strokes.
  tell() {
    const chosen = new Set(this.cy.nodes(":selected").map((node) => node.id()));
    const plain = ({ data, classes }) => !classes.length && (chosen.has(data.source) || chosen.has(data.target));
    const theirs = chosen.size && chosen.size <= TOLD ? this.lines.filter(plain) : [];
    const told = new Map((theirs.length > TOLD ? [] : theirs).map((line) => [line.data.id, line]));
    const before = this.cy.edges(".told");
    if (!told.size && before.empty()) return;
    this.cy.batch(() => {
      before.forEach((edge) => {
        if (!told.delete(edge.id())) edge.remove();
      });
      this.cy.add([...told.values()].map((line) => ({ ...line, classes: ["told"] })));
      this.cy.nodes(":selected").addClass("named");
    });
    this.stroke();
  }

  // Lines that are no elements now, as elements would be.
  plain() {
    return this.lines.filter(({ data }) => this.cy.getElementById(data.id).empty());
  }

  // The same with their ends, for a drawing.
  straight() {
    return this.plain().filter(({ classes }) => !classes.length).map(({ data }) => {
      const [from, to] = [this.places.get(data.source), this.places.get(data.target)];
      return { ...data, from, to, middle: { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 } };
    });
  }
}

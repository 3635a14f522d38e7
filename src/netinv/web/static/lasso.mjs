// Selecting by a line drawn around an area. By keys, Enter selects what is in sight; the list selects one by one.

import { byId, svg } from "./dom.mjs";
import { say, tell } from "./say.mjs";

export class Lasso {
  constructor(bench) {
    this.bench = bench;
    this.points = null;
    this.line = svg("polygon", {});
    this.sheet = svg("svg", { id: "lasso-sheet", "aria-hidden": "true" }, this.line);
    byId("canvas").after(this.sheet);
    this.sheet.addEventListener("pointerdown", (event) => this.begin(event));
    this.sheet.addEventListener("pointermove", (event) => this.draw(event));
    this.sheet.addEventListener("pointerup", (event) => this.end(event));
    this.show(false);
  }

  show(on) {
    this.on = on;
    this.sheet.style.display = on ? "block" : "none";
    byId("lasso").setAttribute("aria-pressed", String(on));
  }

  toggle() {
    this.show(!this.on);
    tell(say(this.on ? "lasso_on" : "lasso_off"));
  }

  at(event) {
    const { left, top } = this.sheet.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }

  begin(event) {
    this.sheet.setPointerCapture(event.pointerId);
    this.points = [this.at(event)];
  }

  draw(event) {
    if (!this.points) return;
    this.points.push(this.at(event));
    this.line.setAttribute("points", this.points.map(({ x, y }) => `${x},${y}`).join(" "));
  }

  end(event) {
    if (!this.points) return;
    const { points } = this;
    this.points = null;
    this.line.removeAttribute("points");
    this.show(false);
    const found = this.bench.canvas.within(points);
    this.bench.actions.select(event.shiftKey ? [...new Set([...this.bench.selected, ...found])] : found);
  }
}

// A ray to the right crosses the line an odd number of times.
export function inside({ x, y }, points) {
  let odd = false;
  points.forEach((a, n) => {
    const b = points[(n + 1) % points.length];
    if (a.y > y !== b.y > y && x < a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x)) odd = !odd;
  });
  return odd;
}

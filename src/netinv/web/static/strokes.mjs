// The lines of a large picture, drawn plainly on a sheet of their own below the nodes: thousands as elements of
// the drawing library would take seconds, and memory. What moves is drawn on a second sheet, what rests stays.

const PALE = 0.14;
const BESIDE = 0.4; // of lines beside some that are told of
const NEAR = 6; // pixels around a line that still are the line
const REST = 90; // milliseconds without a move after which the view counts as at rest

export class Strokes {
  constructor(container) {
    this.sheets = ["still", "moving"].map((name) => {
      const sheet = document.createElement("canvas");
      sheet.className = `strokes ${name}`;
      sheet.setAttribute("aria-hidden", "true");
      container.prepend(sheet);
      return sheet;
    }).reverse();
    this.container = container;
    this.lines = [];
    this.places = new Map();
    this.moving = new Set();
    this.view = null;
    this.at = null;
    this.chosen = null;
    this.beside = false; // whether others are told of
  }

  // lines: [{id, source, target, width, doubtful, pale}]; places: id -> {x, y} as the picture has them
  set(lines, places) {
    this.lines = lines;
    this.places = places;
    this.moving = new Set();
  }

  // Draw all for a view: {zoom, pan}.
  draw(view) {
    clearTimeout(this.later);
    this.view = this.at = { zoom: view.zoom, pan: { ...view.pan } };
    const rests = (line) => !this.moving.has(line.source) && !this.moving.has(line.target);
    this.paint(this.sheets[0], this.moving.size ? this.lines.filter(rests) : this.lines);
    this.paint(this.sheets[1], this.moving.size ? this.lines.filter((line) => !rests(line)) : []);
  }

  // The view moves: what is drawn is moved with it, and drawn anew when it rests.
  follow(view) {
    if (!this.lines.length || !this.view) return;
    this.at = { zoom: view.zoom, pan: { ...view.pan } };
    const k = view.zoom / this.view.zoom;
    const [x, y] = ["x", "y"].map((axis) => view.pan[axis] - this.view.pan[axis] * k);
    for (const sheet of this.sheets) sheet.style.transform = `translate(${x}px, ${y}px) scale(${k})`;
    clearTimeout(this.later);
    this.later = setTimeout(() => this.draw(this.at), REST);
  }

  // Nodes follow the hand: from the first move on only their lines are drawn.
  drag(ids) {
    if (!this.lines.length || !this.at) return;
    if (!this.moving.size) {
      this.moving = new Set(ids);
      this.held = this.lines.filter((line) => this.moving.has(line.source) || this.moving.has(line.target));
      this.draw(this.at);
    } else this.paint(this.sheets[1], this.held);
  }

  drop() {
    if (!this.moving.size) return;
    this.moving = new Set();
    this.draw(this.at);
  }

  end() {
    clearTimeout(this.later);
    for (const sheet of this.sheets) sheet.remove();
  }

  paint(sheet, lines) {
    const { width, height } = this.size();
    const ratio = devicePixelRatio || 1;
    sheet.width = Math.round(width * ratio); // empties it
    sheet.height = Math.round(height * ratio);
    sheet.style.transform = "";
    if (!lines.length) return;
    const pen = sheet.getContext("2d");
    const { zoom, pan } = this.at;
    pen.scale(ratio, ratio);
    // one path for all that look the same
    const alike = new Map();
    for (const line of lines) {
      const key = `${line.pale ? 1 : 0}${line.doubtful ? 1 : 0}${Math.round(line.width)}`;
      if (!alike.has(key)) alike.set(key, []);
      alike.get(key).push(line);
    }
    const style = getComputedStyle(this.container);
    pen.strokeStyle = style.getPropertyValue("--edge");
    for (const same of alike.values()) {
      const [{ pale, doubtful, width: wide }] = same;
      pen.globalAlpha = pale ? PALE : this.beside ? BESIDE : 1;
      pen.lineWidth = Math.max(0.35, Math.round(wide) * zoom);
      pen.setLineDash(doubtful && zoom > 0.3 ? [6 * zoom, 3 * zoom] : []);
      this.trace(pen, same, zoom, pan);
    }
    const chosen = this.chosen && lines.filter(({ source, target }) => this.chosen.includes(source) && this.chosen.includes(target));
    if (chosen?.length) {
      pen.strokeStyle = style.getPropertyValue("--focus");
      pen.globalAlpha = 1;
      pen.lineWidth = 3;
      pen.setLineDash([]);
      this.trace(pen, chosen, zoom, pan);
    }
  }

  trace(pen, lines, zoom, pan) {
    pen.beginPath();
    for (const { source, target } of lines) {
      const a = this.places.get(source);
      const b = this.places.get(target);
      if (!a || !b) continue;
      pen.moveTo(a.x * zoom + pan.x, a.y * zoom + pan.y);
      pen.lineTo(b.x * zoom + pan.x, b.y * zoom + pan.y);
    }
    pen.stroke();
  }

  size() {
    return { width: this.container.clientWidth, height: this.container.clientHeight };
  }

  // The line at a place of the picture, if there is one.
  find({ x, y }) {
    const near = NEAR / this.at.zoom;
    return this.lines.find(({ source, target, pale }) => {
      const a = this.places.get(source);
      const b = this.places.get(target);
      if (pale || !a || !b) return false;
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      const part = Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
      return Math.hypot(x - a.x - part * dx, y - a.y - part * dy) < near;
    });
  }

  choose(pair) {
    if (!this.lines.length || String(pair) === String(this.chosen)) return;
    this.chosen = pair;
    this.draw(this.at);
  }
}

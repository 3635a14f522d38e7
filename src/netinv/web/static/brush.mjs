// The time brush: links by month; drag to keep a period. The date fields of the filters do the same by keys.

import { byId, fill, svg } from "./dom.mjs";
import { byMonth } from "./filters.mjs";
import { say } from "./say.mjs";

const HEIGHT = 34;

export class Brush {
  constructor(bench, onPeriod) {
    this.bench = bench;
    this.onPeriod = onPeriod;
    this.place = byId("brush");
    this.months = [];
    this.place.addEventListener("pointerdown", (event) => this.begin(event));
    this.place.addEventListener("pointermove", (event) => this.drag(event));
    this.place.addEventListener("pointerup", (event) => this.end(event));
    this.playing = 0;
    byId("brush-play").addEventListener("click", () => this.play());
    byId("brush-clear").addEventListener("click", () => onPeriod("", ""));
    new ResizeObserver(() => this.draw()).observe(this.place);
  }

  draw() {
    const { state } = this.bench.work;
    this.months = byMonth(this.bench.content.among(state.nodes));
    const { filters } = state;
    byId("brush-box").hidden = this.months.length < 2;
    if (this.months.length < 2) return;
    const width = this.place.clientWidth;
    const step = width / this.months.length;
    const most = Math.max(...this.months.map(([, n]) => n));
    const since = filters.since.slice(0, 7);
    const until = filters.until.slice(0, 7);
    const bars = this.months.map(([month, n], at) => {
      const high = n ? Math.max(2, (n / most) * (HEIGHT - 2)) : 0;
      const on = (!since || month >= since) && (!until || month <= until);
      return svg("rect", { x: at * step, y: HEIGHT - high, width: Math.max(1, step - 0.5), height: high, class: on ? "on" : "off" });
    });
    const years = this.months
      .map(([month], at) => [month, at])
      .filter(([month, at]) => (month.endsWith("-01") || at === 0) && (at === 0 || at * step > 44))
      .filter(([month], n, all) => step * 12 > 40 || n === 0 || n === all.length - 1 || Number(month.slice(0, 4)) % 5 === 0)
      .map(([month, at]) => svg("text", { x: at * step + 2, y: HEIGHT + 13 }, month.slice(0, 4)));
    this.band = svg("rect", { class: "band", y: 0, height: HEIGHT, x: 0, width: 0 });
    fill(this.place, svg("svg", { width, height: HEIGHT + 16, "aria-hidden": "true" }, ...bars, ...years, this.band));
    byId("brush-clear").disabled = !since && !until;
    byId("brush-says").textContent = since || until ? `${filters.since || "…"} – ${filters.until || "…"}` : say("brush_all");
  }

  // The period grows month by month from its beginning, on the canvas only; the end is a step of its own.
  play() {
    if (this.playing) return this.stop();
    if (this.months.length < 2) return undefined;
    const { filters } = this.bench.work.state;
    const since = filters.since.slice(0, 7);
    const months = this.months.map(([month]) => month).filter((month) => !since || month >= since);
    const pace = Math.max(120, Math.min(700, 9000 / months.length));
    let n = 0;
    byId("brush-play").setAttribute("aria-pressed", "true");
    byId("brush-play").textContent = say("playing");
    this.playing = setInterval(() => {
      if (n === months.length) return this.stop();
      const month = months[n];
      n += 1;
      this.bench.canvas.show({ ...this.bench.work.state, filters: { ...filters, until: `${month}-${String(lastDay(month)).padStart(2, "0")}` } }, this.bench.content);
      byId("brush-says").textContent = say("play_at", { month });
      return undefined;
    }, pace);
    return undefined;
  }

  stop() {
    clearInterval(this.playing);
    this.playing = 0;
    byId("brush-play").setAttribute("aria-pressed", "false");
    byId("brush-play").textContent = say("play");
    this.bench.draw();
  }

  at(event) {
    const { left, width } = this.place.getBoundingClientRect();
    const part = Math.max(0, Math.min(0.9999, (event.clientX - left) / width));
    return Math.floor(part * this.months.length);
  }

  begin(event) {
    this.place.setPointerCapture(event.pointerId);
    this.from = this.at(event);
    this.drag(event);
  }

  drag(event) {
    if (this.from === undefined) return;
    const [first, last] = [this.from, this.at(event)].sort((a, b) => a - b);
    const step = this.place.clientWidth / this.months.length;
    this.band.setAttribute("x", first * step);
    this.band.setAttribute("width", (last - first + 1) * step);
  }

  end(event) {
    if (this.from === undefined) return;
    const [first, last] = [this.from, this.at(event)].sort((a, b) => a - b);
    this.from = undefined;
    const until = this.months[last][0];
    this.onPeriod(`${this.months[first][0]}-01`, `${until}-${String(lastDay(until)).padStart(2, "0")}`);
  }
}

function lastDay(month) {
  const [year, number] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number, 0)).getUTCDate();
}

// The picture as a file: PNG from the canvas, SVG drawn here; both with legend, date, case number, watermark.

import { api, doing } from "./api.mjs";
import { byId, download, fill, h } from "./dom.mjs";
import { say, tell } from "./say.mjs";
import { FONTS, HEAD, MARGIN, ROW, svgText } from "./svg.mjs";

export function register(bench) {
  byId("save-png").addEventListener("click", doing(() => take(bench, "png")));
  for (const format of ["csv.zip", "graphml", "gexf"]) {
    byId(`save-${format.split(".")[0]}`).addEventListener("click", doing(() => data(bench, format)));
  }
  byId("save-report").addEventListener("click", doing(() => report(bench)));
  addEventListener("beforeprint", () => print(bench));
  byId("save-svg").addEventListener("click", doing(() => take(bench, "svg")));
}

// What is seen as data: nodes that are not hidden and pass the filters, and the relations drawn among them.
async function data(bench, format) {
  const { ids, links } = await seen(bench);
  const name = `netinv-${now().slice(0, 10)}.${format}`;
  download(name, await api.file({ ids, links, format }));
  tell(say("saved_file", { name, n: ids.length, links: links.length }));
}

// The same as a report to be read: the picture, and where each relation stands.
async function report(bench) {
  const { ids, links } = await seen(bench);
  const { notes } = bench.work.state;
  const svg = svgText(bench.canvas.drawn(), heading(bench), legend(bench));
  const noted = Object.fromEntries(["", ...ids].filter((id) => notes[id]).map((id) => [id, notes[id]]));
  const name = `netinv-${now().slice(0, 10)}.html`;
  download(name, await api.report({ ids, links, sub: now(), notes: noted, svg }));
  tell(say("saved_file", { name, n: ids.length, links: links.length }));
}

async function seen(bench) {
  await bench.content.fetch(Object.keys(bench.work.state.nodes)); // of what is in folded groups, ids of relations
  const found = bench.canvas.seen(bench.work.state, bench.content);
  if (!found.ids.length) throw new Error(say("empty"));
  return found;
}

async function take(bench, format) {
  const ids = shown(bench);
  if (!ids.length) throw new Error(say("empty"));
  await api.picture(ids, format); // in the audit before the file exists
  const name = `netinv-${now().slice(0, 10)}.${format}`;
  download(name, format === "png" ? await png(bench) : new Blob([svgText(bench.canvas.drawn(), heading(bench), legend(bench))], { type: "image/svg+xml" }));
  tell(say("saved_picture", { name }));
}

// The minute in China, as every page writes it.
function now() {
  return new Date().toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" }).slice(0, 16);
}

// What an A4 sheet, lying, leaves for the picture beside its heading and three rows of legend, in CSS pixels.
const SHEET = { width: 1000, height: 490 };

// The page as the browser prints it carries the same words as the files, and the audit knows of it.
function print(bench) {
  const { title, sub, mark } = heading(bench);
  fill(byId("print-head"), h("b", {}, title), h("span", {}, sub));
  fill(byId("print-foot"), h("b", {}, mark), legend(bench).map(({ kind, label }) => h("span", {}, bench.icon(kind), " ", label)));
  // The picture keeps the size it was drawn at, and is laid on the sheet smaller: drawn anew for the sheet
  // it would be another picture, and whether that is done before the sheet leaves is luck.
  const { clientWidth, clientHeight } = byId("canvas");
  const fits = Math.min(1, SHEET.width / clientWidth, SHEET.height / clientHeight);
  const style = document.documentElement.style;
  style.setProperty("--fits", String(fits));
  style.setProperty("--drawn-width", `${clientWidth}px`);
  style.setProperty("--drawn-height", `${clientHeight}px`);
  if (shown(bench).length) doing(() => api.picture(shown(bench), "print"))();
}

function shown(bench) {
  return Object.entries(bench.work.state.nodes).filter(([, node]) => !node.hide).map(([id]) => id);
}

function heading(bench) {
  const { purpose, caseNo } = bench.purpose;
  return {
    title: [say("picture_title"), purpose, caseNo && say("picture_case", { no: caseNo })].filter(Boolean).join(" · "),
    sub: [now(), bench.isLead].join(" · "),
    mark: [say("watermark"), caseNo].filter(Boolean).join(" "),
  };
}

function legend(bench) {
  const kinds = new Set(bench.canvas.drawn().nodes.map((node) => node.kind));
  return bench.entities.filter((each) => kinds.has(each.kind));
}

async function png(bench) {
  const scale = 2;
  const image = await createImageBitmap(await bench.canvas.image(scale));
  const kinds = legend(bench);
  const width = Math.max(image.width, 1100 * scale);
  const canvas = new OffscreenCanvas(width, image.height + (HEAD + ROW + 2 * MARGIN) * scale);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, (width - image.width) / 2, (HEAD + MARGIN / 2) * scale);
  pen.scale(scale, scale);
  write(pen, heading(bench), width / scale, canvas.height / scale);
  let x = MARGIN / 2;
  const y = canvas.height / scale - ROW;
  for (const { kind, colour, label } of kinds) {
    const icon = await iconOf(kind);
    pen.strokeStyle = colour;
    pen.lineWidth = 2;
    pen.strokeRect(x, y - 11, 22, 22);
    if (icon) pen.drawImage(icon, x + 3, y - 8, 16, 16);
    pen.fillStyle = "#1d2530";
    pen.font = `13px ${FONTS}`;
    pen.fillText(label, x + 29, y + 5);
    x += 44 + pen.measureText(label).width;
  }
  return canvas.convertToBlob({ type: "image/png" });
}

function write(pen, { title, sub, mark }, width, height) {
  pen.fillStyle = "#1d2530";
  pen.font = `700 17px ${FONTS}`;
  pen.fillText(title, MARGIN / 2, 28);
  pen.font = `12px ${FONTS}`;
  pen.fillStyle = "#58626e";
  pen.fillText(sub, MARGIN / 2, 50);
  pen.save();
  pen.globalAlpha = 0.1;
  pen.font = `26px ${FONTS}`;
  pen.fillStyle = "#808890";
  for (let y = 160; y < height; y += 220) {
    for (let x = 40 + ((y / 220) % 2) * 120; x < width; x += 420) {
      pen.save();
      pen.translate(x, y);
      pen.rotate(-0.4);
      pen.fillText(mark, 0, 0);
      pen.restore();
    }
  }
  pen.restore();
}

function iconOf(kind) {
  return new Promise((resolve) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => resolve(null);
    image.src = `/static/kinds/${kind}.svg`;
  });
}

// A picture as SVG text: what the canvas shows, a heading, a watermark and a legend row.

export const MARGIN = 40;
export const HEAD = 64;
export const ROW = 34;
export const FONTS = '"Noto Sans CJK SC","Microsoft YaHei","PingFang SC",SimSun,sans-serif';

const escaped = (text) =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

export function svgText({ nodes, edges }, { title, sub, mark }, kinds) {
  const xs = nodes.map((node) => node.x);
  const ys = nodes.map((node) => node.y);
  const left = Math.min(...xs) - 90;
  const top = Math.min(...ys) - 50;
  const width = Math.max(Math.max(...xs) + 90 - left, 1100);
  const height = Math.max(...ys) + 110 - top;
  const total = HEAD + height + ROW + MARGIN;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${total}" viewBox="0 0 ${width} ${total}" font-family='${FONTS}'>`,
    `<title>${escaped(title)}</title><style>text{fill:#1d2530}</style>`,
    `<defs><marker id="end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z" fill="#7a828c"/></marker>`,
    ...kinds.map(({ kind, mark }) => `<symbol id="k-${kind}" viewBox="0 0 28 28">${mark}</symbol>`),
    `</defs><rect width="100%" height="100%" fill="#fff"/>`,
    `<text x="20" y="28" font-size="17" font-weight="700">${escaped(title)}</text><text x="20" y="50" font-size="12">${escaped(sub)}</text>`,
    `<g transform="translate(${-left} ${HEAD - top})">`,
    ...edges.map(drawnEdge),
    ...nodes.map(drawnNode),
    "</g>",
    ...marks(width, total, mark),
    ...legendRow(kinds, total - ROW),
    "</svg>",
  ];
  return parts.join("\n");
}

function drawnEdge({ from, to, middle, text, directed, width, doubtful, offset }) {
  const control = { x: 2 * middle.x - (from.x + to.x) / 2, y: 2 * middle.y - (from.y + to.y) / 2 };
  const said = offset > 0 ? along(from, to, offset) : middle;
  const at = (point) => `${point.x.toFixed(1)} ${point.y.toFixed(1)}`;
  return (
    `<path d="M${at(from)}Q${at(control)} ${at(to)}" fill="none" stroke="#7a828c" stroke-width="${width.toFixed(1)}"` +
    `${doubtful ? ' stroke-dasharray="6 4"' : ""}${directed ? ' marker-end="url(#end)"' : ""}/>` +
    words(text.split("\n"), said.x.toFixed(1), said.y + 4 - 7 * (text.split("\n").length - 1), 11, 14)
  );
}

// The place so far from the one end of a straight line.
function along(from, to, far) {
  const part = far / Math.max(1, Math.hypot(to.x - from.x, to.y - from.y));
  return { x: from.x + part * (to.x - from.x), y: from.y + part * (to.y - from.y) };
}

function drawnNode({ kind, x, y, text, size }) {
  const lines = text.split("\n").flatMap(wrapped);
  if (kind === "group") return `<circle cx="${x}" cy="${y}" r="${size / 2}" fill="#fff" stroke="#58626e" stroke-width="4"/>${words(lines, x, y, 13, 16)}`;
  return `<use href="#k-${kind}" x="${x - 25}" y="${y - 25}" width="50" height="50"/>${words(lines, x, y + 39, 13, 16)}`;
}

// Rows below one another, the first at `from`.
function words(rows, x, from, size, high) {
  return rows.map((row, n) =>
    `<text x="${x}" y="${(from + n * high).toFixed(1)}" font-size="${size}" text-anchor="middle" paint-order="stroke" stroke="#fff" stroke-width="4">${escaped(row)}</text>`,
  ).join("");
}

// Lines of at most nine Chinese characters' width; two of other scripts are about as wide as one.
function wrapped(text) {
  const lines = [""];
  let wide = 0;
  for (const sign of text) {
    const width = sign.codePointAt(0) > 0x2e7f ? 1 : 0.56;
    if (wide + width > (/[（(]/.test(text[0]) ? 14 : 9)) {
      lines.push("");
      wide = 0;
    }
    lines[lines.length - 1] += sign;
    wide += width;
  }
  return lines;
}

function* marks(width, height, mark) {
  for (let y = 160; y < height; y += 220) {
    for (let x = 40; x < width; x += 420) {
      yield `<text transform="translate(${x} ${y}) rotate(-23)" font-size="26" opacity=".1">${escaped(mark)}</text>`;
    }
  }
}

function legendRow(kinds, y) {
  let x = 20;
  return kinds.map(({ kind, label }) => {
    const part = `<use href="#k-${kind}" x="${x}" y="${y - 14}" width="26" height="26"/><text x="${x + 31}" y="${y + 4}" font-size="13">${escaped(label)}</text>`;
    x += 60 + label.length * 13;
    return part;
  });
}
